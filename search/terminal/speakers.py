"""The command `speakers`: list speakers, merge and split them, and show their topics."""

from pathlib import Path

import click

from quotesearch.indexer.errors import NotFoundError
from quotesearch.search import json_objects
from quotesearch.search.quote_index import open_index
from quotesearch.search.terminal import notices, options, render, shell
from quotesearch.search.terminal.shell import look, print_json, say

_SHOWN = 5
"""The most names that are printed if a name matches several speakers."""


@click.group(cls=shell.WithDefault)
def speakers() -> None:
    """List speakers and their topics; merge or split speakers.

    Examples:
      quotes speakers
      quotes speakers lindqvist
      quotes speakers topics lindqvist
      quotes speakers merge "Bob Lind" "Robert Lind"
      quotes speakers split "Bob Lind"

    Articles use different names for the same person. A surname alone is joined with the only full name that ends with
    it, if the role is the same. A name with a middle initial is joined with the name without it. `quotes speakers NAME`
    shows the joined names and the reason. Your merges and splits are kept when articles are indexed again.
    """


@speakers.command("list")
@click.argument("name", required=False, default="")
@click.option("-n", "--limit", type=click.IntRange(1), default=50, show_default=True, help="Number of speakers.")
@options.as_json
@options.index
def list_speakers(name: str, limit: int, folder: Path, *, as_json: bool) -> int:
    """List speakers with their number of quotes.

    Examples:
      quotes speakers
      quotes speakers lindqvist
      quotes speakers --json --limit 1000

    NAME is one of a speaker's names, or some words of it. Case and accents do not matter. The word `list` is optional.
    """
    with open_index(folder) as opened:
        matches = opened.speakers(name)
        if not matches:
            raise NotFoundError(notices.unknown_speaker(name, opened.near_speakers(name) if name else ()))
    for speaker in matches[:limit]:
        if as_json:
            print_json(json_objects.speaker(speaker))
        else:
            click.echo(render.speaker(speaker, look(), reasons=bool(name)))
    if len(matches) > limit:
        say(f"{len(matches) - limit} more with --limit {len(matches)}")
    return shell.FOUND


@speakers.command()
@click.argument("name")
@options.as_json
@options.index
def topics(name: str, folder: Path, *, as_json: bool) -> int:
    """List the topics of a speaker by year or month.

    Examples:
      quotes speakers topics lindqvist
      quotes speakers topics "harbour authority" --json

    Each period is printed with its significant words. They are more frequent in the speaker's quotes than in the whole
    index.
    """
    with open_index(folder) as opened:
        periods, speakers_meant = opened.topics(name), opened.speakers(name)
        if not periods:
            raise NotFoundError(notices.unknown_speaker(name, opened.near_speakers(name)))
    for period in periods:
        print_json(json_objects.topics(period)) if as_json else click.echo(render.topics(period, look()))
    if len(speakers_meant) > 1:
        names = [speaker.name for speaker in speakers_meant[:_SHOWN]]
        say(f"topics of these speakers together: {', '.join(names)}{', …' if len(speakers_meant) > _SHOWN else ''}")
    return shell.FOUND


@speakers.command()
@click.argument("name")
@click.argument("into")
@options.index
def merge(name: str, into: str, folder: Path) -> int:
    """Merge two names into one speaker.

    Examples:
      quotes speakers merge "Bob Lind" "Robert Lind"

    NAME and INTO are complete names, as `quotes speakers` prints them. To undo a merge, use `quotes speakers split`.
    """
    with open_index(folder, write=True) as opened:
        opened.merge_speakers(name, into)
    say(f"{name} is now {into}", err=False)
    return shell.FOUND


@speakers.command()
@click.argument("name")
@options.index
def split(name: str, folder: Path) -> int:
    """Separate a joined or merged name into a speaker.

    Examples:
      quotes speakers split Lind

    NAME is a complete name that `quotes speakers` shows as joined with another name. To undo a split, use `quotes
    speakers merge`.
    """
    with open_index(folder, write=True) as opened:
        opened.split_speaker(name)
    say(f"{name} is now a separate speaker", err=False)
    return shell.FOUND
