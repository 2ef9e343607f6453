"""Across sentences, a quotation without a cue belongs to the person who is still speaking."""

import pytest

from quotesearch.indexer.extraction.article import read_paragraphs
from quotesearch.indexer.extraction.attribution import attribute, join_sentences
from quotesearch.indexer.extraction.clauses import Sentence
from quotesearch.indexer.extraction.segmentation import paragraphs
from quotesearch.indexer.extraction.tokens import tokenise
from quotesearch.indexer.model import Span


def attributed(text: str) -> list[tuple[str | None, str]]:
    """Return source and content of each attribution; a slash separates the parts of content."""
    attributions = attribute(read_paragraphs(text, paragraphs(text)).sentences)
    return [
        (
            None if attribution.source is None else attribution.source.words(text),
            " / ".join(span.words(text) for span in attribution.content),
        )
        for attribution in attributions
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“One.\n\n“Two.\n\n“Three,” said Moss.", [("Moss", "One. / Two. / Three,")]),
        ("Moss said it fell.\n\n“One.\n\n“Two,” said Lind.", [("Moss", "it fell"), ("Lind", "One. / Two,")]),
        ("Moss told me:\n\n“One is here.\n\n“Two is here.”", [("Moss", "One is here. / Two is here.")]),
        ("Moss said it fell.\n\n“One.\n\n“Two.”", [("Moss", "it fell"), ("Moss", "One. / Two.")]),
        ("“No,” said Moss. “One.\n\n“Two.”", [("Moss", "No, / One. / Two.")]),
        ("“No,” said Moss. “One.\n\n“Two.\n\n“Three.”", [("Moss", "No, / One. / Two. / Three.")]),
        ("“One.\n\n“Two.”", []),
        (
            "“One.\n\n“Two,” said Moss.\n\n“Three.\n\n“Four,” said Lind.",
            [("Moss", "One. / Two,"), ("Lind", "Three. / Four,")],
        ),
        ("“One.\n\nIt fell.\n\n“Two,” said Moss.", [("Moss", "Two,")]),
        ("“One.\n\n“Two.” Moss came.\n\n“Three,” said Lind.", [("Lind", "Three,")]),
    ],
)
def test_a_quotation_over_paragraphs_is_one_quote(text: str, expected: list[tuple[str, str]]) -> None:
    assert attributed(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“No,” said Moss. “It fell.”", [("Moss", "No, / It fell.")]),
        ("Moss said it fell. “It burned.”", [("Moss", "it fell"), ("Moss", "It burned.")]),
        ("Moss said it fell.\n\n“It burned.”", [("Moss", "it fell"), ("Moss", "It burned.")]),
        ("“No,” said Moss.\n\n“It burned.”", [("Moss", "No,"), ("Moss", "It burned.")]),
        ("Moss said it fell.\n\nThe rain came.\n\n“It burned.”", [("Moss", "it fell")]),
        ("Moss said it fell. “The Great Dam”", [("Moss", "it fell")]),
        ("Moss said it fell. “It burned —”", [("Moss", "it fell"), ("Moss", "It burned —")]),
        ("The rain came. “It burned.”", []),
        ("Moss said it fell. It rained “cats” and dogs.", [("Moss", "it fell")]),
    ],
)
def test_a_quotation_without_a_cue_has_the_last_speaker(text: str, expected: list[tuple[str, str]]) -> None:
    assert attributed(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Moss came home. “It burned.”", [("Moss", "It burned.")]),
        ("She came home. “It burned.”", [("She", "It burned.")]),
        ("The dog came home. “It burned.”", []),
        ("Moss came home.\n\n“It burned.”", []),
        ("“Home” was there. “It burned.”", []),
        ("“No,” said Lind. Moss came home. “It burned.”", [("Lind", "No,"), ("Moss", "It burned.")]),
        ("Moss laughed and Lind came home. “It burned.”", [("Moss", "It burned.")]),
    ],
)
def test_a_quotation_belongs_to_the_person_who_acts_right_before(text: str, expected: list[tuple[str, str]]) -> None:
    assert attributed(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Moss made a statement:\n\n“It burned.”", [("Moss", "It burned.")]),
        ("The board made a statement:\n\n“It burned.”", [("The board", "It burned.")]),
        ("Moss made a statement.\n\n“It burned.”", []),
        ("In town:\n\n“It burned.”", []),
    ],
)
def test_a_colon_announces_a_quotation(text: str, expected: list[tuple[str, str]]) -> None:
    assert attributed(text) == expected


def test_a_quote_has_a_greatest_number_of_parts() -> None:
    text = "“No,” said Moss. " + " ".join(["“It burned.”"] * 120)
    assert [len(content.split(" / ")) for _, content in attributed(text)] == [100, 21]


def test_the_quotation_belongs_to_the_cue_right_after_it_rather_than_to_the_one_before() -> None:
    assert attributed("Moss told us, “It fell,” said Lind.") == [("Lind", "It fell,")]
    assert attributed("Moss told us, “It fell.” “It burned,” said Lind.") == [
        ("Moss", "It fell."),
        ("Lind", "It burned,"),
    ]


def sentences_of(*parts: str) -> list[Sentence]:
    """Return the parts as sentences of one paragraph; a part in quotation marks is a quotation."""
    text = " ".join(parts)
    quotations = read_paragraphs(text, (Span(0, len(text)),)).quotations
    sentences, start = [], 0
    for part in parts:
        span = Span(start, start + len(part))
        inside = [quotation for quotation in quotations if span.covers(quotation.outer)]
        sentences.append(Sentence(span, tokenise(text, span, inside), 3))
        start = span.end + 1
    return sentences


def test_a_sentence_that_only_reports_is_joined_to_its_quotation() -> None:
    (joined,) = join_sentences(sentences_of("“Will it hold?”", "Moss asked."))
    assert joined.span == Span(0, 27)
    assert [token.text for token in joined.tokens] == ["“Will it hold?”", "Moss", "asked", "."]
    assert joined.paragraph == 3


def test_other_sentences_are_not_joined() -> None:
    for parts in (("“Will it hold?”", "Moss asked if it fell."), ("Will it hold?", "Moss asked."), ("Moss asked.",)):
        sentences = sentences_of(*parts)
        assert join_sentences(sentences) == tuple(sentences)
    quotation, report = sentences_of("“Will it hold?”", "Moss asked.")
    apart = [quotation, Sentence(report.span, report.tokens, 4)]
    assert join_sentences(apart) == tuple(apart)
