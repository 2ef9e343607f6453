"""Compare a vector with the rows of one state of the matrix: a view that never changes."""

from dataclasses import dataclass
from itertools import islice

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
_FIRST_DEPTH = 100
"""The depth of the first part of a list; each next part is as deep as all before it."""


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

        The list begins with the best 100, then come those that the best 200 add, and so on, so that a deeper list goes
        on where a shallower one ended: the deeper it is, the more rows are compared exactly. ValueError for a vector of
        another dimension.
        """
        if vector.shape != (self.state.dimension,):
            raise ValueError(f"the query's vector has shape {vector.shape}, not {(self.state.dimension,)}")
        chosen = None if within is None else self.places(within.numbers)
        size = self.state.rows - len(self.dead) if chosen is None else len(chosen)
        compared = min(_COMPARED_MOST, _COMPARED + self.state.rows // _COMPARED_OF)
        far = self._distances(vector, chosen) if size > compared * _FIRST_DEPTH else None
        found: dict[str, float] = {}
        stage = _FIRST_DEPTH
        while len(found) < min(depth, size):
            near = self._near(far, chosen, compared * stage)
            added = [(key, cosine) for key, cosine in self._best(near, vector, stage) if key not in found]
            found |= added[: stage - len(found)]
            stage *= 2
        return list(islice(found.items(), depth))

    def _distances(self, vector: NDArray[np.float32], chosen: Places | None) -> NDArray[np.uint16]:
        """Return how far the chosen rows (None: all, dead ones the farthest) are from the vector by their signs."""
        far = distances(self.signs, vector)
        far[self.dead] = np.iinfo(far.dtype).max
        return far if chosen is None else far[chosen]

    def _near(self, far: NDArray[np.uint16] | None, chosen: Places | None, count: int) -> Places:
        """Return about `count` of the chosen rows (None: all), those with the smallest distances (None: any)."""
        if far is None or len(far) <= count:
            return self.living() if chosen is None else chosen
        farthest = np.searchsorted(np.cumsum(np.bincount(far)), count, side="right")  # there are few distances
        near = np.flatnonzero(far <= farthest)
        return self.alive(near) if chosen is None else chosen[near]

    def _best(self, places: Places, vector: NDArray[np.float32], depth: int) -> list[tuple[str, float]]:
        """Return the best `depth` of the rows at the places, compared exactly, best first, ties by id."""
        if depth < len(places):
            scores = self.rows.products(places, vector.astype(np.float32))
            places = places[scores >= np.partition(scores, -depth)[-depth] - _SLACK]
        exact = self.cosines(self.rows.at(places), vector)
        scored = zip(names(self.numbered.numbers[places]), exact.tolist(), strict=True)
        return sorted(scored, key=lambda pair: (-pair[1], pair[0]))[:depth]

    def embeddings(self, ids: Numbers) -> tuple[Numbers, NDArray[np.float64]]:
        """Return those of the ids that have a row, and their rows, shape `(len(ids), dimension)`."""
        places = self.places(ids)
        return self.numbered.numbers[places], self.rows.at(places)

    @staticmethod
    def cosines(rows: NDArray[np.float64], vector: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the product of each row with the vector, summed row by row: equal rows have equal products."""
        products: NDArray[np.float64] = (rows * vector.astype(np.float64)).sum(axis=1)
        return np.round(products, _DIGITS)
