"""Retrieve the candidates of one query: the keyword list, the dense list, and every score of every candidate."""

from collections.abc import Collection
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from quotesearch.indexer.local.id_sets import Ids, isin, names, numbers
from quotesearch.indexer.local.keyword import NO_HITS, Hits, Postings
from quotesearch.indexer.local.store.database import Connection, listed
from quotesearch.indexer.local.vectors import View
from quotesearch.indexer.model import Reported
from quotesearch.indexer.protocols import Retrieval
from quotesearch.indexer.records import Candidate, Candidates

NO_COSINE = -1.0
_FACTS = """
    SELECT id, reports, change, length(text) - length(replace(text, ' ', '')) + 1, confidence
    FROM quotes WHERE id IN (SELECT value FROM json_each(?))"""


class _Facts(NamedTuple):
    """Hold what the store knows of a candidate: the change that stored it, and what does not depend on the query."""

    change: int
    words: int
    confidence: float


def retrieve(
    connection: Connection, postings: Postings | None, view: View, asked: Retrieval, within: Ids | None
) -> Candidates:
    """Return the candidates of a retrieval; `within` are the ids that pass its selection, None if it lets all pass.

    What the quotes report is decided here, after the retrievers, because to know it of all quotes before would take
    longer than the search.
    """
    hits = postings.hits(sorted(asked.terms)) if postings and asked.terms else NO_HITS
    lists = _lists(postings, hits, view, asked, within)
    exhausted = all(len(own) < asked.depth for own in lists.values())
    facts = _facts(connection, set().union(*lists.values()), asked.selection.reports)
    lists = _without_stale(lists, facts, {"dense": view.change, "keyword": postings.change if postings else 0})
    facts = {one: facts[one] for own in lists.values() for one in own if one in facts}
    keyword = _keyword_scores(postings, hits, facts) if postings else {}
    dense, feedback = _cosines(view, asked, lists.get("dense", ()), facts)
    candidates = {
        one: Candidate(
            one,
            keyword.get(one, 0.0),
            dense.get(one, NO_COSINE),
            feedback.get(one, NO_COSINE),
            known.words,
            known.confidence,
        )
        for one, known in facts.items()
    }
    return Candidates(lists, candidates, exhausted)


def _lists(
    postings: Postings | None, hits: Hits, view: View, asked: Retrieval, within: Ids | None
) -> dict[str, tuple[str, ...]]:
    """Return the list of each retriever that is asked."""
    lists: dict[str, tuple[str, ...]] = {}
    if asked.vector is not None:
        nearest = view.nearest(asked.vector, depth=asked.depth, within=within)
        lists["dense"] = tuple(quote_id for quote_id, _ in nearest)
    if asked.terms:
        lists["keyword"] = _best(postings, hits, asked.depth, within) if postings else ()
    return lists


def _best(postings: Postings, hits: Hits, depth: int, within: Ids | None) -> tuple[str, ...]:
    """Return the ids of the best hits, ties by id."""
    ids = postings.numbered.numbers
    if within is not None:
        hits = hits.where(isin(ids[hits.places], within.numbers))
    best = hits.best(depth)
    scored = sorted(zip((-best.scores).tolist(), names(ids[best.places]), strict=True))
    return tuple(quote_id for _, quote_id in scored[:depth])


def _facts(connection: Connection, ids: Collection[str], reports: frozenset[Reported]) -> dict[str, _Facts]:
    """Return what the store knows of the candidates that report something allowed, in the order of their ids."""
    rows = sorted(connection.rows(_FACTS, (listed(ids),)), key=itemgetter(0)) if ids else []
    allowed = {str(one) for one in reports or Reported}
    return {quote_id: _Facts(*known) for quote_id, reported, *known in rows if reported in allowed}


def _without_stale(
    lists: dict[str, tuple[str, ...]], facts: dict[str, _Facts], changes: dict[str, int]
) -> dict[str, tuple[str, ...]]:
    """Return the lists without quotes that have changed since the index of the retriever was made."""
    stale = {name: {one for one, known in facts.items() if known.change > changes[name]} for name in lists}
    return {name: tuple(one for one in own if one not in stale[name]) for name, own in lists.items()}


def _keyword_scores(postings: Postings, hits: Hits, facts: dict[str, _Facts]) -> dict[str, float]:
    """Return the BM25 score of each candidate that has any of the terms and has not changed since."""
    fresh = [quote_id for quote_id, known in facts.items() if known.change <= postings.change]
    own = hits.among(postings.numbered.places(numbers(fresh)))
    return dict(zip(names(postings.numbered.numbers[own.places]), own.scores.tolist(), strict=True))


def _cosines(
    view: View, asked: Retrieval, ranked: tuple[str, ...], facts: dict[str, _Facts]
) -> tuple[dict[str, float], dict[str, float]]:
    """Return by candidate the cosine with the query's vector, and with the mean of the first candidates of the list."""
    if asked.vector is None:
        return {}, {}
    fresh = [quote_id for quote_id, known in facts.items() if known.change <= view.change]
    found, rows = view.embeddings(numbers(fresh))
    ids = list(names(found))
    dense = dict(zip(ids, view.cosines(rows, asked.vector).tolist(), strict=True))
    places = {quote_id: place for place, quote_id in enumerate(ids)}
    first = list(islice((rows[places[one]].astype(np.float32) for one in ranked if one in places), asked.feedback))
    if not first:
        return dense, {}
    mean = (sum(first[1:], first[0]) / len(first)).astype(np.float32)
    return dense, dict(zip(ids, view.cosines(rows, mean).tolist(), strict=True))
