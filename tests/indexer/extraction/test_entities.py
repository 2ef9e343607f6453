"""Entities of an article: which mentions are the same person or body, and what is known about it."""

import pytest

from quotesearch.indexer.extraction.entities import Entities, Entity, aliases_of
from quotesearch.indexer.extraction.names import Name
from quotesearch.indexer.model import SpeakerKind


def a_name(text: str, *, role: str = "", honorific: str = "") -> Name:
    return Name(tuple(text.split()), role, honorific, 0, len(text.split()))


def met(*names: str | Name) -> list[Entity]:
    """Return the entity of each name, met in this order."""
    whole = [a_name(name) if isinstance(name, str) else name for name in names]
    entities = Entities.of(whole)
    return [entities.meet(name, place) for place, name in enumerate(whole)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ada Moss", "Ada Moss"),
        ("Ada Moss", "ada moss"),
        ("Ada Moss", "Moss"),
        ("Moss", "Ada Moss"),
        ("Ada Moss", "Ada"),
        ("Ada Moss", "A. Moss"),
        ("A. Moss", "Ada Moss"),
        ("Ada B. Moss", "Ada Moss"),
        ("Ada Moss", "Ada B. Moss"),
        ("Norbank Council", "Council"),
        ("Bo Lind Jr.", "Lind"),
        ("Moss", "Al Moss Jr."),
    ],
)
def test_two_names_of_one_person(first: str, second: str) -> None:
    entity, second_entity = met(first, second)
    assert entity is second_entity
    assert entity.mentions == 2
    assert entity.last_seen == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ada Moss", "Eva Moss"),
        ("Ada Moss", "B. Moss"),
        ("Ada Moss", "Ada Lind"),
        ("Ada Moss", "Lind"),
        ("Bo Lind Jr.", "Bo Lind"),
        ("Norbank Council", "Norbank"),
    ],
)
def test_names_of_two_people(first: str, second: str) -> None:
    entity, second_entity = met(first, second)
    assert entity is not second_entity


def test_a_single_name_before_the_full_one_is_new_if_no_full_name_follows() -> None:
    entities = Entities.of([])
    assert entities.meet(a_name("Moss"), 0) is not entities.meet(a_name("Ada Moss"), 1)


def test_the_longest_name_of_a_person_is_the_name() -> None:
    entity = met("Ada Moss", "Ada Bea Moss", "A. Moss", "Moss")[0]
    assert (entity.name, entity.words) == ("Ada Bea Moss", ("Ada", "Bea", "Moss"))
    assert aliases_of(entity) == ("A. Moss", "Ada Moss", "Moss")


def test_a_body_keeps_its_first_name() -> None:
    assert met("The Norbank Council", "The Old Norbank Council")[0].name == "The Norbank Council"


def test_the_honorific_decides_between_namesakes() -> None:
    names = [a_name("Ada Moss"), a_name("Carl Moss"), a_name("Moss", honorific="mrs")]
    ada, carl, mrs = met(*names)
    assert mrs is ada
    assert met(*names[:2], a_name("Moss", honorific="mr"))[2].name == "Carl Moss"
    assert carl.gender == "m"


def test_a_namesake_of_unknown_gender_fits_an_honorific() -> None:
    assert met(a_name("Quill Moss"), a_name("Moss", honorific="mrs"))[1].name == "Quill Moss"


def test_the_last_seen_of_two_namesakes_is_meant() -> None:
    assert met("Ada Moss", "Eva Moss", "Moss")[2].name == "Eva Moss"
    assert met("Ada Moss", "Eva Moss", "Ada Moss", "Moss")[3].name == "Ada Moss"


def test_a_namesake_who_speaks_is_meant_first() -> None:
    entities = Entities.of([a_name("Ada Moss"), a_name("Eva Moss")])
    ada = entities.meet(a_name("Ada Moss"), 0)
    entities.meet(a_name("Eva Moss"), 1)
    ada.speaks = True
    assert entities.meet(a_name("Moss"), 2) is ada


def test_the_more_often_mentioned_is_meant_if_neither_was_seen() -> None:
    entities = Entities.of([a_name("Ada Moss"), a_name("Eva Moss")])
    eva = entities.meet(a_name("Eva Moss"), -1)
    assert entities.meet(a_name("Moss"), 2) is eva


def test_few_namesakes_are_compared() -> None:
    names = [a_name(f"Q{number} Moss") for number in range(60)]
    entities = Entities.of(names)
    for place, name in enumerate(names):
        entities.meet(name, place)
    assert entities.meet(a_name("Moss"), 99).name == "Q49 Moss"


def test_the_first_role_and_affiliation_stay() -> None:
    entities = Entities.of([])
    moss = entities.meet(a_name("Ada Moss"), 0, role="mayor of Aldern", affiliation="D-Mo.")
    assert (moss.role, moss.affiliation) == ("mayor of Aldern", "Aldern")
    entities.meet(a_name("Ada Moss"), 1, role="clerk of Holm", affiliation="R-Ohio")
    assert (moss.role, moss.affiliation) == ("mayor of Aldern", "Aldern")


def test_the_role_in_a_name_comes_before_the_one_next_to_it() -> None:
    entities = Entities.of([])
    lind = entities.meet(a_name("Bo Lind", role="Norbank Mayor"), 0, role="clerk of Holm")
    assert (lind.role, lind.affiliation) == ("Norbank Mayor", "Norbank")
    cole = entities.meet(a_name("Bo Cole"), 1, affiliation="R-Ohio")
    assert (cole.role, cole.affiliation) == ("", "R-Ohio")


def test_a_role_is_looked_up_by_each_of_its_nouns() -> None:
    entities = Entities.of([])
    moss = entities.meet(a_name("Ada Moss"), 0, role="Vice-President")
    lind = entities.meet(a_name("Bo Lind"), 1, role="former president")
    assert entities.with_role("vice") is moss
    assert entities.with_role("president") is lind
    assert entities.with_role("mayor") is None


@pytest.mark.parametrize(
    ("name", "role", "gender"),
    [
        (a_name("Moss", honorific="mr"), "", "m"),
        (a_name("Moss", honorific="ms"), "", "f"),
        (a_name("Moss", role="Chairman"), "", "m"),
        (a_name("Moss", role="Queen"), "", "f"),
        (a_name("Moss"), "vice-chairwoman", "f"),
        (a_name("Ada Moss"), "spokesman", "m"),
        (a_name("Ada Moss"), "", "f"),
        (a_name("Carl Moss"), "", "m"),
        (a_name("Kim Moss"), "mayor", "f"),
        (a_name("Robin Moss"), "", "f"),
        (a_name("Jean Moss"), "", ""),
        (a_name("Quill Moss"), "", ""),
        (a_name("Ada"), "", ""),
    ],
)
def test_honorific_role_and_first_name_tell_the_gender(name: Name, role: str, gender: str) -> None:
    assert Entities.of([]).meet(name, 0, role=role).gender == gender


def test_a_certain_gender_replaces_that_of_the_first_name() -> None:
    entities = Entities.of([a_name("Ada Moss")])
    moss = entities.meet(a_name("Ada Moss"), 0)
    assert moss.gender == "f"
    entities.meet(a_name("Moss"), 1, role="spokesman")
    assert moss.gender == "m"
    entities.meet(a_name("Moss"), 2)
    assert moss.gender == "m"


@pytest.mark.parametrize(
    "entity",
    [
        Entity("Ada Moss", ("Ada", "Moss"), is_body=False),
        Entity("Moss", ("Moss",), is_body=False, role="mayor"),
        Entity("Moss", ("Moss",), is_body=False, gender="f"),
        Entity("Moss", ("Moss",), is_body=False, speaks=True),
    ],
)
def test_a_full_name_a_role_a_gender_or_speech_makes_a_person_sure(entity: Entity) -> None:
    assert entity.is_sure


def test_a_lone_word_and_a_body_are_not_sure() -> None:
    assert not Entity("Moss", ("Moss",), is_body=False).is_sure
    assert not Entity("Norbank Council", ("Norbank", "Council"), is_body=True, speaks=True).is_sure


def test_an_entity_is_a_person_a_body_or_anonymous() -> None:
    assert Entity("Moss", ("Moss",), is_body=False).kind is SpeakerKind.PERSON
    assert Entity("Council", ("Council",), is_body=True).kind is SpeakerKind.ORGANISATION
    assert Entity("his wife", ("his wife",), is_body=False, unnamed=True).kind is SpeakerKind.ANONYMOUS
