"""Comparing the names of speakers: cautious, because only the names decide whether two quotes have one speaker."""

import pytest

from quotesearch.indexer.model import Speaker, SpeakerKind
from quotesearch.indexer.text.names import may_be_same_speaker, untitled


@pytest.mark.parametrize(
    ("name", "bare"),
    [("Mr Thorwell", "Thorwell"), ("Dame Ilse Arriaga", "Ilse Arriaga"), ("Dr", "Dr"), ("Steve King", "Steve King")],
)
def test_a_courtesy_title_before_a_name_is_removed(name: str, bare: str) -> None:
    assert untitled(name) == bare


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("Magnus Thorwell", "Thorwell", True),
        ("Magnus Thorwell", "M. Thorwell", True),
        ("Magnus Thorwell", "Secretary Thorwell", True),
        ("Magnus Thorwell", "Jon Thorwell", False),
        ("Steve King", "Steve Bannock", False),
        ("Steve King", "Mara King", False),
    ],
)
def test_a_shorter_form_of_a_name_may_be_the_same_person(first: str, second: str, expected: bool) -> None:  # noqa: FBT001
    assert may_be_same_speaker(Speaker(first), Speaker(second)) is expected
    assert may_be_same_speaker(Speaker(second), Speaker(first)) is expected


def test_bodies_are_the_same_speaker_only_if_their_names_are_equal() -> None:
    names = ("House", "White House", "Justice Department", "State Department")
    bodies = [Speaker(name, SpeakerKind.ORGANISATION) for name in names]
    assert [first.name for first in bodies for second in bodies if may_be_same_speaker(first, second)] == list(names)
