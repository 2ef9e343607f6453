"""Find documents by id, url, path or words, including those without any quote."""

import os
import re
from collections.abc import Collection

from quotesearch.indexer.local.store.database import Connection, listed
from quotesearch.indexer.local.store.rows import read_document, sound
from quotesearch.indexer.model import Document

_BY_ID = "SELECT * FROM documents WHERE id IN (SELECT value FROM json_each(?))"
_NAMED = """
    SELECT id FROM documents WHERE url = :name OR id IN (SELECT value FROM json_each(:paths))
        OR path IN (SELECT value FROM json_each(:paths)) ORDER BY id"""
_ONE_TOKEN = re.compile(r"[0-9A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff]+")
"""What FTS5 takes for one word; of letters that it knows less well it makes several, which is an error here."""
_WITH_WORDS = """
    SELECT documents.* FROM texts JOIN documents ON documents.key = texts.rowid
    WHERE texts MATCH ? ORDER BY bm25(texts), documents.id LIMIT ?"""


def documents_with(connection: Connection, words: Collection[str], *, limit: int) -> tuple[Document, ...]:
    """Return the documents whose text has most of the words, those with the rarest ones first."""
    asked = " OR ".join(f'"{word}"' for word in sorted(words) if _ONE_TOKEN.fullmatch(word))
    rows = connection.rows(_WITH_WORDS, (asked, limit)) if asked else []
    with sound():
        return tuple(read_document(row) for row in rows)


def documents_by_id(connection: Connection, ids: Collection[str]) -> dict[str, Document]:
    """Return those of the documents that are stored, by id."""
    rows = connection.rows(_BY_ID, (listed(ids),))
    with sound():
        return {row["id"]: read_document(row) for row in rows}


def find_documents(connection: Connection, name: str) -> tuple[str, ...]:
    """Return the ids of the documents that `name` means: an id, a url, or a path (relative too), sorted."""
    absolute = os.path.abspath(name)  # noqa: PTH100 - `resolve` would follow links, and the path was indexed as typed
    paths = listed({name, absolute, os.path.realpath(name)})
    return tuple(row["id"] for row in connection.rows(_NAMED, {"name": name, "paths": paths}))
