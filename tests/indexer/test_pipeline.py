"""The order of the steps: what is known is skipped, what fails is reported, what is committed stays."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import HashEncoder, LineExtractor, article
from numpy.typing import NDArray

from quotesearch.indexer.derived import PORTIONS
from quotesearch.indexer.errors import InputError, ModelError
from quotesearch.indexer.index import Index
from quotesearch.indexer.model import Document, Quote, QuoteKind, Record, Span, Speaker
from quotesearch.indexer.pipeline import Progress, add
from quotesearch.indexer.store import Filters


def records(*numbers: int, edition: int = 0) -> list[Record]:
    return [Record(article(number, edition=edition)) for number in numbers]


def given_quote(words: str, name: str) -> Record:
    document = Document(f"row {words}", words)
    whole = Span(0, len(words))
    quote = Quote.of(document, content=(whole,), context=whole, kind=QuoteKind.DIRECT, speaker=Speaker(name))
    return Record(document, (quote,))


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with Index.open(tmp_path / "index", create=True, encoder=HashEncoder()) as opened:
        yield opened


def test_a_run_reports_what_it_did(index: Index) -> None:
    report = add(index, records(1, 2, 3), extractor=LineExtractor())
    assert (report.read, report.added, report.changed, report.unchanged) == (3, 3, 0, 0)
    assert (report.quotes, report.failed) == (12, ())
    assert report.seconds >= 0
    assert index.check() == ()


def test_what_is_known_is_neither_extracted_nor_embedded_again(index: Index) -> None:
    add(index, records(1, 2), extractor=LineExtractor())
    embedded, extractor = index.encoder.texts, LineExtractor()
    report = add(index, records(2, 1, 3), extractor=extractor)
    assert (report.unchanged, report.added, report.quotes) == (2, 1, 4)
    assert extractor.seen == ["article-3"]
    assert index.encoder.texts == embedded + 4


def test_a_changed_article_replaces_its_quotes_in_every_part(index: Index) -> None:
    add(index, records(1, 2), extractor=LineExtractor())
    report = add(index, records(1, edition=1), extractor=LineExtractor())
    assert (report.changed, report.added) == (1, 0)
    expected = {quote.id for one in (article(1, edition=1), article(2)) for quote in LineExtractor().extract(one)}
    assert index.keyword.ids() == index.vectors.ids() == index.store.quote_ids() == expected


def test_better_rules_reach_articles_that_did_not_change(index: Index) -> None:
    add(index, records(1, 2), extractor=LineExtractor())
    assert add(index, records(1, 2), extractor=LineExtractor("lines-2")).changed == 2
    assert add(index, records(1, 2), extractor=LineExtractor("lines-2")).unchanged == 2


def test_quotes_that_are_given_are_stored_as_they_are(index: Index) -> None:
    extractor = LineExtractor()
    rows = [given_quote("we build", "Ana"), given_quote("they may", "Bo")]
    assert add(index, rows, extractor=extractor).quotes == 2
    assert add(index, rows, extractor=LineExtractor("lines-2")).unchanged == 2
    assert add(index, [given_quote("we build", "Bo")], extractor=extractor).changed == 1
    assert [(count.name, count.quotes) for count in index.store.speakers()] == [("Bo", 2)]
    assert extractor.seen == []


def test_what_cannot_be_read_is_reported_and_the_run_goes_on(index: Index) -> None:
    report = add(
        index, [InputError("a.txt: no text"), *records(1), InputError("b.txt: byte 7")], extractor=LineExtractor()
    )
    assert report.failed == ("a.txt: no text", "b.txt: byte 7")
    assert (report.read, report.added) == (3, 1)


def test_an_article_on_which_the_extractor_fails_is_reported_and_the_run_goes_on(index: Index) -> None:
    bad = Document("bad", "Bo: FAIL", path="/town/bad.txt")
    report = add(index, [*records(1), Record(bad), *records(2)], extractor=LineExtractor())
    assert (report.read, report.added, report.quotes) == (3, 2, 8)
    (reason,) = report.failed
    assert reason.startswith("/town/bad.txt: the extractor failed")
    assert "a line too many" in reason


def test_a_quote_that_is_not_in_its_article_is_reported(index: Index) -> None:
    good = given_quote("we build", "Ana")
    lying = Record(good.document, (replace(good.quotes[0], text="we destroy"),))
    torn = Record(Document("torn", "half \udc80 a character"))
    report = add(index, [lying, torn, *records(1)], extractor=LineExtractor())
    assert (report.added, len(report.failed)) == (1, 2)
    assert "do not give back its words" in report.failed[0]
    assert "half a character" in report.failed[1]


def test_an_article_that_comes_twice_is_the_last_one(index: Index) -> None:
    report = add(index, [*records(1), *records(1, edition=1), *records(1, edition=1)], extractor=LineExtractor())
    assert (report.read, report.added, report.changed, report.unchanged) == (3, 1, 1, 1)
    assert index.store.document("article-1") == article(1, edition=1)


def test_an_article_without_quotes_is_kept_and_known(index: Index) -> None:
    silent = Record(Document("silent", "Nobody spoke."))
    assert add(index, [silent], extractor=LineExtractor()).added == 1
    assert add(index, [silent], extractor=LineExtractor()).unchanged == 1


def test_progress_is_told_after_each_commit(index: Index) -> None:
    told: list[tuple[Progress, int]] = []

    def tell(progress: Progress) -> None:
        told.append((progress, len(index.store.quote_ids())))

    report = add(index, records(*range(5)), extractor=LineExtractor(), batch=2, progress=tell)
    assert [(progress.read, quotes) for progress, quotes in told] == [(2, 8), (4, 16), (5, 20)]
    assert told[-1][0] == Progress(read=5, added=5, quotes=report.quotes)


def test_records_are_taken_as_they_come(index: Index) -> None:
    drawn: list[int] = []

    def stream() -> Iterator[Record]:
        for number in range(6):
            drawn.append(number)
            yield from records(number)

    seen: list[int] = []
    add(index, stream(), extractor=LineExtractor(), batch=2, progress=lambda _: seen.append(len(drawn)))
    assert seen == [3, 5, 6]


def test_an_interrupt_keeps_what_is_committed(index: Index) -> None:
    def stream() -> Iterator[Record]:
        yield from records(1, 2, 3)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add(index, stream(), extractor=LineExtractor(), batch=1)
    assert index.store.counts().documents == 2
    index.refresh()
    assert index.keyword.change == index.vectors.change == index.store.change
    assert index.check() == ()


def test_postings_are_committed_in_between(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PORTIONS, "keyword", 10)
    changes: list[tuple[int, int]] = []
    add(
        index,
        records(*range(5)),
        extractor=LineExtractor(),
        batch=1,
        progress=lambda _: changes.append((index.keyword.change, index.vectors.change)),
    )
    for (keyword, vectors), least in zip(changes, [(0, 0), (0, 1), (2, 2), (2, 3), (4, 4)], strict=True):
        assert least[0] <= keyword <= 5  # what came before the last batch is there; of the last one perhaps
        assert least[1] <= vectors <= 5
    assert index.keyword.change == 5


def test_nothing_to_index_is_a_run_too(index: Index) -> None:
    report = add(index, [], extractor=LineExtractor())
    assert (report.read, report.quotes, report.failed) == (0, 0, ())


@settings(max_examples=8)
@given(
    runs=st.lists(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 1)), max_size=6), min_size=1, max_size=3),
    batch=st.integers(1, 4),
)
def test_after_any_runs_the_index_holds_the_last_edition_of_each_article(
    tmp_path_factory: pytest.TempPathFactory, runs: list[list[tuple[int, int]]], batch: int
) -> None:
    folder, last = tmp_path_factory.mktemp("index"), dict[int, Document]()
    for run in runs:
        documents = [article(number, edition=edition) for number, edition in run]
        last |= {number: document for (number, _), document in zip(run, documents, strict=True)}
        with Index.open(folder, create=True, encoder=HashEncoder()) as index:
            report = add(index, map(Record, documents), extractor=LineExtractor(), batch=batch)
        assert report.read == report.added + report.changed + report.unchanged == len(run)
    with Index.open(folder, encoder=HashEncoder()) as index:
        assert index.store.quote_ids() == {
            quote.id for document in last.values() for quote in LineExtractor().extract(document)
        }
        assert index.check() == ()


def test_more_jobs_store_the_same(tmp_path: Path) -> None:
    held = []
    for jobs in (1, 3):
        with Index.open(tmp_path / str(jobs), create=True, encoder=HashEncoder()) as index:
            report = add(index, records(*range(20)), extractor=LineExtractor(), batch=4, jobs=jobs)
            assert (report.read, report.added) == (20, 20)
            assert index.check() == ()
            held.append((index.store.quote_ids(), index.store.newest(Filters(), limit=-1)))
    assert held[0] == held[1]


def test_what_fails_in_one_of_many_jobs_is_reported(tmp_path: Path) -> None:
    class Failing(LineExtractor):
        def extract(self, document: Document) -> tuple[Quote, ...]:
            if document.id == article(3).id:
                raise RuntimeError("out of ink")
            return super().extract(document)

    with Index.open(tmp_path, create=True, encoder=HashEncoder()) as index:
        report = add(index, records(*range(6)), extractor=Failing(), jobs=2)
        assert (report.added, len(report.failed)) == (5, 1)
        assert "out of ink" in report.failed[0]


def test_what_fails_while_following_ends_the_run_and_what_is_stored_stays(tmp_path: Path) -> None:
    class Failing(HashEncoder):
        def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
            raise ModelError(f"no model for {len(texts)} texts")

    with Index.open(tmp_path, create=True, encoder=Failing()) as index:
        with pytest.raises(ModelError):
            add(index, records(*range(6)), extractor=LineExtractor(), batch=2)
        stored = index.store.quote_ids()
        assert stored
    with Index.open(tmp_path, write=True, encoder=HashEncoder()) as index:
        assert index.vectors.ids() == index.keyword.ids() == stored


def test_there_is_one_job_at_least(index: Index) -> None:
    with pytest.raises(ValueError, match="one job"):
        add(index, records(1), extractor=LineExtractor(), jobs=0)
