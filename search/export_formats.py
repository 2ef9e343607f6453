"""Format results for spreadsheets and for people: CSV, Markdown and citations.

A citation is one line: the speaker, the words, the article with outlet and day, and the place in its text.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Any

from quotesearch.indexer.model import BETWEEN_PARTS, QuoteKind
from quotesearch.search.results import SearchResult

COLUMNS = (
    "quote speaker role affiliation kind reports confidence outlet published title author url path line spans context "
    "reports_of_it first_seen outlets id document_id"
).split()
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet runs a text as a formula if it begins with one of these characters."""
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~&]|^[-+](?= )|(?<=^\d)\.(?= ))")
_ENDED = re.compile(r"[.!?…][\"'”’»)]*$")
_QUOTED = tuple('"“‘«„')


def table(results: Iterable[SearchResult]) -> Iterator[str]:
    """Yield the lines of a CSV table with a header (RFC 4180, except the line ends).

    An apostrophe is put before a text that a spreadsheet would run as a formula.
    """
    yield _csv(COLUMNS)
    for result in results:
        cells = _cells(result)
        yield _csv([cells[column] for column in COLUMNS])


def markdown(results: Iterable[SearchResult]) -> Iterator[str]:
    """Yield a block quotation for each result, with its speaker and its article below."""
    for result in results:
        speaker, head = result.quote.speaker, result.document
        attribution = f"— **{_escaped(speaker.name)}**" + (f", {_escaped(speaker.role)}" if speaker.role else "")
        title = f"*{_escaped(head.title)}*" if head.title else ""
        linked = f"[{title or _escaped(head.url)}](<{head.url}>)" if _is_address(head.url) else title
        source = ", ".join(filter(None, (linked, *map(_escaped, (head.outlet, when(head.published), _place(result))))))
        yield f"> {_escaped(quoted(result))}\n>\n> {attribution}. {source}\n"


def citation(result: SearchResult) -> str:
    """Return a line with the speaker, the words, the article and the place in its text."""
    speaker, head = result.quote.speaker, result.document
    named = f"{speaker.name} ({speaker.role})" if speaker.role else speaker.name
    title = f"“{head.title}”" if head.title else ""
    printed = ", ".join(filter(None, (title, head.outlet, when(head.published), head.url, _place(result))))
    words = quoted(result)
    stop = "" if _ENDED.search(words) else "."
    return " ".join(f"{named}: {words}{stop} {printed} [{result.quote.id}].".split())


def quoted(result: SearchResult) -> str:
    """Return a quote's words on one line, with … between its parts. Each part of a direct quote has quotation marks."""
    parts = [" ".join(part.split()) for part in result.quote.parts]
    bare = result.quote.kind is QuoteKind.DIRECT and not parts[0].startswith(_QUOTED)
    return BETWEEN_PARTS.join(f"“{part}”" if bare else part for part in parts)


FORMATS: Mapping[str, Callable[[Iterable[SearchResult]], Iterator[str]]] = MappingProxyType(
    {"csv": table, "markdown": markdown, "citation": partial(map, citation)}
)


def when(day: date | None) -> str:
    """Return a day as in *4 March 2021*. If there is no day, return ""."""
    return f"{day.day} {day:%B %Y}" if day else ""


def _cells(result: SearchResult) -> dict[str, Any]:
    """Return the value of each column."""
    values = result.to_json()
    flat = {**values["document"], **values["speaker"], **values}
    return flat | {
        "speaker": result.quote.speaker.name,
        "spans": ";".join(f"{span.start}-{span.end}" for span in result.quote.content),
        "reports_of_it": 1 + len(result.occurrences),
        "outlets": "; ".join(result.outlets),
        "document_id": result.document.id,
    }


def _csv(cells: Iterable[Any]) -> str:
    """Return one row, without the line end."""
    row = io.StringIO()
    safe = (f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell for cell in cells)
    csv.writer(row, lineterminator="").writerow(safe)
    return row.getvalue()


def _place(result: SearchResult) -> str:
    """Return the place of the words: file, line and characters."""
    spans = ", ".join(f"{span.start}–{span.end}" for span in result.quote.content)
    return ", ".join(filter(None, (result.document.path, f"line {result.line}, characters {spans}")))


def _escaped(text: str) -> str:
    """Return the text with a backslash before each sign that has a meaning in Markdown."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def _is_address(url: str) -> bool:
    """Tell whether a url is an http or https address, so that a link to it is safe."""
    return url.startswith(("https://", "http://")) and not re.search(r"[\s<>\\]", url)
