"""Find the documents that have a pattern: the places of words as they are written, not of their stems.

The rarest word goes first and the others leap through what is left of the documents. Whoosh's own phrase and span
queries are not used: they know neither a wildcard within a phrase nor a bound on their work.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from quotesearch.indexer.folding import fold, folded_words
from quotesearch.indexer.keyword.analysis import EXACT
from quotesearch.indexer.keyword.walking import walk
from quotesearch.indexer.protocols import Pattern

FEWEST_LETTERS = 2
"""Letters before a wildcard, so that a pattern does not ask for half of all words."""
_PIECE = re.compile(r"[^\W_][\w'’ʼ*?.]*")
_APART = str.maketrans("", "", "'’ʼ._")
Places = dict[int, list[int]]
"""Document -> where a word or phrase begins in it, ascending."""


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


def matching(reader: Any, pattern: Pattern) -> frozenset[int]:  # noqa: ANN401 - Whoosh has no types
    """Return the numbers of the documents that have the pattern."""
    words = {word: _expanded(reader, word) for phrase in pattern.phrases for word in phrase}
    documents: Sequence[int] | None = None
    places: dict[str, Places] = {}
    for word in sorted(words, key=lambda word: sum(reader.doc_frequency(EXACT, term) for term in words[word])):
        places[word] = _places(reader, words[word], documents)
        documents = sorted(places[word])
    begins = [_begins(phrase, places) for phrase in pattern.phrases]
    if len(begins) == 1:
        return frozenset(begins[0])
    lengths = [len(phrase) for phrase in pattern.phrases]
    both = begins[0].keys() & begins[1].keys()
    return frozenset(one for one in both if _near(begins[0][one], begins[1][one], lengths, pattern.apart))


def _expanded(reader: Any, word: str) -> list[str]:  # noqa: ANN401 - Whoosh has no types
    """Return the terms of the index that the word stands for."""
    wild = re.search(r"[*?]", word)
    if wild is None:
        return [word]
    whole = re.compile("".join({"*": r"\w*", "?": r"\w"}.get(sign, re.escape(sign)) for sign in word))
    terms = (term.decode("utf-8") for term in reader.expand_prefix(EXACT, word[: wild.start()]))
    return [term for term in terms if whole.fullmatch(term)]


def _places(reader: Any, terms: Sequence[str], documents: Sequence[int] | None) -> Places:  # noqa: ANN401
    """Return where the terms stand in the documents (None: in all)."""
    found: Places = {}
    for term in terms:
        if (EXACT, term) not in reader:
            continue
        matcher = reader.postings(EXACT, term)
        for number in walk(matcher, documents):
            found.setdefault(number, []).extend(matcher.value_as("positions"))
    return found


def _begins(phrase: Sequence[str], places: dict[str, Places]) -> Places:
    """Return where the phrase begins, in the documents that have it."""
    found: Places = {}
    for document, starts in places[phrase[0]].items():
        others = [places[word].get(document, ()) for word in phrase[1:]]
        if all(others):
            following = [frozenset(other) for other in others]
            begins = [at for at in starts if all(at + n in own for n, own in enumerate(following, start=1))]
            if begins:
                found[document] = sorted(begins)
    return found


def _near(first: Sequence[int], second: Sequence[int], lengths: Sequence[int], apart: int) -> bool:
    """Tell whether two phrases that begin at these places stand within `apart` words of each other, without overlap."""
    for at in first:
        after = bisect_left(second, at + lengths[0])
        if after < len(second) and second[after] - (at + lengths[0]) <= apart:
            return True
        before = bisect_left(second, at - lengths[1] + 1) - 1
        if before >= 0 and at - (second[before] + lengths[1]) <= apart:
            return True
    return False
