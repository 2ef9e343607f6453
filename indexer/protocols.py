"""Declare the few seams: what is slow, foreign or likely to be replaced, and has two implementations.

The store is not one (SQLite in memory is its own fake), nor is fusion (a pure function).
"""

from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer.model import Document, Quote, Ranking

Vector = NDArray[np.float32]
"""An embedding."""


@dataclass(frozen=True, slots=True)
class IndexedQuote:
    """Hold what the derived indexes need of a stored quote: itself and what surrounds it."""

    quote: Quote
    document_title: str
    context: str


@dataclass(frozen=True, slots=True)
class Changes:
    """Hold what happened to the quotes between two change numbers: ids taken out, quotes put in.

    `upto` is the number that a derived index holds once it has applied them. A quote that was
    replaced is in both. Applying the same changes twice is the same as once.
    """

    upto: int
    removed: tuple[str, ...]
    added: tuple[IndexedQuote, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Say what words a quote's own text must have: a phrase, or two phrases near each other in either order.

    A word may end in `*` for any ending, or hold `?` for any one letter; `apart` is how many words at most may stand
    between two phrases.
    """

    phrases: tuple[tuple[str, ...], ...]
    apart: int = 0

    def __post_init__(self) -> None:
        if len(self.phrases) not in (1, 2) or not all(phrase and all(phrase) for phrase in self.phrases):
            raise ValueError(f"a pattern is one phrase, or two near each other, not {self.phrases}")


class Extractor(Protocol):
    """Find who said what in a document."""

    @property
    def recipe(self) -> str:
        """Return name and version of how it is done; with another one every document counts as changed."""
        ...

    def extract(self, document: Document) -> tuple[Quote, ...]:
        """Return the document's quotes in the order in which they begin; never fails on any text."""
        ...


class Encoder(Protocol):
    """Turn texts into embeddings."""

    @property
    def name(self) -> str:
        """Return the model's name, as the manifest records it."""
        ...

    @property
    def dimension(self) -> int:
        """Return the number of components of an embedding."""
        ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row a text, shape `(len(texts), dimension)`."""
        ...


class KeywordIndex(Protocol):
    """Rank quotes by the terms that they share with a query."""

    @property
    def change(self) -> int:
        """Return the number of the last change that the index holds; 0 when new."""
        ...

    def apply(self, changes: Changes) -> None:
        """Take the changes in, all or nothing."""
        ...

    def search(
        self, text: str, *, depth: int, within: Collection[str] | None = None, also: Collection[str] = ()
    ) -> Ranking:
        """Rank the best `depth` quotes; only those in `within` (None: all; empty: none).

        Behind them come those of `also` that share a term with the text, whatever their rank would be.
        """
        ...

    def having(self, text: str) -> AbstractSet[str]:
        """Return the quotes that have every term of the text, in whichever field; none for a text without words."""
        ...

    def containing(self, pattern: Pattern) -> AbstractSet[str]:
        """Return the quotes whose own text has the pattern, word for word but for case and accents."""
        ...


class VectorIndex(Protocol):
    """Rank quotes by the closeness of their embeddings to a query's."""

    @property
    def change(self) -> int:
        """Return the number of the last change that the index holds; 0 when new."""
        ...

    def apply(self, changes: Changes, embeddings: NDArray[np.float32]) -> None:
        """Take the changes in, all or nothing; `embeddings` has a unit row for each added quote."""
        ...

    def search(self, vector: NDArray[np.float32], *, depth: int, within: Collection[str] | None = None) -> Ranking:
        """Rank the best `depth` quotes by cosine; only those in `within` (None: all; empty: none)."""
        ...

    def vector(self, quote_id: str) -> NDArray[np.float32] | None:
        """Return the quote's own unit row, None where it has none."""
        ...
