"""Rank quotes by the closeness of their embeddings: exactly, every row compared.

What the files hold, and which of it counts, is the business of `files`.
"""

import logging
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer.model import Ranking
from quotesearch.indexer.protocols import Changes
from quotesearch.indexer.vectors.files import Numbers, State, View, append, generations, save, state_text, viewed

_BLOCK = 1 << 14
_TRIES = 10
_UNIT = 1e-3  # how far from 1 the length of a row may be
_SLACK = 1e-5  # more than a float32 sum of 384 products of unit rows differs from the exact one
_DIGITS = 6  # what embeddings of one text, made in different batches, agree in
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
        added = _numbers([indexed.quote.id for indexed in changes.added])
        if embeddings.shape != (len(added), self._dimension):
            raise ValueError(f"embeddings have shape {embeddings.shape}, not {(len(added), self._dimension)}")
        if not np.isfinite(embeddings).all():
            raise ValueError("an embedding holds a value that is not finite")
        gone = np.union1d(_numbers(changes.removed), added)
        dead = np.flatnonzero(self._view.alive & np.isin(self._view.ids, gone)).astype(np.uint64)
        self.folder.mkdir(parents=True, exist_ok=True)
        state = append(self.folder, self._view.state, (embeddings.astype(np.float32), added, dead))
        save(self.folder, replace(state, change=changes.upto))
        self._view = self._opened()
        if self._view.state.dead * 2 > self._view.state.rows:
            self._compact()

    def _compact(self) -> None:
        """Write the living rows to the files of a new generation."""
        state = replace(self._view.state, rows=0, dead=0, generation=self._view.state.generation + 1)
        for rows in _blocks(np.flatnonzero(self._view.alive)):
            state = append(self.folder, state, (self._view.matrix[rows], self._view.ids[rows], np.empty(0, np.uint64)))
        save(self.folder, state)
        self._view = self._opened()

    def search(self, vector: NDArray[np.float32], *, depth: int, within: Collection[str] | None = None) -> Ranking:
        """Rank the best `depth` quotes by cosine, exactly; only those in `within` (None: all; empty: none)."""
        if vector.shape != (self._dimension,):
            raise ValueError(f"the query's vector has shape {vector.shape}, not {(self._dimension,)}")
        chosen = self._view.alive if within is None else self._view.alive & np.isin(self._view.ids, _numbers(within))
        rows = np.flatnonzero(chosen)
        if not len(rows) or depth < 1:
            return Ranking()
        scores = self._products(rows, vector.astype(np.float32))
        last = len(rows) - min(depth, len(rows))
        near = rows[scores >= np.partition(scores, last)[last] - _SLACK]
        exact = np.round(self._products(near, vector.astype(np.float64)), _DIGITS)
        return Ranking.of(zip(_ids(self._view.ids[near]), exact.tolist(), strict=True), depth=depth)

    def _products(self, rows: NDArray[np.intp], vector: NDArray[np.floating]) -> NDArray[np.floating]:
        """Return the dot products of the rows with the vector, in its precision.

        In float64 each row is added up by itself, so that equal rows have equal products wherever they stand.
        """
        exact = vector.dtype == np.float64
        blocks = (self._view.matrix[_run(block)] for block in _blocks(rows))
        return np.concatenate([(block * vector).sum(axis=1) if exact else block @ vector for block in blocks])

    def vector(self, quote_id: str) -> NDArray[np.float32] | None:
        """Return the quote's own unit row, None where it has none."""
        rows = np.flatnonzero(self._view.alive & (self._view.ids == _numbers([quote_id])[0]))
        return np.array(self._view.matrix[rows[0]]) if len(rows) else None

    def ids(self) -> frozenset[str]:
        """Return the ids of all quotes held."""
        return frozenset(_ids(self._view.ids[self._view.alive]))

    def damaged_rows(self) -> int:
        """Count the rows that are not finite and of unit length."""
        blocks = (self._view.matrix[_run(block)] for block in _blocks(np.flatnonzero(self._view.alive)))
        with np.errstate(all="ignore"):
            return sum(int((~(abs(np.linalg.norm(block, axis=1) - 1) <= _UNIT)).sum()) for block in blocks)

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
        state = State(self._dimension, generation=max(generations(self.folder).values(), default=-1) + 1)
        return View(state, np.empty((0, self._dimension), np.float32), np.empty(0, np.uint64), np.empty(0, bool), text)


def _numbers(ids: Collection[str]) -> Numbers:
    """Return the ids as numbers, in their order; ValueError for one that is not 16 hexadecimal digits."""
    joined = "".join(ids)
    if len(joined) != 16 * len(ids):
        raise ValueError("the id of a quote has 16 hexadecimal digits")
    return np.frombuffer(bytes.fromhex(joined), ">u8").astype(np.uint64)


def _ids(numbers: Numbers) -> Iterator[str]:
    """Yield the ids that the numbers stand for."""
    return (f"{number:016x}" for number in numbers.tolist())


def _blocks(rows: NDArray[np.intp]) -> Iterator[NDArray[np.intp]]:
    """Yield the row numbers in portions whose rows fit the memory well."""
    return (rows[start : start + _BLOCK] for start in range(0, len(rows), _BLOCK))


def _run(rows: NDArray[np.intp]) -> slice | NDArray[np.intp]:
    """Return ascending row numbers as a slice where none is left out, which reads without a copy."""
    first, last = int(rows[0]), int(rows[-1])
    return slice(first, last + 1) if last - first + 1 == len(rows) else rows
