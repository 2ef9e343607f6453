"""The files of postings as arrays: checksums, ignored documents, and files that do not match the state."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from invented import indexed
from local import indexed_quotes

from quotesearch.indexer.local.keyword import KeywordIndex
from quotesearch.indexer.local.keyword.array_format import read_state, state_text, term_number
from quotesearch.indexer.local.store.changes import Changes


def harbour_and_airport(folder: Path) -> KeywordIndex:
    """Return an index of ten quotes about the harbour, two of which were changed to be about the airport."""
    index = KeywordIndex(folder)
    harbour = [indexed(f"the harbour is closed {number}", document_id=f"d{number}") for number in range(10)]
    index.apply(Changes(1, (), tuple(harbour)))
    (segment,) = read_state(state_text(folder)).segments
    for count in range(1, 4):  # as if a writer was killed between opening and writing the file
        (folder / "decoded" / f"{segment.name}.{count}.gone").touch()
    airport = [indexed(f"the airport is closed {number}", document_id=f"d{number}") for number in range(2)]
    index.apply(Changes(2, tuple(indexed_quote.quote.id for indexed_quote in harbour[:2]), tuple(airport)))
    return index


def about_the_harbour(index: KeywordIndex) -> int:
    return len(index.view.matching_all(["harbour"])) if index.view else 0


def test_an_empty_gone_file_of_a_killed_writer_is_replaced(tmp_path: Path) -> None:
    assert about_the_harbour(harbour_and_airport(tmp_path)) == 8
    assert about_the_harbour(KeywordIndex(tmp_path)) == 8


@pytest.mark.parametrize("content", [b"", b"\x01\x00\x00\x00\x05\x00\x00\x00\x07\x00\x00\x00"])
def test_a_gone_file_with_another_checksum_is_not_read(
    tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    index = harbour_and_airport(tmp_path)
    path = max((tmp_path / "decoded").glob("*.gone"), key=lambda path: path.stat().st_size)
    path.write_bytes(content)
    assert index.describe_damage() == "has 1 damaged files"
    assert about_the_harbour(index) == 8  # the view that was opened before
    assert KeywordIndex(tmp_path).change == 0
    assert "has changed since it was written" in caplog.text


Damage = Callable[[Path], object]


def overwrite(path: Path) -> None:
    path.write_bytes(b"\x80\x02nonsense")


@pytest.mark.parametrize("pattern", ["MAIN_*.trm", "MAIN_*.pst", "MAIN_*.id.col", "decoded/*.postings"])
@pytest.mark.parametrize("damage", [overwrite, Path.unlink])
def test_a_file_that_is_not_as_it_was_written_is_counted(tmp_path: Path, pattern: str, damage: Damage) -> None:
    index = KeywordIndex(tmp_path)
    index.apply(Changes(1, (), indexed_quotes(1)))
    assert index.describe_damage() == ""
    damage(next(tmp_path.glob(pattern)))
    assert index.describe_damage() == KeywordIndex(tmp_path).describe_damage() == "has 1 damaged files"


def test_one_changed_bit_of_the_postings_is_noticed(tmp_path: Path) -> None:
    index = KeywordIndex(tmp_path)
    index.apply(Changes(1, (), indexed_quotes(1)))
    path = next(tmp_path.glob("decoded/*.postings"))
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert index.describe_damage() == "has 1 damaged files"


@pytest.mark.parametrize("size", [0, 5, -1])
def test_an_index_with_postings_of_another_length_counts_as_new_and_is_replaced(
    tmp_path: Path, size: int, caplog: pytest.LogCaptureFixture
) -> None:
    KeywordIndex(tmp_path).apply(Changes(1, (), indexed_quotes(1)))
    path = next((tmp_path / "decoded").glob("*.postings"))
    path.write_bytes(path.read_bytes()[:size])
    with caplog.at_level(logging.WARNING):
        index = KeywordIndex(tmp_path)
    assert (index.change, index.ids()) == (0, frozenset())
    assert "cannot be read and will be rebuilt from the store" in caplog.text
    index.apply(Changes(2, (), indexed_quotes(2)))
    reopened = KeywordIndex(tmp_path)
    assert (reopened.change, reopened.describe_damage()) == (2, "")
    assert reopened.ids() == {indexed_quote.quote.id for indexed_quote in indexed_quotes(2)}


@pytest.mark.parametrize(
    "state",
    [
        "",
        "{",
        "[1]",
        "null",
        '{"change": 1, "segments": [{"name": "MAIN_x", "ids": 2}]}',
        '{"form": 3, "contents": "x", "change": 1, "segments": [{"name": "MAIN_x"}]}',
        '{"form": 2, "contents": "x", "change": 1, "segments": []}',
    ],
)
def test_an_index_with_an_unreadable_state_counts_as_new_and_is_replaced(tmp_path: Path, state: str) -> None:
    KeywordIndex(tmp_path).apply(Changes(1, (), indexed_quotes(1)))
    (tmp_path / "decoded" / "state.json").write_text(state, encoding="utf-8")
    index = KeywordIndex(tmp_path)
    assert (index.change, index.ids()) == (0, frozenset())
    index.apply(Changes(2, (), indexed_quotes(2)))
    reopened = KeywordIndex(tmp_path)
    assert (reopened.change, reopened.describe_damage()) == (2, "")


def test_files_of_dropped_segments_are_deleted(tmp_path: Path) -> None:
    index = KeywordIndex(tmp_path)
    index.apply(Changes(1, (), indexed_quotes(1)))
    old_files = set((tmp_path / "decoded").glob("*.postings"))
    index.apply(Changes(2, tuple(index.ids()), indexed_quotes(2)))
    new_files = set((tmp_path / "decoded").glob("*.postings"))
    assert len(new_files) == 1
    assert new_files.isdisjoint(old_files)


def test_a_term_has_another_number_in_each_field() -> None:
    numbers = {term_number(name, term) for name in ("text", "title") for term in ("harbour", "bridge", "\ud800")}
    assert len(numbers) == 6
    assert all(0 <= number < 1 << 64 for number in numbers)
