"""Write Whoosh's postings as the arrays that `decoded` maps: block by block, which Whoosh has no public way for."""

from array import array
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer.durable import replace_bytes, sync
from quotesearch.indexer.keyword.decoded import (
    FOLDER,
    LENGTHS,
    Counted,
    checksums,
    gone_name,
    read_state,
    state_text,
    term_number,
    write_state,
)
from quotesearch.indexer.keyword.door import whoosh
from quotesearch.indexer.keyword.postings import (
    NO_QUOTE,
    WEIGHTS,
    document_ids,
    open_searcher,
    segment_readers,
    written_words,
)
from quotesearch.indexer.keyword.written import Written

_PORTION = 1 << 20


def decode(folder: Path, change: int) -> None:
    """Bring the decoded postings to Whoosh's newest commit, whose change it is; segments that are there stay."""
    place = folder / FOLDER
    place.mkdir(exist_ok=True)
    before = read_state(state_text(folder)).segments
    there = {each.name: each for each in before if (place / f"{each.name}.postings").exists()}
    with closing(open_searcher(folder)) as searcher:
        readers = segment_readers(searcher)
        now = [_decoded(place, reader, there.get(reader.segment().segment_id())) for reader in readers]
    write_state(folder, change, now)
    kept = {name for each in now for name in (f"{each.name}.postings", gone_name(each))}
    for path in place.iterdir():
        if path.name not in kept and path.suffix in (".postings", ".gone"):
            path.unlink()


def _decoded(place: Path, reader: Any, before: Counted | None) -> Counted:  # noqa: ANN401 - Whoosh has no types
    """Write what is not there yet of a segment; return what its files hold."""
    deleted = list(reader.segment().deleted_docs())
    markers = np.flatnonzero(document_ids(reader) == NO_QUOTE).tolist()
    gone = np.array(sorted({*deleted, *markers}), "<u4").tobytes()
    now = replace(before or _write(place, reader), gone=len(deleted), gone_checksum=crc32(gone))
    path = place / gone_name(now)
    if not path.exists() or path.read_bytes() != gone:  # a writer that was killed may have left a file of this name
        replace_bytes(path, gone)
    return now


class _Gathered:
    """Gather the postings of a segment, term by term."""

    def __init__(self, lengths: Mapping[str, NDArray[np.uint8]]) -> None:
        """Begin with the length of each field in each document."""
        self._lengths = lengths
        self._terms: array[int] = array("Q")
        self._sizes: array[int] = array("I")
        self._documents: array[int] = array("I")
        self._weights: array[float] = array("f")
        self._ends = dict[str, int]()

    def take(self, name: str, term: str, matcher: Any) -> None:  # noqa: ANN401 - as above
        """Take all postings of a term in a field, the fields one after the other."""
        before = len(self._documents)
        while matcher.is_active():
            matcher.id(), matcher.weight()  # reads the block
            self._documents.extend(matcher._ids)
            self._weights.extend(matcher._weights)
            matcher._next_block()
        self._terms.append(term_number(name, term))
        self._sizes.append(len(self._documents) - before)
        self._ends[name] = len(self._documents)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the arrays, the terms in the order of their numbers; ValueError where two have one number."""
        terms, sizes = np.asarray(self._terms), np.asarray(self._sizes)
        order = np.argsort(terms)
        if len(np.unique(terms)) < len(terms):  # once in a hundred million indexes
            raise ValueError("two terms have one number")
        starts = np.cumsum(sizes, dtype=np.uint64) - sizes
        made = {"terms": terms[order], "starts": starts[order], "sizes": sizes[order]}
        return made | {"often": np.unique(np.asarray(self._weights)), "documents": np.asarray(self._documents)}

    def codes(self, often: NDArray[np.float32]) -> Iterator[NDArray[np.integer]]:
        """Yield the codes of the postings, a portion at a time."""
        documents, weights, start = np.asarray(self._documents), np.asarray(self._weights), 0
        for name, end in self._ends.items():
            for first in range(start, end, _PORTION):
                part = slice(first, min(end, first + _PORTION))
                lengths = self._lengths[name][documents[part]]
                yield np.searchsorted(often, weights[part]) * LENGTHS + lengths
            start = end


def _write(place: Path, reader: Any) -> Counted:  # noqa: ANN401 - as above
    """Write the postings and the words of a segment."""
    gathered = _Gathered({name: _lengths(reader, name) for name in WEIGHTS})
    for (name, text), found in reader._terms.items():
        if name in WEIGHTS:
            postings = reader.codec().postings_reader(reader._terms._postfile, found, reader.schema[name].format)
            gathered.take(name, text.decode("utf-8"), postings)
    lengths = np.array([whoosh("util.numeric").byte_to_length(each) for each in range(LENGTHS)])
    written = Written.of(written_words(reader))
    arrays = {"ids": document_ids(reader), "lengths": lengths, **gathered.arrays(), **written.arrays()}
    sizes = {each: len(arrays[each]) for each in ("ids", "terms", "often", "documents", "tokens", "spelt")}
    lengths_of_fields = {each: int(reader.field_length(each)) for each in WEIGHTS}
    name = reader.segment().segment_id()
    said = Counted(name, **sizes, words=len(written.ends), field_lengths=lengths_of_fields, checksums={})
    path = place / f"{name}.postings"
    with path.open("wb") as file:
        for part, kind in said.kinds().items():
            for each in gathered.codes(arrays["often"]) if part == "codes" else [arrays[part]]:
                file.write(each.astype(kind).tobytes())
    sync(path)
    return replace(said, checksums=checksums(place.parent, name))


def _lengths(reader: Any, name: str) -> NDArray[np.uint8]:  # noqa: ANN401 - as above
    """Return the length of a field in each document, as the byte in which Whoosh keeps it."""
    to_byte = whoosh("util.numeric").length_to_byte
    count = reader.doc_count_all()
    return np.fromiter((to_byte(reader.doc_field_length(each, name, 1)) for each in range(count)), np.uint8, count)
