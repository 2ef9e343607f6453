"""Keep Whoosh's postings a second time, as arrays that are mapped and not read, so that numpy can score them at once.

    decoded/state.json         what counts: Whoosh's table of contents that it stands for, the change, the segments
    decoded/SEGMENT.postings   one segment of Whoosh, which never changes: arrays, one behind the other
    decoded/SEGMENT.N.gone     which documents of it do not count: N of them deleted, and the one of the last change

It is derived from what Whoosh has committed, and stands for exactly one of its commits: where Whoosh has gone on, or a
file is missing, there is none, and Whoosh's postings are walked through as before. A posting takes six bytes: the
document's number, and a code of how often it has the term and how long its field is.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer.keyword.postings import newest_contents

FOLDER, STATE = "decoded", "state.json"
LENGTHS = 256
"""Whoosh keeps the length of a field as one of so many."""
ARRAYS = {"ids": "u8", "terms": "u8", "starts": "u4", "sizes": "u4", "often": "f4", "lengths": "f4", "documents": "u4"}
"""The arrays of a segment in their order, the widest first; the codes follow, as wide as they have to be."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Say what a segment's files hold, from which the places of the arrays follow."""

    name: str
    ids: int
    terms: int
    often: int
    documents: int
    gone: int
    checksum: int
    field_lengths: Mapping[str, int]

    def sizes(self) -> dict[str, int]:
        """Return the size of each array."""
        terms = dict.fromkeys(("terms", "starts", "sizes"), self.terms)
        return {"ids": self.ids, **terms, "often": self.often, "lengths": LENGTHS, "documents": self.documents}


@dataclass(frozen=True, slots=True)
class Segment:
    """Hold the arrays of a segment: `often` and `lengths` say what a code, often-index * 256 + length-index, means."""

    counted: Counted
    ids: NDArray[np.uint64]
    terms: NDArray[np.uint64]
    starts: NDArray[np.uint32]
    sizes: NDArray[np.uint32]
    often: NDArray[np.float32]
    lengths: NDArray[np.float32]
    documents: NDArray[np.uint32]
    codes: NDArray[np.unsignedinteger]
    gone: NDArray[np.uint32]


def term_number(field: str, term: str) -> int:
    """Return the number that stands for a term in a field: 64 bits of its BLAKE2."""
    written = f"{field}\0{term}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(written, digest_size=8).digest(), "little")


def state_text(folder: Path) -> str:
    """Return what `state.json` of a keyword folder says now; nothing where there is none."""
    try:
        return (folder / FOLDER / STATE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def counted(folder: Path) -> tuple[Counted, ...]:
    """Return what `state.json` of a keyword folder says of each segment; nothing where there is none."""
    text = state_text(folder)
    return tuple(Counted(**each) for each in json.loads(text)["segments"]) if text else ()


def stands_for(text: str, folder: Path) -> bool:
    """Tell whether the state is that of the newest commit in the folder."""
    return bool(text) and json.loads(text)["contents"] == newest_contents(folder)


def mapped(folder: Path, text: str) -> tuple[int, tuple[Segment, ...]]:
    """Return the change and the segments that the state names; OSError or ValueError if the files do not fit it."""
    state = json.loads(text)
    return int(state["change"]), tuple(_mapped(folder / FOLDER, Counted(**each)) for each in state["segments"])


def _mapped(folder: Path, said: Counted) -> Segment:
    raw = np.asarray(np.memmap(folder / f"{said.name}.postings", np.uint8, "r"))
    kinds = ARRAYS | {"codes": code_kind(said.often)}
    arrays, start = {}, 0
    for name, size in (said.sizes() | {"codes": said.documents}).items():
        kind = np.dtype("<" + kinds[name])
        arrays[name] = raw[start : start + size * kind.itemsize].view(kind)
        start += size * kind.itemsize
    if start != len(raw):
        raise ValueError(f"{said.name}.postings has {len(raw)} bytes, not {start}")
    return Segment(said, gone=np.fromfile(folder / gone_name(said), "<u4"), **arrays)


def damaged(folder: Path) -> int:
    """Return how many of the files that the state names are not what was written."""
    paths = {folder / FOLDER / f"{each.name}.postings": each.checksum for each in counted(folder)}
    return sum(not path.exists() or crc32(path.read_bytes()) != checksum for path, checksum in paths.items())


def code_kind(often: int) -> str:
    """Return how wide a code has to be for so many counts of a term."""
    return "u2" if often <= LENGTHS else "u4"


def gone_name(said: Counted) -> str:
    """Return the name of the file of the documents that do not count."""
    return f"{said.name}.{said.gone}.gone"
