"""Keep unit rows on disk, one a quote, and say which of them count.

    state.json       what counts: change, rows, dead rows, dimension, generation
    rows-N.i16       one row a quote: its components in whole numbers, the largest 32767, exact to a few millionths
    scales-N.f32     what each row is to be multiplied by to be of unit length
    signs-N.u8       which components are positive, as bits: one row a quote, which version 0.1 had in blocks (.u64)
    ids-N.u64        the quote of each row: its id of 16 hexadecimal digits as a number
    dead-N.u64       the rows of quotes that were taken out

Rows are only ever appended. `state.json` is replaced atomically
after they are safely on disk, and what lies beyond its counts was left by a writer that was killed: readers do not see
it, the next writer cuts it off. If more than half of the rows are dead, the living ones are written to the files of
a new generation. Numbers are little-endian. Nothing here is a pickle.
"""

import json
import re
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer.atomic_files import replace_bytes, replace_text, sync
from quotesearch.indexer.local.id_sets import NumberedIds, Numbers
from quotesearch.indexer.local.vectors.kernels import Rows, bytes_of, packed
from quotesearch.indexer.local.vectors.view import State, View

_FILES = {"rows": ".i16", "scales": ".f32", "ids": ".u64", "dead": ".u64", "signs": ".u8"}
_GENERATION = re.compile(
    r"(rows-(?=\d+\.i16)|scales-(?=\d+\.f32)|signs-(?=\d+\.u8)|(ids|dead|signs)-(?=\d+\.u64))(?P<generation>\d+)\.\w+",
    re.ASCII,
)


def viewed(folder: Path, text: str, dimension: int) -> View:
    """Map the rows that count; ValueError and the like if the files do not fit what `state.json` says."""
    state = State(**json.loads(text))
    if state.dimension != dimension:
        raise ValueError(f"rows of {state.dimension} components, not {dimension}")
    paths, count = _paths(folder, state.generation), state.rows
    rows = _mapped(paths["rows"], "<i2", (count, dimension)), _mapped(paths["scales"], "<f4", (count,))
    has_signs = paths["signs"].exists()
    signs = _mapped(paths["signs"], "u1", (count, bytes_of(dimension))) if has_signs else packed(rows[0])
    numbered = NumberedIds(_mapped(paths["ids"], "<u8", (count,)))
    dead = _mapped(paths["dead"], "<u8", (state.dead,)).astype(np.intp)
    return View(state, Rows(*rows), signs, numbered, dead, text)


def nothing(dimension: int, generation: int, text: str) -> View:
    """Return the view of no row, in a generation whose files are not there yet."""
    state = State(dimension, generation=generation)
    signs = np.empty((0, bytes_of(dimension)), np.uint8)
    return View(
        state, Rows.of(np.empty((0, dimension))), signs, NumberedIds(np.empty(0, np.uint64)), np.empty(0, np.intp), text
    )


def _paths(folder: Path, generation: int) -> dict[str, Path]:
    """Return the files of a generation."""
    return {name: folder / f"{name}-{generation}{suffix}" for name, suffix in _FILES.items()}


def generations(folder: Path) -> dict[Path, int]:
    """Return the index's files with their generation; whatever else lies in the folder is somebody's own."""
    found = {path: _GENERATION.fullmatch(path.name) for path in folder.glob("*-*.*")}
    return {path: int(match["generation"]) for path, match in found.items() if match}


def _mapped(path: Path, kind: str, shape: tuple[int, ...]) -> NDArray[Any]:
    """Map the beginning of the file as an array; ValueError if it is too short."""
    return np.asarray(np.memmap(path, kind, "r", shape=shape)) if shape[0] else np.empty(shape, kind)


def append(folder: Path, state: State, rows: Rows, ids: Numbers, dead: Numbers) -> State:
    """Write new rows, their ids and newly dead rows behind what counts, safely on disk; return what counts then."""
    paths = _paths(folder, state.generation)
    arrays = dict[str, NDArray[Any]](rows=rows.parts, scales=rows.scales, signs=packed(rows.parts), ids=ids, dead=dead)
    for name, array in arrays.items():
        part = array.astype(array.dtype.newbyteorder("<"))
        with paths[name].open("ab") as file:
            count = state.dead if name == "dead" else state.rows
            file.truncate(count * part.itemsize * (part.shape[1] if part.ndim > 1 else 1))
            file.write(part.tobytes())
        sync(paths[name])
    return replace(state, rows=state.rows + len(ids), dead=state.dead + len(dead))


def write_missing_signs(folder: Path, view: View) -> None:
    """Write the file of signs of a folder of version 0.1, which had them in another form."""
    path = _paths(folder, view.state.generation)["signs"]
    if view.state.rows and not path.exists():
        replace_bytes(path, view.signs.tobytes())
        path.with_suffix(".u64").unlink(missing_ok=True)


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
