"""Hold the ids of many quotes as 64-bit numbers, a tenth of the room of strings, and find where ids stand in them."""

from collections.abc import Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint64]
"""Ids of 16 hexadecimal digits, as numbers."""
Places = NDArray[np.intp]
"""Positions in an array, counted from 0, ascending."""

_SPARSE = 16
"""If one id in so many is looked for, a scan of all ids is quicker than a binary search for each."""
_SCANS = 32
"""How many scans take as long as sorting all ids once: a process that answers one query never sorts."""
_LEADING = np.uint64(48)
_DIGITS = 16


def numbers(ids: Collection[str]) -> Numbers:
    """Return the ids as numbers, in their order; ValueError for one that is not 16 hexadecimal digits."""
    if isinstance(ids, Ids):
        return ids.numbers
    joined = "".join(ids)
    if len(joined) != _DIGITS * len(ids):
        raise ValueError("the id of a quote has 16 hexadecimal digits")
    return np.frombuffer(bytes.fromhex(joined), ">u8").astype(np.uint64)


def known_numbers(ids: Collection[str]) -> Numbers:
    """Return the ids as numbers, without those that no quote can have."""
    return numbers([one for one in ids if _is_id(one)])


def names(ids: Numbers) -> Iterator[str]:
    """Yield the ids that the numbers stand for."""
    return (f"{number:016x}" for number in ids.tolist())


def isin(values: NDArray[np.integer], among: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Tell of each value whether it is among the others: `np.isin`, which would import another part of numpy."""
    return _isin_sorted(values, np.sort(among))


def _isin_sorted(values: NDArray[np.integer], among: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Tell of each value whether it is among the others, which are ascending."""
    if not len(among):
        return np.zeros(len(values), np.bool_)
    place = np.minimum(np.searchsorted(among, values), len(among) - 1)
    same: NDArray[np.bool_] = among[place] == values
    return same


def _is_id(value: object) -> bool:
    """Tell whether a value is the id of a quote."""
    return isinstance(value, str) and len(value) == _DIGITS and not value.strip("0123456789abcdef")


class Ids(AbstractSet[str]):
    """Immutable set of quote ids as a sorted uint64 array."""

    __slots__ = ("numbers",)

    def __init__(self, ids: Numbers | None = None) -> None:
        """Take the numbers in any order; one may be there more than once."""
        ordered = np.empty(0, np.uint64) if ids is None else np.sort(ids)
        self.numbers = np.append(ordered[:1], ordered[1:][ordered[1:] != ordered[:-1]])

    @classmethod
    def joined(cls, ids: str) -> Self:
        """Return the set of ids that follow each other in a text without separators."""
        return cls(np.frombuffer(bytes.fromhex(ids), ">u8").astype(np.uint64))

    @classmethod
    def _from_iterable(cls, it: Iterable[Any]) -> AbstractSet[Any]:
        """Return the result of a set operation of the base class, such as a union."""
        return cls(numbers(list(it)))

    def __contains__(self, quote_id: object) -> bool:
        return _is_id(quote_id) and bool(_isin_sorted(numbers([str(quote_id)]), self.numbers)[0])

    def __iter__(self) -> Iterator[str]:
        return names(self.numbers)

    def __len__(self) -> int:
        return len(self.numbers)

    def __eq__(self, other: object) -> bool:
        return np.array_equal(self.numbers, other.numbers) if isinstance(other, Ids) else super().__eq__(other)

    def __hash__(self) -> int:
        raise TypeError("a set of ids is not hashable")

    def __and__(self, other: Iterable[object]) -> "Ids":
        return self._where(other, inside=True)

    def __sub__(self, other: Iterable[object]) -> "Ids":
        return self._where(other, inside=False)

    def _where(self, other: Iterable[object], *, inside: bool) -> "Ids":
        """Return the ids that are in the other collection, or those that are not."""
        among = other if isinstance(other, Ids) else Ids(known_numbers([str(one) for one in other]))
        return Ids(self.numbers[_isin_sorted(self.numbers, among.numbers) == inside])


class NumberedIds:
    """Find where ids stand in a list of ids that is in an order of its own, an id perhaps more than once."""

    def __init__(self, ids: Numbers) -> None:
        self.numbers = ids
        self._order: Places | None = None
        self._scans = 0

    def places(self, wanted: Numbers) -> Places:
        """Return the places of the wanted ids."""
        if not len(wanted):
            return np.empty(0, np.intp)
        if len(wanted) * _SPARSE > len(self.numbers) or self._scans < _SCANS:
            self._scans += 1
            return self._scanned(wanted)
        if self._order is None:
            self._order = np.argsort(self.numbers, kind="stable")
        wanted = Ids(wanted).numbers
        first = np.searchsorted(self.numbers, wanted, sorter=self._order)
        count = np.searchsorted(self.numbers, wanted, side="right", sorter=self._order) - first
        every = np.repeat(first - np.cumsum(count) + count, count) + np.arange(count.sum())
        return np.sort(self._order[every])

    def _scanned(self, wanted: Numbers) -> Places:
        """Return the places of the wanted ids by a scan of all: first of 16 bits of each, which is quick."""
        leading = np.zeros(1 << 16, np.bool_)
        leading[wanted >> _LEADING] = True
        near = np.flatnonzero(leading[self.numbers >> _LEADING])
        return near[isin(self.numbers[near], wanted)]
