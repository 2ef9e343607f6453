"""Rank quotes by the closeness of their embeddings: the door to the matrix on disk.

    state.json      what counts: change, rows, dead rows, dimension, generation
    rows-N.f32      one unit row a quote, float32
    ids-N.u64       the quote of each row: its id of 16 hexadecimal digits as a number
    dead-N.u64      the rows of quotes that were taken out

Rows are only ever appended. `state.json` is replaced atomically after they are safely on disk, and what
lies beyond its counts was left by a writer that was killed: readers do not see it, the next writer cuts it
off. Where more than half of the rows are dead, the living ones are written to the files of a new generation.
The search is exact: every row is compared. Nothing here is a pickle.
"""

import json
import logging
import re
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer.durable import replace_text, sync
from quotesearch.indexer.model import Ranking
from quotesearch.indexer.protocols import Changes

_Numbers = NDArray[np.uint64]

_FILES = {"rows": ".f32", "ids": ".u64", "dead": ".u64"}
_GENERATION = re.compile(r"(rows-(?=\d+\.f32)|(ids|dead)-(?=\d+\.u64))(?P<generation>\d+)\.\w+", re.ASCII)
_BLOCK = 1 << 14
_TRIES = 10
_UNIT = 1e-3  # how far from 1 the length of a row may be
_SLACK = 1e-5  # more than a float32 sum of 384 products of unit rows differs from the exact one
_DIGITS = 6  # what embeddings of one text, made in different batches, agree in
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _State:
    """Say how much of which files counts."""

    dimension: int
    change: int = 0
    rows: int = 0
    dead: int = 0
    generation: int = 0


@dataclass(frozen=True, slots=True)
class _View:
    """Hold what one state counts; replaced as a whole, so that an interrupt cannot leave half of one."""

    state: _State
    matrix: NDArray[np.float32]
    ids: _Numbers
    alive: NDArray[np.bool_]
    text: str = ""


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
        state = _append(self.folder, self._view.state, (embeddings.astype(np.float32), added, dead))
        _save(self.folder, replace(state, change=changes.upto))
        self._view = self._opened()
        if self._view.state.dead * 2 > self._view.state.rows:
            self._compact()

    def _compact(self) -> None:
        """Write the living rows to the files of a new generation."""
        state = replace(self._view.state, rows=0, dead=0, generation=self._view.state.generation + 1)
        for rows in _blocks(np.flatnonzero(self._view.alive)):
            state = _append(self.folder, state, (self._view.matrix[rows], self._view.ids[rows], np.empty(0, np.uint64)))
        _save(self.folder, state)
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
        if _state_text(self.folder) != self._view.text:
            self._view = self._opened()

    def clear(self) -> None:
        """Forget everything: change 0, nothing found, and the next `apply` takes the place of all that was there."""
        self._view = self._nothing(self._view.text)

    def close(self) -> None:
        """Let the files go."""
        self._view = self._nothing("")

    def _opened(self) -> _View:
        """Return a view of what the folder holds; retried, since a writer may just be replacing a generation."""
        for _ in range(_TRIES):
            text = _state_text(self.folder)
            try:
                return _viewed(self.folder, text, self._dimension) if text else self._nothing(text)
            except FileNotFoundError as error:
                reason = str(error)
            except (ValueError, TypeError, LookupError) as error:
                reason = str(error)
                break
        _logger.warning("%s cannot be read and will be rebuilt from the store: %s", self.folder, reason)
        return self._nothing(text)

    def _nothing(self, text: str) -> _View:
        """Return the view of no row, in a generation whose files are not there yet."""
        state = _State(self._dimension, generation=max(_generations(self.folder).values(), default=-1) + 1)
        return _View(state, np.empty((0, self._dimension), np.float32), np.empty(0, np.uint64), np.empty(0, bool), text)


def _viewed(folder: Path, text: str, dimension: int) -> _View:
    """Map the rows that count; ValueError and the like if the files do not fit what `state.json` says."""
    state = _State(**json.loads(text))
    if state.dimension != dimension:
        raise ValueError(f"rows of {state.dimension} components, not {dimension}")
    rows, ids, dead = _paths(folder, state.generation)
    alive = np.ones(state.rows, bool)
    alive[_mapped(dead, np.uint64, (state.dead,))] = False
    matrix = _mapped(rows, np.float32, (state.rows, dimension))
    return _View(state, matrix, np.array(_mapped(ids, np.uint64, (state.rows,))), alive, text)


def _numbers(ids: Collection[str]) -> _Numbers:
    """Return the ids as numbers, in their order; ValueError for one that is not 16 hexadecimal digits."""
    joined = "".join(ids)
    if len(joined) != 16 * len(ids):
        raise ValueError("the id of a quote has 16 hexadecimal digits")
    return np.frombuffer(bytes.fromhex(joined), ">u8").astype(np.uint64)


def _ids(numbers: _Numbers) -> Iterator[str]:
    """Yield the ids that the numbers stand for."""
    return (f"{number:016x}" for number in numbers.tolist())


def _blocks(rows: NDArray[np.intp]) -> Iterator[NDArray[np.intp]]:
    """Yield the row numbers in portions whose rows fit the memory well."""
    return (rows[start : start + _BLOCK] for start in range(0, len(rows), _BLOCK))


def _run(rows: NDArray[np.intp]) -> slice | NDArray[np.intp]:
    """Return ascending row numbers as a slice where none is left out, which reads without a copy."""
    first, last = int(rows[0]), int(rows[-1])
    return slice(first, last + 1) if last - first + 1 == len(rows) else rows


def _paths(folder: Path, generation: int) -> tuple[Path, ...]:
    """Return the files of a generation: rows, ids, dead rows."""
    return tuple(folder / f"{name}-{generation}{suffix}" for name, suffix in _FILES.items())


def _generations(folder: Path) -> dict[Path, int]:
    """Return the index's files with their generation; whatever else lies in the folder is somebody's own."""
    found = {path: _GENERATION.fullmatch(path.name) for path in folder.glob("*-*.*")}
    return {path: int(match["generation"]) for path, match in found.items() if match}


def _mapped(path: Path, kind: type[np.generic], shape: tuple[int, ...]) -> NDArray[Any]:
    """Map the beginning of the file as an array; ValueError if it is too short."""
    return np.memmap(path, kind, "r", shape=shape) if shape[0] else np.empty(shape, kind)


def _append(folder: Path, state: _State, parts: tuple[NDArray[Any], _Numbers, _Numbers]) -> _State:
    """Write new rows, their ids and newly dead rows behind what counts, safely on disk; return what counts then."""
    counts = (state.rows, state.rows, state.dead)
    for path, part, count in zip(_paths(folder, state.generation), parts, counts, strict=True):
        with path.open("ab") as file:
            file.truncate(count * part.itemsize * (part.shape[1] if part.ndim > 1 else 1))
            file.write(part.tobytes())
        sync(path)
    return replace(state, rows=state.rows + len(parts[0]), dead=state.dead + len(parts[2]))


def _state_text(folder: Path) -> str:
    """Return what `state.json` says now; nothing where there is none."""
    try:
        return (folder / "state.json").read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def _save(folder: Path, state: _State) -> None:
    """Make the state the one that counts, at once or not at all, and delete the files of other generations."""
    replace_text(folder / "state.json", json.dumps(asdict(state)))
    for path, generation in _generations(folder).items():
        if generation != state.generation:
            path.unlink()
