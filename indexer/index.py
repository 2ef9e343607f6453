"""Lay out an index folder and open its parts together: manifest, store, postings, vectors, lock.

    manifest.json   what the index was made with
    store.sqlite    the truth
    keyword/        postings, derived
    vectors/        embeddings, derived
    encoder/        the model in a form that loads quickly, made by the first writer that embeds something
    write.lock      held by the one writer
    write.pid       which process that is

The truth is committed first. Each derived part knows the number of the last change that it holds and is
brought up to date from the store: by the writer after each commit, and by whoever opens the index next
where a writer was killed between the two.
"""

import os
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self

from quotesearch.indexer.derived import disagreements
from quotesearch.indexer.durable import refuse_links, writing_in
from quotesearch.indexer.encoder import SentenceEncoder
from quotesearch.indexer.errors import IndexDamagedError
from quotesearch.indexer.founding import agreed_manifest
from quotesearch.indexer.keyword import WhooshIndex
from quotesearch.indexer.lock import WriteLock
from quotesearch.indexer.manifest import Manifest, read_manifest
from quotesearch.indexer.parts import Parts
from quotesearch.indexer.protocols import Encoder, Vector
from quotesearch.indexer.store import Store
from quotesearch.indexer.vectors import MatrixIndex

_EMBEDDED = 256
_STORE = "store.sqlite"
_PARTS = (
    *("manifest.json", "manifest.json.new", "write.lock", "write.pid", "keyword", "vectors", "encoder"),
    *(f"{_STORE}{end}" for end in ("", "-wal", "-shm", "-journal")),
)
"""Every name that an index uses in its folder."""


class Index:
    """Open an index folder; a context manager. Made by `Index.open` only."""

    def __init__(self, folder: Path, *, manifest: Manifest, lock: WriteLock, encoder: Encoder | None) -> None:
        """Open the store; everything else is opened when needed."""
        path = folder / _STORE
        if not path.exists():
            remedy = "put back a copy of it, or delete the folder and index the articles again"
            raise IndexDamagedError(f"the index in {folder} has lost its store, {path.name}; {remedy}")
        self.folder = folder
        self.manifest = manifest
        self._lock = lock
        self.store = Store(path, write=lock.held)
        self._parts = Parts(folder, self.store, manifest=manifest, lock=lock, encoder=encoder)
        self._embedded = lru_cache(_EMBEDDED)(self._embed)  # for the next page, or the same words with a filter

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
        IndexLockedError, IndexDamagedError, and IndexFolderError if the folder cannot be written or holds a link.
        """
        folder = Path(folder)
        refuse_links(folder, _PARTS)
        if encoder is None and model is not None:
            encoder = SentenceEncoder(model)
        if not create:
            read_manifest(folder)
        lock = WriteLock(folder)
        try:
            if write or create:
                with writing_in(folder):
                    folder.mkdir(parents=True, exist_ok=True)
                lock.acquire()
            manifest = agreed_manifest(folder, create=create, encoder=encoder, recipe=recipe)
            index = cls(folder, manifest=manifest, lock=lock, encoder=encoder)
        except BaseException:
            lock.release()
            raise
        if lock.held:
            index._bring_up_to_date()
        return index

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all parts and let the lock go."""
        self._parts.close()
        self.store.close()
        self._lock.release()

    @property
    def keyword(self) -> WhooshIndex:
        """Return the keyword index, opened at first use.

        Where it lags behind the store and no writer is at work, it is brought up to date first, with a warning.
        """
        return self._parts.keyword

    @property
    def vectors(self) -> MatrixIndex:
        """Return the vector index, opened at first use and brought up to date as `keyword` is."""
        return self._parts.vectors

    @property
    def encoder(self) -> Encoder:
        """Return the manifest's encoder, made at first use; its exported form where there is one, or can be.

        A model that only a manifest names is never fetched.
        """
        return self._parts.encoder

    def embedding(self, text: str) -> Vector:
        """Return the embedding of what was asked, shape `(dimension,)`, not to be written to; the last are kept."""
        return self._embedded(text)

    def _embed(self, text: str) -> Vector:
        vector: Vector = self.encoder.encode([text])[0]
        vector.setflags(write=False)
        return vector

    @property
    def changes(self) -> tuple[int, ...]:
        """Return the change that the store holds, and those of the parts that are open: equal, equal answers."""
        return self._parts.changes

    def refresh(self) -> None:
        """See what other processes have committed since; cheap when nothing was. For readers that stay open."""
        self._parts.refresh()

    def remove(self, document_ids: Collection[str]) -> int:
        """Take the documents out of the store and every derived part; return how many there were. Writers only."""
        self.must_write()
        removed = self.store.remove(document_ids)
        self.catch_up()
        return removed

    def catch_up(self, *, keyword: bool = True, stopped: Callable[[], bool] = lambda: False) -> None:
        """Bring the derived parts to the store's change, the postings too with `keyword`. Writers only.

        Another thread may go on putting into the store, and stop this after the portion that it works at.
        """
        self.must_write()
        if keyword:
            self._parts.follow(self.keyword, stopped)
        self._parts.follow(self.vectors, stopped)

    def check(self) -> tuple[str, ...]:
        """Return every disagreement between the parts, a sentence each; nothing when all is well.

        What lags behind the store, as after a kill, is brought up to date first, with a warning. While another
        process writes, the parts cannot agree: IndexLockedError after waiting for it.
        """
        with (
            self._alone(),
            closing(self._parts.open_keyword(trust=False)) as keyword,
            closing(self._parts.open_vectors()) as vectors,
        ):
            for part in (keyword, vectors):
                self._parts.recover(part)
            wrong = (problem for part in (keyword, vectors) for problem in disagreements(part, self.store))
            return (*self.store.check(), *wrong)

    def repair(self) -> tuple[str, ...]:
        """Rebuild the derived parts that disagree with the store, from it. Writers only.

        Return the names of those that were made anew, by opening the index too: "keyword", "vector".
        """
        self.must_write()
        for part in (self.keyword, self.vectors):
            if disagreements(part, self.store):
                part.clear()
                self._parts.rebuilt.add(part.name)
                self._parts.follow(part)
        return tuple(sorted(self._parts.rebuilt))

    def must_write(self) -> None:
        """Raise ValueError if the index was opened for reading."""
        if not self._lock.held:
            raise ValueError("the index was opened for reading; open it with write=True")

    def _bring_up_to_date(self) -> None:
        """Open both derived parts as a writer does; where that fails, let everything go."""
        try:
            self.catch_up()
        except BaseException:
            self.close()
            raise

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other writers out, where one could come in at all."""
        if not os.access(self.folder, os.W_OK):
            yield
            return
        with self._lock.taken():
            self.refresh()
            yield
            self.store.settle()
