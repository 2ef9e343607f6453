"""Make names and words comparable: one reading of a text's words, without case, accents or apostrophes.

Keyword search and the filters of storage share it, so that a name typed into either means the same.
`İstanbul`, `istanbul` and `ISTANBUL` are one word, `don't` and `don’t` too, `Stoltenberg's` is
`stoltenberg`, `U.N.` is `un`. A letter that Unicode does not take apart (ø, ł, đ) is spelt as people
without it on their keyboard do.
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
    """Hold a word as it is compared, how it was written, and where that begins."""

    folded: str
    written: str
    start: int

    @property
    def span(self) -> Span:
        """Return where the word stands."""
        return Span(self.start, self.start + len(self.written))


def fold(text: str) -> str:
    """Return the text without case and accents."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(_SPELT)


def folded_words(text: str) -> list[str]:
    """Return the words of the text in order, folded; the quick way where their places do not matter."""
    return [folded for written in _WORD.findall(text) if (folded := _folded(written))]


def words(text: str) -> Iterator[Word]:
    """Yield the words of the text in order; each has at least one letter or digit."""
    for match in _WORD.finditer(text):
        if folded := _folded(match.group()):
            yield Word(folded, match.group(), match.start())


def fold_name(name: str) -> str:
    """Return the words of a name, folded, with one space between them; empty for a name of signs only."""
    return " ".join(folded_words(name))


@lru_cache(maxsize=1 << 16)
def _folded(written: str) -> str:
    """Return how a written word is compared."""
    return fold(_POSSESSIVE.sub("", written)).translate(_APART)
