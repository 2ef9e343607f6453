"""Show how far a run of indexing has come, where stderr is a terminal."""

import sys
from collections.abc import Iterable, Iterator, Sequence

import click

from quotesearch.indexer import corpus
from quotesearch.indexer.model import Record
from quotesearch.library import Read


def watched(records: Iterable[Read], paths: Sequence[str], *, quiet: bool) -> Iterator[Read]:
    """Yield the records, moving a bar over the files that they come from."""
    hidden = quiet or not sys.stderr.isatty()
    files = 0 if hidden else corpus.count(paths)
    with click.progressbar(length=files, label="reading", hidden=hidden, show_pos=True, file=sys.stderr) as bar:
        path = ""
        for record in records:
            here = record.document.path if isinstance(record, Record) else ""
            yield record
            bar.update(int(here != path or not here))
            path = here
