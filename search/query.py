"""Say what is asked: the words, the filters, how to rank, and which page of the answer.

`Query` holds exact types and validates itself; `Query.of` takes what people type (a year for a date,
one kind or several) and makes it exact. A year or month is a whole period:
`since="2017"` begins on its first day and `until="2017"` ends on its last.
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
from quotesearch.search.query_syntax import Understood, understand

PERIOD = re.compile(r"(?P<year>[0-9]{4})(-(?P<month>[0-9]{2})(-(?P<day>[0-9]{2}))?)?")
MAX_WINDOW = 10_000
"""The most results that a query reaches, counting those it skips: retrieval costs grow with it."""
MAX_TEXT = 10_000
"""The most characters of a query: analysis and embedding cost time that grows with them."""
NO_THOUGHTS = frozenset({Reported.SPEECH, Reported.DOCUMENT})
Choice = TypeVar("Choice", bound=StrEnum)


class Asked(TypedDict, total=False):
    """Name the parts of a question, for all that takes one: `Query.of` says what each is when it is left out."""

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
    """Say which retrievers answer."""

    HYBRID = "hybrid"
    """Both, fused."""
    KEYWORD = "keyword"
    """By the words, with no model loaded."""
    DENSE = "dense"
    """By the meaning."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Say which quotes may be found; None, or an empty set, lets everything through.

    A name matches a speaker who has it, or whose name or alias contains all its words, whatever the
    case and accents; so does an outlet's. Both dates belong to the range, and a document without a
    date lies in none.
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
                raise QueryError(f"an empty {label} name; give a name, or leave the {label} out to search them all")
            if name is not None and len(name) > MAX_NAME:
                raise QueryError(f"a name of {len(name)} characters for the {label}; give {MAX_NAME} at most")
        if self.since and self.until and self.since > self.until:
            raise QueryError(f"no day is since {self.since} and until {self.until}; swap the two dates")

    def __bool__(self) -> bool:
        """Tell whether anything is filtered at all."""
        return self != Filters()


@dataclass(frozen=True, slots=True)
class Query:
    """Hold one question; without text it lists what the filters let through, newest first."""

    text: str = ""
    filters: Filters = Filters()
    mode: Mode = Mode.HYBRID
    limit: int = 10
    offset: int = 0
    thoughts: bool = False
    """Whether to find what people are held to think, beside what was said and written."""
    fusion: Fusion = Fusion.CONVEX
    required: tuple[Pattern, ...] = ()
    excluded: tuple[Pattern, ...] = ()
    literal: bool = True
    """Whether the words are nothing but words; else *merkel on refugees* may be understood as Merkel's."""
    remarks: tuple[str, ...] = ()
    """How the words were understood, where that is not plain."""
    each: bool = False
    """Whether each report of the same words is a result of its own."""

    def __post_init__(self) -> None:
        exact = {"text": str, "filters": Filters, "mode": Mode, "limit": int, "offset": int, "thoughts": bool}
        for name, kind in {**exact, "fusion": Fusion, "each": bool}.items():
            _require(name, getattr(self, name), kind)
        if len(self.text) > MAX_TEXT:
            raise QueryError(f"a query of {len(self.text)} characters: give {MAX_TEXT} at most")
        if not (self.text.strip() or self.filters or self.required or self.excluded):
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
        plain: bool = False,
        each: bool = False,
    ) -> Self:
        """Make the query from what a person writes.

        Dates are YYYY, YYYY-MM, YYYY-MM-DD or `date`; both ends belong to the range. `thoughts` finds what people are
        held to believe, want or feel, beside what was said and written; `plain` takes the text as words, where it may
        else hold "phrases", -exclusions, wildcards and fields such as speaker:name (see `query_syntax`); `each` makes a
        result of each report of the same words, which are else the `occurrences` of one.

        QueryError or TypeError names a parameter that has no meaning; nothing in the text is an error.
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
        if len(text) > MAX_TEXT:
            raise QueryError(f"a query of {len(text)} characters: give {MAX_TEXT} at most")
        filters = Filters(speaker, outlet, first, last, frozenset(_one_of(QuoteKind, each) for each in _names(kind)))
        typed = Understood(" ".join(text.split())) if plain else understand(text)
        filters, text, remarks = _narrowed(filters, typed)
        how = Fusion.CONVEX, typed.required, typed.excluded, plain, remarks, each
        return cls(text, filters, _one_of(Mode, mode), limit, offset, thoughts, *how)

    @property
    def wildcard_prefixes(self) -> frozenset[str]:
        """Return the words that are only the beginning of one with a wildcard: `immigra` of `immigra*`."""
        asked = (word for pattern in self.required for phrase in pattern.phrases for word in phrase)
        return frozenset(word.rstrip("*") for word in asked if word.endswith("*"))

    @property
    def selection(self) -> Selection:
        """Return what the answer may hold: what the filters let through, and thoughts only if they are asked for."""
        own = self.filters
        speakers, outlets = ((name,) if name else () for name in (own.speaker, own.outlet))
        reports = own.reports or (frozenset() if self.thoughts else NO_THOUGHTS)
        filters = Selection(speakers, outlets, own.since, own.until, own.kinds, reports)
        return replace(filters, required=self.required, excluded=self.excluded)

    @property
    def selection_of_all_words(self) -> Selection:
        """Return the same for the quotes that have every word; `immigra*` is no word that a quote must have."""
        prefixes = self.wildcard_prefixes
        whole = " ".join(word.written for word in words(self.text) if word.folded not in prefixes)
        return replace(self.selection, all_terms=terms(whole))

    @property
    def asks_for_words(self) -> bool:
        """Tell whether any quote can have all the words: a text without letters or digits asks for none."""
        return not self.text or bool(terms(self.text) or self.required or self.excluded or self.filters)


def _narrowed(filters: Filters, typed: Understood) -> tuple[Filters, str, tuple[str, ...]]:
    """Return the filters with those that were typed, the words, and remarks; a filter without a meaning becomes words.

    A filter that was given as a parameter stays.
    """
    text, remarks = typed.text, list(typed.remarks)
    for name, value in typed.filters:
        try:
            exact = _exact(name, value)
            narrowed = replace(filters, **exact)
        except (QueryError, OverflowError) as error:  # before the first day that there is
            text = f"{text} {value}".strip()
            remarks.append(f"{name}:{value} was read as words: {error}")
            continue
        if any(getattr(filters, key) for key in exact):
            remarks.append(f"{name}:{value} was left out: there is one already")
        else:
            filters = narrowed
    return filters, text, tuple(remarks)


def _exact(name: str, value: str) -> dict[str, Any]:
    """Return the filter that was typed, by its name in `Filters`; QueryError where it has no meaning."""
    if name == "kind":
        return {"kinds": frozenset(_one_of(QuoteKind, each) for each in _names(value))}
    if name in ("since", "after"):
        return {"since": _period(value)[0]}
    if name == "until":
        return {"until": _period(value)[1]}
    if name == "before":
        return {"until": _period(value)[0] - timedelta(days=1)}
    return {name: value}


def _require(name: str, value: object, *types: type) -> None:
    """Name the parameter, in a TypeError, whose value is of none of the types."""
    if not isinstance(value, types):
        wanted = " or ".join("None" if each is NoneType else each.__name__ for each in types)
        raise TypeError(f"{name} must be {wanted}, not {'None' if value is None else type(value).__name__}")


def _names(kinds: str | Iterable[str]) -> tuple[str, ...]:
    """Return the single names in "direct,mixed" or in several such."""
    names = (kinds,) if isinstance(kinds, str) else tuple(kinds)
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
