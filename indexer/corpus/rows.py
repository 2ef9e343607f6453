"""Turn a row of named cells into a record: an article, or a quote that already has its speaker.

All formats use this module, so that the same cells make the same document in any file format. A row with a quote and a
speaker is a quote (see `attributed`). Any other row needs a text.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from quotesearch.indexer.corpus.attributed import attributed, document_of
from quotesearch.indexer.corpus.dates import day_of
from quotesearch.indexer.corpus.options import Options
from quotesearch.indexer.corpus.origin import Origin
from quotesearch.indexer.errors import InputError
from quotesearch.indexer.model import Record

GIVE_UP_AFTER = 1000
"""If this many rows at the beginning of a file are all bad, the rest of the file is not read."""
_NOT_TEXT = re.compile("[\0\ud800-\udfff]")
_WEB = re.compile(r"https?://[^/]", re.IGNORECASE)
_ONE_LINE = frozenset({"title", "outlet", "author", "date", "url", "id", "language", "speaker", "role", "affiliation"})
_COLUMNS_SHOWN = 12
"""The most columns that an error about a row lists."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file: its cells by the names of their columns."""

    origin: Origin
    cells: Mapping[str, object]


def records(rows: Iterable[Row | InputError], origin: Origin, options: Options) -> Iterator[Record | InputError]:
    """Yield the record of each row, or an error for a row that cannot be read. Raises InputError if there are no rows.

    If the first `GIVE_UP_AFTER` rows are all bad, the file probably has another format, and the rest is not read.
    """
    good = bad = 0
    for row in rows:
        outcome = row if isinstance(row, InputError) else _attempt(row, options)
        good += isinstance(outcome, Record)
        bad += isinstance(outcome, InputError)
        yield outcome
        if bad == GIVE_UP_AFTER and not good:
            raise origin.error(f"none of its first {bad} rows can be read, so the rest was not read; check its format")
    if not good + bad:
        raise origin.error("has no rows; remove it from the command")


def record(row: Row, options: Options) -> Record:
    """Return the article or quote in the row. Raises InputError if a cell is wrong or missing."""
    cells = {name: _text(row, name, column) for name, column in options.columns(row.cells).items()}
    text = cells.get("text", "")
    published = _day(row.origin, cells.get("date", ""))
    own_id = _own_id(cells.get("id", ""), row.origin) or _address(cells.get("url", ""))
    if cells.get("quote") and cells.get("speaker"):
        return attributed(cells, row.origin, published=published, own_id=own_id)
    if not text.strip():
        raise row.origin.error(_missing_cells(row, cells))
    document_id = own_id or row.origin.id_for(text)
    document = document_of(cells, row.origin, document_id, text=text, published=published)
    return Record(document, place=row.origin.place)


def _attempt(row: Row, options: Options) -> Record | InputError:
    """Return the record of the row. If the row cannot be read, return the error."""
    try:
        return record(row, options)
    except InputError as error:
        return error


def _text(row: Row, name: str, column: str) -> str:
    """Return the cell as text. The text of an article is unchanged; a field that describes it is put on one line."""
    value = _as_text(name, row.cells[column])
    if not isinstance(value, str):
        raise row.origin.error(f"{column} is {type(value).__name__}, not text; write it as text")
    if _NOT_TEXT.search(value):
        raise row.origin.error(f"{column} has a character that is not text (NUL or half of a pair); remove it")
    if name in _ONE_LINE:
        return " ".join(value.split())
    return value if name == "text" else value.strip()


def _as_text(name: str, value: object) -> object:
    """Return the value.

    If its type is another allowed type, return it as text: several authors, a number as id, null.
    """
    if value is None:
        return ""
    if name == "author" and isinstance(value, list) and all(isinstance(author, str) for author in value):
        return ", ".join(value)
    if name == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value


def _day(origin: Origin, written: str) -> date | None:
    """Return the date in the cell."""
    try:
        return day_of(written)
    except ValueError as error:
        raise origin.error(str(error)) from error


def _own_id(written: str, origin: Origin) -> str:
    """Return the id in the cell. An address is unchanged; any other id is combined with its file.

    For no id, return "".
    """
    return written if _WEB.match(written) or not written else origin.id_of(written)


def _address(url: str) -> str:
    """Return the address if it belongs to one article. If it belongs to a whole site, return ""."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.path.strip("/") or parts.query else ""


def _missing_cells(row: Row, cells: Mapping[str, str]) -> str:
    """Return the error message about a row that lacks the cells of an article or a quote."""
    if cells.get("quote"):
        return "a quote without a speaker; fill in speaker, or name its column with --map speaker=NAME"
    if "text" in cells or "quote" in cells:
        return "has no text; fill it in or remove the row"
    columns = ", ".join(list(row.cells)[:_COLUMNS_SHOWN]) or "nothing"
    return f"has no text; it has {columns}: name the column of the text with --map text=NAME"
