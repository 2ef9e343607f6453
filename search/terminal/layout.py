"""Lay out text for a terminal: wrap it by the width of its characters, colour parts of it, make it harmless.

Articles may contain any character. Control characters and characters that change the direction of writing are replaced
before text is printed. Otherwise an article could move the cursor or disguise a speaker. A text is a list of cells.
Each cell is a character with its style, so that texts can be cut, joined and wrapped without offsets.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

import click

from quotesearch.indexer.model import Span

STYLES: Mapping[str, Callable[[str], str]] = {
    "": str,
    "mark": partial(click.style, bold=True, underline=True),
    "content": partial(click.style, bold=True),
    "source": partial(click.style, fg="cyan"),
    "cue": partial(click.style, fg="yellow"),
    "speaker": partial(click.style, bold=True),
    "place": partial(click.style, fg="blue"),
    "dim": partial(click.style, dim=True),
}
"""Map the name of a style to the function that puts the style's terminal codes around a text."""
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_NARROW = re.compile("[ -~\xa1-\u02ff\u2010-\u2027\ufffd]*")
"""A text of Latin letters and usual punctuation. Each of its characters takes one column."""


@dataclass(frozen=True, slots=True)
class Look:
    """The width of the terminal in columns, and whether it shows colours."""

    width: int = 80
    colour: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One character and the name of its style."""

    character: str
    style: str = ""


def harmless(text: str) -> str:
    """Return the text without control characters. The length and the lines stay the same."""
    return UNSAFE.sub("\ufffd", text.replace("\r", " "))


def cells(text: str, marks: Iterable[tuple[Span, str]] = (), *, style: str = "") -> list[Cell]:
    """Return a cell for each character of the text, made harmless.

    `marks` set styles; a later mark replaces an earlier one.
    """
    styles = [style] * len(text)
    for span, name in marks:
        styles[span.start : span.end] = [name] * (span.end - span.start)
    return [Cell(character, name) for character, name in zip(harmless(text), styles, strict=True)]


def flow(text: Sequence[Cell], look: Look, *, indent: str = "", first: str | None = None) -> str:
    """Return the text in lines that fit the terminal. Each line begins with the indent.

    Only a word that is longer than a line makes a line too long. `first` is the indent of the first line, if it is
    different. White space becomes one space or a new line.
    """
    lines: list[list[Cell]] = [[]]
    used = len(indent)
    for word in _words(text):
        size = 1 + columns("".join(cell.character for cell in word))
        if lines[-1] and used + size > look.width:
            lines.append([])
            used = len(indent)
        if lines[-1]:
            style_before = lines[-1][-1].style
            lines[-1].append(Cell(" ", style_before if style_before == word[0].style else ""))
        lines[-1] += word
        used += size
    starts = [indent if first is None else first] + [indent] * (len(lines) - 1)
    return "\n".join((start + painted(line, look)).rstrip() for start, line in zip(starts, lines, strict=True))


def painted(text: Iterable[Cell], look: Look) -> str:
    """Return the cells as a string. If the terminal shows colour, the string has the codes of their styles."""
    runs = ((name, "".join(cell.character for cell in run)) for name, run in groupby(text, key=lambda cell: cell.style))
    return "".join(STYLES[name](run) if look.colour else run for name, run in runs)


def columns(line: str) -> int:
    """Return how many columns of a terminal a line takes. Codes for styles take no columns."""
    text = click.unstyle(line)
    if _NARROW.fullmatch(text):
        return len(text)
    from wcwidth import wcswidth  # noqa: PLC0415 - its import takes 25 ms, and most texts are narrow

    return wcswidth(text)


def _words(text: Iterable[Cell]) -> Iterator[list[Cell]]:
    """Yield the cells of each word. Words are separated by white space."""
    return (list(run) for blank, run in groupby(text, key=lambda cell: cell.character.isspace()) if not blank)
