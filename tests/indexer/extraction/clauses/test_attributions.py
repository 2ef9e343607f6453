"""Token ranges become spans of text, and links become attributions."""

import pytest
from sentences import tokens_of

from quotesearch.indexer.extraction.clauses.attributions import (
    Link,
    attribution_of,
    ends_with_comma,
    sentence_end,
    span_of,
    without_closing_marks,
)
from quotesearch.indexer.extraction.lexicon import Frame
from quotesearch.indexer.model import Span


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("the dam", "the dam"),
        (", — the dam :;", "the dam"),
        ("- the dam, or – the road ―", "the dam, or – the road"),
        ("“the dam,”", "the dam,"),
        (", “the dam” —", "the dam"),
        ("a “good dam”", "a “good dam”"),
        ("“The dam!” “The road!”", "“The dam!” “The road!”"),
        (", : —", None),
        ("", None),
    ],
)
def test_a_span_has_no_outer_punctuation_and_a_single_quotation_no_marks(sentence: str, expected: str | None) -> None:
    span = span_of(tokens_of(sentence), (0, len(tokens_of(sentence)))) if sentence else span_of((), (0, 0))
    assert (None if span is None else span.words(sentence)) == expected


def test_a_span_covers_only_its_range() -> None:
    sentence = "Moss, the clerk, left"
    span = span_of(tokens_of(sentence), (1, 5))
    assert span is not None
    assert span.words(sentence) == "the clerk"


@pytest.mark.parametrize(
    ("sentence", "end"), [("He left.", 2), ("He left?!…", 2), ("He, left", 3), ("He left ”", 3), (".", 0)]
)
def test_a_sentence_ends_before_its_closing_punctuation(sentence: str, end: int) -> None:
    assert sentence_end(tokens_of(sentence)) == end


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [(",", True), ("“yes,”", True), ("‘yes,’", True), ("“yes”", False), ("“yes.”", False), ("yes", False)],
)
def test_a_quotation_may_end_with_a_comma(sentence: str, expected: bool) -> None:  # noqa: FBT001
    assert ends_with_comma(tokens_of(sentence)[0]) is expected


def test_closing_marks_are_dropped_and_opening_marks_stay() -> None:
    assert without_closing_marks(tokens_of("«“yes!”»")[0]) == "«“yes!"


def test_a_link_becomes_an_attribution_with_spans_of_text() -> None:
    sentence = "“Yes,” said Moss, “now.”"
    link = Link((2, 3), (1, 2), [(0, 1), (4, 5)], Frame.QUOTE, trailing=True)
    attribution = attribution_of(tokens_of(sentence), link, 7)
    assert attribution is not None
    assert [span.words(sentence) for span in attribution.content] == ["Yes,", "now."]
    assert (attribution.cue, attribution.source) == (Span(7, 11), Span(12, 16))
    assert (attribution.sentence, attribution.frames, attribution.trailing) == (7, Frame.QUOTE, True)


def test_parts_of_content_that_are_only_punctuation_are_dropped() -> None:
    tokens = tokens_of("Yes, said Moss: —")
    parts = Link((3, 4), (2, 3), [(0, 1), (4, 6)], Frame.QUOTE, trailing=False)
    attribution = attribution_of(tokens, parts, 0)
    assert attribution is not None
    assert attribution.content == (Span(0, 3),)
    assert attribution_of(tokens, parts._replace(content=[(4, 6)]), 0) is None
