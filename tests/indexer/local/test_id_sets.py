"""Sets of ids behave like other sets, although they store numbers."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotesearch.indexer.local import id_sets
from quotesearch.indexer.local.id_sets import IdArray, Ids, id_strings, isin, numbers

STEP = 0x0FFF_FFFF_FFFF_FFF
IDS = st.sets(st.integers(0, 40).map(lambda number: f"{number * STEP:016x}"), max_size=20)
MANY = Ids(np.arange(0, 1_000_000, 3, dtype=np.uint64))


def set_of(ids: set[str]) -> Ids:
    return Ids(numbers(sorted(ids, reverse=True)))


@given(first=IDS, second=IDS)
def test_sets_of_ids_behave_like_other_sets(first: set[str], second: set[str]) -> None:
    for operand in (set_of(second), second, frozenset(second)):
        assert set_of(first) & operand == first & second
        assert set_of(first) - operand == first - second
        assert set_of(first) | operand == first | second
        assert (set_of(first) <= operand) is (first <= second)
        assert (set_of(first) == operand) is (first == second)
        assert (set_of(first) != operand) is (first != second)
    assert second - set_of(first) == second - first
    assert {quote_id for quote_id in first | second if quote_id in set_of(first)} == first
    assert list(set_of(first)) == sorted(first)
    assert len(set_of(first)) == len(first)


@given(ids=IDS)
def test_an_id_that_is_given_twice_is_there_once(ids: set[str]) -> None:
    assert Ids.parse("".join([*ids, *ids])) == ids


@given(stored=st.lists(st.integers(0, 40), max_size=60), searched=st.lists(st.integers(0, 40), max_size=9))
def test_ids_are_found_at_all_their_places_before_they_are_sorted_and_after(
    stored: list[int], searched: list[int]
) -> None:
    id_array = IdArray(np.array([number * STEP for number in stored], np.uint64))
    expected = [place for place, number in enumerate(stored) if number in searched]
    for _ in range(40):
        assert id_array.positions(np.array([number * STEP for number in searched], np.uint64)).tolist() == expected


def test_few_ids_among_many_are_found_after_the_scans_are_used_up() -> None:
    ids = np.random.default_rng(1).permutation(np.arange(5_000, dtype=np.uint64) * np.uint64(STEP))
    id_array, searched = IdArray(ids), ids[[7, 4_000, 23]]
    for _ in range(40):
        assert id_array.positions(searched).tolist() == [7, 23, 4_000]
    assert id_array.positions(np.array([STEP - 1], np.uint64)).tolist() == []


@given(values=st.lists(st.integers(0, 20)), members=st.lists(st.integers(0, 20)))
def test_isin_returns_for_each_value_whether_it_is_a_member(values: list[int], members: list[int]) -> None:
    results = isin(np.array(values, np.int64), np.array(members, np.int64))
    assert results.tolist() == [value in members for value in values]


@pytest.mark.parametrize("second", ["", "nothing", 3, None, "0" * 17, "G" * 16, "0" * 15 + "A", b"0" * 16])
def test_a_value_that_is_not_an_id_is_in_no_set(second: object) -> None:
    assert second not in set_of({"0" * 16})
    assert second not in Ids()


def test_sets_are_compared_with_values_that_are_not_ids() -> None:
    ids = set_of({"0" * 16, "1" * 16})
    assert ids - {"hello", "0" * 16} == {"1" * 16}
    assert ids - {"hello", 3, None} == ids
    assert ids & {"hello", "0" * 16} == {"0" * 16}
    assert ids != {"hello", "0" * 16}
    assert ids.isdisjoint({"hello"})


@pytest.mark.parametrize("ids", [["abc"], ["0" * 16, "0" * 17], ["g" * 16]])
def test_numbers_are_made_of_ids_only(ids: list[str]) -> None:
    with pytest.raises(ValueError, match="hexadecimal"):
        numbers(ids)


def test_the_numbers_of_ids_become_the_same_ids_again() -> None:
    ids = ["f" * 16, "0" * 16, "0123456789abcdef"]
    assert list(id_strings(numbers(ids))) == ids


def refuse(*_: object, **__: object) -> None:
    pytest.fail("went through all ids")


@pytest.mark.parametrize(
    "compare",
    [
        lambda: f"{3:016x}" in MANY,
        lambda: f"{4:016x}" not in MANY,
        lambda: Ids(MANY.numbers[:5_000]) == Ids(MANY.numbers[:5_000]),
        lambda: Ids(MANY.numbers[:5_000]) != Ids(MANY.numbers[1:5_001]),
        lambda: len(MANY & Ids(MANY.numbers[:5])) == 5,
        lambda: len(MANY - Ids(MANY.numbers[:5])) == len(MANY) - 5,
    ],
    ids=["in", "not in", "equal", "unequal", "and", "minus"],
)
def test_sets_are_compared_without_a_loop(monkeypatch: pytest.MonkeyPatch, compare: Callable[[], bool]) -> None:
    monkeypatch.setattr(Ids, "__iter__", refuse)
    monkeypatch.setattr(id_sets, "id_strings", refuse)
    assert compare()


def test_a_member_is_found_by_binary_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(np, "sort", refuse)
    counts: list[int] = []
    search = np.searchsorted

    def searchsorted(values: np.ndarray, searched: np.ndarray) -> np.ndarray:
        counts.append(len(searched))
        return search(values, searched)

    monkeypatch.setattr(np, "searchsorted", searchsorted)
    assert f"{3:016x}" in MANY
    assert f"{4:016x}" not in MANY
    assert counts == [1, 1]


def test_a_set_of_ids_is_not_hashable() -> None:
    with pytest.raises(TypeError, match="not hashable"):
        hash(MANY)
