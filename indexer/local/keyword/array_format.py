"""Define the files of postings as arrays, which a search maps and scores with numpy.

    decoded/state.json         what counts: Whoosh's table of contents that it stands for, the change, the segments
    decoded/SEGMENT.postings   one segment of Whoosh, which never changes: arrays, one after the other
    decoded/SEGMENT.N.gone     which of its documents do not count: N deleted ones, and the marker of the last change

The arrays are derived from one commit of Whoosh. A posting takes four bytes in a segment of up to 65,536 documents: the
document's number, and a code of how often it has the term and how long its field is. Integers are little-endian.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer.atomic_files import replace_text

FOLDER, STATE = "decoded", "state.json"
LENGTHS = 256
"""Whoosh keeps the length of a field as one of so many values."""
_FORMAT = 3
_WIDE = {"ids": "<u8", "terms": "<u8", "starts": "<u4", "sizes": "<u4", "often": "<f4", "lengths": "<f4"}


@dataclass(frozen=True, slots=True)
class SegmentFiles:
    """Say how long the arrays of a segment are, and what checksums its files have, Whoosh's own included."""

    name: str
    ids: int
    terms: int
    often: int
    documents: int
    field_lengths: Mapping[str, int]
    checksums: Mapping[str, int]
    gone: int = 0
    gone_checksum: int = 0

    @property
    def gone_name(self) -> str:
        """Return the name of the file of the documents that do not count."""
        return f"{self.name}.{self.gone}.gone"

    def sizes(self) -> dict[str, int]:
        """Return the length of each array."""
        by_term = dict.fromkeys(("terms", "starts", "sizes"), self.terms)
        postings = dict.fromkeys(("documents", "codes"), self.documents)
        return {"ids": self.ids, **by_term, **postings, "often": self.often, "lengths": LENGTHS}

    def kinds(self) -> dict[str, np.dtype[Any]]:
        """Return the type of each array in their order: the widest first, so that each is aligned."""
        narrow = {"documents": _smallest(self.ids), "codes": _smallest(self.often * LENGTHS)}
        kinds = {name: np.dtype(kind) for name, kind in {**_WIDE, **narrow}.items()}
        return dict(sorted(kinds.items(), key=lambda pair: -pair[1].itemsize))


@dataclass(frozen=True, slots=True)
class State:
    """Say what counts: Whoosh's table of contents, the change that it holds, and the segments."""

    contents: str = ""
    change: int = 0
    segments: tuple[SegmentFiles, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """Hold the arrays of a segment.

    `terms` are the numbers of terms in ascending order; `starts` and `sizes` say where the postings of each are in
    `documents` and `codes`. A code is `place in often * 256 + place in lengths`. `gone` are the documents that do not
    count.
    """

    files: SegmentFiles
    ids: NDArray[np.uint64]
    terms: NDArray[np.uint64]
    starts: NDArray[np.uint32]
    sizes: NDArray[np.uint32]
    often: NDArray[np.float32]
    lengths: NDArray[np.float32]
    documents: NDArray[np.unsignedinteger]
    codes: NDArray[np.unsignedinteger]
    gone: NDArray[np.uint32]


def term_number(field: str, term: str) -> int:
    """Return the number that stands for a term in a field: 64 bits of its BLAKE2."""
    written = f"{field}\0{term}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(written, digest_size=8).digest(), "little")


def state_text(folder: Path) -> str:
    """Return the content of `state.json` of a keyword folder; empty if there is none."""
    try:
        return (folder / FOLDER / STATE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def write_state(folder: Path, contents: str, change: int, segments: Sequence[SegmentFiles]) -> None:
    """Make this the state that counts, at once or not at all."""
    state = asdict(State(contents, change, tuple(segments)))
    replace_text(folder / FOLDER / STATE, json.dumps({"form": _FORMAT} | state))


def read_state(text: str) -> State:
    """Return the state of a text; an empty one if it cannot be read, or was written in another format."""
    try:
        entries = json.loads(text)
        if entries["form"] == _FORMAT:
            segments = tuple(SegmentFiles(**entry) for entry in entries["segments"])
            return State(entries["contents"], int(entries["change"]), segments)
    except (ValueError, LookupError, TypeError):
        pass
    return State()


def mapped(folder: Path, state: State) -> tuple[Segment, ...]:
    """Return the segments that the state names; OSError or ValueError if the files do not fit it."""
    return tuple(_mapped(folder / FOLDER, files) for files in state.segments)


def _mapped(folder: Path, files: SegmentFiles) -> Segment:
    raw = np.asarray(np.memmap(folder / f"{files.name}.postings", np.uint8, "r"))
    sizes, arrays, start = files.sizes(), dict[str, Any](), 0
    for name, kind in files.kinds().items():
        end = start + sizes[name] * kind.itemsize
        arrays[name] = raw[start:end].view(kind)
        start = end
    if start != len(raw):
        raise ValueError(f"{files.name}.postings has {len(raw)} bytes, not {start}")
    content = (folder / files.gone_name).read_bytes()
    if crc32(content) != files.gone_checksum:
        raise ValueError(f"{files.gone_name} has another checksum than when it was written")
    return Segment(files, gone=np.frombuffer(content, "<u4"), **arrays)


def damaged(folder: Path) -> int:
    """Return how many files, Whoosh's and ours, do not have the checksum with which they were written."""
    state = read_state(state_text(folder))
    checksums = {path: checksum for files in state.segments for path, checksum in files.checksums.items()}
    checksums |= {f"{FOLDER}/{files.gone_name}": files.gone_checksum for files in state.segments}
    return sum(not _has_checksum(folder / path, checksum) for path, checksum in checksums.items())


def checksums(folder: Path, segment: str) -> dict[str, int]:
    """Return the checksum of each file of a segment, by its path in the folder."""
    paths = [*folder.glob(f"{segment}.*"), folder / FOLDER / f"{segment}.postings"]
    return {path.relative_to(folder).as_posix(): crc32(path.read_bytes()) for path in sorted(paths)}


def _has_checksum(path: Path, checksum: int) -> bool:
    try:
        return crc32(path.read_bytes()) == checksum
    except OSError:
        return False


def _smallest(values: int) -> str:
    """Return the smallest type that holds so many different numbers."""
    return "<u2" if values <= 1 << 16 else "<u4"
