"""The alignment of a quotation with a text: its place, the differences, and the grave ones among them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotesearch.indexer.text.sentences import Wording
from quotesearch.search.alignment import Alignment, align, with_parts_exchanged

TEXT = "Mara Lindqvist spoke on Monday. “We will not wait until 2017 for Fulton Street,” she said. Coffee is likely."


def aligned(quotation: str, text: str = TEXT) -> Alignment:
    alignment = align(Wording.of(quotation), Wording.of(text))
    assert alignment is not None
    return alignment


@pytest.mark.parametrize(
    "quotation",
    [
        "We will not wait until 2017 for Fulton Street",
        "we WILL not wait, until 2017; for Fulton Street!",
        "coffee is likely",
    ],
)
def test_case_and_punctuation_make_no_difference(quotation: str) -> None:
    alignment = aligned(quotation)
    assert (alignment.likeness, alignment.run, alignment.gap, alignment.changes) == (1.0, 1.0, 0.0, ())
    assert Wording.of(alignment.span.words(TEXT)).words[0].folded == Wording.of(quotation).words[0].folded


@pytest.mark.parametrize(
    ("quotation", "flag"),
    [
        ("We will wait until 2017 for Fulton Street", "negation"),
        ("We will never not wait until 2017 for Fulton Street", "negation"),
        ("We will not wait until 2018 for Fulton Street", "number"),
        ("We will not wait until for Fulton Street", "number"),
        ("We will not wait two years until 2017 for Fulton Street", "number"),
        ("We will not wait until 2017 for Felton Street", "name"),
        ("We will not wait until 2017 for Street", "name"),
        ("Coffee is unlikely", "negation"),
        ("Mara Lindgren spoke on Monday", "name"),
    ],
)
def test_another_number_negation_or_name_is_grave(quotation: str, flag: str) -> None:
    assert flag in aligned(quotation).flags


@pytest.mark.parametrize(
    ("quotation", "change"),
    [
        ("We will not wait till 2017 for Fulton Street", ("till", "until")),
        ("We will not wait until 2017 Fulton Street", ("", "for")),
        ("We will not just wait until 2017 for Fulton Street", ("just", "")),
    ],
)
def test_other_changed_words_are_listed_and_are_not_grave(quotation: str, change: tuple[str, str]) -> None:
    alignment = aligned(quotation)
    assert change in [(difference.quoted, difference.stored) for difference in alignment.changes]
    assert alignment.flags == ()
    assert 0 < alignment.likeness < 1


def test_a_word_that_begins_a_sentence_may_be_an_exchanged_name() -> None:
    assert aligned("Lind waits", "Moss waits.").flags == ("name",)
    assert aligned("They wait", "Moss may wait.").flags == ()
    assert aligned("Tea is good", "Coffee is good. The coffee is good, the tea is not.").flags == ()


def test_a_contraction_equals_its_two_words() -> None:
    alignment = aligned("We won’t wait until 2017 for Fulton Street")
    assert (alignment.changes, alignment.likeness) == ((), 1.0)
    assert aligned("We’re here", "We are here.").changes == ()
    assert aligned("the days we did", "They wrote down the days we didn’t.").flags == ("negation",)


def test_without_a_common_word_there_is_no_alignment() -> None:
    assert align(Wording.of("bananas"), Wording.of(TEXT)) is None
    assert align(Wording.of("…"), Wording.of(TEXT)) is None
    assert align(Wording.of("tea"), Wording.of("")) is None


WORDS = st.lists(st.sampled_from("the dam will hold not 7 Moss said so".split()), min_size=1, max_size=12).map(" ".join)


@given(start=WORDS, words=WORDS, end=WORDS)
def test_a_part_of_a_text_has_no_differences_from_it(start: str, words: str, end: str) -> None:
    alignment = aligned(words, f"{start} {words} {end}")
    assert (alignment.likeness, alignment.changes) == (1.0, ())


@given(quotation=WORDS, text=WORDS)
def test_the_measures_stay_within_their_bounds(quotation: str, text: str) -> None:
    alignment = align(Wording.of(quotation), Wording.of(text))
    if alignment is not None:
        assert 0 <= alignment.likeness <= 1
        assert 0 < alignment.run <= 1
        assert alignment.span.words(text)
        assert (not alignment.changes) == (alignment.likeness == 1)


def exchanged(quotation: str, text: str) -> str:
    wording = with_parts_exchanged(Wording.of(quotation), Wording.of(text))
    return " ".join(word.folded for word in wording.words) if wording else ""


def test_parts_that_have_changed_places_are_exchanged() -> None:
    assert exchanged("by the winter we will leave", "we will leave by the winter") == "we will leave by the winter"
    assert (
        exchanged(
            "On Monday night the road by the river was closed", "The road by the river was closed on Monday night"
        )
        == "the road by the river was closed on monday night"
    )


@pytest.mark.parametrize(
    ("quotation", "text"),
    [
        ("we will leave by the winter", "we will leave by the winter"),
        ("by winter we leave", "we leave by winter"),
        ("by the winter we will leave", "nobody else has said a word about it"),
        ("", "we will leave by the winter"),
        ("by the winter we will leave", ""),
        ("word " * 100, "word " * 100),
    ],
)
def test_parts_in_order_too_short_or_of_other_words_are_not_exchanged(quotation: str, text: str) -> None:
    assert exchanged(quotation, text) == ""
