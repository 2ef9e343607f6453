"""The command `extract`: print the quotes in files, storing nothing."""

import click

from quotesearch.indexer.errors import InputError
from quotesearch.search.extracting import extract_from
from quotesearch.search.terminal import jsonl, options
from quotesearch.search.terminal.shell import ERROR, FOUND, NOTHING, Command, print_json, say


@click.command(cls=Command)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--format", "shape", type=click.Choice(["jsonl", "spans"]), default="jsonl", show_default=True)
@options.fields
@options.encoding
def extract(files: tuple[str, ...], shape: str, fields: dict[str, str], encoding: str | None) -> int:
    """Print the quotes in files, storing nothing.

    Examples:
      quotes extract article.txt
      quotes extract article.html | jq -r '.speaker.name + ": " + .quote'
      quotes extract articles/ --format spans > predictions.jsonl

    `jsonl` prints a line a quote, with the keys of `quotes search --json` save those of ranking. `spans` prints
    a line a document, quotes or none: {"doc": …, "quotes": [{"content": [[start, end], …], "source", "cue", …}]}, where
    `doc` is the name of the file without folder and suffix, or the document's id for a row and for standard input.
    """
    documents = found = 0
    for extracted in extract_from(files, fields=fields, encoding=encoding):
        if isinstance(extracted, InputError):
            say(f"not read: {extracted}")
            continue
        documents, found = documents + 1, found + len(extracted.quotes)
        print_json(*(jsonl.quotes(extracted) if shape == "jsonl" else [jsonl.spans(extracted)]))
    if not documents:
        return ERROR
    return FOUND if found else NOTHING
