"""Content, cue and source of one sentence are linked."""

import pytest
from sentences import tokens_of

from quotesearch.indexer.extraction.clauses import Sentence, attributions_in
from quotesearch.indexer.extraction.lexicon import Frame
from quotesearch.indexer.model import Span

Parts = tuple[str | None, str | None, str]
"""Source, cue and content; a slash separates the parts of content."""


def linked(text: str) -> list[Parts]:
    attributions = attributions_in(Sentence(Span(0, len(text)), tokens_of(text), 0), 0)
    return [
        (
            None if attribution.source is None else attribution.source.words(text),
            None if attribution.cue is None else attribution.cue.words(text),
            " / ".join(span.words(text) for span in attribution.content),
        )
        for attribution in attributions
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Moss said it fell.", [("Moss", "said", "it fell")]),
        ("“It fell,” said Moss.", [("Moss", "said", "It fell,")]),
        ("“It fell,” was said.", []),
        ("Moss was told that it fell.", []),
        ("“It fell,” Moss said, “but the road holds.”", [("Moss", "said", "It fell, / but the road holds.")]),
        ("The old dam, Moss said, would never break.", [("Moss", "said", "The old dam / would never break")]),
        ("“It fell,” Moss said, leaving.", [("Moss", "said", "It fell,")]),
        ("Said Moss: “It fell.”", [("Moss", "Said", "It fell.")]),
        ("Said Moss it fell.", []),
        ("Then said Moss: “It fell.”", [("Moss", "Then said", "It fell.")]),
        ("Yes, said Moss: “It fell.”", []),
        ("Left.", []),
        ("“It fell.” — Moss", [("Moss", None, "It fell.")]),
        ("Moss: “It fell.”", [("Moss", None, "It fell.")]),
        ("“It fell.” Moss", []),
    ],
)
def test_a_cue_is_linked_to_its_source_and_content(text: str, expected: list[Parts]) -> None:
    assert linked(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Moss said it fell and warned that it burned.",
            [("Moss", "said", "it fell"), ("Moss", "warned", "that it burned")],
        ),
        (
            "Moss said it fell, and warned that it burned.",
            [("Moss", "said", "it fell"), ("Moss", "warned", "that it burned")],
        ),
        (
            "Moss said it fell, adding that it burned.",
            [("Moss", "said", "it fell"), ("Moss", "adding", "that it burned")],
        ),
        ("Moss came, then said it fell.", [("Moss", "then said", "it fell")]),
        ("Moss came and said it fell.", [("Moss", "said", "it fell")]),
        ("It came and the board, which said it fell.", [("the board", "said", "it fell")]),
        ("Moss came to say that it fell.", [("Moss", "to say", "that it fell")]),
        ("He came and the man who said it fell.", [("the man", "said", "it fell")]),
        ("It came and the board which said it fell.", [("the board", "said", "it fell")]),
        (
            "Moss, who said it fell, warned that it burned.",
            [("Moss", "said", "it fell"), ("Moss", "warned", "that it burned")],
        ),
        ("Moss said it fell and Lind said it burned.", [("Moss", "said", "it fell"), ("Lind", "said", "it burned")]),
        ("Moss said it fell but Lind said it burned.", [("Moss", "said", "it fell"), ("Lind", "said", "it burned")]),
        ("While Moss said it fell, Lind said it burned.", [("Moss", "said", "it fell"), ("Lind", "said", "it burned")]),
        (
            "Moss said it fell, Lind said it burned.",
            [("Moss", "said", "it fell, Lind said it burned"), ("Lind", "said", "it burned")],
        ),
        ("Moss said it fell and feared it burned.", [("Moss", "said", "it fell and feared it burned")]),
        (
            "Moss said it fell, according to Lind.",
            [("Moss", "said", "it fell"), ("Lind", "according to", "Moss said it fell")],
        ),
        ("“It fell,” Moss said, according to Lind.", [("Moss", "said", "It fell,")]),
        ("Aides told us, “It fell,” said one.", [("Aides", "told", "It fell,"), ("one", "said", "It fell,")]),
        (
            "Aides told us, “It fell,” “It burned,” said one.",
            [("Aides", "told", "It fell,"), ("one", "said", "“It fell,” “It burned,”")],
        ),
        ("Ada Saying it fell.", [("Ada", "Saying", "it fell")]),
    ],
)
def test_a_sentence_may_have_several_cues(text: str, expected: list[Parts]) -> None:
    assert linked(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The dam fell, according to Moss.", [("Moss", "according to", "The dam fell")]),
        ("The dam fell according to Moss.", [("Moss", "according to", "The dam fell")]),
        ("According to Moss, it fell.", [("Moss", "According to", "it fell")]),
        ("According to Moss it fell.", []),
        ("According to Moss, the mayor, it fell.", [("Moss, the mayor", "According to", "it fell")]),
        ("According to Moss, a note, it fell.", [("Moss", "According to", "a note, it fell")]),
        ("According to Moss.", []),
        ("According to Moss,", []),
        ("According to.", []),
        ("But according to Moss, it fell.", [("Moss", "according to", "it fell")]),
    ],
)
def test_according_to_takes_the_rest_of_its_sentence(text: str, expected: list[Parts]) -> None:
    assert linked(text) == expected


def test_an_attribution_tells_its_sentence_its_frames_and_whether_the_source_trails() -> None:
    def only(text: str) -> tuple[int, bool, bool]:
        (attribution,) = attributions_in(Sentence(Span(0, len(text)), tokens_of(text), 2), 5)
        return attribution.sentence, attribution.trailing, Frame.QUOTE in attribution.frames

    assert only("“It fell,” said Moss.") == (5, True, True)
    assert only("Moss said it fell.") == (5, False, True)
    assert only("Moss feared that it fell.") == (5, False, False)
    assert only("The dam fell, according to Moss.") == (5, True, True)
    assert only("According to Moss, it fell.") == (5, False, True)
    assert only("Moss: “It fell.”") == (5, False, True)


def test_content_that_is_only_punctuation_is_not_an_attribution() -> None:
    assert linked("— — — , Moss said.") == []
