"""The embeddings of quotes on disk: only the rows that the state counts are used, and other files are ignored."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import HashEncoder, indexed
from numpy.typing import NDArray

from quotesearch.indexer.local.id_sets import Ids, numbers
from quotesearch.indexer.local.store.changes import Changes
from quotesearch.indexer.local.vectors import VectorIndex
from quotesearch.indexer.local.vectors import files as files_module
from quotesearch.indexer.local.vectors import index as index_module

DIMENSION = HashEncoder.dimension
QUOTES = tuple(indexed(f"the mill says {number}") for number in range(30))
ROWS = HashEncoder().encode([indexed_quote.quote.text for indexed_quote in QUOTES])
IDS = [indexed_quote.quote.id for indexed_quote in QUOTES]
NO_ROWS = np.empty((0, DIMENSION), np.float32)
GENERATION_1 = {"rows-1.i16", "scales-1.f32", "signs-1.u8", "ids-1.u64", "dead-1.u64"}
CLOSE = 3e-5
"""How far a cosine of rounded rows may be from the exact one, with 24 components."""


def opened(folder: Path) -> VectorIndex:
    return VectorIndex(folder, dimension=DIMENSION)


def filled(folder: Path) -> VectorIndex:
    index = opened(folder)
    index.apply(Changes(3, (), QUOTES), ROWS)
    return index


def nearest(
    index: VectorIndex, vector: NDArray[np.float32], *, depth: int = 100, allowed_ids: list[str] | None = None
) -> list[tuple[str, float]]:
    return index.view.nearest(
        vector, depth=depth, allowed_ids=None if allowed_ids is None else Ids(numbers(allowed_ids))
    )


def sizes(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_size for path in folder.iterdir() if path.name != "state.json"}


@contextmanager
def interrupted_at(monkeypatch: pytest.MonkeyPatch, place: object, name: str) -> Iterator[None]:
    """Interrupt a call of the function inside the block."""

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(place, name, interrupt)
        with pytest.raises(KeyboardInterrupt):
            yield


# -- commits ------------------------------------------------------------------------------------


def test_opening_writes_nothing_and_a_new_index_has_no_change(tmp_path: Path) -> None:
    index = opened(tmp_path / "vectors")
    assert (index.change, index.ids(), nearest(index, ROWS[0])) == (0, frozenset(), [])
    assert list(tmp_path.iterdir()) == []


def test_a_committed_change_is_there_when_opened_again(tmp_path: Path) -> None:
    expected = nearest(filled(tmp_path), ROWS[7])
    reopened = opened(tmp_path)
    assert (reopened.change, reopened.ids()) == (3, set(IDS))
    assert nearest(reopened, ROWS[7]) == expected


def test_a_row_takes_two_bytes_a_component_and_a_bit(tmp_path: Path) -> None:
    filled(tmp_path)
    rows = {"rows-0.i16": 30 * DIMENSION * 2, "scales-0.f32": 120, "signs-0.u8": 30 * 3}
    assert sizes(tmp_path) == rows | {"ids-0.u64": 240, "dead-0.u64": 0}


def test_a_change_without_quotes_is_applied_too(tmp_path: Path) -> None:
    index = filled(tmp_path)
    index.apply(Changes(7, (), ()), NO_ROWS)
    assert (index.change, opened(tmp_path).change) == (7, 7)


def test_bytes_that_a_killed_writer_left_do_not_count_and_are_cut_off(tmp_path: Path) -> None:
    expected = nearest(filled(tmp_path), ROWS[7])
    for name in sizes(tmp_path):
        with (tmp_path / name).open("ab") as file:
            file.write(b"\xff" * 1001)
    reopened = opened(tmp_path)
    assert nearest(reopened, ROWS[7]) == expected
    reopened.apply(Changes(4, tuple(IDS[:1]), ()), NO_ROWS)
    assert sizes(tmp_path)["dead-0.u64"] == 8
    assert opened(tmp_path).ids() == set(IDS[1:])


def test_the_state_is_replaced_after_the_rows_are_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = filled(tmp_path)
    with interrupted_at(monkeypatch, files_module, "replace_text"):
        index.apply(Changes(4, tuple(IDS[:3]), ()), NO_ROWS)
    assert json.loads((tmp_path / "state.json").read_text())["change"] == 3
    assert opened(tmp_path).ids() == set(IDS)
    index.apply(Changes(4, tuple(IDS[:3]), ()), NO_ROWS)
    assert opened(tmp_path).ids() == set(IDS[3:])


def test_a_view_stays_as_it_is_until_the_index_is_refreshed(tmp_path: Path) -> None:
    writer = filled(tmp_path)
    reader = opened(tmp_path)
    view, expected = reader.view, nearest(reader, ROWS[0])
    writer.apply(Changes(4, tuple(IDS[:20]), ()), NO_ROWS)  # compacts into a new generation
    assert reader.ids() == set(IDS)
    assert nearest(reader, ROWS[0]) == expected
    reader.refresh()
    assert (reader.change, reader.ids()) == (4, set(IDS[20:]))
    assert view.nearest(ROWS[0], depth=100, allowed_ids=None) == expected


# -- compaction ---------------------------------------------------------------------------------


def test_the_files_are_compacted_if_most_rows_are_dead(tmp_path: Path) -> None:
    index = filled(tmp_path)
    index.apply(Changes(4, tuple(IDS[:15]), ()), NO_ROWS)
    assert sizes(tmp_path)["rows-0.i16"] == 30 * DIMENSION * 2
    index.apply(Changes(5, tuple(IDS[15:16]), ()), NO_ROWS)
    assert sizes(tmp_path)["rows-1.i16"] == 14 * DIMENSION * 2
    assert set(sizes(tmp_path)) == GENERATION_1
    assert index.ids() == opened(tmp_path).ids() == set(IDS[16:])
    assert nearest(index, ROWS[20], depth=1)[0][0] == IDS[20]


def test_compaction_in_portions_keeps_every_live_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "_PORTION", 3)
    index = filled(tmp_path)
    index.apply(Changes(4, tuple(IDS[:20]), ()), NO_ROWS)
    assert opened(tmp_path).ids() == set(IDS[20:])
    assert index.describe_damage() == opened(tmp_path).describe_damage() == ""


def test_a_compaction_that_was_killed_begins_again(tmp_path: Path) -> None:
    index = filled(tmp_path)
    (tmp_path / "rows-1.i16").write_bytes(b"half a row")
    index.apply(Changes(4, tuple(IDS[:20]), ()), NO_ROWS)
    assert opened(tmp_path).ids() == set(IDS[20:])
    assert sizes(tmp_path)["rows-1.i16"] == 10 * DIMENSION * 2


def test_all_quotes_may_be_removed(tmp_path: Path) -> None:
    index = filled(tmp_path)
    index.apply(Changes(4, tuple(IDS), ()), NO_ROWS)
    assert nearest(index, ROWS[0]) == []
    index.apply(Changes(5, (), QUOTES[:1]), ROWS[:1])
    assert [quote_id for quote_id, _ in nearest(index, ROWS[0])] == IDS[:1]


# -- damaged files ----------------------------------------------------------------------------


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
def test_files_that_do_not_match_their_state_count_as_new_and_are_replaced(
    tmp_path: Path, state: str, caplog: pytest.LogCaptureFixture
) -> None:
    filled(tmp_path)
    (tmp_path / "state.json").write_text(state)
    with caplog.at_level(logging.WARNING):
        index = opened(tmp_path)
    assert ("rebuilt" in caplog.text) is bool(state)
    assert (index.change, index.ids(), nearest(index, ROWS[0])) == (0, frozenset(), [])
    index.refresh()
    index.apply(Changes(6, (), QUOTES[:2]), ROWS[:2])
    reopened = opened(tmp_path)
    assert (reopened.change, reopened.ids()) == (6, set(IDS[:2]))
    assert len(sizes(tmp_path)) == len(GENERATION_1)


@pytest.mark.parametrize("name", ["rows-0.i16", "scales-0.f32", "signs-0.u8", "ids-0.u64"])
def test_an_index_with_a_short_or_missing_file_counts_as_new(tmp_path: Path, name: str) -> None:
    filled(tmp_path)
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes()[:-1])
    assert opened(tmp_path).change == 0
    (tmp_path / name).unlink()
    assert opened(tmp_path).change == (3 if name.startswith("signs") else 0)


def test_signs_that_version_0_1_had_in_another_form_are_made_from_the_rows(tmp_path: Path) -> None:
    expected = nearest(filled(tmp_path), ROWS[7])
    (tmp_path / "signs-0.u8").rename(tmp_path / "signs-0.u64")
    index = opened(tmp_path)
    assert nearest(index, ROWS[7]) == expected
    index.recover()
    assert index.describe_damage() == ""
    assert {path.name for path in tmp_path.glob("signs-*")} == {"signs-0.u8"}
    index.apply(Changes(9, (), QUOTES[:2]), ROWS[:2])
    assert opened(tmp_path).describe_damage() == ""


def test_a_cleared_index_is_new_and_its_next_change_replaces_all(tmp_path: Path) -> None:
    index = filled(tmp_path)
    reader = opened(tmp_path)
    index.clear()
    assert (index.change, index.ids()) == (0, frozenset())
    index.apply(Changes(2, (), QUOTES[:3]), ROWS[:3])
    reader.refresh()
    assert (reader.change, reader.ids()) == (2, set(IDS[:3]))
    assert set(sizes(tmp_path)) == GENERATION_1


@pytest.mark.parametrize("name", ["scales-0.f32", "signs-0.u8", "rows-0.i16"])
def test_rows_that_changed_on_disk_are_counted(tmp_path: Path, name: str) -> None:
    filled(tmp_path)
    with (tmp_path / name).open("r+b") as file:
        file.write(b"\x55\xaa\x55\x2a" * 2)
    assert opened(tmp_path).describe_damage() in {f"has {count} damaged rows" for count in (1, 2, 3)}


# -- refused ------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(1, DIMENSION), (2, DIMENSION + 1), (2,)])
def test_embeddings_of_another_shape_are_refused(tmp_path: Path, shape: tuple[int, ...]) -> None:
    index = filled(tmp_path)
    with pytest.raises(ValueError, match="shape"):
        index.apply(Changes(4, (), QUOTES[:2]), np.ones(shape, np.float32))
    assert index.change == 3


def test_embeddings_that_are_not_finite_and_queries_of_another_shape_are_refused(tmp_path: Path) -> None:
    index = filled(tmp_path)
    with pytest.raises(ValueError, match="finite"):
        index.apply(Changes(4, (), QUOTES[:1]), np.full((1, DIMENSION), np.nan, np.float32))
    with pytest.raises(ValueError, match="shape"):
        nearest(index, ROWS[0][:-1])


# -- against a dictionary -----------------------------------------------------------------------

chosen_numbers = st.sets(st.integers(0, 29), max_size=12)


@settings(max_examples=20)
@given(steps=st.lists(st.tuples(chosen_numbers, chosen_numbers), max_size=8))
def test_the_index_has_the_rows_that_a_plain_dictionary_would_have(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[set[int], set[int]]]
) -> None:
    folder = tmp_path_factory.mktemp("vectors")
    index, plain = opened(folder), dict[str, NDArray[np.float32]]()
    for change, (removed, added) in enumerate(steps, start=1):
        quotes = tuple(QUOTES[number] for number in sorted(added))
        removed_ids = tuple(IDS[number] for number in removed)
        index.apply(Changes(change, removed_ids, quotes), ROWS[sorted(added)])
        plain = {quote_id: row for quote_id, row in plain.items() if quote_id not in removed_ids}
        plain |= {IDS[number]: ROWS[number] for number in added}
        assert index.ids() == plain.keys()
    cosines = sorted((float(row @ ROWS[3]) for row in plain.values()), reverse=True)
    for opened_index in (index, opened(folder)):
        results = nearest(opened_index, ROWS[3])
        assert {quote_id for quote_id, _ in results} == plain.keys()
        assert [cosine for _, cosine in results] == pytest.approx(cosines, abs=CLOSE)


def test_a_replaced_quote_is_found_by_its_new_embedding_only(tmp_path: Path) -> None:
    index = filled(tmp_path)
    index.apply(Changes(4, tuple(IDS[:1]), QUOTES[:1]), -ROWS[:1])
    results = [quote_id for quote_id, _ in nearest(index, ROWS[0])]
    assert results[-1] == IDS[0]
    assert len(results) == len(IDS)


def test_applying_a_change_twice_is_applying_it_once(tmp_path: Path) -> None:
    index = filled(tmp_path)
    expected = nearest(index, ROWS[5])
    index.apply(Changes(3, (), QUOTES), ROWS)
    assert nearest(index, ROWS[5]) == expected


def test_the_order_in_which_quotes_came_does_not_matter(tmp_path: Path) -> None:
    expected = nearest(filled(tmp_path / "one"), ROWS[5])
    reversed_index = opened(tmp_path / "other")
    reversed_index.apply(Changes(4, tuple(IDS), tuple(reversed(QUOTES))), ROWS[::-1])
    assert nearest(reversed_index, ROWS[5]) == expected
