"""A page continues where the page before it ended: pages of any size together are one list."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statements import BRANDT, LINDQVIST, WordEncoder, drawn_words, every_quote, indexed_in, names, searching, statement

from quotesearch.indexer.model import Record, Reported
from quotesearch.search.query import Query
from quotesearch.search.results import Results, SearchResult
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
    assert [result for page in pages for result in page] == list(whole)
    assert [page.more for page in pages] == [True] * (len(whole) - 1) + [False, False]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """Search more quotes than each retriever lists at first; all of them have the query's word."""
    sentences = [f"harbour {drawn_words(number)}" for number in range(FIRST_DEPTH + 30)]
    records = [statement(f"d{number:03}", words, LINDQVIST, None) for number, words in enumerate(sentences)]
    with searching(tmp_path_factory.mktemp("many"), records) as searcher:
        yield searcher


def test_a_page_beyond_the_first_depth_has_results(large: Searcher) -> None:
    deep = large.search(Query.of("harbour", mode="keyword", limit=20, offset=FIRST_DEPTH + 15))
    assert [result.rank for result in deep] == list(range(FIRST_DEPTH + 16, FIRST_DEPTH + 31))


@pytest.mark.parametrize("mode", ["keyword", "dense"])
def test_pages_beyond_the_first_depth_have_each_quote_once_and_end(large: Searcher, mode: str) -> None:
    pages = [large.search(Query.of("harbour", mode=mode, limit=10, offset=at)) for at in range(0, FIRST_DEPTH + 30, 10)]
    documents = [name for page in pages for name in names(page)]
    assert sorted(documents) == [f"d{number:03}" for number in range(FIRST_DEPTH + 30)]
    assert [page.more for page in pages] == [True] * (len(pages) - 1) + [False]


def test_pages_of_many_copies_are_one_list(tmp_path: Path, encoder: WordEncoder) -> None:
    records = []
    for number in range(40):
        for copy in range(6):
            words = f"The harbour needs a bridge, {drawn_words(number)}"
            records.append(statement(f"n{number} c{copy}", words, LINDQVIST, None))
    with indexed_in(tmp_path / "index", records, encoder) as storage:
        whole = names(Searcher(storage).search(Query.of("harbour bridge", limit=40)))
        searcher = Searcher(storage)
        pages = [names(searcher.search(Query.of("harbour bridge", limit=7, offset=at))) for at in range(0, 42, 7)]
    assert [name for page in pages for name in page] == whole
    assert len({name.split()[0] for name in whole}) == len(whole) == 40


def mixed_records() -> Iterator[Record]:
    """Yield quotes that share words, among them 30 copies of one, thoughts, and words that begin with *immigra*."""
    for number in range(240):
        sentence = f"{('harbour', 'the bridge', 'light')[number % 11 % 3]} {drawn_words(number)}"
        if number % 3:
            sentence += f" {('immigrants', 'immigration', 'immigrant')[number % 7 % 3]}"
        if number % 8 == 0:
            sentence = "The harbour needs a second bridge for the immigrants before the winter"
        day = None if number % 5 == 0 else date(2020, 1 + number % 12, 1 + number % 28)
        record = statement(f"d{number}", sentence, LINDQVIST if number % 2 == 0 else BRANDT, day)
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
    "a long query": Query.of("the harbour needs a second bridge before the winter"),
    "with thoughts": Query.of("harbour", thoughts=True),
    "of one speaker": Query.of("harbour", speaker="Brandt", since="2020-03"),
    "X on Y": Query.of("Lindqvist on harbour"),
    "each report": Query.of("harbour bridge", each=True),
    "a prefix": Query.of("immigra*", mode="keyword"),
    "a prefix and words": Query.of("immigra* harbour", mode="keyword"),
    "a prefix, each report": Query.of("immigra*", mode="keyword", each=True, thoughts=True),
    "a phrase": Query.of('"the harbour" bridge', each=True),
    "a listing": every_quote(),
    "a listing of one speaker": Query.of(speaker="Lindqvist"),
    "an exclusion": Query.of("-harbour"),
}


@pytest.fixture(scope="module")
def whole(mixed: Searcher) -> Callable[[str], Results]:
    """Return the page of the first 400 results of a query, which is all there are."""
    return cache(lambda name: mixed.search(replace(QUERIES[name], limit=400)))


def identity(results: Iterable[SearchResult]) -> list[tuple[int, str, float]]:
    """Return the rank, id and score of each result."""
    return [(result.rank, result.quote.id, result.score) for result in results]


@pytest.mark.parametrize("name", QUERIES)
@settings(max_examples=6)
@given(sizes=st.lists(st.integers(1, 120), min_size=2, max_size=5))
def test_pages_of_any_size_together_equal_one_large_page(
    mixed: Searcher, whole: Callable[[str], Results], name: str, sizes: list[int]
) -> None:
    results, at = list[SearchResult](), 0
    for size in sizes:
        page = mixed.search(replace(QUERIES[name], limit=size, offset=at))
        results += page
        at += size
        assert page.more is (len(whole(name)) > at)
    assert identity(results) == identity(whole(name)[:at])


@pytest.mark.parametrize("name", QUERIES)
def test_a_deep_page_has_each_quote_once(whole: Callable[[str], Results], name: str) -> None:
    ids = [result.quote.id for result in whole(name)]
    assert len(ids) == len(set(ids)) > 20
    assert not whole(name).more


@pytest.mark.parametrize("name", QUERIES)
def test_a_large_page_has_every_exported_quote(mixed: Searcher, name: str) -> None:
    query = replace(QUERIES[name], limit=400, each=True)
    exported = {result.quote.id for result in mixed.iter_matching(query)}
    assert exported
    assert exported <= {result.quote.id for result in mixed.search(query)}
