"""Read JSON Lines line by line. Each line is one JSON object."""

import json
from collections.abc import Iterator
from typing import BinaryIO

from quotesearch.indexer.corpus.lines import Line, lines
from quotesearch.indexer.corpus.origin import Origin
from quotesearch.indexer.corpus.rows import Row
from quotesearch.indexer.errors import InputError


def rows(stream: BinaryIO, origin: Origin, *, encoding: str = "") -> Iterator[Row | InputError]:
    """Yield each row. For a line that is not a JSON object, yield an error. Blank lines are skipped."""
    for line in lines(stream, origin, named=encoding):
        if line.fault or line.text.strip():
            yield _row(line, origin.at(line.number))


def holds_object(line: bytes) -> bool:
    """Return whether the line is a JSON object. Such a line is the sign of JSON Lines."""
    try:
        # latin-1 decodes all bytes, and reads the ASCII of any encoding that extends ASCII
        return isinstance(json.loads(line.decode("latin-1")), dict)
    except (ValueError, RecursionError):
        return False


def _row(line: Line, origin: Origin) -> Row | InputError:
    """Return the object on the line. If the line is not an object, return an error."""
    if line.fault:
        return origin.error(line.fault)
    try:
        cells = json.loads(line.text)
    except json.JSONDecodeError as error:
        return origin.error(f"is not JSON: {error.msg} at column {error.colno}; write one object on each line")
    except (ValueError, RecursionError) as error:
        return origin.error(f"is not JSON that can be read ({error}); write one object on each line")
    if not isinstance(cells, dict):
        return origin.error(f"is a JSON {type(cells).__name__}, not an object; write one object on each line")
    return Row(origin, cells)
