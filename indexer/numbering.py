"""Hold the ids of many quotes as numbers, a tenth of the room of strings, and find where ids stand in them."""

from collections.abc import Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint64]
"""Ids of 16 hexadecimal digits, as numbers."""
Places = NDArray[np.intp]
"""Where something stands, counted from 0, ascending."""

_MANY = 16
"""One in so many ids asked for, and it is quicker to look at all than to look each up."""
_LOOKS = 32
"""How often all can be looked at in the time that it takes to sort them: a process that answers once never does."""
_LEADING = np.uint64(48)


def numbers(ids: Collection[str]) -> Numbers:
    """Return the ids as numbers, in their order; ValueError for one that is not 16 hexadecimal digits."""
    if isinstance(ids, Ids):
        return ids.held
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


class Ids(AbstractSet[str]):
    """Be a set of ids, held as numbers: as large as all of a collection, without a loop over them."""

    __slots__ = ("held",)

    def __init__(self, held: Numbers | None = None) -> None:
        """Hold the ids that the numbers stand for, in any order, one perhaps more than once."""
        ordered = np.empty(0, np.uint64) if held is None else np.sort(held)
        self.held = np.append(ordered[:1], ordered[1:][ordered[1:] != ordered[:-1]])

    @classmethod
    def joined(cls, ids: str) -> Self:
        """Hold ids that stand one behind the other."""
        return cls(np.frombuffer(bytes.fromhex(ids), ">u8").astype(np.uint64))

    @classmethod
    def _from_iterable(cls, it: Iterable[Any]) -> AbstractSet[Any]:
        """Return the ids as a set: what the base class makes a union of."""
        return cls(numbers(list(it)))

    def __contains__(self, quote_id: object) -> bool:
        if not isinstance(quote_id, str):
            return False
        try:
            sought = numbers([quote_id])
        except ValueError:
            return False
        return bool(held_by(sought, self.held)[0])

    def __iter__(self) -> Iterator[str]:
        return names(self.held)

    def __len__(self) -> int:
        return len(self.held)

    def __and__(self, other: Iterable[object]) -> "Ids":
        return self._where(other, there=True)

    def __sub__(self, other: Iterable[object]) -> "Ids":
        return self._where(other, there=False)

    def _where(self, other: Iterable[object], *, there: bool) -> "Ids":
        """Return those that are in the other, or those that are not."""
        among = other if isinstance(other, Ids) else Ids(numbers([one for one in other if isinstance(one, str)]))
        return Ids(self.held[held_by(self.held, among.held) == there])


class Numbered:
    """Hold ids in an order of their own, an id perhaps more than once."""

    def __init__(self, held: Numbers) -> None:
        self.held = held
        self._order: Places | None = None
        self._looks = 0

    def places(self, wanted: Numbers) -> Places:
        """Return where the wanted ids stand."""
        if not len(wanted):
            return np.empty(0, np.intp)
        if len(wanted) * _MANY > len(self.held) or self._looks < _LOOKS:
            self._looks += 1
            return self._looked_at(wanted)
        if self._order is None:
            self._order = np.argsort(self.held, kind="stable")
        wanted = np.sort(wanted)
        wanted = np.append(wanted[:1], wanted[1:][wanted[1:] != wanted[:-1]])
        first = np.searchsorted(self.held, wanted, sorter=self._order)
        count = np.searchsorted(self.held, wanted, side="right", sorter=self._order) - first
        each = np.repeat(first - np.cumsum(count) + count, count) + np.arange(count.sum())
        return np.sort(self._order[each])

    def _looked_at(self, wanted: Numbers) -> Places:
        """Return where the wanted ids stand, by looking at all: first at 16 bits of each, which is quick."""
        leading = np.zeros(1 << 16, np.bool_)
        leading[wanted >> _LEADING] = True
        near = np.flatnonzero(leading[self.held >> _LEADING])
        return near[held_by(self.held[near], wanted)]
