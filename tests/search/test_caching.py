"""The last answers are cached until the index changes; the number of cached results is bounded."""

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
"""The most results that a searcher caches; each takes about 4.5 KB."""


def cached(searcher: Searcher) -> list[Results]:
    """Return the cached answers, the one that was used last at the end."""
    return list(searcher._answers._results.values())


def test_the_same_query_is_answered_once(searcher: Searcher) -> None:
    first = searcher.search(Query.of("harbour"))
    assert searcher.search(Query.of("harbour")) is first
    assert searcher.search(Query.of("harbour", limit=3)) is not first


def test_a_change_of_the_index_empties_the_cache(storage: Storage, searcher: Searcher) -> None:
    assert "dredging" in names(searcher.search(Query.of("harbour")))
    storage.writer.remove(["dredging"])
    assert "dredging" not in names(searcher.search(Query.of("harbour")))


def test_a_change_by_another_writer_makes_cached_answers_invalid(tmp_path: Path, encoder: WordEncoder) -> None:
    with indexed_in(tmp_path / "index", RECORDS, encoder):
        pass
    with closing(open_storage(tmp_path / "index", encoder=encoder)) as reading:
        searcher = Searcher(reading)
        assert "dredging" in names(searcher.search(Query.of("harbour")))
        with closing(open_storage(tmp_path / "index", write=True, encoder=encoder)) as writing:
            writing.writer.remove(["dredging"])
        assert "dredging" not in names(searcher.search(Query.of("harbour")))


def test_answers_of_an_index_without_a_version_are_not_cached(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quotesearch.indexer.local.reader.LocalReader.version", lambda _: None)
    searcher = Searcher(storage)
    assert searcher.search(Query.of("harbour")) is not searcher.search(Query.of("harbour"))
    assert cached(searcher) == []


@pytest.fixture(scope="module")
def large_searcher(tmp_path_factory: pytest.TempPathFactory) -> Any:  # noqa: ANN401 - a generator of one searcher
    records = [statement(f"d{number}", f"harbour {drawn_words(number)}", LINDQVIST, None) for number in range(320)]
    with indexed_in(tmp_path_factory.mktemp("many"), records, WordEncoder()) as storage:
        yield Searcher(storage)


def test_pages_are_cached_up_to_a_number_of_results(large_searcher: Searcher) -> None:
    page = Query.of("harbour", mode="keyword", limit=50, each=True)
    for offset in range(200):
        assert len(large_searcher.search(replace(page, offset=offset))) == 50
    for offset in range(20):
        assert len(large_searcher.search(replace(page, offset=offset, limit=300))) == 300
    answers = cached(large_searcher)
    assert MOST_RESULTS * 0.9 <= sum(map(len, answers)) <= MOST_RESULTS
    assert [answer.query.offset for answer in answers] == list(range(72, 200))


def test_an_answer_that_is_used_again_stays_in_the_cache(large_searcher: Searcher) -> None:
    first = large_searcher.search(Query.of("harbour", mode="keyword"))
    for offset in range(1, 250):
        large_searcher.search(Query.of("harbour", mode="keyword", limit=1, offset=offset))
        assert large_searcher.search(Query.of("harbour", mode="keyword")) is first
