"""Open the SQLite file and keep its transactions: durability, format, errors in plain words.

WAL lets readers go on beside the one writer. `synchronous` is FULL, which costs one wait for the disk
a transaction (a batch of documents): with NORMAL a power cut may take back a commit that the derived
parts hold already, and they would then be ahead of the truth without knowing it.
"""

import json
import os
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import local
from weakref import WeakSet

from quotesearch.indexer.errors import IndexDamagedError, IndexFolderError, IndexMismatchError, IndexNotFoundError
from quotesearch.indexer.numbering import Ids
from quotesearch.indexer.store.schema import FORMAT, bring_up

_WAIT_SECONDS = 10.0
_SETTLE_MILLISECONDS = 200
_MAPPED_BYTES = 1 << 31
"""How much of the file is read where it lies; each page of the rest is a call of the system and a copy."""

Parameters = Mapping[str, object] | Sequence[object]


def listed(values: Collection[object]) -> str:
    """Return the values as the one parameter of `IN (SELECT value FROM json_each(?))`, which takes any number."""
    return json.dumps(list(values))


class _Link:
    """Hold the connection of one thread, which is closed when the thread has ended."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def __del__(self) -> None:
        self.connection.close()


class Database:
    """Run SQL on one store file, `None` for one in memory; every failure becomes an error for people.

    Each thread has a connection of its own, so that none waits for another's reading; one in memory belongs to the
    thread that made it.
    """

    def __init__(self, path: Path | None, *, write: bool) -> None:
        self._name = "the store in memory" if path is None else str(path)
        if path is not None and not write and not path.exists():
            raise IndexNotFoundError(f"no store at {path}; run: quotes index PATH --index {path.parent}")
        self._path = path
        self._writes = write
        self._closed = False
        self._links = WeakSet[_Link]()
        self._own = local()
        self._own.link = self._linked()

    @property
    def _connection(self) -> sqlite3.Connection:
        """Return this thread's connection, made at first use."""
        if not hasattr(self._own, "link"):
            if self._closed or self._path is None:
                raise ValueError(f"{self._name} is closed, or belongs to another thread")
            self._own.link = self._linked()
        link: _Link = self._own.link
        return link.connection

    def _linked(self) -> _Link:
        link = _Link(self._connect(self._path, write=self._writes or self._path is None))
        self._links.add(link)
        return link

    def _connect(self, path: Path | None, *, write: bool) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(
                _address(path, write=write),
                uri=True,
                isolation_level=None,
                timeout=_WAIT_SECONDS,
                check_same_thread=False,  # `close` closes those of other threads
            )
        except sqlite3.Error as error:
            raise self._damaged(error) from error
        connection.row_factory = sqlite3.Row
        try:
            _prepare(connection, write=write, name=self._name)
        except sqlite3.Error as error:
            connection.close()
            raise self._damaged(error) from error
        except IndexFolderError:
            connection.close()
            raise
        return connection

    def close(self) -> None:
        """Let the file go; a writer leaves all that is committed in the one file."""
        if self._writes and not self._closed:
            self.settle()
        self._closed = True
        for link in list(self._links):
            link.connection.close()

    def settle(self) -> None:
        """Bring the write-ahead log into the file and empty it; what somebody is reading stays for the next time."""
        with suppress(sqlite3.Error):
            self._connection.execute(f"PRAGMA busy_timeout = {_SETTLE_MILLISECONDS}")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            self._connection.execute(f"PRAGMA busy_timeout = {int(_WAIT_SECONDS * 1000)}")

    def rows(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """Return the rows that the statement selects."""
        try:
            return self._connection.execute(sql, parameters).fetchall()
        except sqlite3.ProgrammingError as error:
            raise ValueError(f"{self._name} is closed: {error}") from error
        except sqlite3.Error as error:
            raise self._damaged(error) from error

    def ids(self, sql: str, parameters: Parameters = ()) -> Ids:
        """Return the ids that the statement selects as one text, one behind the other, or as none."""
        found = self.rows(sql, parameters)[0][0] or ""
        try:
            return Ids.joined(found)
        except ValueError as error:
            raise self._damaged(error) from error

    def number(self, sql: str, parameters: Parameters = ()) -> int:
        """Return the one number that the statement selects."""
        return int(self.rows(sql, parameters)[0][0])

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Let several statements see the same moment, whatever a writer commits meanwhile."""
        try:
            self.rows("BEGIN")
            yield
        finally:
            if self._connection.in_transaction:
                self.rows("COMMIT")

    @contextmanager
    def writing(self) -> Iterator[int]:
        """Commit what is done inside as one change, whose number is given; anything raised takes it all back."""
        try:
            with self._transaction() as change:
                yield change
        except sqlite3.Error as error:
            why = "see that the disk is not full and the folder can be written to, then run it again"
            raise IndexFolderError(f"cannot write to {self._name}: {error}; {why}") from error

    @contextmanager
    def _transaction(self) -> Iterator[int]:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute("UPDATE state SET change = change + 1")
            yield self.number("SELECT change FROM state")
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def run(self, sql: str, parameters: Parameters = ()) -> int:
        """Run a statement inside `writing`; return the key of the row it inserted, if any."""
        return self._connection.execute(sql, parameters).lastrowid or 0

    def run_many(self, sql: str, parameters: Sequence[Parameters]) -> None:
        """Run a statement inside `writing` once for each of the parameters."""
        self._connection.executemany(sql, parameters)

    def _damaged(self, error: Exception) -> IndexDamagedError:
        remedy = "put back a copy of it, or delete the folder and index the articles again"
        return IndexDamagedError(f"cannot read {self._name}: {error}; {remedy}")


def _address(path: Path | None, *, write: bool) -> str:
    """Return the URI to open.

    Where one cannot write, a store with its write-ahead log and the index of that is read as it is, somebody
    else's commits included; without them SQLite has to be told that the file does not change.
    """
    if path is None:
        return ":memory:"
    logged = all(path.with_name(path.name + end).exists() for end in ("-wal", "-shm"))
    reading = "rw" if os.access(path.parent, os.W_OK) else "ro" if logged else "ro&immutable=1"
    return f"{path.absolute().as_uri()}?mode={'rwc' if write else reading}"


def _prepare(connection: sqlite3.Connection, *, write: bool, name: str) -> None:
    """Set the connection up, and make the tables of a new store."""
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
    if write:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > FORMAT:
        raise IndexMismatchError(
            f"{name} has format {version}, newer than this version of quotesearch knows ({FORMAT}); upgrade quotesearch"
        )
    if not write and version == 0:
        raise IndexNotFoundError(f"nothing has been stored in {name} yet; run: quotes index PATH")
    if not write and version < FORMAT:
        folder = Path(name).parent
        raise IndexMismatchError(f"{name} has the older format {version}; run: quotes check --repair --index {folder}")
    if write:
        bring_up(connection, version)
    else:
        connection.execute("PRAGMA query_only = ON")
