"""One mention: its head, its name, the roles next to the name, and the kind of speaker."""

import pytest
from sentences import place_of, tokens_of

from quotesearch.indexer.extraction import mentions
from quotesearch.indexer.extraction.names import Name, names
from quotesearch.indexer.model import SpeakerKind

FILLER = "and so they all went home to the old mill at last"
"""Makes a sentence too long to be a headline."""


def text_of(name: Name | None) -> str:
    return "" if name is None else name.text


@pytest.mark.parametrize(
    ("mention", "head"),
    [
        ("Ada Moss, the mayor", "Ada Moss"),
        ("Ada Moss (R-Ohio)", "Ada Moss"),
        ("Ada Moss — a clerk", "Ada Moss"),
        ("an engineer who left", "an engineer"),
        ("an engineer familiar with it", "an engineer"),
        ("Bo Lind, Jr., the mayor", "Bo Lind , Jr."),
        ("Bo Lind, sr", "Bo Lind , sr"),
        ("Ada Moss of Aldern", "Ada Moss of Aldern"),
        ("that", "that"),
        ("Moss,", "Moss"),
    ],
)
def test_the_head_ends_at_an_apposition_a_bracket_or_a_clause(mention: str, head: str) -> None:
    assert " ".join(token.text for token in mentions.head(tokens_of(mention))) == head


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("Ohio State professor Paul Beck", "Paul Beck"),
        ("Governor Mark Carnell of the Bank of Aldern", "Mark Carnell"),
        ("the Bank of Aldern", "Bank of Aldern"),
        ("Bo van der Lind", "Bo van der Lind"),
        ("Bo Lind of Norbank", "Bo Lind"),
        ("Mayor of Norbank", "Mayor of Norbank"),
        ("Bo Lind in Norbank", "Bo Lind"),
        ("Bo Lind's", ""),
        ("Moss .", "Moss"),
        ("Bo Lind and", "Bo Lind"),
        ("Secretary Norbank", "Norbank"),
        ("the Norbank Council", "Norbank Council"),
        ("Lind of Norbank", "Lind of Norbank"),
        ("Ada of the Bank", "Bank"),
        ("the Bank of", ""),
        ("members of Bo Lind", ""),
        ("White House officials", ""),
        ("a friend of Paul Beck", ""),
        ("the Prime Minister", ""),
        ("The Home Secretary", ""),
        ("the Senate Committee", "Senate Committee"),
        ("the House", "House"),
        ("“Moss”", ""),
        (".", ""),
    ],
)
def test_the_name_in_a_mention_is_its_head(mention: str, name: str) -> None:
    assert text_of(mentions.name_in(tokens_of(mention))) == name


@pytest.mark.parametrize("mention", ["Ada Moss and Bo Lind", "Moss and the Linds", "Moss and Lind left"])
def test_two_names_are_joined(mention: str) -> None:
    assert mentions.joined_names(tokens_of(mention))


@pytest.mark.parametrize(
    "mention",
    [
        "Ada Moss",
        "Ada Moss and friends",
        "friends and Moss",
        "Mayor of Moss and Lind",
        "Moss and a few Linds",
        "Moss and",
    ],
)
def test_other_mentions_are_not_joined_names(mention: str) -> None:
    assert not mentions.joined_names(tokens_of(mention))


@pytest.mark.parametrize(
    ("mention", "head", "name"),
    [
        ("the chief engineer, Ada Moss, said", 3, "Ada Moss"),
        ("the chief engineer, Bo van der Lind", 3, "Bo van der Lind"),
        ("the chief engineer, who left", 3, ""),
        ("the chief engineer Ada Moss", 3, ""),
        ("the chief engineer — Ada Moss", 3, ""),
        ("the chief engineer,", 3, ""),
        ("the chief engineer", 3, ""),
    ],
)
def test_a_name_in_apposition_follows_a_comma(mention: str, head: int, name: str) -> None:
    assert text_of(mentions.name_after(tokens_of(mention), head)) == name


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("the former mayor Bo Lind left", "former mayor"),
        ("said the former mayor Bo Lind left", "former mayor"),
        ("with harbour master Bo Lind left", "harbour master"),
        ("his aide Bo Lind left", "aide"),
        ("they asked harbour master Bo Lind there", "harbour master"),
        ("they warned harbour master Bo Lind there", "harbour master"),
        ("the retired harbour master Bo Lind left", "retired harbour master"),
        ("the old dam Bo Lind left", ""),
        ("the former mr Bo Lind left", ""),
        ("the Bo Lind left", ""),
        ("Bo Lind left", ""),
    ],
)
def test_a_role_before_a_name_ends_in_a_role_noun(sentence: str, role: str) -> None:
    tokens = tokens_of(sentence)
    place = place_of(tokens, "Bo")
    assert mentions.role_before(tokens, Name(("Bo", "Lind"), "", "", place, place + 2)) == role


def test_a_role_before_a_name_is_bounded() -> None:
    tokens = tokens_of("big " * 20 + "mayor Bo Lind left")
    role = mentions.role_before(tokens, Name(("Bo", "Lind"), "", "", 21, 23))
    assert len(role.split()) == 16


@pytest.mark.parametrize(
    ("apposition", "role"),
    [
        (", the mayor of Eastport, said", "mayor of Eastport"),
        (", 61, an engineer (retired)", "engineer"),
        (", mayor of Eastport who left", "mayor of Eastport"),
        (", a clerk — and more", "clerk"),
        (", a clerk.", "clerk"),
        (", a Said clerk", "Said clerk"),
        (", a clerk and mother's help", "clerk and mother's help"),
        (", a welder of boats, said", ""),
        ("mayor of Eastport", ""),
        (", a clerk that said no", ""),
        (", a clerk has left", ""),
        (", a clerk warned them", ""),
        (", a clerk went home", ""),
        (", a clerk: no", ""),
        (", a", ""),
        ("", ""),
    ],
)
def test_a_role_after_a_name_holds_a_role_noun_and_no_verb(apposition: str, role: str) -> None:
    assert mentions.role_after(tokens_of(apposition) if apposition else ()) == role


@pytest.mark.parametrize(
    ("apposition", "role"),
    [
        (", a welder of boats, said", "welder of boats"),
        (", an elder", "elder"),
        (", the elder", "elder"),
        (", welder of boats, said", ""),
        (", a clerk", "clerk"),
    ],
)
def test_any_noun_after_an_article_may_be_a_role(apposition: str, role: str) -> None:
    assert mentions.role_after(tokens_of(apposition), any_noun=True) == role


@pytest.mark.parametrize(("words", "is_role"), [(15, True), (16, False)])
def test_a_role_after_a_name_is_bounded(words: int, *, is_role: bool) -> None:
    assert bool(mentions.role_after(tokens_of(", a " + "big " * words + "clerk"))) is is_role


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        (f"Bo Lind, the mayor of Eastport, left {FILLER}", "mayor of Eastport"),
        (f"Bo Lind, former mayor of Eastport, left {FILLER}", "former mayor of Eastport"),
        (f"Then Bo Lind, the mayor of Eastport, left {FILLER}", "mayor of Eastport"),
        (f"Bo Lind, mayor of Eastport, left {FILLER}", ""),
        (f"Bo Lind — the mayor of Eastport, left {FILLER}", ""),
        (f"In Eastport, the mayor of all, left {FILLER}", ""),
        (f"Bo Lind, the mayor of Eastport left {FILLER}", ""),
        ("Bo Lind, the old mayor.", "old mayor"),
        ("Bo Lind, the mayor.", ""),
        ("Bo Lind, the", ""),
    ],
)
def test_an_apposition_after_a_name_gives_its_role(sentence: str, role: str) -> None:
    tokens = tokens_of(sentence)
    assert mentions.apposed_role(tokens, next(names(tokens))) == role


@pytest.mark.parametrize(
    ("words", "noun"),
    [("they saw his mother there", "mother"), ("the actress left", "actress"), ("to see my wife", "wife")],
)
def test_a_gendered_role_without_a_name_is_a_relation(words: str, noun: str) -> None:
    tokens = tokens_of(words)
    assert mentions.is_relation(tokens, place_of(tokens, noun))


@pytest.mark.parametrize(
    ("words", "noun"),
    [
        ("they saw his clerk there", "clerk"),
        ("old mother left", "mother"),
        ("mother left", "mother"),
        ("his mother Ada left", "mother"),
        ("through a spokesman, he declined", "spokesman"),
    ],
)
def test_other_nouns_are_not_a_relation(words: str, noun: str) -> None:
    tokens = tokens_of(words)
    assert not mentions.is_relation(tokens, place_of(tokens, noun))


@pytest.mark.parametrize(
    ("role", "gender"), [("former Chairman", "m"), ("his wife", "f"), ("mayor", ""), ("", ""), ("businessmanly", "")]
)
def test_a_role_may_tell_the_gender(role: str, gender: str) -> None:
    assert mentions.gender_of(role) == gender


@pytest.mark.parametrize(
    ("mention", "noun"),
    [
        ("a senior Norbank Official", "official"),
        ("a friend of the mayor", "friend"),
        ("of", "of"),
        ("the mayor's", "mayor"),
        ("the mayor (Ohio )", "ohio"),
        ("“Moss”", ""),
    ],
)
def test_the_noun_of_a_mention_is_its_last_word(mention: str, noun: str) -> None:
    assert mentions.noun_of(tokens_of(mention)) == noun


@pytest.mark.parametrize(
    ("mention", "kind"),
    [
        ("they", SpeakerKind.GROUP),
        ("several deer", SpeakerKind.GROUP),
        ("the crowd", SpeakerKind.GROUP),
        ("the engineers", SpeakerKind.GROUP),
        ("the committee", SpeakerKind.ORGANISATION),
        ("it", SpeakerKind.ORGANISATION),
        ("the engineer", SpeakerKind.ANONYMOUS),
        ("an engineers", SpeakerKind.ANONYMOUS),
        ("one engineers", SpeakerKind.ANONYMOUS),
        ("the boss", SpeakerKind.ANONYMOUS),
        ("the walrus", SpeakerKind.ANONYMOUS),
        ("the chassis", SpeakerKind.ANONYMOUS),
    ],
)
def test_the_noun_tells_the_kind_of_speaker(mention: str, kind: SpeakerKind) -> None:
    tokens = tokens_of(mention)
    assert mentions.kind_of(tokens, mentions.noun_of(tokens)) is kind


def test_an_empty_mention_is_anonymous() -> None:
    assert mentions.kind_of((), "") is SpeakerKind.ANONYMOUS
