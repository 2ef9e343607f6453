"""Change a local index (implements Writer): the store is committed first, the derived indexes follow."""

from collections.abc import Callable, Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer.atomic_files import writing_in
from quotesearch.indexer.errors import NotFoundError
from quotesearch.indexer.local.derived import KEYWORD_WAITING, Derived
from quotesearch.indexer.local.store.changes import Changes, changes_since, last_change
from quotesearch.indexer.local.store.checking import damaged_full_text, problems, rebuild_full_text
from quotesearch.indexer.local.store.database import Connection, Connections, listed
from quotesearch.indexer.local.store.insert import insert, surnames, take_out
from quotesearch.indexer.local.store.speaker_merging import rejoin
from quotesearch.indexer.local.store.speakers import near_names
from quotesearch.indexer.protocols import Embedder
from quotesearch.indexer.records import Attributed, IndexedQuote, PutReport
from quotesearch.indexer.text.normalise import fold_name
from quotesearch.indexer.validation import faults

_STAMPS = "SELECT id, fingerprint, recipe FROM documents WHERE id IN (SELECT value FROM json_each(?))"
_REPAIR = "run: quotes check --repair"


class LocalWriter:
    """Write to the store, the keyword index and the vectors of one folder, whose lock the caller holds.

    The encoder brings the vectors up to date by `unembedded` and `add_vectors`.
    """

    def __init__(self, connections: Connections, derived: Derived, encoder: Embedder) -> None:
        self._connections = connections
        self._derived = derived
        self._encoder = encoder
        self._pending: Changes | None = None

    def fingerprints(self, ids: Collection[str]) -> dict[str, tuple[str, str]]:
        """Return fingerprint and recipe of each of the documents that are stored."""
        with self._connections.lent() as connection:
            rows = connection.rows(_STAMPS, (listed(ids),))
        return {row["id"]: (row["fingerprint"], row["recipe"]) for row in rows}

    def put(self, entries: Sequence[Attributed]) -> PutReport:
        """Store the documents with their quotes, in one transaction under one change number."""
        latest = {entry.document.id: entry for entry in entries}
        stamps = self.fingerprints(latest)
        fresh = [entry for entry in latest.values() if stamps.get(entry.document.id) != entry.stamp]
        for entry in fresh:
            if wrong := faults(entry.document, entry.quotes):
                raise ValueError("; ".join(wrong))
        changed = [entry.document.id for entry in fresh if entry.document.id in stamps]
        quotes = self._replace(changed, fresh) if fresh else 0
        return PutReport(len(fresh) - len(changed), len(changed), len(latest) - len(fresh), quotes)

    def _replace(self, ids: Collection[str], entries: Sequence[Attributed]) -> int:
        """Commit the entries in place of the documents of these ids; return how many quotes the entries have."""
        with self._connections.lent() as connection, connection.writing() as change:
            touched = surnames(connection, ids)
            take_out(connection, ids, change)
            count = sum(insert(connection, entry, change) for entry in entries)
            rejoin(connection, touched | surnames(connection, [entry.document.id for entry in entries]))
        return count

    def remove(self, ids: Collection[str]) -> int:
        """Take the documents and their quotes out; return how many documents were stored."""
        stored = len(self.fingerprints(ids))
        if stored:
            self._replace(ids, ())
        return stored

    def merge_speakers(self, name: str, into: str) -> None:
        """Make the speaker `name` the person `into`, from now on; NotFoundError if one of them is not quoted."""
        with self._connections.lent() as connection:
            for one in (name, into):
                _must_be_quoted(connection, one)
            with connection.writing():
                row = (fold_name(name), fold_name(into))
                connection.run("INSERT OR REPLACE INTO corrections (identity, person) VALUES (?, ?)", row)
                rejoin(connection, {words.rsplit(maxsplit=1)[-1] for words in row})

    def split_speaker(self, name: str) -> None:
        """Make the speaker `name` a person of its own, from now on; NotFoundError if nobody quoted has the name."""
        self.merge_speakers(name, name)

    def unembedded(self, limit: int) -> Sequence[IndexedQuote]:
        """Return about `limit` of the quotes that have no embedding yet, oldest first; none if all have one."""
        vectors = self._derived.vectors
        with self._connections.lent() as connection:
            while vectors.change < last_change(connection):
                self._pending = changes_since(connection, vectors.change, limit=limit)
                if self._pending.added:
                    return self._pending.added
                self.add_vectors((), np.empty((0, vectors.dimension), np.float32))  # quotes were only taken out
        return ()

    def add_vectors(self, ids: Sequence[str], rows: NDArray[np.float32]) -> None:
        """Store a unit row, shape `(len(ids), dimension)`, for each quote that `unembedded` returned last."""
        pending, self._pending = self._pending, None
        if pending is None or tuple(ids) != tuple(indexed.quote.id for indexed in pending.added):
            raise ValueError("add_vectors takes the quotes that unembedded returned last, in their order")
        with writing_in(self._derived.vectors.folder):
            self._derived.vectors.apply(pending, rows)

    def flush(self, *, all_quotes: bool = True, stopped: Callable[[], bool] = lambda: False) -> None:
        """Bring the keyword index up to date; without `all_quotes` only if enough quotes wait for it."""
        if all_quotes or self._derived.waiting(self._derived.keyword.change) >= KEYWORD_WAITING:
            self._derived.follow_with_keyword(stopped=stopped)

    def catch_up(self) -> None:
        """Bring both derived indexes to the store's last change, as after a kill."""
        self._derived.prepare()
        self.flush()
        self._encoder.embed(self)

    def check(self) -> tuple[str, ...]:
        """Return every disagreement between the parts of the index, a sentence each."""
        with self._connections.lent() as connection:
            wrong = problems(connection)
            text = [f"the full-text index {name} is damaged; {_REPAIR}" for name in damaged_full_text(connection)]
        derived = (f"the {name} index {problem}; {_REPAIR}" for name, problem in self._derived.disagreements())
        return (*wrong, *text, *derived)

    def repair(self) -> tuple[str, ...]:
        """Rebuild what is derived and disagrees with the store; return the names, with those rebuilt at opening."""
        with self._connections.lent() as connection:
            for name in damaged_full_text(connection):
                with connection.writing():
                    rebuild_full_text(connection, name)
                self._derived.rebuilt.add(name)
        self._encoder.forget_failed_export()
        self.catch_up()  # an index that only lags is not wrong
        wrong = {name for name, _ in self._derived.disagreements()}
        for index in self._derived.both:
            if index.name in wrong:
                index.clear()
        self.catch_up()
        return tuple(sorted(self._derived.rebuilt))


def _must_be_quoted(connection: Connection, name: str) -> None:
    """Raise NotFoundError with near names if nobody who is quoted has just this name."""
    if not connection.rows("SELECT 1 FROM speakers WHERE identity = ? LIMIT 1", (fold_name(name),)):
        near = ", ".join(near_names(connection, name, limit=5)) or "see quotes speakers"
        raise NotFoundError(f"nobody quoted is named exactly {name!r}; near names: {near}")
