"""Walk through the postings of a term: all of them, or only those of some documents."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any


def walk(matcher: Any, wanted: Sequence[int] | None = None, *, first: int = 0) -> Iterator[int]:  # noqa: ANN401
    """Yield the number of each document that the matcher has, while the matcher stands on it; of those `wanted`.

    The numbers, and those wanted, which ascend, count from `first` before the matcher's own. The shorter of the two
    leaps through the longer.
    """
    place = 0 if wanted is None else bisect_left(wanted, first)
    while matcher.is_active() and (wanted is None or place < len(wanted)):
        number = first + matcher.id()
        if wanted is not None and number < wanted[place]:
            matcher.skip_to(wanted[place] - first)
        elif wanted is not None and number > wanted[place]:
            place = bisect_left(wanted, number, place)
        else:
            yield number
            matcher.next()
