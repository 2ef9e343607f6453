"""Check the truth against itself: the file's own integrity, and that every quote's spans give back its words."""

from collections.abc import Iterator

from quotesearch.indexer.store.database import Database
from quotesearch.indexer.store.faults import faults
from quotesearch.indexer.store.rows import QUOTES_OF_DOCUMENT, read_document, read_quote


def problems(database: Database) -> tuple[str, ...]:
    """Return what is wrong, a sentence each, walking through one document at a time."""
    damage = [row[0] for row in database.rows("PRAGMA integrity_check") if row[0] != "ok"]
    if damage:
        return tuple(f"the store's file is damaged: {line}" for line in damage)
    loose = [
        f"the store has a row of {row[0]} that points nowhere" for row in database.rows("PRAGMA foreign_key_check")
    ]
    with database.reading():
        keys = database.rows("SELECT key FROM documents ORDER BY id")
        return (*loose, *(problem for row in keys for problem in _problems(database, row["key"])))


def _problems(database: Database, key: int) -> Iterator[str]:
    """Yield what is wrong with one document and its quotes."""
    row = database.rows("SELECT * FROM documents WHERE key = ?", (key,))[0]
    quotes = []
    try:
        document = read_document(row)
    except ValueError as error:
        yield f"document {row['id']!r} cannot be read: {error}"
        return
    if document.fingerprint != row["fingerprint"]:
        yield f"document {document.id!r} is not what was stored: its fingerprint differs"
    for quote_row in database.rows(QUOTES_OF_DOCUMENT, (row["id"],)):
        try:
            quote = read_quote(quote_row)
        except (ValueError, TypeError, LookupError) as error:
            yield f"quote {quote_row['id']} of document {document.id!r} cannot be read: {error}"
            continue
        if quote.id != quote_row["id"]:
            yield f"quote {quote_row['id']} of document {document.id!r} has moved: its place says {quote.id}"
        quotes.append(quote)
    yield from faults(document, quotes)
