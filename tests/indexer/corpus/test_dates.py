"""A date means one day or is refused."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotesearch.indexer.corpus.dates import day_of

DAY = date(2016, 4, 3)


@pytest.mark.parametrize(
    "written",
    [
        "2016-04-03",
        " 2016-04-03 ",
        "20160403",
        "2016-04-03T23:30:00Z",
        "2016-04-03 23:30:00-05:00",
        "2016-4-3",
        "2016/04/03",
        "2016/04/03 12:00:01 PM",
        "2016.04.03",
        "3 April 2016",
        "April 3, 2016",
        "Apr. 3, 2016, 5:00 p.m. ET",
        "Sun, 03 Apr 2016 05:00:00 GMT",
        "3rd of April 2016",
        "3-Apr-2016",
    ],
)
def test_a_day_is_read_as_written(written: str) -> None:
    assert day_of(written) == DAY


def test_figures_in_any_order_are_read_if_only_one_order_is_a_day() -> None:
    assert day_of("13/04/2016") == day_of("04/13/2016") == date(2016, 4, 13)
    assert day_of("04/04/2016") == date(2016, 4, 4)


@pytest.mark.parametrize("written", ["", "  ", "\n"])
def test_a_blank_text_is_not_a_date(written: str) -> None:
    assert day_of(written) is None


@pytest.mark.parametrize(
    "written", ["03/04/2016", "3.4.2016", "03/04/16", "3 April 16", "April 2016", "April 3", "Sunday"]
)
def test_a_text_that_could_be_several_days_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"could mean more than one day; write it as 2016-04-03"):
        day_of(written)


@pytest.mark.parametrize(
    "written",
    [
        "yesterday",
        "2016-02-30",
        "2016/13/01",
        "31 April 2016",
        "1459641600",
        "160403",
        "2016",
        "n/a",
        "x" * 1000,
        "99999999999 May 2016",
    ],
)
def test_a_text_that_is_not_a_day_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"write it as 2016-04-03"):
        day_of(written)


@given(st.dates())
def test_an_iso_date_comes_back(day: date) -> None:
    assert day_of(day.isoformat()) == day


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_in_words_comes_back(day: date) -> None:
    assert day_of(f"{day.day} {day:%B} {day.year}") == day


@given(
    st.text(alphabet=st.sampled_from(list("0123456789 /-.,:TZ+apmMJunMayApril")), max_size=30) | st.text(max_size=30)
)
def test_anything_else_is_a_day_or_a_value_error(written: str) -> None:
    with contextlib.suppress(ValueError):
        day_read = day_of(written)
        assert day_read is None or isinstance(day_read, date)
