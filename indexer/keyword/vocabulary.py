"""Answer from the words of the whole index: which is nearest to one that is not there, and which tell texts apart."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Any

from quotesearch.indexer.folding import Word, fold, words
from quotesearch.indexer.keyword.analysis import is_stop_word, stem
from quotesearch.indexer.keyword.door import whoosh
from quotesearch.indexer.keyword.written import Written

_CANDIDATES = 20
_SHORT, _SHORTEST = 5, 3
"""Letters from which on two of a word may be wrong, and those from which on one may be."""


def nearest_word(written: Iterable[Written], word: str) -> str:
    """Return the word of the quotes that is nearest to one that the index has nowhere, by edits, then by frequency.

    Empty where there is none near it that begins with the same letter.
    """
    folded = fold(word)
    if len(folded) < _SHORTEST or not folded.isalpha():
        return ""
    near = Counter[str]()
    for each in written:
        near.update(_near(each, folded, edits=2 if len(folded) >= _SHORT else 1))
    candidates = sorted(near, key=lambda one: (-near[one], one))[:_CANDIDATES]
    return min(candidates, key=lambda one: (-_likeness(folded, one), -near[one], one), default="")


def _near(written: Written, word: str, *, edits: int) -> dict[str, int]:
    """Return the words so many edits away from one, with its first letter, and how many documents have each."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - imported only where a word is unknown
    from rapidfuzz.process import extract  # noqa: PLC0415 - as above

    first, listed = written.beginning_with(word[0])
    found = extract(word, listed, scorer=Levenshtein.distance, score_cutoff=edits, limit=None)
    return {other: int(written.counts[first + place]) for other, _, place in found}


def _likeness(one: str, other: str) -> float:
    """Return how much of two words is the same, in the same order; letters exchanged count for little."""
    return round(SequenceMatcher(None, one, other, autojunk=False).ratio(), 3) + (sorted(one) == sorted(other))


def telling_words(reader: Any, texts: Iterable[str], *, limit: int) -> tuple[str, ...]:  # noqa: ANN401 - as above
    """Return the words that tell the texts from the rest of the index, the most telling first, as mostly written.

    The weights are Bo1's (Amati and van Rijsbergen, TOIS 2002), which Whoosh has for the expansion of queries.
    """
    counts: Counter[str] = Counter()
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        told = [word for word in words(text) if _tells(word)]
        counts.update({stem(word.folded) for word in told})  # said often in one quote is no topic
        for word in told:
            written[stem(word.folded)][word.written] += 1
    expander = whoosh("classify").Expander(reader, "text")
    expander.add(sorted(counts.items()))
    return tuple(written[term].most_common(1)[0][0] for term, _ in expander.expanded_terms(limit))


def _tells(word: Word) -> bool:
    """Tell whether a word can be a topic."""
    return len(word.folded) >= _SHORTEST and word.folded.isalpha() and not is_stop_word(word)
