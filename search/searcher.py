"""Answer queries: decide what the filters let through, retrieve, fuse, and fill in the page that is asked for.

Each retriever offers its best 100 candidates; where the page ends deeper, or where so many of them are the same quote
that none is left to tell whether a page follows, its best 200, 400, … The first hundred stay as they are and what comes
of it stands behind them, so that each page goes on where the last one ended. Nothing is retrieved where the filters let
nothing through, and dense retrieval alone loads the model.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import Self

from quotesearch.indexer.folding import words
from quotesearch.indexer.index import Index
from quotesearch.indexer.keyword import mark
from quotesearch.indexer.model import Quote, Ranking
from quotesearch.indexer.numbering import Ids
from quotesearch.indexer.store import Facets
from quotesearch.search.fusion import Evidence, fuse
from quotesearch.search.occurrences import Group, grouped
from quotesearch.search.query import Mode, Query
from quotesearch.search.rerank import Reranker, reranked
from quotesearch.search.results import Results, SearchResult
from quotesearch.search.retrieval import retrieve, retrieve_near
from quotesearch.search.spelling import spelling
from quotesearch.search.whose import attributed

DEPTH = 100
_KEPT = 256


class Searcher:
    """Search an open index; it only reads, and several threads may use it at once.

    The last answers are kept until the index changes.
    """

    def __init__(self, index: Index, *, reranker: Reranker | None = None) -> None:
        self._index = index
        self._reranker = reranker
        self._kept = lru_cache(_KEPT)(lambda query, _changes: self._answer(query))

    def search(self, query: Query) -> Results:
        """Return the page of results that the query asks for, best first; ModelError if the model cannot be used.

        The query of the results is the one that was answered, with its speaker as a filter where the words name one.
        """
        self._index.refresh()
        return self._kept(query, self._index.changes)

    def _answer(self, query: Query) -> Results:
        """Return the page of results anew."""
        query = attributed(query, self._index.store)
        within = self._within(query)
        if within is not None and not within:
            return self._nothing(query)
        offered = self._ranked if query.text else self._listed
        found = self._page(query, lambda depth: offered(query, within, depth))
        return replace(found, spelling=spelling(self._index, query)) if query.text else found

    def facets(self, query: Query) -> Facets:
        """Count the quotes that have all the words of a query and pass its filters; each report of one counts."""
        self._index.refresh()
        return self._index.store.facets(self._matching(attributed(query, self._index.store)))

    def every(self, query: Query) -> Iterator[SearchResult]:
        """Yield each quote that has all the words of a query, best first by its words; without words the newest first.

        The page that the query asks for does not matter, nor do its mode and fusion.
        """
        self._index.refresh()
        query = attributed(query, self._index.store)
        matching = self._matching(query)
        if query.text:
            offer = self._ranked(replace(query, mode=Mode.KEYWORD), matching, len(matching))
        else:
            offer = self._listed(query, matching, len(matching))
        for rank, group in enumerate(grouped(self._index.store, list(offer.scores), each=query.each), start=1):
            yield _result(query, rank, group, offer)

    def similar(self, quote: Quote, *, limit: int) -> Results:
        """Return the quotes nearest in meaning to a stored one, itself and its copies left out; no model is needed."""
        self._index.refresh()
        query = Query(quote.text, mode=Mode.DENSE, limit=limit)
        vector = self._index.vectors.vector(quote.id)
        if vector is None:
            return Results(query)

        def offered(depth: int) -> _Offered:
            said = retrieve_near(self._index, vector, depth=depth)
            fused = fuse(said.retrieved)
            return _Offered.of(fused.ranking, fused.evidence, exhausted=said.exhausted)

        return self._page(query, offered, but=quote.id)

    def _page(self, query: Query, offered: "Callable[[int], _Offered]", *, but: str = "") -> Results:
        """Return the page of the offered quotes that the query asks for; more are had where too many are the same."""
        first, end = query.offset, query.offset + query.limit
        depth, offer = DEPTH, offered(DEPTH)
        while True:
            groups = list(
                islice(grouped(self._index.store, list(offer.scores), but=but, each=query.each), first, end + 1)
            )
            if len(groups) > query.limit or offer.exhausted:
                page = enumerate(groups[: query.limit], start=first + 1)
                results = tuple(_result(query, rank, group, offer) for rank, group in page)
                return Results(query, results, more=len(groups) > query.limit)
            depth *= 2
            offer = offer.continued(offered(depth))

    def _within(self, query: Query) -> Ids | None:
        """Return the quotes that filters and patterns let through; None where there are none.

        Thoughts may be among them where there is no filter, since to leave them out is to look at every quote.
        """
        narrowed = query.filters or (not query.text and (query.required or query.excluded))
        within = self._index.store.matching(query.allowed) if narrowed and query.allowed else None
        for pattern in query.required:
            having = self._index.keyword.containing(pattern)
            within = having if within is None else within & having
        for pattern in query.excluded:
            without = self._index.keyword.ids() if within is None else within
            within = without - self._index.keyword.containing(pattern)
        return within

    def _matching(self, query: Query) -> Ids:
        """Return the quotes that the filters let through, of them those that have all the words."""
        within = self._within(query)
        if not query.text:
            return self._index.store.matching(query.allowed) if within is None else within
        stumps = query.stumps
        ranking = " ".join(word.written for word in words(query.text) if word.folded not in stumps)
        if ranking or within is None:  # `immigra*` is no word that a quote must have
            having = self._index.keyword.having(ranking)
            within = having if within is None else having & within
        return self._told(query, within)

    def _told(self, query: Query, within: Ids) -> Ids:
        """Return those of the quotes that the answer may hold: thoughts where they are asked for."""
        return within if query.thoughts or query.filters else self._index.store.not_thoughts(within)

    def _ranked(self, query: Query, within: Ids | None, depth: int) -> "_Offered":
        """Return the candidates of the retrievers, fused."""
        said = retrieve(self._index, query.text, mode=query.mode, depth=depth, within=within, thoughts=query.thoughts)
        fused = fuse(said.retrieved, query.fusion)
        if self._reranker is not None and query.mode is not Mode.KEYWORD:
            fused = reranked(fused, query.text, self._reranker, self._index.store)
        ranking = fused.ranking
        if query.mode is Mode.KEYWORD and query.required and within is not None:
            ranking = _with_rest(ranking, self._told(query, within), depth)
        exhausted = said.exhausted and len(ranking) < depth
        return _Offered.of(ranking, fused.evidence, exhausted=exhausted)

    def _listed(self, query: Query, within: Ids | None, depth: int) -> "_Offered":
        """Return the first of all that the filters let through, newest first."""
        narrowed = bool(query.required or query.excluded)
        newest = self._index.store.newest(query.allowed, limit=-1 if narrowed else depth)
        kept = frozenset(within) if narrowed and within is not None else newest
        ids = [quote_id for quote_id in newest if kept is newest or quote_id in kept]
        return _Offered(dict.fromkeys(ids, 0.0), {}, exhausted=narrowed or len(ids) < depth)

    def _nothing(self, query: Query) -> Results:
        """Return no result, with names that are near where the speaker is unknown."""
        name = query.filters.speaker
        if name is None or self._index.store.speakers(name):
            return Results(query, spelling=spelling(self._index, query))
        return Results(query, unknown_speaker=name, near_speakers=self._index.store.near_speakers(name))


@dataclass(frozen=True, slots=True)
class _Offered:
    """Hold the scores of candidates, the best first, what was said of them, and whether there are no more."""

    scores: Mapping[str, float]
    evidence: Mapping[str, tuple[Evidence, ...]]
    exhausted: bool

    @classmethod
    def of(cls, ranking: Ranking, evidence: Mapping[str, tuple[Evidence, ...]], *, exhausted: bool) -> Self:
        """Offer what is ranked."""
        return cls({scored.quote_id: scored.score for scored in ranking}, evidence, exhausted)

    def continued(self, deeper: "_Offered") -> "_Offered":
        """Return the candidates with those of a deeper retrieval behind them, so that pages go on where they ended."""
        behind = {key: score for key, score in deeper.scores.items() if key not in self.scores}
        return _Offered({**self.scores, **behind}, {**deeper.evidence, **self.evidence}, deeper.exhausted)


def _result(query: Query, rank: int, group: Group, offer: _Offered) -> SearchResult:
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


def _with_rest(ranking: Ranking, within: Ids, depth: int) -> Ranking:
    """Return the ranking with the quotes behind it that have what is required and no word to rank by: `immigra*`."""
    ranked = {scored.quote_id: scored.score for scored in ranking}
    rest = islice(within - ranked.keys(), max(0, depth - len(ranked)))
    return Ranking.of(ranked | dict.fromkeys(rest, 0.0))
