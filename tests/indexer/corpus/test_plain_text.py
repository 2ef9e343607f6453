"""Plain text comes through untouched, and tells its headline where it evidently has one."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quotesearch.indexer import corpus
from quotesearch.indexer.corpus import plain_text
from quotesearch.indexer.model import Record

LEAD = "The bridge over the Brindle will be closed from May, the council said on Sunday after a long night of talks."


@given(text=st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0\ufeff")).filter(str.strip))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
def test_the_text_is_the_decoded_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes(text.encode())
    (record,) = corpus.read([path])
    assert isinstance(record, Record)
    assert record.document.text == text
    assert record.quotes is None


def test_line_ends_stay_so_that_lines_are_the_files(reading: Callable, writing: Callable) -> None:
    document = reading(writing("a.txt", "One.\r\nTwo.\r\nThree.")).only
    assert document.text == "One.\r\nTwo.\r\nThree."
    assert document.line_of(document.text.index("Three")) == 3


def test_a_byte_order_mark_is_not_part_of_the_text(reading: Callable, writing: Callable) -> None:
    assert reading(writing("a.txt", LEAD, "utf-8-sig")).only.text == LEAD


def test_the_id_is_the_absolute_path(reading: Callable, writing: Callable) -> None:
    path = writing("a.txt", LEAD)
    document = reading(path).only
    assert document.id == document.path == str(path)


@pytest.mark.parametrize("text", ["", " \n\t ", "\ufeff"])
def test_a_file_without_text_is_an_error(reading: Callable, writing: Callable, text: str) -> None:
    assert "a.txt: has no text" in reading(writing("a.txt", text)).error


@pytest.mark.parametrize(
    "line", ["Bridge to Close in May", "Bridge to close in May.", "‘It is old’: why the bridge will close"]
)
def test_a_short_first_line_by_itself_is_the_title(line: str) -> None:
    assert plain_text.headline(f"{line}\n\n{LEAD}\n") == line
    assert plain_text.headline(f"{line}\r\n\r\n{LEAD}\r\n") == line


@pytest.mark.parametrize(
    "text",
    [
        LEAD,
        "Bridge to close\n" + LEAD,
        f"{LEAD} {LEAD}\n\n{LEAD}",
        f"By Odalys Fenwright\n\n{LEAD}",
        f"“It is old and it is cold.”\n\n{LEAD}",
        f"This is what she said:\n\n{LEAD}",
        "Bridge to close\n\nIt is old.",
        "\n\n" + LEAD,
        "Bridge to close",
        f"* * *\n\n{LEAD}",
        "",
    ],
)
def test_a_first_line_that_may_not_be_a_headline_is_not_the_title(text: str) -> None:
    assert plain_text.headline(text) == ""


def test_the_headline_stays_in_the_text(reading: Callable, writing: Callable) -> None:
    document = reading(writing("a.txt", f"Bridge to close\n\n{LEAD}")).only
    assert document.title == "Bridge to close"
    assert document.text.startswith("Bridge to close\n")
