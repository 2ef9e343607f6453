"""Read quotes with their documents. This takes two statements for any number of quotes."""

from collections import defaultdict
from collections.abc import Collection
from itertools import groupby

from quotesearch.indexer.local.store.database import Connection, Parameters, json_array
from quotesearch.indexer.local.store.rows import QUOTE_COLUMNS, read_head, read_quote, reporting_damage
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
    """Return the stored quotes with these ids, by id."""
    return {stored.quote.id: stored for stored in read_stored(connection, BY_ID, (json_array(ids),))}


def read_stored(connection: Connection, where: str, parameters: Parameters) -> list[StoredQuote]:
    """Return the quotes that meet a condition, by document. One document's text at a time is in memory."""
    rows = connection.rows(f"{QUOTE_COLUMNS} {where} ORDER BY quotes.document, quotes.start, quotes.id", parameters)
    by_document = {key: list(group) for key, group in groupby(rows, key=lambda row: row["document"])}
    stored = []
    for document in connection.iterate(_DOCUMENTS.format(where=where), parameters):
        with reporting_damage():
            text, head = document["text"], read_head(document)
            for row in by_document.get(document["key"], ()):
                quote = read_quote(row)
                line = text.count("\n", 0, quote.content[0].start) + 1
                stored.append(StoredQuote(quote, head, quote.context.words(text), line))
    return stored


def document_quotes(connection: Connection, document_ids: Collection[str]) -> dict[str, tuple[Quote, ...]]:
    """Return the quotes of each document that has any, in reading order."""
    quotes: defaultdict[str, list[Quote]] = defaultdict(list)
    for row in connection.rows(_OF_DOCUMENTS, (json_array(document_ids),)):
        with reporting_damage():
            quotes[row["document_id"]].append(read_quote(row))
    return {document_id: tuple(in_order) for document_id, in_order in quotes.items()}


def quotes_by_prefix(connection: Connection, prefix: str, *, limit: int) -> tuple[Quote, ...]:
    """Return the first `limit` quotes whose id begins with the prefix, sorted by id."""
    rows = connection.rows(_BY_PREFIX, {"prefix": prefix, "limit": limit})
    with reporting_damage():
        return tuple(map(read_quote, rows))
