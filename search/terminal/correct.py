"""The command `correct`: correct the speaker of a quote, remove what is not a quote, list and undo corrections."""

from pathlib import Path

import click

from quotesearch.search import json_objects
from quotesearch.search.quote_index import open_index
from quotesearch.search.terminal import options, render, shell
from quotesearch.search.terminal.shell import look, print_json, say


@click.command(cls=shell.Command)
@click.argument("quote_id", metavar="ID", required=False)
@click.option("--speaker", metavar="NAME", help="The right speaker of the quote.")
@click.option(
    "--not-a-quote",
    is_flag=True,
    help="Remove the quote, because the article does not attribute these words to a speaker.",
)
@click.option("--list", "list_all", is_flag=True, help="List all corrections with their numbers.")
@click.option("--undo", type=click.IntRange(1), metavar="NUMBER", help="Undo the correction with this number.")
@options.as_json
@options.index
def correct(  # noqa: PLR0913 - one parameter for each option
    quote_id: str | None,
    speaker: str | None,
    undo: int | None,
    folder: Path,
    *,
    not_a_quote: bool,
    list_all: bool,
    as_json: bool,
) -> int:
    """Correct the speaker of one quote, or remove what is not a quote.

    Examples:
      quotes correct 3fa29c10b27e55d1 --speaker "Mara Lindqvist"
      quotes correct 3fa2 --not-a-quote
      quotes correct --list
      quotes correct --undo 2

    ID is printed below each search result; its first characters are enough. A correction applies at once, to each quote
    of the article with the same words. It is kept when the article is edited elsewhere, removed or indexed again.

    If the article or the index has a speaker called NAME, or only one person whose name has these words, the quote
    goes to that speaker. Otherwise NAME is a new person. To correct a name in all articles, use `quotes speakers
    merge`. After `--undo`, the next `quotes index` of the article restores the first answer.
    """
    actions = (speaker is not None, not_a_quote, list_all, undo is not None)
    if sum(actions) != 1 or (quote_id is None) is any(actions[:2]):
        raise click.UsageError("give an ID with --speaker NAME or --not-a-quote, or only --list or --undo NUMBER")
    with open_index(folder, write=not list_all) as opened:
        if quote_id is not None:
            corrections = [opened.correct(quote_id, speaker=speaker, not_a_quote=not_a_quote)]
            notice = f"quotes correct --undo {corrections[0].number} undoes this correction"
        elif undo is not None:
            corrections = [opened.undo_correction(undo)]
            notice = "undone; the next `quotes index` of the article restores the first answer"
        else:
            corrections = list(opened.corrections())
            notice = "" if corrections else "no corrections"
    for correction in corrections:
        print_json(json_objects.correction(correction)) if as_json else click.echo(
            render.correction(correction, look())
        )
    if notice:
        say(notice)
    return shell.FOUND if corrections else shell.NOTHING
