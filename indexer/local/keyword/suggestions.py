"""Suggest corrections of unknown words, and find the words that distinguish some texts from all others."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher

from quotesearch.indexer.local.keyword.scoring import Postings
from quotesearch.indexer.local.store.database import Connection
from quotesearch.indexer.text.analysis import is_stop_word, stem
from quotesearch.indexer.text.normalise import Word, fold, words

_CANDIDATES = 20
"""Of the similar words, this many are compared exactly: the most frequent ones."""
_LETTERS_FOR_TWO_EDITS, _MIN_LETTERS = 5, 3
"""The numbers of letters that decide how many edits of a word are tried.

From `_LETTERS_FOR_TWO_EDITS` letters on, two edits are tried; for shorter words, one edit. A word with fewer letters
than `_MIN_LETTERS` has no suggestions.
"""
_WITH_PREFIX = "SELECT term, doc FROM vocabulary WHERE term >= ? AND term < ?"


def similar_word(connection: Connection, postings: Postings, word: str) -> str:
    """Return the word of the quotes that is most similar to an unknown word.

    If several words are equally similar, return the most frequent of them. Return "" if a field of a quote has the
    word, or if no similar word begins with the same letter.
    """
    folded = fold(word)
    if len(folded) < _MIN_LETTERS or not folded.isalpha() or postings.has_term(stem(folded)):
        return ""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - needed only if a word is unknown
    from rapidfuzz.process import extract  # noqa: PLC0415 - as above

    counts = {row["term"]: row["doc"] for row in connection.rows(_WITH_PREFIX, (folded[0], folded[0] + "\U0010ffff"))}
    edits = 2 if len(folded) >= _LETTERS_FOR_TWO_EDITS else 1
    similar = extract(folded, list(counts), scorer=Levenshtein.distance, score_cutoff=edits, limit=None)
    candidates = sorted((term for term, _, _ in similar), key=lambda term: (-counts[term], term))[:_CANDIDATES]
    return min(candidates, key=lambda term: (-_similarity(folded, term), -counts[term], term), default="")


def _similarity(first: str, second: str) -> float:
    """Return how similar two words are: the share that is equal and in the same order, plus 1 for the same letters."""
    return round(SequenceMatcher(None, first, second, autojunk=False).ratio(), 3) + (sorted(first) == sorted(second))


def significant_words(postings: Postings, texts: Iterable[str], *, limit: int) -> tuple[str, ...]:
    """Return the words that distinguish the texts from all other quotes, the most significant first.

    Each word is in its most frequent spelling. The weights are Bo1's (Amati and van Rijsbergen, TOIS 2002).
    """
    counts: Counter[str] = Counter()
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        topical = [(stem(word.folded), word.written) for word in words(text) if _is_topical(word)]
        counts.update({term for term, _ in topical})  # a repetition inside one quote does not count
        for term, written in topical:
            spellings[term][written] += 1
    terms = sorted(counts)
    weights = {
        term: counts[term] * math.log2((1 + share) / share) + math.log2(1 + share)
        for term, frequency in zip(terms, postings.frequencies(terms).tolist(), strict=True)
        if (share := frequency / postings.size) > 0
    }
    best = sorted(weights, key=lambda term: (-weights[term], term))[:limit]
    return tuple(spellings[term].most_common(1)[0][0] for term in best)


def _is_topical(word: Word) -> bool:
    """Return whether a word can be a topic. It has enough letters, only letters, and is no stop word."""
    return len(word.folded) >= _MIN_LETTERS and word.folded.isalpha() and not is_stop_word(word)
