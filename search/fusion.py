"""Make one ranking of several by reciprocal rank fusion, and say how each part of a sum came about.

Reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009) adds 1/(k + rank) over the
retrievers that rank a quote. It needs only ranks, so a BM25 score and a cosine, which have no common
unit, are never compared; and k = 60, the paper's value, keeps one retriever's first place from
outvoting two retrievers' second. Pure functions: the same rankings give the same fusion to the bit.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from quotesearch.indexer.model import Ranking

RANK_CONSTANT = 60


@dataclass(frozen=True, slots=True)
class Evidence:
    """Hold what one retriever said of a quote: its rank from 1, its own score, and its share of the fused score."""

    retriever: str
    rank: int
    score: float
    share: float


def evidence(rankings: Mapping[str, Ranking], *, k: int = RANK_CONSTANT) -> dict[str, tuple[Evidence, ...]]:
    """Return, by quote id, what each retriever that ranks the quote said of it, by the retriever's name."""
    if k < 0:
        raise ValueError(f"the rank constant must not be negative: {k}")
    gathered: dict[str, tuple[Evidence, ...]] = {}
    for retriever in sorted(rankings):
        for rank, scored in enumerate(rankings[retriever], start=1):
            said = Evidence(retriever, rank, scored.score, 1 / (k + rank))
            gathered[scored.quote_id] = (*gathered.get(scored.quote_id, ()), said)
    return gathered


def rrf(rankings: Mapping[str, Ranking], *, k: int = RANK_CONSTANT, depth: int | None = None) -> Ranking:
    """Rank by the sum of 1/(k + rank) over the rankings and keep the best `depth` (None: all)."""
    said = evidence(rankings, k=k)
    return Ranking.of(
        {quote_id: math.fsum(each.share for each in parts) for quote_id, parts in said.items()}, depth=depth
    )
