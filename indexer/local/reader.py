"""Answer from one consistent view of a local index (implements Reader).

A view is three things that are pinned at one moment: a read transaction of SQLite, the postings and the vectors. The
derived two are looked up first, so the store is never behind them. If it is ahead, because a writer has not brought
them up to date yet, what they say of a quote counts only if the quote has not changed since (`quotes.change`): a text
that was replaced is not found by the words it had before. Filters, phrases and wildcards are decided by the store, in
the same transaction. What bounds the write-ahead log while views are open: see `store/database.py`.
"""

from collections.abc import Collection, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from threading import RLock

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer import records
from quotesearch.indexer.local.id_sets import Ids, isin, known_numbers, names, numbers
from quotesearch.indexer.local.keyword import Postings
from quotesearch.indexer.local.keyword.suggestions import significant_words, suggested_word
from quotesearch.indexer.local.retrieval import retrieve
from quotesearch.indexer.local.store.changes import last_change
from quotesearch.indexer.local.store.copies import possible_copies
from quotesearch.indexer.local.store.database import Connection, listed
from quotesearch.indexer.local.store.document_search import documents_by_id, documents_with, find_documents
from quotesearch.indexer.local.store.listing import matching, newest, selected, texts_by_period
from quotesearch.indexer.local.store.selection import Conditions
from quotesearch.indexer.local.store.speakers import near_names, speaker_counts
from quotesearch.indexer.local.store.statistics import facets, statistics
from quotesearch.indexer.local.store.stored_quotes import document_quotes, quotes_by_prefix, stored_quotes
from quotesearch.indexer.local.vectors import View
from quotesearch.indexer.model import Document, Quote
from quotesearch.indexer.protocols import Retrieval, Vector
from quotesearch.indexer.records import EVERYTHING, Cursor, Selection

Scores = NDArray[np.float64]


class LocalReader:
    """Answer from a connection in a read transaction, postings and vectors; whoever made it ends both."""

    def __init__(
        self, connection: Connection, *, description: records.Description, postings: Postings | None, vectors: View
    ) -> None:
        """Begin the view: the first statement pins the state of the store."""
        self.description = description
        self._postings = postings
        self._vectors = vectors
        self._lock = RLock()
        self._connection: Connection | None = connection
        self._version = (last_change(connection), postings.change if postings else 0, vectors.change)

    def close(self) -> None:
        """Let the connection go after the statement in progress; closing twice is closing once."""
        with self._lock:
            self._connection = None

    @contextmanager
    def _statements(self) -> Iterator[Connection]:
        """Give the connection to one thread at a time; ValueError if the view is closed."""
        with self._lock:
            if self._connection is None:
                raise ValueError("this view of the index is closed")
            yield self._connection

    def version(self) -> Hashable:
        """Return the changes that the store, the postings and the vectors hold."""
        return self._version

    def retrieve(self, *retrievals: Retrieval) -> tuple[records.Candidates, ...]:
        """Return, for each retrieval, its lists and every retriever's score of every candidate."""
        with self._statements() as connection:
            found = []
            for asked in retrievals:
                selection = asked.selection
                within = None if selection.is_by_reports_only else self._matching(connection, selection)
                found.append(retrieve(connection, self._postings, self._vectors, asked, within))
            return tuple(found)

    def _matching(self, connection: Connection, selection: Selection) -> Ids:
        """Return the ids of all quotes that pass a selection."""
        having = self._having_all(connection, selection.all_terms) if selection.all_terms else None
        rest = replace(selection, all_terms=frozenset())
        if having is not None and rest == EVERYTHING:
            return having
        passing = matching(connection, Conditions.of(connection, rest))
        return passing if having is None else passing & having

    def _having_all(self, connection: Connection, terms: frozenset[str]) -> Ids:
        """Return the quotes that have all the terms, without those that have changed since the postings were made."""
        having = self._postings.having_all(terms) if self._postings else Ids()
        return self._known(connection, having, self._version[1])

    def _known(self, connection: Connection, ids: Ids, change: int) -> Ids:
        """Return those of the quotes that are stored as a derived index knows them that holds a change."""
        if change == self._version[0]:
            return ids
        conditions = Conditions()
        conditions.add("quotes.change <= ?", change)
        return Ids(numbers(selected(connection, conditions, ids)))

    def _conditions(self, connection: Connection, selection: Selection) -> Conditions:
        """Return the conditions of a selection, with `all_terms`."""
        conditions = Conditions.of(connection, selection)
        if selection.all_terms:
            having = self._having_all(connection, selection.all_terms)
            conditions.add("quotes.id IN (SELECT value FROM json_each(?))", listed(having))
        return conditions

    def select(
        self, selection: Selection, *, terms: frozenset[str] = frozenset(), after: Cursor | None = None, limit: int
    ) -> records.Page:
        """Return a page of all quotes that pass, by score with `terms`, else newest first."""
        with self._statements() as connection:
            if not terms:
                conditions = self._conditions(connection, selection)
                ids, following = newest(connection, conditions, after=after, limit=limit)
                return records.Page(dict.fromkeys(ids, 0.0), following)
            within = self._matching(connection, selection)
            return _by_score(within, self._scores(connection, within, terms), after, limit)

    def _scores(self, connection: Connection, within: Ids, terms: frozenset[str]) -> Scores:
        """Return the BM25 score of each of the quotes, 0 if it has changed since the postings were made."""
        scores = np.zeros(len(within))
        if self._postings:
            hits = self._postings.hits(sorted(terms))
            ids = self._postings.numbered.numbers[hits.places]
            own = isin(ids, self._known(connection, within & Ids(ids), self._version[1]).numbers)
            scores[np.searchsorted(within.numbers, ids[own])] = hits.scores[own]
        return scores

    def facets(self, selection: Selection) -> records.Facets:
        """Count the quotes that pass, by speaker, outlet, kind, year and month."""
        with self._statements() as connection:
            return facets(connection, self._conditions(connection, selection))

    def quotes(self, ids: Collection[str], *, copies: bool = False) -> dict[str, records.StoredQuote]:
        """Return those of the quotes that are stored, in the order of `ids`; with their possible `copies`."""
        with self._statements() as connection:
            pairs = possible_copies(connection, ids) if copies else {}
            others = {other for own in pairs.values() for other in own}
            stored = stored_quotes(connection, others.union(ids))
        found = {quote_id: stored[quote_id] for quote_id in ids if quote_id in stored}
        for quote_id, own in pairs.items():
            possible = tuple(
                records.Copy(stored[other], same) for other, same in sorted(own.items()) if other in stored
            )
            found[quote_id] = replace(found[quote_id], copies=possible)
        return found

    def documents(self, ids: Collection[str]) -> dict[str, Document]:
        """Return those of the documents that are stored, by id."""
        with self._statements() as connection:
            return documents_by_id(connection, ids)

    def document_quotes(self, document_id: str) -> tuple[Quote, ...]:
        """Return the document's quotes in reading order; none for a document that is not stored."""
        with self._statements() as connection:
            return document_quotes(connection, [document_id]).get(document_id, ())

    def documents_like(
        self, words: Collection[str], *, limit: int, selection: Selection = EVERYTHING, also: Collection[str] = ()
    ) -> tuple[records.SimilarDocument, ...]:
        """Return the documents whose text has most of the words, and which of their quotes pass the selection."""
        with self._statements() as connection:
            similar = {document.id: document for document in documents_with(connection, words, limit=limit)}
            documents = similar | documents_by_id(connection, set(also) - similar.keys())
            quotes = document_quotes(connection, documents)
            ids = [quote.id for own in quotes.values() for quote in own]
            passing = selected(connection, Conditions.of(connection, selection), ids)
        return tuple(
            records.SimilarDocument(document, own, passing & {quote.id for quote in own}, document_id in similar)
            for document_id, document in documents.items()
            for own in [quotes.get(document_id, ())]
        )

    def vectors(self, ids: Collection[str]) -> dict[str, Vector]:
        """Return the embeddings of those of the quotes that have one, by id."""
        with self._statements() as connection:
            known = self._known(connection, Ids(known_numbers(ids)), self._vectors.change)
        found, rows = self._vectors.embeddings(known.numbers)
        return dict(zip(names(found), rows.astype(np.float32), strict=True))

    def speakers(self, name: str = "", *, limit: int | None = None) -> tuple[records.SpeakerCount, ...]:
        """Return the speakers whom `name` means (all without one), those with most quotes first, then by name."""
        with self._statements() as connection:
            return speaker_counts(connection, name)[:limit]

    def suggest_speakers(self, name: str, *, limit: int = 5) -> tuple[str, ...]:
        """Return the names of speakers that look like `name`, nearest first."""
        with self._statements() as connection:
            return near_names(connection, name, limit=limit)

    def suggest_terms(self, words: Sequence[str]) -> dict[str, str]:
        """Return, for each word that no quote has in any field, the nearest word of the quotes, if there is one."""
        if self._postings is None:
            return {}
        with self._statements() as connection:
            suggested = {word: suggested_word(connection, self._postings, word) for word in words}
        return {word: other for word, other in suggested.items() if other}

    def significant_terms(self, selection: Selection, *, by_month: bool, limit: int) -> tuple[records.Topics, ...]:
        """Return the words that tell each period's quotes from all others, most telling first."""
        if self._postings is None:
            return ()
        with self._statements() as connection:
            texts = texts_by_period(connection, self._conditions(connection, selection), digits=7 if by_month else 4)
        return tuple(
            records.Topics(period, len(own), significant_words(self._postings, own, limit=limit))
            for period, own in texts.items()
        )

    def find_quotes(self, id_prefix: str, *, limit: int) -> tuple[Quote, ...]:
        """Return the first quotes, by id, whose id begins so."""
        with self._statements() as connection:
            return quotes_by_prefix(connection, id_prefix, limit=limit)

    def find_documents(self, name: str) -> tuple[str, ...]:
        """Return the ids of the documents that `name` means: an id, a url, or a path (relative too), sorted."""
        with self._statements() as connection:
            return find_documents(connection, name)

    def statistics(self) -> records.Statistics:
        """Count what is stored."""
        with self._statements() as connection:
            return statistics(connection)


def _by_score(within: Ids, scores: Scores, after: Cursor | None, limit: int) -> records.Page:
    """Return a page of the ids, best score first, then by id."""
    order = np.lexsort((within.numbers, -scores))
    if after is not None:
        score, quote_id = float(after[0] or 0), numbers([str(after[1])])[0]
        order = order[(scores[order] < score) | ((scores[order] == score) & (within.numbers[order] > quote_id))]
    page = order[:limit]
    found = dict(zip(names(within.numbers[page]), scores[page].tolist(), strict=True))
    last = next(reversed(found.items()), None)
    return records.Page(found, (last[1], last[0]) if last and len(order) > limit else None)
