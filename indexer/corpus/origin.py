"""Say where an article comes from: the file as its user named it, its absolute path, its row.

Every complaint about input is made here, so that each begins with the file (and row) in the same way.
An id that the input does not give is made here too: it must be the same on the next run.
"""

import hashlib
from dataclasses import dataclass, replace
from typing import Self

from quotesearch.indexer.errors import InputError

STANDARD_INPUT = "standard input"


def short_hash(*parts: str) -> str:
    """Return 16 hexadecimal digits that stand for the parts, the same on every machine."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Origin:
    """Name a file, or one row of it.

    `name` is for people; `path` is absolute, and empty for standard input; `row` is the line on which
    the row begins, counted from 1, and 0 for a whole file.
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
        """Return a complaint that begins with the file and row."""
        return InputError(f"{self.place}: {reason}")

    def id_of(self, own: str) -> str:
        """Return the id of a document that its file calls `own`: another file may call another document so."""
        return f"{self.path}#{own}" if self.path else f"stdin:{own}"

    def id_for(self, text: str) -> str:
        """Return the id of a document that names neither an id nor an address of its own.

        A row's goes by its text, so that a row put in before it changes nothing.
        """
        return self.path if self.path and not self.row else self.id_of(short_hash(text))
