"""A search makes at most four calls to storage and a bounded number of statements, for any number of results."""

from collections.abc import Iterator
from datetime import date

import pytest
from counting import CountingStorage
from invented import PEOPLE, HashEncoder, LineExtractor
from statements import drawn_words

from quotesearch.indexer.backends import open_storage
from quotesearch.indexer.model import Document
from quotesearch.search.quote_index import QuoteIndex

MOST_CALLS = 4
MOST_STATEMENTS = 20
LIMITS = (10, 100, 1000)
COPIED = "the harbour needs a second bridge before the winter and more light for the ferry"


def documents() -> Iterator[Document]:
    """Yield 30 articles with the same quote, and 150 articles with 1,500 other quotes."""
    for number in range(30):
        text = f"A day in the town.\n{PEOPLE[0]}: {COPIED}"
        yield Document(f"copy-{number}", text, title="News", outlet=f"Paper {number}", published=date(2024, 1, 1))
    for number in range(150):
        sentences = [f"the harbour, {drawn_words(10 * number + place)}" for place in range(10)]
        text = "\n".join(f"{PEOPLE[place % 6]}: {words}" for place, words in enumerate(sentences))
        yield Document(
            f"other-{number}", text, title="News", outlet="Gazette", published=date(2023, 1 + number % 12, 3)
        )


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CountingStorage]:
    opened = open_storage(tmp_path_factory.mktemp("calls"), create=True, encoder=HashEncoder())
    with QuoteIndex(opened) as index:
        index.add(documents(), extractor=LineExtractor())
        yield CountingStorage(opened)


QUERIES = {
    "hybrid": {"text": "harbour bridge"},
    "keyword": {"text": "harbour bridge", "mode": "keyword"},
    "dense": {"text": "harbour bridge", "mode": "dense"},
    "the words of the copies": {"text": COPIED},
    "the words of the copies by keyword": {"text": COPIED, "mode": "keyword"},
    "each report": {"text": "harbour bridge", "each": True},
    "of a speaker": {"text": "harbour bridge", "speaker": "Lindqvist"},
    "of an outlet and a year": {"text": "harbour bridge", "outlet": "Gazette", "since": "2023", "until": "2023"},
    "with every filter": {
        "text": "harbour",
        "speaker": "Brandt",
        "outlet": "Gazette",
        "since": "2023",
        "kind": "direct,mixed",
        "thoughts": True,
    },
    "X on Y": {"text": "Mara Lindqvist on the harbour bridge"},
    "X on Y by keyword": {"text": "Lindqvist on harbour", "mode": "keyword"},
    "a phrase": {"text": '"the harbour" bridge -school'},
    "a prefix": {"text": "harb*", "mode": "keyword"},
    "near": {"text": "harbour NEAR/5 bridge"},
    "a listing": {"kind": "direct"},
    "a listing of each report": {"kind": "direct", "each": True},
    "a listing of a speaker": {"speaker": "Lindqvist"},
    "a listing without a word": {"text": "-winter"},
    "an unknown speaker": {"text": "harbour", "speaker": "Nemo"},
}


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("name", QUERIES)
def test_a_search_makes_at_most_four_calls(storage: CountingStorage, name: str, limit: int) -> None:
    calls = storage.counted(lambda: QuoteIndex(storage).search(**QUERIES[name], limit=limit))
    assert 1 <= calls.methods.total() <= MOST_CALLS, calls.methods
    assert 1 <= len(calls.statements) <= MOST_STATEMENTS, calls.statements


@pytest.mark.parametrize("name", ["hybrid", "keyword", "dense", "each report", "X on Y", "a listing"])
def test_a_deep_page_makes_at_most_four_calls(storage: CountingStorage, name: str) -> None:
    calls = storage.counted(lambda: QuoteIndex(storage).search(**QUERIES[name], limit=10, offset=900))
    assert 1 <= calls.methods.total() <= MOST_CALLS, calls.methods


def test_a_deep_page_is_full(storage: CountingStorage) -> None:
    results = QuoteIndex(storage).search("harbour bridge", limit=1000)
    assert (len(results), results.more) == (1000, True)
    assert max(len(result.occurrences) for result in results) == 29


@pytest.mark.parametrize("speaker", ["", "Mara Lindqvist", "Brandt", "Nemo"])
@pytest.mark.parametrize("quotation", [COPIED, "the harbour needs a bridge", "it is what it is", "bananas do not grow"])
def test_a_verification_makes_at_most_four_calls(storage: CountingStorage, quotation: str, speaker: str) -> None:
    calls = storage.counted(lambda: QuoteIndex(storage).verify(quotation, speaker))
    assert 1 <= calls.methods.total() <= MOST_CALLS, calls.methods
    assert 1 <= len(calls.statements) <= MOST_STATEMENTS, calls.statements
