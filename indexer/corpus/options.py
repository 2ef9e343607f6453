"""The options for reading input: the names of columns, and the encoding."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Self

from quotesearch.indexer.corpus.encodings import codec_name
from quotesearch.indexer.errors import InputError

ARTICLE_FIELDS = ("text", "title", "outlet", "author", "date", "url", "id", "language")
QUOTE_FIELDS = ("quote", "speaker", "role", "affiliation", "context")
FIELDS = (*ARTICLE_FIELDS, *QUOTE_FIELDS)


@dataclass(frozen=True, slots=True)
class Options:
    """The columns whose names differ from their fields' names, and the encoding of files that declare none."""

    fields: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    encoding: str = ""

    @classmethod
    def of(cls, fields: Mapping[str, str] | None, encoding: str | None) -> Self:
        """Return checked options. Raises InputError for a field or an encoding that does not exist."""
        for name, column in (fields or {}).items():
            if name not in FIELDS:
                raise InputError(f"--map {name}={column}: there is no field {name}; use one of {', '.join(FIELDS)}")
        codec = codec_name(encoding) if encoding else ""
        if codec is None:
            raise InputError(f"--encoding {encoding}: no such encoding; name one, such as utf-8, cp1252 or utf-16")
        return cls(MappingProxyType(dict(fields or {})), codec)

    def columns(self, present: Iterable[str]) -> dict[str, str]:
        """Return the column of each field: the mapped column if it is present, else the column with the field's name.

        If no column has exactly this name, case and white space at both ends are ignored.
        """
        exact = list(present)
        folded = {_fold(column): column for column in reversed(exact)}
        columns: dict[str, str] = {}
        for name in FIELDS:
            for candidate in filter(None, (self.fields.get(name), name)):
                column = candidate if candidate in exact else folded.get(_fold(candidate))
                if column is not None:
                    columns[name] = column
                    break
        return columns


def _fold(column: str) -> str:
    """Return the name of a column in the form that is compared."""
    return column.strip().casefold()
