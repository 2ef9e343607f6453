"""Keep unit rows on disk, one a quote, and say which of them count.

    state.json      what counts: change, rows, dead rows, dimension, generation
    rows-N.f32      one unit row a quote, float32
    ids-N.u64       the quote of each row: its id of 16 hexadecimal digits as a number
    dead-N.u64      the rows of quotes that were taken out

Rows are only ever appended. `state.json` is replaced atomically after they are safely on disk, and what
lies beyond its counts was left by a writer that was killed: readers do not see it, the next writer cuts it
off. Where more than half of the rows are dead, the living ones are written to the files of a new generation.
Nothing here is a pickle.
"""

import json
import re
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer.durable import replace_text, sync

Numbers = NDArray[np.uint64]

_FILES = {"rows": ".f32", "ids": ".u64", "dead": ".u64"}
_GENERATION = re.compile(r"(rows-(?=\d+\.f32)|(ids|dead)-(?=\d+\.u64))(?P<generation>\d+)\.\w+", re.ASCII)


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
    """Hold what one state counts; replaced as a whole, so that an interrupt cannot leave half of one."""

    state: State
    matrix: NDArray[np.float32]
    ids: Numbers
    alive: NDArray[np.bool_]
    text: str = ""


def viewed(folder: Path, text: str, dimension: int) -> View:
    """Map the rows that count; ValueError and the like if the files do not fit what `state.json` says."""
    state = State(**json.loads(text))
    if state.dimension != dimension:
        raise ValueError(f"rows of {state.dimension} components, not {dimension}")
    rows, ids, dead = _paths(folder, state.generation)
    alive = np.ones(state.rows, bool)
    alive[_mapped(dead, np.uint64, (state.dead,))] = False
    matrix = _mapped(rows, np.float32, (state.rows, dimension))
    return View(state, matrix, np.array(_mapped(ids, np.uint64, (state.rows,))), alive, text)


def _paths(folder: Path, generation: int) -> tuple[Path, ...]:
    """Return the files of a generation: rows, ids, dead rows."""
    return tuple(folder / f"{name}-{generation}{suffix}" for name, suffix in _FILES.items())


def generations(folder: Path) -> dict[Path, int]:
    """Return the index's files with their generation; whatever else lies in the folder is somebody's own."""
    found = {path: _GENERATION.fullmatch(path.name) for path in folder.glob("*-*.*")}
    return {path: int(match["generation"]) for path, match in found.items() if match}


def _mapped(path: Path, kind: type[np.generic], shape: tuple[int, ...]) -> NDArray[Any]:
    """Map the beginning of the file as an array; ValueError if it is too short."""
    return np.memmap(path, kind, "r", shape=shape) if shape[0] else np.empty(shape, kind)


def append(folder: Path, state: State, parts: tuple[NDArray[Any], Numbers, Numbers]) -> State:
    """Write new rows, their ids and newly dead rows behind what counts, safely on disk; return what counts then."""
    counts = (state.rows, state.rows, state.dead)
    for path, part, count in zip(_paths(folder, state.generation), parts, counts, strict=True):
        with path.open("ab") as file:
            file.truncate(count * part.itemsize * (part.shape[1] if part.ndim > 1 else 1))
            file.write(part.tobytes())
        sync(path)
    return replace(state, rows=state.rows + len(parts[0]), dead=state.dead + len(parts[2]))


def state_text(folder: Path) -> str:
    """Return what `state.json` says now; nothing where there is none."""
    try:
        return (folder / "state.json").read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def save(folder: Path, state: State) -> None:
    """Make the state the one that counts, at once or not at all, and delete the files of other generations."""
    replace_text(folder / "state.json", json.dumps(asdict(state)))
    for path, generation in generations(folder).items():
        if generation != state.generation:
            path.unlink()
