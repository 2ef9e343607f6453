"""Read the file formats of news: a record for each article, an error for each file or row that cannot be read.

This package sees quotes only if they come with their speaker. `sources` finds the files. One module for each format
reads them (`plain_text`, `markdown`, `web_page`, `json_lines`, `csv_table`), and `rows` makes the documents. A bad
article never ends a run, because errors are yielded between the records and not raised.
"""

import sys
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping
from os import PathLike
from typing import BinaryIO

from quotesearch.indexer.corpus import csv_table, json_lines, markdown, plain_text, streams, web_page
from quotesearch.indexer.corpus.encodings import decode
from quotesearch.indexer.corpus.options import FIELDS, Options
from quotesearch.indexer.corpus.origin import Origin
from quotesearch.indexer.corpus.repeats import Repeats
from quotesearch.indexer.corpus.rows import Row, record, records
from quotesearch.indexer.corpus.sources import Format, Source, expand
from quotesearch.indexer.errors import InputError
from quotesearch.indexer.model import Record

__all__ = ["FIELDS", "count", "read"]
_NO_FIELDS = (
    "is plain text, which has no fields to map; remove --map, or pipe JSON Lines, or CSV with a header that names "
    "the text's column"
)


def read(
    sources: Iterable[str | PathLike[str]],
    *,
    fields: Mapping[str, str] | None = None,
    encoding: str | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Record | InputError]:
    """Yield a record for each article or ready-made quote. If one cannot be read, yield an InputError.

    `sources` are files, folders, patterns, and `-` for `stdin`. If `stdin` is None, the standard input of the process
    is read. `fields` maps a field of `FIELDS` to the name of its column. `encoding` is for files that do not declare
    one and are not UTF-8. If two different articles have the same id, the second is an error. Raises InputError at once
    for a field or an encoding that does not exist.
    """
    options = Options.of(fields, encoding)
    return _read_all(sources, options, stdin)


def count(sources: Iterable[str | PathLike[str]]) -> int:
    """Return how many files `read` would read, without opening any."""
    return sum(isinstance(source, Source) for source in expand(sources))


def _read_all(
    sources: Iterable[str | PathLike[str]], options: Options, stdin: BinaryIO | None
) -> Iterator[Record | InputError]:
    """Yield the records and errors of each source."""
    repeats = Repeats()
    for source in expand(sources):
        if isinstance(source, InputError):
            yield source
            continue
        try:
            yield from map(repeats.checked, _read_source(source, options, stdin))
        except InputError as error:
            yield error


def _read_source(source: Source, options: Options, stdin: BinaryIO | None) -> Iterator[Record | InputError]:
    """Yield the records and errors of one source. Raises InputError if the rest of it cannot be read."""
    if source.format is Format.PIPE:
        stream = streams.piped(stdin or sys.stdin.buffer, source.origin)
        first = _first_line(stream, source.origin)
        yield from _records(streams.put_back(first, stream), _sniffed(first, options), source.origin, options)
        return
    with streams.opened(source.origin, gzipped=source.gzipped) as stream:
        yield from _records(stream, source.format, source.origin, options)


def _records(stream: BinaryIO, shape: Format, origin: Origin, options: Options) -> Iterator[Record | InputError]:
    """Yield the records and errors of a stream with this format."""
    if shape is Format.JSON_LINES:
        yield from records(json_lines.rows(stream, origin, encoding=options.encoding), origin, options)
    elif shape in {Format.CSV, Format.TSV}:
        delimiter = "," if shape is Format.CSV else "\t"
        yield from records(csv_table.rows(stream, origin, options, delimiter=delimiter), origin, options)
    else:
        cells = _article(streams.whole(stream, origin), shape, origin, options)
        yield record(Row(origin, cells), Options())


def _article(data: bytes, shape: Format, origin: Origin, options: Options) -> Mapping[str, str]:
    """Return the cells of a file that is one article."""
    if shape is Format.PAGE:
        declared = web_page.declared_encoding(data)
        return web_page.cells(decode(data, origin, named=options.encoding, declared=declared), origin)
    text = decode(data, origin, named=options.encoding)
    if shape is Format.PIPE:
        shape = Format.MARKDOWN if markdown.has_front_matter(text) else Format.TEXT
        if shape is Format.TEXT and options.fields:
            raise origin.error(_NO_FIELDS)
    if shape is not Format.MARKDOWN:
        return plain_text.cells(text)
    streams.check_markup(text, origin)
    return markdown.cells(text)


def _first_line(stream: BinaryIO, origin: Origin) -> bytes:
    """Read the blank lines at the beginning of the stream and the line after them."""
    beginning = b""
    while not _bare(beginning) and (line := stream.readline(streams.ROW_LIMIT)):
        beginning += line
        if len(beginning) > streams.ROW_LIMIT:
            reason = f"begins with more than {streams.ROW_LIMIT >> 20} MiB of blank lines"
            raise origin.error(f"{reason}; check the input of the pipe")
    return beginning


def _sniffed(first_line: bytes, options: Options) -> Format:
    """Return the format of piped input, which its first line shows. For Markdown and plain text, return PIPE."""
    start = _bare(first_line)
    if start.startswith(b"{") and json_lines.holds_object(start):
        return Format.JSON_LINES
    if start[:14].lower().startswith((b"<!doctype html", b"<html")):
        return Format.PAGE
    header = start.decode(options.encoding or "utf-8", "replace")
    return Format.CSV if csv_table.begins(header, options) else Format.PIPE


def _bare(line: bytes) -> bytes:
    """Return the line without its byte order mark (UTF-8) and without white space at both ends."""
    return line.removeprefix(BOM_UTF8).strip()
