"""Answer queries: filter, retrieve, fuse, return one page.

A search reads one view of the index and makes at most four calls to its backend. It asks for the speaker of *X on Y*,
for the candidates, and for the quotes of the page. If too many of the first candidates are copies, it asks for more.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from threading import Lock

from quotesearch.indexer.model import Quote
from quotesearch.indexer.protocols import Reader, Retrieval, Storage, Vector
from quotesearch.indexer.records import Cursor, Facets
from quotesearch.indexer.text.analysis import mark, terms
from quotesearch.search.copies import Group, group_of
from quotesearch.search.fusion import Fusion
from quotesearch.search.query import Mode, Query
from quotesearch.search.rerank import Reranker, reranked
from quotesearch.search.results import Results, SearchResult
from quotesearch.search.retrieval import FusedCandidates, depth_for, retrieval_for, retrieve, retrievers
from quotesearch.search.speaker_queries import with_speaker
from quotesearch.search.spelling import spelling

_CACHED_ANSWERS, _CACHED_LIMIT = 128, 50
"""The number of cached answers, and the largest limit of a cached answer.

Together they are at most 6,400 results of about 4.5 KB each.
"""
_CACHED_EMBEDDINGS = 256
"""The number of query embeddings that are cached."""
_EXPORT_PAGE = 500
"""The number of quotes that an export reads at once."""
_EXPECTED_COPIES = 30
"""How many of the first candidates may be copies without a second retrieval for the page."""
_Retrieve = Callable[[int], FusedCandidates]
"""A function that takes a depth and returns the candidates of a retrieval of that depth."""


class Searcher:
    """Search an open index without changing it; safe to use from many threads."""

    def __init__(self, storage: Storage, *, reranker: Reranker | None = None) -> None:
        self._storage = storage
        self._reranker = reranker
        self._answers = _AnswerCache()
        self._embedding = lru_cache(_CACHED_EMBEDDINGS)(self._embed)  # cached for another page or another filter

    def search(self, query: Query) -> Results:
        """Return the page of results that the query asks for, best first.

        Raises ModelError if the model cannot be used.

        The `query` of the results is the query that was answered. If the words name a speaker, it has a filter for this
        speaker.
        """
        self._storage.catch_up()
        with self._storage.reader() as reader:
            return self._answers.get(query, reader.version(), lambda: self._answer(reader, query))

    def _answer(self, reader: Reader, query: Query) -> Results:
        """Return the page of results without the cache."""
        query = with_speaker(query, reader)
        retrieve_to = self._ranked(reader, query) if query.text else _newest(reader, query)
        results = _page(reader, query, retrieve_to)
        if query.text or query.required:
            results = replace(results, spelling=spelling(reader, query))
        name = query.filters.speaker
        if results or name is None or reader.speakers(name, limit=1):
            return results
        return Results(query, unknown_speaker=name, near_speakers=reader.suggest_speakers(name))

    def facets(self, query: Query) -> Facets:
        """Count the quotes that have all words of a query and pass its filters.

        Each report of the same words counts.
        """
        self._storage.catch_up()
        with self._storage.reader() as reader:
            query = with_speaker(query, reader)
            return reader.facets(query.selection_of_all_words) if query.asks_for_words else Facets()

    def iter_matching(self, query: Query) -> Iterator[SearchResult]:
        """Yield each quote that has all words of a query, best keyword score first.

        Without words, yield the newest first.

        Limit, offset, mode and fusion of the query are ignored. Each page of the export reads a new view of the index,
        because a long view would keep the store from truncating its log. If the index has changed since the last page,
        the scores may have changed too. The list then begins again, without the quotes that were already yielded.
        """
        self._storage.catch_up()
        with self._storage.reader() as reader:
            query = with_speaker(query, reader)
        yielded_ids: set[str] = set()
        version: Hashable | None = None
        cursor: Cursor | None = None
        rank = 0
        while query.asks_for_words:
            with self._storage.reader() as reader:
                changed = reader.version() != version
                page = reader.select(
                    query.selection_of_all_words,
                    terms=terms(query.text),
                    after=None if changed else cursor,
                    limit=_EXPORT_PAGE + (len(yielded_ids) if changed else 0),
                )
                new_ids = [quote_id for quote_id in page.scores if quote_id not in yielded_ids]
                groups = list(_groups(reader, new_ids, yielded_ids, ungrouped=query.each))
                version, cursor = reader.version(), page.following
            for group in groups:
                rank += 1
                yield _result(query, rank, group, FusedCandidates(page.scores, {}, exhausted=True))
            if cursor is None:
                return

    def similar(self, quote: Quote, *, limit: int) -> Results:
        """Return the quotes nearest in meaning to a stored quote, without its copies. No model is needed."""
        self._storage.catch_up()
        query = Query(quote.text, mode=Mode.DENSE, limit=limit)
        with self._storage.reader() as reader:
            vector = reader.vectors([quote.id]).get(quote.id)
            if vector is None:
                return Results(query)

            def retrieve_to(depth: int) -> FusedCandidates:
                """Return the candidates of the dense retriever."""
                retrieval = Retrieval(query.selection, vector=vector, depth=depth)
                return retrieve(reader, retrieval, Fusion.CONVEX, ("dense",))

            return _page(reader, query, retrieve_to, excluded_id=quote.id)

    def _ranked(self, reader: Reader, query: Query) -> _Retrieve:
        """Return the function that retrieves the candidates of a query with words."""
        vector = None if query.mode is Mode.KEYWORD else self._embedding(query.text)

        def retrieve_to(depth: int) -> FusedCandidates:
            """Return the candidates of all retrievers, fused, and reranked if there is a reranker."""
            retrieval = retrieval_for(query.selection, terms(query.text), vector, mode=query.mode, depth=depth)
            candidates = retrieve(reader, retrieval, query.fusion, retrievers(retrieval, query.mode))
            if self._reranker is not None and vector is not None:
                reordered = reranked(candidates.scores, candidates.evidence, query.text, self._reranker, reader)
                return FusedCandidates(*reordered, candidates.exhausted)
            return _with_unranked(reader, query, candidates, depth) if vector is None and query.required else candidates

        return retrieve_to

    def _embed(self, text: str) -> Vector:
        """Return the embedding of a query, a read-only array of shape `(dimension,)`."""
        vector: Vector = self._storage.encoder.encode([text])[0]
        vector.setflags(write=False)
        return vector


class _AnswerCache:
    """The last answers, by query and version of the index. It is safe to use from many threads."""

    def __init__(self) -> None:
        self._results: OrderedDict[tuple[Query, Hashable], Results] = OrderedDict()
        self._lock = Lock()

    def get(self, query: Query, version: Hashable | None, answer: Callable[[], Results]) -> Results:
        """Return the cached results. If the cache has no results, call `answer`.

        The results are cached if the index has a version and the page is not too long.
        """
        key = query, version
        with self._lock:
            if key in self._results:
                self._results.move_to_end(key)
                return self._results[key]
        results = answer()
        if version is not None and query.limit <= _CACHED_LIMIT:
            with self._lock:
                self._results[key] = results
                if len(self._results) > _CACHED_ANSWERS:
                    self._results.popitem(last=False)
        return results


def _page(reader: Reader, query: Query, retrieve_to: _Retrieve, *, excluded_id: str = "") -> Results:
    """Return the page that the query asks for.

    If too many candidates are copies, retrieve again with a larger depth.
    """
    end = query.offset + query.limit
    collector = _GroupCollector(reader, goal=end + 1 + bool(excluded_id), ungrouped=query.each)
    depth = depth_for(collector.goal + max(_EXPECTED_COPIES, collector.goal // 4))
    candidates = retrieve_to(depth)
    collector.add([excluded_id, *candidates.scores] if excluded_id else candidates.scores)
    while len(collector.groups) < collector.goal and not candidates.exhausted:
        depth *= 4
        candidates = candidates.continued(retrieve_to(depth))
        collector.add(candidates.scores)
    groups = [group for group in collector.groups if group.stored.quote.id != excluded_id]
    page = enumerate(groups[query.offset : end], start=query.offset + 1)
    return Results(query, tuple(_result(query, rank, group, candidates) for rank, group in page), len(groups) > end)


class _GroupCollector:
    """Collect the first groups of copies among candidates, up to `goal` groups."""

    def __init__(self, reader: Reader, *, goal: int, ungrouped: bool) -> None:
        self.goal = goal
        self.groups: list[Group] = []
        self._reader = reader
        self._ungrouped = ungrouped
        self._processed_ids: set[str] = set()
        self._portion_size = goal + goal // 4

    def add(self, ids: Iterable[str]) -> None:
        """Add the groups of the new ids, in their order, with one call to the backend. Many copies need more calls."""
        while len(self.groups) < self.goal:
            portion = list(islice((key for key in ids if key not in self._processed_ids), self._portion_size))
            if not portion:
                return
            groups = _groups(self._reader, portion, self._processed_ids, ungrouped=self._ungrouped)
            self.groups += islice(groups, self.goal - len(self.groups))
            self._processed_ids.update(portion)
            self._portion_size *= 8


def _groups(reader: Reader, ids: list[str], grouped_ids: set[str], *, ungrouped: bool) -> Iterator[Group]:
    """Yield the quotes in their order, each with its copies, and add the ids of each group to `grouped_ids`.

    Quotes in `grouped_ids` are left out, and so are quotes that the index no longer has. If `ungrouped` is set, copies
    are not looked for, so that each quote is a separate group.
    """
    for stored in reader.quotes(ids, copies=not ungrouped).values():
        if stored.quote.id not in grouped_ids:
            group = group_of(stored)
            grouped_ids |= group.ids
            yield group


def _newest(reader: Reader, query: Query) -> _Retrieve:
    """Return the function that retrieves the quotes that pass the filters, newest first."""

    def retrieve_to(depth: int) -> FusedCandidates:
        """Return the newest quotes."""
        page = reader.select(query.selection, limit=depth)
        return FusedCandidates(page.scores, {}, exhausted=page.following is None)

    return retrieve_to


def _with_unranked(reader: Reader, query: Query, candidates: FusedCandidates, depth: int) -> FusedCandidates:
    """Return the candidates, then the quotes that match an operator such as `immigra*` but no ranking word.

    Such quotes are added only if there are no more candidates. Otherwise the next page would not continue this page.
    """
    if not candidates.exhausted:
        return candidates
    page = reader.select(query.selection, terms=terms(query.text), limit=depth)
    unranked = {quote_id: 0.0 for quote_id in page.scores if quote_id not in candidates.scores}
    return FusedCandidates({**candidates.scores, **unranked}, candidates.evidence, exhausted=page.following is None)


def _result(query: Query, rank: int, group: Group, candidates: FusedCandidates) -> SearchResult:
    """Return a group of copies as a result of the query."""
    stored = group.stored
    return SearchResult(
        rank=rank,
        score=candidates.scores[stored.quote.id],
        quote=stored.quote,
        document=stored.document,
        context=stored.context,
        line=stored.line,
        marks=mark(stored.quote.text, query.text) if query.text else (),
        why=candidates.evidence.get(stored.quote.id, ()),
        occurrences=group.occurrences,
    )
