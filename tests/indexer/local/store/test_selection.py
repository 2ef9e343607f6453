"""A selection is about speakers, outlets, dates, kinds and reports, and its quotes are listed newest first."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from local import entry, ids_of, local_index, passing, spoken

from quotesearch.indexer.local.index import LocalStorage
from quotesearch.indexer.model import QuoteKind, Reported, Speaker
from quotesearch.indexer.records import EVERYTHING, Selection

LINDQVIST = Speaker("Mara Lindqvist")
EARLY = spoken(1, LINDQVIST, outlet="The Daily Œil", published=date(2024, 1, 31))
LATE = spoken(2, LINDQVIST, outlet="Gazette", published=date(2024, 2, 1), kind=QuoteKind.INDIRECT)
UNDATED = spoken(3, Speaker("Bo"), kind=QuoteKind.MIXED)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStorage]:
    """Return an index of three documents, the last without outlet and date."""
    with local_index(tmp_path_factory.mktemp("index"), create=True) as storage:
        storage.writer.put([EARLY, LATE, UNDATED])
        yield storage


def test_a_quote_passes_by_what_it_reports(storage: LocalStorage) -> None:
    speech, thought = spoken(1, Speaker("Ada Moss")), spoken(2, Speaker("Bo Lind"))
    thought = replace(thought, quotes=tuple(replace(quote, reports=Reported.THOUGHT) for quote in thought.quotes))
    storage.writer.put([speech, thought])
    assert passing(storage, reports=frozenset({Reported.THOUGHT})) == ids_of(thought)
    assert passing(storage, reports=frozenset({Reported.SPEECH, Reported.DOCUMENT})) == ids_of(speech)


def test_a_quote_passes_by_its_outlet(filled: LocalStorage) -> None:
    assert passing(filled, outlets=("daily oeil",)) == ids_of(EARLY)
    assert passing(filled, outlets=("Oei",)) == passing(filled, outlets=("!",)) == set()
    assert passing(filled, outlets=("daily", "GAZETTE")) == ids_of(EARLY, LATE)


def test_a_quote_passes_by_its_date_and_one_without_a_date_lies_in_no_range(filled: LocalStorage) -> None:
    assert passing(filled, since=date(2024, 2, 1)) == ids_of(LATE)
    assert passing(filled, until=date(2025, 1, 1)) == ids_of(EARLY, LATE)
    assert passing(filled, since=date(2024, 1, 31), until=date(2024, 1, 31)) == ids_of(EARLY)


def test_a_quote_passes_by_its_kind(filled: LocalStorage) -> None:
    assert passing(filled, kinds=frozenset({QuoteKind.INDIRECT, QuoteKind.MIXED})) == ids_of(LATE, UNDATED)
    assert passing(filled, speakers=("lindqvist",), kinds=frozenset({QuoteKind.MIXED})) == set()


def test_an_empty_selection_lets_everything_pass(filled: LocalStorage) -> None:
    assert passing(filled) == ids_of(EARLY, LATE, UNDATED)


def test_a_quote_has_to_have_every_term(folder: Path) -> None:
    with local_index(folder) as storage:
        quotes = [quote for article in (entry(1), entry(2)) for quote in article.quotes]
        expected = {quote.id for quote in quotes if "Lindqvist" in quote.speaker.name and "harbour" in quote.text}
        assert passing(storage, all_terms=frozenset({"lindqvist", "harbour"})) == expected
        assert passing(storage, all_terms=frozenset({"lindqvist", "unheard"})) == set()
        with storage.reader() as reader:
            selection = Selection(all_terms=frozenset({"lindqvist"}))
            assert set(reader.select(selection, limit=99).scores) == {
                quote.id for quote in quotes if "Lindqvist" in quote.speaker.name
            }
            assert reader.facets(selection).quotes == len(passing(storage, all_terms=frozenset({"lindqvist"})))


def pages(storage: LocalStorage, selection: Selection, *, limit: int, terms: frozenset[str] = frozenset()) -> list[str]:
    """Return the ids of all pages, one after the other."""
    ids, after = list[str](), None
    with storage.reader() as reader:
        while True:
            page = reader.select(selection, terms=terms, after=after, limit=limit)
            assert len(page.scores) <= limit
            ids += page.scores
            after = page.following
            if after is None:
                return ids


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStorage]:
    """Return an index of articles of which some share a date and some have none."""
    with local_index(tmp_path_factory.mktemp("index"), create=True) as storage:
        days = [date(2024, 1, 2), None, date(2024, 1, 1), date(2024, 1, 2), None]
        entries = [entry(number, quotes=3) for number in range(5)]
        dated = [replace(article.document, published=day) for article, day in zip(entries, days, strict=True)]
        storage.writer.put(
            [replace(article, document=document) for article, document in zip(entries, dated, strict=True)]
        )
        storage.catch_up()
        yield storage


def test_the_newest_come_first_and_the_undated_last(archive: LocalStorage) -> None:
    order = [quote.id for number in (0, 3, 2, 1, 4) for quote in entry(number, quotes=3).quotes]
    assert pages(archive, EVERYTHING, limit=100) == order


@given(limit=st.integers(1, 7), terms=st.sampled_from([frozenset(), frozenset({"harbour", "lindqvist"})]))
def test_the_pages_of_a_listing_make_the_whole_listing(
    archive: LocalStorage, limit: int, terms: frozenset[str]
) -> None:
    whole = pages(archive, EVERYTHING, limit=1000, terms=terms)
    assert len(whole) == len(set(whole)) == 15
    assert pages(archive, EVERYTHING, limit=limit, terms=terms) == whole


def test_the_pages_of_a_selection_have_its_quotes_only(archive: LocalStorage) -> None:
    selection = Selection(speakers=("Lindqvist",))
    whole = pages(archive, EVERYTHING, limit=1000)
    expected = [quote_id for quote_id in whole if quote_id in passing(archive, speakers=("Lindqvist",))]
    assert expected
    assert pages(archive, selection, limit=2) == expected


def test_a_listing_by_terms_is_by_score_then_id(archive: LocalStorage) -> None:
    with archive.reader() as reader:
        scores = reader.select(EVERYTHING, terms=frozenset({"harbour"}), limit=100).scores
    assert list(scores.items()) == sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
    assert 0 < sum(score > 0 for score in scores.values()) < len(scores)
