"""The commands `show` and `similar`: one stored quote in its article, and the quotes nearest to it."""

from pathlib import Path

import click

from quotesearch.search.quote_index import open_index
from quotesearch.search.terminal import options, render, shell
from quotesearch.search.terminal.shell import look, print_json


@click.command(cls=shell.Command)
@click.argument("quote_id", metavar="ID")
@click.option("-n", "--limit", type=click.IntRange(1), default=10, show_default=True, help="Number of quotes.")
@options.as_json
@options.index
def similar(quote_id: str, limit: int, folder: Path, *, as_json: bool) -> int:
    """Find the quotes nearest in meaning to a quote.

    Examples:
      quotes similar 3fa29c10b27e55d1
      quotes similar 3fa2 --limit 3

    ID is printed below each search result; its first characters are enough. The quotes are compared by their stored
    vectors, so no model is loaded.
    """
    with open_index(folder) as opened:
        results = opened.similar(quote_id, limit=limit)
    for result in results:
        print_json(result.to_json()) if as_json else click.echo(render.result(result, look()) + "\n")
    return shell.FOUND if results else shell.NOTHING


@click.command(cls=shell.Command)
@click.argument("quote_id", metavar="ID")
@click.option("--full", is_flag=True, help="Print the whole article.")
@options.index
def show(quote_id: str, folder: Path, *, full: bool) -> int:
    """Show a quote in its article.

    Examples:
      quotes show 3fa29c10b27e55d1
      quotes show 3fa2 --full

    ID is printed below each search result; its first characters are enough. Without colour, [ ] mark the quote, { }
    its source and < > its cue.
    """
    with open_index(folder) as opened:
        quote = opened.quote(quote_id)
        document = opened.document(quote.document_id)
    click.echo(render.article(document, quote, look(), whole=full))
    return shell.FOUND
