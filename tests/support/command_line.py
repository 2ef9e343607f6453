"""Articles for the tests of the command line, and functions that run a command and read its output."""

import json
import sys
from pathlib import Path

import click
from click.testing import CliRunner, Result

from quotesearch.search.terminal.commands import quotes

HARBOUR = """Port council delays dredging

The harbour will stay closed to large ferries until spring, officials said on Tuesday.

Harbour master Mara Lindqvist said the dredging is late. “We cannot wait for another winter,” she said, “and will not.”

But Oskar Brandt, who leads the fishing association, warned that the work would drive away the herring.

“Nobody asked us,” said one skipper.

Rain is expected.
"""
LIGHTHOUSE = """Lighthouse for sale

“The lighthouse has guided us for a century,” said Mara Lindqvist.

It was built by a whaling company.
"""
ARCHIVE = {
    "quote": "A port without dredging is a pond.",
    "speaker": "Ilse Ådahl",
    "date": "2021-03-04",
    "outlet": "Evening Post",
    "url": "https://post.example/pond",
}
FIGURES = "It rained for a week. The road lay under water.\n"
QUOTES = str(Path(sys.executable).parent / "quotes")
COMMANDS = quotes.list_commands(click.Context(quotes))


def run(*arguments: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(quotes, [str(argument) for argument in arguments], input=stdin, catch_exceptions=False)


def lines(outcome: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in outcome.stdout.splitlines()]


def says(outcome: Result, code: int, stderr: str) -> bool:
    """Return whether the command ended with this exit code and this message on stderr, and printed no results."""
    return (outcome.exit_code, outcome.stdout) == (code, "") and stderr in outcome.stderr
