"""Normalise names and words, so that they can be compared: without case, accents and apostrophes.

Keyword search and the filters of the store use the same form, so that a name means the same in both. `İstanbul`,
`istanbul` and `ISTANBUL` have the same form. So have `don't` and `don’t`. `Stoltenberg's` becomes `stoltenberg`, and
`U.N.` becomes `un`. A letter that Unicode does not decompose (ø, ł, đ) becomes the letter that people type instead (o,
l, d).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from quotesearch.indexer.model import Span

_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # initials: U.N.
    r"|[^\W_][\w\u0300-\u036f]*(?:['’ʼ][^\W_][\w\u0300-\u036f]*)*"  # O'Brien, don’t
    r"|\d+",
)
_POSSESSIVE = re.compile(r"['’ʼ][sS]$")
_APART = str.maketrans("", "", "'’ʼ._")
_SPELT = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: its normalised form, its form in the text, and its offset in the text."""

    folded: str
    written: str
    start: int

    @property
    def span(self) -> Span:
        """Return the place of the word in the text."""
        return Span(self.start, self.start + len(self.written))


def fold(text: str) -> str:
    """Return the text in lower case and without accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).translate(_SPELT)


def folded_words(text: str) -> list[str]:
    """Return the normalised words of the text in order. This is faster than `words`, but gives no places."""
    return [folded for written in _WORD.findall(text) if (folded := _folded(written))]


def words(text: str) -> Iterator[Word]:
    """Yield the words of the text in order. Each has at least one letter or digit."""
    for match in _WORD.finditer(text):
        if folded := _folded(match.group()):
            yield Word(folded, match.group(), match.start())


def fold_name(name: str) -> str:
    """Return the normalised words of a name, with one space between them. Without letters and digits, return ""."""
    return " ".join(folded_words(name))


@lru_cache(maxsize=1 << 16)
def _folded(written: str) -> str:
    """Return the normalised form of a word."""
    return fold(_POSSESSIVE.sub("", written)).translate(_APART)
