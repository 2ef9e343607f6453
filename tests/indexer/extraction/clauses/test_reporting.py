"""A sentence may only report, and has a last subject."""

import pytest
from sentences import tokens_of, words_of

from quotesearch.indexer.extraction.clauses import last_subject, only_reports


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Ms Hale asked reporters on Monday.", True),
        ("She said.", True),
        ("She said on Monday.", True),
        ("She told him.", True),
        ("She said the dam had fallen.", False),
        ("She said “yes”.", False),
        ("She said: no.", False),
        ("She asked him about the dam.", False),
        ("She asked that.", False),
        ("Said Ms Hale.", False),
        ("She was told.", False),
        ("She feared.", False),
        ("Later, she said.", False),
        ("She left.", False),
        ("Ms Hale asked reporters from one two three four five six seven eight nine.", True),
        ("Ms Hale asked reporters from one two three four five six seven eight nine ten.", True),
        ("Ms Hale asked reporters from one two three four five six seven eight nine ten eleven.", False),
    ],
)
def test_a_sentence_only_reports_if_it_has_a_speaker_and_no_content(sentence: str, expected: bool) -> None:  # noqa: FBT001
    assert only_reports(tokens_of(sentence)) is expected


@pytest.mark.parametrize(
    ("sentence", "spoken", "subject"),
    [
        ("Moss said no and Bo Lind said yes", False, "Bo Lind"),
        ("Moss said no, adding more", False, "Moss"),
        ("Moss said no and Bo Lind feared it", False, "Bo Lind"),
        ("Moss said no and Bo Lind feared it", True, "Moss"),
        ("Moss came home", False, "Moss"),
        ("Moss came home", True, "Moss"),
        ("Said was", False, "Said"),
        ("was", False, None),
    ],
)
def test_the_last_subject_is_that_of_the_last_cue_with_one(sentence: str, spoken: bool, subject: str | None) -> None:  # noqa: FBT001
    tokens = tokens_of(sentence)
    assert words_of(tokens, last_subject(tokens, spoken=spoken)) == subject
