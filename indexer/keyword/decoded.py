"""Keep Whoosh's postings a second time, as arrays that are mapped and not read, so that numpy can score them at once.

    decoded/state.json         what counts: Whoosh's table of contents that it stands for, the change, the segments
    decoded/SEGMENT.postings   one segment of Whoosh, which never changes: arrays, one behind the other
    decoded/SEGMENT.N.gone     which documents of it do not count: N of them deleted, and the one of the last change

It is derived from what Whoosh has committed, and stands for exactly one of its commits: where Whoosh has gone on, or a
file is missing, there is none, and Whoosh's postings are walked through as before. A posting takes four bytes in a
segment of up to 65,536 documents: the document's number, and a code of how often it has the term and how long its field
is. The words of quotes as they are written follow, for patterns.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from hashlib import blake2b
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer.durable import replace_text
from quotesearch.indexer.keyword.postings import is_there, newest_contents
from quotesearch.indexer.keyword.written import Written

FOLDER, STATE = "decoded", "state.json"
_FORM = 2
LENGTHS = 256
"""Whoosh keeps the length of a field as one of so many."""
_WIDE = {"ids": "<u8", "terms": "<u8", "starts": "<u4", "sizes": "<u4", "often": "<f4", "lengths": "<f4"}
_WORDS = {"ends": "<u4", "counts": "<u4", "begins": "<u4"}


@dataclass(frozen=True, slots=True)
class Counted:
    """Say what a segment's files hold, from which the places of the arrays follow, and what Whoosh's own are."""

    name: str
    ids: int
    terms: int
    often: int
    documents: int
    words: int
    tokens: int
    spelt: int
    field_lengths: Mapping[str, int]
    checksums: Mapping[str, int]
    gone: int = 0
    gone_checksum: int | None = None
    """That of the file of the documents that do not count; None if version 0.1.0 wrote it."""

    def sizes(self) -> dict[str, int]:
        """Return the size of each array."""
        terms = dict.fromkeys(("terms", "starts", "sizes"), self.terms)
        postings = dict.fromkeys(("documents", "codes"), self.documents)
        words = {"ends": self.words, "counts": self.words, "begins": self.ids}
        one = {"often": self.often, "lengths": LENGTHS, "tokens": self.tokens, "spelt": self.spelt}
        return {"ids": self.ids, **terms, **postings, **words, **one}

    def kinds(self) -> dict[str, np.dtype[Any]]:
        """Return the kind of each array in their order, the widest first, so that each begins at a multiple of it."""
        narrow = {
            "documents": _holding(self.ids),
            "codes": _holding(self.often * LENGTHS),
            "tokens": _holding(self.words + 1),
        }
        kinds = {name: np.dtype(kind) for name, kind in {**_WIDE, **_WORDS, **narrow, "spelt": "u1"}.items()}
        return dict(sorted(kinds.items(), key=lambda one: -one[1].itemsize))


@dataclass(frozen=True, slots=True)
class State:
    """Say what counts: Whoosh's table of contents, the change that it holds, and the segments."""

    contents: str = ""
    change: int = 0
    segments: tuple[Counted, ...] = ()


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
    documents: NDArray[np.unsignedinteger]
    codes: NDArray[np.unsignedinteger]
    gone: NDArray[np.uint32]
    written: Written


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


def write_state(folder: Path, change: int, segments: Sequence[Counted]) -> None:
    """Say what counts from now on, by the change that Whoosh has committed last."""
    state = asdict(State(newest_contents(folder), change, tuple(segments)))
    replace_text(folder / FOLDER / STATE, json.dumps({"form": _FORM} | state))


def read_state(text: str) -> State:
    """Return what a state says; that of nothing where it cannot be read, or was written by a version of other files."""
    try:
        said = json.loads(text)
        if said["form"] == _FORM:
            return State(said["contents"], int(said["change"]), tuple(Counted(**each) for each in said["segments"]))
    except (ValueError, LookupError, TypeError):
        pass
    return State()


def stands_for(text: str, folder: Path) -> bool:
    """Tell whether the state is that of the newest commit in the folder."""
    contents = read_state(text).contents
    return bool(contents) and contents == newest_contents(folder)


def mapped(folder: Path, state: State) -> tuple[Segment, ...]:
    """Return the segments that the state names; OSError or ValueError if the files do not fit it."""
    return tuple(_mapped(folder / FOLDER, each) for each in state.segments)


def _mapped(folder: Path, said: Counted) -> Segment:
    raw = np.asarray(np.memmap(folder / f"{said.name}.postings", np.uint8, "r"))
    sizes, arrays, start = said.sizes(), {}, 0
    for name, kind in said.kinds().items():
        end = start + sizes[name] * kind.itemsize
        arrays[name] = raw[start:end].view(kind)
        start = end
    if start != len(raw):
        raise ValueError(f"{said.name}.postings has {len(raw)} bytes, not {start}")
    written = Written(**{part.name: arrays.pop(part.name) for part in fields(Written)})
    return Segment(said, gone=_gone(folder, said), written=written, **arrays)


def _gone(folder: Path, said: Counted) -> NDArray[np.uint32]:
    """Return the documents that do not count; ValueError if the file is not what was written."""
    path = folder / gone_name(said)
    content = path.read_bytes()
    if said.gone_checksum not in (None, crc32(content)):
        raise ValueError(f"{path.name} has another checksum than when it was written")
    gone = np.frombuffer(content, "<u4")
    if len(gone) < said.gone:
        raise ValueError(f"{path.name} has {len(gone)} entries, not {said.gone}")
    return gone


def damaged(folder: Path) -> int:
    """Return how many files are not what was written: Whoosh's, ours, and the state that names them."""
    state = read_state(state_text(folder))
    paths: dict[Path, int | None] = {
        folder / path: checksum for each in state.segments for path, checksum in each.checksums.items()
    }
    paths |= {folder / FOLDER / gone_name(each): each.gone_checksum for each in state.segments}
    wrong = sum(
        not path.exists() or checksum not in (None, crc32(path.read_bytes())) for path, checksum in paths.items()
    )
    return wrong + (is_there(folder) and not state.contents)


def checksums(folder: Path, segment: str) -> dict[str, int]:
    """Return the checksum of each file of a segment, by its path in the folder."""
    paths = [*folder.glob(f"{segment}.*"), folder / FOLDER / f"{segment}.postings"]
    return {path.relative_to(folder).as_posix(): crc32(path.read_bytes()) for path in sorted(paths)}


def _holding(different: int) -> str:
    """Return the kind that holds so many different numbers."""
    return "<u2" if different <= 1 << 16 else "<u4"


def gone_name(said: Counted) -> str:
    """Return the name of the file of the documents that do not count."""
    return f"{said.name}.{said.gone}.gone"
