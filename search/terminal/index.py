"""The command `index`: read articles and store their quotes."""

import os
from pathlib import Path

import click

from quotesearch.indexer import corpus
from quotesearch.search.library import open_index
from quotesearch.search.terminal import options, render, shell
from quotesearch.search.terminal.progress import watching
from quotesearch.search.terminal.shell import say


@click.command(cls=shell.Command)
@click.argument("paths", nargs=-1, required=True)
@options.fields
@options.encoding
@options.model
@click.option("-j", "--jobs", type=click.IntRange(1), help="Articles read side by side.  [default: one a core]")
@click.option("-q", "--quiet", is_flag=True, help="Show no progress bar.")
@options.index
def index(  # noqa: PLR0913 - what may be chosen, each by its name
    paths: tuple[str, ...],
    fields: dict[str, str],
    folder: Path,
    *,
    encoding: str | None,
    model: str | None,
    jobs: int | None,
    quiet: bool,
) -> int:
    """Read articles and store their quotes.

    Examples:
      quotes index articles/ "archive/*.html" column.md letters.txt.gz
      quotes index feed.jsonl --map text=body --map outlet=newspaper
      quotes --index press/ index releases.csv --encoding cp1252
      curl -s https://news.example/a | quotes index -

    PATHS are files, folders, patterns, or - for standard input: plain text, Markdown, HTML, JSON Lines, CSV, gzip of
    these. Rows with `quote` and `speaker` are quotes already. An article that has not changed is passed over.

    What cannot be read is listed on stderr. The exit code is 0 if anything was read, 2 if nothing could be.
    """
    records = corpus.read(paths, fields=fields, encoding=encoding)
    with (
        shell.interrupts("what was stored is kept: run the same command again to go on"),
        open_index(folder, create=True, model=model) as opened,
        watching(paths, quiet=quiet) as watch,
    ):
        report = opened.add(watch.over(records), jobs=jobs or os.cpu_count() or 1, progress=watch.stored)
    for reason in report.failed:
        say(f"not read: {reason}")
    click.echo(render.report(report))
    return shell.FOUND if report.read > len(report.failed) else shell.ERROR
