"""The protocols of the parts that have several implementations: extractor, encoder, and storage.

`Reader` and `Writer` are the only way from search and pipeline to storage. Two rules decide whether a cluster can
implement them fast. A filter is passed as a `Selection`, never as the ids of all quotes that pass it. A search makes
few calls, because a call to a cluster takes 30 to 50 ms. tests/support/memory.py is the specification in plain Python,
and tests/contracts/test_backend.py runs on every implementation.
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
    """A request: each retriever returns its `depth` best quotes among those that pass the selection.

    The keyword retriever runs if there are `terms`, the dense retriever if there is a `vector`. `Candidate.feedback`
    compares a quote with the mean vector of the first `feedback` candidates of the dense list (Rocchio 1971). If
    `feedback` is 0, no mean vector is made.
    """

    selection: Selection = EVERYTHING
    terms: frozenset[str] = frozenset()
    vector: Vector | None = None
    depth: int = 100
    feedback: int = 0


class Extractor(Protocol):
    """Extract the attributed quotes of a document."""

    @property
    def recipe(self) -> str:
        """Return the name and version of the method. If it changes, every document is extracted again."""

    def extract(self, document: Document) -> tuple[Quote, ...]:
        """Return the document's quotes in the order in which they begin. Every text is accepted."""


class Encoder(Protocol):
    """Turn texts into embeddings."""

    @property
    def name(self) -> str:
        """Return the model's name, as the manifest records it."""

    @property
    def dimension(self) -> int:
        """Return the number of values in an embedding."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a row of unit length for each text, shape `(len(texts), dimension)`."""


class Embedder(Encoder, Protocol):
    """Embed texts with the model of an index."""

    def must_be_installed(self) -> None:
        """Raise ModelError if the model's package is missing or damaged."""

    def embed(self, writer: "Writer", *, stopped: Callable[[], bool] = ...) -> None:
        """Add a vector for each quote without one to the writer. Once `stopped` is true, finish the current portion."""

    def forget_failed_export(self) -> None:
        """Delete the note of a failed export, so that the next writer tries again to export the model."""


class Reader(Protocol):
    """One consistent view (snapshot) of an index. It is safe to use from many threads.

    All answers of one reader are about the same quotes, even if a writer commits changes after it was opened. Each
    method is one call to the backend. The number of its statements does not grow with the number of quotes. Raises
    IndexLockedError if the index is busy, IndexDamagedError if it is damaged, and IndexFolderError if it cannot be read
    for another reason.
    """

    @property
    def description(self) -> records.Description:
        """Return the model, text recipe and format of the index."""

    def version(self) -> Hashable | None:
        """Return a cache key: equal versions give equal answers. The key None means that answers must not be cached."""

    def retrieve(self, *retrievals: Retrieval) -> tuple[records.Candidates, ...]:
        """Return the result of each retrieval: its lists, and each retriever's score for every candidate.

        Quotes with equal scores in a list are sorted by id.
        """

    def select(
        self, selection: Selection, *, terms: frozenset[str] = frozenset(), after: Cursor | None = None, limit: int
    ) -> records.Page:
        """Return a page of all quotes that pass the selection.

        With `terms`, the order is by BM25 score, best first, then by id. A quote without any of the terms has the score
        0. Without `terms`, the order is by the date of the document, newest first, then by document id and place in the
        document. Documents without a date are last. The page begins after the cursor `after` and has at most `limit`
        quotes.
        """

    def facets(self, selection: Selection) -> records.Facets:
        """Count the quotes that pass the selection, by speaker, outlet, kind, year and month."""

    def quotes(self, ids: Collection[str], *, copies: bool = False) -> dict[str, records.StoredQuote]:
        """Return the stored quotes among `ids`, in the order of `ids`.

        If `copies` is true, add their possible copies.
        """

    def documents(self, ids: Collection[str]) -> dict[str, Document]:
        """Return the stored documents among `ids`, by id."""

    def document_quotes(self, document_id: str) -> tuple[Quote, ...]:
        """Return the document's quotes in reading order. If the document is not stored, return ()."""

    def documents_like(
        self, words: Collection[str], *, limit: int, selection: Selection = EVERYTHING, also: Collection[str] = ()
    ) -> tuple[records.SimilarDocument, ...]:
        """Return the `limit` documents whose texts are most similar to the normalised words. Rare words weigh more.

        The documents with the ids in `also` follow, unless they are among the first. `selection` decides which of their
        quotes are `selected`. Only its speakers, outlets, dates, kinds and reports are used.
        """

    def vectors(self, ids: Collection[str]) -> dict[str, Vector]:
        """Return the embedding of each quote by its id. Quotes without an embedding are left out."""

    def speakers(self, name: str = "", *, limit: int | None = None) -> tuple[records.SpeakerCount, ...]:
        """Return the speakers with this name or alias, by number of quotes, then by name.

        The name "" means all speakers.
        """

    def suggest_speakers(self, name: str, *, limit: int = 5) -> tuple[str, ...]:
        """Return the names of speakers that are spelt similarly to `name`, the most similar first."""

    def suggest_terms(self, words: Sequence[str]) -> dict[str, str]:
        """Return the most similar indexed word for each word that no field of any quote has.

        Words without a similar word are left out.
        """

    def significant_terms(self, selection: Selection, *, by_month: bool, limit: int) -> tuple[records.Topics, ...]:
        """Return the words that distinguish the quotes of each year or month from all other quotes, the best first.

        Quotes without a date come first, then the periods in order. Each word has its most frequent spelling in the
        quotes. Weights are Bo1's (Amati and van Rijsbergen, TOIS 2002).
        """

    def find_quotes(self, id_prefix: str, *, limit: int) -> tuple[Quote, ...]:
        """Return the first `limit` quotes whose id begins with the prefix, sorted by id."""

    def find_documents(self, name: str) -> tuple[str, ...]:
        """Return the sorted ids of the documents with this id, url, or path (absolute or relative)."""

    def corrections(self) -> tuple[records.Correction, ...]:
        """Return the corrections of attributions in the order of their numbers, also those of removed documents."""

    def statistics(self) -> records.Statistics:
        """Count the stored documents, quotes, speakers and outlets."""

    def close(self) -> None:
        """Release the view; a second call does nothing."""


class Writer(Protocol):
    """Write to an index: first to the store, then to the derived indexes, so that a crash cannot lose quotes.

    Two threads may use one writer: one for the store, one for the derived indexes.
    """

    def fingerprints(self, ids: Collection[str]) -> Mapping[str, tuple[str, str]]:
        """Return the fingerprint and the recipe of each stored document among `ids`."""

    def put(self, entries: Sequence[records.Attributed]) -> records.PutReport:
        """Store the documents with their quotes in one transaction.

        A stored document with the same fingerprint and recipe is not changed. If one of the two differs, the entry
        replaces the document and all its quotes. If a document has several entries, the last is stored. The corrections
        of the document (see `correct`) are applied to the quotes before they are stored and counted. Raises ValueError
        if the text of a quote is not the document's text at its spans.
        """

    def remove(self, ids: Collection[str]) -> int:
        """Remove the documents with these ids and their quotes. Return the number of removed documents."""

    def correct(self, quote_id: str, name: str | None) -> records.Correction:
        """Give the quote to the speaker that the name means; without a name, remove it, because it is not a quote.

        The correction is stored by document id and by the normalised words of the quote. It applies at once to each
        quote of the document with these words, and again whenever the document is put, also after a removal. A second
        correction of the same words replaces the first. `indexer/corrections.py` decides which speaker a name means.
        The store changes in one transaction. NotFoundError if no quote has this id; QueryError if the name is empty,
        longer than `MAX_NAME` or not Unicode text.
        """

    def undo_correction(self, number: int) -> records.Correction:
        """Delete the correction with this number and return it; NotFoundError for an unknown number.

        The stored quotes stay as they are, but `fingerprints` returns another recipe for the document, so the next
        indexing extracts it again and stores the extractor's answer.
        """

    def unembedded(self, limit: int) -> Sequence[records.IndexedQuote]:
        """Return about `limit` quotes that have no embedding, the oldest first. If all quotes have one, return ()."""

    def add_vectors(self, ids: Sequence[str], rows: NDArray[np.float32]) -> None:
        """Store a unit row, shape `(len(ids), dimension)`, for each quote that `unembedded` returned last.

        Raises ValueError for other ids, another shape or a value that is not finite.
        """

    def merge_speakers(self, name: str, into: str) -> None:
        """Count `name` as the same person as `into`, also in later articles.

        Raises NotFoundError if one of the two is not a speaker.
        """

    def split_speaker(self, name: str) -> None:
        """Count `name` as a separate person, also in later articles. Raises NotFoundError if it is not a speaker."""

    def flush(self, *, all_quotes: bool = True, stopped: Callable[[], bool] = ...) -> None:
        """Add the new quotes to the keyword index. Without `all_quotes`, add them only if there are enough of them.

        Once `stopped` returns true, the current portion is the last.
        """

    def repair(self) -> tuple[str, ...]:
        """Rebuild the derived indexes that differ from the store, and return their names, sorted."""


class Storage(Protocol):
    """An open index of any backend, as `backends.open_storage` returns it."""

    @property
    def encoder(self) -> Embedder:
        """Return the encoder of the index's model."""

    @property
    def description(self) -> records.Description:
        """Return the model, text recipe and format of the index."""

    def reader(self) -> AbstractContextManager[Reader]:
        """Return a view of the present state of the index. It is released at the end of the `with` block."""

    @property
    def writer(self) -> Writer:
        """Return the writer. Raises ValueError if the index was opened for reading."""

    def catch_up(self) -> None:
        """Update the derived indexes if a writer stopped before it did so. If they are up to date, this is fast."""

    def check(self) -> tuple[str, ...]:
        """Return a sentence for each difference between the parts of the index.

        If there is no difference, return ().
        """

    def sizes(self) -> tuple[tuple[str, int], ...]:
        """Return the name of each part of the index with its size in bytes."""

    def close(self) -> None:
        """Close the index; a second call does nothing."""
