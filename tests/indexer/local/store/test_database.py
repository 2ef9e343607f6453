"""The SQLite file: transactions, threads, and errors for a busy, a damaged or an inaccessible file."""

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from local import connected, entry, ids_of, local_index, passing, store_problems, stored_ids

from quotesearch.indexer.errors import (
    IndexDamagedError,
    IndexFolderError,
    IndexLockedError,
    IndexMismatchError,
    IndexNotFoundError,
)
from quotesearch.indexer.local.index import LocalStorage
from quotesearch.indexer.local.store import database, insert
from quotesearch.indexer.local.store.changes import all_ids, last_change
from quotesearch.indexer.local.store.database import Connection, Connections
from quotesearch.indexer.local.store.rows import quote_row


@pytest.fixture
def path(folder: Path) -> Path:
    """Return the path of a store that has two articles."""
    return folder / "store.sqlite"


def test_a_view_stays_as_it_is_while_a_writer_commits(path: Path) -> None:
    with closing(Connection(path, write=False)) as reader, closing(Connection(path, write=True)) as writer:
        with writer.writing():
            assert last_change(reader) == 1
        with reader.reading():
            assert last_change(reader) == 2
            with writer.writing():
                pass
            assert last_change(reader) == 2
        assert last_change(reader) == 3


def test_a_reader_cannot_write(folder: Path) -> None:
    with local_index(folder) as storage:
        with pytest.raises(ValueError, match="write=True"):
            storage.writer.put([entry(3)])
        with connected(storage) as connection, pytest.raises(IndexFolderError, match="readonly"), connection.writing():
            pass


def test_a_failure_inside_a_transaction_undoes_everything(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(insert, "quote_row", lambda quote: quote_row(quote) | {"context": None})
    with local_index(folder, write=True) as storage:
        with pytest.raises(IndexFolderError, match="cannot write"):
            storage.writer.put([entry(3), entry(1, edition=1)])
        assert stored_ids(storage) == ids_of(entry(1), entry(2))
        with connected(storage) as connection:
            assert last_change(connection) == 1
        assert store_problems(storage) == ()


def test_a_closed_index_is_a_programming_mistake(folder: Path) -> None:
    with local_index(folder) as storage:
        storage.close()
        with pytest.raises(ValueError, match="closed"), storage.reader():
            pass


def test_a_closed_view_is_a_programming_mistake(folder: Path) -> None:
    with local_index(folder) as storage:
        with storage.reader() as reader:
            reader.close()
        with pytest.raises(ValueError, match="closed"):
            reader.statistics()


def test_there_is_no_store_to_read(tmp_path: Path) -> None:
    with pytest.raises(IndexNotFoundError, match="quotes index"):
        Connections(tmp_path / "store.sqlite", write=False)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_is_no_store_until_a_writer_opens_it(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    path.touch()
    with pytest.raises(IndexNotFoundError, match="nothing has been stored"):
        Connection(path, write=False)
    with closing(Connection(path, write=True)) as connection:
        assert last_change(connection) == 0


@pytest.mark.parametrize("write", [True, False], ids=["to write", "to read"])
def test_a_newer_format_is_refused(path: Path, *, write: bool) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(IndexMismatchError, match="upgrade quotesearch"):
        Connection(path, write=write)


@pytest.mark.parametrize("write", [True, False], ids=["to write", "to read"])
def test_a_file_that_is_no_store_is_damaged(tmp_path: Path, *, write: bool) -> None:
    path = tmp_path / "store.sqlite"
    path.write_bytes(b"this is an article, not a database\n" * 100)
    with pytest.raises(IndexDamagedError, match="is damaged: file is not a database; restore a backup") as error:
        Connection(path, write=write)
    assert "delete" not in str(error.value)


def error_with(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("what SQLite says")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        (sqlite3.SQLITE_BUSY, IndexLockedError, "is busy: another process is using it; try again in a moment"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, IndexLockedError, "is busy"),
        (sqlite3.SQLITE_LOCKED, IndexLockedError, "is busy"),
        (sqlite3.SQLITE_CORRUPT, IndexDamagedError, "is damaged: what SQLite says; restore a backup of it, or index"),
        (sqlite3.SQLITE_CORRUPT_VTAB, IndexDamagedError, "is damaged"),
        (sqlite3.SQLITE_NOTADB, IndexDamagedError, "is damaged"),
        (sqlite3.SQLITE_FULL, IndexFolderError, "cannot read .*: what SQLite says; check that the disk is not full"),
        (sqlite3.SQLITE_IOERR, IndexFolderError, "cannot read"),
        (sqlite3.SQLITE_CANTOPEN, IndexFolderError, "cannot read"),
        (sqlite3.SQLITE_READONLY, IndexFolderError, "cannot read"),
        (sqlite3.SQLITE_ERROR, IndexFolderError, "cannot read"),
    ],
)
def test_only_a_damaged_file_is_reported_as_damaged(
    path: Path, code: int, kind: type[IndexFolderError], words: str
) -> None:
    with closing(Connection(path, write=False)) as connection:
        with pytest.raises(IndexFolderError, match=words) as error, connection._errors("read"):
            raise error_with(code)
        assert type(error.value) is kind
        assert "delete" not in str(error.value)


LOCK_EXCLUSIVELY = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA locking_mode = EXCLUSIVE")
connection.execute("BEGIN EXCLUSIVE")
print("ready", flush=True)
sys.stdin.read()
"""


@contextmanager
def used_by_another_process(path: Path) -> Iterator[None]:
    """Lock the store exclusively in another process inside the block."""
    command = [sys.executable, "-c", LOCK_EXCLUSIVELY, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as second:
        assert second.stdout
        assert second.stdout.readline() == "ready\n"
        yield
        second.communicate("")


@pytest.fixture
def _no_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let statements wait only .05 s for another process."""
    monkeypatch.setattr(database, "_WAIT_SECONDS", 0.05)


@pytest.mark.usefixtures("_no_wait")
@pytest.mark.parametrize("write", [True, False], ids=["to write", "to read"])
def test_a_store_that_another_process_locks_exclusively_is_busy(path: Path, *, write: bool) -> None:
    busy = r"is busy: another process is using it; try again in a moment$"
    with used_by_another_process(path):
        with pytest.raises(IndexLockedError, match=busy):
            Connection(path, write=write)
        with pytest.raises(IndexLockedError, match=busy), local_index(path.parent, write=write):
            pass
    with local_index(path.parent, write=write) as storage:
        assert passing(storage) == ids_of(entry(1), entry(2))


@pytest.mark.usefixtures("_no_wait")
def test_a_second_writer_to_one_file_gets_a_busy_error(path: Path) -> None:
    connections = Connection(path, write=True), Connection(path, write=True)
    with closing(connections[0]) as first, closing(connections[1]) as second, first.writing():
        with pytest.raises(IndexLockedError, match="is busy"), second.writing():
            pass
        assert last_change(second) == 1


@pytest.mark.parametrize("fails", [True, False])
def test_a_checkpoint_leaves_the_wait_for_locks_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch, *, fails: bool
) -> None:
    if fails:
        monkeypatch.setattr(database, "_CHECKPOINT_WAIT_SECONDS", 0.01)
    with (
        closing(Connection(path, write=True)) as writer,
        closing(Connection(path, write=False)) as reader,
        reader.reading(),
    ):
        if fails:
            all_ids(reader)
            with writer.writing():
                pass
        writer.checkpoint()
        assert writer.number("PRAGMA busy_timeout") == database._WAIT_SECONDS * 1000


def test_a_sqlite_without_full_text_search_is_one_clear_error(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite3.connect

    class WithoutFullText(sqlite3.Connection):
        def execute(self, sql: str, *parameters: object) -> sqlite3.Cursor:
            return super().execute(sql.replace("ENABLE_FTS5", "ENABLE_NOTHING"), *parameters)

    def connect_without_full_text(*arguments: object, **options: object) -> sqlite3.Connection:
        return connect(*arguments, **options, factory=WithoutFullText)

    monkeypatch.setattr(sqlite3, "connect", connect_without_full_text)
    for write in (True, False):
        with pytest.raises(IndexFolderError, match=r"SQLite \d[\d.]+ has no full-text search \(FTS5\); use a Python"):
            Connection(path, write=write)
    with pytest.raises(IndexFolderError, match="FTS5"), local_index(path.parent):
        pass
    with pytest.raises(IndexFolderError, match="FTS5"), local_index(path.parent / "new", create=True):
        pass


def run_in_threads(count: int, action: Callable[[], object]) -> list[object]:
    """Return the results of an action, one for each thread."""
    results: list[object] = []
    threads = [threading.Thread(target=lambda: results.append(action())) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_each_of_many_threads_has_a_separate_view(folder: Path) -> None:
    with local_index(folder) as storage:
        expected = ids_of(entry(1), entry(2))
        assert run_in_threads(8, lambda: passing(storage)) == [expected] * 8
        assert len(storage._connections._idle) <= database._IDLE_CONNECTIONS


def test_many_threads_may_use_one_view(folder: Path) -> None:
    with local_index(folder) as storage, storage.reader() as reader:
        expected = reader.statistics()
        assert run_in_threads(8, reader.statistics) == [expected] * 8


def test_a_writer_leaves_everything_in_one_file(tmp_path: Path) -> None:
    path = tmp_path / "news" / "store.sqlite"
    with local_index(path.parent, create=True) as writer, local_index(path.parent) as reader:
        writer.writer.put([entry(1)])
        assert stored_ids(reader) == ids_of(entry(1))
        writer.close()
        assert path.with_name("store.sqlite-wal").stat().st_size == 0
        (tmp_path / "copy.sqlite").write_bytes(path.read_bytes())
        with closing(Connection(tmp_path / "copy.sqlite", write=False)) as copy:
            assert all_ids(copy) == ids_of(entry(1))


def test_a_reader_in_an_unwritable_folder_sees_the_commits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "store.sqlite"
    with closing(Connections(path, write=True)) as connections, connections.borrow() as writer:
        with writer.writing():
            pass
        monkeypatch.setattr(os, "access", lambda *_: False)
        with closing(Connection(path, write=False)) as reader:
            assert last_change(reader) == 1
            with writer.writing():
                pass
            assert last_change(reader) == 2
    with closing(Connection(path, write=False)) as reader:
        assert last_change(reader) == 2
    assert {file.name for file in tmp_path.iterdir()} == {"store.sqlite"}


def test_a_reader_neither_trusts_nor_changes_a_schema(path: Path) -> None:
    with closing(Connection(path, write=False)) as connection:
        assert connection.number("PRAGMA trusted_schema") == 0
        assert connection.number("PRAGMA query_only") == 1


def test_malformed_ids_are_damage(path: Path) -> None:
    with closing(Connection(path, write=False)) as connection, pytest.raises(IndexDamagedError, match="is damaged"):
        connection.ids("SELECT 'not hexadecimal'")


def test_the_log_is_bounded_after_many_commits(storage: LocalStorage) -> None:
    for number in range(30):
        storage.writer.put([entry(number, quotes=20)])
    log = storage.folder / "store.sqlite-wal"
    assert log.stat().st_size < 1_100 * (4096 + 24)
