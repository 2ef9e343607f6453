"""The origin of an article: the file as its user named it, its absolute path, its row.

All errors about input are made here, so that each begins with the file (and row) in the same way.
An id that the input does not give is made here too: it must be the same on the next run.
"""

import hashlib
from dataclasses import dataclass, replace
from typing import Self

from quotesearch.indexer.errors import InputError

STANDARD_INPUT = "standard input"


def short_hash(*parts: str) -> str:
    """Return 16 hexadecimal digits of a hash of the parts, the same on every machine."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Origin:
    """A file, or one row of it.

    `name` is for people; `path` is absolute, and empty for standard input; `row` is the number of the first line of
    the row, from 1, and 0 for a whole file.
    """

    name: str
    path: str = ""
    row: int = 0

    def at(self, row: int) -> Self:
        """Return the origin of the row that begins on that line of this file."""
        return replace(self, row=row)

    @property
    def place(self) -> str:
        """Return the file and row, for people."""
        return f"{self.name}:{self.row}" if self.row else self.name

    def error(self, reason: str) -> InputError:
        """Return an error that begins with the file and row."""
        return InputError(f"{self.place}: {reason}")

    def id_of(self, name: str) -> str:
        """Return the id of a document with that name in its file; another file may have the same name."""
        return f"{self.path}#{name}" if self.path else f"stdin:{name}"

    def id_for(self, text: str) -> str:
        """Return the id of a document without an id and an address.

        That of a row is made from its text, so that it stays the same if another row is inserted before it.
        """
        return self.path if self.path and not self.row else self.id_of(short_hash(text))
