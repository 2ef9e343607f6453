"""Read a text part by part: where sentences begin and end, its figures, and where a quote's parts stand."""

import re

from quotesearch.indexer.model import BETWEEN_PARTS, Quote, QuoteKind, Span
from quotesearch.indexer.text.normalise import folded_words

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
