"""Name the speakers at a command line, and say which names are one person's."""

from pathlib import Path

import click

from quotesearch.indexer.errors import NotFoundError
from quotesearch.search import json_objects
from quotesearch.search.library import open_index
from quotesearch.search.terminal import notices, options, render, shell
from quotesearch.search.terminal.shell import look, print_json, say

_SHOWN = 5
"""How many names are printed of speakers whose topics are taken together."""


@click.group(cls=shell.WithDefault)
def speakers() -> None:
    """List speakers, and say who is one person.

    Examples:
      quotes speakers
      quotes speakers lindqvist
      quotes speakers topics lindqvist
      quotes speakers merge "Bob Lind" "Robert Lind"
      quotes speakers split "Bob Lind"

    Articles name people differently. A surname alone is taken for the only full name that ends in it where the role is
    the same too, and a name with a middle initial for the one without; `quotes speakers NAME` says which, and why. What
    you merge or split is kept when articles are indexed again.
    """


@speakers.command("list")
@click.argument("name", required=False, default="")
@click.option("-n", "--limit", type=click.IntRange(1), default=50, show_default=True, help="How many to print.")
@options.as_json
@options.index
def list_speakers(name: str, limit: int, folder: Path, *, as_json: bool) -> int:
    """List speakers and how often each is quoted; `list` may be left out.

    Examples:
      quotes speakers
      quotes speakers lindqvist
      quotes speakers --json --limit 1000

    NAME is any of a speaker's names, or some words of one; case and accents do not matter.
    """
    with open_index(folder) as opened:
        matches = opened.speakers(name)
        suggestions = () if matches or not name else opened.near_speakers(name)
    for speaker in matches[:limit]:
        if as_json:
            print_json(json_objects.speaker(speaker))
        else:
            click.echo(render.speaker(speaker, look(), reasons=bool(name)))
    if len(matches) > limit:
        say(f"{len(matches) - limit} more: --limit {len(matches)}")
    if not matches:
        raise NotFoundError(notices.unknown_speaker(name, suggestions))
    return shell.FOUND


@speakers.command()
@click.argument("name")
@options.as_json
@options.index
def topics(name: str, folder: Path, *, as_json: bool) -> int:
    """Say what a speaker talked about, year by year or month by month.

    Examples:
      quotes speakers topics lindqvist
      quotes speakers topics "harbour authority" --json

    The words are those that tell the quotes of the time from all others in the index.
    """
    with open_index(folder) as opened:
        periods, speakers_meant = opened.topics(name), opened.speakers(name)
        suggestions = () if periods else opened.near_speakers(name)
    for period in periods:
        print_json(json_objects.topics(period)) if as_json else click.echo(render.topics(period, look()))
    if not periods:
        raise NotFoundError(notices.unknown_speaker(name, suggestions))
    if len(speakers_meant) > 1:
        names = [speaker.name for speaker in speakers_meant[:_SHOWN]]
        say(f"taken together: {', '.join(names)}{', …' if len(speakers_meant) > _SHOWN else ''}")
    return shell.FOUND


@speakers.command()
@click.argument("name")
@click.argument("into")
@options.index
def merge(name: str, into: str, folder: Path) -> int:
    """Make two names one person.

    Examples:
      quotes speakers merge "Bob Lind" "Robert Lind"

    NAME and INTO are names as `quotes speakers` prints them, whole. `split` takes it back.
    """
    with open_index(folder, write=True) as opened:
        opened.merge_speakers(name, into)
    say(f"{name} is {into} from now on", err=False)
    return shell.FOUND


@speakers.command()
@click.argument("name")
@options.index
def split(name: str, folder: Path) -> int:
    """Make a name a person of its own.

    Examples:
      quotes speakers split Lind

    NAME is one that `quotes speakers` says belongs to somebody else, whole. `merge` takes it back.
    """
    with open_index(folder, write=True) as opened:
        opened.split_speaker(name)
    say(f"{name} is nobody else from now on", err=False)
    return shell.FOUND
