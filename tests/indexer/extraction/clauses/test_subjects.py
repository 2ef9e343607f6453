"""The source of a cue is the subject before it, after it, or at the head of the sentence."""

import pytest
from sentences import place_of, tokens_of, words_of

from quotesearch.indexer.extraction.clauses import subjects
from quotesearch.indexer.extraction.clauses.cues import Cue, find_cues
from quotesearch.indexer.extraction.tokens import Token


def last_cue(tokens: tuple[Token, ...]) -> Cue:
    return find_cues(tokens)[-1]


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("The old mayor said", "The old mayor"),
        ("It fell, but the mayor said", "the mayor"),
        ("said", None),
        ("Moss, the old clerk, said", "Moss , the old clerk"),
        ("Moss, however, said", "Moss"),
        ("Moss, on Monday, said", "Moss"),
        ("Moss, Monday, said", "Moss"),
        ("Moss, who built it, said", "Moss"),
        ("In May, Moss, who built it, said", "Moss"),
        ("Moss, a clerk, on the way, said", "Moss , a clerk"),
        ("On Monday, Moss, the clerk, said", "Moss , the clerk"),
        ("In May the mayor, a clerk, said", "the mayor , a clerk"),
        ("Monday, the mayor, a clerk, said", "the mayor , a clerk"),
        ("The dam would hold, said Moss", None),
        ("Sammy Moss, Jr. said", "Sammy Moss , Jr."),
        ("the mayor, Bo Lind said", "Bo Lind"),
        ("Jr. said", "Jr."),
        ("Moss — the old clerk — said", "Moss"),
        ("Moss — the old clerk —— said", "Moss"),
        ("Moss, Bo — the old clerk — said", "Bo"),
        ("Moss the old clerk — said", None),
        ("— — said", None),
        ("The council that controls it said", "The council"),
        ("The council which controls it said", "The council"),
        ("The men which control it said", "The men"),
        ("A council that she said", "she"),
        ("A council that Moss said", "Moss"),
        ("A council, that controls banks said", "controls banks"),
        ("He said that controls said", "controls"),
        ("It that controls banks said", "controls banks"),
        ("A “dam” that controls banks said", "controls banks"),
        ("the council if controls banks said", "controls banks"),
        ("Two aides, speaking because they were told to by the board, said", "Two aides"),
        ("Two aides stood, speaking because they left to the board, said", None),
    ],
)
def test_the_subject_stands_before_its_cue(sentence: str, subject: str | None) -> None:
    tokens = tokens_of(sentence)
    assert words_of(tokens, subjects.subject_before(tokens, last_cue(tokens), 0)) == subject


@pytest.mark.parametrize(
    ("sentence", "floor", "subject"),
    [
        ("Moss the mayor said", 3, None),
        ("Moss the mayor said", 1, "the mayor"),
        ("Moss, the clerk, said", 2, "the clerk"),
        ("Two aides, speaking because they were told to by the board, said", 1, None),
        ("Ada — Moss — said", 2, None),
        ("Moss, who built it, said", 2, "it"),
    ],
)
def test_the_subject_does_not_begin_before_the_floor(sentence: str, floor: int, subject: str | None) -> None:
    tokens = tokens_of(sentence)
    assert words_of(tokens, subjects.subject_before(tokens, last_cue(tokens), floor)) == subject


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("said the old mayor", "the old mayor"),
        ("said then later the mayor", "the mayor"),
        ("said the mayor on Monday", "the mayor"),
        ("said the mayor because", "the mayor"),
        ("said the mayor was late", None),
        ("said the mayor of Ely", "the mayor of Ely"),
        ("said on Monday", None),
        ("said", None),
        ("said then", None),
        ("said Ada Moss, the clerk", "Ada Moss , the clerk"),
    ],
)
def test_the_subject_may_follow_its_cue(sentence: str, subject: str | None) -> None:
    tokens = tokens_of(sentence)
    assert words_of(tokens, subjects.subject_after(tokens, find_cues(tokens)[0])) == subject


def test_a_subject_after_its_cue_has_a_greatest_length() -> None:
    tokens = tokens_of("said " + "word " * 60)
    subject = subjects.subject_after(tokens, find_cues(tokens)[0])
    assert subject == (1, 1 + 40)


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("The old mayor came and said", "The old mayor"),
        ("Then later the mayor came", "the mayor"),
        ("But the mayor came", "the mayor"),
        ("In the town, the mayor came", "the mayor"),
        ("But in the town, the mayor came", "the mayor"),
        ("In the town the mayor came", None),
        ("In the town,", None),
        ("was late", None),
        ("Then", None),
        ("She of it", "She"),
    ],
)
def test_the_first_noun_phrase_is_the_subject_of_the_sentence(sentence: str, subject: str | None) -> None:
    tokens = tokens_of(sentence)
    assert words_of(tokens, subjects.leading_subject(tokens, len(tokens))) == subject


def test_the_subject_of_the_sentence_ends_before_a_place() -> None:
    tokens = tokens_of("In town, the old mayor came")
    assert subjects.leading_subject(tokens, 5) == (3, 5)
    assert subjects.leading_subject(tokens, 3) is None
    assert subjects.leading_subject(tokens, 2) is None
    assert subjects.leading_subject(tokens, 0) is None


@pytest.mark.parametrize(
    ("sentence", "noun"),
    [
        ("the old mayor who", "the old mayor"),
        ("the old mayor, — who", "the old mayor"),
        ("Moss, the old mayor, who", "the old mayor"),
        ("It fell, but the mayor who", "the mayor"),
        ("who", None),
        (", who", None),
    ],
)
def test_a_relative_pronoun_refers_to_the_noun_phrase_before_it(sentence: str, noun: str | None) -> None:
    tokens = tokens_of(sentence)
    assert words_of(tokens, subjects.antecedent(tokens, place_of(tokens, "who"))) == noun
