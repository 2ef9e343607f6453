"""What every VectorIndex promises."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented import HashEncoder, MemoryVectorIndex, indexed
from numpy.typing import NDArray

from quotesearch.indexer.protocols import Changes, IndexedQuote, VectorIndex
from quotesearch.indexer.vectors import MatrixIndex

DIMENSION = HashEncoder.dimension
QUOTES = tuple(indexed(f"the mill says {number}") for number in range(40))
ROWS = HashEncoder().encode([one.quote.text for one in QUOTES])
IDS = [one.quote.id for one in QUOTES]
NONE = np.empty((0, DIMENSION), np.float32)
CLOSE = 3e-5
"""How far a cosine may be from the exact one where rows are rounded, at so few components."""


@pytest.fixture(params=[MatrixIndex, MemoryVectorIndex])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], VectorIndex]:
    """Return what makes a new index of each kind."""
    if request.param is MatrixIndex:
        return lambda: MatrixIndex(tmp_path / "vectors", dimension=DIMENSION)
    return MemoryVectorIndex


@pytest.fixture
def filled(make: Callable[[], VectorIndex]) -> VectorIndex:
    index = make()
    index.apply(Changes(3, (), QUOTES), ROWS)
    return index


def found(index: VectorIndex, vector: NDArray[np.float32], **options: object) -> list[str]:
    return [scored.quote_id for scored in index.search(vector, **{"depth": 100, **options})]


def test_a_new_index_holds_no_change_and_finds_nothing(make: Callable[[], VectorIndex]) -> None:
    index = make()
    assert index.change == 0
    assert found(index, ROWS[0]) == []


def test_it_holds_the_change_it_was_brought_to(filled: VectorIndex) -> None:
    assert filled.change == 3
    filled.apply(Changes(7, (), ()), NONE)
    assert filled.change == 7


def test_a_quote_has_its_own_row(filled: VectorIndex) -> None:
    row = filled.vector(IDS[3])
    assert row is not None
    assert row == pytest.approx(ROWS[3], abs=CLOSE)
    assert filled.vector("0123456789abcdef") is None


def test_every_quote_is_nearest_to_itself(filled: VectorIndex) -> None:
    for quote_id, row in zip(IDS, ROWS, strict=True):
        (best,) = filled.search(row, depth=1)
        assert (best.quote_id, best.score) == (quote_id, pytest.approx(1.0, abs=1e-5))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    vector=st.integers(0, 2**32 - 1),
    depth=st.integers(1, 50),
    within=st.none() | st.sets(st.sampled_from([*IDS, "0123456789abcdef"])),
)
def test_the_ranking_is_that_of_all_cosines(
    filled: VectorIndex, vector: int, depth: int, within: set[str] | None
) -> None:
    query = np.random.default_rng(vector).standard_normal(DIMENSION).astype(np.float32)
    query /= np.linalg.norm(query)
    cosines = {
        key: float(row.astype(np.float64) @ query.astype(np.float64)) for key, row in zip(IDS, ROWS, strict=True)
    }
    allowed = cosines if within is None else cosines.keys() & within
    expected = sorted((cosines[key] for key in allowed), reverse=True)[:depth]
    ranking = filled.search(query, depth=depth, within=within)
    assert {scored.quote_id for scored in ranking} <= set(allowed)
    assert [scored.score for scored in ranking] == pytest.approx(expected, abs=CLOSE)
    assert [cosines[scored.quote_id] for scored in ranking] == pytest.approx(expected, abs=2 * CLOSE)


def test_quotes_that_tie_are_ranked_by_id_at_every_depth(make: Callable[[], VectorIndex]) -> None:
    index = make()
    index.apply(Changes(1, (), QUOTES), np.repeat(ROWS[:1], len(QUOTES), axis=0))
    for depth in range(1, len(QUOTES) + 1):
        assert found(index, ROWS[0], depth=depth) == sorted(IDS)[:depth]


def test_within_nothing_nothing_is_found(filled: VectorIndex) -> None:
    assert found(filled, ROWS[0], within=frozenset()) == []
    assert found(filled, ROWS[0], within={"0123456789abcdef"}) == []


def test_a_removed_quote_is_not_found(filled: VectorIndex) -> None:
    filled.apply(Changes(4, (IDS[0], "0123456789abcdef"), ()), NONE)
    assert set(found(filled, ROWS[0])) == set(IDS[1:])


def test_all_quotes_may_be_removed(filled: VectorIndex) -> None:
    filled.apply(Changes(4, tuple(IDS), ()), NONE)
    assert found(filled, ROWS[0]) == []
    filled.apply(Changes(5, (), QUOTES[:1]), ROWS[:1])
    assert found(filled, ROWS[0]) == IDS[:1]


def test_a_replaced_quote_is_found_by_its_new_embedding_only(filled: VectorIndex) -> None:
    filled.apply(Changes(4, IDS[:1], QUOTES[:1]), -ROWS[:1])
    assert found(filled, ROWS[0])[-1] == IDS[0]
    assert len(found(filled, ROWS[0])) == len(IDS)


def test_applying_twice_is_applying_once(filled: VectorIndex) -> None:
    before = filled.search(ROWS[5], depth=100)
    filled.apply(Changes(3, (), QUOTES), ROWS)
    assert filled.search(ROWS[5], depth=100) == before


@pytest.mark.parametrize("order", [QUOTES, tuple(reversed(QUOTES))])
def test_the_order_in_which_quotes_came_does_not_matter(
    filled: VectorIndex, make: Callable[[], VectorIndex], order: tuple[IndexedQuote, ...]
) -> None:
    before = filled.search(ROWS[5], depth=100)
    other = make()
    other.apply(Changes(4, tuple(IDS), order), HashEncoder().encode([one.quote.text for one in order]))
    assert other.search(ROWS[5], depth=100) == before
