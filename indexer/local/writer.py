"""Change a local index (implements Writer): commit to the store first, then update the derived indexes."""

from collections.abc import Callable, Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer.atomic_files import writing_in
from quotesearch.indexer.corrections import unknown_quote
from quotesearch.indexer.errors import NotFoundError
from quotesearch.indexer.local.derived import KEYWORD_BACKLOG, DerivedIndexes
from quotesearch.indexer.local.store.changes import Changes, changes_since, last_change
from quotesearch.indexer.local.store.checking import damaged_full_text, problems, rebuild_full_text
from quotesearch.indexer.local.store.corrections import delete_correction, insert_correction
from quotesearch.indexer.local.store.database import Connection, Connections, json_array
from quotesearch.indexer.local.store.document_search import documents_by_id
from quotesearch.indexer.local.store.insert import delete_documents, insert, surnames
from quotesearch.indexer.local.store.speaker_merging import update_joins
from quotesearch.indexer.local.store.speakers import similar_names
from quotesearch.indexer.local.store.stored_quotes import document_quotes, stored_quotes
from quotesearch.indexer.protocols import Embedder
from quotesearch.indexer.records import Attributed, Correction, IndexedQuote, PutReport
from quotesearch.indexer.text.normalise import fold_name
from quotesearch.indexer.validation import faults

_STAMPS = "SELECT id, fingerprint, recipe FROM documents WHERE id IN (SELECT value FROM json_each(?))"
_REPAIR = "run: quotes check --repair"


class LocalWriter:
    """Writer of the store, the keyword index and the vectors of one folder. The caller holds the folder's lock.

    The writer calls the encoder to bring the vectors up to date. The encoder then calls `unembedded` and `add_vectors`
    of this object.
    """

    def __init__(self, connections: Connections, derived: DerivedIndexes, encoder: Embedder) -> None:
        self._connections = connections
        self._derived = derived
        self._encoder = encoder
        self._pending: Changes | None = None

    def fingerprints(self, ids: Collection[str]) -> dict[str, tuple[str, str]]:
        """Return the fingerprint and the recipe of each stored document with one of these ids."""
        with self._connections.borrow() as connection:
            rows = connection.rows(_STAMPS, (json_array(ids),))
        return {row["id"]: (row["fingerprint"], row["recipe"]) for row in rows}

    def put(self, entries: Sequence[Attributed]) -> PutReport:
        """Store documents with their quotes in one transaction, under one change number."""
        latest = {entry.document.id: entry for entry in entries}
        stamps = self.fingerprints(latest)
        fresh = [entry for entry in latest.values() if stamps.get(entry.document.id) != entry.stamp]
        for entry in fresh:
            if problems_of_entry := faults(entry.document, entry.quotes):
                raise ValueError("; ".join(problems_of_entry))
        changed = [entry.document.id for entry in fresh if entry.document.id in stamps]
        quotes = self._replace(changed, fresh) if fresh else 0
        return PutReport(len(fresh) - len(changed), len(changed), len(latest) - len(fresh), quotes)

    def _replace(self, ids: Collection[str], entries: Sequence[Attributed]) -> int:
        """Replace the documents with these ids by the entries, and return the number of the entries' quotes."""
        with self._connections.borrow() as connection, connection.writing() as change:
            return _replace_documents(connection, ids, entries, change)

    def remove(self, ids: Collection[str]) -> int:
        """Delete the documents and their quotes. Return how many of the documents were stored."""
        stored = len(self.fingerprints(ids))
        if stored:
            self._replace(ids, ())
        return stored

    def merge_speakers(self, name: str, into: str) -> None:
        """From now on, treat the speaker `name` as the person `into`.

        Raises NotFoundError if one of the two has no quotes.
        """
        with self._connections.borrow() as connection:
            for speaker in (name, into):
                _require_quoted(connection, speaker)
            with connection.writing():
                row = (fold_name(name), fold_name(into))
                connection.run("INSERT OR REPLACE INTO merges (identity, person) VALUES (?, ?)", row)
                update_joins(connection, {words.rsplit(maxsplit=1)[-1] for words in row})

    def split_speaker(self, name: str) -> None:
        """From now on, treat the speaker `name` as a separate person.

        Raises NotFoundError if no speaker of this name has quotes.
        """
        self.merge_speakers(name, name)

    def correct(self, quote_id: str, name: str | None) -> Correction:
        """Give the quote to the speaker that the name means, or without a name remove it, in one transaction.

        The document is stored again, so that its corrections are applied as by `put`. NotFoundError if no quote has
        this id; QueryError for a name that no speaker can have.
        """
        with self._connections.borrow() as connection, connection.writing() as change:
            quote = next((stored.quote for stored in stored_quotes(connection, [quote_id]).values()), None)
            if quote is None:
                raise unknown_quote(quote_id)
            ids = [quote.document_id]
            quotes = document_quotes(connection, ids)[quote.document_id]
            correction = insert_correction(connection, quote, name, quotes)
            recipe = connection.rows(_STAMPS, (json_array(ids),))[0]["recipe"]
            document = documents_by_id(connection, ids)[quote.document_id]
            _replace_documents(connection, ids, [Attributed(document, quotes, recipe)], change)
        return correction

    def undo_correction(self, number: int) -> Correction:
        """Delete the correction with this number and return it; the next run extracts its document again.

        NotFoundError for an unknown number.
        """
        with self._connections.borrow() as connection, connection.writing():
            return delete_correction(connection, number)

    def unembedded(self, limit: int) -> Sequence[IndexedQuote]:
        """Return about `limit` quotes that have no embedding yet, oldest first. If all have one, return ()."""
        vectors = self._derived.vectors
        with self._connections.borrow() as connection:
            while vectors.change < last_change(connection):
                self._pending = changes_since(connection, vectors.change, limit=limit)
                if self._pending.added:
                    return self._pending.added
                self.add_vectors((), np.empty((0, vectors.dimension), np.float32))  # the changes only removed quotes
        return ()

    def add_vectors(self, ids: Sequence[str], rows: NDArray[np.float32]) -> None:
        """Store the embeddings of the quotes that `unembedded` returned last.

        `rows` has unit rows, shape `(len(ids), dimension)`. Raises ValueError for other ids, another shape or a value
        that is not finite.
        """
        pending, self._pending = self._pending, None
        if pending is None or tuple(ids) != tuple(indexed.quote.id for indexed in pending.added):
            raise ValueError("add_vectors takes the quotes that unembedded returned last, in their order")
        with writing_in(self._derived.vectors.folder):
            self._derived.vectors.apply(pending, rows)

    def flush(self, *, all_quotes: bool = True, stopped: Callable[[], bool] = lambda: False) -> None:
        """Bring the keyword index up to date.

        Without `all_quotes`, this is done only if at least KEYWORD_BACKLOG quotes are missing from it.
        """
        if all_quotes or self._derived.count_quotes_after(self._derived.keyword.change) >= KEYWORD_BACKLOG:
            self._derived.update_keyword(stopped=stopped)

    def catch_up(self) -> None:
        """Bring both derived indexes up to the store's last change, for example after a kill."""
        self._derived.prepare()
        self.flush()
        self._encoder.embed(self)

    def check(self) -> tuple[str, ...]:
        """Check the parts of the index against each other, and return a sentence for each disagreement."""
        with self._connections.borrow() as connection:
            store_problems = problems(connection)
            full_text = [f"the full-text index {name} is damaged; {_REPAIR}" for name in damaged_full_text(connection)]
        derived_problems = (f"the {name} index {problem}; {_REPAIR}" for name, problem in self._derived.disagreements())
        return (*store_problems, *full_text, *derived_problems)

    def repair(self) -> tuple[str, ...]:
        """Rebuild the derived parts that disagree with the store, and return their names, sorted.

        The names include parts that were rebuilt when the index was opened.
        """
        with self._connections.borrow() as connection:
            for name in damaged_full_text(connection):
                with connection.writing():
                    rebuild_full_text(connection, name)
                self._derived.rebuilt.add(name)
        self._encoder.forget_failed_export()
        self.catch_up()  # an index that is only outdated needs no rebuild
        damaged_names = {name for name, _ in self._derived.disagreements()}
        for index in self._derived.indexes:
            if index.name in damaged_names:
                index.clear()
        self.catch_up()
        return tuple(sorted(self._derived.rebuilt))


def _replace_documents(connection: Connection, ids: Collection[str], entries: Sequence[Attributed], change: int) -> int:
    """Replace the documents with these ids by the entries, inside `writing`; return the number of stored quotes."""
    old_surnames = surnames(connection, ids)
    delete_documents(connection, ids, change)
    count = sum(insert(connection, entry, change) for entry in entries)
    update_joins(connection, old_surnames | surnames(connection, [entry.document.id for entry in entries]))
    return count


def _require_quoted(connection: Connection, name: str) -> None:
    """Raise NotFoundError if no quoted speaker has exactly this name. The error lists similar names."""
    if not connection.rows("SELECT 1 FROM speakers WHERE identity = ? LIMIT 1", (fold_name(name),)):
        names = ", ".join(similar_names(connection, name, limit=5)) or "see quotes speakers"
        raise NotFoundError(f"no quoted speaker is named exactly {name!r}; similar names: {names}")
