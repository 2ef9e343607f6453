"""A run skips known articles, reports failures, and keeps the committed articles."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import HashEncoder, LineExtractor, article
from local import changes_of, derived_ids, local_index, stored_ids
from numpy.typing import NDArray

from quotesearch.indexer.errors import InputError, ModelError
from quotesearch.indexer.local import writer
from quotesearch.indexer.local.index import LocalStorage
from quotesearch.indexer.model import Document, Quote, QuoteKind, Record, Span, Speaker
from quotesearch.indexer.pipeline import Progress, add
from quotesearch.indexer.records import EVERYTHING


def records(*numbers: int, edition: int = 0) -> list[Record]:
    return [Record(article(number, edition=edition)) for number in numbers]


def given_quote(words: str, name: str) -> Record:
    document = Document(f"row {words}", words)
    whole = Span(0, len(words))
    quote = Quote.of(document, content=(whole,), context=whole, kind=QuoteKind.DIRECT, speaker=Speaker(name))
    return Record(document, (quote,))


@pytest.fixture
def encoder() -> HashEncoder:
    """Return the encoder of the index, which counts the texts that it embeds."""
    return HashEncoder()


@pytest.fixture
def storage(tmp_path: Path, encoder: HashEncoder) -> Iterator[LocalStorage]:
    """Return a new index that is open to write."""
    with local_index(tmp_path / "index", create=True, encoder=encoder) as opened:
        yield opened


def must_agree(storage: LocalStorage) -> None:
    """Check that all parts of the index have the same quotes."""
    stored = stored_ids(storage)
    assert derived_ids(storage) == (stored, stored)
    assert storage.check() == ()


def test_a_run_reports_what_it_did(storage: LocalStorage) -> None:
    report = add(storage, records(1, 2, 3), extractor=LineExtractor())
    assert (report.read, report.added, report.changed, report.unchanged) == (3, 3, 0, 0)
    assert (report.quotes, report.failed) == (12, ())
    assert report.seconds >= 0
    must_agree(storage)


def test_a_known_article_is_neither_extracted_nor_embedded_again(storage: LocalStorage, encoder: HashEncoder) -> None:
    add(storage, records(1, 2), extractor=LineExtractor())
    embedded, extractor = encoder.texts, LineExtractor()
    report = add(storage, records(2, 1, 3), extractor=extractor)
    assert (report.unchanged, report.added, report.quotes) == (2, 1, 4)
    assert extractor.document_ids == ["article-3"]
    assert encoder.texts == embedded + 4


def test_a_changed_article_replaces_its_quotes_in_every_part(storage: LocalStorage) -> None:
    add(storage, records(1, 2), extractor=LineExtractor())
    report = add(storage, records(1, edition=1), extractor=LineExtractor())
    assert (report.changed, report.added) == (1, 0)
    documents = article(1, edition=1), article(2)
    expected = {quote.id for document in documents for quote in LineExtractor().extract(document)}
    assert stored_ids(storage) == expected
    must_agree(storage)


def test_another_recipe_reaches_articles_that_did_not_change(storage: LocalStorage) -> None:
    add(storage, records(1, 2), extractor=LineExtractor())
    assert add(storage, records(1, 2), extractor=LineExtractor("lines-2")).changed == 2
    assert add(storage, records(1, 2), extractor=LineExtractor("lines-2")).unchanged == 2


def test_quotes_that_come_with_their_record_are_stored_unchanged(storage: LocalStorage) -> None:
    extractor = LineExtractor()
    rows = [given_quote("we build", "Ana"), given_quote("they may", "Bo")]
    assert add(storage, rows, extractor=extractor).quotes == 2
    assert add(storage, rows, extractor=LineExtractor("lines-2")).unchanged == 2
    assert add(storage, [given_quote("we build", "Bo")], extractor=extractor).changed == 1
    with storage.reader() as reader:
        assert [(count.name, count.quotes) for count in reader.speakers()] == [("Bo", 2)]
    assert extractor.document_ids == []


def test_a_file_that_cannot_be_read_is_reported_and_the_run_continues(storage: LocalStorage) -> None:
    report = add(
        storage, [InputError("a.txt: no text"), *records(1), InputError("b.txt: byte 7")], extractor=LineExtractor()
    )
    assert report.failed == ("a.txt: no text", "b.txt: byte 7")
    assert (report.read, report.added) == (3, 1)


def test_an_article_on_which_the_extractor_fails_is_reported_and_the_run_continues(storage: LocalStorage) -> None:
    bad = Document("bad", "Bo: FAIL", path="/town/bad.txt")
    report = add(storage, [*records(1), Record(bad), *records(2)], extractor=LineExtractor())
    assert (report.read, report.added, report.quotes) == (3, 2, 8)
    (reason,) = report.failed
    assert reason.startswith("/town/bad.txt: the extractor failed")
    assert "the text contains FAIL" in reason


def test_a_quote_that_is_not_in_its_article_is_reported(storage: LocalStorage) -> None:
    good = given_quote("we build", "Ana")
    lying = Record(good.document, (replace(good.quotes[0], text="we destroy"),))
    torn = Record(Document("torn", "half \udc80 a character"))
    report = add(storage, [lying, torn, *records(1)], extractor=LineExtractor())
    assert (report.added, len(report.failed)) == (1, 2)
    assert "not the document's text at its spans" in report.failed[0]
    assert "half of a character" in report.failed[1]


def test_an_article_that_comes_twice_is_the_last_one(storage: LocalStorage) -> None:
    report = add(storage, [*records(1), *records(1, edition=1), *records(1, edition=1)], extractor=LineExtractor())
    assert (report.read, report.added, report.changed, report.unchanged) == (3, 1, 1, 1)
    with storage.reader() as reader:
        assert reader.documents(["article-1"]) == {"article-1": article(1, edition=1)}


def test_an_article_without_quotes_is_kept_and_known(storage: LocalStorage) -> None:
    silent = Record(Document("silent", "Nobody spoke."))
    assert add(storage, [silent], extractor=LineExtractor()).added == 1
    assert add(storage, [silent], extractor=LineExtractor()).unchanged == 1


def test_progress_is_reported_after_each_commit(storage: LocalStorage) -> None:
    reports: list[tuple[Progress, int]] = []

    def report_progress(progress: Progress) -> None:
        reports.append((progress, len(stored_ids(storage))))

    report = add(storage, records(*range(5)), extractor=LineExtractor(), batch=2, progress=report_progress)
    assert [(progress.read, quotes) for progress, quotes in reports] == [(2, 8), (4, 16), (5, 20)]
    assert reports[-1][0] == Progress(read=5, added=5, quotes=report.quotes)


def test_records_are_taken_as_they_come(storage: LocalStorage) -> None:
    read_numbers: list[int] = []

    def stream() -> Iterator[Record]:
        for number in range(6):
            read_numbers.append(number)
            yield from records(number)

    read_counts: list[int] = []
    add(storage, stream(), extractor=LineExtractor(), batch=2, progress=lambda _: read_counts.append(len(read_numbers)))
    assert read_counts == [3, 5, 6]


def test_an_interrupt_keeps_the_committed_articles(storage: LocalStorage) -> None:
    def stream() -> Iterator[Record]:
        yield from records(1, 2, 3)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add(storage, stream(), extractor=LineExtractor(), batch=1)
    storage.catch_up()
    with storage.reader() as reader:
        assert reader.statistics().documents == 2
    must_agree(storage)


def test_postings_are_committed_during_a_run(storage: LocalStorage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "KEYWORD_BACKLOG", 8)
    changes: list[tuple[int, int, int]] = []
    add(
        storage,
        records(*range(5)),
        extractor=LineExtractor(),
        batch=1,
        progress=lambda _: changes.append(changes_of(storage)),
    )
    # The batch before the last is in the vectors; the postings wait for two articles of four quotes each.
    for (_, keyword, vectors), least in zip(changes, [(0, 0), (0, 1), (2, 2), (2, 3), (4, 4)], strict=True):
        assert least[0] <= keyword <= 5
        assert least[1] <= vectors <= 5
    assert changes_of(storage) == (5, 5, 5)


def test_nothing_to_index_is_a_run_too(storage: LocalStorage) -> None:
    report = add(storage, [], extractor=LineExtractor())
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
        with local_index(folder, create=True) as storage:
            report = add(storage, map(Record, documents), extractor=LineExtractor(), batch=batch)
        assert report.read == report.added + report.changed + report.unchanged == len(run)
    with local_index(folder) as storage:
        assert stored_ids(storage) == {
            quote.id for document in last.values() for quote in LineExtractor().extract(document)
        }
        must_agree(storage)


def test_more_jobs_store_the_same(tmp_path: Path) -> None:
    listings = []
    for jobs in (1, 3):
        with local_index(tmp_path / str(jobs), create=True) as storage:
            report = add(storage, records(*range(20)), extractor=LineExtractor(), batch=4, jobs=jobs)
            assert (report.read, report.added) == (20, 20)
            must_agree(storage)
            with storage.reader() as reader:
                listings.append(list(reader.select(EVERYTHING, limit=1000).scores))
    assert len(listings[0]) == 80
    assert listings[0] == listings[1]


def test_a_failure_in_one_of_many_jobs_is_reported(tmp_path: Path) -> None:
    class Failing(LineExtractor):
        def extract(self, document: Document) -> tuple[Quote, ...]:
            if document.id == article(3).id:
                raise RuntimeError("out of ink")
            return super().extract(document)

    with local_index(tmp_path, create=True) as storage:
        report = add(storage, records(*range(6)), extractor=Failing(), jobs=2)
        assert (report.added, len(report.failed)) == (5, 1)
        assert "out of ink" in report.failed[0]


def test_a_failure_while_embedding_ends_the_run_and_the_stored_quotes_stay(tmp_path: Path) -> None:
    class Failing(HashEncoder):
        def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
            raise ModelError(f"no model for {len(texts)} texts")

    with local_index(tmp_path, create=True, encoder=Failing()) as storage:
        with pytest.raises(ModelError):
            add(storage, records(*range(6)), extractor=LineExtractor(), batch=2)
        stored = stored_ids(storage)
        assert stored
    with local_index(tmp_path, write=True) as storage:
        assert stored_ids(storage) == stored
        must_agree(storage)


def test_there_is_one_job_at_least(storage: LocalStorage) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        add(storage, records(1), extractor=LineExtractor(), jobs=0)
