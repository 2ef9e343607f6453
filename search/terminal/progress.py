"""Show the progress of indexing, if stderr is a terminal.

The bar counts files, because their number is known at the start. It moves when the documents of a file are stored. The
numbers of documents and quotes after the bar show progress within one large file of rows.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import click

from quotesearch.indexer import corpus
from quotesearch.indexer.model import Record
from quotesearch.indexer.pipeline import Progress
from quotesearch.search.sources import ReadResult


@dataclass(slots=True)
class Watch:
    """Count the files that are read, and move the bar when their documents are stored."""

    files: int
    move: Callable[[int, Progress], None]
    started: int = 0
    moved: int = 0

    def over(self, records: Iterable[ReadResult]) -> Iterator[ReadResult]:
        """Yield the records and count their files."""
        path = ""
        for record in records:
            file = record.document.path if isinstance(record, Record) else ""
            self.started += file != path or not file
            path = file
            yield record

    def stored(self, progress: Progress) -> None:
        """Move the bar to the current file."""
        now = min(self.started, self.files)
        self.move(now - self.moved, progress)
        self.moved = now


@contextmanager
def watching(paths: Sequence[str], *, quiet: bool) -> Iterator[Watch]:
    """Show a bar while the files of these paths are indexed, unless `quiet` is set or stderr is not a terminal."""
    hidden = quiet or not sys.stderr.isatty()
    files = 0 if hidden else corpus.count(paths)
    with click.progressbar(
        length=files, label="indexing", hidden=hidden, item_show_func=_counted, file=sys.stderr, width=24
    ) as bar:
        yield Watch(files, bar.update)


def _counted(progress: Progress | None) -> str:
    """Return the numbers of stored documents and quotes."""
    return f"{progress.read:,} documents, {progress.quotes:,} quotes" if progress else ""
