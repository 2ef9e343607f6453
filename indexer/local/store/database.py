"""Open the SQLite file and keep its transactions: durability, format, errors in plain words.

WAL lets readers go on next to the one writer. `synchronous` is FULL, which costs one wait for the disk
a transaction (a batch of documents): with NORMAL a power cut may take back a commit that the derived
parts hold already, and they would then be ahead of the store without knowing it.

A view of the index is a read transaction on a connection of its own. While it is open, SQLite cannot empty the
write-ahead log, so a view lasts for one search or one page of an export. A writer checkpoints after each commit that
makes the log longer than 1,000 pages, and empties the log when it closes; `journal_size_limit` truncates it after a
checkpoint that a long view had delayed.
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
"""How long a statement waits for a lock of another process."""
_CHECKPOINT_WAIT_SECONDS = 0.2
_MAPPED_BYTES = 1 << 30
"""Bytes of the file that a connection maps into memory; all connections of a process share the pages."""
_LOG_BYTES = 64 << 20
"""Bytes to which the write-ahead log is cut after a checkpoint."""
_IDLE_CONNECTIONS = 4
"""Connections that stay open between two uses."""
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class OlderFormatError(errors.IndexMismatchError):
    """Say that a store has an older format, which only a writer can bring up to date."""


Parameters = Mapping[str, object] | Sequence[object]


def listed(values: Collection[object]) -> str:
    """Return the values as the one parameter of `IN (SELECT value FROM json_each(?))`, which takes any number."""
    return json.dumps(list(values))


class Connection:
    """Run SQL on one connection to a store; every failure becomes an error for the user."""

    def __init__(self, path: Path, *, write: bool) -> None:
        """Connect; errors as those of `Connections`."""
        self._path = path
        with self._errors("read"):
            address = _address(path, write=write)
            self._connection = sqlite3.connect(  # a pool or a lock gives it to one thread at a time
                address, uri=True, isolation_level=None, timeout=_WAIT_SECONDS, check_same_thread=False
            )
        try:
            with self._errors("read"):
                self._prepare(write=write)
        except BaseException:
            self.close()
            raise

    def _prepare(self, *, write: bool) -> None:
        """Set the connection up, and make or upgrade the tables if it writes."""
        self._connection.row_factory = sqlite3.Row
        self._set("foreign_keys = ON", f"mmap_size = {_MAPPED_BYTES}")
        if write:
            self._set("journal_mode = WAL", "synchronous = FULL", f"journal_size_limit = {_LOG_BYTES}")
        self._must_be_readable(write=write)
        if write:
            upgrade(self._connection)
        else:  # a writer has to trust the schema: before SQLite 3.41 a trigger may not fill a full-text index else
            self._set("query_only = ON", "trusted_schema = OFF")

    def _set(self, *pragmas: str) -> None:
        """Change settings of the connection."""
        for pragma in pragmas:
            self._connection.execute(f"PRAGMA {pragma}")

    def _must_be_readable(self, *, write: bool) -> None:
        """Raise if this version cannot read the store's format, or this SQLite has no full-text search."""
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if version not in FORMATS:
            known = f"which this version of quotesearch does not know (its own is {FORMAT}); upgrade quotesearch"
            raise errors.IndexMismatchError(f"{self._path} has format {version}, {known}")
        if not write and version == 0:
            raise errors.IndexNotFoundError(f"nothing has been stored in {self._path} yet; run: quotes index PATH")
        if not write and version < FORMAT:
            remedy = f"run: quotes check --repair --index {self._path.parent}"
            raise OlderFormatError(f"{self._path} has the older format {version}; {remedy}")
        if not self._connection.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')").fetchone()[0]:
            remedy = "use a Python whose SQLite has it, as those from python.org and Debian"
            raise errors.IndexFolderError(f"SQLite {sqlite3.sqlite_version} has no full-text search (FTS5); {remedy}")

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()

    def checkpoint(self) -> None:
        """Bring the write-ahead log into the file and empty it; what a view still reads stays for the next time."""
        with suppress(sqlite3.Error):
            self._set(f"busy_timeout = {int(_CHECKPOINT_WAIT_SECONDS * 1000)}")
            try:
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                self._set(f"busy_timeout = {int(_WAIT_SECONDS * 1000)}")

    def rows(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """Return the rows that the statement selects."""
        with self._errors("read"):
            return self._connection.execute(sql, parameters).fetchall()

    def iterate(self, sql: str, parameters: Parameters = ()) -> Iterator[sqlite3.Row]:
        """Yield the rows that the statement selects, one at a time in memory."""
        with self._errors("read"):
            yield from self._connection.execute(sql, parameters)

    def ids(self, sql: str, parameters: Parameters = ()) -> Ids:
        """Return the quote ids that the statement selects as one text without separators, or as NULL."""
        joined = self.rows(sql, parameters)[0][0] or ""
        try:
            return Ids.joined(joined)
        except ValueError as error:
            raise self._damaged(error) from error

    def number(self, sql: str, parameters: Parameters = ()) -> int:
        """Return the one number that the statement selects."""
        return int(self.rows(sql, parameters)[0][0])

    def has_integrity(self, table: str) -> bool:
        """Tell whether a full-text index has what its table holds; a connection that only reads cannot know: true."""
        with self._errors("check"):
            try:  # the option 1 also compares with the external content
                self._connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")
            except sqlite3.DatabaseError as error:
                code = error.sqlite_errorcode & 0xFF
                if code not in {*_DAMAGED, sqlite3.SQLITE_READONLY}:
                    raise
                return code == sqlite3.SQLITE_READONLY
        return True

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Let the statements inside see the state of the store at the first of them, whatever is committed later."""
        self.rows("BEGIN")
        try:
            yield
        finally:
            if self._connection.in_transaction:
                self.rows("COMMIT")

    @contextmanager
    def writing(self) -> Iterator[int]:
        """Commit what is done inside as one change, whose number is given; anything raised takes it all back."""
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
        """Run a statement inside `writing`; return the key of the row it inserted, if any."""
        return self._connection.execute(sql, parameters).lastrowid or 0

    def insert(self, table: str, row: Mapping[str, object]) -> int:
        """Insert a row inside `writing`, given by its columns; return its key."""
        return self.run(f"INSERT INTO {table} ({', '.join(row)}) VALUES (:{', :'.join(row)})", row)

    def run_many(self, sql: str, parameters: Sequence[Parameters]) -> None:
        """Run a statement inside `writing` once for each of the parameters."""
        self._connection.executemany(sql, parameters)

    @contextmanager
    def _errors(self, doing: str) -> Iterator[None]:
        """Turn what SQLite raises inside into an error that says busy, damaged or why the system refused."""
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
            remedy = "see that the disk is not full and that you may read and write the folder, then try again"
            raise errors.IndexFolderError(f"cannot {doing} {self._path}: {error}; {remedy}") from error

    def _damaged(self, error: Exception) -> errors.IndexDamagedError:
        remedy = "put back a copy of it, or index the articles again into another folder"
        return errors.IndexDamagedError(f"{self._path} is damaged: {error}; {remedy}")


class Connections:
    """Lend connections to one store file, each to one thread at a time."""

    def __init__(self, path: Path, *, write: bool) -> None:
        """Connect once, and make or upgrade the tables if `write` is set.

        IndexNotFoundError if there is no store to read, IndexMismatchError for a format that this version cannot read,
        IndexLockedError if the file is busy, IndexDamagedError if it is damaged, else IndexFolderError.
        """
        if not write and not path.exists():
            raise errors.IndexNotFoundError(f"no store at {path}; run: quotes index PATH --index {path.parent}")
        self._path = path
        self.write = write
        self._lock = Lock()
        self._closed = False
        self._idle = [Connection(path, write=write)]

    @contextmanager
    def lent(self) -> Iterator[Connection]:
        """Give a connection inside that nobody else uses; ValueError if the store is closed."""
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
        """Let the file go; a writer leaves all that is committed in the one file."""
        with self._lock:
            self._closed, idle, self._idle = True, self._idle, []
        if self.write and idle:
            idle[0].checkpoint()
        for connection in idle:
            connection.close()


def _address(path: Path, *, write: bool) -> str:
    """Return the URI to open.

    If one cannot write, a store with its write-ahead log and the index of that is read as it is, with the commits of
    others; without them SQLite has to be told that the file does not change.
    """
    logged = all(path.with_name(path.name + end).exists() for end in ("-wal", "-shm"))
    reading = "rw" if os.access(path.parent, os.W_OK) else "ro" if logged else "ro&immutable=1"
    return f"{path.absolute().as_uri()}?mode={'rwc' if write else reading}"
