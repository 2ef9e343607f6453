"""One speaker across articles: the cautious rules, and what people correct."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from quotesearch.indexer.errors import NotFoundError
from quotesearch.indexer.model import Document, Quote, QuoteKind, Span, Speaker, SpeakerKind
from quotesearch.indexer.store import Attributed, Filters, Store


def said_by(number: int, *speakers: Speaker) -> Attributed:
    document = Document(f"d{number}", "yes " * len(speakers))
    places = (Span(4 * place, 4 * place + 3) for place in range(len(speakers)))
    quotes = (
        Quote.of(document, content=(place,), context=place, kind=QuoteKind.DIRECT, speaker=speaker)
        for place, speaker in zip(places, speakers, strict=True)
    )
    return Attributed(document, tuple(quotes))


@pytest.fixture
def store() -> Iterator[Store]:
    with Store(None) as opened:
        yield opened


FALK = Speaker("Jonas Falk", role="Alliance Secretary-General")
LONE = Speaker("Falk", role="Secretary-General")


def names(store: Store) -> list[tuple[str, int]]:
    return [(speaker.name, speaker.quotes) for speaker in store.speakers()]


def test_a_surname_with_the_same_role_is_the_only_full_name_that_ends_in_it(store: Store) -> None:
    store.put([said_by(1, FALK, FALK), said_by(2, LONE)])
    (speaker,) = store.speakers()
    assert (speaker.name, speaker.quotes) == ("Jonas Falk", 3)
    assert speaker.joined == (("Falk", "the only falk in the index, with the same role, secretary general"),)
    assert len(store.matching(Filters(speaker="Jonas Falk"))) == 3
    assert store.counts().speakers == 1


@pytest.mark.parametrize(
    "other",
    [
        Speaker("Falk"),
        Speaker("Falk", role="baker"),
        Speaker("Falk", SpeakerKind.ORGANISATION, role="Secretary-General"),
    ],
)
def test_a_surname_without_the_same_role_stays_by_itself(store: Store, other: Speaker) -> None:
    store.put([said_by(1, FALK), said_by(2, other)])
    assert len(store.speakers()) == 2


def test_a_surname_that_two_people_have_stays_by_itself_from_then_on(store: Store) -> None:
    store.put([said_by(1, FALK), said_by(2, LONE)])
    assert len(store.speakers()) == 1
    store.put([said_by(3, Speaker("Greta Falk", role="clerk"))])
    assert len(store.speakers()) == 3
    store.remove(["d3"])
    assert len(store.speakers()) == 1


def test_a_middle_initial_makes_nobody_else_but_two_initials_do(store: Store) -> None:
    store.put([said_by(1, Speaker("Ada Moss")), said_by(2, Speaker("Ada J. Moss"))])
    assert names(store) == [("Ada J. Moss", 2)] or names(store) == [("Ada Moss", 2)]
    store.put([said_by(3, Speaker("Ada K. Moss"))])
    assert len(store.speakers()) == 3


def test_names_are_merged_and_split_by_hand_and_stay_so(tmp_path: Path) -> None:
    articles = [said_by(1, Speaker("Bob Lind")), said_by(2, Speaker("Robert Lind"))]
    with Store(tmp_path / "store.sqlite", write=True) as store:
        store.put(articles)
        store.merge_speakers("bob lind", "Robert Lind")
        assert [speaker.quotes for speaker in store.speakers("Robert")] == [2]
        store.remove(["d1", "d2"])
        store.put(articles)
    with Store(tmp_path / "store.sqlite", write=True) as store:
        (speaker,) = store.speakers("Bob")
        assert speaker.quotes == 2
        assert [why for _, why in speaker.joined] == ["merged by hand"]
        store.split_speaker("Bob Lind")
        assert len(store.speakers()) == 2


def test_a_split_outdoes_the_rules(store: Store) -> None:
    store.put([said_by(1, FALK), said_by(2, LONE)])
    store.split_speaker("Falk")
    store.put([said_by(3, LONE)])
    assert sorted(names(store)) == [("Falk", 2), ("Jonas Falk", 1)]


def test_merging_goes_on_to_whom_the_other_is(store: Store) -> None:
    store.put([said_by(1, FALK), said_by(2, LONE), said_by(3, Speaker("Joe Falk-Ek"))])
    store.merge_speakers("Joe Falk-Ek", "Falk")
    (speaker,) = store.speakers()
    assert speaker.quotes == 3


def test_merging_with_somebody_unknown_names_who_is_near(store: Store) -> None:
    store.put([said_by(1, FALK)])
    with pytest.raises(NotFoundError, match="Jonas Falk"):
        store.merge_speakers("Jonas Falk", "Jonas Falck")


def test_a_name_of_signs_is_a_name(store: Store) -> None:
    store.put([said_by(1, Speaker(": "))])
    assert [count.name for count in store.speakers()] == [": "]
