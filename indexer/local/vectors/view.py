"""Compare a vector with the rows of one state of the matrix: a view that never changes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer.local.id_sets import Ids, NumberedIds, Numbers, Places, isin, names
from quotesearch.indexer.local.vectors.kernels import Rows, distances

_SLACK = 1e-5
"""More than a float32 sum of 384 products of unit rows differs from the exact one."""
_DIGITS = 5
"""Decimals in which embeddings of one text, made in different batches and rounded, agree."""
_COMPARED, _COMPARED_OF, _COMPARED_MOST = 50, 10_000, 120
"""How many rows are compared exactly for each that is wanted: 50 and one for each 10,000 rows, 120 at most.

Of the exact nearest hundred that keeps .994 among 100,000 rows and among a million (`tests/benchmarks/nearest.py`).
"""
_COMPARED_LEAST = 100


@dataclass(frozen=True, slots=True)
class State:
    """Say how much of which files counts."""

    dimension: int
    change: int = 0
    rows: int = 0
    dead: int = 0
    generation: int = 0


@dataclass(frozen=True, slots=True)
class View:
    """Hold the rows that one state counts, their signs, the id of each, and which of them are dead."""

    state: State
    rows: Rows
    signs: NDArray[np.uint8]
    numbered: NumberedIds
    dead: NDArray[np.intp]
    text: str = ""

    @property
    def change(self) -> int:
        """Return the number of the last change that the rows hold."""
        return self.state.change

    def alive(self, places: Places) -> Places:
        """Return those of the rows that count."""
        return places[~isin(places, self.dead)] if len(self.dead) else places

    def places(self, wanted: Numbers) -> Places:
        """Return the rows of the quotes that count, in ascending order."""
        return self.alive(self.numbered.places(wanted))

    def living(self) -> Places:
        """Return all the rows that count."""
        return np.delete(np.arange(self.state.rows), self.dead)

    def nearest(self, vector: NDArray[np.float32], *, depth: int, within: Ids | None) -> list[tuple[str, float]]:
        """Return the best `depth` quotes by cosine, best first, ties by id; only those in `within` (None: all).

        ValueError for a vector of another dimension.
        """
        if vector.shape != (self.state.dimension,):
            raise ValueError(f"the query's vector has shape {vector.shape}, not {(self.state.dimension,)}")
        chosen = None if within is None else self.places(within.numbers)
        near = self._compared(chosen, vector, max(depth, _COMPARED_LEAST))
        if depth < len(near):
            scores = self.rows.products(near, vector.astype(np.float32))
            near = near[scores >= np.partition(scores, -depth)[-depth] - _SLACK]
        exact = self.cosines(self.rows.at(near), vector)
        scored = zip(names(self.numbered.numbers[near]), exact.tolist(), strict=True)
        return sorted(scored, key=lambda pair: (-pair[1], pair[0]))[:depth]

    def _compared(self, chosen: Places | None, vector: NDArray[np.float32], depth: int) -> Places:
        """Return the rows, of those chosen (None: all), that share most signs with the vector."""
        size = self.state.rows if chosen is None else len(chosen)
        count = depth * min(_COMPARED_MOST, _COMPARED + self.state.rows // _COMPARED_OF)
        if size <= count:
            return self.living() if chosen is None else chosen
        far = distances(self.signs, vector)
        far[self.dead] = np.iinfo(far.dtype).max
        among = far if chosen is None else far[chosen]
        farthest = np.searchsorted(np.cumsum(np.bincount(among)), count, side="right")  # there are few distances
        near = np.flatnonzero(among <= farthest)
        return self.alive(near) if chosen is None else chosen[near]

    def embeddings(self, ids: Numbers) -> tuple[Numbers, NDArray[np.float64]]:
        """Return those of the ids that have a row, and their rows, shape `(len(ids), dimension)`."""
        places = self.places(ids)
        return self.numbered.numbers[places], self.rows.at(places)

    @staticmethod
    def cosines(rows: NDArray[np.float64], vector: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the product of each row with the vector, summed row by row: equal rows have equal products."""
        products: NDArray[np.float64] = (rows * vector.astype(np.float64)).sum(axis=1)
        return np.round(products, _DIGITS)
