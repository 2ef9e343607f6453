"""Put at a command line what two people said on one topic side by side."""

from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

import click

from quotesearch.search import json_objects
from quotesearch.search.library import QuoteIndex, open_index
from quotesearch.search.query import Query
from quotesearch.search.results import Results, SearchResult
from quotesearch.search.terminal import options, remarks, shell, views
from quotesearch.search.terminal.setting import Look, columns
from quotesearch.search.terminal.shell import look, print_json, say

_GAP = 3
_NARROWEST = 30
"""Columns that a side needs; in a narrower terminal one side follows the other."""


@click.command(cls=shell.Asking)
@click.argument("one")
@click.argument("other")
@options.query
@options.as_json
@options.index
def compare(one: str, other: str, query: Query, folder: Path, *, as_json: bool) -> int:
    """Compare what two people or bodies said on a topic.

    Examples:
      quotes compare thorwell lindqvist combat role
      quotes compare thorwell "harbour authority" dredging --since 2024 --limit 5
      quotes compare thorwell lindqvist ferries --json

    ONE and OTHER are names as --speaker takes them; WORDS are the topic. The best quotes of each are set side by side,
    those of ONE on the left. --json prints a result a line, with a key more: `side`, the name as given.
    """
    if query.filters.speaker:
        raise click.UsageError("the two names are the speakers: leave --speaker out")
    with open_index(folder) as opened:
        sides = [(name, _results(opened, name, query)) for name in (one, other)]
    found = any(results for _, results in sides)
    if as_json:
        print_json(*(json_objects.compared(name, result) for name, results in sides for result in results))
    elif found:
        click.echo(_beside(sides[0][1], sides[1][1], look()))
    for name, results in sides:
        for line in remarks.remark(results).splitlines():
            say(f"{name}: {line}")
    return shell.FOUND if found else shell.NOTHING


def _results(opened: QuoteIndex, speaker: str, query: Query) -> Results:
    """Return the results of the query among the speaker's quotes."""
    return opened.ask(replace(query, filters=replace(query.filters, speaker=speaker)))


def _beside(left: Results, right: Results, whole: Look) -> str:
    """Set the results of two sides beside each other, or below each other where the terminal is narrow."""
    side = replace(whole, width=(whole.width - _GAP) // 2)
    if side.width < _NARROWEST:
        return "\n\n".join(views.result(found, whole) for results in (left, right) for found in results)
    rows = zip_longest(left, right)
    return "\n\n".join(_row(*(_lines(found, side) for found in row), width=side.width) for row in rows)


def _lines(found: SearchResult | None, look: Look) -> list[str]:
    """Return the lines of a result, none for none."""
    return views.result(found, look).split("\n") if found else []


def _row(left: list[str], right: list[str], *, width: int) -> str:
    """Return the lines of two results, the left ones filled up to the width."""
    both = zip_longest(left, right, fillvalue="")
    return "\n".join(f"{one}{' ' * (width - columns(one) + _GAP)}{other}".rstrip() for one, other in both)
