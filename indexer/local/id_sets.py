"""Store quote ids as 64-bit numbers: as sets and as searchable arrays. They need a tenth of the memory of strings."""

from collections.abc import Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint64]
"""Quote ids as numbers. An id has 16 hexadecimal digits, so it fits into 64 bits."""
Positions = NDArray[np.intp]
"""Positions in an array, counted from 0, in ascending order."""

_SPARSE = 16
"""For more than `len(array) / 16` ids, the array is scanned, because binary searches would then be slower."""
_SCANS = 32
"""The number of scans before the array is sorted.

Sorting takes as long as about 32 scans, so a process that answers one query never sorts.
"""
_LEADING_SHIFT = np.uint64(48)
"""A right shift by this many bits leaves the 16 leading bits of an id."""
_DIGITS = 16


def numbers(ids: Collection[str]) -> Numbers:
    """Return the ids as numbers, in the same order. Raises ValueError if an id is not 16 hexadecimal digits."""
    if isinstance(ids, Ids):
        return ids.numbers
    text = "".join(ids)
    if len(text) != _DIGITS * len(ids):
        raise ValueError("the id of a quote has 16 hexadecimal digits")
    return np.frombuffer(bytes.fromhex(text), ">u8").astype(np.uint64)


def valid_numbers(ids: Collection[str]) -> Numbers:
    """Return the ids as numbers. Strings that cannot be the id of a quote are left out."""
    return numbers([quote_id for quote_id in ids if _is_id(quote_id)])


def id_strings(ids: Numbers) -> Iterator[str]:
    """Yield the ids for the numbers, in the same order."""
    return (f"{number:016x}" for number in ids.tolist())


def isin(values: NDArray[np.integer], members: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Return for each value whether `members` contains it.

    `np.isin` is not used, because it would import another part of numpy.
    """
    return _isin_sorted(values, np.sort(members))


def _isin_sorted(values: NDArray[np.integer], members: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Return for each value whether `members` contains it. `members` is in ascending order."""
    if not len(members):
        return np.zeros(len(values), np.bool_)
    position = np.minimum(np.searchsorted(members, values), len(members) - 1)
    is_member: NDArray[np.bool_] = members[position] == values
    return is_member


def _is_id(value: object) -> bool:
    """Return whether a value is the id of a quote."""
    return isinstance(value, str) and len(value) == _DIGITS and not value.strip("0123456789abcdef")


class Ids(AbstractSet[str]):
    """Immutable set of quote ids as a sorted uint64 array."""

    __slots__ = ("numbers",)

    def __init__(self, ids: Numbers | None = None) -> None:
        """Make a set of numbers, which may be in any order. Duplicates are dropped."""
        ordered = np.empty(0, np.uint64) if ids is None else np.sort(ids)
        self.numbers = np.append(ordered[:1], ordered[1:][ordered[1:] != ordered[:-1]])

    @classmethod
    def parse(cls, ids: str) -> Self:
        """Return the set of ids in a text that joins the ids without separators."""
        return cls(np.frombuffer(bytes.fromhex(ids), ">u8").astype(np.uint64))

    @classmethod
    def _from_iterable(cls, it: Iterable[Any]) -> AbstractSet[Any]:
        """Return the result of a set operation of the base class, such as a union."""
        return cls(numbers(list(it)))

    def __contains__(self, quote_id: object) -> bool:
        return _is_id(quote_id) and bool(_isin_sorted(numbers([str(quote_id)]), self.numbers)[0])

    def __iter__(self) -> Iterator[str]:
        return id_strings(self.numbers)

    def __len__(self) -> int:
        return len(self.numbers)

    def __eq__(self, other: object) -> bool:
        return np.array_equal(self.numbers, other.numbers) if isinstance(other, Ids) else super().__eq__(other)

    def __hash__(self) -> int:
        raise TypeError("a set of ids is not hashable")

    def __and__(self, other: Iterable[object]) -> "Ids":
        return self._filter(other, inside=True)

    def __sub__(self, other: Iterable[object]) -> "Ids":
        return self._filter(other, inside=False)

    def _filter(self, other: Iterable[object], *, inside: bool) -> "Ids":
        """Return the ids that the other collection contains.

        With `inside=False`, return the ids that it does not contain.
        """
        others = other if isinstance(other, Ids) else Ids(valid_numbers([str(value) for value in other]))
        return Ids(self.numbers[_isin_sorted(self.numbers, others.numbers) == inside])


class IdArray:
    """An array of ids in any order that finds the positions of ids. An id may occur several times."""

    def __init__(self, ids: Numbers) -> None:
        self.numbers = ids
        self._order: Positions | None = None
        self._scans = 0

    def positions(self, ids: Numbers) -> Positions:
        """Return the positions of the ids, in ascending order."""
        if not len(ids):
            return np.empty(0, np.intp)
        if len(ids) * _SPARSE > len(self.numbers) or self._scans < _SCANS:
            self._scans += 1
            return self._scan(ids)
        if self._order is None:
            self._order = np.argsort(self.numbers, kind="stable")
        ids = Ids(ids).numbers
        first = np.searchsorted(self.numbers, ids, sorter=self._order)
        count = np.searchsorted(self.numbers, ids, side="right", sorter=self._order) - first
        slots = np.repeat(first - np.cumsum(count) + count, count) + np.arange(count.sum())
        return np.sort(self._order[slots])

    def _scan(self, ids: Numbers) -> Positions:
        """Return the positions of the ids by a scan of the array.

        It first compares 16 bits of each id, which is fast.
        """
        leading = np.zeros(1 << 16, np.bool_)
        leading[ids >> _LEADING_SHIFT] = True
        candidates = np.flatnonzero(leading[self.numbers >> _LEADING_SHIFT])
        return candidates[isin(self.numbers[candidates], ids)]
