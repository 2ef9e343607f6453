"""Whose name is whose: cautious, since words alone decide what is one quote."""

import pytest

from quotesearch.indexer.model import Speaker, SpeakerKind
from quotesearch.indexer.text.names import may_be_same_speaker, untitled


@pytest.mark.parametrize(
    ("name", "bare"),
    [("Mr Thorwell", "Thorwell"), ("Dame Ilse Arriaga", "Ilse Arriaga"), ("Dr", "Dr"), ("Steve King", "Steve King")],
)
def test_courtesy_before_a_name_is_left_out(name: str, bare: str) -> None:
    assert untitled(name) == bare


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Magnus Thorwell", "Thorwell", True),
        ("Magnus Thorwell", "M. Thorwell", True),
        ("Magnus Thorwell", "Secretary Thorwell", True),
        ("Magnus Thorwell", "Jon Thorwell", False),
        ("Steve King", "Steve Bannock", False),
        ("Steve King", "Mara King", False),
    ],
)
def test_a_person_may_be_named_shortly(one: str, other: str, same: bool) -> None:  # noqa: FBT001
    assert may_be_same_speaker(Speaker(one), Speaker(other)) is same
    assert may_be_same_speaker(Speaker(other), Speaker(one)) is same


def test_bodies_are_one_only_by_the_same_name() -> None:
    names = ("House", "White House", "Justice Department", "State Department")
    bodies = [Speaker(name, SpeakerKind.ORGANISATION) for name in names]
    assert [one.name for one in bodies for other in bodies if may_be_same_speaker(one, other)] == list(names)
