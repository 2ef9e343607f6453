"""Find quotes that may have the same words: those that share a key of `indexer/text/near_duplicates.py`."""

from collections import defaultdict
from collections.abc import Collection

from quotesearch.indexer.local.store.database import Connection, listed

_SHARING = """
    SELECT DISTINCT quotes.id, others.id AS other, mine.person = theirs.person AS same_person
    FROM quotes JOIN bands ON bands.quote = quotes.key JOIN bands AS shared ON shared.near = bands.near
    JOIN quotes AS others ON others.key = shared.quote
    JOIN persons AS mine ON mine.key = quotes.speaker JOIN persons AS theirs ON theirs.key = others.speaker
    WHERE quotes.id IN (SELECT value FROM json_each(?)) AND others.id != quotes.id"""


def possible_copies(connection: Connection, ids: Collection[str]) -> dict[str, dict[str, bool]]:
    """Return, by quote, the ids of those that may have its words, and whether both speakers are the same person."""
    copies: defaultdict[str, dict[str, bool]] = defaultdict(dict)
    for row in connection.rows(_SHARING, (listed(ids),)):
        copies[row["id"]][row["other"]] = bool(row["same_person"])
    return copies
