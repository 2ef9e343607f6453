"""Score all quotes for the terms of a query by Whoosh's BM25F, from the postings as arrays.

Hits are the documents that share a term with the query and are not deleted, as in Whoosh. Scores differ from Whoosh's
by a factor of at most 1 + 1e-12.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer.local.id_sets import IdArray, Ids, Numbers, Positions
from quotesearch.indexer.local.keyword.array_format import Segment, map_segments, read_state, term_number
from quotesearch.indexer.local.keyword.commits import LENGTH_PENALTIES, WEIGHTS

Scores = NDArray[np.float64]

_K1 = 1.2
"""BM25's parameter k1 (Whoosh's default). A higher value raises the scores of terms that occur often in a field."""


@dataclass(frozen=True, slots=True)
class Hits:
    """Documents that share a term with a query, in ascending order of position, with their scores."""

    positions: Positions
    scores: Scores

    @classmethod
    def of(cls, scores: Scores, *, first: int = 0) -> Self:
        """Return the documents with a score above 0. The first score belongs to the position `first`."""
        positions = np.flatnonzero(scores > 0)  # ten times as fast as `np.flatnonzero(scores)`
        return cls(positions + first, scores[positions])

    def subset(self, selection: NDArray[np.bool_] | Positions) -> "Hits":
        """Return the hits at these indexes. If `selection` is a mask, return the hits for which it is true."""
        return Hits(self.positions[selection], self.scores[selection])

    def at(self, positions: Positions) -> "Hits":
        """Return the hits at the given positions."""
        if not len(self.positions):
            return self
        slots = self.positions.searchsorted(positions)
        return self.subset(slots[self.positions.take(slots, mode="clip") == positions])

    def best(self, depth: int) -> "Hits":
        """Return the best `depth` hits, and all other hits with the same score as the last of them."""
        if len(self.scores) <= depth:
            return self
        return self.subset(self.scores >= np.partition(self.scores, -depth)[-depth])


NO_HITS = Hits(np.empty(0, np.intp), np.empty(0))


class Postings:
    """The postings of one commit, mapped into memory. The object is a view and is never modified."""

    def __init__(self, folder: Path, text: str) -> None:
        """Map the files of a state. `text` is the content of `state.json`.

        Raises OSError or ValueError if the files do not match the state.
        """
        state = read_state(text)
        self.text, self.change, self._segments = text, state.change, map_segments(folder, state)
        sizes = [len(segment.ids) for segment in self._segments]
        self._offsets = np.cumsum([0, *sizes])
        self.size = sum(sizes)
        """The number of quotes, including deleted quotes."""
        self._saturation_tables = dict[str, Scores]()
        parts = [np.empty(0, np.uint64), *(segment.ids for segment in self._segments)]
        self.id_array = IdArray(np.concatenate(parts))
        ignored = (segment.ignored + first for segment, first in zip(self._segments, self._offsets, strict=False))
        self.ignored: Positions = np.concatenate([np.empty(0, np.intp), *ignored])
        self._lengths = {
            name: sum(segment.files.field_lengths[name] for segment in self._segments) / (self.size or 1) or 1
            for name in WEIGHTS
        }

    def ids(self) -> Ids:
        """Return the ids of all quotes."""
        return Ids(np.delete(self.id_array.numbers, self.ignored))

    def has_term(self, term: str) -> bool:
        """Return whether any field of a quote has the term."""
        term_numbers = np.sort(np.array([term_number(name, term) for name in WEIGHTS], np.uint64))
        return any(len(_look_up(segment, term_numbers)[0]) for segment in self._segments)

    def matching_all(self, terms: Collection[str]) -> Ids:
        """Return the ids of the quotes that have all the terms, each in any field.

        Without terms, return an empty set.
        """
        if not terms:
            return Ids()
        hits = (self.hits([term]) for term in sorted(terms))
        return Ids(self.id_array.numbers[reduce(lambda a, b: a.at(b.positions), hits).positions])

    def frequencies(self, terms: Sequence[str]) -> Scores:
        """Return the number of occurrences of each term in the texts of all quotes, including deleted quotes."""
        term_numbers = np.array([term_number("text", term) for term in terms], np.uint64)
        order = np.argsort(term_numbers)
        totals = np.zeros(len(terms))
        for segment in self._segments:
            positions, starts, sizes = _look_up(segment, term_numbers[order])
            for position, start, size in zip(positions, starts, sizes.tolist(), strict=True):
                codes = segment.codes[start : start + size] // 256
                totals[order[position]] += segment.often[codes].sum(dtype=np.float64)
        return totals

    def hits(self, terms: Sequence[str]) -> Hits:
        """Return the documents that have any of the terms, with their scores."""
        term_numbers = np.array([term_number(name, term) for term in terms for name in WEIGHTS], np.uint64)
        order = np.argsort(term_numbers)  # sorted, so that neighbours are looked up one after the other
        term_numbers, field = term_numbers[order], order % len(WEIGHTS)
        matches = [_look_up(segment, term_numbers) for segment in self._segments]
        frequencies = np.zeros(len(term_numbers))
        for positions, _, sizes in matches:
            frequencies[positions] += sizes
        weights = np.array(list(WEIGHTS.values()))[field] * (np.log(self.size / (frequencies + 1)) + 1)
        hits = [NO_HITS]
        for segment, first, match in zip(self._segments, self._offsets, matches, strict=False):
            if len(match[0]):
                hits.append(Hits.of(self._segment_scores(segment, match, weights, field), first=first))
        return Hits(np.concatenate([part.positions for part in hits]), np.concatenate([part.scores for part in hits]))

    def _segment_scores(self, segment: Segment, match: "_Match", weights: Scores, field: NDArray[np.intp]) -> Scores:
        """Return the score of each document of a segment."""
        positions, starts, sizes = match
        parts = [slice(start, start + size) for start, size in zip(starts, sizes.tolist(), strict=True)]
        table = self._saturation_table(segment)
        codes = np.concatenate([segment.codes[part] for part in parts])
        values = table.take(codes + np.repeat(field[positions] * table.shape[1], sizes))
        values *= np.repeat(weights[positions], sizes)
        documents = np.concatenate([segment.documents[part] for part in parts])
        totals: Scores = np.bincount(documents, values, len(segment.ids)).astype(np.float64, copy=False)
        totals[segment.ignored] = 0
        return totals

    def _saturation_table(self, segment: Segment) -> Scores:
        """Return BM25's fraction (saturation) by field and code, computed once for each segment.

        The score of a posting is this fraction times the weight of the term.
        """
        name = segment.files.name
        if name not in self._saturation_tables:
            self._saturation_tables[name] = np.array([self._saturation_row(segment, field) for field in WEIGHTS])
        return self._saturation_tables[name]

    def _saturation_row(self, segment: Segment, name: str) -> Scores:
        """Return BM25's fraction for one field, by code."""
        b = LENGTH_PENALTIES.get(f"{name}_B", LENGTH_PENALTIES["B"])
        often = segment.often.astype(np.float64)[:, None]
        norm = (1 - b) + b * segment.lengths.astype(np.float64)[None, :] / self._lengths[name]
        return (often * (_K1 + 1) / (often + _K1 * norm)).ravel()


_Match = tuple[Positions, list[int], NDArray[np.uint32]]
"""The result of looking terms up in a segment.

It has the indexes of the terms that the segment has. For each of these terms, it has the position at which its postings
start, and their number.
"""


def _look_up(segment: Segment, term_numbers: Numbers) -> _Match:
    """Look the term numbers up in a segment."""
    if not len(segment.terms):
        return np.empty(0, np.intp), [], np.empty(0, np.uint32)
    slots = segment.terms.searchsorted(term_numbers)
    positions = np.flatnonzero(segment.terms.take(slots, mode="clip") == term_numbers)
    return positions, segment.starts[slots[positions]].tolist(), segment.sizes[slots[positions]]
