"""Decide filters, once and for all retrievers, as a set of quote ids."""

from quotesearch.indexer.folding import fold_name
from quotesearch.indexer.numbering import Ids
from quotesearch.indexer.store.database import Database, listed
from quotesearch.indexer.store.nouns import Filters
from quotesearch.indexer.store.speakers import NAMED

_FROM = "FROM quotes JOIN documents ON documents.key = quotes.document WHERE true"
_CONDITIONS = {
    "kinds": "quotes.kind IN (SELECT value FROM json_each(:kinds))",
    "reports": "quotes.reports IN (SELECT value FROM json_each(:reports))",
    "since": "documents.published >= :since",
    "until": "documents.published <= :until",
    "speaker_words": f"quotes.speaker IN ({NAMED})",
    "outlet_words": """
        documents.folded_outlet IN (
            SELECT DISTINCT folded_outlet FROM documents AS others WHERE NOT EXISTS (
                SELECT 1 FROM json_each(:outlet_words) AS word
                WHERE instr(' ' || others.folded_outlet || ' ', ' ' || word.value || ' ') = 0))""",
}
_NEWEST_FIRST = """
    ORDER BY documents.published DESC NULLS LAST, documents.id, quotes.start, quotes.id LIMIT :limit OFFSET :offset"""


def matching_ids(database: Database, filters: Filters) -> Ids:
    """Return the ids of the quotes that pass."""
    if _impossible(filters):
        return Ids()
    found = _passing("group_concat(quotes.id, '')", filters)
    return database.ids(found, _parameters(filters))


def newest_ids(database: Database, filters: Filters, *, limit: int, offset: int) -> tuple[str, ...]:
    """Return a page of the ids of the quotes that pass: newest document first, undated last, in reading order."""
    if _impossible(filters):
        return ()
    sql, page = _passing("quotes.id", filters) + _NEWEST_FIRST, {"limit": limit, "offset": offset}
    return tuple(row["id"] for row in database.rows(sql, _parameters(filters) | page))


def _impossible(filters: Filters) -> bool:
    """Tell whether nothing can pass: a name has no letter or digit."""
    return not all(fold_name(name) for name in (filters.speaker, filters.outlet) if name is not None)


def _passing(what: str, filters: Filters) -> str:
    """Return the statement that selects something of the quotes that pass."""
    return f"SELECT {what} " + " AND ".join([_FROM, *(_CONDITIONS[name] for name in _parameters(filters))])


def _parameters(filters: Filters) -> dict[str, object]:
    """Return the parameters of the conditions that the filters ask for."""
    parameters = {
        "kinds": listed(sorted(filters.kinds)) if filters.kinds else None,
        "reports": listed(sorted(filters.reports)) if filters.reports else None,
        "since": filters.since.isoformat() if filters.since else None,
        "until": filters.until.isoformat() if filters.until else None,
        "speaker_words": listed(fold_name(filters.speaker).split()) if filters.speaker else None,
        "outlet_words": listed(fold_name(filters.outlet).split()) if filters.outlet else None,
    }
    return {name: value for name, value in parameters.items() if value is not None}
