"""Hold the words of quotes as they are written, in their order, as arrays: for patterns and for suggestions."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer.numbering import Places

APART = 0
"""The token that stands before each quote and behind the last, so that no phrase reaches from one into another."""


@dataclass(frozen=True, slots=True)
class Written:
    """Hold the words of some documents.

    `spelt` are the different words in UTF-8, in ascending order, a line end behind each; `ends` says where, `counts`
    how many documents have each. `tokens` are the words of all documents, by their place in `spelt` counted from 1.
    `begins` says where each document's own begin, at the token that keeps it apart.
    """

    spelt: NDArray[np.uint8]
    ends: NDArray[np.uint32]
    counts: NDArray[np.uint32]
    tokens: NDArray[np.unsignedinteger]
    begins: NDArray[np.uint32]

    @classmethod
    def of(cls, documents: Iterable[bytes]) -> "Written":
        """Take the words of each document, a line end between them."""
        numbered: dict[bytes, int] = {b"": APART}
        begins, tokens = [0], [np.zeros(1, np.uint32)]
        for document in documents:
            own = [numbered.setdefault(word, len(numbered)) for word in document.split(b"\n") if word]
            tokens.append(np.array([*own, APART], np.uint32))
            begins.append(begins[-1] + len(own) + 1)
        ordered = sorted(numbered)
        rank = np.empty(len(numbered), np.uint32)
        rank[[numbered[word] for word in ordered]] = np.arange(len(numbered))
        ends = np.cumsum([len(word) + 1 for word in ordered[1:]], dtype=np.uint32)
        spelt = np.frombuffer(b"".join(word + b"\n" for word in ordered[1:]), np.uint8)
        ranked = rank[np.concatenate(tokens)]
        starts = np.array(begins[:-1], np.uint32)
        return cls(spelt, ends, _documents_with(ranked, starts, len(ends)), ranked, starts)

    def arrays(self) -> dict[str, NDArray[np.unsignedinteger]]:
        """Return the arrays by their names."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    def numbers(self, word: str) -> Places:
        """Return the places in `spelt` of what a word, with its wildcards, stands for."""
        wild = re.search(r"[*?]", word)
        if wild is None:
            place = bisect_left(range(len(self.ends)), word.encode(), key=self._spelling)
            there = place < len(self.ends) and self._spelling(place) == word.encode()
            return np.array([place] if there else [], np.intp)
        whole = _shape(word)
        first, listed = self.beginning_with(word[: wild.start()])
        return np.array([first + n for n, one in enumerate(listed) if whole.fullmatch(one)], np.intp)

    def beginning_with(self, letters: str) -> tuple[int, list[str]]:
        """Return the words that begin so, in order, and the place in `spelt` of the first of them."""
        first, last = (
            bisect_left(range(len(self.ends)), bound, key=self._spelling)
            for bound in (letters.encode(), letters.encode() + b"\xff")
        )
        return first, self.spelt[self._start(first) : self._start(last)].tobytes().decode().split("\n")[:-1]

    def _start(self, place: int) -> int:
        """Return where a word begins in `spelt`."""
        return int(self.ends[place - 1]) if place else 0

    def _spelling(self, place: int) -> bytes:
        """Return a word."""
        return self.spelt[self._start(place) : int(self.ends[place]) - 1].tobytes()

    def standing(self, phrase: Sequence[str]) -> Places:
        """Return where in `tokens` a phrase begins, ascending."""
        sought = [self.numbers(word) for word in phrase]
        often = [int(self.counts[each].sum()) for each in sought]
        rarest = min(range(len(sought)), key=often.__getitem__)
        if not often[rarest]:
            return np.empty(0, np.intp)
        at = np.flatnonzero(self._are(self.tokens, sought[rarest])) - rarest
        at = at[(at > 0) & (at + len(phrase) < len(self.tokens))]
        for place, among in enumerate(sought):
            at = at[self._are(self.tokens[at + place], among)]
        return at

    def _are(self, tokens: NDArray[np.unsignedinteger], among: Places) -> NDArray[np.bool_]:
        """Tell of each token whether it is one of some words."""
        if len(among) == 1:
            return np.asarray(tokens == tokens.dtype.type(among[0] + 1))
        wanted = np.zeros(len(self.ends) + 1, np.bool_)
        wanted[among + 1] = True
        return np.asarray(wanted[tokens])

    def documents(self, at: Places) -> Places:
        """Return the document of each place in `tokens`."""
        return np.searchsorted(self.begins, at, side="right") - 1

    def marked(self, documents: Places) -> NDArray[np.bool_]:
        """Tell of each document whether it is one of these."""
        marks = np.zeros(len(self.begins), np.bool_)
        marks[documents] = True
        return marks


def _shape(word: str) -> re.Pattern[str]:
    """Return what a word with wildcards fits: `*` any letters, `?` one; each `*` but the last takes the fewest it can.

    That loses nothing, and no word is gone through more than once for each of them.
    """
    first, *between = (re.escape(piece).replace(r"\?", r"\w") for piece in word.split("*"))
    last = rf"\w*{between.pop()}" if between else ""
    return re.compile(first + "".join(rf"(?>\w*?{piece})" for piece in between) + last)


def _documents_with(tokens: NDArray[np.uint32], begins: NDArray[np.uint32], words: int) -> NDArray[np.uint32]:
    """Return for each word how many documents have it."""
    document = np.searchsorted(begins, np.arange(len(tokens)), side="right").astype(np.uint64)
    pairs = np.unique(document * np.uint64(words + 1) + tokens)
    return np.bincount((pairs % np.uint64(words + 1)).astype(np.intp), minlength=words + 1)[1:].astype(np.uint32)
