"""Fuse the rankings of several retrievers into one, and explain each retriever's share of a score.

The scores of two retrievers have no common unit. The methods that were best on seven public test sets (issue 4) have
two properties. First, *every* retriever scores *every* candidate. Otherwise a candidate that a retriever does not list
would count as 0. Second, the scores of each retriever are put on one scale before they are added:

convex   from the lowest possible score to the highest score of a candidate: TM2C2 (Bruch, Gai and Ingber, TOIS 2023)
minmax   from the lowest score of a candidate to the highest
dbsf     by mean and standard deviation of the retriever's list: distribution-based score fusion (Mazzeschi 2023)
rrf      by rank alone, 1/(60 + rank) for each list that has the quote (Cormack, Clarke and Büttcher, SIGIR 2009)

The functions are pure: the same scores give the same fusion, bit for bit.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from quotesearch.indexer.model import Ranking

RANK_CONSTANT = 60
"""The constant of reciprocal rank fusion, as in the paper."""
LOWEST = MappingProxyType({"keyword": 0.0, "dense": -1.0, "feedback": -1.0})
"""The lowest score that a retriever can give: BM25 without a shared term, or the cosine of opposite vectors."""
SUBSTANCE = "substance"
"""The name of the query-independent quality prior. Its scores are in [0, 1] and are not scaled."""
_SUBSTANCE_WEIGHT, _FEEDBACK_PART = 0.12, 0.2
"""The weight of substance, and the part of the dense retriever's weight that feedback gets.

The other weights have the sum 1; the weight of substance is added to them.
"""
_SPREADS = 6
"""The number of standard deviations that dbsf maps to a range of 1: three on each side of the mean."""
_DBSF_DEPTH = 100
"""The number of listed scores from which dbsf computes mean and standard deviation."""


class Fusion(StrEnum):
    """A method that turns the retrievers' scores into one score."""

    CONVEX = "convex"
    """Scores on a scale from the lowest possible score to the best score of a candidate, added by weight."""
    MINMAX = "minmax"
    """Scores on a scale from the lowest to the best score of a candidate, added by weight."""
    DBSF = "dbsf"
    """Distances from the mean in standard deviations, added by weight."""
    RRF = "rrf"
    """Ranks alone."""


_WEIGHTS: Mapping[Fusion, Mapping[str, float]] = MappingProxyType(
    {
        Fusion.CONVEX: {"keyword": 0.1, "dense": 0.9},  # cosines are high on a scale that begins at -1
        Fusion.MINMAX: {"keyword": 0.3, "dense": 0.7},
        Fusion.DBSF: {"keyword": 0.4, "dense": 0.6},
        Fusion.RRF: {},
    }
)
"""The best weights in steps of 0.1 on debate2claim train (`tests/quality/measure_search.py --weights`).

The weights of substance and feedback were chosen on topic queries (`measure_topics.py`). On those queries, substance
adds .03 to nDCG@10 and feedback adds .02. On the short queries of debate2claim dev, feedback costs .006, which is not
significant.
"""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The quotes that a retriever lists, and its scores of all candidates, also of those that it does not list."""

    ranking: Ranking
    scores: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One retriever's part of a result: its rank from 1, its score, and its share of the fused score.

    If the retriever does not list the quote, there is no rank.
    """

    retriever: str
    rank: int | None
    score: float
    share: float


@dataclass(frozen=True, slots=True)
class Fused:
    """The fused ranking, and the evidence for each quote by its id. Evidence is sorted by the retrievers' names."""

    ranking: Ranking
    evidence: Mapping[str, tuple[Evidence, ...]]


def fuse(
    retrieved: Mapping[str, Retrieved], fusion: Fusion = Fusion.CONVEX, *, weights: Mapping[str, float] | None = None
) -> Fused:
    """Rank all candidates by the sum of the retrievers' shares.

    `weights` are the weights by retriever; None selects the measured weights of the fusion. The weights of the
    retrievers in `retrieved` are scaled to the sum 1. RRF uses no weights, and only retrievers that list quotes.
    """
    scaled = _scaled(retrieved, _WEIGHTS[fusion] if weights is None else weights)
    ranks = {name: _ranks(scored_list.ranking) for name, scored_list in sorted(retrieved.items())}
    shares = {
        name: _shares(fusion, name, retrieved[name], ranks_by_id, scaled[name]) for name, ranks_by_id in ranks.items()
    }
    parts: defaultdict[str, list[float]] = defaultdict(list)
    for shares_by_id in shares.values():
        for quote_id, share in shares_by_id.items():
            parts[quote_id].append(share)
    sums = {quote_id: math.fsum(quote_parts) for quote_id, quote_parts in parts.items()}
    return Fused(Ranking.of(sums), _EvidenceById(retrieved, ranks, shares, sums))


def _ranks(ranking: Ranking) -> dict[str, int]:
    """Return the rank of each quote by its id, from 1."""
    return {scored.quote_id: rank for rank, scored in enumerate(ranking, start=1)}


def _shares(
    fusion: Fusion, retriever: str, scored_list: Retrieved, ranks: Mapping[str, int], weight: float
) -> dict[str, float]:
    """Return the retriever's share by quote id. RRF gives a share only to quotes that the retriever lists."""
    if fusion is Fusion.RRF:
        return {quote_id: 1 / (RANK_CONSTANT + rank) for quote_id, rank in ranks.items()}
    share = _substance_share if retriever == SUBSTANCE else _scale(fusion, scored_list, weight, retriever)
    return {quote_id: share(score) for quote_id, score in scored_list.scores.items()}


@dataclass(frozen=True, slots=True)
class _EvidenceById(Mapping[str, tuple[Evidence, ...]]):
    """The evidence for each candidate by its quote id. The evidence is computed when a quote is looked up."""

    retrieved: Mapping[str, Retrieved]
    ranks: Mapping[str, Mapping[str, int]]
    shares: Mapping[str, Mapping[str, float]]
    sums: Mapping[str, float]

    def __getitem__(self, key: str) -> tuple[Evidence, ...]:
        if key not in self.sums:
            raise KeyError(key)
        return tuple(
            Evidence(name, self.ranks[name].get(key), self.retrieved[name].scores[key], shares[key])
            for name, shares in self.shares.items()
            if key in shares
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self.sums)

    def __len__(self) -> int:
        return len(self.sums)


def _scaled(retrieved: Iterable[str], weights: Mapping[str, float]) -> dict[str, float]:
    """Return the weight of each retriever in `retrieved`. Without substance, the sum of the weights is 1."""
    present = {name: weights.get(name, 1.0) for name in retrieved if name != SUBSTANCE}
    if "feedback" in present:
        dense = present.get("dense", 1.0)
        present |= {"dense": (1 - _FEEDBACK_PART) * dense, "feedback": _FEEDBACK_PART * dense}
    total = math.fsum(present.values()) or 1.0
    return {SUBSTANCE: _SUBSTANCE_WEIGHT} | {name: weight / total for name, weight in present.items()}


def _substance_share(score: float) -> float:
    """Return the share of a substance score, which needs no scaling."""
    return _SUBSTANCE_WEIGHT * score


def _scale(fusion: Fusion, scored_list: Retrieved, weight: float, retriever: str) -> Callable[[float], float]:
    """Return the function that turns a score of the retriever into its share of the fused score."""
    if fusion is Fusion.DBSF:
        listed_scores = [scored.score for scored in scored_list.ranking.entries[:_DBSF_DEPTH]]
        mean = math.fsum(listed_scores) / max(1, len(listed_scores))
        variance = math.fsum((score - mean) ** 2 for score in listed_scores) / max(1, len(listed_scores))
        spread = _SPREADS * math.sqrt(variance)
        return lambda score: weight * ((score - mean) / spread + 0.5 if spread else 0.5)
    scores = scored_list.scores.values()
    floor = LOWEST.get(retriever, 0.0) if fusion is Fusion.CONVEX else min(scores, default=0.0)
    reach = max(scores, default=floor) - floor
    return lambda score: weight * ((score - floor) / reach if reach > 0 else 0.0)
