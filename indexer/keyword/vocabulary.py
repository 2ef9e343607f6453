"""Answer from the words of the whole index: which is nearest to one that is not there, and which tell texts apart."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Any

from quotesearch.indexer.folding import Word, fold, words
from quotesearch.indexer.keyword.analysis import EXACT, is_stop_word, stem
from quotesearch.indexer.keyword.door import whoosh

_CANDIDATES = 20
_SHORT, _SHORTEST = 5, 3
"""Letters from which on two of a word may be wrong, and those from which on one may be."""


def nearest_word(reader: Any, word: str) -> str:  # noqa: ANN401 - Whoosh has no types
    """Return the word of the quotes that is nearest to one that the index has nowhere, by edits, then by frequency.

    Empty where there is none near it that begins with the same letter.
    """
    folded = fold(word)
    if len(folded) < _SHORTEST or not folded.isalpha():
        return ""
    edits = 2 if len(folded) >= _SHORT else 1
    near = [str(one) for one in reader.corrector(EXACT).suggest(folded, limit=_CANDIDATES, maxdist=edits, prefix=1)]
    return min(near, key=lambda one: (-_likeness(folded, one), -reader.doc_frequency(EXACT, one), one), default="")


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
