"""Answer queries from one consistent view of a local index (implements Reader).

A view has a read transaction of SQLite, the postings and the vectors, all as they were at one moment. The derived
indexes are looked up before the transaction begins, so they are never newer than the store. They may be older until a
writer has brought them up to date. A quote that has changed since then (`quotes.change`) has no postings and no vector
in the view. So a replaced text is not found by its old words.

The store applies filters, phrases and wildcards in the same transaction. `store/database.py` explains why open views do
not make the write-ahead log grow without limit.
"""

from collections.abc import Collection, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from threading import RLock

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer import records
from quotesearch.indexer.local.id_sets import Ids, id_strings, isin, numbers, valid_numbers
from quotesearch.indexer.local.keyword import Postings
from quotesearch.indexer.local.keyword.suggestions import significant_words, similar_word
from quotesearch.indexer.local.retrieval import retrieve
from quotesearch.indexer.local.store.changes import last_change
from quotesearch.indexer.local.store.copies import possible_copies
from quotesearch.indexer.local.store.corrections import stored_corrections
from quotesearch.indexer.local.store.database import Connection, json_array
from quotesearch.indexer.local.store.document_search import best_documents, documents_by_id, find_documents
from quotesearch.indexer.local.store.listing import matching_among, matching_ids, newest_page, texts_by_period
from quotesearch.indexer.local.store.selection import Conditions
from quotesearch.indexer.local.store.speakers import similar_names, speaker_counts
from quotesearch.indexer.local.store.statistics import facets, statistics
from quotesearch.indexer.local.store.stored_quotes import document_quotes, quotes_by_prefix, stored_quotes
from quotesearch.indexer.local.vectors import View
from quotesearch.indexer.model import Document, Quote
from quotesearch.indexer.protocols import Retrieval, Vector
from quotesearch.indexer.records import EVERYTHING, Cursor, Selection

Scores = NDArray[np.float64]


class LocalReader:
    """Reader of one view. The caller opens and closes its read transaction, postings and vectors."""

    def __init__(
        self, connection: Connection, *, description: records.Description, postings: Postings | None, vectors: View
    ) -> None:
        """Begin the view. Its first SQL statement takes the snapshot of the store that the view shows."""
        self.description = description
        self._postings = postings
        self._vectors = vectors
        self._lock = RLock()
        self._connection: Connection | None = connection
        self._version = (last_change(connection), postings.change if postings else 0, vectors.change)

    def close(self) -> None:
        """End the view after the running statement. Further calls do nothing."""
        with self._lock:
            self._connection = None

    @contextmanager
    def _locked_connection(self) -> Iterator[Connection]:
        """Yield the connection, to one thread at a time. Raises ValueError if the view is closed."""
        with self._lock:
            if self._connection is None:
                raise ValueError("this view of the index is closed")
            yield self._connection

    def version(self) -> Hashable:
        """Return the number of the last change in the store, in the postings and in the vectors."""
        return self._version

    def retrieve(self, *retrievals: Retrieval) -> tuple[records.Candidates, ...]:
        """Return the result of each retrieval: its lists, and every retriever's score of every candidate."""
        with self._locked_connection() as connection:
            results = []
            for retrieval in retrievals:
                selection = retrieval.selection
                allowed_ids = None if selection.is_by_reports_only else self._matching_ids(connection, selection)
                results.append(retrieve(connection, self._postings, self._vectors, retrieval, allowed_ids))
            return tuple(results)

    def _matching_ids(self, connection: Connection, selection: Selection) -> Ids:
        """Return the ids of all quotes that pass a selection."""
        ids_with_terms = self._matching_all_terms(connection, selection.all_terms) if selection.all_terms else None
        conditions = replace(selection, all_terms=frozenset())
        if ids_with_terms is not None and conditions == EVERYTHING:
            return ids_with_terms
        passing_ids = matching_ids(connection, Conditions.of(connection, conditions))
        return passing_ids if ids_with_terms is None else passing_ids & ids_with_terms

    def _matching_all_terms(self, connection: Connection, terms: frozenset[str]) -> Ids:
        """Return the ids of the quotes that have all the terms and have not changed since the postings were made."""
        ids = self._postings.matching_all(terms) if self._postings else Ids()
        return self._unchanged(connection, ids, self._version[1])

    def _unchanged(self, connection: Connection, ids: Ids, change: int) -> Ids:
        """Return the ids of the quotes that are stored and have not changed after `change`."""
        if change == self._version[0]:
            return ids
        conditions = Conditions()
        conditions.add("quotes.change <= ?", change)
        return Ids(numbers(matching_among(connection, conditions, ids)))

    def _conditions(self, connection: Connection, selection: Selection) -> Conditions:
        """Return the SQL conditions of a selection, including `all_terms`."""
        conditions = Conditions.of(connection, selection)
        if selection.all_terms:
            ids = self._matching_all_terms(connection, selection.all_terms)
            conditions.add("quotes.id IN (SELECT value FROM json_each(?))", json_array(ids))
        return conditions

    def select(
        self, selection: Selection, *, terms: frozenset[str] = frozenset(), after: Cursor | None = None, limit: int
    ) -> records.Page:
        """Return a page of the quotes that pass. With `terms`, order them by BM25 score, otherwise newest first."""
        with self._locked_connection() as connection:
            if not terms:
                conditions = self._conditions(connection, selection)
                ids, following = newest_page(connection, conditions, after=after, limit=limit)
                return records.Page(dict.fromkeys(ids, 0.0), following)
            quote_ids = self._matching_ids(connection, selection)
            return _by_score(quote_ids, self._scores(connection, quote_ids, terms), after, limit)

    def _scores(self, connection: Connection, quote_ids: Ids, terms: frozenset[str]) -> Scores:
        """Return the BM25 score of each quote, sorted by id.

        If a quote changed after the postings were made, it scores 0.
        """
        scores = np.zeros(len(quote_ids))
        if self._postings:
            hits = self._postings.hits(sorted(terms))
            ids = self._postings.id_array.numbers[hits.positions]
            unchanged = self._unchanged(connection, quote_ids & Ids(ids), self._version[1])
            is_valid = isin(ids, unchanged.numbers)
            scores[np.searchsorted(quote_ids.numbers, ids[is_valid])] = hits.scores[is_valid]
        return scores

    def facets(self, selection: Selection) -> records.Facets:
        """Count the quotes that pass, by speaker, outlet, kind, year and month."""
        with self._locked_connection() as connection:
            return facets(connection, self._conditions(connection, selection))

    def quotes(self, ids: Collection[str], *, copies: bool = False) -> dict[str, records.StoredQuote]:
        """Return the stored quotes, in the order of `ids`. If `copies` is true, add their possible copies."""
        with self._locked_connection() as connection:
            pairs = possible_copies(connection, ids) if copies else {}
            copy_ids = {copy_id for is_same in pairs.values() for copy_id in is_same}
            stored = stored_quotes(connection, copy_ids.union(ids))
        quotes = {quote_id: stored[quote_id] for quote_id in ids if quote_id in stored}
        for quote_id, is_same in pairs.items():
            possible = tuple(
                records.Copy(stored[copy_id], is_same[copy_id]) for copy_id in sorted(is_same) if copy_id in stored
            )
            quotes[quote_id] = replace(quotes[quote_id], copies=possible)
        return quotes

    def documents(self, ids: Collection[str]) -> dict[str, Document]:
        """Return the stored documents with these ids, by id."""
        with self._locked_connection() as connection:
            return documents_by_id(connection, ids)

    def document_quotes(self, document_id: str) -> tuple[Quote, ...]:
        """Return the document's quotes in reading order. If the document is not stored, return ()."""
        with self._locked_connection() as connection:
            return document_quotes(connection, [document_id]).get(document_id, ())

    def documents_like(
        self, words: Collection[str], *, limit: int, selection: Selection = EVERYTHING, also: Collection[str] = ()
    ) -> tuple[records.SimilarDocument, ...]:
        """Return the documents that match the words best, with the ids of their quotes that pass the selection.

        The documents whose ids are in `also` follow.
        """
        with self._locked_connection() as connection:
            similar = {document.id: document for document in best_documents(connection, words, limit=limit)}
            documents = similar | documents_by_id(connection, set(also) - similar.keys())
            quotes = document_quotes(connection, documents)
            ids = [quote.id for doc_quotes in quotes.values() for quote in doc_quotes]
            passing = matching_among(connection, Conditions.of(connection, selection), ids)
        return tuple(
            records.SimilarDocument(document, doc_quotes, passing & {quote.id for quote in doc_quotes}, key in similar)
            for key, document in documents.items()
            for doc_quotes in [quotes.get(key, ())]
        )

    def vectors(self, ids: Collection[str]) -> dict[str, Vector]:
        """Return the embedding of each quote by its id. Quotes without an embedding are left out."""
        with self._locked_connection() as connection:
            unchanged = self._unchanged(connection, Ids(valid_numbers(ids)), self._vectors.change)
        row_ids, rows = self._vectors.embeddings(unchanged.numbers)
        return dict(zip(id_strings(row_ids), rows.astype(np.float32), strict=True))

    def speakers(self, name: str = "", *, limit: int | None = None) -> tuple[records.SpeakerCount, ...]:
        """Return the speakers that match `name`: most quotes first, then by name. The name "" matches all speakers."""
        with self._locked_connection() as connection:
            return speaker_counts(connection, name)[:limit]

    def suggest_speakers(self, name: str, *, limit: int = 5) -> tuple[str, ...]:
        """Return the names of speakers that are similar to `name`, the most similar first."""
        with self._locked_connection() as connection:
            return similar_names(connection, name, limit=limit)

    def suggest_terms(self, words: Sequence[str]) -> dict[str, str]:
        """Return the most similar word of the quotes for each word that no quote has in any field.

        Words without a similar word are left out.
        """
        if self._postings is None:
            return {}
        with self._locked_connection() as connection:
            suggestions = {word: similar_word(connection, self._postings, word) for word in words}
        return {word: suggestion for word, suggestion in suggestions.items() if suggestion}

    def significant_terms(self, selection: Selection, *, by_month: bool, limit: int) -> tuple[records.Topics, ...]:
        """Return for each period the words that distinguish its quotes from all other quotes.

        The most significant words come first.
        """
        if self._postings is None:
            return ()
        with self._locked_connection() as connection:
            texts = texts_by_period(connection, self._conditions(connection, selection), digits=7 if by_month else 4)
        return tuple(
            records.Topics(period, len(period_texts), significant_words(self._postings, period_texts, limit=limit))
            for period, period_texts in texts.items()
        )

    def find_quotes(self, id_prefix: str, *, limit: int) -> tuple[Quote, ...]:
        """Return the first `limit` quotes whose id begins with the prefix, sorted by id."""
        with self._locked_connection() as connection:
            return quotes_by_prefix(connection, id_prefix, limit=limit)

    def find_documents(self, name: str) -> tuple[str, ...]:
        """Return the sorted ids of the documents with this id, url or path (absolute or relative)."""
        with self._locked_connection() as connection:
            return find_documents(connection, name)

    def corrections(self) -> tuple[records.Correction, ...]:
        """Return the corrections of attributions in the order of their numbers."""
        with self._locked_connection() as connection:
            return stored_corrections(connection)

    def statistics(self) -> records.Statistics:
        """Count the documents, quotes, speakers, outlets and kinds of quotes in the store."""
        with self._locked_connection() as connection:
            return statistics(connection)


def _by_score(quote_ids: Ids, scores: Scores, after: Cursor | None, limit: int) -> records.Page:
    """Return the page after the cursor: best score first, then sorted by id."""
    order = np.lexsort((quote_ids.numbers, -scores))
    if after is not None:
        score, quote_id = float(after[0] or 0), numbers([str(after[1])])[0]
        order = order[(scores[order] < score) | ((scores[order] == score) & (quote_ids.numbers[order] > quote_id))]
    selected = order[:limit]
    page_scores = dict(zip(id_strings(quote_ids.numbers[selected]), scores[selected].tolist(), strict=True))
    last = next(reversed(page_scores.items()), None)
    return records.Page(page_scores, (last[1], last[0]) if last and len(order) > limit else None)
