"""Split a sentence into tokens: words, punctuation, and each quotation as one token.

A quotation is one token because patterns that look for cues and sources must not read the words inside it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from quotesearch.indexer.extraction.lexicon import VERBS
from quotesearch.indexer.extraction.quotations import Quotation
from quotesearch.indexer.model import Span
from quotesearch.indexer.text.wordlists import word_list

_TITLES = "|".join(title.capitalize() for title in sorted(word_list("abbreviated_titles") | {"reps", "sens"}))
_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}|\b(?:[A-Z]|" + _TITLES + r")\."
    r"|[^\W_]+(?:[&@_\-‐‑.][^\W_]+)*(?:['’](?!s\b)[^\W_]+)*|['’]s\b|\S"
)
_SMALL_WORD = 4
"""Letters: a shorter word needs no capital in a title."""
_LONG_TITLE = 9
"""A run of this many words is too long to be a title."""


Sort = Enum("Sort", "WORD MARK QUOTATION")
"""Kinds of token."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a punctuation mark or a whole quotation, with its characters `[start, end)` in the text.

    `low` is the lower-case form with straight apostrophes.
    """

    start: int
    end: int
    text: str
    sort: Sort
    quotation: Quotation | None = None
    low: str = field(init=False, default="")

    def __post_init__(self) -> None:
        object.__setattr__(self, "low", self.text.lower().replace("’", "'"))

    @property
    def is_capitalised(self) -> bool:
        """Return whether the token is a word that begins with a capital."""
        return self.sort is Sort.WORD and self.text[0].isupper()


def tokenise(text: str, sentence: Span, quotations: Sequence[Quotation]) -> tuple[Token, ...]:
    """Return the tokens of the sentence; `quotations` are those inside it, in order."""
    tokens: list[Token] = []
    at = sentence.start
    for quotation in quotations:
        span, inner = quotation.outer, quotation.inner
        tokens.extend(_words(text, at, span.start))
        if _is_title(inner.words(text), tokens, text[span.end : span.end + 2]):
            tokens.extend(_words(text, inner.start, inner.end))
        else:
            tokens.append(Token(span.start, span.end, span.words(text), Sort.QUOTATION, quotation))
        at = span.end
    tokens.extend(_words(text, at, sentence.end))
    return tuple(tokens)


def _is_title(words: str, previous: Sequence[Token], next_text: str) -> bool:
    """Return whether the quotation is the title of a work that the sentence uses like a name."""
    if previous:
        usable = previous[-1].sort is Sort.WORD and previous[-1].low not in VERBS
    else:  # the sentence goes on right after a quotation without a stop: “Star Boat” director
        usable = next_text[:1] == " " and next_text[1:].islower() and words[-1].isalnum()
    return usable and _is_title_case(words.rstrip(".,!?").split())


def _is_title_case(words: Sequence[str]) -> bool:
    """Return whether two or more words, but not many, are capitalised as in a title: *The River at Night*."""
    capitals = all(word[0].isupper() or len(word) < _SMALL_WORD for word in words)
    return 1 < len(words) < _LONG_TITLE and capitals and words[0][0].isupper() and words[-1][0].isupper()


def _words(text: str, start: int, end: int) -> list[Token]:
    """Return the tokens of the characters `[start, end)`, which hold no quotation."""
    tokens = []
    for match in _TOKEN.finditer(text, start, max(start, end)):
        word = match.group()
        sort = Sort.WORD if word[0].isalnum() or word in ("'s", "’s") else Sort.MARK
        tokens.append(Token(match.start(), match.end(), word, sort))
    return tokens
