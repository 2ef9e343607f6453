"""Find the rows nearest to a vector, in a view of one state of the matrix. A view is never modified."""

from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer.local.id_sets import IdArray, Ids, Numbers, Positions, id_strings, isin
from quotesearch.indexer.local.vectors.kernels import Rows, sign_distances

_SLACK = 1e-5
"""An upper bound of the error of a float32 sum of 384 products of unit rows."""
_DIGITS = 5
"""The number of decimals of a cosine. Rounded to these, embeddings of the same text in different batches are equal."""
_COMPARED, _COMPARED_STEP, _COMPARED_MOST = 50, 10_000, 120
"""How many rows are compared exactly for each result: 50, plus one for each 10,000 rows, but at most 120.

This finds 99.4 % of the exact 100 nearest rows among 100,000 rows and among a million (`tests/benchmarks/nearest.py`).
"""
_FIRST_DEPTH = 100
"""The depth of the first part of a list. Each further part doubles the depth."""


@dataclass(frozen=True, slots=True)
class State:
    """The current files, and how many of their elements are current."""

    dimension: int
    change: int = 0
    rows: int = 0
    dead: int = 0
    generation: int = 0


@dataclass(frozen=True, slots=True)
class View:
    """The rows of one state, with their signs, the quote id of each row, and the numbers of the dead rows."""

    state: State
    rows: Rows
    signs: NDArray[np.uint8]
    id_array: IdArray
    dead: NDArray[np.intp]
    text: str = ""

    @property
    def change(self) -> int:
        """Return the number of the last change that is in the rows."""
        return self.state.change

    def without_dead(self, positions: Positions) -> Positions:
        """Return the row numbers without the numbers of dead rows."""
        return positions[~isin(positions, self.dead)] if len(self.dead) else positions

    def positions(self, ids: Numbers) -> Positions:
        """Return the numbers of the live rows of these quotes, in ascending order."""
        return self.without_dead(self.id_array.positions(ids))

    def live_rows(self) -> Positions:
        """Return the numbers of all live rows."""
        return np.delete(np.arange(self.state.rows), self.dead)

    def nearest(self, vector: NDArray[np.float32], *, depth: int, allowed_ids: Ids | None) -> list[tuple[str, float]]:
        """Return the best `depth` quotes with their cosines, best first. Equal cosines are sorted by id.

        Only quotes in `allowed_ids` are returned; None allows all. The list is found in parts: first the best 100, then
        the quotes that the best 200 add, and so on. So a deeper list begins with the shallower list, although more rows
        are compared exactly for it. Raises ValueError for a vector of another dimension.
        """
        if vector.shape != (self.state.dimension,):
            raise ValueError(f"the query's vector has shape {vector.shape}, not {(self.state.dimension,)}")
        allowed = None if allowed_ids is None else self.positions(allowed_ids.numbers)
        size = self.state.rows - len(self.dead) if allowed is None else len(allowed)
        compared = min(_COMPARED_MOST, _COMPARED + self.state.rows // _COMPARED_STEP)
        distances = self._distances(vector, allowed) if size > compared * _FIRST_DEPTH else None
        cosines: dict[str, float] = {}
        stage = _FIRST_DEPTH
        while len(cosines) < min(depth, size):
            candidates = self._candidates(distances, allowed, compared * stage)
            added = [(key, cosine) for key, cosine in self._best(candidates, vector, stage) if key not in cosines]
            cosines |= added[: stage - len(cosines)]
            stage *= 2
        return list(islice(cosines.items(), depth))

    def _distances(self, vector: NDArray[np.float32], allowed: Positions | None) -> NDArray[np.uint16]:
        """Return the number of signs in which the allowed rows differ from the vector. None allows all rows.

        A dead row has the largest possible distance.
        """
        distances = sign_distances(self.signs, vector)
        distances[self.dead] = np.iinfo(distances.dtype).max
        return distances if allowed is None else distances[allowed]

    def _candidates(self, distances: NDArray[np.uint16] | None, allowed: Positions | None, count: int) -> Positions:
        """Return about `count` of the allowed rows: those with the smallest distances.

        If `distances` is None, return any rows. If `allowed` is None, all rows are allowed.
        """
        if distances is None or len(distances) <= count:
            return self.live_rows() if allowed is None else allowed
        limit = np.searchsorted(np.cumsum(np.bincount(distances)), count, side="right")  # few distances are distinct
        nearest = np.flatnonzero(distances <= limit)
        return self.without_dead(nearest) if allowed is None else allowed[nearest]

    def _best(self, positions: Positions, vector: NDArray[np.float32], depth: int) -> list[tuple[str, float]]:
        """Return the best `depth` of these rows by exact cosine, best first. Equal cosines are sorted by id."""
        if depth < len(positions):
            scores = self.rows.products(positions, vector.astype(np.float32))
            positions = positions[scores >= np.partition(scores, -depth)[-depth] - _SLACK]
        exact = self.cosines(self.rows.at(positions), vector)
        scored = zip(id_strings(self.id_array.numbers[positions]), exact.tolist(), strict=True)
        return sorted(scored, key=lambda pair: (-pair[1], pair[0]))[:depth]

    def embeddings(self, ids: Numbers) -> tuple[Numbers, NDArray[np.float64]]:
        """Return the ids that have a row, and these rows, shape `(len(ids), dimension)`."""
        positions = self.positions(ids)
        return self.id_array.numbers[positions], self.rows.at(positions)

    @staticmethod
    def cosines(rows: NDArray[np.float64], vector: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the dot product of each row with the vector, rounded to `_DIGITS` decimals.

        Each row is summed separately, so that equal rows have equal products.
        """
        products: NDArray[np.float64] = (rows * vector.astype(np.float64)).sum(axis=1)
        return np.round(products, _DIGITS)
