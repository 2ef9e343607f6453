"""A vector is compared with rows: with all rows if there are few, else with the rows that share most signs with it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from quotesearch.indexer.local.id_sets import Ids, numbers
from quotesearch.indexer.local.vectors import VectorIndex, View
from quotesearch.indexer.local.vectors.files import append, open_view, save, state_text
from quotesearch.indexer.local.vectors.kernels import Rows, sign_distances
from quotesearch.indexer.local.vectors.view import State

DIMENSION = 24
COUNT = 40
CLOSE = 3e-5
"""How far a cosine of rounded rows may be from the exact one, with 24 components."""
NO_DEAD = np.empty(0, np.uint64)


def random_rows(count: int, seed: int) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def id_of(number: int) -> str:
    return f"{number:016x}"


def view_of(folder: Path, rows: NDArray[np.float32], dead: NDArray[np.uint64] = NO_DEAD) -> View:
    """Return a view of rows whose quotes are numbered from 1."""
    ids = np.arange(1, len(rows) + 1, dtype=np.uint64)
    save(folder, append(folder, State(rows.shape[1], change=1), Rows.of(rows), ids, dead))
    return open_view(folder, state_text(folder), rows.shape[1])


ROWS = random_rows(COUNT, 1)


@pytest.fixture(scope="module")
def small_view(tmp_path_factory: pytest.TempPathFactory) -> View:
    """Return a view of few rows."""
    return view_of(tmp_path_factory.mktemp("vectors"), ROWS)


def test_a_quote_is_nearest_to_itself(small_view: View) -> None:
    for number, row in enumerate(ROWS, start=1):
        assert small_view.nearest(row, depth=1, allowed_ids=None) == [(id_of(number), pytest.approx(1.0, abs=1e-5))]


def test_an_embedding_is_the_row_that_was_stored(small_view: View) -> None:
    results, rows = small_view.embeddings(numbers([id_of(3), "f" * 16, id_of(1)]))
    assert results.tolist() == [1, 3]
    assert rows == pytest.approx(ROWS[[0, 2]], abs=CLOSE)


@settings(max_examples=60)
@given(
    seed=st.integers(0, 2**32 - 1),
    depth=st.integers(1, 50),
    allowed_ids=st.none() | st.sets(st.integers(1, COUNT + 2)),
)
def test_the_ranking_is_that_of_all_cosines(
    small_view: View, seed: int, depth: int, allowed_ids: set[int] | None
) -> None:
    query = random_rows(1, seed)[0]
    cosines = {id_of(number): float(row.astype(float) @ query) for number, row in enumerate(ROWS, start=1)}
    allowed = cosines.keys() if allowed_ids is None else cosines.keys() & {id_of(number) for number in allowed_ids}
    expected = sorted((cosines[quote_id] for quote_id in allowed), reverse=True)[:depth]
    ids = None if allowed_ids is None else Ids(np.array(sorted(allowed_ids), np.uint64))
    ranking = small_view.nearest(query, depth=depth, allowed_ids=ids)
    assert {quote_id for quote_id, _ in ranking} <= set(allowed)
    assert [cosine for _, cosine in ranking] == pytest.approx(expected, abs=CLOSE)
    assert [cosines[quote_id] for quote_id, _ in ranking] == pytest.approx(expected, abs=2 * CLOSE)


def test_quotes_that_tie_are_ranked_by_id_at_every_depth(tmp_path: Path) -> None:
    view = view_of(tmp_path, np.repeat(ROWS[:1], COUNT, axis=0))
    for depth in range(1, COUNT + 1):
        results = [quote_id for quote_id, _ in view.nearest(ROWS[0], depth=depth, allowed_ids=None)]
        assert results == [id_of(number) for number in range(1, depth + 1)]


@pytest.mark.parametrize("allowed_ids", [[], ["f" * 16]])
def test_nothing_is_found_among_no_allowed_ids(small_view: View, allowed_ids: list[str]) -> None:
    assert small_view.nearest(ROWS[0], depth=9, allowed_ids=Ids(numbers(allowed_ids))) == []


@settings(max_examples=10)
@given(portions=st.lists(st.integers(0, 1500), min_size=1, max_size=4), seed=st.integers(0, 999))
def test_distances_are_the_numbers_of_different_signs(
    tmp_path_factory: pytest.TempPathFactory, portions: list[int], seed: int
) -> None:
    folder, count = tmp_path_factory.mktemp("vectors"), sum(portions)
    index, rows, start = VectorIndex(folder, dimension=DIMENSION), random_rows(count, seed), 0
    for change, size in enumerate(portions, start=1):
        part, ids = Rows.of(rows[start : start + size]), np.arange(size, dtype=np.uint64)
        save(folder, replace(append(folder, index.view.state, part, ids, NO_DEAD), change=change))
        index.refresh()
        start += size
    query = random_rows(1, seed + 1)[0]
    expected = ((rows > 0) != (query > 0)).sum(axis=1)
    # A component that is rounded to 0 has no sign.
    assert sign_distances(index.view.signs, query)[:count] == pytest.approx(expected, abs=2)


def test_of_many_rows_those_that_share_most_signs_are_compared(tmp_path: Path) -> None:
    rows, dead = random_rows(20_000, 1), np.arange(0, 20_000, 7, dtype=np.uint64)
    view = view_of(tmp_path, rows, dead)
    allowed_ids = Ids(np.arange(1, 20_001, 2, dtype=np.uint64))
    for query in random_rows(5, 2):
        order = (np.argsort(-(rows @ query), kind="stable") + 1).tolist()
        live_ids = [id_of(number) for number in order if (number - 1) % 7]
        results = {quote_id for quote_id, _ in view.nearest(query, depth=100, allowed_ids=None)}
        assert len(results & set(live_ids[:100])) >= 90
        assert results <= set(live_ids)
        allowed = [quote_id for quote_id in live_ids if quote_id in allowed_ids]
        results = {quote_id for quote_id, _ in view.nearest(query, depth=100, allowed_ids=allowed_ids)}
        assert len(results & set(allowed[:100])) >= 90
        assert results <= set(allowed)


def test_a_deeper_list_begins_with_the_shallower_one(tmp_path: Path) -> None:
    rows = random_rows(8_000, 5)
    view = view_of(tmp_path, rows, np.arange(0, 8_000, 9, dtype=np.uint64))
    for query, allowed_ids in zip(
        random_rows(4, 6), (None, Ids(np.arange(1, 7_000, dtype=np.uint64))) * 2, strict=True
    ):
        deepest = view.nearest(query, depth=700, allowed_ids=allowed_ids)
        assert len({quote_id for quote_id, _ in deepest}) == 700
        for depth in (1, 50, 100, 150, 200, 400, 699):
            assert view.nearest(query, depth=depth, allowed_ids=allowed_ids) == deepest[:depth]
