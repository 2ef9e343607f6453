"""Invented articles, and small substitutes for the slow parts: an extractor and an encoder.

An article has a line for each quote, `Name: words`. Its people do not exist, and its quotes are invented.
"""

import hashlib
import random
from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer.model import Document, Quote, QuoteKind, Span, Speaker
from quotesearch.indexer.records import IndexedQuote

PEOPLE = ("Mara Lindqvist", "Óskar Brandt", "Ilse van der Meer", "Tomás Arriaga", "Priya Ramanathan", "Jón Ek")
SUBJECTS = "the harbour|the new tramway|our school roof|the herring quota|the lighthouse|the night bus|the old mill"
VERBS = "needs|will outlive|cannot wait for|has nothing to do with|deserves|was never meant for|pays for"
OBJECTS = "a second bridge|more light|another winter|cheap money|honest numbers|the mayor's patience|fresh paint"


def sentence(chance: random.Random) -> str:
    """Return an invented sentence."""
    return " ".join(chance.choice(part.split("|")) for part in (SUBJECTS, VERBS, OBJECTS))


def article(number: int, *, quotes: int = 4, edition: int = 0) -> Document:
    """Return an invented article. Each edition of the same number has different words."""
    chance = random.Random(f"{number} {edition}")  # noqa: S311 - articles, not secrets
    lines = [f"{chance.choice(PEOPLE)}: {sentence(chance)} {chance.randrange(1000)}" for _ in range(quotes)]
    return Document(
        id=f"article-{number}",
        text="\n".join(("A day in the town.", *lines)),
        title=f"News {number}",
        outlet=("Gazette", "Evening Post")[number % 2],
        published=date(2024, 1 + number % 12, 1 + number % 28),
        path=f"/town/{number}.txt",
    )


class LineExtractor:
    """Return each line `Name: words` as a direct quote. If the text contains FAIL, raise an error."""

    def __init__(self, recipe: str = "lines-1") -> None:
        self.recipe = recipe
        self.document_ids: list[str] = []

    def extract(self, document: Document) -> tuple[Quote, ...]:
        self.document_ids.append(document.id)
        if "FAIL" in document.text:
            raise RuntimeError("the text contains FAIL")
        quotes, start = [], 0
        for line in document.text.splitlines(keepends=True):
            name, colon, words = line.rstrip("\n").partition(": ")
            if colon and words and name:
                place = start + len(name) + 2
                content, context = Span(place, place + len(words)), Span(start, place + len(words))
                quotes.append(_quote(document, content, context, name))
            start += len(line)
        return tuple(quotes)


def _quote(document: Document, content: Span, context: Span, name: str) -> Quote:
    speaker = Speaker(name, aliases=(name.rsplit(maxsplit=1)[-1],) if " " in name else ())
    return Quote.of(document, content=(content,), context=context, kind=QuoteKind.DIRECT, speaker=speaker)


def indexed(words: str, *, name: str = "Mara Lindqvist", document_id: str = "", title: str = "") -> IndexedQuote:
    """Return the only quote of a document that has no other text."""
    text = f"{name}: {words}"
    document = Document(document_id or f"only {text}", text, title=title)
    (quote,) = LineExtractor().extract(document)
    return IndexedQuote(quote, title, text)


class HashEncoder:
    """Embed a text as the sum of its words' fixed directions, which are the same on every machine."""

    name = "words hashed"
    dimension = 24

    def __init__(self) -> None:
        self.texts = 0

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.texts += len(texts)
        rows = np.array([_direction(text) for text in texts], np.float64).reshape(-1, self.dimension)
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def _direction(text: str) -> NDArray[np.float64]:
    total = np.full(HashEncoder.dimension, 1e-3)
    for word in text.lower().split():
        total += np.frombuffer(hashlib.shake_128(word.encode()).digest(HashEncoder.dimension), np.int8)
    return total
