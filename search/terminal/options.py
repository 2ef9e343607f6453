"""Declare the options that several commands share, and those that make a query."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial, reduce, wraps
from pathlib import Path
from typing import Any

import click

from quotesearch.indexer.model import QuoteKind
from quotesearch.search.fusion import Fusion
from quotesearch.search.query import Mode, Query, QueryParameters
from quotesearch.search.quote_index import DEFAULT_FOLDER

Command = Callable[..., Any]
"""A function that click turns into a command."""
Ask = Callable[[str], Query]
"""A function that makes a query from a text and the options of the command."""


def _fields(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """Return `FIELD=COLUMN` pairs as a mapping."""
    pairs = [pair.partition("=") for pair in values]
    if not all(field and column for field, _, column in pairs):
        raise click.BadParameter("write FIELD=COLUMN, as in text=body", ctx, param)
    return {field: column for field, _, column in pairs}


def choice(flag: str, name: str, choices: Iterable[str], text: str) -> Command:
    """Return an option with these choices. The first choice is the default."""
    names = list(map(str, choices))
    return click.option(flag, name, type=click.Choice(names), default=names[0], show_default=True, help=text)


_folder = partial(click.option, "--index", "folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
main_index = _folder(
    envvar="QUOTESEARCH_INDEX", default=DEFAULT_FOLDER, show_default=True, show_envvar=True, help="The index folder."
)
index = _folder(
    help="The index folder; may also be given before the command.",
    callback=lambda ctx, _param, folder: folder or ctx.find_object(Path),
)
model = click.option(
    "--model", metavar="NAME", help="Use this embedding model instead of the default; a name or a folder."
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, one object per line.")
fields = click.option(
    "--map",
    "fields",
    multiple=True,
    metavar="FIELD=COLUMN",
    callback=_fields,
    help="Read FIELD (text, title, outlet, author, date, url, quote, speaker) from the column or key COLUMN.",
)
encoding = click.option(
    "--encoding", metavar="NAME", help="The encoding of files that do not declare one and are not valid UTF-8."
)
ungrouped = click.option("--each", "ungrouped", is_flag=True, help="List each report of the same words separately.")
_NARROWING = (
    click.argument("words", nargs=-1),
    click.option("--speaker", metavar="NAME", help="Only quotes of this speaker: a name, or some words of a name."),
    click.option("--outlet", metavar="NAME", help="Only quotes from this newspaper or site."),
    click.option("--since", metavar="DATE", help="Published on this date or later: YYYY, YYYY-MM or YYYY-MM-DD."),
    click.option(
        "--until", metavar="DATE", help="Published on this date or earlier; a year or month includes its last day."
    ),
    click.option(
        "--kind", multiple=True, metavar="KIND", help=f"Only this kind: {', '.join(QuoteKind)}; may be repeated."
    ),
    click.option(
        "--thoughts", is_flag=True, help="Include opinions and intentions attributed to people, not only statements."
    ),
    click.option("--plain", is_flag=True, help="Treat WORDS as ordinary words, without operators and speaker names."),
)
_NAMES = ("speaker", "outlet", "since", "until", "kind", "thoughts", "plain")
_RANKING = (
    choice("--mode", "mode", Mode, "Search by words (keyword), by meaning (dense) or by both (hybrid)."),
    choice(
        "--fusion",
        "fusion",
        Fusion,
        "How hybrid mode fuses the rankings: by scaled scores (convex, minmax, dbsf) or by ranks (rrf).",
    ),
    ungrouped,
    click.option("-n", "--limit", type=int, default=10, show_default=True, help="Number of results."),
    click.option("--offset", type=int, default=0, show_default=True, help="Number of results to skip."),
)


def narrowed(command: Command) -> Command:
    """Add the filters of a query to a command.

    The command receives the filters as `parameters` and the words of the query as `text`.
    """

    @wraps(command)
    def wrapper(*, words: tuple[str, ...], **options: Any) -> Any:  # noqa: ANN401 - click passes each option by its name
        parameters = {name: options.pop(name) for name in _NAMES}
        return command(text=" ".join(words), parameters=parameters, **options)

    return _with_options(_NARROWING, wrapper)


def ranked(command: Command) -> Command:
    """Add the filters and the ranking of a query to a command.

    The command receives the words as `text`, and `ask`, a function that makes a query from a text.
    """

    @wraps(command)
    def wrapper(*, text: str, parameters: QueryParameters, fusion: str, **options: Any) -> Any:  # noqa: ANN401 - as above
        ranking = {"each": options.pop("ungrouped")} | {name: options.pop(name) for name in ("mode", "limit", "offset")}

        def ask(text: str) -> Query:
            return replace(Query.of(text, **parameters, **ranking), fusion=Fusion(fusion))

        return command(text=text, ask=ask, **options)

    return narrowed(_with_options(_RANKING, wrapper))


def _with_options(decorators: Sequence[Command], command: Command) -> Command:
    """Add the options to the command. The help text shows them in this order."""
    return reduce(lambda wrapped, option: option(wrapped), reversed(decorators), command)
