"""Retrieve the candidates of one query: a list for each retriever, and the scores of every candidate."""

from collections.abc import Collection
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from quotesearch.indexer.local.id_sets import Ids, id_strings, isin, numbers
from quotesearch.indexer.local.keyword import NO_HITS, Hits, Postings
from quotesearch.indexer.local.store.database import Connection, json_array
from quotesearch.indexer.local.vectors import View
from quotesearch.indexer.model import Reported
from quotesearch.indexer.protocols import Retrieval
from quotesearch.indexer.records import Candidate, Candidates

NO_COSINE = -1.0
"""The cosine of a candidate that has no embedding."""
_FACTS = """
    SELECT id, reports, change, length(text) - length(replace(text, ' ', '')) + 1, confidence
    FROM quotes WHERE id IN (SELECT value FROM json_each(?))"""


class _Facts(NamedTuple):
    """Values of a candidate in the store.

    `change` is the change that stored it. `words` and `confidence` do not depend on the query.
    """

    change: int
    words: int
    confidence: float


def retrieve(
    connection: Connection, postings: Postings | None, view: View, retrieval: Retrieval, allowed_ids: Ids | None
) -> Candidates:
    """Return the candidates of a retrieval. Only the quotes in `allowed_ids` pass; None means that all quotes pass.

    The selection by what quotes report is applied here, to the candidates only. Applying it to all quotes before the
    retrievers run would take longer than the search.
    """
    hits = postings.hits(sorted(retrieval.terms)) if postings and retrieval.terms else NO_HITS
    lists = _lists(postings, hits, view, retrieval, allowed_ids)
    exhausted = all(len(ids) < retrieval.depth for ids in lists.values())
    facts = _facts(connection, set().union(*lists.values()), retrieval.selection.reports)
    lists = _without_stale(lists, facts, {"dense": view.change, "keyword": postings.change if postings else 0})
    facts = {quote_id: facts[quote_id] for ids in lists.values() for quote_id in ids if quote_id in facts}
    keyword = _keyword_scores(postings, hits, facts) if postings else {}
    dense, feedback = _cosines(view, retrieval, lists.get("dense", ()), facts)
    candidates = {
        quote_id: Candidate(
            quote_id,
            keyword.get(quote_id, 0.0),
            dense.get(quote_id, NO_COSINE),
            feedback.get(quote_id, NO_COSINE),
            values.words,
            values.confidence,
        )
        for quote_id, values in facts.items()
    }
    return Candidates(lists, candidates, exhausted)


def _lists(
    postings: Postings | None, hits: Hits, view: View, retrieval: Retrieval, allowed_ids: Ids | None
) -> dict[str, tuple[str, ...]]:
    """Return the list of ids of each retriever that the retrieval uses."""
    lists: dict[str, tuple[str, ...]] = {}
    if retrieval.vector is not None:
        nearest = view.nearest(retrieval.vector, depth=retrieval.depth, allowed_ids=allowed_ids)
        lists["dense"] = tuple(quote_id for quote_id, _ in nearest)
    if retrieval.terms:
        lists["keyword"] = _best(postings, hits, retrieval.depth, allowed_ids) if postings else ()
    return lists


def _best(postings: Postings, hits: Hits, depth: int, allowed_ids: Ids | None) -> tuple[str, ...]:
    """Return the ids of the `depth` best hits, best first. Equal scores are sorted by id."""
    ids = postings.id_array.numbers
    if allowed_ids is not None:
        hits = hits.subset(isin(ids[hits.positions], allowed_ids.numbers))
    best = hits.best(depth)
    scored = sorted(zip((-best.scores).tolist(), id_strings(ids[best.positions]), strict=True))
    return tuple(quote_id for _, quote_id in scored[:depth])


def _facts(connection: Connection, ids: Collection[str], reports: frozenset[Reported]) -> dict[str, _Facts]:
    """Return the stored values of the candidates whose `reports` is allowed, sorted by id."""
    rows = sorted(connection.rows(_FACTS, (json_array(ids),)), key=itemgetter(0)) if ids else []
    allowed = {str(report) for report in reports or Reported}
    return {quote_id: _Facts(*values) for quote_id, report, *values in rows if report in allowed}


def _without_stale(
    lists: dict[str, tuple[str, ...]], facts: dict[str, _Facts], changes: dict[str, int]
) -> dict[str, tuple[str, ...]]:
    """Return the lists without quotes that have changed since the retriever's index was made."""
    stale = {name: {key for key, values in facts.items() if values.change > changes[name]} for name in lists}
    return {name: tuple(quote_id for quote_id in ids if quote_id not in stale[name]) for name, ids in lists.items()}


def _keyword_scores(postings: Postings, hits: Hits, facts: dict[str, _Facts]) -> dict[str, float]:
    """Return the BM25 score of each candidate that has any of the terms.

    Candidates that have changed since the postings were made are left out.
    """
    unchanged = [quote_id for quote_id, values in facts.items() if values.change <= postings.change]
    hits = hits.at(postings.id_array.positions(numbers(unchanged)))
    return dict(zip(id_strings(postings.id_array.numbers[hits.positions]), hits.scores.tolist(), strict=True))


def _cosines(
    view: View, retrieval: Retrieval, dense_list: tuple[str, ...], facts: dict[str, _Facts]
) -> tuple[dict[str, float], dict[str, float]]:
    """Return two cosines of each candidate, by id: with the query's vector, and with the feedback vector.

    The feedback vector is the mean of the first `retrieval.feedback` quotes of the dense list.
    """
    if retrieval.vector is None:
        return {}, {}
    unchanged = [quote_id for quote_id, values in facts.items() if values.change <= view.change]
    row_ids, rows = view.embeddings(numbers(unchanged))
    ids = list(id_strings(row_ids))
    dense = dict(zip(ids, view.cosines(rows, retrieval.vector).tolist(), strict=True))
    row_numbers = {quote_id: number for number, quote_id in enumerate(ids)}
    ranked_rows = (rows[row_numbers[quote_id]].astype(np.float32) for quote_id in dense_list if quote_id in row_numbers)
    first = list(islice(ranked_rows, retrieval.feedback))
    if not first:
        return dense, {}
    mean = (sum(first[1:], first[0]) / len(first)).astype(np.float32)
    return dense, dict(zip(ids, view.cosines(rows, mean).tolist(), strict=True))
