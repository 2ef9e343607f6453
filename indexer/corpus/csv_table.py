"""Know CSV and its like: a header that names the columns, then rows, read one at a time.

Rows that would be misread are refused rather than mended: a mark that is never closed, text after a closing mark,
more cells than columns (a comma that should have been inside marks). A row is numbered by the line on which it begins.
"""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from typing import BinaryIO

from quotesearch.indexer.corpus import streams
from quotesearch.indexer.corpus.lines import Line, lines
from quotesearch.indexer.corpus.options import Options
from quotesearch.indexer.corpus.origin import Origin
from quotesearch.indexer.corpus.rows import Row
from quotesearch.indexer.errors import InputError

_SHOWN = 20


def rows(stream: BinaryIO, origin: Origin, options: Options, *, delimiter: str) -> Iterator[Row | InputError]:
    """Yield each row, or why it is none; InputError where the header does not name what is needed."""
    table = lines(stream, origin, named=options.encoding)
    first = next((line for line in table if line.fault or line.text.strip()), None)
    if first is None:
        return
    feed = _Feed(chain([first], table), origin)
    reader = csv.reader(feed, delimiter=_delimiter(first.text, delimiter), skipinitialspace=True, strict=True)
    header: list[str] | None = None
    while True:
        row = origin.at(feed.begin_row())
        try:
            cells = _next_row(reader)
        except StopIteration:
            return
        except csv.Error as error:
            cells, feed.fault = [], feed.fault or _explain(error)
        if header is None:
            header = _header(cells, feed.fault, row, options)
        elif feed.fault:
            yield row.error(feed.fault)
        elif any(map(str.strip, cells)):
            yield _row(cells, header, row)


def begins(first_line: str, options: Options) -> bool:
    """Tell whether the line is a header that names a text or a quote: the sign of a table."""
    reader = csv.reader([first_line], delimiter=_delimiter(first_line, ","), skipinitialspace=True, strict=True)
    try:
        header = _next_row(reader)
    except (csv.Error, StopIteration):
        return False
    return not {"text", "quote"}.isdisjoint(options.columns(cell.strip() for cell in header))


class _Feed:
    """Hand lines to the csv module, keeping what it does not: where the row began, its length and its faults."""

    def __init__(self, table: Iterator[Line], origin: Origin) -> None:
        self.fault = ""
        self._origin = origin
        self._start = 0
        self._table = table
        self._line = 0
        self._length = 0

    def begin_row(self) -> int:
        """Forget the last row, and return the number of the line on which the next begins."""
        self.fault = ""
        self._length = 0
        self._start = self._line + 1
        return self._start

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._table)
        self._line = line.number
        self._length += len(line.text)
        self.fault = self.fault or line.fault
        if self._length > streams.ROW_LIMIT:
            raise _overlong(self._origin.at(self._start))
        return line.text


def _next_row(reader: "Iterator[list[str]]") -> list[str]:
    """Return the next row; its cells may be as long as a row may be."""
    with _long_fields():
        return next(reader)


@contextmanager
def _long_fields() -> Iterator[None]:
    """Lift the csv module's limit, which is the whole process's, and put it back afterwards."""
    before = csv.field_size_limit(streams.ROW_LIMIT)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _delimiter(header: str, usual: str) -> str:
    """Return what parts the cells: the usual one unless the header has none of it but another's."""
    return usual if usual in header else next((other for other in ";\t|" if other in header), usual)


def _header(cells: list[str], fault: str, origin: Origin, options: Options) -> list[str]:
    """Return the names of the columns; InputError where they lack a text, or are not a header."""
    if fault:
        raise origin.error(fault)
    header = [cell.strip() for cell in cells]
    found = ", ".join(filter(None, header[:_SHOWN])) or "no names"
    columns = options.columns(header)
    for name, column in options.fields.items():
        if name not in columns:
            raise origin.error(f"no column named {column}; the header has {found}: choose one with --map {name}=NAME")
    if not {"text", "quote"} & columns.keys():
        raise origin.error(f"no column named text (or quote); the header has {found}: name it with --map text=NAME")
    twice = [column for column in columns.values() if header.count(column) > 1]
    if twice:
        raise origin.error(f"two columns are named {twice[0]}; rename one of them")
    return header


def _row(cells: list[str], header: list[str], origin: Origin) -> Row | InputError:
    """Return the row by its columns' names, or why it does not fit them; a short row's last cells are empty."""
    if any(map(str.strip, cells[len(header) :])):
        reason = f"has {len(cells)} cells but the header {len(header)}"
        return origin.error(f"{reason}; put cells that hold the delimiter in quotation marks")
    return Row(origin, dict(zip(header, cells, strict=False)))


def _overlong(origin: Origin) -> InputError:
    """Say that the row goes on past the bound, after which nobody can tell where the next begins."""
    reason = f"the row is longer than {streams.ROW_LIMIT >> 20} MiB, so the rest of the file is left"
    return origin.error(f"{reason}; is a quotation mark in it never closed?")


def _explain(error: csv.Error) -> str:
    """Say in a user's words what the csv module does not accept."""
    reason = str(error)
    if "end of data" in reason:
        return "a quotation mark is never closed, so the rest of the file is lost; close it"
    if "expected after" in reason:
        return "text after a closing quotation mark; double each mark inside a cell"
    return f"is not CSV: {reason}; correct the row"
