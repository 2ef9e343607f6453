"""Know what a row of named cells says: an article, or a quote that already has its speaker.

Every format ends here, so that the same cells make the same document whatever file they came from.
A row with a quote and a speaker is a quote (see `attributed`); any other needs a text.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from quotesearch.indexer.corpus.attributed import attributed
from quotesearch.indexer.corpus.dates import day_of
from quotesearch.indexer.corpus.options import Options
from quotesearch.indexer.corpus.origin import Origin
from quotesearch.indexer.errors import InputError
from quotesearch.indexer.model import Document, Record

GIVE_UP_AFTER = 1000
_NOT_TEXT = re.compile("[\0\ud800-\udfff]")
_WEB = re.compile(r"https?://[^/]", re.IGNORECASE)
_ONE_LINE = frozenset({"title", "outlet", "author", "date", "url", "id", "language", "speaker", "role", "affiliation"})
_KEYS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Row:
    """Hold the cells of one row by their columns' names."""

    origin: Origin
    cells: Mapping[str, object]


def records(rows: Iterable[Row | InputError], origin: Origin, options: Options) -> Iterator[Record | InputError]:
    """Yield what each row says, or why it cannot be read; InputError for a file without any rows.

    A file whose first `GIVE_UP_AFTER` rows are all bad is something else than it seems, and is left.
    """
    good = bad = 0
    for row in rows:
        outcome = row if isinstance(row, InputError) else _attempt(row, options)
        good += isinstance(outcome, Record)
        bad += isinstance(outcome, InputError)
        yield outcome
        if bad == GIVE_UP_AFTER and not good:
            raise origin.error(f"none of its first {bad} rows can be read, so the rest is left; check its format")
    if not good + bad:
        raise origin.error("holds no rows; leave it out")


def record(row: Row, options: Options) -> Record:
    """Return the article or quote that the row holds; InputError says what is wrong with it."""
    cells = {name: _text(row, name, column) for name, column in options.columns(row.cells).items()}
    text = cells.get("text", "")
    published = _day(row.origin, cells.get("date", ""))
    url = cells.get("url", "")
    own_id = _own_id(cells.get("id", ""), row.origin) or _address(url)
    if cells.get("quote") and cells.get("speaker"):
        return attributed(cells, row.origin, published=published, own_id=own_id)
    if not text.strip():
        raise row.origin.error(_lack(row, cells))
    document = Document(
        id=own_id or row.origin.id_for(text),
        text=text,
        title=cells.get("title", ""),
        outlet=cells.get("outlet", ""),
        author=cells.get("author", ""),
        published=published,
        url=url,
        language=cells.get("language", ""),
        path=row.origin.path,
    )
    return Record(document, place=row.origin.place)


def _attempt(row: Row, options: Options) -> Record | InputError:
    """Return what the row says, or why it cannot be read."""
    try:
        return record(row, options)
    except InputError as error:
        return error


def _text(row: Row, name: str, column: str) -> str:
    """Return the cell as text: whole for what was said or written, on one line for what describes it."""
    value = row.cells[column]
    if name == "author" and isinstance(value, list) and all(isinstance(one, str) for one in value):
        value = ", ".join(value)
    if name == "id" and isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise row.origin.error(f"{column} is {type(value).__name__}, not text; write it as text")
    if _NOT_TEXT.search(value):
        raise row.origin.error(f"{column} holds a character that is no text (a NUL or half of a pair); remove it")
    if name in _ONE_LINE:
        return " ".join(value.split())
    return value if name == "text" else value.strip()


def _day(origin: Origin, written: str) -> date | None:
    """Return the day that the cell means."""
    try:
        return day_of(written)
    except ValueError as error:
        raise origin.error(str(error)) from error


def _own_id(written: str, origin: Origin) -> str:
    """Return the id that the cell gives: an address as it is, any other within its file, "" for none."""
    return written if _WEB.match(written) else origin.id_of(written) if written else ""


def _address(url: str) -> str:
    """Return the address where it is that of one article rather than of a whole site, else ""."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.path.strip("/") or parts.query else ""


def _lack(row: Row, cells: Mapping[str, str]) -> str:
    """Say what the row needs before it is an article or a quote."""
    if cells.get("quote"):
        return "a quote without a speaker; fill in speaker, or name its column with --map speaker=NAME"
    if "text" in cells or "quote" in cells:
        return "has no text; fill it in or leave the row out"
    columns = ", ".join(list(row.cells)[:_KEYS_SHOWN]) or "nothing"
    return f"has no text; it has {columns}: name the column that holds it with --map text=NAME"
