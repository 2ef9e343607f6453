"""Check the integrity of the store's file, and that each quote's spans select its words in the document."""

from collections.abc import Iterator

from quotesearch.indexer.local.store.database import Connection
from quotesearch.indexer.local.store.rows import QUOTES_OF_DOCUMENT, read_document, read_quote
from quotesearch.indexer.local.store.schema import folded_text
from quotesearch.indexer.validation import faults

_FULL_TEXT = ("texts", "words")
"""The names of the full-text indexes: of documents, and of quotes."""


def problems(connection: Connection) -> tuple[str, ...]:
    """Return a sentence for each problem of the store. One document at a time is in memory."""
    damage = [row[0] for row in connection.rows("PRAGMA integrity_check") if row[0] != "ok"]
    if damage:
        return tuple(f"the store's file is damaged: {line}" for line in damage)
    dangling = [f"a row of {row[0]} refers to a missing row" for row in connection.rows("PRAGMA foreign_key_check")]
    with connection.reading():
        keys = connection.rows("SELECT key FROM documents ORDER BY id")
        return (*dangling, *(problem for row in keys for problem in _document_problems(connection, row["key"])))


def damaged_full_text(connection: Connection) -> tuple[str, ...]:
    """Return the names of the full-text indexes whose content differs from their tables."""
    damaged = {name for name in _FULL_TEXT if not connection.has_integrity(name)}
    if next(_changed_words(connection), None):
        damaged.add("words")
    return tuple(sorted(damaged))


def rebuild_full_text(connection: Connection, name: str) -> None:
    """Rebuild a full-text index from its table, inside `writing`."""
    if name == "words":
        connection.run_many("UPDATE quotes SET folded = ? WHERE key = ?", list(_changed_words(connection)))
    connection.run(f"INSERT INTO {name} ({name}) VALUES ('rebuild')")


def _changed_words(connection: Connection) -> Iterator[tuple[str, int]]:
    """Yield (right normalised words, key) for each quote that is stored with wrong ones."""
    for row in connection.iterate("SELECT key, text, folded FROM quotes"):
        words = folded_text(row["text"])
        if row["folded"] != words:
            yield words, row["key"]


def _document_problems(connection: Connection, key: int) -> Iterator[str]:
    """Yield a sentence for each problem of one document and its quotes."""
    row = connection.rows("SELECT * FROM documents WHERE key = ?", (key,))[0]
    quotes = []
    try:
        document = read_document(row)
    except ValueError as error:
        yield f"document {row['id']!r} cannot be read: {error}"
        return
    if document.fingerprint != row["fingerprint"]:
        yield f"document {document.id!r} was changed by another program: its fingerprint differs"
    for quote_row in connection.rows(QUOTES_OF_DOCUMENT, (row["id"],)):
        try:
            quote = read_quote(quote_row)
        except (ValueError, TypeError, LookupError) as error:
            yield f"quote {quote_row['id']} of document {document.id!r} cannot be read: {error}"
            continue
        if quote.id != quote_row["id"]:
            yield f"quote {quote_row['id']} of document {document.id!r} has the wrong id: its position gives {quote.id}"
        quotes.append(quote)
    yield from faults(document, quotes)
