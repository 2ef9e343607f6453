"""Find whole articles by their words, those that nobody is quoted with included."""

import re
from collections.abc import Collection

from quotesearch.indexer.model import Document
from quotesearch.indexer.store.database import Database
from quotesearch.indexer.store.rows import read_document, sound

_ONE_TOKEN = re.compile(r"[0-9A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff]+")
"""What FTS5 takes for one word; of letters that it knows less well it makes several, which is an error here."""
_WITH_WORDS = """
    SELECT documents.* FROM texts JOIN documents ON documents.key = texts.rowid
    WHERE texts MATCH ? ORDER BY bm25(texts), documents.id LIMIT ?"""


def documents_with(database: Database, words: Collection[str], *, limit: int) -> tuple[Document, ...]:
    """Return the documents whose text has most of the words, those with the rarest ones first."""
    asked = " OR ".join(f'"{word}"' for word in sorted(words) if _ONE_TOKEN.fullmatch(word))
    rows = database.rows(_WITH_WORDS, (asked, limit)) if asked else []
    with sound():
        return tuple(read_document(row) for row in rows)
