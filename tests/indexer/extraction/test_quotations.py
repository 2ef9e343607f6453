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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said"no" twice.', ["no"]),
        ("He said”no” twice.", []),
        ("It is 9″ and “no” is no.", ["no"]),
        ('It is 9\'11" and "no" is no.', ["no"]),
        ('They sold 500" of "it" there.', ["it"]),
        ("She said ‚no‘ there.", ["no"]),
        ("She said ›no‹ there.", []),
        ("The ’90s ’tis ’no’ there.", ["no"]),
        ("The class’ fate and ‘the dogs’ fate’ there.", ["the dogs’ fate"]),
        ("The ‘dogs’ fate there.", ["dogs"]),
        ("The ‘dogs’ Fate’ there.", ["dogs"]),
        ("The ‘dog’ fate’ there.", ["dog"]),
        ("“We ‘will” go.", ["We ‘will"]),
        ("“We” “” and “I”", ["We", "I"]),
        ("(“We”)", ["We"]),
        ("—“We”—", ["We"]),
        ("“‘We’ go,” she said.", ["‘We’ go,"]),
        ("“We ‘go’” she said.", ["We ‘go’"]),
        ("“a ‘b ‘c ‘d ‘e” f", ["a ‘b ‘c ‘d ‘e” f"]),
        ("“a ‘b ‘c ‘d” f", ["a ‘b ‘c ‘d"]),
        ("“", []),
        ("“a", []),
        ("“ab", ["ab"]),
        ("“ab “cd", ["cd"]),
        ("‘We will not", []),
    ],
)
def test_a_mark_is_read_by_its_shape_and_its_neighbours(text: str, expected: list[str]) -> None:
    assert inside(text) == expected


def test_a_single_quotation_after_an_unclosed_double_mark_does_not_close_it() -> None:
    assert inside("‘One,’ he said. “Two ‘three’ four") == ["One,", "Two ‘three’ four"]


@pytest.mark.parametrize(
    "text",
    [
        "“We began small.”\n\n“Then we grew.”",
        "“We began small.\n\nThen “we” grew.",
        "“We began small.\n\nThen we grew.\n\n“Now”",
        "We began small.\n\n“Then we grew.”",
    ],
)
def test_other_quotations_are_not_chained(text: str) -> None:
    assert not any(quotation.continues or quotation.resumes for quotation in scanned(text))


def test_a_quotation_knows_its_marks() -> None:
    text = "He said ``no'' and “yes”."
    assert [quotation.outer.words(text) for quotation in scanned(text)] == ["``no''", "“yes”"]
    assert all(quotation.closed for quotation in scanned(text))


@given(st.text(alphabet="“”‘’\"'«»„ab. ,\n", max_size=200))
def test_quotations_are_in_order_apart_and_within_the_text(text: str) -> None:
    quotations = scanned(text)
    for quotation in quotations:
        assert 0 <= quotation.outer.start < quotation.inner.start < quotation.inner.end <= quotation.outer.end
        assert quotation.outer.end <= len(text)
    assert all(a.outer.end <= b.outer.start for a, b in pairwise(quotations))
