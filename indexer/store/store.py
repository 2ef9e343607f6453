"""Put documents and their quotes in, take them out; what is read is in `reading`."""

from collections.abc import Collection, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from quotesearch.indexer.errors import NotFoundError
from quotesearch.indexer.folding import fold_name
from quotesearch.indexer.protocols import Changes, IndexedQuote
from quotesearch.indexer.store.checking import problems
from quotesearch.indexer.store.database import Database, listed
from quotesearch.indexer.store.faults import faults
from quotesearch.indexer.store.joining import rejoin
from quotesearch.indexer.store.nouns import Attributed, PutReport
from quotesearch.indexer.store.putting import insert, surnames, take_out
from quotesearch.indexer.store.reading import StoreReader
from quotesearch.indexer.store.rows import (
    QUOTE_COLUMNS,
)

_STAMPS = "SELECT id, fingerprint, recipe FROM documents WHERE id IN (SELECT value FROM json_each(?))"
_HELD = "SELECT count(*) FROM documents WHERE id IN (SELECT value FROM json_each(?))"
_NEXT_CHANGES = (
    "SELECT change FROM quotes WHERE change > ? ORDER BY change LIMIT ?",
    "SELECT change FROM tombstones WHERE change > ? ORDER BY change LIMIT ?",
)
_REMOVED = "SELECT id FROM tombstones WHERE change > ? AND change <= ? ORDER BY id"
_ADDED = (
    f"{QUOTE_COLUMNS} WHERE quotes.change > ? AND quotes.change <= ? ORDER BY quotes.document, quotes.start, quotes.id"
)


class Store(StoreReader):
    """Hold documents and quotes in one SQLite file; `path` None keeps them in memory."""

    def __init__(self, path: Path | None, *, write: bool = False) -> None:
        """Open the store, making it where it is new and `write` is set.

        IndexNotFoundError where there is none to read, IndexMismatchError for a newer format,
        IndexDamagedError for a file that cannot be read.
        """
        self._database = Database(path, write=write)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go; closing twice is closing once."""
        self._database.close()

    def put(self, entries: Sequence[Attributed]) -> PutReport:
        """Store the documents with their quotes, in one transaction under one change number.

        A document held with the same fingerprint and recipe is left as it is; one with another
        replaces all its quotes. Of entries for the same document the last counts. ValueError if
        a quote's spans do not give back its words.
        """
        latest = {entry.document.id: entry for entry in entries}
        stamps = self.stamps(latest)
        fresh = [entry for entry in latest.values() if stamps.get(entry.document.id) != entry.stamp]
        for entry in fresh:
            if wrong := faults(entry.document, entry.quotes):
                raise ValueError("; ".join(wrong))
        changed = [entry.document.id for entry in fresh if entry.document.id in stamps]
        quotes = self._write(fresh, changed) if fresh else 0
        return PutReport(len(fresh) - len(changed), len(changed), len(latest) - len(fresh), quotes)

    def _write(self, fresh: Sequence[Attributed], changed: Sequence[str]) -> int:
        """Commit the fresh entries in the place of the changed documents; return how many quotes they have."""
        with self._database.writing() as change:
            touched = surnames(self._database, changed)
            take_out(self._database, changed, change)
            count = sum(insert(self._database, entry, change) for entry in fresh)
            rejoin(self._database, touched | surnames(self._database, [entry.document.id for entry in fresh]))
        return count

    def remove(self, document_ids: Collection[str]) -> int:
        """Take the documents and their quotes out; return how many documents were there."""
        held = self._database.number(_HELD, (listed(document_ids),))
        if held:
            with self._database.writing() as change:
                touched = surnames(self._database, document_ids)
                take_out(self._database, document_ids, change)
                rejoin(self._database, touched)
        return held

    def merge_speakers(self, name: str, into: str) -> None:
        """Make the speaker `name` the person `into`, from now on; NotFoundError where either is not quoted."""
        self._correct(name, into)

    def split_speaker(self, name: str) -> None:
        """Make the speaker `name` a person of its own, from now on; NotFoundError where it is not quoted."""
        self._correct(name, name)

    def _correct(self, name: str, person: str) -> None:
        """Write down who a name is."""
        for each in (name, person):
            if not self._database.rows("SELECT 1 FROM speakers WHERE identity = ? LIMIT 1", (fold_name(each),)):
                near = ", ".join(self.near_speakers(each)) or "see quotes speakers"
                raise NotFoundError(f"nobody quoted is named exactly {each!r}; near names: {near}")
        with self._database.writing():
            row = (fold_name(name), fold_name(person))
            self._database.run("INSERT OR REPLACE INTO corrections (identity, person) VALUES (?, ?)", row)
            rejoin(self._database, {words.rsplit(maxsplit=1)[-1] for words in row})

    def stamps(self, document_ids: Collection[str]) -> dict[str, tuple[str, str]]:
        """Return fingerprint and recipe of each of the documents that the store holds."""
        rows = self._database.rows(_STAMPS, (listed(document_ids),))
        return {row["id"]: (row["fingerprint"], row["recipe"]) for row in rows}

    def changes_since(self, change: int, *, limit: int = 1000) -> Changes:
        """Return what happened after `change`: whole changes, about `limit` quotes of them (at least one change).

        Ask again with `upto` until it equals `self.change`.
        """
        with self._database.reading():
            upto = self._portion_end(change, limit)
            removed = tuple(row["id"] for row in self._database.rows(_REMOVED, (change, upto)))
            added = tuple(
                IndexedQuote(stored.quote, stored.document.title, stored.context)
                for stored in self._stored(_ADDED, (change, upto))
            )
        return Changes(upto, removed, added)

    def _portion_end(self, change: int, limit: int) -> int:
        """Return the last change of a portion that begins after `change`."""
        ends = [self.change]
        for sql in _NEXT_CHANGES:
            following = [row["change"] for row in self._database.rows(sql, (change, limit + 1))]
            if len(following) > limit:
                ends.append(max(following[0], following[-1] - 1))
        return min(ends)

    def settle(self) -> None:
        """Bring what other files beside the store's hold into it, as far as nobody else is reading."""
        self._database.settle()

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with the truth itself, a sentence each; nothing when all is well."""
        return problems(self._database)
