"""Find possible copies of quotes: quotes that share a near-duplicate key (`indexer/text/near_duplicates.py`)."""

from collections import defaultdict
from collections.abc import Collection

from quotesearch.indexer.local.store.database import Connection, json_array

_SHARING = """
    SELECT DISTINCT quotes.id, others.id AS other, mine.person = theirs.person AS same_person
    FROM quotes JOIN bands ON bands.quote = quotes.key JOIN bands AS shared ON shared.near = bands.near
    JOIN quotes AS others ON others.key = shared.quote
    JOIN persons AS mine ON mine.key = quotes.speaker JOIN persons AS theirs ON theirs.key = others.speaker
    WHERE quotes.id IN (SELECT value FROM json_each(?)) AND others.id != quotes.id"""


def possible_copies(connection: Connection, ids: Collection[str]) -> dict[str, dict[str, bool]]:
    """Return for each quote the ids of its possible copies, and whether both have the same speaker."""
    copies: defaultdict[str, dict[str, bool]] = defaultdict(dict)
    for row in connection.rows(_SHARING, (json_array(ids),)):
        copies[row["id"]][row["other"]] = bool(row["same_person"])
    return copies
