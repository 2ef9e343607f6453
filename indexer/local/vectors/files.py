"""Store unit rows on disk, one for each quote, with a state that defines which of them count.

    state.json       the current state: change number, rows, dead rows, dimension, generation
    rows-N.i16       one row for each quote: its components as integers, the largest 32767, exact to a few millionths
    scales-N.f32     the factor that makes each row of unit length again
    signs-N.u8       one bit for each component: is it positive? Version 0.1 stored these bits in blocks (.u64)
    ids-N.u64        the quote of each row: its id of 16 hexadecimal digits as a number
    dead-N.u64       the rows of quotes that were removed

N is the generation. Rows are only appended. `state.json` is replaced atomically after the rows are safely on the disk.
Bytes beyond the counts of the state were left by a writer that was killed: readers ignore them, and the next writer
truncates the files. If more than half of the rows are dead, the live rows are written to the files of a new generation.
Numbers are little-endian. No file is a pickle.
"""

import json
import re
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer.atomic_files import replace_bytes, replace_text, sync
from quotesearch.indexer.local.id_sets import IdArray, Numbers
from quotesearch.indexer.local.vectors.kernels import Rows, sign_bits, sign_bytes
from quotesearch.indexer.local.vectors.view import State, View

_FILES = {"rows": ".i16", "scales": ".f32", "ids": ".u64", "dead": ".u64", "signs": ".u8"}
_GENERATION = re.compile(
    r"(rows-(?=\d+\.i16)|scales-(?=\d+\.f32)|signs-(?=\d+\.u8)|(ids|dead|signs)-(?=\d+\.u64))(?P<generation>\d+)\.\w+",
    re.ASCII,
)


def open_view(folder: Path, text: str, dimension: int) -> View:
    """Map the rows of a state. `text` is the content of `state.json`.

    Raises ValueError, TypeError, LookupError or FileNotFoundError if the files do not match the state.
    """
    state = State(**json.loads(text))
    if state.dimension != dimension:
        raise ValueError(f"rows have {state.dimension} components, but {dimension} are expected")
    paths, count = _paths(folder, state.generation), state.rows
    rows = _map_array(paths["rows"], "<i2", (count, dimension)), _map_array(paths["scales"], "<f4", (count,))
    has_signs = paths["signs"].exists()
    signs = _map_array(paths["signs"], "u1", (count, sign_bytes(dimension))) if has_signs else sign_bits(rows[0])
    id_array = IdArray(_map_array(paths["ids"], "<u8", (count,)))
    dead = _map_array(paths["dead"], "<u8", (state.dead,)).astype(np.intp)
    return View(state, Rows(*rows), signs, id_array, dead, text)


def empty_view(dimension: int, generation: int, text: str) -> View:
    """Return a view without rows, in a generation that has no files yet."""
    state = State(dimension, generation=generation)
    signs = np.empty((0, sign_bytes(dimension)), np.uint8)
    ids, dead = IdArray(np.empty(0, np.uint64)), np.empty(0, np.intp)
    return View(state, Rows.of(np.empty((0, dimension))), signs, ids, dead, text)


def _paths(folder: Path, generation: int) -> dict[str, Path]:
    """Return the path of each file of a generation, by name."""
    return {name: folder / f"{name}-{generation}{suffix}" for name, suffix in _FILES.items()}


def generations(folder: Path) -> dict[Path, int]:
    """Return the generation of each file of the index. Other files in the folder belong to the user."""
    matches = {path: _GENERATION.fullmatch(path.name) for path in folder.glob("*-*.*")}
    return {path: int(match["generation"]) for path, match in matches.items() if match}


def _map_array(path: Path, kind: str, shape: tuple[int, ...]) -> NDArray[Any]:
    """Map the beginning of a file as an array. Raises ValueError if the file is too short."""
    return np.asarray(np.memmap(path, kind, "r", shape=shape)) if shape[0] else np.empty(shape, kind)


def append(folder: Path, state: State, rows: Rows, ids: Numbers, dead: Numbers) -> State:
    """Append rows, their ids and newly dead rows to the files, and return the new state.

    The bytes are on the disk before this function returns, but they do not count until the state is saved.
    """
    paths = _paths(folder, state.generation)
    signs = sign_bits(rows.parts)
    arrays = dict[str, NDArray[Any]](rows=rows.parts, scales=rows.scales, signs=signs, ids=ids, dead=dead)
    for name, array in arrays.items():
        content = array.astype(array.dtype.newbyteorder("<"))
        with paths[name].open("ab") as file:
            count = state.dead if name == "dead" else state.rows
            file.truncate(count * content.itemsize * (content.shape[1] if content.ndim > 1 else 1))
            file.write(content.tobytes())
        sync(paths[name])
    return replace(state, rows=state.rows + len(ids), dead=state.dead + len(dead))


def write_missing_signs(folder: Path, view: View) -> None:
    """Write the file of signs if it is missing. Version 0.1 stored the signs in another form."""
    path = _paths(folder, view.state.generation)["signs"]
    if view.state.rows and not path.exists():
        replace_bytes(path, view.signs.tobytes())
        path.with_suffix(".u64").unlink(missing_ok=True)


def state_text(folder: Path) -> str:
    """Return the content of `state.json`. If there is no such file, return ""."""
    try:
        return (folder / "state.json").read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def save(folder: Path, state: State) -> None:
    """Replace the current state atomically, and delete the files of other generations."""
    replace_text(folder / "state.json", json.dumps(asdict(state)))
    for path, generation in generations(folder).items():
        if generation != state.generation:
            path.unlink()
