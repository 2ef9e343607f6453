"""Noun phrases and clauses have edges that the words alone show."""

import pytest
from sentences import place_of, tokens_of, words_of

from quotesearch.indexer.extraction.clauses import noun_phrases
from quotesearch.indexer.extraction.clauses.noun_phrases import MAX_SOURCE, can_begin, clause_start, goes_on, is_nominal


@pytest.mark.parametrize(
    ("sentence", "clause"),
    [
        ("The old mayor said", "The old mayor"),
        ("The road was shut but the mayor said", "the mayor"),
        ("The road was shut; the mayor said", "the mayor"),
        ("The road was shut — the mayor said", "the mayor"),
        ("“The road is shut” the mayor said", "the mayor"),
        ("Yesterday Earl “Bud” Hollis said", "Yesterday Earl “Bud” Hollis"),
        ("Yesterday earl “Bud” Hollis said", "Hollis"),
        ("Yesterday Earl “Bud” hollis said", "hollis"),
        ("Yesterday Earl “The road is shut until May” Hollis said", "Hollis"),
        ("Sen. Ada Moss (R-Ohio) said", "Sen. Ada Moss ( R-Ohio )"),
        ("It fell) Ada Moss said", "Ada Moss"),
        ("It (fell Ada Moss said", "fell Ada Moss"),
        ("It ] fell [ Ada Moss ] said", "fell [ Ada Moss ]"),
        ("(one two three four five six seven eight nine) said", ""),
        ("(one two three four five six seven) said", "( one two three four five six seven )"),
        ("Ada Moss and Bo Lind said", "Ada Moss and Bo Lind"),
        ("Ada Moss and the clerk said", "the clerk"),
        ("The clerk and Bo Lind said", "Bo Lind"),
        ("Says and Bo Lind said", "Bo Lind"),
        ("and Bo Lind said", "Bo Lind"),
        ("Ada Moss though said", "Ada Moss though"),
    ],
)
def test_a_clause_begins_after_a_conjunction_a_quotation_or_a_mark(sentence: str, clause: str) -> None:
    tokens = tokens_of(sentence)
    end = place_of(tokens, "said")
    assert words_of(tokens, (clause_start(tokens, end, 0), end)) == clause


def test_a_clause_does_not_begin_before_the_floor_nor_too_far_away() -> None:
    tokens = tokens_of("word " * 60 + "said")
    assert clause_start(tokens, 60, 55) == 55
    assert clause_start(tokens, 60, 0) == 60 - MAX_SOURCE


def test_the_last_token_of_a_sentence_is_not_a_nickname() -> None:
    tokens = tokens_of("“Bud” Hollis met Earl “Bud”")
    assert clause_start(tokens, 1, 0) == 1
    assert clause_start(tokens, 5, 0) == 5


def test_pieces_lie_between_commas() -> None:
    tokens = tokens_of(", Moss, the clerk,, who left, said")
    assert [words_of(tokens, piece) for piece in noun_phrases.pieces(tokens, 0, len(tokens))] == [
        "Moss",
        "the clerk",
        "who left",
        "said",
    ]
    assert noun_phrases.pieces(tokens, 1, 4) == [(1, 2), (3, 4)]
    assert noun_phrases.pieces(tokens, 2, 3) == []


@pytest.mark.parametrize(
    ("piece", "phrase"),
    [
        ("the mayor", "the mayor"),
        ("then later the mayor", "the mayor"),
        ("but the mayor", "the mayor"),
        ("— the mayor", "the mayor"),
        ("the plan she", "she"),
        ("she the plan", None),
        ("the man told the clerk", None),
        ("In May the mayor", "the mayor"),
        ("in town his old clerk", "his old clerk"),
        ("on Monday Ada Moss", "Ada Moss"),
        ("Monday Ada Moss", "Ada Moss"),
        ("on Monday the Moss", "the Moss"),
        ("in the Ada van Moss", "Ada van Moss"),
        ("Speaking to Bo the mayor", "the mayor"),
        ("over two people", "over two people"),
        ("about the mayor", "about the mayor"),
        ("in the room", None),
        ("with the clerks", None),
        ("quickly the mayor", None),
        ("however", None),
        ("to go", None),
    ],
)
def test_the_subject_of_a_piece_is_the_noun_phrase_before_its_verb(piece: str, phrase: str | None) -> None:
    tokens = tokens_of(piece)
    assert words_of(tokens, noun_phrases.noun_phrase(tokens, (0, len(tokens)))) == phrase


def test_a_noun_phrase_lies_within_its_piece() -> None:
    tokens = tokens_of("he left the old mayor of it")
    assert noun_phrases.noun_phrase(tokens, (2, 5)) == (2, 5)
    assert noun_phrases.noun_phrase(tokens, (3, 3)) is None


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("mayor", True),
        ("Emily", True),
        ("angrily", False),
        ("@", True),
        ("#", True),
        ("&", False),
        ("in", False),
        ("but", False),
        ("was", False),
        ("Monday", False),
        ("to", False),
        ("not", False),
        ("there", False),
    ],
)
def test_a_noun_phrase_begins_with_a_nominal_word(word: str, expected: bool) -> None:  # noqa: FBT001
    assert can_begin(tokens_of(word)[0]) is expected


@pytest.mark.parametrize(
    ("sentence", "word", "expected"),
    [
        ("the mayor left", "the", True),
        ("said the mayor", "said", True),
        ("the mayor left", "mayor", True),
        ("the mayor of Ely", "of", True),
        ("the mayor in Ely", "in", False),
        ("the mayor and clerk", "and", True),
        ("the mayor but he", "but", False),
        ("the mayor was it", "was", False),
        ("the mayor 's aide", "'s", True),
        ("she 's aide", "'s", False),
        ("the mayor said", "said", False),
        ("the mayor went", "went", False),
        ("the mayor voted", "voted", False),
        ("the United Nations", "United", True),
        ("the mayor also", "also", False),
        ("she left", "left", False),
        ("Ada Moss laid it", "laid", False),
        ("Ada Moss of it", "of", True),
        ("Ada Moss and it", "and", True),
        ("Ada laid it", "laid", True),
        ("the mayor & clerk", "&", True),
        ("the mayor . clerk", ".", True),
        ("the mayor , clerk", ",", False),
        ("the “mayor” left", "“mayor”", False),
    ],
)
def test_the_first_noun_phrase_ends_at_a_verb_or_a_small_word(sentence: str, word: str, expected: bool) -> None:  # noqa: FBT001
    tokens = tokens_of(sentence)
    assert is_nominal(tokens, 0, place_of(tokens, word)) is expected


@pytest.mark.parametrize(
    ("sentence", "word", "expected"),
    [
        ("the mayor left", "mayor", True),
        ("the mayor of Ely", "of", True),
        ("of the mayor", "of", False),
        ("Ada Moss and Bo Lind", "and", True),
        ("Ada Moss and the clerk", "and", False),
        ("the mayor was late", "was", False),
        ("the mayor 's aide", "'s", True),
        ("the mayor , who was late", "was", True),
        ("the man who was late", "was", True),
        ("the mayor , late , was", "was", True),
        ("two people involved in it", "in", True),
        ("two people in it", "in", False),
        ("in it", "in", False),
        ("the mayor because", "because", False),
        ("the mayor Monday", "Monday", False),
        ("Theresa May left", "May", False),
        ("the mayor , Theresa May left", "May", True),
        ("the mayor , it may", "may", False),
        ("the mayor may go", "may", False),
        ("Earl “Bud” Hollis", "“Bud”", True),
        ("the “Bud” Hollis", "“Bud”", False),
        ("the mayor ; she", ";", False),
        ("Ada Moss ( R ) left", "(", True),
        ("Ada Moss ( R left", "(", False),
        ("Smith & Sons", "&", True),
        ("Smith &", "&", False),
        ("the mayor ! he", "!", False),
        ("the mayor , a clerk", ",", True),
        ("the mayor , who left", ",", True),
        ("the mayor , 62", ",", True),
        ("the mayor , Ada Moss", ",", True),
        ("the mayor , Monday", ",", False),
        ("Ada Moss , Bo Lind", ",", False),
        ("the mayor , then", ",", False),
        ("the mayor ,", ",", False),
    ],
)
def test_a_noun_phrase_after_its_verb_ends_at_a_clause_or_a_mark(sentence: str, word: str, expected: bool) -> None:  # noqa: FBT001
    tokens = tokens_of(sentence)
    assert goes_on(tokens, 0, place_of(tokens, word)) is expected
