"""Export quotes at a command line."""

import sys
from pathlib import Path

import click

from quotesearch.search.exporting import FORMATS
from quotesearch.search.library import open_index
from quotesearch.search.query import Asked
from quotesearch.search.terminal import options, remarks, shell
from quotesearch.search.terminal.setting import harmless
from quotesearch.search.terminal.shell import print_json, say


@click.command(cls=shell.Asking)
@options.narrowed
@click.option(
    "--format",
    "shape",
    type=click.Choice(["jsonl", *FORMATS]),
    default="jsonl",
    show_default=True,
    help="How to write them.",
)
@options.each
@options.index
def export(text: str, asked: Asked, shape: str, folder: Path, *, each: bool) -> int:
    """Write all quotes that have all the words, for other programs or for a footnote.

    Examples:
      quotes export > everything.jsonl
      quotes export --speaker lindqvist --since 2024 --format csv > lindqvist.csv
      quotes export harbour dredging --format markdown
      quotes export '"combat role"' --format citation

    These are the quotes that `quotes search` counts below its results, copies as one unless --each is given: all the
    words of each stand in the quote, its sentence, its headline or its speaker's name. In CSV, what a spreadsheet would
    run as a formula has an apostrophe put before it.
    """
    found = 0
    wanted: Asked = {**asked, "each": each}
    with open_index(folder) as opened:
        results = opened.every(text, **wanted)
        if shape == "jsonl":
            for result in results:
                found += 1
                print_json(result.to_json())
        else:
            for line in FORMATS[shape](results):
                found += 1
                click.echo(harmless(line) if sys.stdout.isatty() else line, color=True)
    if not found:
        say(remarks.NOTHING)
    return shell.FOUND if found else shell.NOTHING
