"""Keep the derived indexes in step with the store: how far they are, how they follow, and where they disagree.

A derived index knows the number of the last change that it holds; 0 means that it is new, missing or unreadable.
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
"""Quotes of one commit of postings, each of which costs as much as hundreds of quotes."""
KEYWORD_WAITING = 40_000
"""Quotes that may wait for the keyword index while a run goes on; 20 s of work if the run is killed."""


class Derived:
    """Hold the keyword index and the vectors of an index folder."""

    def __init__(self, folder: Path, connections: Connections, *, dimension: int) -> None:
        """Open both; nothing is written."""
        self._connections = connections
        self.keyword = KeywordIndex(folder / "keyword")
        self.vectors = VectorIndex(folder / "vectors", dimension=dimension)
        self.both = self.keyword, self.vectors
        self.rebuilt = set[str]()
        """The names of the indexes that were made again from the store."""

    def refresh(self) -> None:
        """See what other processes have committed since; cheap if nothing was."""
        for index in self.both:
            index.refresh()

    def behind(self) -> list[KeywordIndex | VectorIndex]:
        """Return those that do not hold the store's last change."""
        with self._connections.lent() as connection:
            change = last_change(connection)
        return [index for index in self.both if index.change != change]

    def waiting(self, change: int) -> int:
        """Return about how many quotes an index lacks that holds this change."""
        with self._connections.lent() as connection:
            return connection.number("SELECT count(*) FROM quotes WHERE change > ?", (change,))

    def prepare(self) -> None:
        """Make both ready to follow: forget what is ahead of the store, as after a copy of the store was put back."""
        self.vectors.recover()
        with self._connections.lent() as connection:
            change = last_change(connection)
        if self.keyword.change != change:
            self.keyword.recover()
        for index in self.both:
            if index.change > change:
                index.clear()
            if not index.change and change:
                self.rebuilt.add(index.name)

    def follow_with_keyword(self, *, stopped: Callable[[], bool] = lambda: False) -> None:
        """Bring the keyword index to the change that the store holds now, a portion at a time.

        What another thread stores meanwhile may be left for the next time. If it is `stopped`, the portion that is
        being worked at is the last. IndexFolderError if its folder cannot be written.
        """
        with self._connections.lent() as connection:
            goal = last_change(connection)
            while self.keyword.change < goal and not stopped():
                changes = changes_since(connection, self.keyword.change, limit=KEYWORD_PORTION)
                with writing_in(self.keyword.folder):
                    self.keyword.apply(changes)

    def disagreements(self) -> Iterator[tuple[str, str]]:
        """Yield the name of an index and a description, for each way in which it differs from the store."""
        with self._connections.lent() as connection:
            stored, change = all_ids(connection), last_change(connection)
        for index in self.both:
            for problem in filter(None, (*_differences(index, stored, change), index.damaged())):
                yield index.name, problem


def _differences(index: KeywordIndex | VectorIndex, stored: Ids, change: int) -> Iterator[str]:
    """Yield in what an index differs from the store."""
    ids = index.ids()
    if index.change != change:
        yield f"holds change {index.change}, not {change}"
    if missing := len(stored - ids):
        yield f"lacks {missing} quotes"
    if surplus := len(ids - stored):
        yield f"holds {surplus} quotes too many"
