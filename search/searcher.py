"""Answer queries: decide what the filters let through, retrieve, fuse, and fill in the page that is asked for.

Each retriever offers its best 100 candidates, or 200, 400, … where the page ends there or deeper, or where so many of
them are the same quote that no candidate is left to tell whether a page follows. What is fused depends on the page only
at these steps: between two of them, one page goes on where the last one ended. Nothing is retrieved where the filters
let nothing through, and dense retrieval alone loads the model.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from quotesearch.indexer.index import Index
from quotesearch.indexer.keyword import mark
from quotesearch.indexer.model import Quote, Ranking, Scored
from quotesearch.search.fusion import Evidence, Retrieved, fuse
from quotesearch.search.occurrences import Group, grouped
from quotesearch.search.query import Mode, Query
from quotesearch.search.results import Results, SearchResult
from quotesearch.search.retrieval import retrieve
from quotesearch.search.whose import attributed

DEPTH = 100


class Searcher:
    """Search an open index; it only reads."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def search(self, query: Query) -> Results:
        """Return the page of results that the query asks for, best first; ModelError if the model cannot be used.

        The query of the results is the one that was answered, with its speaker as a filter where the words name one.
        """
        self._index.refresh()
        query = attributed(query, self._index.store)
        within = self._within(query)
        if within is not None and not within:
            return self._nothing(query)
        if not query.text:
            return self._page(query, lambda depth: self._listed(query, within, depth))
        return self._page(query, lambda depth: self._ranked(query, within, depth))

    def similar(self, quote: Quote, *, limit: int) -> Results:
        """Return the quotes nearest in meaning to a stored one, itself and its copies left out; no model is needed."""
        self._index.refresh()
        query = Query(quote.text, mode=Mode.DENSE, limit=limit)
        vector = self._index.vectors.vector(quote.id)
        if vector is None:
            return Results(query)
        within = self._index.store.matching(query.allowed) - {quote.id}

        def offered(depth: int) -> _Offered:
            ranking = self._index.vectors.search(vector, depth=depth, within=within)
            scores = {scored.quote_id: scored.score for scored in ranking}
            fused = fuse({"dense": Retrieved(ranking, scores)})
            return _Offered(fused.ranking.entries, fused.evidence)

        return self._page(query, offered, but=quote.id)

    def _page(self, query: Query, offered: "Callable[[int], _Offered]", *, but: str = "") -> Results:
        """Return the page of the offered quotes that the query asks for; more are had where too many are the same."""
        first, end = query.offset, query.offset + query.limit
        depth = DEPTH
        while True:
            while depth <= end:
                depth *= 2
            offer = offered(depth)
            ids = [scored.quote_id for scored in offer.entries]
            groups = list(islice(grouped(self._index.store, ids, but=but, each=query.each), first, end + 1))
            if len(groups) > query.limit or len(ids) < depth:
                return Results(query, _results(query, groups[: query.limit], offer), more=len(groups) > query.limit)
            depth *= 2

    def _within(self, query: Query) -> frozenset[str] | None:
        """Return the quotes that filters and patterns let through; None for all."""
        within = self._index.store.matching(query.allowed) if query.allowed else None
        for pattern in query.required:
            having = self._index.keyword.containing(pattern)
            within = having if within is None else within & having
        for pattern in query.excluded:
            without = self._index.store.quote_ids() if within is None else within
            within = without - self._index.keyword.containing(pattern)
        return within

    def _ranked(self, query: Query, within: frozenset[str] | None, depth: int) -> "_Offered":
        """Return the candidates of the retrievers, fused."""
        fused = fuse(retrieve(self._index, query.text, mode=query.mode, depth=depth, within=within), query.fusion)
        ranking = fused.ranking if query.mode is not Mode.KEYWORD else _with_rest(fused.ranking, query, within, depth)
        return _Offered(ranking.entries, fused.evidence)

    def _listed(self, query: Query, within: frozenset[str] | None, depth: int) -> "_Offered":
        """Return the first of all that the filters let through, newest first."""
        narrowed = bool(query.required or query.excluded)
        newest = self._index.store.newest(query.allowed, limit=-1 if narrowed else depth)
        ids = [quote_id for quote_id in newest if not narrowed or within is None or quote_id in within]
        return _Offered(tuple(Scored(quote_id, 0.0) for quote_id in ids[:depth]), {})

    def _nothing(self, query: Query) -> Results:
        """Return no result, with names that are near where the speaker is unknown."""
        name = query.filters.speaker
        if name is None or self._index.store.speakers(name):
            return Results(query)
        return Results(query, unknown_speaker=name, near_speakers=self._index.store.near_speakers(name))


@dataclass(frozen=True, slots=True)
class _Offered:
    """Hold candidates, best first, and what each retriever said of them."""

    entries: tuple[Scored, ...]
    evidence: Mapping[str, tuple[Evidence, ...]]


def _results(query: Query, groups: Sequence[Group], offer: _Offered) -> tuple[SearchResult, ...]:
    """Return a result for each quote of the page."""
    scores = {scored.quote_id: scored.score for scored in offer.entries}
    return tuple(
        SearchResult(
            rank=rank,
            score=scores[group.stored.quote.id],
            quote=group.stored.quote,
            document=group.stored.document,
            context=group.stored.context,
            line=group.stored.line,
            marks=mark(group.stored.quote.text, query.text) if query.text else (),
            why=offer.evidence.get(group.stored.quote.id, ()),
            occurrences=group.occurrences,
        )
        for rank, group in enumerate(groups, start=query.offset + 1)
    )


def _with_rest(ranking: Ranking, query: Query, within: frozenset[str] | None, depth: int) -> Ranking:
    """Return the ranking with the quotes behind it that have what is required and no word to rank by: `immigra*`."""
    ranked = {scored.quote_id: scored.score for scored in ranking}
    rest = sorted((within or frozenset()) - ranked.keys()) if query.required else []
    return Ranking.of(ranked | dict.fromkeys(rest[: max(0, depth - len(ranked))], 0.0))
