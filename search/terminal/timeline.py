"""The command `timeline`: the number of matching quotes by month, as bars, JSON or a picture."""

from pathlib import Path

import click

from quotesearch.search import json_objects
from quotesearch.search.query import QueryParameters
from quotesearch.search.quote_index import open_index
from quotesearch.search.terminal import facets, notices, options, shell
from quotesearch.search.terminal.plot import plot
from quotesearch.search.terminal.shell import look, print_json, say


@click.command(cls=shell.WithExclusions)
@options.narrowed
@click.option(
    "--plot", "picture", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Draw the bars to FILE."
)
@options.as_json
@options.index
def timeline(text: str, parameters: QueryParameters, picture: Path | None, folder: Path, *, as_json: bool) -> int:
    """Count matching quotes by month.

    Examples:
      quotes timeline harbour dredging
      quotes timeline --speaker lindqvist --since 2024
      quotes timeline ferries --json
      quotes timeline ferries --plot ferries.png

    A quote matches if each word is in the quote, its sentence, its headline or its speaker's name, in any form of the
    word. The month is the month in which the article was published. Each report of the same words counts. --plot needs
    the extra `plot`; the ending of FILE chooses the format: .png, .svg or .pdf. --json prints a line for each month,
    with the keys `month` and `quotes`.
    """
    with open_index(folder) as opened:
        counts = opened.facets(text, **parameters)
    months = counts.timeline
    if not months:
        say("these quotes have no dates" if counts.quotes else notices.NOTHING)
        return shell.NOTHING
    if picture:
        plot(months, text or "quotes by month", picture)
    if as_json:
        print_json(*(json_objects.month(name, count) for name, count in months))
    else:
        click.echo(facets.bars(months, look(), letter="█" if shell.writes_all_letters() else "#"))
    dated = sum(count for _, count in months)
    if dated < counts.quotes:
        say(f"{counts.quotes - dated:,} more in articles without a date")
    return shell.FOUND
