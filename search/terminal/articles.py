"""Say how a quote looks in its article, and what stands over it."""

from collections.abc import Sequence
from itertools import groupby

from quotesearch.indexer.model import Document, Quote, Span
from quotesearch.search.terminal.setting import Cell, Look, cells, flow
from quotesearch.search.terminal.views import doubt, named, printed, row, sort, where

BRACKETS = {"content": "[]", "source": "{}", "cue": "<>"}
AROUND = 2
"""How many paragraphs stand before and after a quote in its article."""


def article(document: Document, quote: Quote, look: Look, *, whole: bool = False) -> str:
    """Set a quote inside its article, lines numbered, under a heading that names each of its parts."""
    parts = (("content", quote.content), ("source", quote.source), ("cue", quote.cue))
    marks = [(span, name) for name, spans in parts for span in spans]
    lines = _lines(_bracketed(cells(document.text, marks), look))
    shown = range(len(lines))
    if not whole:
        first = document.line_of(min(span.start for span, _ in marks)) - 1
        last = document.line_of(max(span.end for span, _ in marks) - 1) - 1
        shown = _window(lines, first, last)
    gutter = [f"{number + 1:>5}  " for number in shown]
    numbered = [
        flow(lines[number], look, indent=" " * 7, first=start) if lines[number] else ""
        for number, start in zip(shown, gutter, strict=True)
    ]
    return "\n".join([*_heading(document, quote, look), "", *numbered])


def _heading(document: Document, quote: Quote, look: Look) -> list[str]:
    """Return the rows over a quote in its article."""
    rows = [
        ("quote", [*cells(f"{quote.id} · {sort(quote)} · confidence {quote.confidence:.2f}"), *doubt(quote)]),
        ("speaker", named(quote.speaker)),
        ("source", _found(document, quote.source, "source")),
        ("cue", _found(document, quote.cue, "cue")),
        ("article", cells(printed(document))),
        ("in", cells(" · ".join(dict.fromkeys(filter(None, (where(document), document.url)))))),
    ]
    return [row(label, value, look) for label, value in rows if value]


def _found(document: Document, spans: Sequence[Span], style: str) -> list[Cell]:
    """Return the words at the spans, each with its place."""
    return [
        cell
        for span in spans
        for cell in (*cells(span.words(document.text), style=style), *cells(f" [{span.start}-{span.end}] "))
    ]


def _bracketed(text: Sequence[Cell], look: Look) -> list[Cell]:
    """Return the text with brackets around each stretch of a style that has some, where there is no colour."""
    if look.colour:
        return list(text)
    bracketed: list[Cell] = []
    for style, run in groupby(text, key=lambda cell: cell.style):
        brackets = BRACKETS.get(style, "")
        bracketed += [*map(Cell, brackets[:1]), *run, *map(Cell, brackets[1:])]
    return bracketed


def _lines(text: Sequence[Cell]) -> list[list[Cell]]:
    """Return the cells of each line."""
    lines: list[list[Cell]] = [[]]
    for cell in text:
        if cell.character == "\n":
            lines.append([])
        else:
            lines[-1].append(cell)
    return lines


def _window(lines: Sequence[Sequence[Cell]], first: int, last: int) -> range:
    """Return the lines from `first` to `last` with some paragraphs around them."""
    full = [number for number, line in enumerate(lines) if line]
    before = [number for number in full if number < first][-AROUND:]
    after = [number for number in full if number > last][:AROUND]
    return range(min([*before, first]), max([*after, last]) + 1)
