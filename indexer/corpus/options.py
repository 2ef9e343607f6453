"""Hold what a caller may say about the input: the names of its columns, and its encoding."""

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
    """Hold the column that each field has in the input, where it is not the field's own name, and the encoding."""

    fields: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    encoding: str = ""

    @classmethod
    def of(cls, fields: Mapping[str, str] | None, encoding: str | None) -> Self:
        """Check what the caller said; InputError for a field or an encoding that does not exist."""
        for name, column in (fields or {}).items():
            if name not in FIELDS:
                raise InputError(f"--map {name}={column}: there is no field {name}; use one of {', '.join(FIELDS)}")
        codec = codec_name(encoding) if encoding else ""
        if codec is None:
            raise InputError(f"--encoding {encoding}: no such encoding; name one, such as utf-8, cp1252 or utf-16")
        return cls(MappingProxyType(dict(fields or {})), codec)

    def columns(self, present: Iterable[str]) -> dict[str, str]:
        """Return which of the columns present holds each field: the mapped one, else the one of the field's name.

        Letter case and outer white space do not matter where no column has exactly the name.
        """
        exact = list(present)
        folded = {_fold(column): column for column in reversed(exact)}
        found: dict[str, str] = {}
        for name in FIELDS:
            for wanted in filter(None, (self.fields.get(name), name)):
                column = wanted if wanted in exact else folded.get(_fold(wanted))
                if column is not None:
                    found[name] = column
                    break
        return found


def _fold(column: str) -> str:
    """Return the column's name as it is compared."""
    return column.strip().casefold()
