"""Hold the ids of many quotes as numbers, a tenth of the room of strings, and find where ids stand in them."""

from collections.abc import Collection, Iterator

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint64]
"""Ids of 16 hexadecimal digits, as numbers."""
Places = NDArray[np.intp]
"""Where something stands, counted from 0, ascending."""

_MANY = 16
"""One in so many ids asked for, and it is quicker to look at all than to look each up."""


def numbers(ids: Collection[str]) -> Numbers:
    """Return the ids as numbers, in their order; ValueError for one that is not 16 hexadecimal digits."""
    joined = "".join(ids)
    if len(joined) != 16 * len(ids):
        raise ValueError("the id of a quote has 16 hexadecimal digits")
    return np.frombuffer(bytes.fromhex(joined), ">u8").astype(np.uint64)


def names(held: Numbers) -> Iterator[str]:
    """Yield the ids that the numbers stand for."""
    return (f"{number:016x}" for number in held.tolist())


def held_by(values: NDArray[np.integer], among: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Tell of each value whether it is among the others: `np.isin`, which would import a part of numpy for it."""
    if not len(among):
        return np.zeros(len(values), np.bool_)
    among = np.sort(among)
    place = np.minimum(np.searchsorted(among, values), len(among) - 1)
    found: NDArray[np.bool_] = among[place] == values
    return found


class Numbered:
    """Hold ids in an order of their own, an id perhaps more than once."""

    def __init__(self, held: Numbers) -> None:
        self.held = held
        self._order: Places | None = None

    def places(self, wanted: Numbers) -> Places:
        """Return where the wanted ids stand."""
        if not len(wanted):
            return np.empty(0, np.intp)
        if len(wanted) * _MANY > len(self.held):
            return np.flatnonzero(held_by(self.held, wanted))
        if self._order is None:
            self._order = np.argsort(self.held, kind="stable")
        wanted = np.sort(wanted)
        wanted = np.append(wanted[:1], wanted[1:][wanted[1:] != wanted[:-1]])
        first = np.searchsorted(self.held, wanted, sorter=self._order)
        count = np.searchsorted(self.held, wanted, side="right", sorter=self._order) - first
        each = np.repeat(first - np.cumsum(count) + count, count) + np.arange(count.sum())
        return np.sort(self._order[each])
