"""Count what a store holds."""

from quotesearch.indexer.local.store.database import Connection
from quotesearch.indexer.local.store.rows import read_date, sound
from quotesearch.indexer.records import Statistics

_COUNTS = """
    SELECT (SELECT count(*) FROM documents) AS documents, count(*) AS quotes,
        (SELECT count(DISTINCT person) FROM persons) AS speakers,
        (SELECT count(DISTINCT folded_outlet) FROM documents WHERE folded_outlet != '') AS outlets,
        count(*) FILTER (WHERE kind = 'direct') AS direct, count(*) FILTER (WHERE kind = 'mixed') AS mixed,
        count(*) FILTER (WHERE kind = 'indirect') AS indirect,
        (SELECT min(published) FROM documents) AS first, (SELECT max(published) FROM documents) AS last
    FROM quotes"""


def statistics(connection: Connection) -> Statistics:
    """Count documents, quotes, speakers and outlets, and return the first and last date of the documents."""
    row = dict(connection.rows(_COUNTS)[0])
    with sound():
        return Statistics(**row | {"first": read_date(row["first"]), "last": read_date(row["last"])})
