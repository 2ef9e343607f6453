"""Read dates: ISO 8601, or words and figures that mean one day only.

dateutil fills in missing parts, and it reads 03/04/2016 as only one of two possible days. A date is evidence here. So a
text is read in each order of its figures, with two different defaults, and all readings must give the same day. The
result is the day as it is written. The time and its zone are dropped, not converted.
"""

import re
from contextlib import suppress
from datetime import date, datetime
from functools import lru_cache
from itertools import product

_YEAR_FIRST = re.compile(r"(\d{4})([-./])(\d{1,2})\2(\d{1,2})(?:[T,\s]+\d{1,2}:\d{2}\b.*)?", re.ASCII)
_LONGEST = 100
"""The most characters of a date, because dateutil is slow on long texts."""
_DEFAULTS = (datetime(2000, 1, 1), datetime(2001, 2, 2))  # noqa: DTZ001 - only days are compared
_ADVICE = "write it as 2016-04-03 (year, month, day)"


def day_of(text: str) -> date | None:
    """Return the day of the text. If the text is blank, return None.

    If the text does not mean one day, raise a ValueError with a message for users.
    """
    written = text.strip()
    if not written:
        return None
    return _iso(written) or _year_first(written) or _in_words(written)


def _iso(written: str) -> date | None:
    """Return the day of an ISO 8601 date, or date and time. For any other text, return None."""
    for parse in (date.fromisoformat, datetime.fromisoformat):
        try:
            moment = parse(written)
        except ValueError:
            continue
        return moment.date() if isinstance(moment, datetime) else moment
    return None


def _year_first(written: str) -> date | None:
    """Return the day of a text such as 2016/4/3. For any other text, return None."""
    match = _YEAR_FIRST.fullmatch(written)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[3]), int(match[4]))
    except ValueError as error:
        raise ValueError(f"{written!r} is not a day: {error}; {_ADVICE}") from error


@lru_cache(maxsize=4096)  # a collection has few days and many rows, and a date in words takes a millisecond
def _in_words(written: str) -> date:
    """Return the day of a text such as *3 April 2016*. Raises ValueError if it is not one day."""
    days = set() if len(written) > _LONGEST or written.isdigit() else _readings(written)
    if not days:
        raise ValueError(f"{written[:_LONGEST]!r} is not a date; {_ADVICE}")
    if len(days) > 1:
        raise ValueError(f"the date {written!r} could mean more than one day; {_ADVICE}")
    return days.pop()


def _readings(written: str) -> set[date]:
    """Return the days that dateutil reads in the text: in each order of figures, with two different defaults."""
    from dateutil import parser  # noqa: PLC0415 - only a date in words needs it

    days = set()
    for default, day_first, year_first in product(_DEFAULTS, (False, True), (False, True)):
        with suppress(ValueError, OverflowError):
            moment = parser.parse(written, default=default, dayfirst=day_first, yearfirst=year_first, ignoretz=True)
            days.add(moment.date())
    return days
