"""Find documents by id, url, path or words, including documents without quotes."""

import os
import re
from collections.abc import Collection

from quotesearch.indexer.local.store.database import Connection, json_array
from quotesearch.indexer.local.store.rows import read_document, reporting_damage
from quotesearch.indexer.model import Document

_BY_ID = "SELECT * FROM documents WHERE id IN (SELECT value FROM json_each(?))"
_NAMED = """
    SELECT id FROM documents WHERE url = :name OR id IN (SELECT value FROM json_each(:paths))
        OR path IN (SELECT value FROM json_each(:paths)) ORDER BY id"""
_ONE_TOKEN = re.compile(r"[0-9A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff]+")
"""Matches words that FTS5 always takes for one token.

FTS5 splits words of other letters into several tokens. In the query, this would be an error.
"""
_WITH_WORDS = """
    SELECT documents.* FROM texts JOIN documents ON documents.key = texts.rowid
    WHERE texts MATCH ? ORDER BY bm25(texts), documents.id LIMIT ?"""


def best_documents(connection: Connection, words: Collection[str], *, limit: int) -> tuple[Document, ...]:
    """Return the documents that match the words best, by BM25. Equal scores are sorted by id."""
    query = " OR ".join(f'"{word}"' for word in sorted(words) if _ONE_TOKEN.fullmatch(word))
    rows = connection.rows(_WITH_WORDS, (query, limit)) if query else []
    with reporting_damage():
        return tuple(read_document(row) for row in rows)


def documents_by_id(connection: Connection, ids: Collection[str]) -> dict[str, Document]:
    """Return the stored documents with these ids, by id."""
    rows = connection.rows(_BY_ID, (json_array(ids),))
    with reporting_damage():
        return {row["id"]: read_document(row) for row in rows}


def find_documents(connection: Connection, name: str) -> tuple[str, ...]:
    """Return the sorted ids of the documents with this id, url or path (absolute or relative)."""
    absolute = os.path.abspath(name)  # noqa: PTH100 - `resolve` would follow links, and the path was indexed as typed
    paths = json_array({name, absolute, os.path.realpath(name)})
    return tuple(row["id"] for row in connection.rows(_NAMED, {"name": name, "paths": paths}))
