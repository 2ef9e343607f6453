"""Paragraphs and sentences."""

import pytest

from quotesearch.indexer.extraction.quotations import scan
from quotesearch.indexer.extraction.segmentation import after_dateline, paragraphs, sentences
from quotesearch.indexer.model import Span


def paragraphs_of(text: str) -> list[str]:
    return [span.words(text) for span in paragraphs(text)]


def sentences_of(text: str) -> list[str]:
    whole = Span(0, len(text))
    return [span.words(text) for span in sentences(text, whole, scan(text, [whole]))]


def without_dateline(text: str) -> str:
    return after_dateline(text, Span(0, len(text))).words(text)


def wrapped(width: int, *, end: str = "x") -> str:
    """Return four lines of `width` characters and a short one."""
    return "\n".join([("word " * width)[: width - 1] + end] * 4 + ["The end."])


def test_each_line_is_a_paragraph() -> None:
    assert paragraphs_of("One.\n\n  Two. \r\nThree.\u2028Four.\n \n") == ["One.", "Two.", "Three.", "Four."]
    assert paragraphs_of(" \n ") == []


@pytest.mark.parametrize("width", [45, 70, 100])
def test_lines_that_break_off_at_a_margin_are_one_paragraph(width: int) -> None:
    assert len(paragraphs_of(wrapped(width))) == 1


@pytest.mark.parametrize("width", [44, 101])
def test_lines_shorter_or_longer_than_a_margin_are_paragraphs(width: int) -> None:
    assert len(paragraphs_of(wrapped(width))) == 5


def test_lines_that_end_a_sentence_are_paragraphs() -> None:
    assert len(paragraphs_of(wrapped(70, end="."))) == 5


def test_short_lines_that_end_in_a_comma_run_on() -> None:
    assert len(paragraphs_of("a,\nb,\nc,\nd.")) == 1
    assert len(paragraphs_of("a,\nb,\nc.")) == 3


def test_half_of_the_lines_do_not_make_a_text_wrapped() -> None:
    assert len(paragraphs_of("a,\nb,\nc,\nd.\ne.\nf.\ng.")) == 7
    assert len(paragraphs_of("a,\nb,\nc,\nd.\ne.\nf.")) == 1


def test_a_blank_line_ends_a_wrapped_paragraph() -> None:
    text = wrapped(70) + "\n \n" + wrapped(70) + "\n"
    assert paragraphs_of(text) == [wrapped(70), wrapped(70)]


@pytest.mark.parametrize(
    "dateline",
    ["EASTPORT — ", "EASTPORT, March 3 (Lantern) - ", "NEW HOLM, Va. – ", "Eastport (LNT) -- ", "Port Holm (LNT) — "],
)
def test_a_dateline_is_left_out(dateline: str) -> None:
    assert without_dateline(f"{dateline}The dam will hold.") == "The dam will hold."


@pytest.mark.parametrize("text", ["The dam — it is old — holds.", "EASTPORT —", "The dam will hold."])
def test_a_paragraph_without_dateline_stays_whole(text: str) -> None:
    assert without_dateline(text) == text


@pytest.mark.parametrize(
    "sentence",
    [
        "Sen. Moss met Mr. Lind.",
        "The Cmdr. Lind left for Conn. Monday.",
        "At 9 a.m. Moss left.",
        "She met J. Lind.",
        "The U.S. Navy left.",
        "Birds, e.g. Geese, left.",
        "It was Moss vs. Lind, etc. Today they left.",
        "See No. A of the list.",
        "It cost 9.5 crowns.",
        "Wait... and see.",
        "Why? he asked.",
    ],
)
def test_a_stop_within_a_sentence_does_not_end_it(sentence: str) -> None:
    assert sentences_of(sentence) == [sentence]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The dam holds. Moss left.", ["The dam holds.", "Moss left."]),
        ("It holds! Why? 9 left… Moss stayed.", ["It holds!", "Why?", "9 left…", "Moss stayed."]),
        ("It holds; moss grows.", ["It holds;", "moss grows."]),
        ("It holds (today.) Moss left.", ["It holds (today.)", "Moss left."]),
        ("It holds. “Moss left.” He slept.", ["It holds.", "“Moss left.”", "He slept."]),
        ("It holds. (Moss left.)", ["It holds.", "(Moss left.)"]),
        ("She met Co! Moss left.", ["She met Co!", "Moss left."]),
    ],
)
def test_a_stop_before_a_capital_ends_a_sentence(text: str, expected: list[str]) -> None:
    assert sentences_of(text) == expected


def test_a_stop_inside_a_quotation_does_not_end_the_sentence() -> None:
    text = "“It holds. We checked,” she said. “Twice. At night.” Moss left."
    assert sentences_of(text) == ["“It holds. We checked,” she said.", "“Twice. At night.”", "Moss left."]


def test_an_abbreviation_is_not_read_across_the_start_of_the_paragraph() -> None:
    text = "Mr. Moss left."
    assert len(sentences(text, Span(0, len(text)), ())) == 1
    assert len(sentences(text, Span(2, len(text)), ())) == 2
