"""Invented articles, and small stand-ins for the slow parts: an extractor, an encoder, two derived indexes.

An article has a line a quote, `Name: words`. Nobody in it lives, and nothing was said.
"""

import hashlib
import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer.local.change import Changes
from quotesearch.indexer.model import Document, Quote, QuoteKind, Ranking, Span, Speaker
from quotesearch.indexer.records import IndexedQuote, Pattern
from quotesearch.indexer.text.analysis import terms
from quotesearch.indexer.text.normalise import folded_words

PEOPLE = ("Mara Lindqvist", "Óskar Brandt", "Ilse van der Meer", "Tomás Arriaga", "Priya Ramanathan", "Jón Ek")
SUBJECTS = "the harbour|the new tramway|our school roof|the herring quota|the lighthouse|the night bus|the old mill"
VERBS = "needs|will outlive|cannot wait for|has nothing to do with|deserves|was never meant for|pays for"
OBJECTS = "a second bridge|more light|another winter|cheap money|honest numbers|the mayor's patience|fresh paint"


def sentence(chance: random.Random) -> str:
    """Invent something that somebody might say."""
    return " ".join(chance.choice(part.split("|")) for part in (SUBJECTS, VERBS, OBJECTS))


def article(number: int, *, quotes: int = 4, edition: int = 0) -> Document:
    """Invent an article; another edition of the same number says other things."""
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
    """Take each line `Name: words` for a direct quote; fail where a text says FAIL."""

    def __init__(self, recipe: str = "lines-1") -> None:
        self.recipe = recipe
        self.seen: list[str] = []

    def extract(self, document: Document) -> tuple[Quote, ...]:
        self.seen.append(document.id)
        if "FAIL" in document.text:
            raise RuntimeError("a line too many")
        found, start = [], 0
        for line in document.text.splitlines(keepends=True):
            name, colon, words = line.rstrip("\n").partition(": ")
            if colon and words and name:
                place = start + len(name) + 2
                content, context = Span(place, place + len(words)), Span(start, place + len(words))
                found.append(_quote(document, content, context, name))
            start += len(line)
        return tuple(found)


def _quote(document: Document, content: Span, context: Span, name: str) -> Quote:
    speaker = Speaker(name, aliases=(name.rsplit(maxsplit=1)[-1],) if " " in name else ())
    return Quote.of(document, content=(content,), context=context, kind=QuoteKind.DIRECT, speaker=speaker)


def indexed(words: str, *, name: str = "Mara Lindqvist", document_id: str = "", title: str = "") -> IndexedQuote:
    """Return the quote of a document that holds nothing else."""
    text = f"{name}: {words}"
    document = Document(document_id or f"only {text}", text, title=title)
    (quote,) = LineExtractor().extract(document)
    return IndexedQuote(quote, title, text)


class HashEncoder:
    """Embed a text as the sum of a fixed direction for each of its words; the same on every machine."""

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


@dataclass
class MemoryKeywordIndex:
    """Rank by the number of terms shared; the plainest KeywordIndex there is."""

    change: int = 0
    held: dict[str, IndexedQuote] = field(default_factory=dict)

    def apply(self, changes: Changes) -> None:
        self.held = {key: value for key, value in self.held.items() if key not in changes.removed}
        self.held |= {one.quote.id: one for one in changes.added}
        self.change = changes.upto

    def search(
        self, text: str, *, depth: int, within: Collection[str] | None = None, also: Collection[str] = ()
    ) -> Ranking:
        shared = {key: len(terms(text) & self._terms(one)) for key, one in self.held.items()}
        every = Ranking.of(
            {key: float(count) for key, count in shared.items() if count and (within is None or key in within)}
        )
        behind = (scored for scored in every.entries[depth:] if scored.quote_id in also)
        return Ranking((*every.entries[:depth], *behind))

    def having(self, text: str) -> frozenset[str]:
        asked = terms(text)
        return frozenset(key for key, one in self.held.items() if asked and asked <= self._terms(one))

    def containing(self, pattern: Pattern) -> frozenset[str]:
        return frozenset(key for key, one in self.held.items() if _has(folded_words(one.quote.text), pattern))

    @staticmethod
    def _terms(one: IndexedQuote) -> frozenset[str]:
        return terms(f"{one.quote.text} {one.quote.speaker.name} {one.context} {one.document_title}")


def _has(words: Sequence[str], pattern: Pattern) -> bool:
    """Tell whether the words have the pattern, by trying every place."""
    places = [
        [at for at in range(len(words)) if _fits(words[at : at + len(phrase)], phrase)] for phrase in pattern.phrases
    ]
    if len(places) == 1:
        return bool(places[0])
    first, second = (len(phrase) for phrase in pattern.phrases)
    gaps = (max(b - (a + first), a - (b + second)) for a in places[0] for b in places[1])
    return any(0 <= gap <= pattern.apart for gap in gaps)


def _fits(words: Sequence[str], phrase: Sequence[str]) -> bool:
    return len(words) == len(phrase) and all(map(fnmatchcase, words, phrase))


@dataclass
class MemoryVectorIndex:
    """Rank by dot products, one after the other; the plainest VectorIndex there is."""

    change: int = 0
    held: dict[str, NDArray[np.float32]] = field(default_factory=dict)

    def vector(self, quote_id: str) -> NDArray[np.float32] | None:
        return self.held.get(quote_id)

    def apply(self, changes: Changes, embeddings: NDArray[np.float32]) -> None:
        self.held = {key: value for key, value in self.held.items() if key not in changes.removed}
        self.held |= {one.quote.id: row for one, row in zip(changes.added, embeddings, strict=True)}
        self.change = changes.upto

    def search(self, vector: NDArray[np.float32], *, depth: int, within: Collection[str] | None = None) -> Ranking:
        scores = {
            key: round(float(row.astype(np.float64) @ vector.astype(np.float64)), 6)
            for key, row in self.held.items()
            if within is None or key in within
        }
        return Ranking.of(scores, depth=depth)
