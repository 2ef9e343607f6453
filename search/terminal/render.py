"""Format each kind of answer: results, a quote in its article, speakers, topics, statistics, a report of indexing.

A quote in its article has marks for content, source and cue: colours or, without colour, brackets. A search result has
no brackets, so that its words can be copied.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
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
    SpeakerKind,
)
from quotesearch.indexer.records import Correction, SpeakerCount, Topics
from quotesearch.search.alignment import Change
from quotesearch.search.export_formats import when
from quotesearch.search.fusion import Evidence
from quotesearch.search.quote_index import Stats
from quotesearch.search.results import SearchResult
from quotesearch.search.terminal.layout import Cell, Look, cells, flow

if TYPE_CHECKING:  # a search does not import these
    from quotesearch.indexer.pipeline import Report

BRACKETS = {"content": "[]", "source": "{}", "cue": "<>"}
"""The brackets around the parts of a quote, if there is no colour."""
AROUND = 2
"""The number of paragraphs that are shown before and after a quote."""
OUTER = "\"'“”‘’«»„‹›.,;:!? \n"
"""If a context has only these additional characters at its ends, it is not longer than its quote."""
INDENT = "    "
_EXTRACTIONS = {"tagger-2": "by network", "rules-1": "by rules alone (--fast)", "given": "in the file"}
"""How `stats` names the recipe of an extraction."""
UNCERTAIN = 0.5
"""A result with a confidence below this has a warning: its speaker is more likely wrong than right."""
VARIANTS = 3
"""The most reports with different words that are shown below a result."""


def result(entry: SearchResult, look: Look, *, explain: bool = False) -> str:
    """Return one result: the quote, its speaker, its article, its context, other reports, its place."""
    quote, head = entry.quote, entry.document
    lines = [flow(_quote_cells(quote, entry.marks), look, indent=INDENT, first=f"{entry.rank:>3} ")]
    lines.append(flow(speaker_cells(quote), look, indent=INDENT))
    if headline := origin(head):
        lines.append(flow(cells(headline), look, indent=INDENT))
    if entry.context.strip(OUTER) != quote.text.strip(OUTER):
        lines.append(flow(_context(entry), look, indent=INDENT + "  "))
    lines += [flow(row, look, indent=INDENT + "  ", first=INDENT) for row in _other_reports(entry)]
    lines.append(flow([*cells(_place(entry), style="place"), *uncertainty(quote)], look, indent=INDENT))
    if explain and entry.why:
        lines.append(flow(cells(_reasons(entry)), look, indent=INDENT))
    return "\n".join(lines)


def speaker(counted_speaker: SpeakerCount, look: Look, *, reasons: bool = False) -> str:
    """Return one speaker: number of quotes, name, role, other names. With `reasons`, say why names were joined."""
    kind = "" if counted_speaker.kind is SpeakerKind.PERSON else f" ({counted_speaker.kind})"
    also = f" · also {', '.join(counted_speaker.aliases)}" if counted_speaker.aliases else ""
    role = f", {counted_speaker.role}" if counted_speaker.role else ""
    words = [*cells(counted_speaker.name, style="speaker"), *cells(role + kind), *cells(also, style="dim")]
    rows = [flow(words, look, indent=" " * 8, first=f"{counted_speaker.quotes:>6}  ")]
    joined = [cells(f"{name}: {why}", style="dim") for name, why in counted_speaker.joined if reasons]
    rows += [flow(reason, look, indent=" " * 10) for reason in joined]
    return "\n".join(rows)


def correction(stored: Correction, look: Look) -> str:
    """Return one correction: its number, the right speaker, the words, the document."""
    name = cells(stored.speaker.name, style="speaker") if stored.speaker else cells("not a quote")
    role = cells(f", {stored.speaker.role}" if stored.speaker and stored.speaker.role else "")
    words = [*name, *role, *cells(f": {stored.words} · "), *cells(stored.document_id, style="place")]
    return flow(words, look, indent=" " * 8, first=f"{stored.number:>6}  ")


def topics(period: Topics, look: Look) -> str:
    """Return the topics of a speaker in one period."""
    start = f"{period.period or 'undated':8} {period.quotes:>6}   "
    return flow(cells(", ".join(period.words)), look, indent=" " * 18, first=start)


def stats(contents: Stats, look: Look) -> str:
    """Return the statistics of an index in two columns."""
    counts, manifest = contents.counts, contents.manifest
    dates = f"{when(counts.first)} to {when(counts.last)}" if counts.first and counts.last else "none given"
    kinds = f"{counts.direct:,} direct, {counts.mixed:,} mixed, {counts.indirect:,} indirect"
    rows = [
        ("documents", f"{counts.documents:,}"),
        ("quotes", f"{counts.quotes:,} ({kinds})"),
        ("speakers", f"{counts.speakers:,}"),
        ("outlets", f"{counts.outlets:,}"),
        ("dates", dates),
        ("extraction", ", ".join(f"{_EXTRACTIONS.get(name, name)} {count:,}" for name, count in counts.recipes)),
        ("model", f"{manifest.model} ({manifest.dimension} dimensions; text: {manifest.recipe})"),
        ("on disk", ", ".join(f"{part} {_bytes(size)}" for part, size in contents.sizes)),
    ]
    return "\n".join(row(label, cells(value), look) for label, value in rows)


def report(run: "Report") -> str:
    """Return the report of a run of indexing, in two lines."""
    documents = count_of(run.read - len(run.failed), "document")
    counts = f"{documents} read: {run.added} new, {run.changed} changed, {run.unchanged} unchanged"
    failed = f"; {len(run.failed)} could not be read" if run.failed else ""
    return f"{counts}{failed}\n{count_of(run.quotes, 'quote')} stored in {run.seconds:.1f} seconds"


def _quote_cells(quote: Quote, marks: Iterable[Span]) -> list[Cell]:
    """Return the words of a quote, with quotation marks if it is direct and … between its parts."""
    words = cells(quote.text, [(span, "mark") for span in marks])
    bare = quote.kind is QuoteKind.DIRECT and not quote.text.startswith(tuple('"“‘«„'))
    dressed: list[Cell] = []
    for span in quote.content:
        part, words = words[: len(span)], words[len(span) + len(BETWEEN_PARTS) :]
        gap = cells(BETWEEN_PARTS, style="dim") if dressed else []
        dressed += [*gap, *(([Cell("“"), *part, Cell("”")]) if bare else part)]
    return dressed


def speaker_cells(quote: Quote) -> list[Cell]:
    """Return the name and the role of a quote's speaker."""
    role = f", {quote.speaker.role}" if quote.speaker.role else ""
    return [*cells(quote.speaker.name, style="speaker"), *cells(role)]


def origin(head: DocumentHead | Document) -> str:
    """Return title, outlet and date of an article, without those that are not known."""
    return " · ".join(filter(None, (head.title, ", ".join(filter(None, (head.outlet, when(head.published)))))))


def _other_reports(entry: SearchResult) -> Iterator[list[Cell]]:
    """Yield a row with the number of reports of the same words.

    Then yield a row for each report with different words.
    """
    if not entry.occurrences:
        return
    first = f", first {when(entry.first_seen)}" if entry.first_seen else ""
    where_else = f" in {', '.join(entry.outlets)}" if entry.outlets else ""
    yield cells(f"{count_of(len(entry.occurrences) + 1, 'report')}{where_else}{first}", style="dim")
    for occurrence in [report for report in entry.occurrences if report.changes][:VARIANTS]:
        differences = ", ".join(map(difference, occurrence.changes))
        head = occurrence.stored.document
        yield cells(f"{origin(head) or head.id}: {differences}", style="dim")


def difference(change: Change) -> str:
    """Return a difference in words, from the view of the other text."""
    if not change.stored:
        return f"leaves out “{change.quoted}”"
    return f"has “{change.stored}” for “{change.quoted}”" if change.quoted else f"adds “{change.stored}”"


def _context(entry: SearchResult) -> list[Cell]:
    """Return the context. All of it is dim except the quote."""
    start = entry.quote.context.start
    inside = (span for span in entry.quote.content if entry.quote.context.covers(span))
    marks = [(Span(span.start - start, span.end - start), "") for span in inside]
    return cells(entry.context, marks, style="dim")


def _place(entry: SearchResult) -> str:
    """Return the id, the kind and the place of a quote."""
    place, spans = location(entry.document), " ".join(f"[{span.start}-{span.end}]" for span in entry.quote.content)
    line = f":{entry.line}" if place.endswith(".txt") else f", line {entry.line} of the text"
    return f"{entry.quote.id} · {kind_of(entry.quote)} · {place}{line} {spans}"


def kind_of(quote: Quote) -> str:
    """Return the kind of a quote. If the quote reports a document or a thought, add that."""
    return str(quote.kind) if quote.reports is Reported.SPEECH else f"{quote.kind} {quote.reports}"


def uncertainty(quote: Quote) -> list[Cell]:
    """Return a warning if the attribution is more likely wrong than right. Otherwise return no cells."""
    return cells(" · speaker uncertain", style="dim") if quote.confidence < UNCERTAIN else []


def location(head: DocumentHead | Document) -> str:
    """Return the document's file, relative to the current folder if the file is inside it.

    Without a file, return the document's url, else its id.
    """
    if not head.path:
        return head.url or head.id
    path, folder = Path(head.path), Path.cwd()
    return str(path.relative_to(folder)) if path.is_relative_to(folder) else head.path


def _reasons(entry: SearchResult) -> str:
    """Return the score as the sum of its shares."""
    parts = (_reason(evidence) for evidence in entry.why if evidence.share or evidence.rank)
    return f"score {entry.score:.4f} = {' + '.join(parts)}"


def _reason(evidence: Evidence) -> str:
    """Return one retriever's share of a score, with the retriever's rank and score."""
    rank = f"rank {evidence.rank}, " if evidence.rank else ""
    return f"{evidence.share:.4f} from {evidence.retriever} ({rank}{evidence.score:.4f})"


def row(label: str, value: Sequence[Cell], look: Look) -> str:
    """Return a row: a label and its value."""
    return flow(value, look, indent=" " * 11, first=f"{label:<11}")


def count_of(number: int, thing: str) -> str:
    """Return the number and the noun, which is in the plural if needed."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _bytes(size: float) -> str:
    """Return a size, in the unit that makes it short."""
    for unit in ("bytes", "kB", "MB"):
        if size < 1000:  # noqa: PLR2004 - the step between units
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"


def article(document: Document, quote: Quote, look: Look, *, whole: bool = False) -> str:
    """Return a quote in its article: a heading that names each part of the quote, then numbered lines."""
    parts = (("content", quote.content), ("source", quote.source), ("cue", quote.cue))
    marks = [(span, name) for name, spans in parts for span in spans]
    text = cells(document.text, marks)
    lines = _lines(text if look.colour else _bracketed(text))
    numbers = range(len(lines))
    if not whole:
        first = document.line_of(min(span.start for span, _ in marks)) - 1
        last = document.line_of(max(span.end for span, _ in marks) - 1) - 1
        numbers = _window(lines, first, last)
    numbered = [
        flow(lines[number], look, indent=" " * 7, first=f"{number + 1:>5}  ") if lines[number] else ""
        for number in numbers
    ]
    return "\n".join([*_heading(document, quote, look), "", *numbered])


def _heading(document: Document, quote: Quote, look: Look) -> list[str]:
    """Return the rows of the heading above a quote in its article."""
    rows = [
        ("quote", [*cells(f"{quote.id} · {kind_of(quote)} · confidence {quote.confidence:.2f}"), *uncertainty(quote)]),
        ("speaker", speaker_cells(quote)),
        ("source", _mentions(document, quote.source, "source")),
        ("cue", _mentions(document, quote.cue, "cue")),
        ("article", cells(origin(document))),
        ("in", cells(" · ".join(dict.fromkeys(filter(None, (location(document), document.url)))))),
    ]
    return [row(label, value, look) for label, value in rows if value]


def _mentions(document: Document, spans: Sequence[Span], style: str) -> list[Cell]:
    """Return the words at each span. The numbers of the span follow them."""
    rows = ((cells(span.words(document.text), style=style), cells(f" [{span.start}-{span.end}] ")) for span in spans)
    return [cell for row in rows for part in row for cell in part]


def _bracketed(text: Sequence[Cell]) -> list[Cell]:
    """Return the text with brackets around content, source and cue."""
    bracketed: list[Cell] = []
    for style, run in groupby(text, key=lambda cell: cell.style):
        brackets = BRACKETS.get(style, "")
        bracketed += [*map(Cell, brackets[:1]), *run, *map(Cell, brackets[1:])]
    return bracketed


def _lines(text: Sequence[Cell]) -> list[Sequence[Cell]]:
    """Return the cells of each line."""
    ends = [-1, *(place for place, cell in enumerate(text) if cell.character == "\n"), len(text)]
    return [text[start + 1 : end] for start, end in pairwise(ends)]


def _window(lines: Sequence[Sequence[Cell]], first: int, last: int) -> range:
    """Return the numbers of the lines from `first` to `last` and of some paragraphs before and after them."""
    full = [number for number, line in enumerate(lines) if line]
    earlier = [number for number in full if number < first][-AROUND:]
    after = [number for number in full if number > last][:AROUND]
    return range(min([*earlier, first]), max([*after, last]) + 1)
