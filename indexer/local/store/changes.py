"""Read the changes of quotes after a change number, in portions, to bring derived indexes up to date."""

from dataclasses import dataclass

from quotesearch.indexer.local.id_sets import Ids
from quotesearch.indexer.local.store.database import Connection
from quotesearch.indexer.local.store.stored_quotes import read_stored
from quotesearch.indexer.records import IndexedQuote

_NEXT_CHANGES = (
    "SELECT change FROM quotes WHERE change > ? ORDER BY change LIMIT ?",
    "SELECT change FROM tombstones WHERE change > ? ORDER BY change LIMIT ?",
)
_REMOVED = "SELECT id FROM tombstones WHERE change > ? AND change <= ? ORDER BY id"
_ADDED = "WHERE quotes.change > ? AND quotes.change <= ?"


@dataclass(frozen=True, slots=True)
class Changes:
    """Removed and added quotes between two change numbers of a store.

    After a derived index has applied them, its change number is `last_change`. A replaced quote is in both lists.
    Applying the same changes twice has the same result as applying them once.
    """

    last_change: int
    removed: tuple[str, ...]
    added: tuple[IndexedQuote, ...]


def last_change(connection: Connection) -> int:
    """Return the number of the last change that any process has committed. For a new store, it is 0."""
    return connection.number("SELECT change FROM state")


def all_ids(connection: Connection) -> Ids:
    """Return the ids of all quotes."""
    return connection.ids("SELECT group_concat(id, '') FROM quotes")


def changes_since(connection: Connection, change: int, *, limit: int) -> Changes:
    """Return the changes after `change`: complete changes of about `limit` quotes, but at least one change.

    Call again with the result's `last_change` until there are no later changes.
    """
    with connection.reading():
        end = _portion_end(connection, change, limit)
        removed = tuple(row["id"] for row in connection.rows(_REMOVED, (change, end)))
        added = tuple(stored.indexed for stored in read_stored(connection, _ADDED, (change, end)))
    return Changes(end, removed, added)


def _portion_end(connection: Connection, change: int, limit: int) -> int:
    """Return the number of the last change in the portion that begins after `change`."""
    ends = [last_change(connection)]
    for sql in _NEXT_CHANGES:
        numbers = [row["change"] for row in connection.rows(sql, (change, limit + 1))]
        if len(numbers) > limit:
            ends.append(max(numbers[0], numbers[-1] - 1))
    return min(ends)
