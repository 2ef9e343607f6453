"""The command `verify`: check one quotation, or all quotations of a draft, against the archive."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from quotesearch.indexer import corpus
from quotesearch.indexer.errors import InputError, QueryError
from quotesearch.indexer.model import QuoteKind
from quotesearch.indexer.text.names import untitled
from quotesearch.search.alignment import Change
from quotesearch.search.draft_quotations import quotations
from quotesearch.search.quote_index import QuoteIndex, open_index
from quotesearch.search.terminal import notices, options, render, shell
from quotesearch.search.terminal.layout import Cell, Look, cells, flow
from quotesearch.search.terminal.shell import look, print_json, say
from quotesearch.search.verify import ArchiveMatch, Verdict, Verification

Outcome = Verification | InputError | QueryError
"""The verification of a quotation, or the error that prevents it."""
_INDENT = " " * 15
_SIMILAR = 0.5
"""At least this share of the quotation must be in the archive, otherwise the archive's words are not shown."""


@click.command(cls=shell.WithExclusions)
@click.argument("words", nargs=-1)
@click.option("--speaker", default="", metavar="NAME", help="The speaker of the quotation.")
@click.option(
    "--file", "files", multiple=True, metavar="PATH", help="Verify all quotations of this draft; - is standard input."
)
@options.as_json
@options.index
def verify(words: tuple[str, ...], speaker: str, files: tuple[str, ...], folder: Path, *, as_json: bool) -> int:
    """Check quotations against the archive, word by word.

    Examples:
      quotes verify "We cannot wait for another winter" --speaker lindqvist
      quotes verify --file draft.md
      pandoc draft.docx -t plain | quotes verify --file - --json

    `verbatim` means that the archive has all words, inside quotation marks. `near`: a few words differ, but no number,
    negation or name. `paraphrase`: the words are outside quotation marks, or an opinion or a denial. `partial`: the
    quotation ends within a sentence, or the archive has only a part of it. `other-speaker`: the words are from another
    speaker. `not-found` does not mean *false*: the archive may lack the words.

    In a draft (text, Markdown or HTML), each quotation of three words or more is verified, with the speaker that the
    draft names. The exit code is 0 if all quotations are verbatim, 1 if not, 2 after an error.
    """
    drafts = files or (() if words or sys.stdin.isatty() else ("-",))
    if bool(words) == bool(drafts):
        raise click.UsageError("give either the words of a quotation, or a draft with --file")
    with open_index(folder) as opened:
        verifications = [opened.verify(" ".join(words), speaker)] if words else _of_drafts(opened, drafts, speaker)
        if speaker and not opened.speakers(untitled(speaker)):
            say(notices.unknown_speaker(speaker, opened.near_speakers(speaker)))
        return max((_print(verified, as_json=as_json) for verified in verifications), default=shell.FOUND)


def _print(verified: Outcome, *, as_json: bool) -> int:
    """Print a verification, or the error that prevents it, and return the exit code."""
    if isinstance(verified, InputError | QueryError):
        say(f"not {'read' if isinstance(verified, InputError) else 'verified'}: {verified}")
        return shell.ERROR
    print_json(verified.to_json()) if as_json else click.echo(verdict(verified, look()) + "\n")
    return shell.FOUND if verified.verdict is Verdict.VERBATIM else shell.NOTHING


def _of_drafts(opened: QuoteIndex, files: tuple[str, ...], speaker: str) -> Iterator[Outcome]:
    """Yield the verification of each quotation in the drafts. For a draft that cannot be read, yield the error."""
    for record in corpus.read(files):
        if isinstance(record, InputError):
            yield record
            continue
        drafted = list(quotations(record.document))
        if not drafted:
            say(f"{record.document.path or 'the draft'}: no quotation of three words or more")
        for quotation, its_speaker in drafted:
            try:
                yield opened.verify(quotation, speaker or its_speaker)
            except QueryError as error:  # this quotation is too long; the others are still verified
                yield error


def verdict(verified: Verification, look: Look) -> str:
    """Format a verification: the verdict, the quotation, the words of the archive, the differences, the place."""
    suffix = f" — {verified.speaker}" if verified.speaker else ""
    name = verified.verdict.replace("-", " ").upper()
    first = flow(cells(f"“{verified.quotation}”{suffix}"), look, indent=_INDENT, first=f"{name:15}")
    return "\n".join([first, *(flow(row, look, indent=_INDENT) for row in _rows(verified))])


def _rows(verified: Verification) -> Iterator[list[Cell]]:
    """Yield the rows below the quotation."""
    match = verified.found
    if verified.verdict is Verdict.NOT_FOUND:
        match = match if match and _is_similar(match) else None
        searched = f"searched {verified.documents:,} articles with {verified.quotes:,} quotes"
        yield cells(searched + ("; the most similar words:" if match else ""), style="dim")
    if match:
        yield from _comparison(match, verified.verdict)
        yield cells(render.origin(match.document))
        yield _attribution(match)
        yield from _warning(match)


def _comparison(match: ArchiveMatch, verdict: Verdict) -> Iterator[list[Cell]]:
    """Yield the words of the archive, and each difference between them and the quotation."""
    if verdict is not Verdict.VERBATIM:
        whole = match.quote.quote.text if match.quote else match.span.words(match.document.text)
        yield cells(f"archive: “{whole}”")
    if match.alignment.turned:
        yield cells("differs: two parts are in the opposite order")
    if match.alignment.changes:
        yield cells(f"differs: the archive {', '.join(map(_difference, match.alignment.changes))}")


def _attribution(match: ArchiveMatch) -> list[Cell]:
    """Return the speaker of the words in the archive, and the place of the words."""
    nobody = cells("in the article, these words are outside all quotes", style="dim")
    speaker = render.speaker_cells(match.quote.quote) if match.quote else nobody
    place = f" · {render.location(match.document)}, line {match.document.line_of(match.span.start)} of the text"
    return [*speaker, *cells(f"{place} [{match.span.start}-{match.span.end}]", style="place")]


def _warning(match: ArchiveMatch) -> Iterator[list[Cell]]:
    """If the quote is not direct, or its speaker is uncertain, yield a row that says so."""
    quote = match.quote.quote if match.quote else None
    if quote and (quote.kind is not QuoteKind.DIRECT or render.uncertainty(quote)):
        yield [*cells(f"in the article this is {render.kind_of(quote)}"), *render.uncertainty(quote)]


def _is_similar(match: ArchiveMatch) -> bool:
    """Tell whether the words are similar enough to the quotation to be shown, although they do not match."""
    return match.alignment.likeness >= _SIMILAR or match.alignment.run >= _SIMILAR


def _difference(change: Change) -> str:
    """Return the words that the archive has instead, and the kind of a difference that changes the meaning."""
    return render.difference(change) + (f" ({change.flag})" if change.flag else "")
