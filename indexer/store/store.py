"""Put documents and their quotes in, take them out, and answer for what is held."""

import os
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from quotesearch.indexer.errors import NotFoundError
from quotesearch.indexer.folding import fold_name
from quotesearch.indexer.model import Document, Quote
from quotesearch.indexer.protocols import Changes, IndexedQuote
from quotesearch.indexer.store.alike import alike
from quotesearch.indexer.store.checking import problems
from quotesearch.indexer.store.counting import counts
from quotesearch.indexer.store.database import Database, listed
from quotesearch.indexer.store.facets import facets
from quotesearch.indexer.store.faults import faults
from quotesearch.indexer.store.filtering import matching_ids, newest_ids
from quotesearch.indexer.store.joining import rejoin
from quotesearch.indexer.store.nouns import Attributed, Counts, Facets, Filters, PutReport, SpeakerCount, StoredQuote
from quotesearch.indexer.store.putting import insert, surnames, take_out
from quotesearch.indexer.store.rows import (
    QUOTE_COLUMNS,
    QUOTES_OF_DOCUMENT,
    read_document,
    read_head,
    read_quote,
    sound,
)
from quotesearch.indexer.store.speakers import near_names, speaker_counts
from quotesearch.indexer.store.wording import documents_with

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
_BY_ID = f"{QUOTE_COLUMNS} WHERE quotes.id IN (SELECT value FROM json_each(?)) ORDER BY quotes.document"  # noqa: S608
_IDS = "SELECT id FROM quotes WHERE id BETWEEN :beginning AND :beginning || char(1114111)"
_FIND = """
    SELECT id FROM documents WHERE url = :name OR id IN (SELECT value FROM json_each(:paths))
        OR path IN (SELECT value FROM json_each(:paths)) ORDER BY id"""


class Store:
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

    @property
    def change(self) -> int:
        """Return the number of the last committed change, by whichever process; 0 when new."""
        return self._database.number("SELECT change FROM state")

    # -- in and out -----------------------------------------------------------------------------

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

    # -- reading --------------------------------------------------------------------------------

    def quotes(self, ids: Collection[str]) -> dict[str, StoredQuote]:
        """Return those of the quotes that the store holds, by id, in the order of `ids`."""
        with self._database.reading():
            found = {stored.quote.id: stored for stored in self._stored(_BY_ID, (listed(ids),))}
        return {quote_id: found[quote_id] for quote_id in ids if quote_id in found}

    def _stored(self, sql: str, parameters: Sequence[object]) -> Iterator[StoredQuote]:
        """Yield the quotes that the statement selects, document by document, so that one text at a time is held."""
        key, document, head = None, None, None
        for row in self._database.rows(sql, parameters):
            with sound():
                if row["document"] != key or document is None or head is None:
                    key = row["document"]
                    whole = self._database.rows("SELECT * FROM documents WHERE key = ?", (key,))[0]
                    document, head = read_document(whole), read_head(whole)
                quote = read_quote(row)
                line = document.line_of(quote.content[0].start)
                stored = StoredQuote(quote, head, quote.context.words(document.text), line)
            yield stored

    def quote_ids(self, beginning: str = "") -> frozenset[str]:
        """Return the ids of all quotes, or of those whose id has this beginning."""
        return frozenset(row["id"] for row in self._database.rows(_IDS, {"beginning": beginning}))

    def document(self, document_id: str) -> Document:
        """Return the document; NotFoundError if it is not held."""
        rows = self._database.rows("SELECT * FROM documents WHERE id = ?", (document_id,))
        if not rows:
            raise NotFoundError(f"no document {document_id!r} in the index; quotes stats says what it holds")
        with sound():
            return read_document(rows[0])

    def documents_with(self, words: Collection[str], *, limit: int) -> tuple[Document, ...]:
        """Return the documents whose text has most of the words, those with the rarest ones first."""
        return documents_with(self._database, words, limit=limit)

    def document_quotes(self, document_id: str) -> tuple[Quote, ...]:
        """Return the document's quotes in reading order; none for a document that is not held."""
        rows = self._database.rows(QUOTES_OF_DOCUMENT, (document_id,))
        with sound():
            return tuple(map(read_quote, rows))

    def find_documents(self, name: str) -> tuple[str, ...]:
        """Return the ids of the documents that `name` means: an id, a url, or a path (relative too), sorted."""
        tidied = os.path.abspath(name)  # noqa: PTH100 - `resolve` would follow links, and the path was indexed as typed
        paths = listed({name, tidied, os.path.realpath(name)})
        rows = self._database.rows(_FIND, {"name": name, "paths": paths})
        return tuple(row["id"] for row in rows)

    def matching(self, filters: Filters) -> frozenset[str]:
        """Return the ids of the quotes that pass the filters; an unknown speaker or outlet passes none."""
        return frozenset(matching_ids(self._database, filters))

    def newest(self, filters: Filters, *, limit: int, offset: int = 0) -> tuple[str, ...]:
        """Return a page of the ids of the quotes that pass: newest document first, undated last, in reading order."""
        return newest_ids(self._database, filters, limit=limit, offset=offset)

    def facets(self, ids: Collection[str]) -> Facets:
        """Count those of the quotes that are held, by speaker, outlet, kind, year and month."""
        return facets(self._database, ids)

    def alike(self, ids: Collection[str]) -> dict[str, dict[str, bool]]:
        """Return, by quote, the others that may have its words, and whether they are held to be the same person's."""
        return alike(self._database, ids)

    def speakers(self, name: str = "") -> tuple[SpeakerCount, ...]:
        """Return the speakers whom `name` means (all without one), those with most quotes first, then by name."""
        return speaker_counts(self._database, name)

    def near_speakers(self, name: str, *, limit: int = 5) -> tuple[str, ...]:
        """Return the names of speakers that look like `name`, nearest first, for "did you mean"."""
        return near_names(self._database, name, limit=limit)

    def counts(self) -> Counts:
        """Count what is held."""
        return counts(self._database)

    def settle(self) -> None:
        """Bring what other files beside the store's hold into it, as far as nobody else is reading."""
        self._database.settle()

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with the truth itself, a sentence each; nothing when all is well."""
        return problems(self._database)
