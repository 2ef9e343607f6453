"""List the quotes that pass a selection: all of them as a set of ids, or a page of them, newest first."""

from collections import defaultdict
from collections.abc import Collection

from quotesearch.indexer.local.id_sets import Ids
from quotesearch.indexer.local.store.database import Connection, json_array
from quotesearch.indexer.local.store.selection import FROM, Conditions
from quotesearch.indexer.records import Cursor

_NEWEST_FIRST = "ORDER BY documents.published DESC, documents.id, quotes.start, quotes.id LIMIT ?"
_COLUMNS = "documents.published, documents.id AS document_id, quotes.start, quotes.id"
_LATER = "(documents.id, quotes.start, quotes.id) > (?, ?, ?)"


def matching_ids(connection: Connection, conditions: Conditions) -> Ids:
    """Return the ids of all quotes that meet the conditions."""
    sql = f"SELECT group_concat(quotes.id, '') {FROM} WHERE {conditions.where}"
    return connection.ids(sql, conditions.parameters)


def newest_page(
    connection: Connection, conditions: Conditions, *, after: Cursor | None, limit: int
) -> tuple[list[str], Cursor | None]:
    """Return a page of ids and the cursor of the next page. The last page has the cursor None.

    The order is: newest document first, documents without a date last. Quotes of a document are in reading order.
    """
    if after is not None:
        published, *position = after
        if published is None:
            conditions.add(f"documents.published IS NULL AND {_LATER}", *position)
        else:
            same_date = f"(documents.published = ? AND {_LATER})"
            later = f"(documents.published < ? OR documents.published IS NULL OR {same_date})"
            conditions.add(later, published, published, *position)
    sql = f"SELECT {_COLUMNS} {FROM} WHERE {conditions.where} {_NEWEST_FIRST}"
    rows = connection.rows(sql, (*conditions.parameters, limit + 1))
    ids = [row["id"] for row in rows[:limit]]
    return ids, tuple(rows[limit - 1]) if len(rows) > limit else None


def matching_among(connection: Connection, conditions: Conditions, ids: Collection[str]) -> frozenset[str]:
    """Return the ids of the quotes among `ids` that meet the conditions."""
    conditions.add("quotes.id IN (SELECT value FROM json_each(?))", json_array(ids))
    sql = f"SELECT quotes.id {FROM} WHERE {conditions.where}"
    return frozenset(row["id"] for row in connection.rows(sql, conditions.parameters))


def texts_by_period(connection: Connection, conditions: Conditions, *, digits: int) -> dict[str, list[str]]:
    """Return the texts of the quotes that meet the conditions, by period.

    A period is the first `digits` characters of the document's date, for example 7 for a month. Without a date, it is
    "".
    """
    sql = f"SELECT substr(documents.published, 1, {digits}) AS period, quotes.text {FROM} WHERE {conditions.where}"
    texts: defaultdict[str, list[str]] = defaultdict(list)
    for row in connection.rows(sql, conditions.parameters):
        texts[row["period"] or ""].append(row["text"])
    return dict(sorted(texts.items()))
