"""The last answers are kept until the index changes, as many as have a bounded number of results."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from statements import LINDQVIST, RECORDS, WordEncoder, drawn_words, indexed_in, names, statement

from quotesearch.indexer.backends import open_storage
from quotesearch.indexer.protocols import Storage
from quotesearch.search.query import Query
from quotesearch.search.results import Results
from quotesearch.search.searcher import Searcher

MOST_RESULTS = 6_400
"""Results that a searcher keeps at most, about 4.5 KB each."""


def kept(searcher: Searcher) -> list[Results]:
    """Return the answers that are kept, the one that was used last at the end."""
    return list(searcher._answers._results.values())


def test_the_same_query_is_answered_once(searcher: Searcher) -> None:
    first = searcher.search(Query.of("harbour"))
    assert searcher.search(Query.of("harbour")) is first
    assert searcher.search(Query.of("harbour", limit=3)) is not first


def test_no_answer_outlives_a_change_of_the_index(storage: Storage, searcher: Searcher) -> None:
    assert "dredging" in names(searcher.search(Query.of("harbour")))
    storage.writer.remove(["dredging"])
    assert "dredging" not in names(searcher.search(Query.of("harbour")))


def test_a_reader_keeps_no_answer_after_another_process_has_written(tmp_path: Path, encoder: WordEncoder) -> None:
    with indexed_in(tmp_path / "index", RECORDS, encoder):
        pass
    with closing(open_storage(tmp_path / "index", encoder=encoder)) as reading:
        searcher = Searcher(reading)
        assert "dredging" in names(searcher.search(Query.of("harbour")))
        with closing(open_storage(tmp_path / "index", write=True, encoder=encoder)) as writing:
            writing.writer.remove(["dredging"])
        assert "dredging" not in names(searcher.search(Query.of("harbour")))


def test_an_index_without_a_version_is_asked_each_time(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quotesearch.indexer.local.reader.LocalReader.version", lambda _: None)
    searcher = Searcher(storage)
    assert searcher.search(Query.of("harbour")) is not searcher.search(Query.of("harbour"))
    assert kept(searcher) == []


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Any:  # noqa: ANN401 - a generator of one searcher
    records = [statement(f"d{number}", f"harbour {drawn_words(number)}", LINDQVIST, None) for number in range(320)]
    with indexed_in(tmp_path_factory.mktemp("many"), records, WordEncoder()) as storage:
        yield Searcher(storage)


def test_many_and_large_pages_are_kept_up_to_a_number_of_results(many: Searcher) -> None:
    page = Query.of("harbour", mode="keyword", limit=50, each=True)
    for offset in range(200):
        assert len(many.search(replace(page, offset=offset))) == 50
    for offset in range(20):
        assert len(many.search(replace(page, offset=offset, limit=300))) == 300
    answers = kept(many)
    assert MOST_RESULTS * 0.9 <= sum(map(len, answers)) <= MOST_RESULTS
    assert [one.query.offset for one in answers] == list(range(72, 200))


def test_an_answer_that_is_asked_for_again_stays(many: Searcher) -> None:
    first = many.search(Query.of("harbour", mode="keyword"))
    for offset in range(1, 250):
        many.search(Query.of("harbour", mode="keyword", limit=1, offset=offset))
        assert many.search(Query.of("harbour", mode="keyword")) is first
