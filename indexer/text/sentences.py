"""Split texts into words for comparison. Expand contractions, and find names, figures and the ends of sentences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from quotesearch.indexer.model import BETWEEN_PARTS, Quote, QuoteKind, Span
from quotesearch.indexer.text.analysis import STOP_WORDS
from quotesearch.indexer.text.normalise import Word, folded_words, words
from quotesearch.indexer.text.wordlists import word_list

_BEGINS = re.compile(
    r"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSen)(?<!\bGov)(?<!\bRep)(?<!\bGen)(?<!\bSt)(?<!\b[A-Z])"
    r"[.!?…:;][\"”’')\]]*\s+(?=[\"“‘«„]?[A-Z0-9]|$)|[\"“‘«„]|\n"
)
"""A match ends at the start of a sentence or a quotation. The period of an abbreviation does not match."""
_ENDS = re.compile(r"[.!?…](?!\w)|[\"”»“]|\n")
_FIGURE = re.compile(r"(?:(?<!\S)[-−+])?[$€£¥]?\d+(?:[.,:/-]\d+)*(?:\s?%)?")
_AROUND = 200
"""The number of characters before and after a quote in which the start and the end of its sentence are searched."""
_CONJUNCTION = re.compile(r"(?:that|whether)\s+", re.IGNORECASE)
_WHOLE = {"wo": "will", "ca": "can", "sha": "shall"}
_ENDINGS = {"re": "are", "ll": "will", "ve": "have", "m": "am"}
_AUXILIARIES = word_list("auxiliaries_before_not")
_SENTENCE_ENDS = ".!?:\n"
_BETWEEN = " \t\"“”‘’'«»„()[]—–-…"


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a text, and the normalised forms of the words that are names. A contraction counts as two words.

    `names` have a capital inside a sentence. `possible_names` have a capital only at the beginning of a sentence, and
    are nowhere written in small letters.
    """

    words: tuple[Word, ...]
    names: frozenset[str]
    possible_names: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Self:
        """Return the words of a text."""
        written_words = tuple(words(text))
        capitals = [word for word in written_words if word.written[0].isupper()]
        small = {word.folded for word in written_words if not word.written[0].isupper()}
        names = frozenset(word.folded for word in capitals if not _begins_sentence(text, word.start)) - STOP_WORDS
        possible_names = frozenset(word.folded for word in capitals) - STOP_WORDS - names - small
        return cls(tuple(part for word in written_words for part in _expanded(word)), names, possible_names)

    @property
    def folded(self) -> list[str]:
        """Return the normalised words."""
        return [word.folded for word in self.words]


def _expanded(word: Word) -> Iterator[Word]:
    """Yield the word, or the two words of a contraction: *will not* for *won't*, *we are* for *we're*."""
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


def _begins_sentence(text: str, offset: int) -> bool:
    """Return whether a sentence begins at the offset. There every word has a capital, not only a name."""
    while offset and text[offset - 1] in _BETWEEN:
        offset -= 1
    return offset == 0 or text[offset - 1] in _SENTENCE_ENDS


def with_sentence_breaks(quote: Quote) -> str:
    """Return the quote's text, with line breaks before sentences that have no other sign of their beginning.

    Such a sentence begins after the *that* of a paraphrase. It also begins if an interrupted quotation continues with a
    capital. The breaks replace other characters, so that places in the text do not change.
    """
    first, *later_parts = quote.parts
    if quote.kind is not QuoteKind.DIRECT and (conjunction := _CONJUNCTION.match(first)):
        first = "\n" * conjunction.end() + first[conjunction.end() :]
    gaps = (("\n" if part[:1].isupper() else " ") * len(BETWEEN_PARTS) for part in later_parts)
    return first + "".join(gap + part for gap, part in zip(gaps, later_parts, strict=True))


def in_document(quote: Quote, span: Span) -> Span:
    """Map a place in the quote's text to the place in the document."""
    places: list[int] = []
    for part in quote.content:
        places += [*range(part.start, part.end), *[part.end] * len(BETWEEN_PARTS)]
    return Span(places[span.start], places[span.end - 1] + 1)


def outside_words(text: str, span: Span) -> list[str]:
    """Return the words of the sentence that are outside the span.

    If quotation marks begin or end within the sentence, they limit the words.
    """
    text_before, text_after = text[max(0, span.start - _AROUND) : span.start], text[span.end : span.end + _AROUND]
    start = max((match.end() for match in _BEGINS.finditer(text_before)), default=0)
    end = _ENDS.search(text_after)
    return folded_words(text_before[start:]) + folded_words(text_after[: end.start() if end else len(text_after)])


def figures(text: str) -> list[str]:
    """Return the figures of a text with their sign, currency and per cent, without spaces and digit separators."""
    return [re.sub(r"\s|,(?=\d{3}\b)", "", figure) for figure in _FIGURE.findall(text)]
