"""Say how each answer looks: a search result, a quote in its article, speakers, counts, what a run did.

Where there is no colour, a quote in its article has brackets around content, source and cue; a search
result stays bare, so that what is copied from it is what was said.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from quotesearch.indexer.model import (
    BETWEEN_PARTS,
    Document,
    DocumentHead,
    Quote,
    QuoteKind,
    Reported,
    Span,
    Speaker,
    SpeakerKind,
)
from quotesearch.indexer.records import SpeakerCount
from quotesearch.search.alignment import Change
from quotesearch.search.exporting import when
from quotesearch.search.library import Stats
from quotesearch.search.results import SearchResult
from quotesearch.search.terminal.setting import Cell, Look, cells, flow

if TYPE_CHECKING:  # what a search has no use for
    from quotesearch.indexer.pipeline import Report
    from quotesearch.indexer.records import Topics

OUTER = "\"'“”‘’«»„‹›.,;:!? \n"
INDENT = "    "
UNCERTAIN = 0.5
"""Below this confidence a result says that its speaker is uncertain."""
VARIANTS = 3
"""How many differing reports of a quote are shown below it."""


def result(found: SearchResult, look: Look, *, explain: bool = False) -> str:
    """Set one result: the quote, who said it, where and when, its context, its place."""
    quote, head = found.quote, found.document
    lines = [flow(_dressed(quote, found.marks), look, indent=INDENT, first=f"{found.rank:>3} ")]
    lines.append(flow(named(quote.speaker), look, indent=INDENT))
    if origin := printed(head):
        lines.append(flow(cells(origin), look, indent=INDENT))
    if found.context.strip(OUTER) != quote.text.strip(OUTER):
        lines.append(flow(_context(found), look, indent=INDENT + "  "))
    lines += [flow(row, look, indent=INDENT + "  ", first=INDENT) for row in _elsewhere(found)]
    lines.append(flow([*cells(_place(found), style="place"), *doubt(quote)], look, indent=INDENT))
    if explain and found.why:
        lines.append(flow(cells(_reasons(found)), look, indent=INDENT))
    return "\n".join(lines)


def speaker(counted: SpeakerCount, look: Look, *, reasons: bool = False) -> str:
    """Set one speaker: how many quotes, name and role, other names; with `reasons`, why names are the same person's."""
    kind = "" if counted.kind is SpeakerKind.PERSON else f" ({counted.kind})"
    also = f" · also {', '.join(counted.aliases)}" if counted.aliases else ""
    role = f", {counted.role}" if counted.role else ""
    named = [*cells(counted.name, style="speaker"), *cells(role + kind), *cells(also, style="dim")]
    rows = [flow(named, look, indent=" " * 8, first=f"{counted.quotes:>6}  ")]
    if reasons:
        rows += [flow(cells(f"{name}: {why}", style="dim"), look, indent=" " * 10) for name, why in counted.joined]
    return "\n".join(rows)


def topics(each: "Topics", look: Look) -> str:
    """Set what a speaker talked about in a period."""
    label = each.period or "undated"
    return flow(cells(", ".join(each.words)), look, indent=" " * 18, first=f"{label:8} {each.quotes:>6}   ")


def stats(held: Stats, look: Look) -> str:
    """Set the counts of an index in two columns."""
    counts, manifest = held.counts, held.manifest
    dates = f"{when(counts.first)} to {when(counts.last)}" if counts.first and counts.last else "none given"
    kinds = f"{counts.direct:,} direct, {counts.mixed:,} mixed, {counts.indirect:,} indirect"
    rows = [
        ("documents", f"{counts.documents:,}"),
        ("quotes", f"{counts.quotes:,} ({kinds})"),
        ("speakers", f"{counts.speakers:,}"),
        ("outlets", f"{counts.outlets:,}"),
        ("dates", dates),
        ("model", f"{manifest.model} ({manifest.dimension} dimensions; text: {manifest.recipe})"),
        ("on disk", ", ".join(f"{part} {_bytes(size)}" for part, size in held.sizes)),
    ]
    return "\n".join(row(label, cells(value), look) for label, value in rows)


def report(run: "Report") -> str:
    """Say in two lines what a run of indexing did."""
    read = many(run.read - len(run.failed), "document")
    known = f"{read} read: {run.added} new, {run.changed} changed, {run.unchanged} unchanged"
    failed = f"; {len(run.failed)} could not be read" if run.failed else ""
    return f"{known}{failed}\n{many(run.quotes, 'quote')} stored in {run.seconds:.1f} seconds"


def _dressed(quote: Quote, marks: Iterable[Span]) -> list[Cell]:
    """Return the quote's words, a direct quote's in quotation marks, with … where they are interrupted."""
    words = cells(quote.text, [(span, "mark") for span in marks])
    bare = quote.kind is QuoteKind.DIRECT and not quote.text.startswith(tuple('"“‘«„'))
    dressed: list[Cell] = []
    for span in quote.content:
        part, words = words[: len(span)], words[len(span) + len(BETWEEN_PARTS) :]
        gap = cells(BETWEEN_PARTS, style="dim") if dressed else []
        dressed += [*gap, *(([Cell("“"), *part, Cell("”")]) if bare else part)]
    return dressed


def named(said_by: Speaker) -> list[Cell]:
    """Return a speaker's name and role."""
    return [*cells(said_by.name, style="speaker"), *cells(f", {said_by.role}" if said_by.role else "")]


def printed(head: DocumentHead | Document) -> str:
    """Return title, outlet and date, those that are known."""
    return " · ".join(filter(None, (head.title, ", ".join(filter(None, (head.outlet, when(head.published)))))))


def _elsewhere(found: SearchResult) -> Iterator[list[Cell]]:
    """Yield a row for other reports of the same words, and one for each that differs, with the differences."""
    if not found.occurrences:
        return
    first = f", first {when(found.first_seen)}" if found.first_seen else ""
    where_else = f" in {', '.join(found.outlets)}" if found.outlets else ""
    yield cells(f"{many(len(found.occurrences) + 1, 'report')}{where_else}{first}", style="dim")
    for other in [each for each in found.occurrences if each.changes][:VARIANTS]:
        differences = ", ".join(map(_difference, other.changes))
        yield cells(f"{printed(other.stored.document) or other.stored.document.id}: {differences}", style="dim")


def _difference(change: Change) -> str:
    """Say what another report has in the place of a quote's words."""
    if not change.stored:
        return f"leaves out “{change.quoted}”"
    return f"has “{change.stored}” for “{change.quoted}”" if change.quoted else f"adds “{change.stored}”"


def _context(found: SearchResult) -> list[Cell]:
    """Return the context, dim but for the quote."""
    start = found.quote.context.start
    inside = (span for span in found.quote.content if found.quote.context.covers(span))
    marks = [(Span(span.start - start, span.end - start), "") for span in inside]
    return cells(found.context, marks, style="dim")


def _place(found: SearchResult) -> str:
    """Return where the quote stands and how to ask for it."""
    place, spans = where(found.document), " ".join(f"[{span.start}-{span.end}]" for span in found.quote.content)
    line = f":{found.line}" if place.endswith(".txt") else f", line {found.line} of the text"
    return f"{found.quote.id} · {sort(found.quote)} · {place}{line} {spans}"


def sort(quote: Quote) -> str:
    """Return what sort of quote it is."""
    return str(quote.kind) if quote.reports is Reported.SPEECH else f"{quote.kind} {quote.reports}"


def doubt(quote: Quote) -> list[Cell]:
    """Return what warns of an attribution that is more likely wrong than right, nothing for any other."""
    return cells(" · speaker uncertain", style="dim") if quote.confidence < UNCERTAIN else []


def where(head: DocumentHead | Document) -> str:
    """Return the document's file, short where it lies below the current folder; else its url, else its id."""
    if not head.path:
        return head.url or head.id
    path, here = Path(head.path), Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else head.path


def _reasons(found: SearchResult) -> str:
    """Return the sum that makes the score."""
    parts = (
        f"{said.share:.4f} from {said.retriever} ({f'rank {said.rank}, ' if said.rank else ''}{said.score:.4f})"
        for said in found.why
        if said.share or said.rank
    )
    return f"score {found.score:.4f} = {' + '.join(parts)}"


def row(label: str, value: Sequence[Cell], look: Look) -> str:
    """Set a value behind its label."""
    return flow(value, look, indent=" " * 11, first=f"{label:<11}")


def many(number: int, thing: str) -> str:
    """Return the number with its noun."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _bytes(size: float) -> str:
    """Write a size as people do."""
    for unit in ("bytes", "kB", "MB"):
        if size < 1000:  # noqa: PLR2004 - the step between units
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"
