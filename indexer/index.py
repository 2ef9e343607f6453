"""Lay out an index folder and open its parts together: manifest, store, postings, vectors, lock.

    manifest.json   what the index was made with
    store.sqlite    the truth
    keyword/        postings, derived
    vectors/        embeddings, derived
    write.lock      held by the one writer; write.pid says who that is
"""

from collections.abc import Collection
from pathlib import Path
from types import TracebackType
from typing import Self

from quotesearch.indexer.keyword import WhooshIndex
from quotesearch.indexer.manifest import Manifest
from quotesearch.indexer.protocols import Encoder
from quotesearch.indexer.store import Store
from quotesearch.indexer.vectors import MatrixIndex


class Index:
    """Open an index folder; a context manager. Made by `Index.open` only."""

    folder: Path
    manifest: Manifest
    store: Store

    @classmethod
    def open(  # noqa: PLR0913 - what may be chosen, each by its name
        cls,
        folder: str | Path,
        *,
        write: bool = False,
        create: bool = False,
        model: str | None = None,
        encoder: Encoder | None = None,
        recipe: str | None = None,
    ) -> Self:
        """Open the index in `folder`.

        `create` makes one where there is none (and means `write`). `model`, `encoder` and `recipe` choose
        for a new index and must agree with an old one. A writer holds the folder's lock until closed and
        first brings the derived parts up to date. IndexNotFoundError, IndexMismatchError,
        IndexLockedError, IndexDamagedError.
        """
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close all parts and let the lock go."""
        raise NotImplementedError

    @property
    def keyword(self) -> WhooshIndex:
        """Return the keyword index, opened at first use.

        Where it lags behind the store and no writer is at work, it is brought up to date first, with a warning.
        """
        raise NotImplementedError

    @property
    def vectors(self) -> MatrixIndex:
        """Return the vector index, opened at first use and brought up to date as `keyword` is."""
        raise NotImplementedError

    @property
    def encoder(self) -> Encoder:
        """Return the encoder that the manifest names, made at first use (and loading its model when it encodes)."""
        raise NotImplementedError

    def refresh(self) -> None:
        """See what other processes have committed since; cheap when nothing was. For readers that stay open."""
        raise NotImplementedError

    def remove(self, document_ids: Collection[str]) -> int:
        """Take the documents out of the store and every derived part; return how many there were. Writers only."""
        raise NotImplementedError

    def catch_up(self, *, keyword: bool = True, vectors: bool = True) -> None:
        """Bring the derived parts to the store's change. Writers only."""
        raise NotImplementedError

    def check(self) -> tuple[str, ...]:
        """Return every disagreement between the parts, a sentence each; nothing when all is well."""
        raise NotImplementedError

    def repair(self) -> None:
        """Rebuild the derived parts from the store. Writers only."""
        raise NotImplementedError
