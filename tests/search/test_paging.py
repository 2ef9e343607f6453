"""Pages of any size go on where the last one ended: together they are one list."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statements import BRANDT, LINDQVIST, WordEncoder, every_quote, indexed_in, names, searching, statement

from quotesearch.indexer.model import Record, Reported
from quotesearch.search.query import Query
from quotesearch.search.results import SearchResult
from quotesearch.search.retrieval import FIRST_DEPTH
from quotesearch.search.searcher import Searcher


def test_a_list_has_pages(searcher: Searcher) -> None:
    first = searcher.search(every_quote(limit=3))
    second = searcher.search(every_quote(limit=3, offset=3))
    assert (names(first), first.more) == (["herring", "dredging", "ferries"], True)
    assert (names(second), second.more, second[0].rank) == (["nobody"], False, 4)


@pytest.mark.parametrize("mode", ["hybrid", "keyword", "dense"])
def test_pages_of_one_result_are_the_whole_list(searcher: Searcher, mode: str) -> None:
    whole = searcher.search(Query.of("harbour", mode=mode))
    pages = [searcher.search(Query.of("harbour", mode=mode, limit=1, offset=at)) for at in range(len(whole) + 1)]
    assert [one for page in pages for one in page] == list(whole)
    assert [page.more for page in pages] == [True] * (len(whole) - 1) + [False, False]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """Search more quotes than each retriever lists at first; all of them have the query's word."""
    sentences = (f"The harbour opens at {number}" for number in range(FIRST_DEPTH + 30))
    records = [statement(f"d{at:03}", words, LINDQVIST, None) for at, words in enumerate(sentences)]
    with searching(tmp_path_factory.mktemp("many"), records) as searcher:
        yield searcher


def test_a_page_deeper_than_the_first_depth_is_reached(many: Searcher) -> None:
    deep = many.search(Query.of("harbour", mode="keyword", limit=20, offset=FIRST_DEPTH + 15))
    assert [one.rank for one in deep] == list(range(FIRST_DEPTH + 16, FIRST_DEPTH + 31))


@pytest.mark.parametrize("mode", ["keyword", "dense"])
def test_pages_past_the_first_depth_hold_every_quote_once_and_say_where_they_end(many: Searcher, mode: str) -> None:
    pages = [many.search(Query.of("harbour", mode=mode, limit=10, offset=at)) for at in range(0, FIRST_DEPTH + 30, 10)]
    documents = [name for page in pages for name in names(page)]
    assert sorted(documents) == [f"d{number:03}" for number in range(FIRST_DEPTH + 30)]
    assert [page.more for page in pages] == [True] * (len(pages) - 1) + [False]


def test_pages_of_an_archive_of_copies_are_one_list(tmp_path: Path, encoder: WordEncoder) -> None:
    records = []
    for number in range(40):
        for copy in range(6):
            words = f"The harbour of town {number} needs a second bridge and more light before winter {number}"
            records.append(statement(f"n{number} c{copy}", words, LINDQVIST, None))
    with indexed_in(tmp_path / "index", records, encoder) as storage:
        whole = names(Searcher(storage).search(Query.of("harbour bridge", limit=40)))
        searcher = Searcher(storage)
        pages = [names(searcher.search(Query.of("harbour bridge", limit=7, offset=at))) for at in range(0, 42, 7)]
    assert [name for page in pages for name in page] == whole
    assert len({name.split()[0] for name in whole}) == len(whole) == 40


WORDS = "harbour ferry bridge lighthouse tram mill paint winter light money school bus".split()
SPEAKERS = (LINDQVIST, BRANDT)


def mixed_records() -> Iterator[Record]:
    """Yield quotes that share words, 35 copies of one, thoughts, and words of one stem with *immigra*."""
    for number in range(330):
        first, second = WORDS[number % 12], WORDS[number * 7 % 11]
        sentence = f"The {first} of town {number} needs a {second} more than {number * 13 % 97} others"
        if number % 3 == 0:
            sentence += f" and {('immigrants', 'immigration', 'immigrant')[number % 9 // 3]} know it"
        if number % 11 < 1 or number > 324:
            sentence = "The harbour needs a second bridge for the immigrants before the winter"
        day = None if number % 5 == 0 else date(2020, 1 + number % 12, 1 + number % 28)
        record = statement(f"d{number}", sentence, SPEAKERS[number % 2 if number % 11 else 0], day)
        if number % 4 == 1 and record.quotes:
            record = replace(record, quotes=(replace(record.quotes[0], reports=Reported.THOUGHT),))
        yield record


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    with searching(tmp_path_factory.mktemp("mixed"), list(mixed_records())) as searcher:
        yield searcher


QUERIES = {
    "hybrid": Query.of("harbour bridge"),
    "keyword": Query.of("harbour bridge", mode="keyword"),
    "dense": Query.of("harbour bridge", mode="dense"),
    "a long query": Query.of("the harbour of the town needs light more than money and a bus"),
    "with thoughts": Query.of("harbour", thoughts=True),
    "of one speaker": Query.of("harbour", speaker="Brandt", since="2020-03"),
    "X on Y": Query.of("Lindqvist on harbour"),
    "each report": Query.of("harbour bridge", each=True),
    "a prefix": Query.of("immigra*", mode="keyword"),
    "a prefix and words": Query.of("immigra* harbour", mode="keyword"),
    "a prefix, each report": Query.of("immigra*", mode="keyword", each=True, thoughts=True),
    "a phrase": Query.of('"the harbour" bridge'),
    "a listing": every_quote(),
    "a listing of one speaker": Query.of(speaker="Lindqvist"),
    "an exclusion": Query.of("-harbour"),
}


def identity(results: list[SearchResult]) -> list[tuple[int, str, float]]:
    """Return what makes a place in a list: rank, quote and score."""
    return [(one.rank, one.quote.id, one.score) for one in results]


@pytest.mark.parametrize("name", QUERIES)
@settings(max_examples=8)
@given(sizes=st.lists(st.integers(1, 160), min_size=1, max_size=8))
def test_pages_of_any_sizes_are_one_deep_page(mixed: Searcher, name: str, sizes: list[int]) -> None:
    query, pages, at = QUERIES[name], [], 0
    for size in sizes:
        page = mixed.search(replace(query, limit=size, offset=at))
        pages += page
        at += size
        deep = mixed.search(replace(query, limit=at + 1))
        assert page.more is (len(deep) > at)
    whole = mixed.search(replace(query, limit=at))
    assert identity(pages) == identity(list(whole))
    assert len({one.quote.id for one in pages}) == len(pages)


@pytest.mark.parametrize("name", QUERIES)
def test_a_deep_page_has_every_quote_that_an_export_has(mixed: Searcher, name: str) -> None:
    query = replace(QUERIES[name], limit=1000)
    exported = {one.quote.id for one in mixed.every(replace(query, each=True))}
    found = {one.quote.id for one in mixed.search(replace(query, each=True))}
    assert exported
    assert exported <= found
