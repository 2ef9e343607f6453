"""The quotation-mark scanner: every style of mark, nesting, apostrophes, paragraphs, strays."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotesearch.indexer.extraction.quotations import Quotation, scan
from quotesearch.indexer.extraction.segmentation import paragraphs


def scanned(text: str) -> tuple[Quotation, ...]:
    return scan(text, paragraphs(text))


def inside(text: str) -> list[str]:
    return [quotation.inner.words(text) for quotation in scanned(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“The dam will hold,” she said. “It must.”", ["The dam will hold,", "It must."]),
        ('"The dam will hold," she said. "It must."', ["The dam will hold,", "It must."]),
        ("‘The dam will hold,’ she said. ‘It must.’", ["The dam will hold,", "It must."]),
        ("'The dam will hold,' she said. 'It must.'", ["The dam will hold,", "It must."]),
        ("''The dam will hold,'' she said.", ["The dam will hold,"]),
        ("``The dam will hold,'' she said.", ["The dam will hold,"]),
        ("«Le barrage tiendra», dit-elle.", ["Le barrage tiendra"]),
        ("« Le barrage tiendra », dit-elle.", [" Le barrage tiendra "]),
        ("»Der Damm hält«, sagte sie.", ["Der Damm hält"]),
        ("„Der Damm hält“, sagte sie.", ["Der Damm hält"]),
        ("”The dam will hold.” — Ada Moss", ["The dam will hold."]),
    ],
)
def test_every_style_of_mark_is_read(text: str, expected: list[str]) -> None:
    assert inside(text) == expected


def test_nested_quotations_are_part_of_their_parent() -> None:
    assert inside("“He told me ‘never again’ twice,” she said.") == ["He told me ‘never again’ twice,"]
    assert inside("‘He told me “never again” twice,’ she said.") == ["He told me “never again” twice,"]
    assert inside("“He said “no” to me,” she said.") == ["He said “no” to me,"]


def test_apostrophes_are_not_marks() -> None:
    assert inside("The town’s mayor can’t recall the ’90s, or the councillors’ votes.") == []
    assert inside("‘I can’t stand the dogs’ barking,’ she said.") == ["I can’t stand the dogs’ barking,"]


def test_feet_and_inches_are_not_marks() -> None:
    assert inside('"He is 6\'2" tall," she said.') == ["He is 6'2\" tall,"]


def test_an_unclosed_mark_ends_with_its_paragraph() -> None:
    text = "She said: “We will not pay.\n\nThe council met. “Fine,” it said."
    assert inside(text) == ["We will not pay.", "Fine,"]
    assert not scanned(text)[0].closed


def test_an_unclosed_mark_costs_no_other_quotation() -> None:
    assert inside("“We will not pay, he said. “Never,” she said.") == ["Never,"]


def test_a_quotation_over_paragraphs_is_chained_by_its_opening_marks() -> None:
    first, second, third = scanned("“We began small.\n\n“Then we grew.\n\n“Now we are here,” he said.")
    assert (first.continues, first.resumes) == (True, False)
    assert (second.continues, second.resumes) == (True, True)
    assert (third.closed, third.resumes) == (True, True)


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "“The dam will hold for another winter and we shall see about the one\n"
        "after that,” said the engineer, who has looked after it for longer than\n"
        "anybody else in the valley, and who lives right below it with a cat and\n"
        "two geese.\n\nNobody else spoke at the meeting on that day."
    )
    assert inside(text) == [
        "The dam will hold for another winter and we shall see about the one\nafter that,",
    ]


@given(st.text(alphabet="“”‘’\"'«»„ab. ,\n", max_size=200))
def test_quotations_are_in_order_apart_and_within_the_text(text: str) -> None:
    found = scanned(text)
    for quotation in found:
        assert 0 <= quotation.outer.start < quotation.inner.start < quotation.inner.end <= quotation.outer.end
        assert quotation.outer.end <= len(text)
    assert all(a.outer.end <= b.outer.start for a, b in pairwise(found))
