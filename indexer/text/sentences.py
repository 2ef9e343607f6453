"""Read sentences as words to compare: contractions as two, names, figures, and where a sentence begins and ends."""

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
"""Where a sentence or a quotation begins; an abbreviation ends none."""
_ENDS = re.compile(r"[.!?…](?!\w)|[\"”»“]|\n")
_FIGURE = re.compile(r"(?:(?<!\S)[-−+])?[$€£¥]?\d+(?:[.,:/-]\d+)*(?:\s?%)?")
_AROUND = 200
"""Characters in which a sentence's end is looked for."""
_LED = re.compile(r"(?:that|whether)\s+", re.IGNORECASE)
_WHOLE = {"wo": "will", "ca": "can", "sha": "shall"}
_ENDINGS = {"re": "are", "ll": "will", "ve": "have", "m": "am"}
_AUXILIARIES = word_list("auxiliaries_before_not")
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


def parted(quote: Quote) -> str:
    """Return the quote's text, as long as it is, with a new line where a sentence begins that nothing else shows.

    So it is behind the *that* of a paraphrase, and where an interrupted quotation goes on with a capital.
    """
    first, *others = quote.parts
    if quote.kind is not QuoteKind.DIRECT and (led := _LED.match(first)):
        first = "\n" * led.end() + first[led.end() :]
    gaps = (("\n" if part[:1].isupper() else " ") * len(BETWEEN_PARTS) for part in others)
    return first + "".join(gap + part for gap, part in zip(gaps, others, strict=True))


def in_document(quote: Quote, span: Span) -> Span:
    """Return the place in the document of a place in the quote's text."""
    places: list[int] = []
    for part in quote.content:
        places += [*range(part.start, part.end), *[part.end] * len(BETWEEN_PARTS)]
    return Span(places[span.start], places[span.end - 1] + 1)


def outside_words(text: str, span: Span) -> list[str]:
    """Return the words between the place and the ends of its sentence, or the marks around it."""
    before, behind = text[max(0, span.start - _AROUND) : span.start], text[span.end : span.end + _AROUND]
    begins = max((match.end() for match in _BEGINS.finditer(before)), default=0)
    ends = _ENDS.search(behind)
    return folded_words(before[begins:]) + folded_words(behind[: ends.start() if ends else len(behind)])


def figures(text: str) -> list[str]:
    """Return the figures of a text with sign, currency and per cent."""
    return [re.sub(r"\s|,(?=\d{3}\b)", "", each) for each in _FIGURE.findall(text)]
