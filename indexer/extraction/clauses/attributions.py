"""Define sentences, token ranges and attributions, and turn ranges of tokens into spans of text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from quotesearch.indexer.extraction.lexicon import Frame
from quotesearch.indexer.extraction.tokens import Sort, Token
from quotesearch.indexer.model import Span

Range = tuple[int, int]
"""Tokens `[first, last)` of a sentence."""

DASHES = frozenset("-—–―")
_CLOSING_MARKS = "\"”’'»"
_OUTER_MARKS = frozenset(",;:") | DASHES


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its place, its tokens and the number of its paragraph."""

    span: Span
    tokens: tuple[Token, ...]
    paragraph: int


@dataclass(frozen=True, slots=True)
class Attribution:
    """Link content to its cue and source; `sentence` is the number of the sentence that holds the cue."""

    content: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    sentence: int
    frames: Frame
    trailing: bool = False
    """Whether the source is after the (first) content."""
    probability: float | None = None
    """The probability that the attribution is right, from the tagger; the rules give no probability."""


class Link(NamedTuple):
    """Link the content, cue and source of one attribution, as token ranges of their sentence."""

    source: Range
    cue: Range
    content: Sequence[Range]
    frames: Frame
    trailing: bool


def attribution_of(tokens: Sequence[Token], link: Link, number: int) -> Attribution | None:
    """Return the link as spans of text; None for content that is only punctuation."""
    spans = tuple(span for span in (span_of(tokens, piece) for piece in link.content) if span is not None)
    if not spans:
        return None
    cue, source = span_of(tokens, link.cue), span_of(tokens, link.source)
    return Attribution(spans, cue, source, number, link.frames, trailing=link.trailing)


def span_of(tokens: Sequence[Token], piece: Range) -> Span | None:
    """Return the characters of a token range without outer commas; a single quotation loses its marks."""
    first, last = piece
    while first < last and tokens[first].text in _OUTER_MARKS:
        first += 1
    while first < last and tokens[last - 1].text in _OUTER_MARKS:
        last -= 1
    if first >= last:
        return None
    quotation = tokens[first].quotation
    if last - first == 1 and quotation is not None:
        return quotation.inner
    return Span(tokens[first].start, tokens[last - 1].end)


def sentence_end(tokens: Sequence[Token]) -> int:
    """Return the number of tokens without the sentence's closing punctuation."""
    last = len(tokens)
    while last > 0 and tokens[last - 1].sort is Sort.MARK and tokens[last - 1].text in ".!?;:,…":
        last -= 1
    return last


def without_closing_marks(token: Token) -> str:
    """Return the token's text without the quotation marks at its end."""
    return token.text.rstrip(_CLOSING_MARKS)


def ends_with_comma(token: Token) -> bool:
    """Return whether the token is a comma, or a quotation with a comma before its closing mark."""
    return token.text == "," or (token.quotation is not None and without_closing_marks(token).endswith(","))
