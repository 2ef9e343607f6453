"""Find quotes of nearly the same words: those that share a key of `indexer/minhash.py`."""

from collections import defaultdict
from collections.abc import Collection

from quotesearch.indexer.store.database import Database, listed

_SHARING = """
    SELECT DISTINCT quotes.id, others.id AS other, mine.person = theirs.person AS same_person
    FROM quotes JOIN bands ON bands.quote = quotes.key JOIN bands AS shared ON shared.near = bands.near
    JOIN quotes AS others ON others.key = shared.quote
    JOIN persons AS mine ON mine.key = quotes.speaker JOIN persons AS theirs ON theirs.key = others.speaker
    WHERE quotes.id IN (SELECT value FROM json_each(?)) AND others.id != quotes.id"""


def alike(database: Database, ids: Collection[str]) -> dict[str, dict[str, bool]]:
    """Return, by quote, the others that may have its words, and whether they are held to be the same person's."""
    found: defaultdict[str, dict[str, bool]] = defaultdict(dict)
    for row in database.rows(_SHARING, (listed(ids),)):
        found[row["id"]][row["other"]] = bool(row["same_person"])
    return dict(found)
