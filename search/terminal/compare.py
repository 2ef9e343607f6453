"""The command `compare`: the quotes of two speakers on one topic, next to each other."""

from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

import click

from quotesearch.search import json_objects
from quotesearch.search.quote_index import open_index
from quotesearch.search.results import Results
from quotesearch.search.terminal import notices, options, render, shell
from quotesearch.search.terminal.layout import Look, columns
from quotesearch.search.terminal.shell import look, print_json, say

_GAP = 3
"""The number of columns between the two sides."""
_NARROWEST = 30
"""The fewest columns of a side. In a narrower terminal, the second side is printed after the first."""


@click.command(cls=shell.WithExclusions)
@click.argument("left_name", metavar="ONE")
@click.argument("right_name", metavar="OTHER")
@options.ranked
@options.as_json
@options.index
def compare(  # noqa: PLR0913 - one parameter for each option
    left_name: str, right_name: str, text: str, ask: options.Ask, folder: Path, *, as_json: bool
) -> int:
    """Compare the quotes of two speakers on a topic.

    Examples:
      quotes compare thorwell lindqvist combat role
      quotes compare thorwell "harbour authority" dredging --since 2024 --limit 5
      quotes compare thorwell lindqvist ferries --json

    ONE and OTHER are names of speakers, as for --speaker; WORDS are the topic. The best quotes of the two speakers are
    printed next to each other, the quotes of ONE on the left. --json prints one result per line. Its additional key
    `side` is the speaker's name as you typed it.
    """
    query = ask(text)
    if query.filters.speaker:
        raise click.UsageError("ONE and OTHER already name the speakers: remove --speaker")
    with open_index(folder) as opened:
        sides = [
            (name, opened.ask(replace(query, filters=replace(query.filters, speaker=name))))
            for name in (left_name, right_name)
        ]
    has_results = any(results for _, results in sides)
    if as_json:
        print_json(*(json_objects.compared(name, result) for name, results in sides for result in results))
    elif has_results:
        click.echo(_side_by_side(sides[0][1], sides[1][1], look()))
    for name, results in sides:
        _print_notices(name, results)
    return shell.FOUND if has_results else shell.NOTHING


def _print_notices(name: str, results: Results) -> None:
    """Print the notices about the results of one side, with the name of the side before each line."""
    for line in notices.of_results(results).splitlines():
        say(f"{name}: {line}")


def _side_by_side(left_results: Results, right_results: Results, whole: Look) -> str:
    """Put the results of two sides next to each other. If the terminal is narrow, put them below each other."""
    side = replace(whole, width=(whole.width - _GAP) // 2)
    if side.width < _NARROWEST:
        return "\n\n".join(render.result(result, whole) for result in (*left_results, *right_results))
    left, right = ([render.result(entry, side).split("\n") for entry in page] for page in (left_results, right_results))
    rows = zip_longest(left, right, fillvalue=list[str]())
    return "\n\n".join(_row(*row, width=side.width) for row in rows)


def _row(left_lines: list[str], right_lines: list[str], *, width: int) -> str:
    """Return the lines of two results, with the left lines padded to the width."""
    pairs = zip_longest(left_lines, right_lines, fillvalue="")
    return "\n".join(f"{left}{' ' * (width - columns(left) + _GAP)}{right}".rstrip() for left, right in pairs)
