"""The content of a cue stands before it, after it, or on both sides."""

import pytest
from sentences import tokens_of, words_of

from quotesearch.indexer.extraction.clauses import content
from quotesearch.indexer.extraction.clauses.cues import find_cues


def before(sentence: str, *, floor: int = 0) -> str | None:
    """Return the content before the last cue, whose source is the one word before it."""
    tokens = tokens_of(sentence)
    cue = find_cues(tokens)[-1]
    return words_of(tokens, content.before(tokens, cue, (floor, cue.first - 1), cue.last))


def after(sentence: str) -> str | None:
    """Return the content after the first cue."""
    tokens = tokens_of(sentence)
    cue = find_cues(tokens)[0]
    return words_of(tokens, content.after(tokens, cue, cue.last, len(tokens)))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("“It fell,” she said.", "“It fell,”"),
        ("“It fell” — she said.", "“It fell”"),
        ("“It fell”, she said.", "“It fell”"),
        ("but “It fell,” she said.", "“It fell,”"),
        ("; “It fell,” she said.", "“It fell,”"),
        (", but “It fell,” she said.", "“It fell,”"),
        ("It was “cruel,” she said.", "It was “cruel,”"),
        ("but it “fell,” she said.", "but it “fell,”"),
        ("The dam fell, she said.", "The dam fell"),
        ("It fell, she said.", None),
        ("But dam fell, she said.", "But dam fell"),
        ("but the dam fell, she said.", "but the dam fell"),
        ("The dam fell she said.", None),
        ("The dam fell — she said.", None),
        ("The dam fell, she said quietly.", None),
        ("The dam fell, she said, smoking.", "The dam fell"),
        ("The dam fell, she said on it.", "The dam fell"),
        ("The dam fell, she said during it.", "The dam fell"),
        ("The dam fell, she said Monday.", "The dam fell"),
        ("The dam fell, she said of it.", None),
        ("The dam fell, she confirmed.", "The dam fell"),
        ("The dam fell, she confirmed, smoking.", None),
        ("The dam fell, she thought.", None),
        ("“It fell,” she thought.", "“It fell,”"),
        ("“It fell,” she laughed.", "“It fell,”"),
        ("The dam fell, she laughed.", None),
        ("The dam fell, she told him.", "The dam fell"),
        ("The dam fell, she told the Courier.", "The dam fell"),
        ("The dam fell, she told him, smoking.", "The dam fell"),
        ("The dam fell, she told", "The dam fell"),
        ("“It fell,” she feared.", None),
        ("“It fell,” she saying.", None),
        ("“It fell,” ready to say.", None),
        ("On the dam, she said, “It fell.”", None),
        ("Speaking to him, she said, “It fell.”", None),
        ("Later that day, she said in a speech, “It fell.”", None),
        ("Asked about it, she said, “It fell.”", None),
        ("On the dam, she said.", "On the dam"),
        ("On the dam, she said, in one two three “It fell.”", None),
        ("On the dam, she said, in one two three four “It fell.”", "On the dam"),
        ("The old dam, she said, “fell.”", "The old dam"),
        (", she said.", None),
        ("she said.", None),
        ("— she said.", None),
        (", , she said.", None),
    ],
)
def test_content_before_a_cue_is_quoted_or_ends_in_a_comma(sentence: str, expected: str | None) -> None:
    assert before(sentence) == expected


def test_content_before_a_cue_begins_at_the_floor() -> None:
    assert before("He left, but the dam fell, she said.", floor=4) == "the dam fell"
    assert before("The dam fell, she said.", floor=1) is None
    assert before("“It fell,” she said.", floor=1) is None
    assert before("“It fell” , she said.", floor=1) is None


def resumed(sentence: str, *, quoted: bool, start: int = 1) -> str | None:
    """Return the second part of content; the cue is the first token."""
    tokens = tokens_of(sentence)
    return words_of(tokens, content.resumed(tokens, start, len(tokens), quoted=quoted))


@pytest.mark.parametrize(
    ("sentence", "quoted", "expected"),
    [
        ("said, “and more”", True, "“and more”"),
        ("said “and more”", True, "“and more”"),
        ("said Monday: “and more”", True, "“and more”"),
        ("said Monday — “and more” he", True, "“and more”"),
        ("said Monday “and more”", True, None),
        ("said, would never break", False, "would never break"),
        ("said, would never break", True, None),
        ("said, and would never break", True, "and would never break"),
        ("said, or would never break", True, "or would never break"),
        ("said Monday, would never break", False, "would never break"),
        ("said, in the town", False, None),
        ("said, after it broke", False, None),
        ("said, adding more", False, None),
        ("said, he", False, None),
        ("said, he left", False, "he left"),
        ("said,", False, None),
        ("said, “more”", False, "“more”"),
        ("said", False, None),
    ],
)
def test_content_that_a_cue_interrupts_continues_after_it(sentence: str, quoted: bool, expected: str | None) -> None:  # noqa: FBT001
    assert resumed(sentence, quoted=quoted) == expected


def test_content_continues_only_near_its_cue() -> None:
    assert resumed("said " + "word " * 23 + ": “more”", quoted=True) == "“more”"
    assert resumed("said " + "word " * 24 + ": “more”", quoted=True) is None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("She said that it fell", "that it fell"),
        ("She said it fell", "it fell"),
        ("She said it", None),
        ("She said to him", None),
        ("She said that", "that"),
        ("She said was late", None),
        ("She said: “It fell.”", "“It fell.”"),
        ("She said: “It fell” and left", "“It fell”"),
        ("She said “It fell” and left", "“It fell” and left"),
        ("She said “It fell!” and left", "“It fell!”"),
        ("She said “It fell?” and left", "“It fell?”"),
        ("She said, “It fell” and left", "“It fell”"),
        ("She said that “it fell” and left", "“it fell” and left"),
        ("She said that “it fell.” and left", "“it fell.”"),
        ("She said on Monday", None),
        ("She said whether it fell", "whether it fell"),
        ("She said @ it fell", None),
        ("She confirmed it fell", None),
        ("She confirmed that it fell", "that it fell"),
        ("She confirmed how it fell", "how it fell"),
        ("She vowed to keep it", "to keep it"),
        ("She told him that it fell", "that it fell"),
        ("She smiled “It fell”", "“It fell”"),
        ("She smiled that it fell", None),
        ("She smiled if it fell", None),
        ("She denied “it fell”", None),
        ("She denied: “It fell”", "“It fell”"),
        ("She thought “it fell”", "“it fell”"),
        ("She thought, “it fell”", "“it fell”"),
        ("She thought Monday: “it fell”", "“it fell”"),
        ("She thought Monday “it fell”", None),
        ("She feared “it fell”", None),
        ("She called him a liar", None),
        ("She called Bo", None),
        ("She described it so", None),
        ("She described it as bad", "it as bad"),
        ("She called “Bo”", "“Bo”"),
        ("She slammed the plan", None),
        ("She slammed the old plan", "the old plan"),
        ("She slammed “Bo”", "“Bo”"),
        ("She slammed that", None),
        ("She supported the old plan", None),
        ("She supported the “old plan”", "the “old plan”"),
        ("She added 3000 jobs", None),
        ("She added jobs to it", None),
        ("She added that it fell", "that it fell"),
        ("She added “it fell”", "“it fell”"),
        ("She added it fell", "it fell"),
        ("She added the dam fell", "the dam fell"),
        ("She added his dam fell", "his dam fell"),
        ("She added Moss fell", "Moss fell"),
        ("She found her keys there", None),
        ("She found that it fell", "that it fell"),
        ("She showed her keys there", None),
        ("She asked to remain there", None),
        ("She asked whether it fell", "whether it fell"),
        ("She asked him “if”", "him “if”"),
        ("They explain the old plan", None),
        ("She explained the old plan", "the old plan"),
        ("They explain that it fell", "that it fell"),
        ("Ready to say it fell", None),
        ("Ready to say that it fell", "that it fell"),
        ("Ready to say “it fell”", "“it fell”"),
        ("Ready to vow to keep it", None),
    ],
)
def test_content_after_a_cue_fits_the_verb(sentence: str, expected: str | None) -> None:
    assert after(sentence) == expected


def test_content_after_a_cue_ends_at_the_limit() -> None:
    tokens = tokens_of("She said that it fell and left")
    cue = find_cues(tokens)[0]
    assert content.after(tokens, cue, 2, 5) == (2, 5)
    assert content.after(tokens, cue, 2, 2) is None
    quoted = tokens_of("She said that “it fell”")
    assert content.after(quoted, cue, 2, 3) == (2, 3)


def test_quoted_words_show_a_stance_only_near_the_verb() -> None:
    words = "word " * 24
    assert after(f"She supported {words}“plan”") == f"{words}“plan”"
    assert after(f"She supported {words}word “plan”") is None
