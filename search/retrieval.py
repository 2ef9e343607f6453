"""Retrieve the candidates of a query from the backend, and fuse each retriever's scores of them.

Two more retrievers list no quotes; they only score the candidates of the keyword and the dense retriever. *Feedback* is
the similarity in meaning to the first three candidates. It helps queries of two or three words (Rocchio's
pseudo-relevance feedback, 1971). *Substance* is a query-independent quality prior: the length of a quote and the
confidence of its attribution.
"""

from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from quotesearch.indexer.model import Ranking, Scored
from quotesearch.indexer.protocols import Reader, Retrieval, Vector
from quotesearch.indexer.records import Candidate, Candidates, Selection
from quotesearch.search.fusion import SUBSTANCE, Evidence, Fusion, Retrieved, fuse
from quotesearch.search.query import Mode

FIRST_DEPTH = 100
"""The depth of each retriever for a first page, in candidates."""
SHORT_QUERY = 4
"""The most terms of a query that uses feedback. Feedback did not improve longer queries."""
_FEEDBACK_ANSWERS = 3
"""The number of first candidates with which feedback compares all candidates."""
_FULL_LENGTH = 5
"""Words. A quote with more words than this has no higher substance."""


@dataclass(frozen=True, slots=True)
class FusedCandidates:
    """The fused scores of candidates by quote id, best first, and the evidence for each candidate.

    If `exhausted` is true, a deeper retrieval finds no more candidates.
    """

    scores: Mapping[str, float]
    evidence: Mapping[str, tuple[Evidence, ...]]
    exhausted: bool

    def continued(self, deeper: "FusedCandidates") -> "FusedCandidates":
        """Return these candidates, followed by the candidates that only a deeper retrieval has."""
        added = {quote_id: score for quote_id, score in deeper.scores.items() if quote_id not in self.scores}
        return FusedCandidates({**self.scores, **added}, {**deeper.evidence, **self.evidence}, deeper.exhausted)


def retrieval_for(
    selection: Selection, terms: frozenset[str], vector: Vector | None, *, mode: Mode, depth: int
) -> Retrieval:
    """Return the request to the backend for a query with these terms and this embedding."""
    feedback = _FEEDBACK_ANSWERS if vector is not None and len(terms) <= SHORT_QUERY else 0
    return Retrieval(selection, frozenset() if mode is Mode.DENSE else terms, vector, depth, feedback)


def depth_for(results: int) -> int:
    """Return the smallest depth of 100, 200, 400, … that is enough for this number of results."""
    depth = FIRST_DEPTH
    while depth < results:
        depth *= 2
    return depth


def retrievers(retrieval: Retrieval, mode: Mode) -> tuple[str, ...]:
    """Return the names of the retrievers that score the candidates of a retrieval."""
    use = {"dense": retrieval.vector is not None, "keyword": mode is not Mode.DENSE, "feedback": retrieval.feedback > 0}
    return (*(name for name, is_used in use.items() if is_used), SUBSTANCE)


def retrieve(reader: Reader, retrieval: Retrieval, fusion: Fusion, names: tuple[str, ...]) -> FusedCandidates:
    """Return the candidates of a retrieval, with the scores of the named retrievers fused.

    The candidates among the first 100 of any list come first, then those among the first 200, and so on. So a deeper
    page continues where the page before it ended.
    """
    (candidates,) = reader.retrieve(retrieval)
    scores: dict[str, float] = {}
    evidence: list[Any] = []
    for depth in _stages(retrieval.depth):
        fused = fuse(scored_lists(candidates, names, depth), fusion)
        scores |= {scored.quote_id: scored.score for scored in fused.ranking if scored.quote_id not in scores}
        evidence.append(fused.evidence)
    # a quote's score and evidence come from the first stage that has the quote
    return FusedCandidates(scores, ChainMap(*evidence), candidates.exhausted)


def _stages(depth: int) -> Iterator[int]:
    """Yield 100, 200, 400, … below the depth, then the depth."""
    stage = FIRST_DEPTH
    while stage < depth:
        yield stage
        stage *= 2
    yield depth


def scored_lists(candidates: Candidates, names: tuple[str, ...], depth: int) -> dict[str, Retrieved]:
    """Return the lists and scores of the named retrievers for the candidates among the first `depth` of any list.

    Quotes that a retriever lists but that do not pass the selection are left out.
    """
    lists = {name: ids[:depth] for name, ids in candidates.lists.items()}
    passing = {key: candidates.candidates[key] for ids in lists.values() for key in ids if key in candidates.candidates}
    scores = {name: {quote_id: _SCORES[name](entry) for quote_id, entry in passing.items()} for name in names}
    return {
        name: Retrieved(Ranking(tuple(Scored(key, by_id[key]) for key in lists.get(name, ()) if key in by_id)), by_id)
        for name, by_id in scores.items()
    }


def substance(candidate: Candidate) -> float:
    """Return a query-independent quality prior in [0, 1]. It is low for few words and for an uncertain attribution."""
    return (2 * candidate.confidence + min(1.0, candidate.words / _FULL_LENGTH)) / 3


_SCORES: Mapping[str, Callable[[Candidate], float]] = MappingProxyType(
    {
        "dense": attrgetter("dense"),
        "keyword": attrgetter("keyword"),
        "feedback": attrgetter("feedback"),
        SUBSTANCE: substance,
    }
)
