"""Declare the options that commands share, and the many that make a query."""

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
"""A function before click makes it a command."""
Ask = Callable[[str], Query]
"""Make a query of a text."""


def _fields(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """Return `FIELD=COLUMN` pairs as a mapping."""
    pairs = [pair.partition("=") for pair in values]
    if not all(field and column for field, _, column in pairs):
        raise click.BadParameter("write FIELD=COLUMN, as in text=body", ctx, param)
    return {field: column for field, _, column in pairs}


def choice(flag: str, name: str, choices: Iterable[str], text: str) -> Command:
    """Return an option that takes one of the choices; without it, the first counts."""
    names = list(map(str, choices))
    return click.option(flag, name, type=click.Choice(names), default=names[0], show_default=True, help=text)


_folder = partial(click.option, "--index", "folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
main_index = _folder(
    envvar="QUOTESEARCH_INDEX", default=DEFAULT_FOLDER, show_default=True, show_envvar=True, help="The index folder."
)
index = _folder(
    help="The index folder; allowed before the name of the command too.",
    callback=lambda ctx, _param, folder: folder or ctx.find_object(Path),
)
model = click.option("--model", metavar="NAME", help="The name or folder of another embedding model.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")
fields = click.option(
    "--map",
    "fields",
    multiple=True,
    metavar="FIELD=COLUMN",
    callback=_fields,
    help="Read a field (text, title, outlet, author, date, url, quote, speaker) from the column of another name.",
)
encoding = click.option(
    "--encoding", metavar="NAME", help="The encoding of files that do not declare one and are not valid UTF-8."
)
each = click.option("--each", is_flag=True, help="Treat each report of the same words as a separate quote.")
_NARROWING = (
    click.argument("words", nargs=-1),
    click.option(
        "--speaker", metavar="NAME", help="Only quotes of this person or organisation, under any of their names."
    ),
    click.option("--outlet", metavar="NAME", help="Only from this newspaper or site."),
    click.option("--since", metavar="DATE", help="Published on this day or later: YYYY, YYYY-MM or YYYY-MM-DD."),
    click.option("--until", metavar="DATE", help="Published before the end of this day, month or year."),
    click.option(
        "--kind", multiple=True, metavar="KIND", help=f"Only of this kind: {', '.join(QuoteKind)}; or several of them."
    ),
    click.option(
        "--thoughts", is_flag=True, help="Include opinions and intentions attributed to people, not only statements."
    ),
    click.option("--plain", is_flag=True, help="Treat WORDS as ordinary words: no operators, no speaker names."),
)
_NAMES = ("speaker", "outlet", "since", "until", "kind", "thoughts", "plain")
_RANKING = (
    choice("--mode", "mode", Mode, "Match words, meaning, or both."),
    choice(
        "--fusion",
        "fusion",
        Fusion,
        "How `hybrid` fuses both rankings: by scaled scores (convex, minmax, dbsf) or by ranks (rrf).",
    ),
    each,
    click.option("-n", "--limit", type=int, default=10, show_default=True, help="Number of results."),
    click.option("--offset", type=int, default=0, show_default=True, help="Number of results to skip."),
)


def narrowed(command: Command) -> Command:
    """Give the command `text`, the words of a query, and `parameters`, its filters."""

    @wraps(command)
    def asking(*, words: tuple[str, ...], **options: Any) -> Any:  # noqa: ANN401 - click passes each option by its name
        parameters = {name: options.pop(name) for name in _NAMES}
        return command(text=" ".join(words), parameters=parameters, **options)

    return _with(_NARROWING, asking)


def ranked(command: Command) -> Command:
    """Give the command `text`, the words of a query, and `ask`, which makes a query of a text with all options."""

    @wraps(command)
    def asking(*, text: str, parameters: QueryParameters, fusion: str, **options: Any) -> Any:  # noqa: ANN401 - as above
        ranking = {name: options.pop(name) for name in ("mode", "limit", "offset", "each")}

        def ask(text: str) -> Query:
            return replace(Query.of(text, **parameters, **ranking), fusion=Fusion(fusion))

        return command(text=text, ask=ask, **options)

    return narrowed(_with(_RANKING, asking))


def _with(decorators: Sequence[Command], command: Command) -> Command:
    """Add the options to the command, in the order in which help shows them."""
    return reduce(lambda wrapped, option: option(wrapped), reversed(decorators), command)
