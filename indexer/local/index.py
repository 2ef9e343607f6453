"""Create and open an index folder (implements Storage).

    manifest.json   the model, dimension, text recipe and format of the index
    store.sqlite    the store: documents, quotes, speakers
    keyword/        postings, derived
    vectors/        embeddings, derived
    encoder/        the model in a form that loads quickly, made by the first writer that embeds quotes
    write.lock      locked by the one writer
    write.pid       the number of its process

The store is committed first. Each derived index records the number of the last change that it has applied. The writer
brings it up to date from the store. If the writer was killed before, the next process that opens the index does so.
"""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Self

from quotesearch.indexer.atomic_files import refuse_links, writing_in
from quotesearch.indexer.errors import IndexDamagedError, IndexFolderError, IndexNotFoundError
from quotesearch.indexer.local.derived import DerivedIndexes
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
"""Names of all files and folders that an index uses in its folder."""
_logger = logging.getLogger(__name__)


class LocalStorage:
    """An open index folder. Only `LocalStorage.open` makes one."""

    def __init__(self, folder: Path, description: Description, lock: WriteLock, encoder: Embedder) -> None:
        """Open the store and the derived indexes. Raises IndexDamagedError if the store is missing."""
        path = folder / STORE
        if not path.exists():
            remedy = "restore a backup of it, or index the articles again into another folder"
            raise IndexDamagedError(f"the store of the index in {folder}, {path.name}, is missing; {remedy}")
        self.folder = folder
        self.description = description
        self._lock = lock
        self.encoder = encoder
        self._connections = Connections(path, write=lock.is_held)
        self._derived = DerivedIndexes(folder, self._connections, dimension=description.dimension)
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
        """Open the index in `folder`. If the folder has no index, `create` returns the description of the new index.

        `create` implies `write`. A writer holds the folder's lock until it is closed, and brings the derived indexes up
        to date before `open` returns. `encoder_of` returns the encoder for a description, or raises an error. Raises
        IndexNotFoundError, IndexMismatchError, IndexLockedError, IndexDamagedError, and IndexFolderError if the folder
        cannot be written or contains a link.
        """
        refuse_links(folder, _NAMES)
        new_description = _description_of_new(folder, create)
        with ExitStack() as after_failure:
            lock = WriteLock(folder)
            after_failure.callback(lock.release)
            if write or create is not None:
                with writing_in(folder):
                    folder.mkdir(parents=True, exist_ok=True)
                lock.acquire()
            description = _read_or_create(folder, new_description)
            encoder = encoder_of(description)
            try:
                storage = cls(folder, description, lock, encoder)
            except OlderFormatError:
                with lock.try_holding() as is_locked:
                    if not is_locked:
                        raise
                    _logger.warning("the store in %s has an older format; bringing it up to date", folder)
                    Connection(folder / STORE, write=True).close()
                storage = cls(folder, description, lock, encoder)
            after_failure.callback(storage.close)
            if lock.is_held:
                storage.writer.catch_up()
            after_failure.pop_all()
        return storage

    def close(self) -> None:
        """Close all parts and release the lock. Further calls do nothing."""
        self._connections.close()
        self._lock.release()

    def sizes(self) -> tuple[tuple[str, int], ...]:
        """Return (name, size in bytes) for each part of the index."""
        return tuple((part, _size(self.folder, part)) for part in PARTS)

    @contextmanager
    def reader(self) -> Iterator[LocalReader]:
        """Yield a reader of the index as it is now. The reader is closed at the end of the `with` block."""
        self._derived.refresh()
        postings, vectors = self._derived.keyword.view, self._derived.vectors.view
        with self._connections.borrow() as connection, connection.reading():
            reader = LocalReader(connection, description=self.description, postings=postings, vectors=vectors)
            with closing(reader):
                yield reader

    @property
    def writer(self) -> LocalWriter:
        """Return the writer. Raises ValueError if the index was opened for reading."""
        if not self._lock.is_held:
            raise ValueError("the index was opened for reading; open it with write=True")
        return self._writer

    def catch_up(self) -> None:
        """Bring outdated derived indexes up to date, unless another process is writing.

        Raises IndexFolderError if an index is missing and cannot be made. Otherwise a search would find nothing and
        report no error.
        """
        self._derived.refresh()
        outdated = self._derived.outdated()
        if not outdated:
            return
        with self._lock.try_holding() as is_locked:
            if is_locked:
                self._catch_up_locked()
            elif self._lock.is_unwritable and not all(index.change for index in outdated):
                missing = " and the ".join(index.name for index in outdated if not index.change)
                remedy = "run as the owner of the folder: quotes check --repair"
                raise IndexFolderError(f"{self.folder}: the {missing} index is missing; {remedy}")

    def _catch_up_locked(self) -> None:
        """Bring the derived indexes up to date. The caller holds the lock.

        A warning is logged if another process left an index outdated.
        """
        self._derived.refresh()  # the last holder of the lock may have updated them already
        for index in self._derived.outdated():
            if not self._connections.write and (index.change or self._derived.count_quotes_after(index.change)):
                _logger.warning("the %s index is older than the store; bringing it up to date", index.name)
        with self._writing() as writer:
            writer.catch_up()

    def check(self) -> tuple[str, ...]:
        """Check the parts against each other, and return a sentence for each disagreement.

        Derived indexes that are out of date, as after a kill, are first brought up to date, with a warning. While
        another process is writing, the parts disagree. Raises IndexLockedError if it does not finish within the wait.
        """
        if not os.access(self.folder, os.W_OK):
            return self._writer.check()
        with self._lock.holding():
            if self._derived.outdated():
                self._catch_up_locked()
            with self._writing() as writer:
                return writer.check()

    @contextmanager
    def _writing(self) -> Iterator[LocalWriter]:
        """Yield a writer. The caller holds the lock.

        If the index was opened for reading, the writer gets separate connections, which are closed after the block.
        """
        if self._connections.write:
            yield self._writer
            return
        connections = Connections(self.folder / STORE, write=True)
        try:
            derived = DerivedIndexes(self.folder, connections, dimension=self.description.dimension)
            yield LocalWriter(connections, derived, self.encoder)
        finally:
            connections.close()
            self._derived.refresh()


def _description_of_new(folder: Path, create: Callable[[], Description] | None) -> Description | None:
    """Return the description for a new index. If the folder already has an index, return None.

    Raises IndexNotFoundError if there is neither an index nor `create`. This function is called before any file is
    made, so that an error leaves no files.
    """
    try:
        read_manifest(folder)
    except IndexNotFoundError:
        if create is None:
            raise
        return create()
    return None


def _read_or_create(folder: Path, new_description: Description | None) -> Description:
    """Return the description of the index. If the folder has no index, make one from `new_description`.

    The store is made before the manifest, so that a folder with a manifest always has a store.
    """
    try:
        return read_manifest(folder)
    except IndexNotFoundError:
        if new_description is None:
            raise
    Connection(folder / STORE, write=True).close()
    with writing_in(folder):
        write_manifest(folder, new_description)
    return new_description


def _size(folder: Path, part: str) -> int:
    """Return the bytes of a part of the index.

    The part has all files whose names begin with its name, and all files in a folder of this name.
    """
    files = (*folder.glob(f"{part}*"), *folder.glob(f"{part}/**/*"))
    return sum(file.stat().st_size for file in files if file.is_file())
