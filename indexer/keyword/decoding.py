"""Write Whoosh's postings as the arrays that `decoded` maps: block by block, which Whoosh has no public way for."""

import json
from array import array
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, replace
from itertools import chain
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer.durable import replace_text, sync
from quotesearch.indexer.keyword.decoded import (
    ARRAYS,
    FOLDER,
    LENGTHS,
    STATE,
    Counted,
    code_kind,
    counted,
    gone_name,
    term_number,
)
from quotesearch.indexer.keyword.door import whoosh
from quotesearch.indexer.keyword.postings import NO_QUOTE, WEIGHTS, document_ids, newest_contents, open_searcher
from quotesearch.indexer.numbering import numbers

_PORTION = 1 << 20


def decode(folder: Path, change: int) -> None:
    """Bring the decoded postings to Whoosh's newest commit, whose change it is; segments that are there stay."""
    place = folder / FOLDER
    place.mkdir(exist_ok=True)
    there = {each.name: each for each in counted(folder) if (place / f"{each.name}.postings").exists()}
    with closing(open_searcher(folder)) as searcher:
        readers = [leaf.reader() for leaf, _ in searcher.leaf_searchers()]
        now = [_decoded(place, reader, there.get(reader.segment().segment_id())) for reader in readers]
    state = {"contents": newest_contents(folder), "change": change, "segments": [asdict(each) for each in now]}
    replace_text(place / STATE, json.dumps(state))
    kept = {name for each in now for name in (f"{each.name}.postings", gone_name(each))}
    for path in place.iterdir():
        if path.name not in kept and path.suffix in (".postings", ".gone"):
            path.unlink()


def _decoded(place: Path, reader: Any, before: Counted | None) -> Counted:  # noqa: ANN401 - Whoosh has no types
    """Write what is not there yet of a segment; return what its files hold."""
    deleted = set(reader.segment().deleted_docs())
    now = replace(before or _write(place, reader), gone=len(deleted))
    path = place / gone_name(now)
    if not path.exists():
        marker = {number for number, name in enumerate(document_ids(reader)) if name == NO_QUOTE}
        np.array(sorted(deleted | marker), "<u4").tofile(path)
        sync(path)
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

    def codes(self, often: NDArray[np.float32]) -> Iterator[NDArray[np.unsignedinteger]]:
        """Yield the codes of the postings, a portion at a time."""
        documents, weights, start = np.asarray(self._documents), np.asarray(self._weights), 0
        for name, end in self._ends.items():
            for first in range(start, end, _PORTION):
                part = slice(first, min(end, first + _PORTION))
                lengths = self._lengths[name][documents[part]]
                codes = np.searchsorted(often, weights[part]) * LENGTHS + lengths
                yield codes.astype("<" + code_kind(len(often)))
            start = end


def _write(place: Path, reader: Any) -> Counted:  # noqa: ANN401 - as above
    """Write the postings of a segment."""
    gathered = _Gathered({name: _lengths(reader, name) for name in WEIGHTS})
    for (name, text), found in reader._terms.items():
        if name in WEIGHTS:
            postings = reader.codec().postings_reader(reader._terms._postfile, found, reader.schema[name].format)
            gathered.take(name, text.decode("utf-8"), postings)
    lengths = np.array([whoosh("util.numeric").byte_to_length(each) for each in range(LENGTHS)])
    arrays = {"ids": numbers(document_ids(reader)), "lengths": lengths, **gathered.arrays()}
    name = reader.segment().segment_id()
    checksum = 0
    with (place / f"{name}.postings").open("wb") as file:
        kept = (arrays[part].astype("<" + kind) for part, kind in ARRAYS.items())
        for each in chain(kept, gathered.codes(arrays["often"])):
            written = each.tobytes()
            file.write(written)
            checksum = crc32(written, checksum)
    sync(place / f"{name}.postings")
    sizes = {each: len(arrays[each]) for each in ("ids", "terms", "often", "documents")}
    lengths_of_fields = {each: int(reader.field_length(each)) for each in WEIGHTS}
    return Counted(name, **sizes, gone=0, checksum=checksum, field_lengths=lengths_of_fields)


def _lengths(reader: Any, name: str) -> NDArray[np.uint8]:  # noqa: ANN401 - as above
    """Return the length of a field in each document, as the byte in which Whoosh keeps it."""
    to_byte = whoosh("util.numeric").length_to_byte
    count = reader.doc_count_all()
    return np.fromiter((to_byte(reader.doc_field_length(each, name, 1)) for each in range(count)), np.uint8, count)
