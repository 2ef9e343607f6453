"""The command `export`: write all matching quotes for other programs or as citations."""

import sys
from pathlib import Path

import click

from quotesearch.search.export_formats import FORMATS
from quotesearch.search.query import QueryParameters
from quotesearch.search.quote_index import open_index
from quotesearch.search.terminal import notices, options, shell
from quotesearch.search.terminal.layout import harmless
from quotesearch.search.terminal.shell import print_json, say


@click.command(cls=shell.WithExclusions)
@options.narrowed
@options.choice("--format", "shape", ["jsonl", *FORMATS], "The output format.")
@options.ungrouped
@options.index
def export(text: str, parameters: QueryParameters, shape: str, folder: Path, *, ungrouped: bool) -> int:
    """Write matching quotes as JSON, CSV, Markdown or citations.

    Examples:
      quotes export > everything.jsonl
      quotes export --speaker lindqvist --since 2024 --format csv > lindqvist.csv
      quotes export harbour dredging --format markdown
      quotes export '"combat role"' --format citation

    A quote matches if each word is in the quote, its sentence, its headline or its speaker's name. `quotes search`
    counts the same quotes. Reports of the same words are one quote, except with --each. In CSV, an apostrophe is put
    before a text that a spreadsheet would run as a formula.
    """
    count = 0
    complete: QueryParameters = {**parameters, "each": ungrouped}
    with open_index(folder) as opened:
        results = opened.every(text, **complete)
        if shape == "jsonl":
            for result in results:
                count += 1
                print_json(result.to_json())
        else:
            for line in FORMATS[shape](results):
                count += 1
                click.echo(harmless(line) if sys.stdout.isatty() else line, color=True)
    if not count:
        say(notices.NOTHING)
    return shell.FOUND if count else shell.NOTHING
