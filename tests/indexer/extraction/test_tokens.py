"""Tokens of a sentence: words, marks, quotations, titles of works."""

import pytest
from sentences import tokens_of

from quotesearch.indexer.extraction.quotations import Quotation
from quotesearch.indexer.extraction.tokens import Sort, Token, tokenise
from quotesearch.indexer.model import Span


def texts(sentence: str) -> list[str]:
    return [token.text for token in tokens_of(sentence)]


def sorts(sentence: str) -> list[Sort]:
    return [token.sort for token in tokens_of(sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Ada Moss met us, twice.", ["Ada", "Moss", "met", "us", ",", "twice", "."]),
        ("Mr. Lind and Reps. Moss", ["Mr.", "Lind", "and", "Reps.", "Moss"]),
        ("Sens. Lind and Cole", ["Sens.", "Lind", "and", "Cole"]),
        ("J. Lind of the U.S. navy", ["J.", "Lind", "of", "the", "U.S.", "navy"]),
        ("It was late.", ["It", "was", "late", "."]),
        ("co-founder of R&D at 9.5", ["co-founder", "of", "R&D", "at", "9.5"]),
        ("They don't, the O'Hares", ["They", "don't", ",", "the", "O'Hares"]),
        ("Lind's dam, Moss’s road", ["Lind", "'s", "dam", ",", "Moss", "’s", "road"]),
        ("(R-Ohio) — no", ["(", "R-Ohio", ")", "—", "no"]),
    ],
)
def test_a_sentence_is_split_into_words_and_marks(sentence: str, expected: list[str]) -> None:
    assert texts(sentence) == expected


def test_a_token_knows_its_characters() -> None:
    sentence = "Ada  Moss, 61, said “we will not” there."
    assert [sentence[token.start : token.end] for token in tokens_of(sentence)] == texts(sentence)


def test_a_possessive_is_a_word_and_other_marks_are_marks() -> None:
    assert sorts("Lind's, Moss’s 9") == [*[Sort.WORD] * 2, Sort.MARK, *[Sort.WORD] * 3]


def test_the_lower_form_has_straight_apostrophes() -> None:
    assert [token.low for token in tokens_of("Moss’s DAM")] == ["moss", "'s", "dam"]


def test_only_a_word_with_a_capital_is_capitalised() -> None:
    assert [token.is_capitalised for token in tokens_of("Ada said 9 (R")] == [True, False, False, False, True]
    assert not Token(0, 4, "Abcd", Sort.QUOTATION).is_capitalised


def test_a_quotation_is_one_token() -> None:
    sentence = "Ada Moss said: “We will. Not now” and “no” again."
    assert texts(sentence) == ["Ada", "Moss", "said", ":", "“We will. Not now”", "and", "“no”", "again", "."]
    assert [token.quotation is not None for token in tokens_of(sentence)] == [
        token.text.startswith("“") for token in tokens_of(sentence)
    ]
    assert tokens_of(sentence)[4].sort is Sort.QUOTATION


def test_words_outside_the_sentence_have_no_tokens() -> None:
    text = "One. Two “three” four. Five."
    quotation = Quotation(Span(9, 16), Span(10, 15))
    assert [token.text for token in tokenise(text, Span(5, 22), [quotation])] == ["Two", "“three”", "four", "."]


@pytest.mark.parametrize(
    "sentence",
    [
        "The choir played “The River at Night” twice.",
        "The choir played “The River and Night,” twice.",
        "“Star Boat” director Georg Luk left.",
        "The choir played “A Boat” twice.",
        "The film “One Two Three Four Five Six Seven Eight” is long.",
    ],
)
def test_the_title_of_a_work_is_words(sentence: str) -> None:
    assert Sort.QUOTATION not in sorts(sentence)
    assert texts(sentence) == texts(sentence.replace("“", "").replace("”", ""))


@pytest.mark.parametrize(
    "sentence",
    [
        "Ada Moss said “The River at Night” twice.",
        "Ada Moss, “The River at Night” twice.",
        "The choir played “The River with Night” twice.",
        "The choir played “the River at Night” twice.",
        "The choir played “The River at night” twice.",
        "The choir played “River” twice.",
        "The film “One Two Three Four Five Six Seven Eight Nine” is long.",
        "“Star Boat” Georg Luk left.",
        "“Star Boat,” director Georg Luk left.",
        "“Star Boat”, director Georg Luk left.",
        "“Star boat” director Georg Luk left.",
    ],
)
def test_other_quotations_stay_quotations(sentence: str) -> None:
    assert sorts(sentence).count(Sort.QUOTATION) == 1
