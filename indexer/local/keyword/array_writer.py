"""Write Whoosh's postings as arrays (see `array_format`).

The postings are read in blocks. Whoosh has no public method for blocks, so private attributes are used.
"""

from array import array
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer.atomic_files import replace_bytes, sync
from quotesearch.indexer.local.keyword import array_format, commits
from quotesearch.indexer.local.keyword.whoosh_import import whoosh

_BLOCK = 1 << 20
"""The number of postings that are encoded at a time."""


def write_arrays(folder: Path) -> None:
    """Write the arrays of Whoosh's newest commit. If a segment has not changed, its arrays are kept."""
    target = folder / array_format.FOLDER
    target.mkdir(exist_ok=True)
    previous = array_format.read_state(array_format.state_text(folder)).segments
    present = {files.name: files for files in previous if (target / f"{files.name}.postings").exists()}
    contents = commits.newest_contents(folder)
    with closing(commits.open_searcher(folder)) as searcher:
        change = commits.last_change(searcher)
        readers = commits.segment_readers(searcher)
        segments = [_write_segment(target, reader, present.get(reader.segment().segment_id())) for reader in readers]
    array_format.write_state(folder, contents, change, segments)
    current_names = {name for files in segments for name in (f"{files.name}.postings", files.gone_name)}
    for path in target.iterdir():
        if path.name not in current_names and path.suffix in (".postings", ".gone"):
            path.unlink()


def _write_segment(folder: Path, reader: Any, files: array_format.SegmentFiles | None) -> array_format.SegmentFiles:  # noqa: ANN401 - Whoosh has no types
    """Write the missing files of a segment, and return their lengths and checksums."""
    deleted = list(reader.segment().deleted_docs())
    markers = np.flatnonzero(commits.document_ids(reader) == commits.NO_QUOTE).tolist()
    ignored = np.array(sorted({*deleted, *markers}), "<u4").tobytes()
    files = replace(files or _write_postings(folder, reader), gone=len(deleted), gone_checksum=crc32(ignored))
    path = folder / files.gone_name
    if not path.exists() or path.read_bytes() != ignored:  # a killed writer may have left a file of this name
        replace_bytes(path, ignored)
    return files


class _Collector:
    """Collect the postings of a segment: one field after the other, term by term."""

    def __init__(self, lengths: Mapping[str, NDArray[np.uint8]]) -> None:
        """Begin without postings. `lengths` has the length of each field in each document, as a byte."""
        self._lengths = lengths
        self._terms: array[int] = array("Q")
        self._sizes: array[int] = array("I")
        self._documents: array[int] = array("I")
        self._weights: array[float] = array("f")
        self._ends = dict[str, int]()

    def add(self, name: str, term: str, matcher: Any) -> None:  # noqa: ANN401 - as above
        """Add all postings of a term in a field."""
        first = len(self._documents)
        while matcher.is_active():
            matcher.id(), matcher.weight()  # makes Whoosh read the block
            self._documents.extend(matcher._ids)
            self._weights.extend(matcher._weights)
            matcher._next_block()
        self._terms.append(array_format.term_number(name, term))
        self._sizes.append(len(self._documents) - first)
        self._ends[name] = len(self._documents)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the arrays, sorted by term number. Raises ValueError if two terms have the same number."""
        terms, sizes = np.asarray(self._terms), np.asarray(self._sizes)
        order = np.argsort(terms)
        if len(np.unique(terms)) < len(terms):  # expected in one of a hundred million indexes
            raise ValueError("two terms have the same number")
        starts = np.cumsum(sizes, dtype=np.uint64) - sizes
        by_term = {"terms": terms[order], "starts": starts[order], "sizes": sizes[order]}
        return by_term | {"often": np.unique(np.asarray(self._weights)), "documents": np.asarray(self._documents)}

    def codes(self, often: NDArray[np.float32]) -> Iterator[NDArray[np.integer]]:
        """Yield the codes of the postings, one block at a time."""
        documents, weights, start = np.asarray(self._documents), np.asarray(self._weights), 0
        for name, end in self._ends.items():
            for first in range(start, end, _BLOCK):
                block = slice(first, min(end, first + _BLOCK))
                lengths = self._lengths[name][documents[block]]
                yield np.searchsorted(often, weights[block]) * array_format.LENGTHS + lengths
            start = end


def _write_postings(folder: Path, reader: Any) -> array_format.SegmentFiles:  # noqa: ANN401 - as above
    """Write the arrays of a segment, and return their lengths and checksums."""
    postings = _Collector({name: _length_bytes(reader, name) for name in commits.WEIGHTS})
    for (name, text), entry in reader._terms.items():
        if name in commits.WEIGHTS:
            matcher = reader.codec().postings_reader(reader._terms._postfile, entry, reader.schema[name].format)
            postings.add(name, text.decode("utf-8"), matcher)
    lengths = np.array([whoosh("util.numeric").byte_to_length(length) for length in range(array_format.LENGTHS)])
    arrays = {"ids": commits.document_ids(reader), "lengths": lengths, **postings.arrays()}
    sizes = {name: len(arrays[name]) for name in ("ids", "terms", "often", "documents")}
    field_lengths = {name: int(reader.field_length(name)) for name in commits.WEIGHTS}
    name = reader.segment().segment_id()
    files = array_format.SegmentFiles(name, **sizes, field_lengths=field_lengths, checksums={})
    path = folder / f"{name}.postings"
    with path.open("wb") as file:
        for array_name, kind in files.kinds().items():
            for block in postings.codes(arrays["often"]) if array_name == "codes" else [arrays[array_name]]:
                file.write(block.astype(kind).tobytes())
    sync(path)
    return replace(files, checksums=array_format.checksums(folder.parent, name))


def _length_bytes(reader: Any, name: str) -> NDArray[np.uint8]:  # noqa: ANN401 - as above
    """Return the length of a field in each document, as the byte in which Whoosh stores it."""
    to_byte = whoosh("util.numeric").length_to_byte
    count = reader.doc_count_all()
    return np.fromiter((to_byte(reader.doc_field_length(number, name, 1)) for number in range(count)), np.uint8, count)
