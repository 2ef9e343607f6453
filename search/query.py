"""Say what is asked: the words, the filters, how to rank, and which page of the answer.

`Query` holds exact types and validates itself; `Query.of` takes what people type (a year for a date,
one kind or several) and makes it exact. A year or month is a whole period:
`since="2017"` begins on its first day and `until="2017"` ends on its last.
"""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from types import NoneType
from typing import Self, TypeVar

from quotesearch.indexer.errors import QueryError
from quotesearch.indexer.model import QuoteKind, Reported
from quotesearch.indexer.store import Filters
from quotesearch.search.fusion import Fusion

PERIOD = re.compile(r"(?P<year>[0-9]{4})(-(?P<month>[0-9]{2})(-(?P<day>[0-9]{2}))?)?")
MAX_WINDOW = 10_000
"""The most results that a query reaches, counting those it skips: retrieval costs grow with it."""
_NO_THOUGHTS = frozenset({Reported.SPEECH, Reported.DOCUMENT})
Choice = TypeVar("Choice", bound=StrEnum)


class Mode(StrEnum):
    """Say which retrievers answer."""

    HYBRID = "hybrid"
    """Both, fused."""
    KEYWORD = "keyword"
    """By the words, with no model loaded."""
    DENSE = "dense"
    """By the meaning."""


@dataclass(frozen=True, slots=True)
class Query:
    """Hold one question; without text it lists what the filters let through, newest first."""

    text: str = ""
    filters: Filters = Filters()  # noqa: RUF009 - frozen, so that sharing it is safe
    mode: Mode = Mode.HYBRID
    limit: int = 10
    offset: int = 0
    thoughts: bool = False
    """Whether to find what people are held to think, beside what was said and written."""
    fusion: Fusion = Fusion.CONVEX

    def __post_init__(self) -> None:
        _require("text", self.text, str)
        _require("filters", self.filters, Filters)
        _require("mode", self.mode, Mode)
        _require("limit", self.limit, int)
        _require("offset", self.offset, int)
        _require("thoughts", self.thoughts, bool)
        _require("fusion", self.fusion, Fusion)
        if not self.text.strip() and not self.filters:
            raise QueryError("nothing to search for: give some words, or a filter such as a speaker")
        if self.limit < 1:
            raise QueryError(f"limit must be 1 or more, not {self.limit}")
        if self.offset < 0:
            raise QueryError(f"offset must be 0 or more, not {self.offset}")
        if self.offset + self.limit > MAX_WINDOW:
            raise QueryError(f"a query reaches {MAX_WINDOW} results and no further: narrow it by a filter")

    @classmethod
    def of(  # noqa: PLR0913 - the parts of a question, each by its name
        cls,
        text: str = "",
        *,
        speaker: str | None = None,
        outlet: str | None = None,
        since: str | date | None = None,
        until: str | date | None = None,
        kind: str | Iterable[str] = (),
        mode: str = Mode.HYBRID,
        limit: int = 10,
        offset: int = 0,
        thoughts: bool = False,
        fusion: str = Fusion.CONVEX,
    ) -> Self:
        """Make the query from what a person writes; QueryError or TypeError names what has no meaning."""
        _require("text", text, str)
        _require("speaker", speaker, str, NoneType)
        _require("outlet", outlet, str, NoneType)
        _require("since", since, str, date, NoneType)
        _require("until", until, str, date, NoneType)
        _require("kind", kind, str, Iterable)
        _require("mode", mode, str)
        _require("fusion", fusion, str)
        filters = Filters(
            speaker=speaker,
            outlet=outlet,
            since=_period(since)[0] if since else None,
            until=_period(until)[1] if until else None,
            kinds=frozenset(_one_of(QuoteKind, each) for each in _names(kind)),
        )
        words, ranked, fused = " ".join(text.split()), _one_of(Mode, mode), _one_of(Fusion, fusion)
        return cls(words, filters, ranked, limit, offset, thoughts, fused)

    @property
    def allowed(self) -> Filters:
        """Return what the answer may hold: what the filters let through, thoughts only where they are asked for."""
        return self.filters if self.thoughts else replace(self.filters, reports=_NO_THOUGHTS)


def _require(name: str, value: object, *types: type) -> None:
    """Name the parameter, in a TypeError, whose value is of none of the types."""
    if not isinstance(value, types):
        wanted = " or ".join("None" if each is NoneType else each.__name__ for each in types)
        raise TypeError(f"{name} must be {wanted}, not {'None' if value is None else type(value).__name__}")


def _names(kinds: str | Iterable[str]) -> tuple[str, ...]:
    """Return the single names in "direct,mixed" or in several such."""
    given = (kinds,) if isinstance(kinds, str) else kinds
    names = tuple(given)
    for each in names:
        _require("kind", each, str)
    return tuple(name.strip() for each in names for name in each.split(",") if name.strip())


def _one_of(choices: type[Choice], name: str) -> Choice:
    """Return the choice with that name, in any case; QueryError lists the choices."""
    try:
        return choices(name.strip().lower())
    except ValueError as error:
        raise QueryError(f"{name!r} is none of: {', '.join(choices)}") from error


def _period(written: str | date) -> tuple[date, date]:
    """Return the first and the last day of what is written YYYY, YYYY-MM or YYYY-MM-DD."""
    if isinstance(written, date):
        day = date(written.year, written.month, written.day)
        return day, day
    parts = PERIOD.fullmatch(written.strip())
    if not parts:
        raise QueryError(f"{written!r} is not a date: write YYYY, YYYY-MM or YYYY-MM-DD")
    year, first_month, last_month = int(parts["year"]), int(parts["month"] or 1), int(parts["month"] or 12)
    try:
        first = date(year, first_month, int(parts["day"] or 1))
        last = date(year, last_month, int(parts["day"] or calendar.monthrange(year, last_month)[1]))
    except ValueError as error:
        raise QueryError(f"there is no day {written}: correct the date") from error
    return first, last
