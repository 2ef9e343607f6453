"""Declare the seams: what is slow, foreign or has several implementations.

`Reader` and `Writer` are the only way from search and pipeline to storage. Two rules decide whether a cluster can be
fast behind them: the ids of everything that passes a filter never cross the seam (a `Selection` does), and a search is
a handful of calls, since a call to a cluster takes 30 to 50 ms. tests/support/memory.py is the specification in plain
Python, and tests/contracts/test_backend.py runs on every implementation.
"""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer import records
from quotesearch.indexer.model import Document, Quote
from quotesearch.indexer.records import EVERYTHING, Cursor, Selection

Vector = NDArray[np.float32]
"""An embedding, shape `(dimension,)`, of unit length."""


@dataclass(frozen=True, slots=True, eq=False)
class Retrieval:
    """Ask the retrievers for the best `depth` quotes each that pass a selection.

    With `terms` the keyword retriever lists quotes, with a `vector` the dense one. `feedback` is how many of the first
    candidates of the dense list make the vector that `Candidate.feedback` compares with (Rocchio 1971); 0 for none.
    """

    selection: Selection = EVERYTHING
    terms: frozenset[str] = frozenset()
    vector: Vector | None = None
    depth: int = 100
    feedback: int = 0


class Extractor(Protocol):
    """Find who said what in a document."""

    @property
    def recipe(self) -> str:
        """Return name and version of the method; with another one every document counts as changed."""

    def extract(self, document: Document) -> tuple[Quote, ...]:
        """Return the document's quotes in the order in which they begin; never fails on any text."""


class Encoder(Protocol):
    """Turn texts into embeddings."""

    @property
    def name(self) -> str:
        """Return the model's name, as the manifest records it."""

    @property
    def dimension(self) -> int:
        """Return the number of components of an embedding."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row a text, shape `(len(texts), dimension)`."""


class Embedder(Encoder, Protocol):
    """Embed by the model that an index was made with."""

    def must_be_installed(self) -> None:
        """Raise ModelError if the model's package is missing or damaged."""

    def embed(self, writer: "Writer", *, stopped: Callable[[], bool] = ...) -> None:
        """Give the writer a vector for each quote that has none; if it is `stopped`, only for the portion at hand."""

    def forget_failed_export(self) -> None:
        """Let the next writer try again to export the model, after an attempt that failed."""


class Reader(Protocol):
    """Answer from one consistent view of an index; safe to use from many threads.

    Every answer of one reader is about the same quotes, whatever a writer commits meanwhile. Each method is one call to
    the backend: a bounded number of statements, however many quotes it returns. IndexLockedError if the index is busy,
    IndexDamagedError if it is damaged, IndexFolderError if it cannot be read for another reason.
    """

    @property
    def description(self) -> records.Description:
        """Return what the index was made with."""

    def version(self) -> Hashable | None:
        """Return a cache key: equal versions give equal answers; None means that answers must not be cached."""

    def retrieve(self, *retrievals: Retrieval) -> tuple[records.Candidates, ...]:
        """Return, for each retrieval, its lists and every retriever's score of every candidate.

        Quotes that tie in a list are in the order of their ids.
        """

    def select(
        self, selection: Selection, *, terms: frozenset[str] = frozenset(), after: Cursor | None = None, limit: int
    ) -> records.Page:
        """Return a page of all quotes that pass.

        With `terms` the order is by BM25 score, best first, then id; else by date of the document, newest first and
        undated last, then document id and place. Quotes without any of the terms have the score 0.
        """

    def facets(self, selection: Selection) -> records.Facets:
        """Count the quotes that pass, by speaker, outlet, kind, year and month."""

    def quotes(self, ids: Collection[str], *, copies: bool = False) -> dict[str, records.StoredQuote]:
        """Return those of the quotes that are stored, in the order of `ids`; with their possible `copies`."""

    def documents(self, ids: Collection[str]) -> dict[str, Document]:
        """Return those of the documents that are stored, by id."""

    def document_quotes(self, document_id: str) -> tuple[Quote, ...]:
        """Return the document's quotes in reading order; none for a document that is not stored."""

    def documents_like(
        self, words: Collection[str], *, limit: int, selection: Selection = EVERYTHING, also: Collection[str] = ()
    ) -> tuple[records.SimilarDocument, ...]:
        """Return the documents whose text has most of the normalised words, those with the rarest ones first.

        The documents whose ids are in `also` follow, if they are not among the first. `selection` says which of their
        quotes are `selected`; only speakers, outlets, dates, kinds and reports count.
        """

    def vectors(self, ids: Collection[str]) -> dict[str, Vector]:
        """Return the embeddings of those of the quotes that have one, by id."""

    def speakers(self, name: str = "", *, limit: int | None = None) -> tuple[records.SpeakerCount, ...]:
        """Return the speakers whom `name` means (all without one), those with most quotes first, then by name."""

    def suggest_speakers(self, name: str, *, limit: int = 5) -> tuple[str, ...]:
        """Return the names of speakers that look like `name`, nearest first."""

    def suggest_terms(self, words: Sequence[str]) -> dict[str, str]:
        """Return, for each word that no quote has in any field, the nearest word of the quotes, if there is one."""

    def significant_terms(self, selection: Selection, *, by_month: bool, limit: int) -> tuple[records.Topics, ...]:
        """Return the words that tell each period's quotes from all others, most telling first, by year or by month.

        Periods are in order, undated articles first. The words are as mostly written in the quotes; weights are Bo1's
        (Amati and van Rijsbergen, TOIS 2002).
        """

    def find_quotes(self, id_prefix: str, *, limit: int) -> tuple[Quote, ...]:
        """Return the first quotes, by id, whose id begins so."""

    def find_documents(self, name: str) -> tuple[str, ...]:
        """Return the ids of the documents that `name` means: an id, a url, or a path (relative too), sorted."""

    def statistics(self) -> records.Statistics:
        """Count what is stored."""

    def close(self) -> None:
        """Let the view go; closing twice is closing once."""


class Writer(Protocol):
    """Change an index: the store first, the derived indexes after, so that a crash costs time and never quotes.

    Two threads may use one writer: one that stores, one that brings the derived indexes up to date.
    """

    def fingerprints(self, ids: Collection[str]) -> Mapping[str, tuple[str, str]]:
        """Return fingerprint and recipe of each of the documents that are stored."""

    def put(self, entries: Sequence[records.Attributed]) -> records.PutReport:
        """Store the documents with their quotes, all or none.

        A document that is stored with the same fingerprint and recipe is left as it is; one with another replaces all
        its quotes. Of several entries for one document the last counts. ValueError if a quote's spans do not give back
        its words.
        """

    def remove(self, ids: Collection[str]) -> int:
        """Take the documents and their quotes out; return how many documents were stored."""

    def unembedded(self, limit: int) -> Sequence[records.IndexedQuote]:
        """Return about `limit` of the quotes that have no embedding yet, oldest first; none if all have one."""

    def add_vectors(self, ids: Sequence[str], rows: NDArray[np.float32]) -> None:
        """Store a unit row, shape `(len(ids), dimension)`, for each quote that `unembedded` returned last.

        ValueError for other ids, another shape or a value that is not finite.
        """

    def merge_speakers(self, name: str, into: str) -> None:
        """Make the speaker `name` the person `into`, from now on; NotFoundError if one of them is not quoted."""

    def split_speaker(self, name: str) -> None:
        """Make the speaker `name` a person of its own, from now on; NotFoundError if nobody quoted has the name."""

    def flush(self, *, all_quotes: bool = True, stopped: Callable[[], bool] = ...) -> None:
        """Bring the keyword index up to date; without `all_quotes` only if enough quotes wait for it.

        If it is `stopped`, the portion that is being worked at is the last.
        """

    def repair(self) -> tuple[str, ...]:
        """Rebuild the derived parts that disagree with the store; return the names of those parts, sorted."""


class Storage(Protocol):
    """Hold an open index of whichever backend; made by `backends.open_storage`."""

    @property
    def encoder(self) -> Embedder:
        """Return the encoder that the index was made with."""

    @property
    def description(self) -> records.Description:
        """Return what the index was made with."""

    def reader(self) -> AbstractContextManager[Reader]:
        """Return a view of the index as it is now, which is let go at the end of the `with` block."""

    @property
    def writer(self) -> Writer:
        """Return the writer; ValueError if the index was opened for reading."""

    def catch_up(self) -> None:
        """Bring derived indexes up to date if a writer was stopped before it did so; cheap if they are."""

    def check(self) -> tuple[str, ...]:
        """Return every disagreement between the parts of the index, a sentence each; none if all is well."""

    def sizes(self) -> tuple[tuple[str, int], ...]:
        """Return by part of the index how many bytes it takes."""

    def close(self) -> None:
        """Let the index go; closing twice is closing once."""
