"""Read what happened to the quotes since a change, in portions, so that derived indexes can follow."""

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
    """Hold the ids of quotes taken out and the quotes put in between two change numbers of a store.

    `upto` is the number that a derived index has once it has applied them. A quote that was
    replaced is in both. Applying the same changes twice is the same as once.
    """

    upto: int
    removed: tuple[str, ...]
    added: tuple[IndexedQuote, ...]


def last_change(connection: Connection) -> int:
    """Return the number of the last committed change, by whichever process; 0 when new."""
    return connection.number("SELECT change FROM state")


def all_ids(connection: Connection) -> Ids:
    """Return the ids of all quotes."""
    return connection.ids("SELECT group_concat(id, '') FROM quotes")


def changes_since(connection: Connection, change: int, *, limit: int) -> Changes:
    """Return what happened after `change`: whole changes, about `limit` quotes of them (at least one change).

    Ask again with `upto` until it equals the last change.
    """
    with connection.reading():
        upto = _portion_end(connection, change, limit)
        removed = tuple(row["id"] for row in connection.rows(_REMOVED, (change, upto)))
        added = tuple(stored.indexed for stored in read_stored(connection, _ADDED, (change, upto)))
    return Changes(upto, removed, added)


def _portion_end(connection: Connection, change: int, limit: int) -> int:
    """Return the last change of a portion that begins after `change`."""
    ends = [last_change(connection)]
    for sql in _NEXT_CHANGES:
        following = [row["change"] for row in connection.rows(sql, (change, limit + 1))]
        if len(following) > limit:
            ends.append(max(following[0], following[-1] - 1))
    return min(ends)
