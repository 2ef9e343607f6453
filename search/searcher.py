"""Answer queries: decide what the filters let through, retrieve, fuse, and fill in the page that is asked for.

Each retriever offers its best 100 candidates, or 200, 400, … where the page ends there or deeper, so that
there is always one candidate more to tell whether a page follows. What is fused depends on the page
only at these steps: between two of them, one page goes on where the last one ended.
Nothing is retrieved where the filters let nothing through, and dense retrieval alone loads the model.
"""

from collections.abc import Mapping

from quotesearch.indexer.index import Index
from quotesearch.indexer.keyword import mark
from quotesearch.indexer.model import Quote, Ranking, Scored
from quotesearch.search.fusion import Evidence, Retrieved, fuse
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
            return self._listing(query, within)
        depth = DEPTH
        while depth <= query.offset + query.limit:
            depth *= 2
        fused = fuse(retrieve(self._index, query.text, mode=query.mode, depth=depth, within=within), query.fusion)
        ranking = fused.ranking if query.mode is not Mode.KEYWORD else _with_rest(fused.ranking, query, within, depth)
        page = ranking.entries[query.offset : query.offset + query.limit]
        more = len(ranking) > query.offset + query.limit
        return Results(query, self._results(query, page, fused.evidence), more=more)

    def similar(self, quote: Quote, *, limit: int) -> Results:
        """Return the quotes that are nearest in meaning to a stored one, itself left out; no model is needed."""
        self._index.refresh()
        query = Query(quote.text, mode=Mode.DENSE, limit=limit)
        vector = self._index.vectors.vector(quote.id)
        if vector is None:
            return Results(query)
        within = self._index.store.matching(query.allowed) - {quote.id}
        ranking = self._index.vectors.search(vector, depth=limit + 1, within=within)
        fused = fuse({"dense": Retrieved(ranking, {scored.quote_id: scored.score for scored in ranking})})
        page = self._results(query, ranking.entries[:limit], fused.evidence)
        return Results(query, page, more=len(ranking) > limit)

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

    def _listing(self, query: Query, within: frozenset[str] | None) -> Results:
        """Return a page of all that the filters let through, newest first."""
        end = query.offset + query.limit
        if query.required or query.excluded:
            newest = self._index.store.newest(query.allowed, limit=-1)
            ids = [quote_id for quote_id in newest if within is None or quote_id in within][query.offset : end + 1]
        else:
            ids = list(self._index.store.newest(query.allowed, limit=query.limit + 1, offset=query.offset))
        page = tuple(Scored(quote_id, 0.0) for quote_id in ids[: query.limit])
        return Results(query, self._results(query, page, {}), more=len(ids) > query.limit)

    def _nothing(self, query: Query) -> Results:
        """Return no result, with names that are near where the speaker is unknown."""
        name = query.filters.speaker
        if name is None or self._index.store.speakers(name):
            return Results(query)
        return Results(query, unknown_speaker=name, near_speakers=self._index.store.near_speakers(name))

    def _results(
        self, query: Query, page: tuple[Scored, ...], said: Mapping[str, tuple[Evidence, ...]]
    ) -> tuple[SearchResult, ...]:
        """Fill in the page from the store, leaving out what it no longer holds (a writer may be at work)."""
        held = self._index.store.quotes([scored.quote_id for scored in page])
        return tuple(
            SearchResult(
                rank=rank,
                score=scored.score,
                quote=stored.quote,
                document=stored.document,
                context=stored.context,
                line=stored.line,
                marks=mark(stored.quote.text, query.text) if query.text else (),
                why=said.get(scored.quote_id, ()),
            )
            for rank, scored in enumerate(page, start=query.offset + 1)
            if (stored := held.get(scored.quote_id))
        )


def _with_rest(ranking: Ranking, query: Query, within: frozenset[str] | None, depth: int) -> Ranking:
    """Return the ranking with the quotes behind it that have what is required and no word to rank by: `immigra*`."""
    ranked = {scored.quote_id: scored.score for scored in ranking}
    rest = sorted((within or frozenset()) - ranked.keys()) if query.required else []
    return Ranking.of(ranked | dict.fromkeys(rest[: max(0, depth - len(ranked))], 0.0))
