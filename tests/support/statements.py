"""Documents with one quote each that need no extractor, an encoder that counts, and an index of the documents.

The people in the documents do not exist.
"""

import hashlib
import random
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer import pipeline
from quotesearch.indexer.backends import open_storage
from quotesearch.indexer.errors import ModelError
from quotesearch.indexer.model import Document, Quote, QuoteKind, Record, Span, Speaker, SpeakerKind
from quotesearch.indexer.protocols import Storage
from quotesearch.search.query import Query
from quotesearch.search.results import Results
from quotesearch.search.searcher import Searcher

LINDQVIST = Speaker("Mara Lindqvist", role="harbour master", aliases=("Lindqvist",))
BRANDT = Speaker("Óskar Brandt", role="skipper")
SKIPPER = Speaker("a skipper", SpeakerKind.ANONYMOUS)
SYLLABLES = "ba de fi go lu ma ne pi ro su ta ve wi zo".split()


class WordEncoder:
    """Embed a text as the sum of its words' fixed directions. `asked` has all texts in order."""

    name = "words"
    dimension = 32

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        rows = [sum((self._direction(word) for word in text.lower().split()), np.full(32, 1e-6)) for text in texts]
        return np.array([row / np.linalg.norm(row) for row in rows], dtype=np.float32).reshape(-1, 32)

    @staticmethod
    def _direction(word: str) -> NDArray[np.float64]:
        seed = hashlib.sha256(word.strip(".,“”").encode()).digest()
        return np.random.default_rng(list(seed)).standard_normal(32)


class BrokenEncoder(WordEncoder):
    """Raise the error of a model that cannot be loaded."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:  # noqa: ARG002 - nothing is encoded
        raise ModelError("the model cannot be loaded; use --mode keyword")


class NoExtractor:
    """Return no quotes, because the documents come with their quotes."""

    recipe = "none"

    def extract(self, document: Document) -> tuple[Quote, ...]:  # noqa: ARG002 - nothing is read
        return ()


def statement(
    name: str, sentence: str, speaker: Speaker, day: date | None, *, kind: QuoteKind = QuoteKind.DIRECT
) -> Record:
    """Return a document with one quote, which is its second line."""
    text = f"First line.\n{sentence}"
    outlet = "Evening Post" if kind is QuoteKind.INDIRECT else "Gazette"
    document = Document(name, text, title=f"About {name}", outlet=outlet, published=day, path=f"/articles/{name}.txt")
    whole = Span(12, len(text))
    return Record(document, (Quote.of(document, content=(whole,), context=whole, kind=kind, speaker=speaker),))


RECORDS = (
    statement("dredging", "The dredging of the harbour cannot wait", LINDQVIST, date(2024, 5, 7)),
    statement("ferries", "Large ferries will stay away", LINDQVIST, date(2023, 1, 31), kind=QuoteKind.INDIRECT),
    statement("herring", "Dredged sand drives away the herring", BRANDT, date(2024, 5, 31)),
    statement("nobody", "Nobody asked us about the harbour", SKIPPER, None, kind=QuoteKind.MIXED),
)


def drawn_words(number: int, count: int = 7) -> str:
    """Return invented words. Texts with different numbers share few words."""
    chance = random.Random(number)  # noqa: S311 - words, not secrets
    return " ".join("".join(chance.choices(SYLLABLES, k=3)) for _ in range(count))


def store(storage: Storage, records: Sequence[Record]) -> None:
    """Index the records."""
    pipeline.add(storage, records, extractor=NoExtractor(), batch=256)


@contextmanager
def indexed_in(folder: Path, records: Sequence[Record], encoder: WordEncoder) -> Iterator[Storage]:
    """Index the records in a folder, and close the index at the end."""
    with closing(open_storage(folder, create=True, encoder=encoder)) as storage:
        store(storage, records)
        yield storage


@contextmanager
def searching(folder: Path, records: Sequence[Record]) -> Iterator[Searcher]:
    """Search the records."""
    with indexed_in(folder, records, WordEncoder()) as storage:
        yield Searcher(storage)


def names(results: Results) -> list[str]:
    """Return the ids of the results' documents."""
    return [result.document.id for result in results]


def every_quote(**filters: object) -> Query:
    """Return the query that lists all quotes."""
    return Query.of(kind="direct,mixed,indirect", **filters)
