"""The layout of text: no wider than the terminal, no words lost, no control characters."""

import re

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotesearch.indexer.model import Span
from quotesearch.search.terminal.layout import Look, cells, columns, flow, harmless, painted

TEXTS = st.text(alphabet="ab é“”日本👨\u200d\t\n\r\u0301\u00ad", max_size=200)
LOOKS = st.builds(Look, width=st.integers(min_value=10, max_value=60), colour=st.booleans())


@given(text=TEXTS, look=LOOKS)
def test_wrapping_keeps_all_words_in_their_order(text: str, look: Look) -> None:
    set_text = click.unstyle(flow(cells(text, style="mark"), look, indent="   "))
    assert set_text.split() == text.split()


@given(text=TEXTS, look=LOOKS)
def test_no_line_is_wider_than_the_terminal_except_a_longer_word(text: str, look: Look) -> None:
    for line in flow(cells(text), look, indent="  ").split("\n"):
        assert columns(line) <= look.width or len(line.split()) == 1


def test_the_first_line_may_have_another_indent() -> None:
    assert flow(cells("one two three"), Look(width=9), indent="    ", first=" 1  ") == " 1  one\n    two\n    three"


def test_without_colour_there_are_no_codes() -> None:
    assert painted(cells("dredging", [(Span(0, 8), "mark")]), Look()) == "dredging"


def test_a_mark_covers_exactly_its_characters() -> None:
    line = painted(cells("the dredging", [(Span(4, 12), "mark")]), Look(colour=True))
    assert line == "the " + click.style("dredging", bold=True, underline=True)


def test_a_later_mark_replaces_an_earlier_one() -> None:
    painted_cells = cells("abc", [(Span(0, 3), "content"), (Span(1, 2), "cue")])
    assert [cell.style for cell in painted_cells] == ["content", "cue", "content"]


@pytest.mark.parametrize("harmful", ["\x1b[2J", "\x1b]0;title\x07", "\u202egnp.exe", "\x9b31m", "a\x08b"])
def test_an_article_cannot_move_the_cursor_or_change_the_direction(harmful: str) -> None:
    line = flow(cells(harmful), Look())
    assert "\ufffd" in line
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", line)


@given(text=st.text())
def test_harmless_text_keeps_its_length_and_its_lines(text: str) -> None:
    assert len(harmless(text)) == len(text)
    assert [at for at, letter in enumerate(harmless(text)) if letter == "\n"] == [
        at for at, letter in enumerate(text) if letter == "\n"
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_is_white_space(end: str) -> None:
    assert flow(cells(f"one{end}two"), Look()) == "one two"


@pytest.mark.parametrize(("text", "width"), [("👨‍👩‍👧‍👦", 2), ("日本", 4), ("e\u0301", 1), ("🇩🇪", 2), ("“é” – …", 7)])
def test_the_width_of_a_text_is_its_number_of_columns(text: str, width: int) -> None:
    assert columns(text) == width


def test_a_family_of_emoji_takes_two_columns_of_a_line() -> None:
    assert flow(cells("a 👨‍👩‍👧‍👦 b"), Look(width=7)) == "a 👨‍👩‍👧‍👦 b"
