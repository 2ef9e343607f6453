"""Write results as spreadsheets and people take them: CSV, Markdown, or citations; `results` makes JSON of one.

A citation is a line: who, the words, the article with outlet and day, and where in its text they stand.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from quotesearch.indexer.model import BETWEEN_PARTS, QuoteKind
from quotesearch.search.results import SearchResult

COLUMNS = (
    "quote speaker role affiliation kind reports confidence outlet published title author url path line spans context "
    "reports_of_it first_seen outlets id document_id"
).split()
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would compute, or run."""
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~&]|^[-+](?= )|(?<=^\d)\.(?= ))")
_ENDED = re.compile(r"[.!?…][\"'”’»)]*$")
_QUOTED = tuple('"“‘«„')


def table(results: Iterable[SearchResult]) -> Iterator[str]:
    """Yield the lines of a CSV table with a header (RFC 4180, but for the ends of its lines).

    A text that a spreadsheet would take for a formula has an apostrophe put before it.
    """
    yield _csv(COLUMNS)
    for found in results:
        cells = _cells(found)
        yield _csv([cells[column] for column in COLUMNS])


def markdown(results: Iterable[SearchResult]) -> Iterator[str]:
    """Yield a block quotation a result, with its speaker and source below it."""
    for found in results:
        speaker, head = found.quote.speaker, found.document
        said_by = f"— **{_escaped(speaker.name)}**" + (f", {_escaped(speaker.role)}" if speaker.role else "")
        title = f"*{_escaped(head.title)}*" if head.title else ""
        linked = f"[{title or _escaped(head.url)}](<{head.url}>)" if _is_address(head.url) else title
        source = ", ".join(filter(None, (linked, *map(_escaped, (head.outlet, when(head.published), _place(found))))))
        yield f"> {_escaped(quoted(found))}\n>\n> {said_by}. {source}\n"


def citations(results: Iterable[SearchResult]) -> Iterator[str]:
    """Yield a citation a result, each on a line."""
    return map(citation, results)


def citation(found: SearchResult) -> str:
    """Return one line that says who said what, and where that is printed."""
    speaker, head = found.quote.speaker, found.document
    named = f"{speaker.name} ({speaker.role})" if speaker.role else speaker.name
    title = f"“{head.title}”" if head.title else ""
    printed = ", ".join(filter(None, (title, head.outlet, when(head.published), head.url, _place(found))))
    words = quoted(found)
    stop = "" if _ENDED.search(words) else "."
    return " ".join(f"{named}: {words}{stop} {printed} [{found.quote.id}].".split())


def quoted(found: SearchResult) -> str:
    """Return a quote's words on one line, its parts apart; each part of a direct quote in quotation marks."""
    parts = [" ".join(part.split()) for part in found.quote.parts]
    bare = found.quote.kind is QuoteKind.DIRECT and not parts[0].startswith(_QUOTED)
    return BETWEEN_PARTS.join(f"“{part}”" if bare else part for part in parts)


FORMATS: Mapping[str, Callable[[Iterable[SearchResult]], Iterator[str]]] = MappingProxyType(
    {"csv": table, "markdown": markdown, "citation": citations}
)


def when(day: date | None) -> str:
    """Write a day as newspapers do, nothing for none."""
    return f"{day.day} {day:%B %Y}" if day else ""


def _cells(found: SearchResult) -> dict[str, Any]:
    """Return what the columns hold."""
    told = found.to_json()
    flat = {**told["document"], **told, **told["speaker"]}
    return flat | {
        "speaker": found.quote.speaker.name,
        "kind": str(found.quote.kind),
        "spans": ";".join(f"{span.start}-{span.end}" for span in found.quote.content),
        "reports_of_it": 1 + len(found.occurrences),
        "outlets": "; ".join(found.outlets),
        "id": found.quote.id,
        "document_id": found.document.id,
    }


def _csv(cells: Iterable[Any]) -> str:
    """Return one row, without the end of its line."""
    row = io.StringIO()
    safe = (f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell for cell in cells)
    csv.writer(row, lineterminator="").writerow(safe)
    return row.getvalue()


def _place(found: SearchResult) -> str:
    """Return where in the source the words stand."""
    spans = ", ".join(f"{span.start}–{span.end}" for span in found.quote.content)
    return ", ".join(filter(None, (found.document.path, f"line {found.line}, characters {spans}")))


def _escaped(text: str) -> str:
    """Return the text so that Markdown shows it as it is."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def _is_address(url: str) -> bool:
    """Tell whether a url is one of the web, which may be linked to."""
    return url.startswith(("https://", "http://")) and not re.search(r"[\s<>\\]", url)
