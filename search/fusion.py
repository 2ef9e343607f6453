"""Make one ranking of several, and say how each part of a score came about.

Two retrievers give scores without a common unit. What won on seven public test sets (issue 4) has two things in common:
it asks *every* retriever for the score of *every* candidate, where a candidate that one of them does not list
would else count as nought, and it puts each retriever's scores on one scale before it adds them:

convex   from the lowest score that there can be to the highest seen: TM2C2 (Bruch, Gai and Ingber, TOIS 2023)
minmax   from the lowest score seen to the highest
dbsf     by mean and standard deviation of the retriever's own list: distribution-based score fusion (Mazzeschi 2023)
rrf      by rank alone, 1/(60 + rank) for each list that holds the quote (Cormack, Clarke and Büttcher, SIGIR 2009)

Pure functions: the same scores give the same fusion to the bit.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from quotesearch.indexer.model import Ranking

RANK_CONSTANT = 60
LOWEST = MappingProxyType({"keyword": 0.0, "dense": -1.0, "feedback": -1.0})
"""The lowest score that a retriever can give: BM25 of no shared term, the cosine of contrary vectors."""
SUBSTANCE = "substance"
"""What says of each quote, whatever is asked, how likely it is to answer anything: a score in [0, 1] as it is."""
_SUBSTANCE_WEIGHT, _FEEDBACK_PART = 0.12, 0.2
"""What substance adds to shares that add up to 1; what of the dense retriever's weight feedback takes, where it is."""
_SPREADS = 6
_LISTED = 100


class Fusion(StrEnum):
    """Say how the retrievers' scores become one."""

    CONVEX = "convex"
    """Each on a scale from the lowest possible score to the best seen, added by weight."""
    MINMAX = "minmax"
    """Each on a scale from the lowest score seen to the best, added by weight."""
    DBSF = "dbsf"
    """Each by how many standard deviations it is above the mean, added by weight."""
    RRF = "rrf"
    """By rank alone."""


_WEIGHTS: Mapping[Fusion, Mapping[str, float]] = MappingProxyType(
    {
        Fusion.CONVEX: {"keyword": 0.1, "dense": 0.9},  # cosines lie high on a scale that begins at -1
        Fusion.MINMAX: {"keyword": 0.3, "dense": 0.7},
        Fusion.DBSF: {"keyword": 0.4, "dense": 0.6},
        Fusion.RRF: {},
    }
)
"""What was best, of tenths, on debate2claim train (`tests/quality/measure_search.py --weights`).

Substance, feedback and their weights were chosen on topic queries (`measure_topics.py`), where they are worth .03 and
.02 of nDCG@10; what feedback costs the short queries of debate2claim dev (.006) is not significant.
"""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """Hold what a retriever says: its own list, and its score of every candidate, whoever listed it."""

    ranking: Ranking
    scores: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Hold what one retriever said of a quote: rank from 1 (None: below its list), score, share of the fused score."""

    retriever: str
    rank: int | None
    score: float
    share: float


@dataclass(frozen=True, slots=True)
class Fused:
    """Hold the one ranking, and by quote id what each retriever said, by the retriever's name."""

    ranking: Ranking
    evidence: Mapping[str, tuple[Evidence, ...]]


def fuse(
    retrieved: Mapping[str, Retrieved], fusion: Fusion = Fusion.CONVEX, *, weights: Mapping[str, float] | None = None
) -> Fused:
    """Rank all candidates by the sum of the retrievers' shares.

    `weights` are those of the retrievers, None for the measured ones of the fusion; those of the retrievers that are
    there are made to add up to 1. They do not matter to RRF, which has no place for what does not rank either.
    """
    weighed = _weighed(retrieved, _WEIGHTS[fusion] if weights is None else weights)
    ranks = {name: _ranks(own.ranking) for name, own in sorted(retrieved.items())}
    shares = {
        name: _shares(fusion, name, retrieved[name], own_ranks, weighed[name]) for name, own_ranks in ranks.items()
    }
    gathered: defaultdict[str, list[float]] = defaultdict(list)
    for own_shares in shares.values():
        for quote_id, part in own_shares.items():
            gathered[quote_id].append(part)
    sums = {quote_id: math.fsum(parts) for quote_id, parts in gathered.items()}
    return Fused(Ranking.of(sums), _Said(retrieved, ranks, shares, sums))


def _ranks(ranking: Ranking) -> dict[str, int]:
    """Return the rank of each quote, from 1."""
    return {scored.quote_id: rank for rank, scored in enumerate(ranking, start=1)}


def _shares(
    fusion: Fusion, retriever: str, own: Retrieved, ranks: Mapping[str, int], weight: float
) -> dict[str, float]:
    """Return the share of the fused score of each quote that the retriever scores; by RRF, of each that it lists."""
    if fusion is Fusion.RRF:
        return {quote_id: 1 / (RANK_CONSTANT + rank) for quote_id, rank in ranks.items()}
    share = _as_it_is if retriever == SUBSTANCE else _share(fusion, own, weight, LOWEST.get(retriever, 0.0))
    return {quote_id: share(score) for quote_id, score in own.scores.items()}


@dataclass(frozen=True, slots=True)
class _Said(Mapping[str, tuple[Evidence, ...]]):
    """Hold what was said of all candidates, put together for those that are looked up."""

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


def _weighed(retrieved: Iterable[str], weights: Mapping[str, float]) -> dict[str, float]:
    """Return the weight of each retriever that is there; together they weigh 1."""
    own = {name: weights.get(name, 1.0) for name in retrieved if name != SUBSTANCE}
    if "feedback" in own:
        dense = own.get("dense", 1.0)
        own |= {"dense": (1 - _FEEDBACK_PART) * dense, "feedback": _FEEDBACK_PART * dense}
    total = math.fsum(own.values()) or 1.0
    return {SUBSTANCE: _SUBSTANCE_WEIGHT} | {name: weight / total for name, weight in own.items()}


def _as_it_is(score: float) -> float:
    """Return the share of a score that is on the scale of all quotes already."""
    return _SUBSTANCE_WEIGHT * score


def _share(fusion: Fusion, own: Retrieved, weight: float, lowest: float) -> Callable[[float], float]:
    """Return what turns a score of the retriever into a share of the fused score."""
    if fusion is Fusion.DBSF:
        listed = [scored.score for scored in own.ranking.entries[:_LISTED]]
        middle = math.fsum(listed) / max(1, len(listed))
        spread = _SPREADS * math.sqrt(math.fsum((each - middle) ** 2 for each in listed) / max(1, len(listed)))
        return lambda score: weight * ((score - middle) / spread + 0.5 if spread else 0.5)
    floor = lowest if fusion is Fusion.CONVEX else min(own.scores.values(), default=0.0)
    reach = max(own.scores.values(), default=floor) - floor
    return lambda score: weight * ((score - floor) / reach if reach > 0 else 0.0)
