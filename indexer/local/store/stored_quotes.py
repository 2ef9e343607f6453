"""Read quotes with their documents: two statements, however many quotes there are."""

from collections import defaultdict
from collections.abc import Collection
from itertools import groupby

from quotesearch.indexer.local.store.database import Connection, Parameters, listed
from quotesearch.indexer.local.store.rows import QUOTE_COLUMNS, read_head, read_quote, sound
from quotesearch.indexer.model import Quote
from quotesearch.indexer.records import StoredQuote

BY_ID = "WHERE quotes.id IN (SELECT value FROM json_each(?))"
_BY_PREFIX = f"""
    {QUOTE_COLUMNS} WHERE quotes.id BETWEEN :prefix AND :prefix || char(1114111)
    ORDER BY quotes.id LIMIT :limit"""
_OF_DOCUMENTS = f"""
    {QUOTE_COLUMNS} WHERE documents.id IN (SELECT value FROM json_each(?)) ORDER BY quotes.start, quotes.id"""
_DOCUMENTS = """
    SELECT * FROM documents WHERE key IN (SELECT quotes.document FROM quotes {where}) ORDER BY key"""


def stored_quotes(connection: Connection, ids: Collection[str]) -> dict[str, StoredQuote]:
    """Return those of the quotes that are stored, by id."""
    return {stored.quote.id: stored for stored in read_stored(connection, BY_ID, (listed(ids),))}


def read_stored(connection: Connection, where: str, parameters: Parameters) -> list[StoredQuote]:
    """Return the quotes that meet a condition on `quotes`, document by document; one text at a time is in memory."""
    rows = connection.rows(f"{QUOTE_COLUMNS} {where} ORDER BY quotes.document, quotes.start, quotes.id", parameters)
    by_document = {key: list(own) for key, own in groupby(rows, key=lambda row: row["document"])}
    found = []
    for document in connection.iterate(_DOCUMENTS.format(where=where), parameters):
        with sound():
            text, head = document["text"], read_head(document)
            for row in by_document.get(document["key"], ()):
                quote = read_quote(row)
                line = text.count("\n", 0, quote.content[0].start) + 1
                found.append(StoredQuote(quote, head, quote.context.words(text), line))
    return found


def document_quotes(connection: Connection, document_ids: Collection[str]) -> dict[str, tuple[Quote, ...]]:
    """Return the quotes of each of the documents that has some, in reading order."""
    quotes: defaultdict[str, list[Quote]] = defaultdict(list)
    for row in connection.rows(_OF_DOCUMENTS, (listed(document_ids),)):
        with sound():
            quotes[row["document_id"]].append(read_quote(row))
    return {document_id: tuple(own) for document_id, own in quotes.items()}


def quotes_by_prefix(connection: Connection, prefix: str, *, limit: int) -> tuple[Quote, ...]:
    """Return the first quotes, by id, whose id begins so."""
    rows = connection.rows(_BY_PREFIX, {"prefix": prefix, "limit": limit})
    with sound():
        return tuple(map(read_quote, rows))
