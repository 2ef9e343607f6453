"""Cut a sentence into tokens: words, punctuation, and each quotation as one token.

To the patterns that look for cues and sources a quotation is a single thing; what it says inside
must never be taken for the reporter's own words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from quotesearch.indexer.extraction.lexicon import VERBS
from quotesearch.indexer.extraction.quotations import Quotation
from quotesearch.indexer.model import Span

_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}|\b(?:[A-Z]|Mr|Mrs|Ms|Mx|Dr|Prof|Sen|Rep|Reps|Sens|Gov|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Rev|Hon|Jr|Sr|St|Messrs|Pres)\."
    r"|[^\W_]+(?:[&@_\-‐‑.][^\W_]+)*(?:['’](?!s\b)[^\W_]+)*|['’]s\b|\S"
)
_SMALL_WORD = 4
_LONG_TITLE = 9


class Sort(Enum):
    """Say what a token is."""

    WORD = "word"
    MARK = "mark"
    QUOTATION = "quotation"


@dataclass(frozen=True, slots=True)
class Token:
    """Hold a word, a punctuation mark or a whole quotation, with its place.

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
        """Tell whether the token is a word that begins with a capital."""
        return self.sort is Sort.WORD and self.text[0].isupper()


def tokenise(text: str, sentence: Span, quotations: Sequence[Quotation]) -> tuple[Token, ...]:
    """Return the tokens of the sentence; `quotations` are those inside it, in order."""
    tokens: list[Token] = []
    at = sentence.start
    for quotation in quotations:
        tokens.extend(_words(text, at, quotation.outer.start))
        span = quotation.outer
        if _is_title(quotation.inner.words(text), tokens, text[span.end : span.end + 2]):
            tokens.extend(_words(text, quotation.inner.start, quotation.inner.end))
            at = span.end
            continue
        tokens.append(Token(span.start, span.end, span.words(text), Sort.QUOTATION, quotation))
        at = span.end
    tokens.extend(_words(text, at, sentence.end))
    return tuple(tokens)


def _is_title(words: str, before: Sequence[Token], behind: str) -> bool:
    """Tell whether the quotation is the title of a work, standing in a sentence like a name."""
    heads = not before and behind[:1] == " " and behind[1:].islower() and words[-1].isalnum()
    if not heads and (not before or before[-1].sort is not Sort.WORD or before[-1].low in VERBS):
        return False
    pieces = words.rstrip(".,!?").split()
    named = all(piece[0].isupper() or len(piece) < _SMALL_WORD for piece in pieces)
    return 1 < len(pieces) < _LONG_TITLE and named and pieces[0][0].isupper() and pieces[-1][0].isupper()


def _words(text: str, start: int, end: int) -> list[Token]:
    """Return the tokens of a stretch without quotations."""
    found = []
    for match in _TOKEN.finditer(text, start, max(start, end)):
        word = match.group()
        sort = Sort.WORD if word[0].isalnum() or word in ("'s", "’s") else Sort.MARK
        found.append(Token(match.start(), match.end(), word, sort))
    return found
