"""Open the SQLite file and run transactions: durability, format of the tables, and clear errors.

In WAL mode, readers continue while the one writer writes. `synchronous` is FULL, which waits for the disk once for each
transaction (a batch of documents). With NORMAL, a power cut could undo a commit that the derived indexes already have.
They would then be ahead of the store, and no process would know it.

A view of the index is a read transaction on a separate connection. While it is open, SQLite cannot empty the
write-ahead log, so a view lasts for one search or one page of an export. A writer checkpoints after each commit that
makes the log longer than 1,000 pages, and empties the log when it closes. `journal_size_limit` truncates the log after
a checkpoint that a long view had delayed.
"""

import json
import os
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

from quotesearch.indexer import errors
from quotesearch.indexer.local.id_sets import Ids
from quotesearch.indexer.local.store.schema import FORMAT, FORMATS, upgrade

_WAIT_SECONDS = 10.0
"""A statement waits this many seconds for a lock of another process."""
_CHECKPOINT_WAIT_SECONDS = 0.2
"""A checkpoint waits this many seconds for readers."""
_MAPPED_BYTES = 1 << 30
"""The most bytes of the file that a connection maps into memory. All connections of a process share the pages."""
_LOG_BYTES = 64 << 20
"""After a checkpoint, the write-ahead log is truncated to this many bytes."""
_IDLE_CONNECTIONS = 4
"""The most connections that stay open while they are not used."""
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class OlderFormatError(errors.IndexMismatchError):
    """A store has an older format, which only a writer can bring up to date."""


Parameters = Mapping[str, object] | Sequence[object]


def json_array(values: Collection[object]) -> str:
    """Return the values as the single parameter of `IN (SELECT value FROM json_each(?))`. Any number is allowed."""
    return json.dumps(list(values))


class Connection:
    """A connection to a store. Every SQLite error becomes an error with a remedy for the user."""

    def __init__(self, path: Path, *, write: bool) -> None:
        """Connect. Raises the same errors as `Connections`."""
        self._path = path
        with self._errors("read"):
            uri = _uri(path, write=write)
            self._connection = sqlite3.connect(  # one thread at a time uses it
                uri, uri=True, isolation_level=None, timeout=_WAIT_SECONDS, check_same_thread=False
            )
        try:
            with self._errors("read"):
                self._prepare(write=write)
        except BaseException:
            self.close()
            raise

    def _prepare(self, *, write: bool) -> None:
        """Configure the connection. With `write`, make or upgrade the tables."""
        self._connection.row_factory = sqlite3.Row
        self._set_pragmas("foreign_keys = ON", f"mmap_size = {_MAPPED_BYTES}")
        if write:
            self._set_pragmas("journal_mode = WAL", "synchronous = FULL", f"journal_size_limit = {_LOG_BYTES}")
        self._check_format(write=write)
        if write:
            upgrade(self._connection)
        else:  # a writer trusts the schema: before SQLite 3.41 triggers cannot fill a full-text index otherwise
            self._set_pragmas("query_only = ON", "trusted_schema = OFF")

    def _set_pragmas(self, *pragmas: str) -> None:
        """Run PRAGMA statements, which change settings of the connection."""
        for pragma in pragmas:
            self._connection.execute(f"PRAGMA {pragma}")

    def _check_format(self, *, write: bool) -> None:
        """Raise an error if the store's format is unknown, or if this SQLite has no full-text search."""
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if version not in FORMATS:
            reason = f"which this version of quotesearch does not know (it writes format {FORMAT}); upgrade quotesearch"
            raise errors.IndexMismatchError(f"{self._path} has format {version}, {reason}")
        if not write and version == 0:
            raise errors.IndexNotFoundError(f"nothing has been stored in {self._path} yet; run: quotes index PATH")
        if not write and version < FORMAT:
            remedy = f"run: quotes check --repair --index {self._path.parent}"
            raise OlderFormatError(f"{self._path} has the older format {version}; {remedy}")
        if not self._connection.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')").fetchone()[0]:
            remedy = "use a Python whose SQLite has it, for example from python.org or Debian"
            raise errors.IndexFolderError(f"SQLite {sqlite3.sqlite_version} has no full-text search (FTS5); {remedy}")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def checkpoint(self) -> None:
        """Write the write-ahead log into the file and empty the log.

        If a view still reads parts of the log, these parts stay until the next checkpoint.
        """
        with suppress(sqlite3.Error):
            self._set_pragmas(f"busy_timeout = {int(_CHECKPOINT_WAIT_SECONDS * 1000)}")
            try:
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                self._set_pragmas(f"busy_timeout = {int(_WAIT_SECONDS * 1000)}")

    def rows(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """Return the rows that the statement selects."""
        with self._errors("read"):
            return self._connection.execute(sql, parameters).fetchall()

    def iterate(self, sql: str, parameters: Parameters = ()) -> Iterator[sqlite3.Row]:
        """Yield the rows that the statement selects, with one row at a time in memory."""
        with self._errors("read"):
            yield from self._connection.execute(sql, parameters)

    def ids(self, sql: str, parameters: Parameters = ()) -> Ids:
        """Return the quote ids that the statement selects. It selects one text without separators, or NULL."""
        text = self.rows(sql, parameters)[0][0] or ""
        try:
            return Ids.parse(text)
        except ValueError as error:
            raise self._damaged(error) from error

    def number(self, sql: str, parameters: Parameters = ()) -> int:
        """Return the single number that the statement selects."""
        return int(self.rows(sql, parameters)[0][0])

    def has_integrity(self, table: str) -> bool:
        """Return whether a full-text index has the content of its table.

        Return True for a connection that cannot write, because the check needs to write.
        """
        with self._errors("check"):
            try:  # option 1 also compares the index with the content of its table
                self._connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")
            except sqlite3.DatabaseError as error:
                code = error.sqlite_errorcode & 0xFF
                if code not in {*_DAMAGED, sqlite3.SQLITE_READONLY}:
                    raise
                return code == sqlite3.SQLITE_READONLY
        return True

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Run the statements of the block in a read transaction.

        They see the store as it was at the first statement, even if other processes commit later.
        """
        self.rows("BEGIN")
        try:
            yield
        finally:
            if self._connection.in_transaction:
                self.rows("COMMIT")

    @contextmanager
    def writing(self) -> Iterator[int]:
        """Commit the block as one change, and yield the number of the change. An exception rolls everything back."""
        with self._errors("write"):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._connection.execute("UPDATE state SET change = change + 1")
                yield self.number("SELECT change FROM state")
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def run(self, sql: str, parameters: Parameters = ()) -> int:
        """Run a statement inside `writing`. Return the key of the inserted row. If there is no such row, return 0."""
        return self._connection.execute(sql, parameters).lastrowid or 0

    def insert(self, table: str, row: Mapping[str, object]) -> int:
        """Insert a row inside `writing`, and return its key. The row is given as values by column."""
        return self.run(f"INSERT INTO {table} ({', '.join(row)}) VALUES (:{', :'.join(row)})", row)

    def run_many(self, sql: str, parameters: Sequence[Parameters]) -> None:
        """Run a statement inside `writing` once for each set of parameters."""
        self._connection.executemany(sql, parameters)

    @contextmanager
    def _errors(self, action: str) -> Iterator[None]:
        """Turn SQLite's errors inside the block into errors for a busy, a damaged or an inaccessible file."""
        try:
            yield
        except sqlite3.ProgrammingError as error:
            raise ValueError(f"{self._path}: {error}") from error
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code in _BUSY:
                remedy = "try again in a moment"
                raise errors.IndexLockedError(f"{self._path} is busy: another process is using it; {remedy}") from error
            if code in _DAMAGED:
                raise self._damaged(error) from error
            remedy = "check that the disk is not full and that you may read and write the folder, then try again"
            raise errors.IndexFolderError(f"cannot {action} {self._path}: {error}; {remedy}") from error

    def _damaged(self, error: Exception) -> errors.IndexDamagedError:
        remedy = "restore a backup of it, or index the articles again into another folder"
        return errors.IndexDamagedError(f"{self._path} is damaged: {error}; {remedy}")


class Connections:
    """A pool of connections to one store file. One thread at a time uses a connection."""

    def __init__(self, path: Path, *, write: bool) -> None:
        """Connect once. With `write`, make or upgrade the tables.

        Raises IndexNotFoundError if there is no store to read, IndexMismatchError for a format that this version cannot
        read, IndexLockedError if the file is busy, IndexDamagedError if it is damaged, and IndexFolderError for other
        errors.
        """
        if not write and not path.exists():
            raise errors.IndexNotFoundError(f"no store at {path}; run: quotes index PATH --index {path.parent}")
        self._path = path
        self.write = write
        self._lock = Lock()
        self._closed = False
        self._idle = [Connection(path, write=write)]

    @contextmanager
    def borrow(self) -> Iterator[Connection]:
        """Yield a connection that no other thread uses. Raises ValueError if the pool is closed."""
        with self._lock:
            if self._closed:
                raise ValueError(f"{self._path} is closed")
            idle = self._idle.pop() if self._idle else None
        connection = idle or Connection(self._path, write=self.write)
        try:
            yield connection
        finally:
            with self._lock:
                keep = len(self._idle) < _IDLE_CONNECTIONS and not self._closed
                if keep:
                    self._idle.append(connection)
            if not keep:
                connection.close()

    def close(self) -> None:
        """Close all connections. A writer first writes the write-ahead log into the store's file."""
        with self._lock:
            self._closed, idle, self._idle = True, self._idle, []
        if self.write and idle:
            idle[0].checkpoint()
        for connection in idle:
            connection.close()


def _uri(path: Path, *, write: bool) -> str:
    """Return the URI of the file to open.

    A reader that cannot write to the folder opens the file read-only. It sees the commits of others if the write-ahead
    log and the index of the log exist. Otherwise the URI must tell SQLite that the file does not change.
    """
    logged = all(path.with_name(path.name + end).exists() for end in ("-wal", "-shm"))
    reading = "rw" if os.access(path.parent, os.W_OK) else "ro" if logged else "ro&immutable=1"
    return f"{path.absolute().as_uri()}?mode={'rwc' if write else reading}"
