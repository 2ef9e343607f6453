"""Queries: the values that they accept, convert and refuse."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotesearch.indexer.errors import QueryError
from quotesearch.indexer.model import QuoteKind
from quotesearch.indexer.records import MAX_NAME
from quotesearch.search.query import MAX_TEXT, MAX_WINDOW, Filters, Mode, Query


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2017", date(2017, 1, 1), date(2017, 12, 31)),
        ("2017-02", date(2017, 2, 1), date(2017, 2, 28)),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ("2017-12", date(2017, 12, 1), date(2017, 12, 31)),
        (" 2017-05-25 ", date(2017, 5, 25), date(2017, 5, 25)),
        (date(2017, 5, 25), date(2017, 5, 25), date(2017, 5, 25)),
        (datetime(2017, 5, 25, 9, 30), date(2017, 5, 25), date(2017, 5, 25)),  # noqa: DTZ001 - only the day is used
    ],
)
def test_since_and_until_include_the_whole_period(written: str | date, first: date, last: date) -> None:
    filters = Query.of("harbour", since=written, until=written).filters
    assert (filters.since, filters.until) == (first, last)
    assert type(filters.since) is date


@pytest.mark.parametrize(
    "written", ["17", "2017-5", "2017-13", "2017-02-30", "May 2017", "2017-05-25-1", "0000", "２０"]
)
def test_an_invalid_date_is_refused_with_the_formats(written: str) -> None:
    with pytest.raises(QueryError, match=r"write YYYY|correct the date"):
        Query.of("harbour", since=written)


@given(day=st.dates())
def test_every_day_of_the_calendar_is_a_date(day: date) -> None:
    assert Query.of("harbour", since=day.isoformat(), until=day).filters == Filters(since=day, until=day)


def test_days_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(QueryError, match="2018-01-01 is later than until 2017-12-31"):
        Query.of("harbour", since="2018", until="2017")


@pytest.mark.parametrize("kind", ["direct,mixed", ("direct", "mixed"), ["direct, mixed"], "Mixed, DIRECT,"])
def test_kinds_may_be_separated_by_commas(kind: str | tuple[str, ...]) -> None:
    assert Query.of("harbour", kind=kind).filters.kinds == {QuoteKind.DIRECT, QuoteKind.MIXED}


def test_an_unknown_kind_or_mode_is_refused_with_the_choices() -> None:
    with pytest.raises(QueryError, match="direct, mixed, indirect"):
        Query.of("harbour", kind="verbatim")
    with pytest.raises(QueryError, match="hybrid, keyword, dense"):
        Query.of("harbour", mode="fuzzy")


def test_the_default_mode_is_hybrid() -> None:
    assert Query.of("harbour").mode is Mode.HYBRID
    assert Query.of("harbour", mode="Keyword").mode is Mode.KEYWORD


def test_a_query_needs_words_or_a_filter() -> None:
    with pytest.raises(QueryError, match="nothing to search for"):
        Query.of("  ")
    with pytest.raises(QueryError, match="name of the speaker is empty"):
        Query.of("harbour", speaker=" ")
    assert Query.of(speaker="Mara Lindqvist").text == ""


@pytest.mark.parametrize("window", [(0, 0), (1, -1), (MAX_WINDOW, 1)])
def test_a_page_out_of_bounds_is_refused(window: tuple[int, int]) -> None:
    with pytest.raises(QueryError):
        Query.of("harbour", limit=window[0], offset=window[1])


@pytest.mark.parametrize("text", ["word " * 100_000, "w" * 5_000_000], ids=["words", "one word"])
@pytest.mark.parametrize("plain", [True, False])
def test_a_text_that_is_too_long_is_refused_with_the_limit(text: str, plain: bool) -> None:  # noqa: FBT001
    with pytest.raises(QueryError, match=f"{len(text)} characters: give at most {MAX_TEXT}"):
        Query.of(text, plain=plain)
    with pytest.raises(QueryError, match=f"give at most {MAX_TEXT}"):
        Query(text)


def test_a_text_of_the_longest_length_is_a_query() -> None:
    assert MAX_TEXT == 10_000
    assert Query.of("w" * MAX_TEXT).text == "w" * MAX_TEXT


@pytest.mark.parametrize("label", ["speaker", "outlet"])
def test_a_name_that_is_too_long_is_refused_with_the_limit(label: str) -> None:
    with pytest.raises(QueryError, match=f"the {label} has 160000 characters: give at most {MAX_NAME}"):
        Query.of("harbour", **{label: "lind " * 32_000})
    assert Query.of("harbour", **{label: "l" * MAX_NAME}).text == "harbour"


def test_white_space_makes_no_difference() -> None:
    assert Query.of(" harbour \n dredging ") == Query.of("harbour dredging")


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("text", None),
        ("text", ["harbour"]),
        ("speaker", 3),
        ("outlet", b"Gazette"),
        ("since", 2017),
        ("until", 2017.5),
        ("kind", None),
        ("kind", [3]),
        ("mode", None),
        ("limit", "3"),
        ("limit", None),
        ("offset", 1.0),
    ],
)
def test_a_parameter_of_the_wrong_type_is_named(name: str, wrong: Any) -> None:  # noqa: ANN401 - wrong on purpose
    with pytest.raises(TypeError, match=rf"^{name} must be [A-Za-z ]+, not [a-zA-Z]+$"):
        Query.of(**{"text": "harbour", name: wrong})


@pytest.mark.parametrize(("name", "wrong"), [("text", None), ("filters", None), ("mode", "keyword"), ("limit", "3")])
def test_a_query_without_of_needs_exact_types(name: str, wrong: Any) -> None:  # noqa: ANN401 - wrong on purpose
    with pytest.raises(TypeError, match=f"^{name} must be "):
        Query(**{"text": "harbour", name: wrong})


@pytest.mark.parametrize(
    ("typed", "filters"),
    [
        ("x after:2016-10", Filters(since=date(2016, 10, 1))),
        ("x before:2016-10", Filters(until=date(2016, 9, 30))),
        ("x since:2016 until:2016", Filters(since=date(2016, 1, 1), until=date(2016, 12, 31))),
        ("x kind:direct,mixed", Filters(kinds=frozenset({QuoteKind.DIRECT, QuoteKind.MIXED}))),
    ],
)
def test_a_typed_filter_is_a_filter(typed: str, filters: Filters) -> None:
    assert Query.of(typed).filters == filters


@pytest.mark.parametrize("typed", ["x kind:loud", "x since:soon", "x before:0001", "x since:2017 until:2016"])
def test_an_invalid_typed_filter_becomes_words_with_a_notice(typed: str) -> None:
    query = Query.of(typed)
    assert query.text.startswith("x ")
    assert "was treated as words" in query.remarks[0]


def test_a_parameter_replaces_a_typed_filter() -> None:
    query = Query.of("dam speaker:lind", speaker="moss")
    assert query.filters.speaker == "moss"
    assert "already set" in query.remarks[0]
