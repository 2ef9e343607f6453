"""Answer for what is held: quotes, documents, filters, counts; nothing here changes it."""

import os
from collections.abc import Collection, Iterator, Sequence

from quotesearch.indexer.errors import NotFoundError
from quotesearch.indexer.model import Document, Quote, Reported
from quotesearch.indexer.numbering import Ids
from quotesearch.indexer.store.alike import alike
from quotesearch.indexer.store.counting import counts
from quotesearch.indexer.store.database import Database, listed
from quotesearch.indexer.store.facets import facets
from quotesearch.indexer.store.filtering import matching_ids, newest_ids
from quotesearch.indexer.store.nouns import Counts, DocumentHead, Facets, Filters, SpeakerCount, StoredQuote, Substance
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

_BY_ID = f"{QUOTE_COLUMNS} WHERE quotes.id IN (SELECT value FROM json_each(?)) ORDER BY quotes.document"  # noqa: S608
_IDS = "SELECT group_concat(id, '') FROM quotes WHERE id BETWEEN :beginning AND :beginning || char(1114111)"
_FIND = """
    SELECT id FROM documents WHERE url = :name OR id IN (SELECT value FROM json_each(:paths))
        OR path IN (SELECT value FROM json_each(:paths)) ORDER BY id"""
_DOCUMENTS = "SELECT * FROM documents WHERE id IN (SELECT value FROM json_each(?))"
_NOT_THOUGHTS = """
    SELECT group_concat(id, '') FROM quotes WHERE id IN (SELECT value FROM json_each(?)) AND reports != ?"""
_SUBSTANCE = """
    SELECT id, reports, confidence, length(text) - length(replace(text, ' ', '')) + 1 AS words
    FROM quotes WHERE id IN (SELECT value FROM json_each(?))"""


class StoreReader:
    """Read a store; made as a `Store`."""

    _database: Database

    @property
    def change(self) -> int:
        """Return the number of the last committed change, by whichever process; 0 when new."""
        return self._database.number("SELECT change FROM state")

    def quotes(self, ids: Collection[str]) -> dict[str, StoredQuote]:
        """Return those of the quotes that the store holds, by id, in the order of `ids`."""
        with self._database.reading():
            found = {stored.quote.id: stored for stored in self._stored(_BY_ID, (listed(ids),))}
        return {quote_id: found[quote_id] for quote_id in ids if quote_id in found}

    def _stored(self, sql: str, parameters: Sequence[object]) -> Iterator[StoredQuote]:
        """Yield the quotes that the statement selects, document by document, so that one text at a time is held."""
        key, text, head = None, "", DocumentHead("")
        for row in self._database.rows(sql, parameters):
            with sound():
                if row["document"] != key:
                    key = row["document"]
                    whole = self._database.rows("SELECT * FROM documents WHERE key = ?", (key,))[0]
                    text, head = whole["text"], read_head(whole)
                quote = read_quote(row)
                line = text.count("\n", 0, quote.content[0].start) + 1  # no `Document`, which would check its text
                stored = StoredQuote(quote, head, quote.context.words(text), line)
            yield stored

    def quote_ids(self, beginning: str = "") -> Ids:
        """Return the ids of all quotes, or of those whose id has this beginning."""
        return self._database.ids(_IDS, {"beginning": beginning})

    def document(self, document_id: str) -> Document:
        """Return the document; NotFoundError if it is not held."""
        held = self.documents([document_id])
        if not held:
            raise NotFoundError(f"no document {document_id!r} in the index; quotes stats says what it holds")
        return held[document_id]

    def documents(self, ids: Collection[str]) -> dict[str, Document]:
        """Return those of the documents that are held, by id."""
        rows = self._database.rows(_DOCUMENTS, (listed(ids),))
        with sound():
            return {row["id"]: read_document(row) for row in rows}

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

    def matching(self, filters: Filters) -> Ids:
        """Return the ids of the quotes that pass the filters; an unknown speaker or outlet passes none."""
        return matching_ids(self._database, filters)

    def newest(self, filters: Filters, *, limit: int, offset: int = 0) -> tuple[str, ...]:
        """Return a page of the ids of the quotes that pass: newest document first, undated last, in reading order."""
        return newest_ids(self._database, filters, limit=limit, offset=offset)

    def facets(self, ids: Collection[str]) -> Facets:
        """Count those of the quotes that are held, by speaker, outlet, kind, year and month."""
        return facets(self._database, ids)

    def substance(self, ids: Collection[str]) -> dict[str, Substance]:
        """Return how much each of the quotes that are held says, and how sure its attribution is."""
        rows = self._database.rows(_SUBSTANCE, (listed(ids),))
        with sound():
            return {row["id"]: Substance(Reported(row["reports"]), row["words"], row["confidence"]) for row in rows}

    def not_thoughts(self, ids: Collection[str]) -> Ids:
        """Return those of the quotes that are held and do not report what somebody is held to think."""
        return self._database.ids(_NOT_THOUGHTS, (listed(ids), Reported.THOUGHT))

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
