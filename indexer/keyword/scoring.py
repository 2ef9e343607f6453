"""Score all quotes for the terms of a query by Whoosh's BM25F: from the decoded postings, or walking through its own.

Both give the documents of Whoosh that share a term and have not been deleted, with scores that are equal to 1e-9;
decoded is some fifty times as fast and needs nothing of Whoosh.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer.keyword.decoded import Segment, mapped, read_state, stands_for, state_text, term_number
from quotesearch.indexer.keyword.door import whoosh
from quotesearch.indexer.keyword.postings import (
    LENGTH_MATTERS,
    NO_QUOTE,
    WEIGHTS,
    document_ids,
    last_change,
    segment_readers,
    written_words,
)
from quotesearch.indexer.keyword.walking import walk
from quotesearch.indexer.keyword.written import Written
from quotesearch.indexer.numbering import Numbered, Numbers, Places

Scores = NDArray[np.float64]

_K1 = 1.2
"""How soon the same term again says nothing more: Whoosh's own default."""


@dataclass(frozen=True, slots=True)
class Hits:
    """Hold the documents that share a term with a query, ascending, and the score of each."""

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
        """Return those that stand at the places."""
        at = self.places.searchsorted(places)
        return self.where(at[self.places.take(at, mode="clip") == places] if len(self.places) else at[:0])

    def best(self, depth: int) -> "Hits":
        """Return the best `depth`, and all that tie with the last of them."""
        if len(self.scores) <= depth:
            return self
        return self.where(self.scores >= np.partition(self.scores, -depth)[-depth])


NO_HITS = Hits(np.empty(0, np.intp), np.empty(0))


class DecodedPostings:
    """Hold the decoded postings that a state names, mapped."""

    def __init__(self, folder: Path, text: str) -> None:
        """Map the files; OSError or ValueError where they do not fit the state."""
        self._folder, self._text = folder, text
        state = read_state(text)
        self.change, self._segments = state.change, mapped(folder, state)
        sizes = [len(segment.ids) for segment in self._segments]
        self._firsts = np.cumsum([0, *sizes])
        self._tables = dict[str, Scores]()
        self.numbered = Numbered(np.concatenate([segment.ids for segment in self._segments]))
        gone = zip(self._segments, self._firsts, strict=False)
        self.gone: Places = np.concatenate([segment.gone + first for segment, first in gone])
        self.written = [segment.written for segment in self._segments]
        self._lengths = {
            name: sum(segment.counted.field_lengths[name] for segment in self._segments) / sum(sizes) or 1
            for name in WEIGHTS
        }

    def up_to_date(self) -> bool:
        """Tell whether the state is still the same."""
        return state_text(self._folder) == self._text

    def has(self, term: str) -> bool:
        """Tell whether any field of a quote has the term."""
        sought = np.sort(np.array([term_number(name, term) for name in WEIGHTS], np.uint64))
        return any(len(_found(segment, sought)[0]) for segment in self._segments)

    def hits(self, asked: Sequence[str]) -> Hits:
        """Return the documents that have any of the terms."""
        sought = np.array([term_number(name, term) for term in asked for name in WEIGHTS], np.uint64)
        order = np.argsort(sought)  # those near to each other are looked up one after the other
        sought, field = sought[order], order % len(WEIGHTS)
        found = [_found(segment, sought) for segment in self._segments]
        frequencies = np.zeros(len(sought))
        for there, _, sizes in found:
            frequencies[there] += sizes
        worth = np.array(list(WEIGHTS.values()))[field] * (np.log(self._firsts[-1] / (frequencies + 1)) + 1)
        hits = [NO_HITS]
        for segment, first, (there, starts, sizes) in zip(self._segments, self._firsts, found, strict=False):
            if len(there):
                parts = [slice(start, start + size) for start, size in zip(starts, sizes.tolist(), strict=True)]
                table = self._saturations(segment)
                codes = np.concatenate([segment.codes[part] for part in parts])
                values = table.take(codes + np.repeat(field[there] * table.shape[1], sizes))
                values *= np.repeat(worth[there], sizes)
                documents = np.concatenate([segment.documents[part] for part in parts])
                totals: Scores = np.bincount(documents, values, len(segment.ids)).astype(np.float64, copy=False)
                totals[segment.gone] = 0
                hits.append(Hits.of(totals, first=first))
        return Hits(np.concatenate([each.places for each in hits]), np.concatenate([each.scores for each in hits]))

    def _saturations(self, segment: Segment) -> Scores:
        """Return by field and code what a term adds to a score, but for its worth: BM25's fraction, worked out once."""
        name = segment.counted.name
        if name not in self._tables:
            self._tables[name] = np.array([self._saturation(segment, field) for field in WEIGHTS])
        return self._tables[name]

    def _saturation(self, segment: Segment, name: str) -> Scores:
        """Return the same for one field."""
        b = LENGTH_MATTERS.get(f"{name}_B", LENGTH_MATTERS["B"])
        often = segment.often.astype(np.float64)[:, None]
        norm = (1 - b) + b * segment.lengths.astype(np.float64)[None, :] / self._lengths[name]
        return (often * (_K1 + 1) / (often + _K1 * norm)).ravel()


def _found(segment: Segment, sought: Numbers) -> tuple[Places, list[int], NDArray[np.uint32]]:
    """Return which of the terms a segment has, where the postings of each start, and how many there are."""
    if not len(segment.terms):
        return np.empty(0, np.intp), [], np.empty(0, np.uint32)
    place = segment.terms.searchsorted(sought)
    there = np.flatnonzero(segment.terms.take(place, mode="clip") == sought)
    return there, segment.starts[place[there]].tolist(), segment.sizes[place[there]]


class WalkedPostings:
    """Read Whoosh's own postings, one by one."""

    def __init__(self, folder: Path, searcher: Any) -> None:  # noqa: ANN401 - Whoosh has no types
        self._folder = folder
        self._searcher = searcher
        self.change = last_change(searcher)

    @cached_property
    def numbered(self) -> Numbered:
        """Return the ids of the documents."""
        return Numbered(np.concatenate([document_ids(reader) for reader in segment_readers(self._searcher)]))

    @cached_property
    def gone(self) -> Places:
        """Return the documents that do not count."""
        dead = np.ones(len(self.numbered.held), np.bool_)
        dead[list(self._searcher.reader().all_doc_ids())] = False
        return np.flatnonzero(dead | (self.numbered.held == NO_QUOTE))

    @cached_property
    def written(self) -> list[Written]:
        """Return the words of each segment."""
        return [Written.of(written_words(reader)) for reader in segment_readers(self._searcher)]

    def up_to_date(self) -> bool:
        """Tell whether nothing has been committed since, nor decoded."""
        return bool(self._searcher.up_to_date()) and not stands_for(state_text(self._folder), self._folder)

    def has(self, term: str) -> bool:
        """Tell whether any field of a quote has the term."""
        return any(self._searcher.reader().doc_frequency(name, term) for name in WEIGHTS)

    def hits(self, asked: Sequence[str]) -> Hits:
        """Return the documents that have any of the terms."""
        term, scores = whoosh("query").Term, np.zeros(self._searcher.doc_count_all())
        queries = [term(name, text, boost=weight) for text in asked for name, weight in WEIGHTS.items()]
        for query in queries:
            for searcher, first in self._searcher.leaf_searchers():
                matcher = query.matcher(searcher)
                for number in walk(matcher, first=first):
                    scores[number] += matcher.score()
        return Hits.of(scores)
