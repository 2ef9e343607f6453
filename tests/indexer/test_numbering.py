"""Sets of ids that are held as numbers are sets like any other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotesearch.indexer.numbering import Ids, Numbered, numbers

IDS = st.sets(st.integers(0, 40).map(lambda number: f"{number * 0x0FFF_FFFF_FFFF_FFF:016x}"), max_size=20)


def held(ids: set[str]) -> Ids:
    return Ids(numbers(sorted(ids, reverse=True)))


@given(one=IDS, other=IDS)
def test_they_are_sets_like_any_other(one: set[str], other: set[str]) -> None:
    for second in (held(other), other, frozenset(other)):
        assert held(one) & second == one & other
        assert held(one) - second == one - other
        assert held(one) | second == one | other
        assert (held(one) <= second) is (one <= other)
        assert (held(one) == second) is (one == other)
    assert {each for each in one | other if each in held(one)} == one
    assert list(held(one)) == sorted(one)
    assert len(held(one)) == len(one)


@given(ids=IDS)
def test_one_that_is_named_twice_is_held_once(ids: set[str]) -> None:
    assert Ids.joined("".join([*ids, *ids])) == ids


@given(held=st.lists(st.integers(0, 40), max_size=60), wanted=st.lists(st.integers(0, 40), max_size=9))
def test_ids_are_found_wherever_they_stand_before_they_are_sorted_and_after(held: list[int], wanted: list[int]) -> None:
    step = 0x0FFF_FFFF_FFFF_FFF
    numbered = Numbered(np.array([each * step for each in held], np.uint64))
    expected = [place for place, each in enumerate(held) if each in wanted]
    for _ in range(40):
        assert numbered.places(np.array([each * step for each in wanted], np.uint64)).tolist() == expected


@pytest.mark.parametrize("other", ["", "nothing", 3, None, "0" * 17])
def test_what_is_no_id_is_in_no_set(other: object) -> None:
    assert other not in held({"0" * 16})
    assert other not in Ids()
