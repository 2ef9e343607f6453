"""Bring the derived indexes up to date with the store, and report how they differ from it.

A derived index records the number of the last change that it has applied. The number 0 means that the index is new,
missing or unreadable.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from quotesearch.indexer.atomic_files import writing_in
from quotesearch.indexer.local.id_sets import Ids
from quotesearch.indexer.local.keyword import KeywordIndex
from quotesearch.indexer.local.store.changes import all_ids, changes_since, last_change
from quotesearch.indexer.local.store.database import Connections
from quotesearch.indexer.local.vectors import VectorIndex

KEYWORD_PORTION = 50_000
"""The number of quotes in one commit to the keyword index.

A commit takes as long as adding hundreds of quotes, so commits are large.
"""
KEYWORD_BACKLOG = 40_000
"""The number of quotes that may be missing from the keyword index during a long run.

If the run is killed, the next process needs 20 s to add them.
"""


class DerivedIndexes:
    """Keyword index and vectors of an index folder."""

    def __init__(self, folder: Path, connections: Connections, *, dimension: int) -> None:
        """Open both indexes. No file is written."""
        self._connections = connections
        self.keyword = KeywordIndex(folder / "keyword")
        self.vectors = VectorIndex(folder / "vectors", dimension=dimension)
        self.indexes = self.keyword, self.vectors
        self.rebuilt = set[str]()
        """Names of the indexes that were rebuilt from the store since this object was made."""

    def refresh(self) -> None:
        """Load the commits of other processes. If there are no new ones, this is fast."""
        for index in self.indexes:
            index.refresh()

    def outdated(self) -> list[KeywordIndex | VectorIndex]:
        """Return the indexes that have not applied the store's last change."""
        with self._connections.borrow() as connection:
            change = last_change(connection)
        return [index for index in self.indexes if index.change != change]

    def count_quotes_after(self, change: int) -> int:
        """Count the stored quotes that were added or replaced after this change."""
        with self._connections.borrow() as connection:
            return connection.number("SELECT count(*) FROM quotes WHERE change > ?", (change,))

    def prepare(self) -> None:
        """Make both indexes ready for updates.

        Files of an older version, and commits that a killed writer did not finish, are completed first. If an index is
        ahead of the store, somebody has restored an older copy of the store. Such an index is cleared.
        """
        self.vectors.recover()
        with self._connections.borrow() as connection:
            change = last_change(connection)
        if self.keyword.change != change:
            self.keyword.recover()
        for index in self.indexes:
            if index.change > change:
                index.clear()
            if not index.change and change:
                self.rebuilt.add(index.name)

    def update_keyword(self, *, stopped: Callable[[], bool] = lambda: False) -> None:
        """Apply all changes that the store has now to the keyword index, in portions.

        Changes that another thread stores during the call may be left for the next call. If `stopped` returns true, the
        call returns after the current portion. Raises IndexFolderError if the folder cannot be written.
        """
        with self._connections.borrow() as connection:
            last = last_change(connection)
            while self.keyword.change < last and not stopped():
                changes = changes_since(connection, self.keyword.change, limit=KEYWORD_PORTION)
                with writing_in(self.keyword.folder):
                    self.keyword.apply(changes)

    def disagreements(self) -> Iterator[tuple[str, str]]:
        """Yield (name of the index, description) for each difference between an index and the store."""
        with self._connections.borrow() as connection:
            stored_ids, change = all_ids(connection), last_change(connection)
        for index in self.indexes:
            for problem in filter(None, (*_differences(index, stored_ids, change), index.describe_damage())):
                yield index.name, problem


def _differences(index: KeywordIndex | VectorIndex, stored_ids: Ids, change: int) -> Iterator[str]:
    """Yield a description of each difference between the quotes of an index and the quotes of the store."""
    ids = index.ids()
    if index.change != change:
        yield f"has applied change {index.change}, but the store is at change {change}"
    if missing := len(stored_ids - ids):
        yield f"lacks {missing} quotes"
    if surplus := len(ids - stored_ids):
        yield f"has {surplus} quotes that the store does not have"
