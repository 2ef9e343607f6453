"""Lay out an index folder and open its parts together (implements Storage).

    manifest.json   what the index was made with
    store.sqlite    the store: documents, quotes, speakers
    keyword/        postings, derived
    vectors/        embeddings, derived
    encoder/        the model in a form that loads quickly, made by the first writer that embeds something
    write.lock      held by the one writer
    write.pid       the number of its process

The store is committed first. Each derived index knows the number of the last change that it holds and is brought up to
date from the store: by the writer, and by whoever opens the index next if a writer was killed between the two.
"""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Self

from quotesearch.indexer.atomic_files import refuse_links, writing_in
from quotesearch.indexer.errors import IndexDamagedError, IndexFolderError, IndexNotFoundError
from quotesearch.indexer.local.derived import Derived
from quotesearch.indexer.local.lock import WriteLock
from quotesearch.indexer.local.manifest import read_manifest, write_manifest
from quotesearch.indexer.local.reader import LocalReader
from quotesearch.indexer.local.store.database import Connection, Connections, OlderFormatError
from quotesearch.indexer.local.writer import LocalWriter
from quotesearch.indexer.protocols import Embedder
from quotesearch.indexer.records import Description

STORE, ENCODER = "store.sqlite", "encoder"
PARTS = ("store", "keyword", "vectors", ENCODER)
_NAMES = (
    *("manifest.json", "manifest.json.new", "write.lock", "write.pid", "keyword", "vectors", ENCODER),
    *(f"{STORE}{end}" for end in ("", "-wal", "-shm", "-journal")),
)
"""Every name that an index uses in its folder."""
_logger = logging.getLogger(__name__)


class LocalStorage:
    """Hold an open index folder; made by `LocalStorage.open` only."""

    def __init__(self, folder: Path, description: Description, lock: WriteLock, encoder: Embedder) -> None:
        """Open the parts."""
        path = folder / STORE
        if not path.exists():
            remedy = "put back a copy of it, or index the articles again into another folder"
            raise IndexDamagedError(f"the index in {folder} has lost its store, {path.name}; {remedy}")
        self.folder = folder
        self.description = description
        self._lock = lock
        self.encoder = encoder
        self._connections = Connections(path, write=lock.held)
        self._derived = Derived(folder, self._connections, dimension=description.dimension)
        self._writer = LocalWriter(self._connections, self._derived, encoder)

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        write: bool = False,
        create: Callable[[], Description] | None = None,
        encoder_of: Callable[[Description], Embedder],
    ) -> Self:
        """Open the index in `folder`; `create` says what to make one with if there is none (and means `write`).

        A writer holds the folder's lock until closed and first brings the derived indexes up to date. `encoder_of`
        returns the encoder for what the index was made with, or raises. IndexNotFoundError, IndexMismatchError,
        IndexLockedError, IndexDamagedError, and IndexFolderError if the folder cannot be written or holds a link.
        """
        refuse_links(folder, _NAMES)
        new = _description_of_new(folder, create)
        with ExitStack() as after_failure:
            lock = WriteLock(folder)
            after_failure.callback(lock.release)
            if write or create is not None:
                with writing_in(folder):
                    folder.mkdir(parents=True, exist_ok=True)
                lock.acquire()
            description = _described(folder, new)
            encoder = encoder_of(description)
            try:
                storage = cls(folder, description, lock, encoder)
            except OlderFormatError:
                with lock.if_free() as taken:
                    if not taken:
                        raise
                    _logger.warning("the store in %s has an older format; bringing it up to date", folder)
                    Connection(folder / STORE, write=True).close()
                storage = cls(folder, description, lock, encoder)
            after_failure.callback(storage.close)
            if lock.held:
                storage.writer.catch_up()
            after_failure.pop_all()
        return storage

    def close(self) -> None:
        """Close all parts and let the lock go; closing twice is closing once."""
        self._connections.close()
        self._lock.release()

    def sizes(self) -> tuple[tuple[str, int], ...]:
        """Return by part the bytes in the files that begin with its name, or lie in a folder of that name."""
        return tuple((part, _size(self.folder, part)) for part in PARTS)

    @contextmanager
    def reader(self) -> Iterator[LocalReader]:
        """Return a view of the index as it is now, which is let go at the end of the `with` block."""
        self._derived.refresh()
        postings, vectors = self._derived.keyword.view, self._derived.vectors.view
        with self._connections.lent() as connection, connection.reading():
            reader = LocalReader(connection, description=self.description, postings=postings, vectors=vectors)
            with closing(reader):
                yield reader

    @property
    def writer(self) -> LocalWriter:
        """Return the writer; ValueError if the index was opened for reading."""
        if not self._lock.held:
            raise ValueError("the index was opened for reading; open it with write=True")
        return self._writer

    def catch_up(self) -> None:
        """Bring derived indexes that are behind the store up to date, unless another process is writing.

        IndexFolderError if one is missing and cannot be made, since that would look as if nothing were found.
        """
        self._derived.refresh()
        behind = self._derived.behind()
        if not behind:
            return
        with self._lock.if_free() as taken:
            if taken:
                self._catch_up_alone()
            elif self._lock.out_of_reach and not all(index.change for index in behind):
                missing = " and the ".join(index.name for index in behind if not index.change)
                remedy = "run: quotes check --repair as whoever owns the folder"
                raise IndexFolderError(f"{self.folder}: the {missing} index is missing; {remedy}")

    def _catch_up_alone(self) -> None:
        """Bring the derived indexes up to date, with a warning if another process left them so; the lock is held."""
        self._derived.refresh()  # the writer that has just let the lock go may have done it
        for index in self._derived.behind():
            if not self._connections.write and (index.change or self._derived.waiting(index.change)):
                _logger.warning("the %s index is behind the store; bringing it up to date", index.name)
        with self._writing() as writer:
            writer.catch_up()

    def check(self) -> tuple[str, ...]:
        """Return every disagreement between the parts, a sentence each; nothing when all is well.

        What is behind the store, as after a kill, is brought up to date first, with a warning. While another
        process writes, the parts cannot agree: IndexLockedError after waiting for it.
        """
        if not os.access(self.folder, os.W_OK):
            return self._writer.check()
        with self._lock.taken():
            if self._derived.behind():
                self._catch_up_alone()
            with self._writing() as writer:
                return writer.check()

    @contextmanager
    def _writing(self) -> Iterator[LocalWriter]:
        """Return a writer, with connections of its own if this index was opened for reading; the lock is held."""
        if self._connections.write:
            yield self._writer
            return
        connections = Connections(self.folder / STORE, write=True)
        try:
            derived = Derived(self.folder, connections, dimension=self.description.dimension)
            yield LocalWriter(connections, derived, self.encoder)
        finally:
            connections.close()
            self._derived.refresh()


def _description_of_new(folder: Path, create: Callable[[], Description] | None) -> Description | None:
    """Return what to make a new index with, None if there is an index; errors come before any file is made."""
    try:
        read_manifest(folder)
    except IndexNotFoundError:
        if create is None:
            raise
        return create()
    return None


def _described(folder: Path, new: Description | None) -> Description:
    """Return what the index was made with; make an empty one first if there is none and `new` is given.

    The store is made before the manifest, so that if there is a manifest there is a store.
    """
    try:
        return read_manifest(folder)
    except IndexNotFoundError:
        if new is None:
            raise
    Connection(folder / STORE, write=True).close()
    with writing_in(folder):
        write_manifest(folder, new)
    return new


def _size(folder: Path, part: str) -> int:
    """Return the bytes in the files that begin with the part's name, or lie in a folder of that name."""
    files = (*folder.glob(f"{part}*"), *folder.glob(f"{part}/**/*"))
    return sum(file.stat().st_size for file in files if file.is_file())
