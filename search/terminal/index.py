"""The command `index`: read articles and store their quotes."""

import os
from pathlib import Path

import click

from quotesearch.indexer import corpus
from quotesearch.search.quote_index import open_index
from quotesearch.search.terminal import options, render, shell
from quotesearch.search.terminal.progress import watching
from quotesearch.search.terminal.shell import say


@click.command(cls=shell.Command)
@click.argument("paths", nargs=-1, required=True)
@options.fields
@options.encoding
@options.model
@click.option("--fast", is_flag=True, help="Extract by rules alone: much faster, but fewer quotes are found.")
@click.option("-j", "--jobs", type=click.IntRange(1), help="Articles read in parallel.  [default: number of cores]")
@click.option("-q", "--quiet", is_flag=True, help="Show no progress bar.")
@options.index
def index(  # noqa: PLR0913 - one parameter for each option
    paths: tuple[str, ...],
    fields: dict[str, str],
    folder: Path,
    *,
    encoding: str | None,
    model: str | None,
    fast: bool,
    jobs: int | None,
    quiet: bool,
) -> int:
    """Read articles and store their quotes.

    Examples:
      quotes index articles/ "archive/*.html" column.md letters.txt.gz
      quotes index feed.jsonl --map text=body --map outlet=newspaper
      quotes --index press/ index releases.csv --encoding cp1252
      quotes index --fast archive/    # a first look; run it again later without --fast
      curl -s https://news.example/a | quotes index -

    PATHS are files, folders, patterns, or - for standard input. The formats are plain text, Markdown, HTML, JSON Lines
    and CSV. Files may be compressed with gzip. A row with `quote` and `speaker` is stored as a quote. Unchanged
    articles are skipped.

    Files that cannot be read are listed on stderr. The exit code is 0 if at least one article was read. Otherwise it is
    2.
    """
    records = corpus.read(paths, fields=fields, encoding=encoding)
    with (
        shell.interrupts("stored articles are kept: run the same command again to continue"),
        open_index(folder, create=True, model=model) as opened,
        watching(paths, quiet=quiet) as watch,
    ):
        jobs = jobs or os.cpu_count() or 1
        report = opened.add(watch.over(records), fast=fast, jobs=jobs, progress=watch.stored)
    for reason in report.failed:
        say(f"not read: {reason}")
    click.echo(render.report(report))
    return shell.FOUND if report.read > len(report.failed) else shell.ERROR
