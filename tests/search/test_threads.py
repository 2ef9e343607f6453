"""One index serves many threads."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from invented import HashEncoder, LineExtractor, article

from quotesearch.indexer.local.store.database import _IDLE_CONNECTIONS
from quotesearch.search.quote_index import QuoteIndex, open_index

QUERIES = (
    "harbour bridge",
    '"the harbour"',
    "lighthouse mill",
    "tram*",
    "paint -harbour",
    "market NEAR/5 town",
    "ferry",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with open_index(tmp_path, create=True, encoder=HashEncoder()) as index:
        index.add([article(number) for number in range(12)], extractor=LineExtractor())
    return tmp_path


@pytest.fixture
def reader(folder: Path) -> Iterator[QuoteIndex]:
    with open_index(folder, encoder=HashEncoder()) as index:
        yield index


def answers(index: QuoteIndex, text: str) -> list[str]:
    """Return the answers of several methods, which use all parts of the index."""
    ids = [result.quote.id for result in index.search(text, limit=30, offset=1)]
    return [*ids, *index.speakers()[0].aliases, str(index.facets(text).quotes), index.verify(text).verdict]


def test_many_threads_get_the_answers_of_one_thread(reader: QuoteIndex, folder: Path) -> None:
    with open_index(folder, encoder=HashEncoder()) as alone:
        expected = {text: answers(alone, text) for text in QUERIES}
    with ThreadPoolExecutor(8) as pool:
        pairs = list(pool.map(lambda text: (text, answers(reader, text)), QUERIES * 8))
    assert all(expected[text] == answer for text, answer in pairs)


def test_threads_search_while_another_thread_writes(reader: QuoteIndex, folder: Path) -> None:
    stopped = threading.Event()

    def search(text: str) -> int:
        counts = 0
        while not stopped.is_set():
            answers(reader, text)
            counts += 1
        return counts

    with ThreadPoolExecutor(4) as pool:
        searching = [pool.submit(search, text) for text in QUERIES[:4]]
        try:
            with open_index(folder, write=True, encoder=HashEncoder()) as writer:
                for number in range(12, 20):
                    writer.add(article(number), extractor=LineExtractor())
                    writer.remove(article(number - 12).id)
        finally:
            stopped.set()
        assert all(future.result() for future in searching)
    assert len(reader.search("", kind="direct", limit=200, each=True)) == len(list(reader.every(each=True)))


def test_few_connections_are_kept_after_threads_end(reader: QuoteIndex) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda text: answers(reader, text), QUERIES * 4))
    assert len(reader._storage._connections._idle) <= _IDLE_CONNECTIONS


def test_a_closed_index_is_an_error_in_every_thread(folder: Path) -> None:
    index = open_index(folder, encoder=HashEncoder())
    index.close()
    with ThreadPoolExecutor(1) as pool, pytest.raises(ValueError, match="closed"):
        pool.submit(index.speakers).result()
