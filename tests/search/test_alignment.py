"""A quotation beside a text: where it stands, what differs, and what of that is grave."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotesearch.indexer.text.sentences import Wording
from quotesearch.search.alignment import Alignment, align, with_parts_exchanged

TEXT = "Mara Lindqvist spoke on Monday. “We will not wait until 2017 for Fulton Street,” she said. Coffee is likely."


def aligned(quotation: str, text: str = TEXT) -> Alignment:
    found = align(Wording.of(quotation), Wording.of(text))
    assert found is not None
    return found


@pytest.mark.parametrize(
    "quotation",
    [
        "We will not wait until 2017 for Fulton Street",
        "we WILL not wait, until 2017; for Fulton Street!",
        "coffee is likely",
    ],
)
def test_the_same_words_are_found_whatever_their_case_and_punctuation(quotation: str) -> None:
    found = aligned(quotation)
    assert (found.likeness, found.run, found.gap, found.changes) == (1.0, 1.0, 0.0, ())
    assert Wording.of(found.span.words(TEXT)).words[0].folded == Wording.of(quotation).words[0].folded


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
def test_other_words_are_told_and_are_not_grave(quotation: str, change: tuple[str, str]) -> None:
    found = aligned(quotation)
    assert change in [(each.quoted, each.stored) for each in found.changes]
    assert found.flags == ()
    assert 0 < found.likeness < 1


def test_what_begins_a_sentence_may_be_a_name_where_another_stood_there() -> None:
    assert aligned("Lind waits", "Moss waits.").flags == ("name",)
    assert aligned("They wait", "Moss may wait.").flags == ()
    assert aligned("Tea is good", "Coffee is good. The coffee is good, the tea is not.").flags == ()


def test_a_contraction_is_its_two_words() -> None:
    found = aligned("We won’t wait until 2017 for Fulton Street")
    assert (found.changes, found.likeness) == ((), 1.0)
    assert aligned("We’re here", "We are here.").changes == ()
    assert aligned("the days we did", "They wrote down the days we didn’t.").flags == ("negation",)


def test_words_that_are_not_there_are_nowhere() -> None:
    assert align(Wording.of("bananas"), Wording.of(TEXT)) is None
    assert align(Wording.of("…"), Wording.of(TEXT)) is None
    assert align(Wording.of("tea"), Wording.of("")) is None


WORDS = st.lists(st.sampled_from("the dam will hold not 7 Moss said so".split()), min_size=1, max_size=12).map(" ".join)


@given(before=WORDS, words=WORDS, behind=WORDS)
def test_a_piece_of_a_text_is_found_in_it_whole(before: str, words: str, behind: str) -> None:
    found = aligned(words, f"{before} {words} {behind}")
    assert (found.likeness, found.changes) == (1.0, ())


@given(quotation=WORDS, text=WORDS)
def test_the_measures_stay_within_their_bounds(quotation: str, text: str) -> None:
    found = align(Wording.of(quotation), Wording.of(text))
    if found is not None:
        assert 0 <= found.likeness <= 1
        assert 0 < found.run <= 1
        assert found.span.words(text)
        assert (not found.changes) == (found.likeness == 1)


def turned(quotation: str, text: str) -> str:
    found = with_parts_exchanged(Wording.of(quotation), Wording.of(text))
    return " ".join(word.folded for word in found.words) if found else ""


def test_parts_that_have_changed_places_are_put_back() -> None:
    assert turned("by the winter we will leave", "we will leave by the winter") == "we will leave by the winter"
    assert (
        turned("On Monday night the road by the river was closed", "The road by the river was closed on Monday night")
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
def test_what_is_in_order_or_too_short_or_other_words_is_not_turned(quotation: str, text: str) -> None:
    assert turned(quotation, text) == ""
