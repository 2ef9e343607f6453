"""The words of a pattern are read as people type them, and a word with wildcards matches as a file name does."""

import re
from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotesearch.indexer.text.patterns import pattern_words, word_shape


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("second bridge", ("second", "bridge")),
        ("Mára’s “second” Bridge!", ("mara", "second", "bridge")),
        ("brid*", ("brid*",)),
        ("Br*ÜCKE", ("br*ucke",)),
        ("wom?n of the U.N.", ("wom?n", "of", "the", "un")),
        ("is it true?", ("is", "it", "true")),
        ("?!", ()),
        ("", ()),
    ],
)
def test_the_words_of_a_pattern_are_normalised(typed: str, words: tuple[str, ...]) -> None:
    assert pattern_words(typed) == words


@pytest.mark.parametrize("typed", ["a*", "b?d", "the b*"])
def test_a_wildcard_needs_two_letters_before_it(typed: str) -> None:
    with pytest.raises(ValueError, match="needs 2 letters before its wildcard"):
        pattern_words(typed)


@pytest.mark.parametrize("typed", ["*", "?", "*ing"])
def test_a_wildcard_that_begins_a_word_is_a_mark(typed: str) -> None:
    assert all("*" not in word for word in pattern_words(typed))


@given(word=st.text("ab", min_size=1, max_size=8), shape=st.text("ab*?", max_size=6))
def test_wildcards_are_those_of_file_names(word: str, shape: str) -> None:
    assert bool(word_shape(shape).fullmatch(word)) is fnmatchcase(word, shape)


@given(word=st.text("aä東1", min_size=1, max_size=6), shape=st.text("aä東1*?", max_size=5))
def test_wildcards_stand_for_letters_and_digits_of_any_script(word: str, shape: str) -> None:
    assert bool(word_shape(shape).fullmatch(word)) is fnmatchcase(word, shape)


def test_the_signs_of_regular_expressions_stand_for_themselves() -> None:
    assert not word_shape("a.c").fullmatch("abc")
    assert word_shape("a(c").fullmatch("a(c")


def test_many_wildcards_are_not_tried_in_every_combination() -> None:
    shape = word_shape("ab" + "*ab" * 40 + "*c")
    assert isinstance(shape, re.Pattern)
    assert shape.fullmatch("ab" * 20_000) is None
    assert shape.fullmatch("ab" * 20_000 + "c")
