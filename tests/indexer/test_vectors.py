"""The matrix on disk: what counts is what the state says, whatever else lies in the folder."""

import json
import logging
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import HashEncoder, MemoryVectorIndex, indexed
from numpy.typing import NDArray

from quotesearch.indexer.protocols import Changes
from quotesearch.indexer.vectors import MatrixIndex
from quotesearch.indexer.vectors import files as vector_files
from quotesearch.indexer.vectors.files import State, append, save
from quotesearch.indexer.vectors.kernels import Rows, distances

DIMENSION = HashEncoder.dimension
QUOTES = tuple(indexed(f"the mill says {number}") for number in range(30))
ROWS = HashEncoder().encode([one.quote.text for one in QUOTES])
IDS = [one.quote.id for one in QUOTES]
NONE = np.empty((0, DIMENSION), np.float32)
NO_DEAD = np.empty(0, np.uint64)
GENERATION_1 = {"rows-1.i16", "scales-1.f32", "signs-1.u64", "ids-1.u64", "dead-1.u64"}


def opened(folder: Path) -> MatrixIndex:
    return MatrixIndex(folder, dimension=DIMENSION)


def filled(folder: Path) -> MatrixIndex:
    index = opened(folder)
    index.apply(Changes(3, (), QUOTES), ROWS)
    return index


def sizes(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_size for path in folder.iterdir() if path.name != "state.json"}


def test_what_was_committed_is_there_when_opened_again(tmp_path: Path) -> None:
    before = filled(tmp_path).search(ROWS[7], depth=30)
    again = opened(tmp_path)
    assert (again.change, again.ids()) == (3, set(IDS))
    assert again.search(ROWS[7], depth=30) == before


def test_opening_writes_nothing(tmp_path: Path) -> None:
    assert opened(tmp_path / "vectors").ids() == frozenset()
    assert list(tmp_path.iterdir()) == []


def test_a_row_takes_two_bytes_a_component_and_a_bit(tmp_path: Path) -> None:
    filled(tmp_path)
    rows = {"rows-0.i16": 30 * DIMENSION * 2, "scales-0.f32": 120, "signs-0.u64": 1024 * 8}
    assert sizes(tmp_path) == rows | {"ids-0.u64": 240, "dead-0.u64": 0}


def test_what_a_killed_writer_left_behind_does_not_count_and_is_cut_off(tmp_path: Path) -> None:
    index = filled(tmp_path)
    expected = index.search(ROWS[7], depth=30)
    for name in sizes(tmp_path):
        with (tmp_path / name).open("ab") as file:
            file.write(b"\xff" * 1001)
    again = opened(tmp_path)
    assert again.search(ROWS[7], depth=30) == expected
    again.apply(Changes(4, IDS[:1], ()), NONE)
    assert sizes(tmp_path)["dead-0.u64"] == 8
    assert opened(tmp_path).ids() == set(IDS[1:])


def test_a_reader_keeps_its_view_until_it_refreshes(tmp_path: Path) -> None:
    writer = filled(tmp_path)
    reader = opened(tmp_path)
    writer.apply(Changes(4, tuple(IDS[:20]), ()), NONE)  # compacts into a new generation
    assert reader.ids() == set(IDS)
    assert len(reader.search(ROWS[0], depth=30)) == 30
    reader.refresh()
    assert (reader.change, reader.ids()) == (4, set(IDS[20:]))


def test_dead_rows_are_written_away_when_they_are_most(tmp_path: Path) -> None:
    index = filled(tmp_path)
    index.apply(Changes(4, tuple(IDS[:15]), ()), NONE)
    assert sizes(tmp_path)["rows-0.i16"] == 30 * DIMENSION * 2
    index.apply(Changes(5, tuple(IDS[15:16]), ()), NONE)
    assert sizes(tmp_path)["rows-1.i16"] == 14 * DIMENSION * 2
    assert set(sizes(tmp_path)) == GENERATION_1
    assert index.ids() == opened(tmp_path).ids() == set(IDS[16:])
    assert index.search(ROWS[20], depth=1).entries[0].quote_id == IDS[20]


def test_a_compaction_that_was_killed_is_begun_anew(tmp_path: Path) -> None:
    index = filled(tmp_path)
    (tmp_path / "rows-1.i16").write_bytes(b"half a row")
    index.apply(Changes(4, tuple(IDS[:20]), ()), NONE)
    assert opened(tmp_path).ids() == set(IDS[20:])
    assert sizes(tmp_path)["rows-1.i16"] == 10 * DIMENSION * 2


@pytest.mark.parametrize(
    "state",
    [
        "",
        "{",
        "[]",
        '{"dimension": 24}x',
        '{"dimension": 7}',
        '{"dimension": 24, "rows": 31, "change": 3}',
        '{"dimension": 24, "rows": 30, "change": 3, "generation": 5}',
        '{"dimension": 24, "rows": 2, "dead": 30, "change": 3}',
        '{"dimension": 24, "colour": "red"}',
    ],
)
def test_files_that_do_not_fit_together_are_new_and_made_anew(
    tmp_path: Path, state: str, caplog: pytest.LogCaptureFixture
) -> None:
    filled(tmp_path)
    (tmp_path / "state.json").write_text(state)
    with caplog.at_level(logging.WARNING):
        index = opened(tmp_path)
    assert ("rebuilt" in caplog.text) is bool(state)
    assert (index.change, index.ids(), len(index.search(ROWS[0], depth=9))) == (0, frozenset(), 0)
    index.refresh()
    index.apply(Changes(6, (), QUOTES[:2]), ROWS[:2])
    again = opened(tmp_path)
    assert (again.change, again.ids()) == (6, set(IDS[:2]))
    assert len(sizes(tmp_path)) == len(GENERATION_1)


@pytest.mark.parametrize("name", ["rows-0.i16", "scales-0.f32", "signs-0.u64", "ids-0.u64"])
def test_a_file_that_is_short_or_gone_reads_as_new(tmp_path: Path, name: str) -> None:
    filled(tmp_path)
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes()[:-1])
    assert opened(tmp_path).change == 0
    (tmp_path / name).unlink()
    assert opened(tmp_path).change == 0


def test_a_cleared_index_is_new_and_its_next_change_takes_the_place_of_all(tmp_path: Path) -> None:
    index = filled(tmp_path)
    reader = opened(tmp_path)
    index.clear()
    assert (index.change, index.ids()) == (0, frozenset())
    index.apply(Changes(2, (), QUOTES[:3]), ROWS[:3])
    reader.refresh()
    assert (reader.change, reader.ids()) == (2, set(IDS[:3]))
    assert set(sizes(tmp_path)) == GENERATION_1


def test_the_state_is_replaced_after_the_rows_are_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = filled(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(vector_files, "replace_text", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            index.apply(Changes(4, tuple(IDS[:3]), ()), NONE)
    assert json.loads((tmp_path / "state.json").read_text())["change"] == 3
    assert opened(tmp_path).ids() == set(IDS)
    index.apply(Changes(4, tuple(IDS[:3]), ()), NONE)
    assert opened(tmp_path).ids() == set(IDS[3:])


@pytest.mark.parametrize("shape", [(1, DIMENSION), (2, DIMENSION + 1), (2,)])
def test_embeddings_of_another_shape_are_refused(tmp_path: Path, shape: tuple[int, ...]) -> None:
    index = filled(tmp_path)
    with pytest.raises(ValueError, match="shape"):
        index.apply(Changes(4, (), QUOTES[:2]), np.ones(shape, np.float32))
    assert index.change == 3


def test_embeddings_and_queries_are_finite_and_fit(tmp_path: Path) -> None:
    index = filled(tmp_path)
    with pytest.raises(ValueError, match="finite"):
        index.apply(Changes(4, (), QUOTES[:1]), np.full((1, DIMENSION), np.nan, np.float32))
    with pytest.raises(ValueError, match="shape"):
        index.search(ROWS[0][:-1], depth=5)


def test_an_id_that_is_no_quotes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="hexadecimal"):
        filled(tmp_path).search(ROWS[0], depth=5, within=["abc", "de", "f"])


def random_rows(count: int, seed: int) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@settings(max_examples=10, deadline=None)
@given(portions=st.lists(st.integers(0, 1500), min_size=1, max_size=4), seed=st.integers(0, 999))
def test_rows_are_near_by_their_signs(tmp_path_factory: pytest.TempPathFactory, portions: list[int], seed: int) -> None:
    folder, count = tmp_path_factory.mktemp("vectors"), sum(portions)
    index, rows, start = opened(folder), random_rows(count, seed), 0
    for change, size in enumerate(portions, start=1):
        state = append(
            folder, index._view.state, Rows.of(rows[start : start + size]), np.arange(size, dtype=np.uint64), NO_DEAD
        )
        save(folder, replace(state, change=change))
        index.refresh()
        start += size
    asked = random_rows(1, seed + 1)[0]
    expected = ((rows > 0) != (asked > 0)).sum(axis=1)
    # A component that is rounded to nought has no sign.
    assert distances(index._view.signs, asked)[:count] == pytest.approx(expected, abs=2)
    shutil.rmtree(folder)


def test_of_many_rows_those_that_share_most_signs_are_compared(tmp_path: Path) -> None:
    rows = random_rows(20_000, 1)
    ids = np.arange(1, 20_001, dtype=np.uint64)
    dead = np.arange(0, 20_000, 7, dtype=np.uint64)
    save(tmp_path, append(tmp_path, State(DIMENSION, change=1), Rows.of(rows), ids, dead))
    index = opened(tmp_path)
    within = frozenset(f"{number:016x}" for number in range(1, 20_001, 2))
    for asked in random_rows(5, 2):
        near = np.argsort(-(rows @ asked), kind="stable") + 1
        alive = [f"{number:016x}" for number in near.tolist() if (number - 1) % 7]
        found = {scored.quote_id for scored in index.search(asked, depth=100)}
        assert len(found & set(alive[:100])) >= 90
        assert found <= set(alive)
        allowed = [quote_id for quote_id in alive if quote_id in within][:100]
        found = {scored.quote_id for scored in index.search(asked, depth=100, within=within)}
        assert len(found & set(allowed)) >= 90
        assert found <= within


numbers = st.sets(st.integers(0, 29), max_size=12)


@settings(max_examples=20)
@given(steps=st.lists(st.tuples(numbers, numbers), max_size=8))
def test_it_is_what_a_plain_dictionary_would_be(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[set[int], set[int]]]
) -> None:
    folder = tmp_path_factory.mktemp("vectors")
    index, plain = opened(folder), MemoryVectorIndex()
    for change, (removed, added) in enumerate(steps, start=1):
        chosen = sorted(added)
        changes = Changes(change, tuple(IDS[number] for number in removed), tuple(QUOTES[number] for number in chosen))
        for one in (index, plain):
            one.apply(changes, ROWS[chosen])
        assert index.ids() == plain.held.keys()
    for one in (index, opened(folder)):
        found, expected = one.search(ROWS[3], depth=30), plain.search(ROWS[3], depth=30)
        assert {scored.quote_id for scored in found} == {scored.quote_id for scored in expected}
        assert [scored.score for scored in found] == pytest.approx([scored.score for scored in expected], abs=3e-5)
    shutil.rmtree(folder)
