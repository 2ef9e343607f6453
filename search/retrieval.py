"""Ask the backend for the candidates of a query, and arrange each retriever's scores of them for fusion.

Two retrievers score the candidates without listing any. *Feedback* is how near they are to the first three
by meaning: a query of two or three words says little, and what answers it best says more (Rocchio's pseudo-relevance
feedback, 1971). *Substance* is how much a quote says and how sure its speaker is.
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
"""Candidates of each retriever for a first page."""
SHORT_QUERY = 4
"""Terms up to which a query is moved towards its first answers; longer ones gained nothing from it."""
_ANSWERS = 3
_SAYS_ENOUGH = 5
"""Words from which on the length of a quote no longer adds to its substance."""


@dataclass(frozen=True, slots=True)
class Offers:
    """Hold the scores of candidates, best first, each retriever's part of them, and whether there are no more."""

    scores: Mapping[str, float]
    evidence: Mapping[str, tuple[Evidence, ...]]
    exhausted: bool

    def continued(self, deeper: "Offers") -> "Offers":
        """Return these offers with those of a deeper retrieval after them."""
        added = {quote_id: score for quote_id, score in deeper.scores.items() if quote_id not in self.scores}
        return Offers({**self.scores, **added}, {**deeper.evidence, **self.evidence}, deeper.exhausted)


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


def retrievers(asked: Retrieval, mode: Mode) -> tuple[str, ...]:
    """Return the names of what scores the candidates of a retrieval."""
    used = {"dense": asked.vector is not None, "keyword": mode is not Mode.DENSE, "feedback": asked.feedback > 0}
    return (*(name for name, is_used in used.items() if is_used), SUBSTANCE)


def offers(reader: Reader, asked: Retrieval, fusion: Fusion, names: tuple[str, ...]) -> Offers:
    """Return the candidates of a retrieval, with the scores of the named retrievers fused.

    The candidates of the first 100 of each list stand first, then those that the first 200 add, and so on: a deeper
    page goes on where the page before it ended.
    """
    (candidates,) = reader.retrieve(asked)
    scores: dict[str, float] = {}
    evidence: list[Any] = []
    for depth in _stages(asked.depth):
        fused = fuse(retrieved(candidates, names, depth), fusion)
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


def retrieved(candidates: Candidates, names: tuple[str, ...], depth: int) -> dict[str, Retrieved]:
    """Return the lists and scores of the named retrievers for the candidates among the first `depth` of any list.

    Listed quotes that do not pass the selection are left out.
    """
    lists = {name: ids[:depth] for name, ids in candidates.lists.items()}
    own = {one: candidates.candidates[one] for ids in lists.values() for one in ids if one in candidates.candidates}
    scores = {name: {quote_id: _SCORES[name](one) for quote_id, one in own.items()} for name in names}
    return {
        name: Retrieved(Ranking(tuple(Scored(one, given[one]) for one in lists.get(name, ()) if one in given)), given)
        for name, given in scores.items()
    }


def substance(candidate: Candidate) -> float:
    """Return a query-independent quality prior in [0, 1]: a doubtful attribution or a few words seldom answer."""
    return (2 * candidate.confidence + min(1.0, candidate.words / _SAYS_ENOUGH)) / 3


_SCORES: Mapping[str, Callable[[Candidate], float]] = MappingProxyType(
    {
        "dense": attrgetter("dense"),
        "keyword": attrgetter("keyword"),
        "feedback": attrgetter("feedback"),
        SUBSTANCE: substance,
    }
)
