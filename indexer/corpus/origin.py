"""The origin of an article: the file as its user named it, its absolute path, its row.

All errors about input are made here, so that each begins with the file (and row) in the same way. If the input gives no
id, the id is made here too, because it must be the same on the next run.
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

    `name` is for messages. `path` is absolute, and empty for standard input. `row` is the number of the row's first
    line, from 1, and 0 for a whole file.
    """

    name: str
    path: str = ""
    row: int = 0

    def at(self, row: int) -> Self:
        """Return the origin of the row that begins on this line of the file."""
        return replace(self, row=row)

    @property
    def place(self) -> str:
        """Return the file and row as readable text: `a.jsonl:3`."""
        return f"{self.name}:{self.row}" if self.row else self.name

    def error(self, reason: str) -> InputError:
        """Return an error that begins with the file and row."""
        return InputError(f"{self.place}: {reason}")

    def id_of(self, name: str) -> str:
        """Return the id of a document with this name in its file. Another file may have the same name."""
        return f"{self.path}#{name}" if self.path else f"stdin:{name}"

    def id_for(self, text: str) -> str:
        """Return the id of a document that has no id and no address.

        The id of a row is made from its text, so that it stays the same if another row is inserted before it.
        """
        return self.path if self.path and not self.row else self.id_of(short_hash(text))
