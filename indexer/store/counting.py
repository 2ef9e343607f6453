"""Count what a store holds."""

from quotesearch.indexer.store.database import Database
from quotesearch.indexer.store.nouns import Counts
from quotesearch.indexer.store.rows import read_date, sound

_COUNTS = """
    SELECT (SELECT count(*) FROM documents) AS documents, count(*) AS quotes,
        (SELECT count(DISTINCT person) FROM persons) AS speakers,
        (SELECT count(DISTINCT folded_outlet) FROM documents WHERE folded_outlet != '') AS outlets,
        count(*) FILTER (WHERE kind = 'direct') AS direct, count(*) FILTER (WHERE kind = 'mixed') AS mixed,
        count(*) FILTER (WHERE kind = 'indirect') AS indirect,
        (SELECT min(published) FROM documents) AS first, (SELECT max(published) FROM documents) AS last
    FROM quotes"""


def counts(database: Database) -> Counts:
    """Count documents, quotes, speakers and outlets, and say from when to when the documents are."""
    row = dict(database.rows(_COUNTS)[0])
    with sound():
        return Counts(**row | {"first": read_date(row["first"]), "last": read_date(row["last"])})
