"""Read a text as words to compare: contractions as two, and which words are names, or may be."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from quotesearch.indexer.text.analysis import STOP_WORDS
from quotesearch.indexer.text.normalise import Word, folded_words, words

_WHOLE = {"wo": "will", "ca": "can", "sha": "shall"}
_ENDINGS = {"re": "are", "ll": "will", "ve": "have", "m": "am"}
_AUXILIARIES = frozenset(
    "do does did is are was were has have had will wo would should could ca must need might sha".split()
)
_SENTENCE_ENDS = ".!?:\n"
_BETWEEN = " \t\"“”‘’'«»„()[]—–-…"


@dataclass(frozen=True, slots=True)
class Wording:
    """Hold a text as its words, contractions as two; which of them, folded, are names, and which may be.

    What has a capital within a sentence is a name; what begins one and is nowhere in small letters may be.
    """

    words: tuple[Word, ...]
    names: frozenset[str]
    maybe: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Self:
        """Read the words of a text."""
        found = tuple(words(text))
        capitals = [word for word in found if word.written[0].isupper()]
        small = {word.folded for word in found if not word.written[0].isupper()}
        names = frozenset(word.folded for word in capitals if not _begins_sentence(text, word.start)) - STOP_WORDS
        maybe = frozenset(word.folded for word in capitals) - STOP_WORDS - names - small
        return cls(tuple(part for word in found for part in _expanded(word)), names, maybe)

    @property
    def folded(self) -> list[str]:
        """Return the folded words."""
        return [word.folded for word in self.words]


def _expanded(word: Word) -> Iterator[Word]:
    """Yield the word, or the two that it contracts: *won't* is *will not*, *we're* is *we are*."""
    base, ending = word.folded[:-2], word.written.replace("’", "'").lower().rpartition("'")
    if word.folded == "cannot":
        parts = ["can", "not"]
    elif word.folded.endswith("nt") and base in _AUXILIARIES:
        parts = [_WHOLE.get(base, base), "not"]
    elif ending[1] and ending[2] in _ENDINGS:
        parts = [*folded_words(ending[0]), _ENDINGS[ending[2]]]
    else:
        parts = [word.folded]
    return (Word(part, word.written, word.start) for part in parts)


def _begins_sentence(text: str, at: int) -> bool:
    """Tell whether a sentence begins at a character, where every word has a capital."""
    while at and text[at - 1] in _BETWEEN:
        at -= 1
    return at == 0 or text[at - 1] in _SENTENCE_ENDS
