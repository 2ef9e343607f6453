"""Find the documents that have a pattern: the places of words as they are written, not of their stems.

Whoosh's own phrase and span queries are not used: they know neither a wildcard within a phrase nor a bound on their
work, and the places they need take up more room than all other postings.
"""

import re

import numpy as np

from quotesearch.indexer.folding import fold, folded_words
from quotesearch.indexer.keyword.written import Written
from quotesearch.indexer.numbering import Places
from quotesearch.indexer.protocols import Pattern

FEWEST_LETTERS = 2
"""Letters before a wildcard, so that a pattern does not ask for half of all words."""
_PIECE = re.compile(r"[^\W_][\w'’ʼ*?.]*")
_APART = str.maketrans("", "", "'’ʼ._")


def pattern_words(text: str) -> tuple[str, ...]:
    """Return the words of a pattern, folded, with their wildcards; ValueError for a wildcard with too little before it.

    `*` stands for any ending and `?` for any one letter.
    """
    found: list[str] = []
    for written in _PIECE.findall(text):
        piece = written.rstrip(".?'’")
        wild = re.search(r"[*?]", piece)
        if wild:
            folded = fold(piece).translate(_APART)
            if wild.start() < FEWEST_LETTERS:
                raise ValueError(f"{piece} needs {FEWEST_LETTERS} letters before its wildcard")
            found.append(folded)
        else:
            found += folded_words(piece)
    return tuple(found)


def matching(written: Written, pattern: Pattern) -> Places:
    """Return the documents that have the pattern, some more than once."""
    places = [written.standing(phrase) for phrase in pattern.phrases]
    if len(places) > 1:
        places = [_near(written, places, [len(phrase) for phrase in pattern.phrases], pattern.apart)]
    return written.documents(places[0])


def _near(written: Written, places: list[Places], lengths: list[int], apart: int) -> Places:
    """Return the places of the first phrase from which the second is `apart` words at most, in the same document.

    They do not overlap; the second may stand before the first.
    """
    first, second = places
    if not len(second):
        return second
    after = np.searchsorted(second, first + lengths[0])
    before = np.searchsorted(second, first - lengths[1], side="right") - 1
    near = np.zeros(len(first), np.bool_)
    for other in (after, before):
        there = (other >= 0) & (other < len(second))
        at = second[np.clip(other, 0, len(second) - 1)]
        gap = np.where(at > first, at - first - lengths[0], first - at - lengths[1])
        near |= there & (gap <= apart) & (written.documents(at) == written.documents(first))
    return first[near]
