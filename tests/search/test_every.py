"""An export reads the index in portions and has each quote once, even if the index changes between two portions."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from statements import BRANDT, LINDQVIST, WordEncoder, drawn_words, every_quote, indexed_in, statement
from statements import store as add

from quotesearch.indexer.model import Record
from quotesearch.indexer.protocols import Storage
from quotesearch.search import searcher as searching
from quotesearch.search.query import Query
from quotesearch.search.searcher import Searcher

QUERIES = {
    "a listing": every_quote(),
    "a listing of each report": every_quote(each=True),
    "words": Query.of("harbour", each=True),
    "words and a filter": Query.of("harbour bridge", speaker="Lindqvist"),
    "a prefix": Query.of("harb*", each=True),
}


def records(numbers: range) -> Iterator[Record]:
    """Yield quotes of several lengths, so that their scores differ, and dates."""
    for number in numbers:
        words = f"{'harbour ' * (1 + number % 3)}bridge {drawn_words(number, 3 + number % 9)}"
        day = None if number % 7 == 0 else date(2020, 1 + number % 12, 1 + number % 28)
        yield statement(f"d{number}", words, BRANDT if number % 4 == 0 else LINDQVIST, day)


@pytest.fixture(autouse=True)
def _small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "_EXPORT_PAGE", 10)


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    with indexed_in(tmp_path / "index", list(records(range(60))), WordEncoder()) as opened:
        yield opened


def change(storage: Storage) -> None:
    """Remove five documents, change the words of five, and add 80 long ones, which change every score."""
    storage.writer.remove([f"d{number}" for number in range(5)])
    add(
        storage, [statement(f"d{number}", f"bridge {drawn_words(number, 40)}", BRANDT, None) for number in range(5, 10)]
    )
    long = [(f"new{number}", f"harbour {drawn_words(1000 + number, 60)}") for number in range(80)]
    add(storage, [statement(name, words, LINDQVIST, None) for name, words in long])


@pytest.mark.parametrize("name", QUERIES)
def test_an_export_in_portions_equals_the_export_in_one_portion(
    storage: Storage, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    portions = list(Searcher(storage).iter_matching(QUERIES[name]))
    monkeypatch.setattr(searching, "_EXPORT_PAGE", 1000)
    assert portions == list(Searcher(storage).iter_matching(QUERIES[name]))
    assert len(portions) > 30
    assert [result.rank for result in portions] == list(range(1, len(portions) + 1))


@pytest.mark.parametrize("changed_after", [1, 10, 25, 41])
@pytest.mark.parametrize("name", QUERIES)
def test_after_a_change_each_unchanged_quote_is_still_exported_once(
    storage: Storage, name: str, changed_after: int
) -> None:
    unchanged = {f"d{number}" for number in range(10, 60)}
    searcher = Searcher(storage)
    complete = {result.document.id for result in searcher.iter_matching(QUERIES[name])}
    results = searcher.iter_matching(QUERIES[name])
    exported = [result.document.id for result in islice(results, changed_after)]
    change(storage)
    exported += [result.document.id for result in results]
    assert sorted(unchanged.intersection(exported)) == sorted(unchanged & complete)
    assert len([name for name in exported if name in unchanged]) == len(unchanged & complete) > 20


def test_words_without_letters_export_nothing(storage: Storage) -> None:
    assert list(Searcher(storage).iter_matching(Query.of("“”…"))) == []
