"""Suggest the word that was probably meant, and find the words that tell some texts from all others."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher

from quotesearch.indexer.local.keyword.scoring import Postings
from quotesearch.indexer.local.store.database import Connection
from quotesearch.indexer.text.analysis import is_stop_word, stem
from quotesearch.indexer.text.normalise import Word, fold, words

_CANDIDATES = 20
_SHORT, _SHORTEST = 5, 3
"""Letters from which on two of a word may be wrong, and those from which on one may be."""
_BEGINNING = "SELECT term, doc FROM vocabulary WHERE term >= ? AND term < ?"


def suggested_word(connection: Connection, postings: Postings, word: str) -> str:
    """Return the word of the quotes that is nearest to one that no field of a quote has, by edits, then by frequency.

    Empty if a field has the word, or if no word near it begins with the same letter.
    """
    folded = fold(word)
    if len(folded) < _SHORTEST or not folded.isalpha() or postings.has(stem(folded)):
        return ""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - imported only if a word is unknown
    from rapidfuzz.process import extract  # noqa: PLC0415 - as above

    counts = {row["term"]: row["doc"] for row in connection.rows(_BEGINNING, (folded[0], folded[0] + "\U0010ffff"))}
    edits = 2 if len(folded) >= _SHORT else 1
    near = extract(folded, list(counts), scorer=Levenshtein.distance, score_cutoff=edits, limit=None)
    candidates = sorted((other for other, _, _ in near), key=lambda one: (-counts[one], one))[:_CANDIDATES]
    return min(candidates, key=lambda one: (-_likeness(folded, one), -counts[one], one), default="")


def _likeness(one: str, other: str) -> float:
    """Return how much of two words is the same, in the same order; letters that changed places count for little."""
    return round(SequenceMatcher(None, one, other, autojunk=False).ratio(), 3) + (sorted(one) == sorted(other))


def significant_words(postings: Postings, texts: Iterable[str], *, limit: int) -> tuple[str, ...]:
    """Return the words that tell the texts from all other quotes, the most significant first, as mostly written.

    The weights are Bo1's (Amati and van Rijsbergen, TOIS 2002).
    """
    counts: Counter[str] = Counter()
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        topical = [(stem(word.folded), word.written) for word in words(text) if _is_topical(word)]
        counts.update({term for term, _ in topical})  # a term that one quote repeats is no topic
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
    """Tell whether a word can be a topic."""
    return len(word.folded) >= _SHORTEST and word.folded.isalpha() and not is_stop_word(word)
