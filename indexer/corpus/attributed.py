"""Know quotes that come with their speaker: the document they stand in, and where in it they stand.

The document's text is the context where that contains the quote, else the quote alone. Its id adds a hash of what
was said and by whom to the id or address given, since many rows may share one article; without either, the day
is hashed too: a politician says the same thing more than once, and each time is a quote of its own.
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
"""Marks of one meaning; each becomes one character, so that places stay what they are."""
_WHOLE_CONTEXT = 1000


def attributed(cells: Mapping[str, str], origin: Origin, *, published: date | None, own_id: str) -> Record:
    """Return the record of one quote; the cells have a quote and a speaker."""
    said, speaker = cells["quote"], cells["speaker"]
    text, content = _place(said, (cells.get("context", ""), cells.get("text", "")))
    day = "" if own_id or published is None else published.isoformat()
    said_so = short_hash(said, speaker, day)
    document = Document(
        id=f"{own_id}#{said_so}" if own_id else origin.id_of(said_so),
        text=text,
        title=cells.get("title", ""),
        outlet=cells.get("outlet", ""),
        author=cells.get("author", ""),
        published=published,
        url=cells.get("url", ""),
        language=cells.get("language", ""),
        path=origin.path,
    )
    quote = Quote.of(
        document,
        content=(content,),
        context=_context(text, content),
        kind=QuoteKind.DIRECT,
        speaker=Speaker(speaker, role=cells.get("role", ""), affiliation=cells.get("affiliation", "")),
    )
    return Record(document, (quote,), place=origin.place)


def _place(said: str, contexts: tuple[str, ...]) -> tuple[str, Span]:
    """Return the text that the quote stands in, and where: the first context that holds it, else itself."""
    marked = _within_marks(said)
    words = marked.words(said)
    for context in filter(None, contexts):
        found = _find(words, context)
        if found is not None:
            return context, found
    return said, marked


def _find(words: str, context: str) -> Span | None:
    """Return where the context holds the words, whatever the white space between them and the shape of their marks."""
    sought, text = words.translate(_ALIKE), context.translate(_ALIKE)
    start = text.find(sought)
    if start >= 0:
        return Span(start, start + len(sought))
    return _find_loosely(" ".join(sought.split()), text)


def _find_loosely(sought: str, text: str) -> Span | None:
    """Return where the text holds the words if all white space in it were one blank; in linear time."""
    pieces, places = text.split(), [match.start() for match in re.finditer(r"\S+", text)]
    found = " ".join(pieces).find(sought)
    if found < 0:
        return None
    starts = [0, *accumulate(len(piece) + 1 for piece in pieces)]

    def place(at: int) -> int:
        piece = bisect_right(starts, at) - 1
        return places[piece] + at - starts[piece]

    return Span(place(found), place(found + len(sought) - 1) + 1)


def _within_marks(said: str) -> Span:
    """Return the quote less the quotation marks that are around the whole of it."""
    whole = Span(0, len(said))
    inside = said[1:-1]
    closed = len(said) > 2 and said[-1] in _PAIRS.get(said[0], "")  # noqa: PLR2004 - two marks and something inside
    if not closed or not inside.strip() or {said[0], said[-1]} & _MARKS & set(inside):
        return whole
    start = len(said) - len(said[1:].lstrip())
    return Span(start, start + len(inside.strip()))


def _context(text: str, content: Span) -> Span:
    """Return the whole text where it is short, else the lines in which the quote stands."""
    if len(text) <= _WHOLE_CONTEXT:
        return Span(0, len(text))
    start = text.rfind("\n", 0, content.start) + 1
    end = text.find("\n", content.end)
    return Span(start, len(text) if end < 0 else end)
