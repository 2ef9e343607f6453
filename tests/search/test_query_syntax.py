"""The syntax of queries: words, phrases, exclusions, wildcards, NEAR, fields."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotesearch.indexer.records import Pattern
from quotesearch.search.query_syntax import ParsedText, parse


def pattern(*phrases: str, apart: int = 0) -> Pattern:
    return Pattern(tuple(tuple(phrase.split()) for phrase in phrases), apart)


@pytest.mark.parametrize(
    ("typed", "parsed"),
    [
        ("combat  role", ParsedText("combat role")),
        ('"no Combat role" nato', ParsedText("no Combat role nato", (pattern("no combat role"),))),
        ("“red line”", ParsedText("red line", (pattern("red line"),))),
        ('nato -ukraine -"red line"', ParsedText("nato", (), (pattern("ukraine"), pattern("red line")))),
        ("immigra* wom?n", ParsedText("immigra", (pattern("immigra*"), pattern("wom?n")))),
        ('"more immigra*"', ParsedText("more immigra", (pattern("more immigra*"),))),
        ("nato NEAR ukraine", ParsedText("nato ukraine", (pattern("nato", "ukraine", apart=10),))),
        ('nato NEAR/3 "red line"', ParsedText("nato red line", (pattern("nato", "red line", apart=3),))),
        ("speaker:lind dam", ParsedText("dam", filters=(("speaker", "lind"),))),
        ('Outlet:"Evening Post" dam', ParsedText("dam", filters=(("outlet", "Evening Post"),))),
        ("after:2016-10 before:2017", ParsedText("", filters=(("after", "2016-10"), ("before", "2017")))),
        ("e-mail well-known - x", ParsedText("e-mail well-known - x")),
        ("who said so?", ParsedText("who said so?")),
        ("at 10:30 see http://x.example/y", ParsedText("at 10:30 see http://x.example/y")),
        ("near NEAR", ParsedText("near NEAR")),
        ("what is I?", ParsedText("what is I?")),
        ('"where do we go?"', ParsedText("where do we go?", (pattern("where do we go"),))),
        ('x -"gover*."', ParsedText("x", (), (pattern("gover*"),))),
        ("speaker: lind", ParsedText("speaker: lind")),
    ],
)
def test_a_text_is_parsed_into_words_patterns_and_filters(typed: str, parsed: ParsedText) -> None:
    assert parse(typed) == parsed


@pytest.mark.parametrize(
    ("typed", "text", "remark"),
    [
        ('say "hello', "say hello", "never closed"),
        ('" NEAR foo', "NEAR foo", "never closed"),
        ("a* dam", "a dam", "needs 2 letters"),
        ("foo:bar", "foo:bar", "the fields are"),
        ("-speaker:lind", "-speaker:lind", "cannot be excluded"),
        ("speaker:a speaker:b dam", "dam", "only the first speaker"),
        (" ".join(f"-w{n}" for n in range(30)), " ".join(f"w{n}" for n in range(20, 30)), "at most"),
        ("dam " * 300, ("dam " * 200).strip(), "only the first 200"),
    ],
)
def test_an_invalid_operator_is_treated_as_words_with_a_notice(typed: str, text: str, remark: str) -> None:
    parsed = parse(typed)
    assert parsed.text == text
    assert remark in parsed.remarks[0]


@given(typed=st.text() | st.text(alphabet="ab \"“”-*?:/NEAR'speakr"))
def test_no_text_is_an_error(typed: str) -> None:
    parsed = parse(typed)
    assert len(parsed.required) + len(parsed.excluded) <= 200


@pytest.mark.parametrize("unit", ['"', "“", "-", "a:", "*", "NEAR ", "a", '"a', "-a*", " "])
def test_the_time_for_parsing_is_linear_in_the_length(unit: str) -> None:
    started = time.process_time()
    parse(unit * (200_000 // len(unit)))
    assert time.process_time() - started < 5  # a quadratic parser takes minutes
