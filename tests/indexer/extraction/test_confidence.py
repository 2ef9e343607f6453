"""How likely an attribution is right."""

import pytest

from quotesearch.indexer.extraction.clauses import Attribution
from quotesearch.indexer.extraction.confidence import confidence
from quotesearch.indexer.extraction.lexicon import Frame
from quotesearch.indexer.model import QuoteKind, Span

CUE = Span(0, 4)
SPEECH = Frame.QUOTE | Frame.THAT


def estimate(
    frames: Frame,
    kind: QuoteKind = QuoteKind.INDIRECT,
    *,
    cue: Span | None = CUE,
    trailing: bool = False,
    probability: float | None = None,
) -> float:
    return confidence(Attribution((Span(5, 9),), cue, None, 0, frames, trailing, probability), kind)


def test_the_probability_of_the_tagger_comes_first() -> None:
    assert estimate(SPEECH, QuoteKind.DIRECT, probability=0.25) == 0.25
    assert estimate(SPEECH, QuoteKind.DIRECT, cue=None, probability=0.0) == 0.0


def test_marks_and_a_source_after_the_content_make_speech_more_likely() -> None:
    estimates = [
        estimate(SPEECH, kind, trailing=trailing)
        for kind in (QuoteKind.DIRECT, QuoteKind.MIXED, QuoteKind.INDIRECT)
        for trailing in (True, False)
    ]
    assert estimates == [0.94, 0.84, 0.81, 0.80, 0.74, 0.68]


@pytest.mark.parametrize(
    ("frames", "expected"),
    [
        (Frame.THAT | Frame.THOUGHT, 0.40),
        (Frame.QUOTE | Frame.PAPER, 0.52),
        (Frame.QUOTE | Frame.OBJECT, 0.60),
        (Frame.THAT, 0.56),
    ],
)
def test_other_cues_are_less_likely(frames: Frame, expected: float) -> None:
    assert estimate(frames, QuoteKind.DIRECT) == expected


def test_an_attribution_without_cue_is_the_least_likely() -> None:
    assert estimate(SPEECH, QuoteKind.DIRECT, cue=None) == 0.38
