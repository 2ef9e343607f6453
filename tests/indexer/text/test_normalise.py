"""Words are compared without case, accents and apostrophes, and keep their places."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotesearch.indexer.text.normalise import fold, fold_name, folded_words, words


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Stoltenberg's", "stoltenberg"),
        ("O’Brien", "obrien"),
        ("don't", "dont"),
        ("U.N.", "un"),
        ("İstanbul", "istanbul"),
        ("ISTANBUL", "istanbul"),
        ("Łukasz Ørsted", "lukasz orsted"),
        ("Jose\u0301", "jose"),
        ("Jean-Claude  Juncker", "jean claude juncker"),
        ("Straße", "strasse"),
        ("9/11", "9 11"),
        ("!?", ""),
    ],
)
def test_a_name_is_compared_by_its_plain_words(written: str, folded: str) -> None:
    assert fold_name(written) == folded


@given(st.text())
def test_every_word_has_its_place_in_the_text(text: str) -> None:
    words_found = list(words(text))
    assert [word.span.words(text) for word in words_found] == [word.written for word in words_found]
    assert [word.folded for word in words_found] == folded_words(text)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(words_found))


@given(st.text())
def test_case_makes_no_difference(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    if text.isascii():
        assert folded_words(text.upper()) == folded_words(text.lower())
