"""Make a record of a quote that comes with its speaker: its document, and the place of the quote in the document.

The text of the document is the context if the context contains the quote. Otherwise it is the quote alone. Many rows
may have the id or address of the same article, so the id of the document adds a hash of the quote and the speaker.
Without id and address, the date is hashed too. Then a politician who says the same on two days has two quotes.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from itertools import accumulate

from quotesearch.indexer.corpus.origin import Origin, short_hash
from quotesearch.indexer.model import Document, Quote, QuoteKind, Record, Span, Speaker

_PAIRS = {'"': '"', "“": "”", "”": "”", "„": "“”", "«": "»", "»": "«", "‘": "’", "'": "'"}
_MARKS = frozenset("\"'“”„«»‘’")
_ALIKE = str.maketrans("‘’“”", "''\"\"")
"""Quotation marks with one meaning. Each becomes one character, so that places in the text do not change."""
_WHOLE_CONTEXT = 1000
"""The most characters of a text that is used as the context as a whole."""


def attributed(cells: Mapping[str, str], origin: Origin, *, published: date | None, own_id: str) -> Record:
    """Return the record of one quote. The cells have a quote and a speaker."""
    words, speaker = cells["quote"], cells["speaker"]
    text, content = _place(words, (cells.get("context", ""), cells.get("text", "")))
    day = "" if own_id or published is None else published.isoformat()
    statement = short_hash(words, speaker, day)
    document_id = f"{own_id}#{statement}" if own_id else origin.id_of(statement)
    document = document_of(cells, origin, document_id, text=text, published=published)
    quote = Quote.of(
        document,
        content=(content,),
        context=_context(text, content),
        kind=QuoteKind.DIRECT,
        speaker=Speaker(speaker, role=cells.get("role", ""), affiliation=cells.get("affiliation", "")),
    )
    return Record(document, (quote,), place=origin.place)


def document_of(
    cells: Mapping[str, str], origin: Origin, document_id: str, *, text: str, published: date | None
) -> Document:
    """Return a document with this id and text, and with the metadata in the cells."""
    described = {name: cells.get(name, "") for name in ("title", "outlet", "author", "url", "language")}
    return Document(document_id, text, **described, published=published, path=origin.path)


def _place(quote: str, contexts: tuple[str, ...]) -> tuple[str, Span]:
    """Return the text of the document, and the place of the quote in it.

    The text is the first context that contains the quote. If no context contains it, the text is the quote.
    """
    inside_marks = _within_marks(quote)
    words = inside_marks.words(quote)
    for context in filter(None, contexts):
        place = _find(words, context)
        if place is not None:
            return context, place
    return quote, inside_marks


def _find(words: str, context: str) -> Span | None:
    """Return the place of the words in the context. White space and the shape of quotation marks may differ."""
    plain_words, text = words.translate(_ALIKE), context.translate(_ALIKE)
    start = text.find(plain_words)
    if start >= 0:
        return Span(start, start + len(plain_words))
    return _find_loosely(" ".join(plain_words.split()), text)


def _find_loosely(words: str, text: str) -> Span | None:
    """Return the place of the words in the text as if each run of white space were one blank. The time is linear."""
    pieces, places = text.split(), [match.start() for match in re.finditer(r"\S+", text)]
    start = " ".join(pieces).find(words)
    if start < 0:
        return None
    starts = [0, *accumulate(len(piece) + 1 for piece in pieces)]

    def place(at: int) -> int:
        piece = bisect_right(starts, at) - 1
        return places[piece] + at - starts[piece]

    return Span(place(start), place(start + len(words) - 1) + 1)


def _within_marks(quote: str) -> Span:
    """Return the place of the words in the quote. Quotation marks around the whole quote are left out."""
    whole = Span(0, len(quote))
    inside = quote[1:-1]
    closed = len(quote) > 2 and quote[-1] in _PAIRS.get(quote[0], "")  # noqa: PLR2004 - two marks and a character
    if not closed or not inside.strip() or {quote[0], quote[-1]} & _MARKS & set(inside):
        return whole
    start = len(quote) - len(quote[1:].lstrip())
    return Span(start, start + len(inside.strip()))


def _context(text: str, content: Span) -> Span:
    """Return the whole text if it is short. Otherwise return the lines of the quote."""
    if len(text) <= _WHOLE_CONTEXT:
        return Span(0, len(text))
    start = text.rfind("\n", 0, content.start) + 1
    end = text.find("\n", content.end)
    return Span(start, len(text) if end < 0 else end)
