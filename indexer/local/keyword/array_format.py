"""Define the files of the postings as arrays, which a search maps into memory and scores with numpy.

    decoded/state.json         the current state: hash of Whoosh's table of contents, change number, segments
    decoded/SEGMENT.postings   the arrays of one segment of Whoosh, one after the other; never changed
    decoded/SEGMENT.N.gone     the documents of the segment to ignore: N deleted ones, and the one of the last change

The arrays are derived from one commit of Whoosh. In a segment of up to 65,536 documents a posting takes four bytes: the
number of the document, and a code for the frequency of the term and the length of the field. Integers are
little-endian.
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
"""The number of different field lengths, because Whoosh stores a length in one byte."""
_FORMAT = 3
"""The format of these files. Files of another format are ignored and written again."""
_WIDE = {"ids": "<u8", "terms": "<u8", "starts": "<u4", "sizes": "<u4", "often": "<f4", "lengths": "<f4"}


@dataclass(frozen=True, slots=True)
class SegmentFiles:
    """Lengths of the arrays of a segment, and the checksums (CRC-32) of its files and of Whoosh's files.

    `ids`, `terms`, `often` and `documents` are numbers: of documents, terms, different frequencies and postings.
    `field_lengths` has the number of terms in each field of all documents. `gone` is the number of deleted documents.
    """

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
        """Return the name of the file that lists the documents to ignore."""
        return f"{self.name}.{self.gone}.gone"

    def sizes(self) -> dict[str, int]:
        """Return the number of elements of each array."""
        by_term = dict.fromkeys(("terms", "starts", "sizes"), self.terms)
        postings = dict.fromkeys(("documents", "codes"), self.documents)
        return {"ids": self.ids, **by_term, **postings, "often": self.often, "lengths": LENGTHS}

    def kinds(self) -> dict[str, np.dtype[Any]]:
        """Return the type of each array, in the order of the file.

        The widest type is first, so that each array is aligned.
        """
        narrow = {"documents": _smallest_type(self.ids), "codes": _smallest_type(self.often * LENGTHS)}
        kinds = {name: np.dtype(kind) for name, kind in {**_WIDE, **narrow}.items()}
        return dict(sorted(kinds.items(), key=lambda pair: -pair[1].itemsize))


@dataclass(frozen=True, slots=True)
class State:
    """The current state: the hash of Whoosh's table of contents, its last change, and the segments."""

    contents: str = ""
    change: int = 0
    segments: tuple[SegmentFiles, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """The arrays of one segment.

    `terms` has the numbers of the terms, in ascending order. The postings of term `i` are in `documents` and `codes`:
    they begin at `starts[i]` and are `sizes[i]` elements. A code is `256 * f + n`. Here `often[f]` is the frequency of
    the term in the field, and `lengths[n]` is the length of the field. `ignored` has the deleted documents and the
    document of the last change.
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
    ignored: NDArray[np.uint32]


def term_number(field: str, term: str) -> int:
    """Return a number for a term in a field: 64 bits of its BLAKE2 hash."""
    key = f"{field}\0{term}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(key, digest_size=8).digest(), "little")


def state_text(folder: Path) -> str:
    """Return the content of `state.json` of a keyword folder. If there is no such file, return ""."""
    try:
        return (folder / FOLDER / STATE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def write_state(folder: Path, contents: str, change: int, segments: Sequence[SegmentFiles]) -> None:
    """Replace the current state atomically."""
    state = asdict(State(contents, change, tuple(segments)))
    replace_text(folder / FOLDER / STATE, json.dumps({"form": _FORMAT} | state))


def read_state(text: str) -> State:
    """Parse the content of `state.json`. If it is not valid or has another format, return an empty state."""
    try:
        entries = json.loads(text)
        if entries["form"] == _FORMAT:
            segments = tuple(SegmentFiles(**entry) for entry in entries["segments"])
            return State(entries["contents"], int(entries["change"]), segments)
    except (ValueError, LookupError, TypeError):
        pass
    return State()


def map_segments(folder: Path, state: State) -> tuple[Segment, ...]:
    """Map the segments of a state into memory. Raises OSError or ValueError if the files do not match the state."""
    return tuple(_map_segment(folder / FOLDER, files) for files in state.segments)


def _map_segment(folder: Path, files: SegmentFiles) -> Segment:
    raw = np.asarray(np.memmap(folder / f"{files.name}.postings", np.uint8, "r"))
    sizes, arrays, start = files.sizes(), dict[str, Any](), 0
    for name, kind in files.kinds().items():
        end = start + sizes[name] * kind.itemsize
        arrays[name] = raw[start:end].view(kind)
        start = end
    if start != len(raw):
        raise ValueError(f"{files.name}.postings has {len(raw)} bytes, but {start} are expected")
    content = (folder / files.gone_name).read_bytes()
    if crc32(content) != files.gone_checksum:
        raise ValueError(f"{files.gone_name} has changed since it was written (checksum)")
    return Segment(files, ignored=np.frombuffer(content, "<u4"), **arrays)


def count_damaged_files(folder: Path) -> int:
    """Return the number of files, Whoosh's included, whose checksum has changed since they were written."""
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


def _smallest_type(values: int) -> str:
    """Return the smallest type for this number of different values."""
    return "<u2" if values <= 1 << 16 else "<u4"
