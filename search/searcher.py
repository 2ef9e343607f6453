"""Answer queries: filter, retrieve, fuse, return one page.

One search is a view of the index and at most four calls to its backend: the speaker of *X on Y*, the candidates, the
quotes of the page, and once more if so many of them are copies that the page is not full.
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
from quotesearch.search.retrieval import Offers, depth_for, offers, retrieval, retrievers
from quotesearch.search.speaker_queries import attributed
from quotesearch.search.spelling import spelling

_CACHED_ANSWERS, _CACHED_LIMIT = 128, 50
"""Answers that are kept until the index changes, and the largest page that is: 6,400 results of about 4.5 KB."""
_CACHED_EMBEDDINGS = 256
_EXPORT_PAGE = 500
_COPIES = 30
"""Copies among the first candidates for which a page needs no second retrieval."""
_Offered = Callable[[int], Offers]
"""Return the offers of a retrieval of some depth."""


class Searcher:
    """Search an open index; it only reads, and several threads may use it at once."""

    def __init__(self, storage: Storage, *, reranker: Reranker | None = None) -> None:
        self._storage = storage
        self._reranker = reranker
        self._answers = _Answers()
        self._embedding = lru_cache(_CACHED_EMBEDDINGS)(self._embed)  # for the next page, or another filter

    def search(self, query: Query) -> Results:
        """Return the page of results that the query asks for, best first; ModelError if the model cannot be used.

        The query of the results is the one that was answered, with its speaker as a filter if the words name one.
        """
        self._storage.catch_up()
        with self._storage.reader() as reader:
            return self._answers.get(query, reader.version(), lambda: self._answer(reader, query))

    def _answer(self, reader: Reader, query: Query) -> Results:
        """Return the page of results without the cache."""
        query = attributed(query, reader)
        offered = self._ranked(reader, query) if query.text else _listed(reader, query)
        results = _page(reader, query, offered)
        if query.text or query.required:
            results = replace(results, spelling=spelling(reader, query))
        name = query.filters.speaker
        if results or name is None or reader.speakers(name, limit=1):
            return results
        return Results(query, unknown_speaker=name, near_speakers=reader.suggest_speakers(name))

    def facets(self, query: Query) -> Facets:
        """Count the quotes that have all the words of a query and pass its filters; each report of one counts."""
        self._storage.catch_up()
        with self._storage.reader() as reader:
            query = attributed(query, reader)
            return reader.facets(query.selection_of_all_words) if query.asks_for_words else Facets()

    def every(self, query: Query) -> Iterator[SearchResult]:
        """Yield each quote that has all the words of a query, best first by its words; without words the newest first.

        The page that the query asks for does not matter, nor do its mode and fusion. Each portion is a view of its own:
        an export of hours does not keep the store from emptying its log. If the index has changed since the portion
        before, scores may have changed too: then the list begins again, without the quotes that were yielded.
        """
        self._storage.catch_up()
        with self._storage.reader() as reader:
            query = attributed(query, reader)
        seen: set[str] = set()
        version: Hashable | None = None
        following: Cursor | None = None
        rank = 0
        while query.asks_for_words:
            with self._storage.reader() as reader:
                changed = reader.version() != version
                page = reader.select(
                    query.selection_of_all_words,
                    terms=terms(query.text),
                    after=None if changed else following,
                    limit=_EXPORT_PAGE + (len(seen) if changed else 0),
                )
                groups = list(_grouped(reader, [one for one in page.scores if one not in seen], seen, each=query.each))
                version, following = reader.version(), page.following
            for group in groups:
                rank += 1
                yield _result(query, rank, group, Offers(page.scores, {}, exhausted=True))
            if following is None:
                return

    def similar(self, quote: Quote, *, limit: int) -> Results:
        """Return the quotes nearest in meaning to a stored one, without itself and its copies; no model is needed."""
        self._storage.catch_up()
        query = Query(quote.text, mode=Mode.DENSE, limit=limit)
        with self._storage.reader() as reader:
            vector = reader.vectors([quote.id]).get(quote.id)
            if vector is None:
                return Results(query)

            def offered(depth: int) -> Offers:
                """Return the offers of this depth."""
                return offers(reader, Retrieval(query.selection, vector=vector, depth=depth), Fusion.CONVEX, ("dense",))

            return _page(reader, query, offered, without=quote.id)

    def _ranked(self, reader: Reader, query: Query) -> _Offered:
        """Return what offers the candidates of the retrievers, fused."""
        vector = None if query.mode is Mode.KEYWORD else self._embedding(query.text)

        def offered(depth: int) -> Offers:
            """Return the offers of this depth."""
            asked = retrieval(query.selection, terms(query.text), vector, mode=query.mode, depth=depth)
            found = offers(reader, asked, query.fusion, retrievers(asked, query.mode))
            if self._reranker is not None and vector is not None:
                again = reranked(found.scores, found.evidence, query.text, self._reranker, reader)
                return Offers(*again, found.exhausted)
            return _with_rest(reader, query, found, depth) if vector is None and query.required else found

        return offered

    def _embed(self, text: str) -> Vector:
        """Return the embedding of a query, shape `(dimension,)`, which must not be written to."""
        vector: Vector = self._storage.encoder.encode([text])[0]
        vector.setflags(write=False)
        return vector


class _Answers:
    """Keep the last answers while the index stays the same; several threads may use it."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Query, Hashable], Results] = OrderedDict()
        self._lock = Lock()

    def get(self, query: Query, version: Hashable | None, answer: Callable[[], Results]) -> Results:
        """Return the answer to a query, which is kept if it is no long page and the version may be a key."""
        key = query, version
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        results = answer()
        if version is not None and query.limit <= _CACHED_LIMIT:
            with self._lock:
                self._kept[key] = results
                if len(self._kept) > _CACHED_ANSWERS:
                    self._kept.popitem(last=False)
        return results


def _page(reader: Reader, query: Query, offered: _Offered, *, without: str = "") -> Results:
    """Return the page of the offered quotes that the query asks for; more are retrieved if too many are copies."""
    end = query.offset + query.limit
    gathering = _Gathering(reader, wanted=end + 1 + bool(without), each=query.each)
    depth = depth_for(gathering.wanted + max(_COPIES, gathering.wanted // 4))
    offer = offered(depth)
    gathering.gather([without, *offer.scores] if without else offer.scores)
    while len(gathering.groups) < gathering.wanted and not offer.exhausted:
        depth *= 4
        offer = offer.continued(offered(depth))
        gathering.gather(offer.scores)
    groups = [group for group in gathering.groups if group.stored.quote.id != without]
    page = enumerate(groups[query.offset : end], start=query.offset + 1)
    return Results(query, tuple(_result(query, rank, group, offer) for rank, group in page), more=len(groups) > end)


class _Gathering:
    """Gather the first groups of quotes, as many as are wanted."""

    def __init__(self, reader: Reader, *, wanted: int, each: bool) -> None:
        self.wanted = wanted
        self.groups: list[Group] = []
        self._reader = reader
        self._each = each
        self._seen: set[str] = set()
        self._size = wanted + wanted // 4

    def gather(self, ids: Iterable[str]) -> None:
        """Take the groups of those ids that are new, in their order: one call, and more if too many are copies."""
        while len(self.groups) < self.wanted:
            portion = list(islice((one for one in ids if one not in self._seen), self._size))
            if not portion:
                return
            groups = _grouped(self._reader, portion, self._seen, each=self._each)
            self.groups += islice(groups, self.wanted - len(self.groups))
            self._seen.update(portion)
            self._size *= 8


def _grouped(reader: Reader, ids: list[str], seen: set[str], *, each: bool) -> Iterator[Group]:
    """Yield the quotes in their order, without copies of one before; `seen` grows by all that belongs to them.

    With `each`, all of them, each by itself. What the index no longer holds is left out.
    """
    for stored in reader.quotes(ids, copies=not each).values():
        if stored.quote.id not in seen:
            group = group_of(stored)
            seen |= group.ids
            yield group


def _listed(reader: Reader, query: Query) -> _Offered:
    """Return what offers the first of all quotes that pass the filters, newest first."""

    def offered(depth: int) -> Offers:
        """Return the offers of this depth."""
        page = reader.select(query.selection, limit=depth)
        return Offers(page.scores, {}, exhausted=page.following is None)

    return offered


def _with_rest(reader: Reader, query: Query, found: Offers, depth: int) -> Offers:
    """Return the offers with quotes after them that have what is required and no word to rank by, as for `immigra*`.

    They follow only if there are no other offers: else a deeper page would not go on where this one ends.
    """
    if not found.exhausted:
        return found
    page = reader.select(query.selection, terms=terms(query.text), limit=depth)
    rest = {one: 0.0 for one in page.scores if one not in found.scores}
    return Offers({**found.scores, **rest}, found.evidence, exhausted=page.following is None)


def _result(query: Query, rank: int, group: Group, offer: Offers) -> SearchResult:
    """Return what is known of a quote as an answer to the query."""
    stored = group.stored
    return SearchResult(
        rank=rank,
        score=offer.scores[stored.quote.id],
        quote=stored.quote,
        document=stored.document,
        context=stored.context,
        line=stored.line,
        marks=mark(stored.quote.text, query.text) if query.text else (),
        why=offer.evidence.get(stored.quote.id, ()),
        occurrences=group.occurrences,
    )
