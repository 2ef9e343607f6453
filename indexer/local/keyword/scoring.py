"""Score all quotes for the terms of a query by Whoosh's BM25F, from the postings as arrays.

The documents are those of Whoosh that share a term and have not been deleted, with scores equal to Whoosh's to 1e-12.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer.local.id_sets import Ids, NumberedIds, Numbers, Places
from quotesearch.indexer.local.keyword.array_format import Segment, mapped, read_state, term_number
from quotesearch.indexer.local.keyword.commits import LENGTH_MATTERS, WEIGHTS

Scores = NDArray[np.float64]

_K1 = 1.2
"""How soon one more occurrence of a term adds nothing: Whoosh's own default."""


@dataclass(frozen=True, slots=True)
class Hits:
    """Hold the documents that share a term with a query, in ascending order, and the score of each."""

    places: Places
    scores: Scores

    @classmethod
    def of(cls, scores: Scores, *, first: int = 0) -> Self:
        """Take the documents whose score is above 0, counted from `first`."""
        places = np.flatnonzero(scores > 0)  # ten times as quick as to ask which numbers are not 0
        return cls(places + first, scores[places])

    def where(self, chosen: NDArray[np.bool_] | Places) -> "Hits":
        """Return those chosen."""
        return Hits(self.places[chosen], self.scores[chosen])

    def among(self, places: Places) -> "Hits":
        """Return those whose places are among these."""
        at = self.places.searchsorted(places)
        return self.where(at[self.places.take(at, mode="clip") == places] if len(self.places) else at[:0])

    def best(self, depth: int) -> "Hits":
        """Return the best `depth`, and all that tie with the last of them."""
        if len(self.scores) <= depth:
            return self
        return self.where(self.scores >= np.partition(self.scores, -depth)[-depth])


NO_HITS = Hits(np.empty(0, np.intp), np.empty(0))


class Postings:
    """Hold the postings of one commit, mapped: a view that never changes."""

    def __init__(self, folder: Path, text: str) -> None:
        """Map the files that a state names; OSError or ValueError if they do not fit it."""
        state = read_state(text)
        self.text, self.change, self._segments = text, state.change, mapped(folder, state)
        sizes = [len(segment.ids) for segment in self._segments]
        self._firsts = np.cumsum([0, *sizes])
        self.size = sum(sizes)
        """The number of quotes, deleted ones included."""
        self._tables = dict[str, Scores]()
        parts = [np.empty(0, np.uint64), *(segment.ids for segment in self._segments)]
        self.numbered = NumberedIds(np.concatenate(parts))
        gone = zip(self._segments, self._firsts, strict=False)
        self.gone: Places = np.concatenate([np.empty(0, np.intp), *(segment.gone + first for segment, first in gone)])
        self._lengths = {
            name: sum(segment.files.field_lengths[name] for segment in self._segments) / (self.size or 1) or 1
            for name in WEIGHTS
        }

    def ids(self) -> Ids:
        """Return the ids of all quotes."""
        return Ids(np.delete(self.numbered.numbers, self.gone))

    def has(self, term: str) -> bool:
        """Tell whether any field of a quote has the term."""
        sought = np.sort(np.array([term_number(name, term) for name in WEIGHTS], np.uint64))
        return any(len(_matching(segment, sought)[0]) for segment in self._segments)

    def having_all(self, terms: Collection[str]) -> Ids:
        """Return the quotes that have each of the terms, in whichever field; none for no terms."""
        if not terms:
            return Ids()
        hits = (self.hits([term]) for term in sorted(terms))
        return Ids(self.numbered.numbers[reduce(lambda some, others: some.among(others.places), hits).places])

    def frequencies(self, terms: Sequence[str]) -> Scores:
        """Return how often the texts of all quotes have each term, deleted quotes included."""
        sought = np.array([term_number("text", term) for term in terms], np.uint64)
        order = np.argsort(sought)
        totals = np.zeros(len(terms))
        for segment in self._segments:
            places, starts, sizes = _matching(segment, sought[order])
            for place, start, size in zip(places, starts, sizes.tolist(), strict=True):
                codes = segment.codes[start : start + size] // 256
                totals[order[place]] += segment.often[codes].sum(dtype=np.float64)
        return totals

    def hits(self, terms: Sequence[str]) -> Hits:
        """Return the documents that have any of the terms."""
        sought = np.array([term_number(name, term) for term in terms for name in WEIGHTS], np.uint64)
        order = np.argsort(sought)  # neighbours are looked up one after the other
        sought, field = sought[order], order % len(WEIGHTS)
        matches = [_matching(segment, sought) for segment in self._segments]
        frequencies = np.zeros(len(sought))
        for places, _, sizes in matches:
            frequencies[places] += sizes
        worth = np.array(list(WEIGHTS.values()))[field] * (np.log(self.size / (frequencies + 1)) + 1)
        hits = [NO_HITS]
        for segment, first, match in zip(self._segments, self._firsts, matches, strict=False):
            if len(match[0]):
                hits.append(Hits.of(self._totals(segment, match, worth, field), first=first))
        return Hits(np.concatenate([one.places for one in hits]), np.concatenate([one.scores for one in hits]))

    def _totals(self, segment: Segment, match: "_Match", worth: Scores, field: NDArray[np.intp]) -> Scores:
        """Return the score of each document of a segment."""
        places, starts, sizes = match
        parts = [slice(start, start + size) for start, size in zip(starts, sizes.tolist(), strict=True)]
        table = self._saturations(segment)
        codes = np.concatenate([segment.codes[part] for part in parts])
        values = table.take(codes + np.repeat(field[places] * table.shape[1], sizes))
        values *= np.repeat(worth[places], sizes)
        documents = np.concatenate([segment.documents[part] for part in parts])
        totals: Scores = np.bincount(documents, values, len(segment.ids)).astype(np.float64, copy=False)
        totals[segment.gone] = 0
        return totals

    def _saturations(self, segment: Segment) -> Scores:
        """Return by field and code what a term adds to a score, without its worth: BM25's fraction, computed once."""
        name = segment.files.name
        if name not in self._tables:
            self._tables[name] = np.array([self._saturation(segment, field) for field in WEIGHTS])
        return self._tables[name]

    def _saturation(self, segment: Segment, name: str) -> Scores:
        """Return the same for one field."""
        b = LENGTH_MATTERS.get(f"{name}_B", LENGTH_MATTERS["B"])
        often = segment.often.astype(np.float64)[:, None]
        norm = (1 - b) + b * segment.lengths.astype(np.float64)[None, :] / self._lengths[name]
        return (often * (_K1 + 1) / (often + _K1 * norm)).ravel()


_Match = tuple[Places, list[int], NDArray[np.uint32]]
"""Which of the terms looked for a segment has, where the postings of each start, and how many there are."""


def _matching(segment: Segment, sought: Numbers) -> _Match:
    """Return which of the term numbers a segment has."""
    if not len(segment.terms):
        return np.empty(0, np.intp), [], np.empty(0, np.uint32)
    place = segment.terms.searchsorted(sought)
    places = np.flatnonzero(segment.terms.take(place, mode="clip") == sought)
    return places, segment.starts[place[places]].tolist(), segment.sizes[place[places]]
