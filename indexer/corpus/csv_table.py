"""Read CSV and TSV row by row: a header that names the columns, then the rows.

A row that could be misread is an error and is not repaired. Examples are a quotation mark that is never closed, text
after a closing mark, and more cells than columns (a comma that should have been inside quotation marks). The number of
a row is the number of its first line.
"""

import csv
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from typing import BinaryIO

from quotesearch.indexer.corpus import streams
from quotesearch.indexer.corpus.lines import Line, lines
from quotesearch.indexer.corpus.options import Options
from quotesearch.indexer.corpus.origin import Origin
from quotesearch.indexer.corpus.rows import Row
from quotesearch.indexer.errors import InputError

_COLUMNS_SHOWN = 20
"""The most columns that an error about the header lists."""


def rows(stream: BinaryIO, origin: Origin, options: Options, *, delimiter: str) -> Iterator[Row | InputError]:
    """Yield each row. For a row that cannot be read, yield an error. Raises InputError if the header lacks a column."""
    table = lines(stream, origin, named=options.encoding)
    first = next((line for line in table if line.fault or line.text.strip()), None)
    if first is None:
        return
    feed = _Feed(chain([first], table), origin)
    parsed = _parsed(feed, _delimiter(first.text, delimiter))
    header = _header(*next(parsed), options)
    for cells, fault, row in parsed:
        if fault:
            yield row.error(fault)
        elif any(map(str.strip, cells)):
            yield _row(cells, header, row)


def begins(first_line: str, options: Options) -> bool:
    """Return whether the line is a header that names a text or a quote. Such a line is the sign of a table."""
    reader = csv.reader([first_line], delimiter=_delimiter(first_line, ","), skipinitialspace=True, strict=True)
    with suppress(csv.Error):
        header = map(str.strip, next(reader, []))
        return not {"text", "quote"}.isdisjoint(options.columns(header))
    return False


class _Feed:
    """Give lines to the csv module, and record the first line of a row, its length and its fault.

    The csv module has one limit for the length of a cell, for the whole process. If a row is longer than the limit, the
    feed raises the limit to the length of the row. The feed never lowers the limit, because another thread may be
    reading a long row. If two threads raise the limit at the same time, both set the same value.
    """

    def __init__(self, table: Iterator[Line], origin: Origin) -> None:
        self.fault = ""
        self._origin = origin
        self._start = 0
        self._table = table
        self._line = 0
        self._length = 0

    def begin_row(self) -> Origin:
        """Forget the last row, and return the origin of the next row."""
        self.fault = ""
        self._length = 0
        self._start = self._line + 1
        return self._origin.at(self._start)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._table)
        self._line = line.number
        self._length += len(line.text)
        self.fault = self.fault or line.fault
        if self._length > streams.ROW_LIMIT:
            reason = f"the row is longer than {streams.ROW_LIMIT >> 20} MiB, so the rest of the file was not read"
            raise self._origin.at(self._start).error(f"{reason}; is a quotation mark in it never closed?")
        if self._length >= csv.field_size_limit():
            csv.field_size_limit(streams.ROW_LIMIT)
        return line.text


def _parsed(feed: _Feed, delimiter: str) -> Iterator[tuple[list[str], str, Origin]]:
    """Yield the cells of each row, its fault and its origin. The fault of a good row is ""."""
    reader = csv.reader(feed, delimiter=delimiter, skipinitialspace=True, strict=True)
    while True:
        row = feed.begin_row()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield [], feed.fault or _explain(error), row
        else:
            yield cells, feed.fault, row


def _delimiter(header: str, usual: str) -> str:
    """Return the delimiter of the cells.

    If the header does not have the usual delimiter, return another that it has.
    """
    return usual if usual in header else next((mark for mark in ";\t|" if mark in header), usual)


def _header(cells: list[str], fault: str, origin: Origin, options: Options) -> list[str]:
    """Return the names of the columns.

    Raises InputError if no column is a text, or if the row is not a header.
    """
    if fault:
        raise origin.error(fault)
    header = [cell.strip() for cell in cells]
    names = ", ".join(filter(None, header[:_COLUMNS_SHOWN])) or "no names"
    columns = options.columns(header)
    for name, column in options.fields.items():
        if name not in columns:
            raise origin.error(f"no column named {column}; the header has {names}: choose one with --map {name}=NAME")
    if not {"text", "quote"} & columns.keys():
        raise origin.error(f"no column named text (or quote); the header has {names}: name it with --map text=NAME")
    twice = [column for column in columns.values() if header.count(column) > 1]
    if twice:
        raise origin.error(f"two columns are named {twice[0]}; rename one of them")
    return header


def _row(cells: list[str], header: list[str], origin: Origin) -> Row | InputError:
    """Return the cells by the names of their columns. If there are too many cells, return an error.

    Cells may be missing.
    """
    if any(map(str.strip, cells[len(header) :])):
        reason = f"has {len(cells)} cells, but the header has {len(header)}"
        return origin.error(f"{reason}; put cells that contain the delimiter in quotation marks")
    return Row(origin, dict(zip(header, cells, strict=False)))


def _explain(error: csv.Error) -> str:
    """Return the error of the csv module in words for users."""
    reason = str(error)
    if "end of data" in reason:
        return "a quotation mark is never closed, so the rest of the file was not read; add the missing mark"
    if "expected after" in reason:
        return "text after a closing quotation mark; write each mark inside a cell twice"
    return f"is not CSV: {reason}; correct the row"
