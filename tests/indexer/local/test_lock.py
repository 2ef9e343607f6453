"""One writer at a time: the error names the other process, and an unwritable folder is one clear error."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from local import changes_of, entry, ids_of, local_index, passing, unwritable

from quotesearch.indexer.backends import open_storage
from quotesearch.indexer.errors import IndexFolderError, IndexLockedError, IndexMismatchError
from quotesearch.indexer.local import lock as lock_module
from quotesearch.indexer.local.index import LocalStorage
from quotesearch.indexer.local.lock import WriteLock
from quotesearch.indexer.model import Document
from quotesearch.indexer.records import Attributed

ENDED = subprocess.Popen([sys.executable, "-c", ""])
"""A process that has ended; a stale `write.pid` may have its number."""
ENDED.wait()


def test_the_error_of_a_second_writer_names_the_first(folder: Path) -> None:
    with local_index(folder, write=True):
        message = f"process {os.getpid()} is writing to the index in {folder}; wait until it ends"
        with pytest.raises(IndexLockedError, match=message), local_index(folder, write=True):
            pass
    with local_index(folder, write=True) as storage:
        assert changes_of(storage) == (1, 1, 1)


def test_a_second_writer_waits_for_the_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock_module, "WAIT_SECONDS", 30.0)
    code = (
        "import sys, time; from pathlib import Path; from quotesearch.indexer.local.lock import WriteLock\n"
        "lock = WriteLock(Path(sys.argv[1])); lock.acquire(); print('locked', flush=True); time.sleep(0.3)\n"
        "lock.release()"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(folder)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "locked\n"
        with local_index(folder, write=True) as storage:
            assert storage.check() == ()


def test_the_lock_of_a_killed_process_is_free(folder: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from quotesearch.indexer.local.lock import WriteLock\n"
        "WriteLock(Path(sys.argv[1])).acquire(); os.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(folder)], check=False).returncode == -9
    assert (folder / "write.pid").exists()
    with local_index(folder, write=True) as storage:
        assert storage.check() == ()
    assert not (folder / "write.pid").exists()


def test_readers_do_not_wait_for_a_writer(folder: Path) -> None:
    with local_index(folder, write=True), local_index(folder) as reader:
        reader.catch_up()
        assert passing(reader) == ids_of(entry(1), entry(2))


def test_an_index_that_cannot_be_opened_releases_the_lock(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_self: LocalStorage) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr("quotesearch.indexer.local.writer.LocalWriter.catch_up", fail)
        with pytest.raises(MemoryError), local_index(folder, write=True):
            pass
    with local_index(folder, write=True) as storage:
        assert changes_of(storage)[0] == 1


def test_a_lock_is_released_once(tmp_path: Path) -> None:
    lock = WriteLock(tmp_path)
    lock.acquire()
    with lock.holding():
        assert lock.is_held
    assert lock.is_held
    lock.release()
    lock.release()
    assert not lock.is_held
    with lock.try_holding() as is_free:
        assert is_free
    assert not lock.is_held


# -- folders that cannot be written --------------------------------------------------------------


@pytest.fixture
def public() -> Iterator[Path]:
    """Return the folder of an index of two articles in a folder that any user may read."""
    place = Path(tempfile.mkdtemp())
    if os.geteuid() == 0 and not all(folder.stat().st_mode & 0o001 for folder in place.parents):
        shutil.rmtree(place)
        pytest.skip("needs a temporary folder that other users can reach; set TMPDIR to one")
    place.chmod(0o755)
    with local_index(place / "news", create=True) as storage:
        storage.writer.put([entry(1), entry(2)])
        storage.catch_up()
        storage.check()
    yield place / "news"
    shutil.rmtree(place)


@pytest.mark.parametrize("writable", [(), ("write.lock",)], ids=["nothing", "the lock file"])
@pytest.mark.parametrize("pid", [None, pytest.param(str(ENDED.pid), id="ended"), "", "-1", "9" * 40, "me"])
@pytest.mark.parametrize(("part", "name"), [("keyword", "keyword"), ("vectors", "vector")])
def test_a_missing_index_that_cannot_be_made_is_an_error(
    public: Path, part: str, name: str, pid: str | None, writable: tuple[str, ...]
) -> None:
    shutil.rmtree(public / part)
    if pid is not None:
        (public / "write.pid").write_text(pid)
    message = f"^{public}: the {name} index is missing; run as the owner of the folder: quotes check --repair$"
    with unwritable(public, *writable), local_index(public) as storage:
        for _ in range(2):
            with pytest.raises(IndexFolderError, match=message):
                storage.catch_up()


def test_two_missing_indexes_are_both_named(public: Path) -> None:
    shutil.rmtree(public / "keyword")
    shutil.rmtree(public / "vectors")
    message = "the keyword and the vector index is missing"
    with unwritable(public), local_index(public) as storage, pytest.raises(IndexFolderError, match=message):
        storage.catch_up()


@pytest.mark.parametrize("writable", [(), ("write.lock",)], ids=["nothing", "the lock file"])
def test_an_outdated_index_in_an_unwritable_folder_still_answers(public: Path, writable: tuple[str, ...]) -> None:
    with local_index(public, write=True) as storage:
        storage.writer.put([entry(3)])
    with unwritable(public, *writable), local_index(public) as storage:
        storage.catch_up()
        assert changes_of(storage) == (2, 1, 1)
        assert passing(storage) == ids_of(entry(1), entry(2), entry(3))


def test_an_index_that_is_missing_while_a_process_writes_it_is_no_error(public: Path) -> None:
    shutil.rmtree(public / "keyword")
    (public / "write.pid").write_text(str(os.getpid()))
    with unwritable(public), local_index(public) as storage:
        storage.catch_up()
        assert changes_of(storage) == (1, 0, 1)


@pytest.mark.parametrize("writable", [(), ("write.lock",)], ids=["nothing", "the lock file"])
@pytest.mark.parametrize("create", [False, True])
def test_a_folder_that_cannot_be_written_is_an_error(public: Path, writable: tuple[str, ...], *, create: bool) -> None:
    message = f"^cannot write to {public}: Permission denied; check that it is a folder in which you may write"
    opened = local_index(public, write=True, create=create)
    with unwritable(public, *writable), pytest.raises(IndexFolderError, match=message), opened:
        pass
    with local_index(public, write=True) as storage:  # the lock was released
        assert changes_of(storage)[0] == 1


def test_an_index_in_an_unwritable_folder_is_read_and_checked(public: Path) -> None:
    with unwritable(public), local_index(public) as storage:
        storage.catch_up()
        assert passing(storage) == ids_of(entry(1), entry(2))
        assert storage.check() == ()


def test_the_error_for_an_older_format_in_an_unwritable_folder_names_the_command(public: Path, root: Path) -> None:
    shutil.rmtree(public)
    shutil.copytree(root / "tests" / "support" / "index-0.1.0", public)
    message = f"^{public}/store.sqlite has the older format 5; run: quotes check --repair --index {public}$"
    with unwritable(public), pytest.raises(IndexMismatchError, match=message), open_storage(public):
        pass
    with closing(open_storage(public)) as storage, storage.reader() as reader:
        assert reader.statistics().documents == 1


@pytest.mark.parametrize("part", ["notes", "notes/news"])
def test_a_folder_that_is_a_file_is_an_error(tmp_path: Path, part: str) -> None:
    (tmp_path / "notes").write_text("mine")
    folder = tmp_path / part
    message = f"cannot write to {folder}: .*; check that it is a folder"
    with pytest.raises(IndexFolderError, match=message), local_index(folder, create=True):
        pass
    assert (tmp_path / "notes").read_text() == "mine"


def test_a_full_disk_is_an_error_and_nothing_is_stored(folder: Path) -> None:
    with local_index(folder, write=True) as storage:
        with storage._connections.borrow() as connection:
            pages = connection.number("PRAGMA page_count")
            connection.rows(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(IndexFolderError, match="disk is full; check that the disk is not full"):
            storage.writer.put([Attributed(Document("long", "words " * 100_000), ())])
        assert changes_of(storage)[0] == 1
