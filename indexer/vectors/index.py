"""Rank quotes by the closeness of their embeddings: of many, those that share most signs are compared exactly.

What the files hold, and which of it counts, is the business of `files`; how rows are compared, that of `kernels`.
"""

import logging
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer.model import Ranking
from quotesearch.indexer.numbering import Ids, Places, names, numbers
from quotesearch.indexer.protocols import Changes
from quotesearch.indexer.vectors.files import View, append, generations, nothing, save, state_text, viewed
from quotesearch.indexer.vectors.kernels import BLOCK, Rows, distances, packed

_PORTION = 1 << 14
_TRIES = 10
_UNIT = 1e-3  # how far from 1 the length of a row may be
_SLACK = 1e-5  # more than a float32 sum of 384 products of unit rows differs from the exact one
_DIGITS = 5  # what embeddings of one text, made in different batches and rounded, agree in
_COMPARED, _COMPARED_OF, _COMPARED_MOST = 50, 10_000, 120
"""How many rows are compared exactly for each that is wanted: 50 and one for each 10,000 rows, 120 at most.

Of the exact nearest hundred that keeps .994 among 100,000 rows and among a million (`tests/benchmarks/nearest.py`).
"""
_COMPARED_LEAST = 100
_logger = logging.getLogger(__name__)


class MatrixIndex:
    """Hold one unit row a quote in a folder (implements VectorIndex).

    Files that do not fit together read as new (change 0) and are made anew by the next `apply`.
    """

    name = "vector"

    def __init__(self, folder: Path, *, dimension: int) -> None:
        """Open the folder; nothing is written before the first `apply`."""
        self.folder = folder
        self._dimension = dimension
        self._view = self._opened()

    @property
    def change(self) -> int:
        """Return the number of the last change held; 0 when new."""
        return self._view.state.change

    def apply(self, changes: Changes, embeddings: NDArray[np.float32]) -> None:
        """Take the changes in, all or nothing; `embeddings` has a unit row for each added quote."""
        added = numbers([indexed.quote.id for indexed in changes.added])
        if embeddings.shape != (len(added), self._dimension):
            raise ValueError(f"embeddings have shape {embeddings.shape}, not {(len(added), self._dimension)}")
        if not np.isfinite(embeddings).all():
            raise ValueError("an embedding holds a value that is not finite")
        gone = self._view.places(np.union1d(numbers(changes.removed), added))
        self.folder.mkdir(parents=True, exist_ok=True)
        state = append(self.folder, self._view.state, Rows.of(embeddings), added, gone.astype(np.uint64))
        save(self.folder, replace(state, change=changes.upto))
        self._view = self._opened()
        if self._view.state.dead * 2 > self._view.state.rows:
            self._compact()

    def _compact(self) -> None:
        """Write the living rows to the files of a new generation."""
        view, living = self._view, self._view.living()
        state = replace(view.state, rows=0, dead=0, generation=view.state.generation + 1)
        for start in range(0, max(1, len(living)), _PORTION):
            places = living[start : start + _PORTION]
            rows = Rows(view.rows.parts[places], view.rows.scales[places])
            state = append(self.folder, state, rows, view.numbered.held[places], np.empty(0, np.uint64))
        save(self.folder, state)
        self._view = self._opened()

    def search(self, vector: NDArray[np.float32], *, depth: int, within: Collection[str] | None = None) -> Ranking:
        """Rank the best `depth` quotes by cosine; only those in `within` (None: all; empty: none)."""
        if vector.shape != (self._dimension,):
            raise ValueError(f"the query's vector has shape {vector.shape}, not {(self._dimension,)}")
        view = self._view  # the same to the end, whatever another thread sees meanwhile
        chosen = None if within is None else view.places(numbers(within))
        places = _compared(view, chosen, vector, max(depth, _COMPARED_LEAST))
        if not len(places) or depth < 1:
            return Ranking()
        near = places
        if depth < len(places):
            scores = view.rows.products(places, vector.astype(np.float32))
            near = places[scores >= np.partition(scores, -depth)[-depth] - _SLACK]
        exact = np.round(view.rows.exact_products(near, vector), _DIGITS)
        return Ranking.of(zip(names(view.numbered.held[near]), exact.tolist(), strict=True), depth=depth)

    def vector(self, quote_id: str) -> NDArray[np.float32] | None:
        """Return the quote's own unit row, None where it has none."""
        view = self._view
        places = view.places(numbers([quote_id]))
        return view.rows.at(places[:1])[0].astype(np.float32) if len(places) else None

    def ids(self) -> Ids:
        """Return the ids of all quotes held."""
        return Ids(self._view.numbered.held[self._view.living()])

    def damaged_rows(self) -> int:
        """Count the rows that are not of unit length, or whose signs are not theirs."""
        view, wrong = self._view, 0
        for start in range(0, view.state.rows, _PORTION):
            places = view.alive(np.arange(start, min(start + _PORTION, view.state.rows)))
            with np.errstate(all="ignore"):
                bad = ~(abs(np.linalg.norm(view.rows.at(places), axis=1) - 1) <= _UNIT)
            signs = view.signs[places // BLOCK, :, places % BLOCK]
            wrong += int((bad | (signs != packed(view.rows.parts[places])).any(axis=1)).sum())
        return wrong

    def refresh(self) -> None:
        """See what another process has committed since; cheap when nothing was."""
        if state_text(self.folder) != self._view.text:
            self._view = self._opened()

    def clear(self) -> None:
        """Forget everything: change 0, nothing found, and the next `apply` takes the place of all that was there."""
        self._view = self._nothing(self._view.text)

    def close(self) -> None:
        """Let the files go."""
        self._view = self._nothing("")

    def _opened(self) -> View:
        """Return a view of what the folder holds; retried, since a writer may just be replacing a generation."""
        for _ in range(_TRIES):
            text = state_text(self.folder)
            try:
                return viewed(self.folder, text, self._dimension) if text else self._nothing(text)
            except FileNotFoundError as error:
                reason = str(error)
            except (ValueError, TypeError, LookupError) as error:
                reason = str(error)
                break
        _logger.warning("%s cannot be read and will be rebuilt from the store: %s", self.folder, reason)
        return self._nothing(text)

    def _nothing(self, text: str) -> View:
        """Return the view of no row, in a generation whose files are not there yet."""
        return nothing(self._dimension, max(generations(self.folder).values(), default=-1) + 1, text)


def _compared(view: View, chosen: Places | None, vector: NDArray[np.float32], depth: int) -> Places:
    """Return the rows, of those chosen (None: all), that are to be compared exactly."""
    size = view.state.rows if chosen is None else len(chosen)
    count = depth * min(_COMPARED_MOST, _COMPARED + view.state.rows // _COMPARED_OF)
    if size <= count:
        return view.living() if chosen is None else chosen
    far = distances(view.signs, vector)[: view.state.rows]
    far[view.dead] = np.iinfo(far.dtype).max
    among = far if chosen is None else far[chosen]
    farthest = np.searchsorted(np.cumsum(np.bincount(among)), count, side="right")  # distances are few different ones
    found = np.flatnonzero(among <= farthest)
    return view.alive(found) if chosen is None else chosen[found]
