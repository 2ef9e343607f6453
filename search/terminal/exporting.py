"""Export quotes at a command line."""

from pathlib import Path

import click

from quotesearch.search.exporting import FORMATS
from quotesearch.search.library import open_index
from quotesearch.search.query import Asked
from quotesearch.search.terminal import options, remarks, shell
from quotesearch.search.terminal.shell import say


@click.command(cls=shell.Asking)
@options.narrowed
@click.option(
    "--format", "shape", type=click.Choice(list(FORMATS)), default="jsonl", show_default=True, help="How to write them."
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

    These are the quotes that `quotes search` counts below its results: all the words of each stand in the quote, its
    sentence, its headline or its speaker's name. In CSV, what a spreadsheet would run as a formula has an apostrophe
    put before it.
    """
    found = 0
    wanted: Asked = {**asked, "each": each}
    with open_index(folder) as opened:
        for line in FORMATS[shape](opened.every(text, **wanted)):
            found += 1
            click.echo(line)
    if not found:
        say(remarks.NOTHING)
    return shell.FOUND if found else shell.NOTHING
