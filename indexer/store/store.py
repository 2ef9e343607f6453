"""Put documents and their quotes in, take them out, and answer for what is held."""

from collections.abc import Collection, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from quotesearch.indexer.model import Document, Quote
from quotesearch.indexer.protocols import Changes
from quotesearch.indexer.store.nouns import Attributed, Counts, Filters, PutReport, SpeakerCount, StoredQuote


class Store:
    """Hold documents and quotes in one SQLite file; `path` None keeps them in memory."""

    def __init__(self, path: Path | None, *, write: bool = False) -> None:
        """Open the store, making it where it is new and `write` is set.

        IndexNotFoundError where there is none to read, IndexMismatchError for a newer format,
        IndexDamagedError for a file that cannot be read.
        """
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go; closing twice is closing once."""
        raise NotImplementedError

    @property
    def change(self) -> int:
        """Return the number of the last committed change, by whichever process; 0 when new."""
        raise NotImplementedError

    # -- in and out -----------------------------------------------------------------------------

    def put(self, entries: Sequence[Attributed]) -> PutReport:
        """Store the documents with their quotes, in one transaction under one change number.

        A document held with the same fingerprint and recipe is left as it is; one with another
        replaces all its quotes. ValueError if a quote's spans do not give back its words.
        """
        raise NotImplementedError

    def remove(self, document_ids: Collection[str]) -> int:
        """Take the documents and their quotes out; return how many documents were there."""
        raise NotImplementedError

    def stamps(self, document_ids: Collection[str]) -> dict[str, tuple[str, str]]:
        """Return fingerprint and recipe of each of the documents that the store holds."""
        raise NotImplementedError

    def changes_since(self, change: int, *, limit: int = 1000) -> Changes:
        """Return what happened after `change`: whole changes, about `limit` quotes of them (at least one change).

        Ask again with `upto` until it equals `self.change`.
        """
        raise NotImplementedError

    # -- reading --------------------------------------------------------------------------------

    def quotes(self, ids: Collection[str]) -> dict[str, StoredQuote]:
        """Return those of the quotes that the store holds, by id, in the order of `ids`."""
        raise NotImplementedError

    def quote_ids(self) -> frozenset[str]:
        """Return the ids of all quotes."""
        raise NotImplementedError

    def document(self, document_id: str) -> Document:
        """Return the document; NotFoundError if it is not held."""
        raise NotImplementedError

    def document_quotes(self, document_id: str) -> tuple[Quote, ...]:
        """Return the document's quotes in reading order; none for a document that is not held."""
        raise NotImplementedError

    def find_documents(self, name: str) -> tuple[str, ...]:
        """Return the ids of the documents that `name` means: an id, a url, or a path (relative too), sorted."""
        raise NotImplementedError

    def matching(self, filters: Filters) -> frozenset[str]:
        """Return the ids of the quotes that pass the filters; an unknown speaker or outlet passes none."""
        raise NotImplementedError

    def speakers(self, name: str = "") -> tuple[SpeakerCount, ...]:
        """Return the speakers whom `name` means (all without one), those with most quotes first, then by name."""
        raise NotImplementedError

    def near_speakers(self, name: str, *, limit: int = 5) -> tuple[str, ...]:
        """Return the names of speakers that look like `name`, nearest first, for "did you mean"."""
        raise NotImplementedError

    def counts(self) -> Counts:
        """Count what is held."""
        raise NotImplementedError

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with the truth itself, a sentence each; nothing when all is well."""
        raise NotImplementedError
