"""The check of a store notices the changes of other programs, and full-text indexes can be rebuilt."""

import os
from pathlib import Path

import pytest
from local import change_file, connected, entry, ids_of, local_index, passing, store_problems

from quotesearch.indexer.errors import IndexDamagedError
from quotesearch.indexer.local.index import LocalStorage
from quotesearch.indexer.records import Pattern

STORE = "store.sqlite"


def problems_of(folder: Path) -> tuple[str, ...]:
    with local_index(folder, write=True) as storage:
        return store_problems(storage)


def test_a_healthy_store_has_no_problems(folder: Path) -> None:
    assert problems_of(folder) == ()


@pytest.mark.parametrize(
    ("sql", "complaint"),
    [
        ("UPDATE documents SET text = 'x' || text WHERE id = 'article-1'", "fingerprint differs"),
        ("UPDATE documents SET text = substr(text, 2) WHERE id = 'article-1'", "not the document's text at its spans"),
        ("UPDATE documents SET text = 'short' WHERE id = 'article-1'", "ends past"),
        ("UPDATE documents SET text = ' ' WHERE id = 'article-1'", "has no text"),
        ("UPDATE quotes SET text = 'other words'", "not the document's text at its spans"),
        ("UPDATE quotes SET content = '[[3, 1]]'", "cannot be read"),
        ("UPDATE quotes SET context = '[]'", "cannot be read"),
        (
            "UPDATE quotes SET id = 'f' || substr(id, 2) WHERE start = (SELECT min(start) FROM quotes)",
            "has the wrong id",
        ),
        ("UPDATE quotes SET document = 99", "refers to a missing row"),
    ],
)
def test_a_changed_row_is_a_problem(folder: Path, sql: str, complaint: str) -> None:
    change_file(folder / STORE, sql)
    assert any(complaint in problem for problem in problems_of(folder))


def test_a_damaged_page_is_a_problem(folder: Path) -> None:
    with local_index(folder, write=True) as storage:
        storage.writer.put([entry(number) for number in range(3, 60)])
        storage.catch_up()
    content = bytearray((folder / STORE).read_bytes())
    content[4096 * 4 : 4096 * 6] = b"\xff" * 8192
    (folder / STORE).write_bytes(content)
    try:
        with local_index(folder) as storage:
            problems = storage.check()
    except IndexDamagedError as error:
        problems = (str(error),)
    assert problems
    assert not any("delete" in problem for problem in problems)


LOST_ROW = "INSERT INTO words (words, rowid, folded) SELECT 'delete', key, folded FROM quotes WHERE key = 1"
"""Deletes a quote from the full-text index but not from its table."""
CHANGED_ROW = "UPDATE quotes SET folded = folded || ' indeed' WHERE key = 1"
LOST_TEXT = "INSERT INTO texts (texts, rowid, text) SELECT 'delete', key, text FROM documents WHERE key = 1"


@pytest.mark.parametrize(("sql", "name"), [(LOST_ROW, "words"), (CHANGED_ROW, "words"), (LOST_TEXT, "texts")])
def test_a_full_text_index_that_differs_from_its_table_is_a_problem(folder: Path, sql: str, name: str) -> None:
    change_file(folder / STORE, sql)
    with local_index(folder) as storage:
        message = f"the full-text index {name} is damaged; run: quotes check --repair"
        assert message in storage.check()


@pytest.mark.parametrize(("sql", "name"), [(LOST_ROW, "words"), (LOST_TEXT, "texts")])
def test_a_full_text_index_that_differs_is_rebuilt_by_repair(folder: Path, sql: str, name: str) -> None:
    change_file(folder / STORE, sql)
    with local_index(folder, write=True) as storage:
        assert storage.writer.repair() == (name,)
        assert storage.check() == ()
        assert found_by_first_words(storage) >= ids_of(entry(1))
        with storage.reader() as reader:
            assert len(reader.documents_like(["day"], limit=9)) == 2


@pytest.mark.parametrize("rebuild", [True, False])
def test_changed_words_of_a_quote_are_corrected_by_repair(folder: Path, *, rebuild: bool) -> None:
    change_file(folder / STORE, CHANGED_ROW)
    if rebuild:  # the full-text index has the changed words too
        change_file(folder / STORE, "INSERT INTO words (words) VALUES ('rebuild')")
    with local_index(folder, write=True) as storage:
        assert storage.writer.repair() == ("words",)
        assert storage.check() == ()
        assert found_by_first_words(storage) >= ids_of(entry(1))


def found_by_first_words(storage: LocalStorage) -> set[str]:
    """Return the ids of the quotes that have the first three words of any quote of the first article."""
    return {
        quote_id
        for quote in entry(1).quotes
        for quote_id in passing(storage, required=(Pattern((tuple(quote.text.lower().split()[:3]),)),))
    }


def test_a_lost_row_is_not_found_without_a_repair(folder: Path) -> None:
    change_file(folder / STORE, LOST_ROW)
    with local_index(folder) as storage, connected(storage) as connection:
        (row,) = connection.rows("SELECT id, folded FROM quotes WHERE key = 1")
        assert row["id"] not in passing(storage, required=(Pattern((tuple(row["folded"].split()),)),))


def test_a_check_without_write_permission_skips_the_integrity_of_full_text_indexes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_file(folder / STORE, LOST_ROW)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with local_index(folder) as storage:
        assert storage.check() == ()
    change_file(folder / STORE, CHANGED_ROW)
    change_file(folder / STORE, "UPDATE documents SET title = 'another' WHERE id = 'article-1'")
    with local_index(folder) as storage:
        title, words = storage.check()
    assert "fingerprint differs" in title
    assert words == "the full-text index words is damaged; run: quotes check --repair"
