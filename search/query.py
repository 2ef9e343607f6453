"""Define a query: the words, the filters, the ranking, and the page of results.

`Query` has exact types and validates itself. `Query.of` also accepts the values that people type, such as a year for a
date, and converts them. A year or a month is a period: `since="2017"` begins on the first day of the year, and
`until="2017"` ends on the last day.
"""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from types import NoneType
from typing import Any, Self, TypedDict, TypeVar

from quotesearch.indexer.errors import QueryError
from quotesearch.indexer.model import QuoteKind, Reported
from quotesearch.indexer.records import MAX_NAME, Pattern, Selection
from quotesearch.indexer.text.analysis import terms
from quotesearch.indexer.text.normalise import words
from quotesearch.search.fusion import Fusion
from quotesearch.search.query_syntax import ParsedText, parse

PERIOD = re.compile(r"(?P<year>[0-9]{4})(-(?P<month>[0-9]{2})(-(?P<day>[0-9]{2}))?)?")
MAX_WINDOW = 10_000
"""The largest sum of limit and offset, because each result before the end of the page takes time to retrieve."""
MAX_TEXT = 10_000
"""The most characters of a query's text, because the time for analysis and embedding grows with the length."""
WITHOUT_THOUGHTS = frozenset({Reported.SPEECH, Reported.DOCUMENT})
"""The reports that a query selects if opinions and intentions are not included."""
Choice = TypeVar("Choice", bound=StrEnum)


class QueryParameters(TypedDict, total=False):
    """The keyword parameters of every method that makes a query. `Query.of` documents them and their defaults."""

    speaker: str | None
    outlet: str | None
    since: str | date | None
    until: str | date | None
    kind: str | Iterable[str]
    mode: str
    limit: int
    offset: int
    thoughts: bool
    plain: bool
    each: bool


class Mode(StrEnum):
    """The retrievers that rank the quotes."""

    HYBRID = "hybrid"
    """The keyword retriever and the dense retriever, fused."""
    KEYWORD = "keyword"
    """The keyword retriever, which needs no model."""
    DENSE = "dense"
    """The dense retriever, which compares meaning."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions that a quote must meet. None or an empty set is no condition.

    A speaker matches if one of the speaker's names contains all words of the filter; case and accents do not matter. An
    outlet matches in the same way. The range includes both dates. A document without a date is outside every range.
    """

    speaker: str | None = None
    outlet: str | None = None
    since: date | None = None
    until: date | None = None
    kinds: frozenset[QuoteKind] = frozenset()
    reports: frozenset[Reported] = frozenset()

    def __post_init__(self) -> None:
        for label, name in (("speaker", self.speaker), ("outlet", self.outlet)):
            if name is not None and not name.strip():
                raise QueryError(f"the name of the {label} is empty: give a name, or remove the filter")
            if name is not None and len(name) > MAX_NAME:
                raise QueryError(f"the name of the {label} has {len(name)} characters: give at most {MAX_NAME}")
        if self.since and self.until and self.since > self.until:
            raise QueryError(f"since {self.since} is later than until {self.until}: swap the two dates")

    def __bool__(self) -> bool:
        """Tell whether there is any condition."""
        return self != Filters()


@dataclass(frozen=True, slots=True)
class Query:
    """One query. Without text, it lists the quotes that pass the filters, newest first."""

    text: str = ""
    filters: Filters = Filters()
    mode: Mode = Mode.HYBRID
    limit: int = 10
    offset: int = 0
    thoughts: bool = False
    """Whether to include opinions and intentions attributed to people, not only statements."""
    fusion: Fusion = Fusion.CONVEX
    required: tuple[Pattern, ...] = ()
    excluded: tuple[Pattern, ...] = ()
    literal: bool = True
    """Whether the text is only words. If not, *merkel on refugees* may become a filter by the speaker Merkel."""
    remarks: tuple[str, ...] = ()
    """Notices for the user, for example about an operator that was treated as words."""
    each: bool = False
    """Whether each report of the same words is a separate result."""

    def __post_init__(self) -> None:
        types = {"text": str, "filters": Filters, "mode": Mode, "limit": int, "offset": int, "thoughts": bool}
        for name, expected_type in {**types, "fusion": Fusion, "each": bool}.items():
            _require(name, getattr(self, name), expected_type)
        _require_short(self.text)
        if not (self.text.strip() or self.filters or self.required or self.excluded):
            raise QueryError("nothing to search for: give some words, or a filter such as a speaker")
        if self.limit < 1:
            raise QueryError(f"the limit is {self.limit}: give 1 or more")
        if self.offset < 0:
            raise QueryError(f"the offset is {self.offset}: give 0 or more")
        if self.offset + self.limit > MAX_WINDOW:
            raise QueryError(f"limit plus offset is more than {MAX_WINDOW}: narrow the query with a filter")

    @classmethod
    def of(  # noqa: PLR0913 - the parts of a query, each by its name
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
        plain: bool = False,
        each: bool = False,
    ) -> Self:
        """Make a query from the values that people type.

        Dates are YYYY, YYYY-MM, YYYY-MM-DD or `date`; the range includes both. `thoughts` includes opinions, wishes and
        intentions attributed to people, not only statements. `plain` treats the text as ordinary words; otherwise it
        may contain "phrases", -exclusions, wildcards and fields such as speaker:name (see `query_syntax`). With `each`,
        each report of the same words is a separate result; otherwise the reports are the `occurrences` of one result.

        A value that is not valid raises QueryError, a value of another type TypeError. Both errors name the parameter.
        An invalid operator in the text is not an error: it is treated as words.
        """
        _require("text", text, str)
        _require("speaker", speaker, str, NoneType)
        _require("outlet", outlet, str, NoneType)
        for name, day in {"since": since, "until": until}.items():
            _require(name, day, str, date, NoneType)
        _require("kind", kind, str, Iterable)
        _require("mode", mode, str)
        _require("plain", plain, bool)
        first, last = _period(since)[0] if since else None, _period(until)[1] if until else None
        _require_short(text)
        filters = Filters(speaker, outlet, first, last, _kinds(kind))
        parsed = ParsedText(" ".join(text.split())) if plain else parse(text)
        filters, text, remarks = _with_typed_filters(filters, parsed)
        options = Fusion.CONVEX, parsed.required, parsed.excluded, plain, remarks, each
        return cls(text, filters, _choice(Mode, mode), limit, offset, thoughts, *options)

    @property
    def wildcard_prefixes(self) -> frozenset[str]:
        """Return the prefixes of the required words that end with a wildcard: `immigra` for `immigra*`."""
        required_words = (word for pattern in self.required for phrase in pattern.phrases for word in phrase)
        return frozenset(word.rstrip("*") for word in required_words if word.endswith("*"))

    @property
    def selection(self) -> Selection:
        """Return the filters and operators as a selection. It includes thoughts only if `thoughts` is true."""
        filters = self.filters
        speakers, outlets = ((name,) if name else () for name in (filters.speaker, filters.outlet))
        reports = filters.reports or (frozenset() if self.thoughts else WITHOUT_THOUGHTS)
        selection = Selection(speakers, outlets, filters.since, filters.until, filters.kinds, reports)
        return replace(selection, required=self.required, excluded=self.excluded)

    @property
    def selection_of_all_words(self) -> Selection:
        """Return a selection of quotes that also have every word of the text.

        Prefixes of wildcards are left out, such as `immigra` for `immigra*`.
        """
        prefixes = self.wildcard_prefixes
        complete_words = " ".join(word.written for word in words(self.text) if word.folded not in prefixes)
        return replace(self.selection, all_terms=terms(complete_words))

    @property
    def asks_for_words(self) -> bool:
        """Tell whether any quote can match. A text without letters or digits matches no quote."""
        return not self.text or bool(terms(self.text) or self.required or self.excluded or self.filters)


def _with_typed_filters(filters: Filters, parsed: ParsedText) -> tuple[Filters, str, tuple[str, ...]]:
    """Return the filters, the words and the notices of a parsed text. Typed filters are added to `filters`.

    A typed filter that is not valid becomes words, with a notice. A typed filter does not replace a filter that was
    given as a parameter.
    """
    text, remarks = parsed.text, list(parsed.remarks)
    for name, value in parsed.filters:
        try:
            conditions = _conditions(name, value)
            narrowed = replace(filters, **conditions)
        except (QueryError, OverflowError) as error:  # OverflowError: a day before the year 1
            text = f"{text} {value}".strip()
            remarks.append(f"{name}:{value} was treated as words: {error}")
            continue
        if any(getattr(filters, key) for key in conditions):
            remarks.append(f"{name}:{value} was ignored: this filter is already set")
        else:
            filters = narrowed
    return filters, text, tuple(remarks)


def _conditions(name: str, value: str) -> dict[str, Any]:
    """Return a typed filter as an attribute of `Filters` and its value. If the value is not valid, raise QueryError."""
    if name == "kind":
        return {"kinds": _kinds(value)}
    if name in ("since", "after"):
        return {"since": _period(value)[0]}
    if name == "until":
        return {"until": _period(value)[1]}
    if name == "before":
        return {"until": _period(value)[0] - timedelta(days=1)}
    return {name: value}


def _require(name: str, value: object, *types: type) -> None:
    """Raise a TypeError that names the parameter, unless the value has one of the types."""
    if not isinstance(value, types):
        expected = " or ".join("None" if kind is NoneType else kind.__name__ for kind in types)
        raise TypeError(f"{name} must be {expected}, not {'None' if value is None else type(value).__name__}")


def _require_short(text: str) -> None:
    """Raise a QueryError if the text of a query is too long."""
    if len(text) > MAX_TEXT:
        raise QueryError(f"the query has {len(text)} characters: give at most {MAX_TEXT}")


def _kinds(written: str | Iterable[str]) -> frozenset[QuoteKind]:
    """Return the kinds that are named in "direct,mixed" or in several such strings."""
    lists = (written,) if isinstance(written, str) else tuple(written)
    for names in lists:
        _require("kind", names, str)
    return frozenset(_choice(QuoteKind, name) for names in lists for name in names.split(",") if name.strip())


def _choice(choices: type[Choice], name: str) -> Choice:
    """Return the choice with this name in upper or lower case.

    For another name, raise a QueryError that lists the choices.
    """
    try:
        return choices(name.strip().lower())
    except ValueError as error:
        raise QueryError(f"{name!r} is unknown: choose from {', '.join(choices)}") from error


def _period(written: str | date) -> tuple[date, date]:
    """Return the first and the last day of a period that is written YYYY, YYYY-MM or YYYY-MM-DD."""
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
        raise QueryError(f"{written} is not a day of the calendar: correct the date") from error
    return first, last
