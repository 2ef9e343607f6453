"""The commands that maintain an index: `remove`, `stats` and `check`."""

from pathlib import Path

import click

from quotesearch.search import json_objects
from quotesearch.search.quote_index import open_index
from quotesearch.search.terminal import options, render, shell
from quotesearch.search.terminal.shell import look, print_json, say


@click.command(cls=shell.Command)
@click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT...")
@options.index
def remove(documents: tuple[str, ...], folder: Path) -> int:
    """Remove documents and their quotes from the index.

    Examples:
      quotes remove articles/retracted.txt
      quotes remove https://news.example/2024/harbour

    DOCUMENT is the id, path or url of an article. A path removes every article that was read from this file. The file
    itself is not changed.
    """
    with open_index(folder, write=True) as opened:
        removed = opened.remove(documents)
    click.echo(f"{removed} document{'' if removed == 1 else 's'} removed")
    return shell.FOUND


@click.command(cls=shell.Command)
@options.as_json
@options.index
def stats(folder: Path, *, as_json: bool) -> int:
    """Count the documents, quotes and speakers of the index.

    Examples:
      quotes stats
      quotes --index press/ stats --json
    """
    with open_index(folder) as opened:
        contents = opened.stats()
    print_json(json_objects.stats(contents)) if as_json else click.echo(render.stats(contents, look()))
    return shell.FOUND


@click.command(cls=shell.Command)
@click.option(
    "--repair",
    is_flag=True,
    help="Rebuild damaged parts, such as the keyword index or the vectors, from the stored documents.",
)
@options.index
def check(folder: Path, *, repair: bool) -> int:
    """Check that all parts of the index agree.

    Examples:
      quotes check
      quotes check --repair

    Each disagreement is printed. The exit code is 0 if there is no disagreement. Otherwise it is 1.
    """
    with open_index(folder, write=repair) as opened:
        rebuilt = opened.repair() if repair else ()
        problems = opened.check()
    if rebuilt:
        say(f"rebuilt: {', '.join(rebuilt)}")
    for problem in problems:
        say(problem, err=False)
    if not problems:
        say("all parts of the index agree")
    return shell.NOTHING if problems else shell.FOUND
