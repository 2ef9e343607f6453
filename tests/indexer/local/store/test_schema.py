"""A store of an older format is brought up to date by a writer and loses nothing."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from local import change_file, connected, entry, local_index, passing, store_problems, stored_ids

from quotesearch.indexer.errors import IndexFolderError, IndexMismatchError
from quotesearch.indexer.local.lock import WriteLock
from quotesearch.indexer.local.store import schema
from quotesearch.indexer.local.store.database import Connection, OlderFormatError
from quotesearch.indexer.records import Pattern

TO_FORMAT_6 = """
    DROP TABLE corrections; ALTER TABLE merges RENAME TO corrections;
    ALTER TABLE quotes DROP COLUMN speaker_confidence;
    PRAGMA user_version = 6;
"""
FROM_6_TO_5 = """
    DROP TRIGGER words_in; DROP TRIGGER words_out; DROP TABLE vocabulary; DROP TABLE words;
    DROP INDEX documents_newest; CREATE INDEX documents_published ON documents (published);
    ALTER TABLE quotes DROP COLUMN folded;
    DROP VIEW persons; DROP INDEX joined_surname; ALTER TABLE joined DROP COLUMN surname;
    CREATE VIEW persons AS
        SELECT speakers.*, coalesce(joined.person, speakers.identity) AS person
        FROM speakers LEFT JOIN joined ON joined.identity = speakers.identity;
    PRAGMA user_version = 5;
"""
TO_FORMAT_5 = TO_FORMAT_6 + FROM_6_TO_5


@pytest.fixture
def path(folder: Path) -> Path:
    """Return the path of a store that has two articles, with a merge and a split of speakers by a user."""
    with local_index(folder, write=True) as storage:
        storage.writer.merge_speakers("Jón Ek", "Tomás Arriaga")
        storage.writer.split_speaker("Jón Ek")
        storage.catch_up()
    return folder / "store.sqlite"


def make_old(path: Path, script: str = TO_FORMAT_5) -> None:
    """Make the store one of an older format."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)


def shape(path: Path) -> set[tuple[str, ...]]:
    """Return the tables of a store with their columns, its indexes, triggers and views."""
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute("SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'").fetchall()
        columns = {
            (name, *sorted(row[1] for row in connection.execute(f"PRAGMA table_info({name})")))
            for kind, name in names
            if kind in {"table", "view"}
        }
    return set(names) | columns


@pytest.mark.parametrize("script", [TO_FORMAT_5, TO_FORMAT_6], ids=["5", "6"])
def test_an_older_format_is_brought_up_to_date_and_loses_nothing(path: Path, script: str) -> None:
    phrase = Pattern((tuple(entry(1).quotes[0].text.split()[:2]),))
    with local_index(path.parent) as storage:
        ids, with_phrase = stored_ids(storage), passing(storage, required=(phrase,))
        with storage.reader() as reader:
            quotes, speakers = reader.quotes(ids, copies=True), reader.speakers()
    assert with_phrase
    new = shape(path)
    make_old(path, script)
    with pytest.raises(OlderFormatError, match=r"has the older format \d; run: quotes check --repair --index "):
        Connection(path, write=False)
    with local_index(path.parent, write=True) as storage:
        with storage.reader() as reader:
            assert reader.quotes(ids, copies=True) == quotes
            assert reader.speakers() == speakers
            assert "article-1" in {document.document.id for document in reader.documents_like(["day"], limit=5)}
        assert stored_ids(storage) == ids
        assert passing(storage, required=(phrase,)) == with_phrase
        assert store_problems(storage) == ()
        storage.writer.remove(["article-1"])
        assert store_problems(storage) == ()
    assert shape(path) == new


def test_a_reader_brings_an_older_format_up_to_date_if_it_may_write(
    path: Path, warnings: pytest.LogCaptureFixture
) -> None:
    make_old(path)
    with local_index(path.parent) as storage:
        assert stored_ids(storage)
    assert "has an older format; bringing it up to date" in warnings.text


def test_a_format_that_was_never_released_is_refused(path: Path) -> None:
    change_file(path, "PRAGMA user_version = 3")
    with pytest.raises(IndexMismatchError, match="has format 3, which this version of quotesearch does not know"):
        Connection(path, write=True)


def test_a_reader_leaves_an_older_format_to_the_writer_that_has_the_lock(path: Path) -> None:
    make_old(path)
    lock = WriteLock(path.parent)
    lock.acquire()
    try:
        with pytest.raises(IndexMismatchError, match="run: quotes check --repair"), local_index(path.parent):
            pass
    finally:
        lock.release()


def test_a_step_that_fails_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_old(path)
    old = shape(path)
    monkeypatch.setitem(schema._STEPS, 5, (*schema._STEPS[5], "DROP TABLE no_such_table"))
    with pytest.raises(IndexFolderError, match="no such table"):
        Connection(path, write=True)
    assert shape(path) == old
    monkeypatch.undo()
    with local_index(path.parent, write=True) as storage:
        assert store_problems(storage) == ()


def test_the_joins_of_an_older_store_have_the_surname_of_their_identity(path: Path) -> None:
    with local_index(path.parent, write=True) as storage:
        storage.writer.merge_speakers("Jón Ek", "Tomás Arriaga")
    make_old(path)
    with local_index(path.parent, write=True) as storage, connected(storage) as connection:
        rows = connection.rows("SELECT identity, surname FROM joined")
    assert [tuple(row) for row in rows] == [("jon ek", "ek")]


@pytest.mark.parametrize("script", [TO_FORMAT_5, TO_FORMAT_6], ids=["5", "6"])
def test_the_merges_of_an_older_store_are_kept_and_it_has_no_corrections(path: Path, script: str) -> None:
    with local_index(path.parent, write=True) as storage:
        storage.writer.merge_speakers("Jón Ek", "Tomás Arriaga")
    make_old(path, script)
    with local_index(path.parent, write=True) as storage:
        with connected(storage) as connection:
            assert [tuple(row) for row in connection.rows("SELECT * FROM merges")] == [("jon ek", "tomas arriaga")]
        with storage.reader() as reader:
            assert reader.corrections() == ()
            assert {quote.speaker.confidence for quote in reader.document_quotes("article-1")} == {1.0}


def test_the_store_of_version_0_1_0_has_all_its_words(root: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(root / "tests" / "support" / "index-0.1.0", tmp_path / "index"))
    with closing(Connection(folder / "store.sqlite", write=True)) as connection:
        assert connection.number("PRAGMA user_version") == schema.FORMAT
        assert connection.number("SELECT count(*) FROM words WHERE words MATCH 'engines'") == 1
        assert connection.has_integrity("words")
