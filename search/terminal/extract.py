"""The command `extract`: print the quotes in files without storing them."""

from pathlib import Path

import click

from quotesearch.indexer import corpus
from quotesearch.indexer.errors import InputError
from quotesearch.indexer.model import Document
from quotesearch.search import json_objects
from quotesearch.search.results import placed
from quotesearch.search.sources import extracted
from quotesearch.search.terminal import options
from quotesearch.search.terminal.shell import ERROR, FOUND, NOTHING, Command, print_json, say

_ROW_FORMATS = (".jsonl", ".ndjson", ".csv", ".tsv")
"""The endings of files that contain many documents. The name of such a file cannot be the name of one document."""


@click.command(cls=Command)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@options.choice("--format", "shape", ["jsonl", "spans"], "Print each quote, or the spans of each document.")
@options.fields
@options.encoding
def extract(files: tuple[str, ...], shape: str, fields: dict[str, str], encoding: str | None) -> int:
    """Print the quotes in files without storing them.

    Examples:
      quotes extract article.txt
      quotes extract article.html | jq -r '.speaker.name + ": " + .quote'
      quotes extract articles/ --format spans > predictions.jsonl

    `jsonl` prints a line for each quote. The keys are those of `quotes search --json`, without the keys of the ranking.
    `spans` prints a line for each document, even if it has no quotes: {"doc": …, "quotes": [{"content": [[start, end],
    …], "source", "cue", …}]}. `doc` is the name of the file without folder and ending. For a row and for standard
    input, `doc` is the id of the document.
    """
    documents = quotes = 0
    for entry in extracted(corpus.read(files, fields=fields, encoding=encoding)):
        if isinstance(entry, InputError):
            say(f"not read: {entry}")
            continue
        documents, quotes = documents + 1, quotes + len(entry.quotes)
        if shape == "jsonl":
            print_json(*(json_objects.quote(placed(entry.document, quote)) for quote in entry.quotes))
        else:
            print_json(json_objects.spans(_name(entry.document), entry.quotes))
    if not documents:
        return ERROR
    return FOUND if quotes else NOTHING


def _name(document: Document) -> str:
    """Return the name of the document's file without its ending. For a row and for standard input, return the id."""
    name = Path(document.path).name.removesuffix(".gz")
    return document.id if not name or name.lower().endswith(_ROW_FORMATS) else Path(name).stem
