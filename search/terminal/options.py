"""Declare the options that commands share, and the many that make a query."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import reduce, wraps
from pathlib import Path
from typing import Any

import click

from quotesearch.indexer.model import QuoteKind
from quotesearch.search.fusion import Fusion
from quotesearch.search.library import DEFAULT_FOLDER
from quotesearch.search.query import Asked, Mode, Query

Command = Callable[..., Any]
"""What a command is before click has it."""
FOLDER = click.Path(file_okay=False, path_type=Path)


def _fields(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """Return `FIELD=COLUMN` pairs as a mapping."""
    pairs = [pair.partition("=") for pair in values]
    if not all(field and column for field, _, column in pairs):
        raise click.BadParameter("write FIELD=COLUMN, as in text=body", ctx, param)
    return {field: column for field, _, column in pairs}


main_index = click.option(
    "--index",
    "folder",
    type=FOLDER,
    metavar="DIR",
    envvar="QUOTESEARCH_INDEX",
    default=DEFAULT_FOLDER,
    show_default=True,
    show_envvar=True,
    help="The index folder.",
)
index = click.option(
    "--index",
    "folder",
    type=FOLDER,
    metavar="DIR",
    help="The index folder; may stand before the command's name as well.",
    callback=lambda ctx, _param, folder: folder or ctx.find_object(Path),
)
model = click.option("--model", metavar="NAME", help="The embedding model's name or folder, if not the usual one.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")
fields = click.option(
    "--map",
    "fields",
    multiple=True,
    metavar="FIELD=COLUMN",
    callback=_fields,
    help="Take a field (text, title, outlet, author, date, url, quote, speaker) from a column of another name.",
)
encoding = click.option(
    "--encoding",
    metavar="NAME",
    help="The encoding of files that do not tell it themselves and are not valid UTF-8; others are not touched by it.",
)
each = click.option("--each", is_flag=True, help="Take each report of the same words by itself, not all as one.")
_NARROWING = (
    click.argument("words", nargs=-1),
    click.option("--speaker", metavar="NAME", help="Said by this person or body, under any of their names."),
    click.option("--outlet", metavar="NAME", help="Printed by this newspaper or site."),
    click.option("--since", metavar="DATE", help="Printed on this day or later: YYYY, YYYY-MM or YYYY-MM-DD."),
    click.option("--until", metavar="DATE", help="Printed by the end of this day, month or year."),
    click.option("--kind", multiple=True, metavar="KIND", help=f"Of this kind: {', '.join(QuoteKind)}; or several."),
    click.option("--thoughts", is_flag=True, help="Also what people are held to think or want, said or not."),
    click.option(
        "--plain", is_flag=True, help="Take the words as words: no operators, and nobody's name read out of them."
    ),
)
_NAMES = ("speaker", "outlet", "since", "until", "kind", "thoughts", "plain")
_RANKING = (
    click.option(
        "--mode",
        type=click.Choice([mode.value for mode in Mode]),
        default=Mode.HYBRID.value,
        show_default=True,
        help="By words, by meaning, or both.",
    ),
    click.option(
        "--fusion",
        type=click.Choice([fusion.value for fusion in Fusion]),
        default=Fusion.CONVEX.value,
        show_default=True,
        help="How both become one: by scores on one scale (convex, minmax, dbsf), or by ranks alone (rrf).",
    ),
    each,
    click.option("-n", "--limit", type=int, default=10, show_default=True, help="How many results to print."),
    click.option("--offset", type=int, default=0, show_default=True, help="How many results to skip first."),
)


def narrowed(command: Command) -> Command:
    """Give the command `text` and `asked`, the words and the filters of a question."""

    @wraps(command)
    def asking(*, words: tuple[str, ...], **options: Any) -> Any:  # noqa: ANN401 - click passes each option by its name
        parameters = {name: options.pop(name) for name in _NAMES}
        return command(text=" ".join(words), parameters=parameters, **options)

    return _with(_NARROWING, asking)


def query(command: Command) -> Command:
    """Give the command one `query` instead of the options that it is made of."""

    @wraps(command)
    def asking(*, text: str, ask: Callable[[str], Query], **options: Any) -> Any:  # noqa: ANN401 - as above
        return command(query=ask(text), **options)

    return _ranked(asking)


def queries(command: Command) -> Command:
    """Give the command `queries` instead: what was typed with its query, once, or with `--stdin` for each line."""

    @wraps(command)
    def asking(*, text: str, ask: Callable[[str], Query], lines: bool, **options: Any) -> Any:  # noqa: ANN401 - as above
        if lines and text:
            raise click.UsageError("--stdin takes the words from standard input: leave WORDS out")
        typed = ((line, ask(line)) for line in map(str.strip, sys.stdin) if line) if lines else [(text, ask(text))]
        return command(queries=typed, lines=lines, **options)

    stdin = click.option("--stdin", "lines", is_flag=True, help="Answer each line of standard input, as it comes.")
    return _ranked(stdin(asking))


def _ranked(command: Command) -> Command:
    """Give the command `text`, and `ask`, which makes a query of a text by all other options."""

    @wraps(command)
    def asking(*, text: str, parameters: Asked, fusion: str, **options: Any) -> Any:  # noqa: ANN401 - as above
        ranking = {name: options.pop(name) for name in ("mode", "limit", "offset", "each")}

        def ask(text: str) -> Query:
            return replace(Query.of(text, **parameters, **ranking), fusion=Fusion(fusion))

        return command(text=text, ask=ask, **options)

    return narrowed(_with(_RANKING, asking))


def _with(decorators: Sequence[Command], command: Command) -> Command:
    """Put the options on the command, in the order in which help shows them."""
    return reduce(lambda wrapped, option: option(wrapped), reversed(decorators), command)
