"""Ask the backend for the candidates of a query, and arrange what each retriever says of them for fusion.

Two retrievers say something of the candidates without listing any. *Feedback* is how near they are to the first three
by meaning: a query of two or three words says little, and what answers it best says more (Rocchio's pseudo-relevance
feedback, 1971). *Substance* is how much a quote says and how sure its speaker is.
"""

from collections import ChainMap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from quotesearch.indexer.model import Ranking, Scored
from quotesearch.indexer.protocols import Reader, Retrieval, Vector
from quotesearch.indexer.records import Candidate, Candidates, Selection
from quotesearch.search.fusion import SUBSTANCE, Evidence, Fused, Fusion, Retrieved, fuse
from quotesearch.search.query import Mode

FIRST_DEPTH = 100
"""Candidates of each retriever for a first page."""
SHORT_QUERY = 4
"""Terms up to which a query is moved towards its first answers; longer ones gained nothing from it."""
_ANSWERS = 3
_SAYS_ENOUGH = 5
"""Words from which on the length of a quote no longer adds to its substance."""


@dataclass(frozen=True, slots=True)
class Offers:
    """Hold the scores of candidates, the best first, what was said of them, and whether there are no more."""

    scores: Mapping[str, float]
    evidence: Mapping[str, tuple[Evidence, ...]]
    exhausted: bool


def retrieval(
    selection: Selection, terms: frozenset[str], vector: Vector | None, *, mode: Mode, depth: int
) -> Retrieval:
    """Return what to ask the backend for a query of these terms and this embedding."""
    feedback = _ANSWERS if vector is not None and len(terms) <= SHORT_QUERY else 0
    return Retrieval(selection, frozenset() if mode is Mode.DENSE else terms, vector, depth, feedback)


def depth_for(results: int) -> int:
    """Return the depth that offers so many results: 100, 200, 400 and so on."""
    depth = FIRST_DEPTH
    while depth < results:
        depth *= 2
    return depth


def offers(reader: Reader, asked: Retrieval, fusion: Fusion, mode: Mode) -> Offers:
    """Return the candidates of a retrieval, fused.

    The candidates of the first 100 of each list stand first, then those that the first 200 add, and so on: a deeper
    page goes on where the page before it ended.
    """
    (candidates,) = reader.retrieve(asked)
    scores: dict[str, float] = {}
    evidence: list[Any] = []
    for depth in _stages(asked.depth):
        fused = _fused(candidates, asked, fusion, mode, depth)
        scores |= {one.quote_id: one.score for one in fused.ranking if one.quote_id not in scores}
        evidence.append(fused.evidence)
    return Offers(scores, ChainMap(*evidence), candidates.exhausted)  # the first that has a quote counts


def _stages(depth: int) -> Iterator[int]:
    """Yield 100, 200, 400, … up to the depth."""
    stage = FIRST_DEPTH
    while stage < depth:
        yield stage
        stage *= 2
    yield depth


def _fused(candidates: Candidates, asked: Retrieval, fusion: Fusion, mode: Mode, depth: int) -> Fused:
    """Return the ranking of the candidates that stand among the first `depth` of any list."""
    lists = {name: ids[:depth] for name, ids in candidates.lists.items()}
    own = [candidates.candidates[one] for one in set().union(*lists.values()) if one in candidates.candidates]
    asked_for = {"dense": asked.vector is not None, "keyword": mode is not Mode.DENSE, "feedback": bool(asked.feedback)}
    retrieved = {
        name: _retrieved(lists.get(name, ()), {one.quote_id: getattr(one, name) for one in own})
        for name in asked_for
        if asked_for[name]
    }
    retrieved[SUBSTANCE] = Retrieved(Ranking(), {one.quote_id: substance(one) for one in own})
    return fuse(retrieved, fusion)


def _retrieved(ids: tuple[str, ...], scores: dict[str, float]) -> Retrieved:
    """Return the list and the scores of a retriever; listed quotes that do not pass the selection are left out."""
    return Retrieved(Ranking(tuple(Scored(one, scores[one]) for one in ids if one in scores)), scores)


def substance(candidate: Candidate) -> float:
    """Return a query-independent quality prior in [0, 1]: a doubtful attribution or a few words seldom answer."""
    return (2 * candidate.confidence + min(1.0, candidate.words / _SAYS_ENOUGH)) / 3
