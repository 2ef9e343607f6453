"""The command `extract`: print the quotes in files, storing nothing."""

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
"""Endings of files of many documents, so that the file's name cannot name one of them."""


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

    `jsonl` prints a line for each quote, with the keys of `quotes search --json` except those of the ranking. `spans`
    prints a line for each document, even without quotes: {"doc": …, "quotes": [{"content": [[start, end], …], "source",
    "cue", …}]}. `doc` is the name of the file without folder and ending; for a row or standard input, it is the
    document's id.
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
    """Return the name of the document's file without its ending, or the document's id if no file is its own."""
    name = Path(document.path).name.removesuffix(".gz")
    return document.id if not name or name.lower().endswith(_ROW_FORMATS) else Path(name).stem
