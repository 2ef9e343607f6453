"""One speaker across articles: the cautious rules, and the corrections of users."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from local import connected, local_index, passing, spoken

from quotesearch.indexer.errors import NotFoundError
from quotesearch.indexer.local.index import LocalStorage
from quotesearch.indexer.local.store import speaker_merging
from quotesearch.indexer.model import Speaker, SpeakerKind
from quotesearch.indexer.records import SpeakerCount

FALK = Speaker("Jonas Falk", role="Alliance Secretary-General")
LONE = Speaker("Falk", role="Secretary-General")


def speakers(storage: LocalStorage, name: str = "") -> tuple[SpeakerCount, ...]:
    with storage.reader() as reader:
        return reader.speakers(name)


def names(storage: LocalStorage) -> list[tuple[str, int]]:
    return [(speaker.name, speaker.quotes) for speaker in speakers(storage)]


def test_a_surname_joins_the_only_full_name_with_the_same_role(storage: LocalStorage) -> None:
    storage.writer.put([spoken(1, FALK, FALK), spoken(2, LONE)])
    (speaker,) = speakers(storage)
    assert (speaker.name, speaker.quotes) == ("Jonas Falk", 3)
    assert speaker.joined == (("Falk", "the only falk in the index, with the same role, secretary general"),)
    assert len(passing(storage, speakers=("Jonas Falk",))) == 3
    with storage.reader() as reader:
        assert reader.statistics().speakers == 1


@pytest.mark.parametrize(
    "namesake",
    [
        Speaker("Falk"),
        Speaker("Falk", role="baker"),
        Speaker("Falk", SpeakerKind.ORGANISATION, role="Secretary-General"),
    ],
)
def test_a_surname_without_the_same_role_stays_separate(storage: LocalStorage, namesake: Speaker) -> None:
    storage.writer.put([spoken(1, FALK), spoken(2, namesake)])
    assert len(speakers(storage)) == 2


def test_a_surname_that_two_people_have_is_separate_from_then_on(storage: LocalStorage) -> None:
    storage.writer.put([spoken(1, FALK), spoken(2, LONE)])
    assert len(speakers(storage)) == 1
    storage.writer.put([spoken(3, Speaker("Greta Falk", role="clerk"))])
    assert len(speakers(storage)) == 3
    storage.writer.remove(["d3"])
    assert len(speakers(storage)) == 1


def test_one_middle_initial_is_the_same_person_and_two_are_others(storage: LocalStorage) -> None:
    storage.writer.put([spoken(1, Speaker("Ada Moss")), spoken(2, Speaker("Ada J. Moss"))])
    assert names(storage) == [("Ada J. Moss", 2)] or names(storage) == [("Ada Moss", 2)]
    storage.writer.put([spoken(3, Speaker("Ada K. Moss"))])
    assert len(speakers(storage)) == 3


def test_corrections_remain_when_articles_are_removed(tmp_path: Path) -> None:
    articles = [spoken(1, Speaker("Bob Lind")), spoken(2, Speaker("Robert Lind"))]
    with local_index(tmp_path, create=True) as storage:
        storage.writer.put(articles)
        storage.writer.merge_speakers("bob lind", "Robert Lind")
        assert [speaker.quotes for speaker in speakers(storage, "Robert")] == [2]
        storage.writer.remove(["d1", "d2"])
        storage.writer.put(articles)
    with local_index(tmp_path, create=True) as storage:
        (speaker,) = speakers(storage, "Bob")
        assert speaker.quotes == 2
        assert [why for _, why in speaker.joined] == ["merged by hand"]
        storage.writer.split_speaker("Bob Lind")
        assert len(speakers(storage)) == 2


def test_a_split_overrides_the_rules(storage: LocalStorage) -> None:
    storage.writer.put([spoken(1, FALK), spoken(2, LONE)])
    storage.writer.split_speaker("Falk")
    storage.writer.put([spoken(3, LONE)])
    assert sorted(names(storage)) == [("Falk", 2), ("Jonas Falk", 1)]


def test_a_merge_follows_the_joins_of_the_other_name(storage: LocalStorage) -> None:
    storage.writer.put([spoken(1, FALK), spoken(2, LONE), spoken(3, Speaker("Joe Falk-Ek"))])
    storage.writer.merge_speakers("Joe Falk-Ek", "Falk")
    (speaker,) = speakers(storage)
    assert speaker.quotes == 3


def test_a_merge_with_an_unknown_name_suggests_a_similar_name(storage: LocalStorage) -> None:
    storage.writer.put([spoken(1, FALK)])
    with pytest.raises(NotFoundError, match="Jonas Falk"):
        storage.writer.merge_speakers("Jonas Falk", "Jonas Falck")


def test_a_name_without_letters_is_a_name(storage: LocalStorage) -> None:
    storage.writer.put([spoken(1, Speaker(": "))])
    assert [count.name for count in speakers(storage)] == [": "]


LOG = (
    "CREATE TABLE log (identity TEXT)",
    "CREATE TRIGGER log_in AFTER INSERT ON joined BEGIN INSERT INTO log VALUES (new.identity); END",
    "CREATE TRIGGER log_out AFTER DELETE ON joined BEGIN INSERT INTO log VALUES (old.identity); END",
)


@pytest.fixture
def rewritten(storage: LocalStorage) -> Callable[[], set[str]]:
    """Return a function for the identities whose join was deleted or inserted since the last call."""
    with connected(storage) as connection, connection.writing():
        for statement in LOG:
            connection.run(statement)

    def identities() -> set[str]:
        with connected(storage) as connection, connection.writing():
            rows = connection.rows("SELECT identity FROM log")
            connection.run("DELETE FROM log")
        return {row["identity"] for row in rows}

    return identities


def joined_families(storage: LocalStorage, *, count: int) -> None:
    """Store people of different surnames; one article each has the surname only."""
    for number in range(count):
        role, surname = "mayor", f"Falk{chr(97 + number)}"
        full, lone = Speaker(f"Jonas {surname}", role=role), Speaker(surname, role=role)
        storage.writer.put([spoken(number, full), spoken(100 + number, lone)])


def test_a_batch_updates_the_joins_of_its_surnames_only(
    storage: LocalStorage, rewritten: Callable[[], set[str]]
) -> None:
    joined_families(storage, count=5)
    assert len(rewritten()) == 5
    storage.writer.put([spoken(200, Speaker("Greta Falkc", role="clerk"), Speaker("Ada Moss"))])
    assert rewritten() == {"falkc"}
    storage.writer.remove(["d100"])
    assert rewritten() == {"falka"}
    assert len(speakers(storage)) == 5 + 3


def test_the_joins_of_surnames_that_a_correction_connects_are_updated_together(
    storage: LocalStorage, rewritten: Callable[[], set[str]]
) -> None:
    joined_families(storage, count=4)
    storage.writer.put([spoken(200, Speaker("Joe Ek"))])
    storage.writer.merge_speakers("Joe Ek", "Falka")
    assert [speaker.quotes for speaker in speakers(storage, "Ek")] == [3]
    rewritten()
    storage.writer.put([spoken(201, Speaker("Greta Falka", role="clerk"))])  # from now on two people have the surname
    assert rewritten() == {"falka", "joe ek"}
    assert [(speaker.name, speaker.quotes) for speaker in speakers(storage, "Ek")] == [("Falka", 2)]
    storage.writer.put([spoken(202, Speaker("Ida Ek"))])
    assert rewritten() == {"joe ek"}


@given(
    pairs=st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=8),
    start=st.sets(st.sampled_from("abcdef")),
)
def test_connected_surnames_are_all_that_any_chain_of_pairs_reaches(
    pairs: list[tuple[str, str]], start: set[str]
) -> None:
    reached = set(start)
    for _ in "abcdef":
        reached |= {end for pair in pairs if reached & set(pair) for end in pair}
    assert speaker_merging.connected(pairs, start) == reached


def test_batches_in_any_portions_give_the_same_speakers(tmp_path: Path) -> None:
    articles = [spoken(1, FALK), spoken(2, LONE), spoken(3, Speaker("Ada Moss")), spoken(4, Speaker("Ada J. Moss"))]
    with local_index(tmp_path / "one", create=True) as storage:
        storage.writer.put(articles)
        at_once = [(count.quotes, count.joined) for count in speakers(storage)]
    with local_index(tmp_path / "many", create=True) as storage:
        for article in reversed(articles):
            storage.writer.put([article])
        assert [(count.quotes, count.joined) for count in speakers(storage)] == at_once
