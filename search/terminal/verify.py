"""Verify quotations at a command line: one, or all those of a draft."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from quotesearch.indexer import corpus
from quotesearch.indexer.errors import InputError, QueryError
from quotesearch.indexer.model import QuoteKind
from quotesearch.search.drafts import quotations
from quotesearch.search.library import QuoteIndex, open_index
from quotesearch.search.naming import untitled
from quotesearch.search.terminal import notices, options, render, shell
from quotesearch.search.terminal.layout import Cell, Look, cells, flow
from quotesearch.search.terminal.shell import look, print_json, say
from quotesearch.search.verify import Found, Verdict, Verification

_INDENT = " " * 15
_SIMILAR = 0.5
"""The share of the quotation that must be in the archive for the archive's words to be shown."""


@click.command(cls=shell.Asking)
@click.argument("words", nargs=-1)
@click.option("--speaker", default="", metavar="NAME", help="Whose words they are said to be.")
@click.option("--file", "files", multiple=True, metavar="PATH", help="Verify all quotations of a draft; - for stdin.")
@options.as_json
@options.index
def verify(words: tuple[str, ...], speaker: str, files: tuple[str, ...], folder: Path, *, as_json: bool) -> int:
    """Say whether quotations are in the archive, word for word.

    Examples:
      quotes verify "We cannot wait for another winter" --speaker lindqvist
      quotes verify --file draft.md
      pandoc draft.docx -t plain | quotes verify --file - --json

    The verdicts: `verbatim`; `near` (a few words differ, none of them a number, a negation or a name); `partial` (it
    is part of what was said, or only part of it was said); `other-speaker`; `not-found`, which is not *false*: it says
    how much was searched. Of a draft (text, Markdown or HTML) every quotation of three words or more is verified, as
    the words of whomever the draft gives them to. Exit code 0: all are verbatim; 1: some are not; 2: an error.
    """
    drafts = files or (() if words or sys.stdin.isatty() else ("-",))
    if bool(words) == bool(drafts):
        raise click.UsageError("give the words of one quotation, or a draft with --file")
    with open_index(folder) as opened:
        verified = [opened.verify(" ".join(words), speaker)] if words else _of_drafts(opened, drafts, speaker)
        if speaker and not opened.speakers(untitled(speaker)):
            say(notices.unknown_speaker(speaker, opened.near_speakers(speaker)))
        return max((_print(one, as_json=as_json) for one in verified), default=shell.FOUND)


def _print(verified: Verification | InputError | QueryError, *, as_json: bool) -> int:
    """Print a verification, or why there is none; return the exit code that it calls for."""
    if isinstance(verified, InputError | QueryError):
        say(f"not {'read' if isinstance(verified, InputError) else 'verified'}: {verified}")
        return shell.ERROR
    if as_json:
        print_json(verified.to_json())
    else:
        click.echo(verdict(verified, look()) + "\n")
    return shell.FOUND if verified.verdict is Verdict.VERBATIM else shell.NOTHING


def _of_drafts(
    opened: QuoteIndex, files: tuple[str, ...], speaker: str
) -> Iterator[Verification | InputError | QueryError]:
    """Yield the verification of each quotation in the drafts, and why a draft cannot be read."""
    for read in corpus.read(files):
        if isinstance(read, InputError):
            yield read
            continue
        found = list(quotations(read.document))
        if not found:
            say(f"{read.document.path or 'the draft'}: no quotation of three words or more")
        for each in found:
            try:
                yield opened.verify(each.text, speaker or each.speaker)
            except QueryError as error:  # too long: the others are verified all the same
                yield error


def verdict(verified: Verification, look: Look) -> str:
    """Set a verification: the verdict and the quotation, what the archive has, what differs, where it stands."""
    suffix = f" — {verified.speaker}" if verified.speaker else ""
    name = verified.verdict.replace("-", " ").upper()
    lines = [
        flow(cells(f"“{verified.quotation}”{suffix}"), look, indent=_INDENT, first=f"{name:15}"),
        *(flow(row, look, indent=_INDENT) for row in _rows(verified)),
    ]
    return "\n".join(lines)


def _rows(verified: Verification) -> Iterator[list[Cell]]:
    """Yield the rows below the quotation."""
    found = verified.found
    if verified.verdict is Verdict.NOT_FOUND:
        found = found if found and _is_similar(found) else None
        searched = f"searched {verified.documents:,} articles with {verified.quotes:,} quotes"
        yield cells(searched + ("; the nearest:" if found else ""), style="dim")
    if found:
        yield from _comparison(found, verified.verdict)
        yield cells(render.origin(found.document))
        yield _attribution(found)
        yield from _warning(found)


def _comparison(found: Found, verdict: Verdict) -> Iterator[list[Cell]]:
    """Yield what the archive has instead of the quotation, and each difference."""
    if verdict is not Verdict.VERBATIM:
        whole = found.quote.quote.text if found.quote else found.span.words(found.document.text)
        yield cells(f"there: “{whole}”")
    if found.alignment.turned:
        yield cells("differs: two parts have changed places")
    if found.alignment.changes:
        yield cells(f"differs: {_differences(found)}")


def _attribution(found: Found) -> list[Cell]:
    """Return who says the words in the archive, and their place."""
    speaker = (
        render.speaker_cells(found.quote.quote.speaker)
        if found.quote
        else cells("nobody is quoted with it there", style="dim")
    )
    place = f" · {render.location(found.document)}, line {found.document.line_of(found.span.start)} of the text"
    return [*speaker, *cells(f"{place} [{found.span.start}-{found.span.end}]", style="place")]


def _warning(found: Found) -> Iterator[list[Cell]]:
    """Yield a row for a quote that is not direct, or whose speaker is uncertain."""
    if found.quote and (found.quote.quote.kind is not QuoteKind.DIRECT or render.uncertainty(found.quote.quote)):
        yield [
            *cells(f"the article gives it as {render.kind_of(found.quote.quote)}"),
            *render.uncertainty(found.quote.quote),
        ]


def _is_similar(found: Found) -> bool:
    """Tell whether the words are similar enough to the quotation to be shown although they do not match."""
    return found.alignment.likeness >= _SIMILAR or found.alignment.run >= _SIMILAR


def _differences(found: Found) -> str:
    """Return each difference: the quotation's words, an arrow, the archive's, and what makes it grave."""
    pairs = ((each.quoted or "nothing", each.stored or "nothing", each.flag) for each in found.alignment.changes)
    return "; ".join(f"{ours} → {theirs}" + (f" ({flag}!)" if flag else "") for ours, theirs, flag in pairs)
