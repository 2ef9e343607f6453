"""Read a quote's text part by part: where a sentence begins in it, and where in the document its words stand."""

import re

from quotesearch.indexer.model import Quote, QuoteKind, Span

_LED = re.compile(r"(?:that|whether)\s+", re.IGNORECASE)


def parted(quote: Quote) -> str:
    """Return the quote's text, as long as it is, with a new line where a sentence begins that nothing else shows.

    So it is behind the *that* of a paraphrase, and where an interrupted quotation goes on with a capital.
    """
    text, at = quote.text, 0
    if quote.kind is not QuoteKind.DIRECT and (led := _LED.match(text)):
        text = "\n" * led.end() + text[led.end() :]
    for part in quote.content[:-1]:
        at += part.end - part.start + 1
        if text[at : at + 1].isupper():
            text = f"{text[: at - 1]}\n{text[at:]}"
    return text


def in_document(quote: Quote, span: Span) -> Span:
    """Return the place in the document of a place in the quote's text, whose parts are joined by one space."""
    places: list[int] = []
    for part in quote.content:
        places += [*range(part.start, part.end), part.end]
    return Span(places[span.start], places[span.end - 1] + 1)
