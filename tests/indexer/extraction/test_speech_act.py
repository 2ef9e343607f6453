"""The speech act of a quote: speech, the words of a document, a thought."""

import pytest

from quotesearch.indexer.extraction.speech_act import reported
from quotesearch.indexer.model import QuoteKind, Reported

INDIRECT = QuoteKind.INDIRECT


@pytest.mark.parametrize(
    "cue",
    [
        "said",
        "has argued",
        "told reporters",
        "according to",
        "said he hopes",
        "vowed to",
        "asked whether",
        "",
    ],
)
def test_a_cue_of_saying_reports_speech(cue: str) -> None:
    assert reported(cue, "Ada Moss", INDIRECT) is Reported.SPEECH


@pytest.mark.parametrize(
    "cue",
    [
        "believes",
        "is hoping",
        "plans to",
        "wanted",
        "is confident",
        "the fear",
        "approved",
        "wonders,",
        "“fears” of",
        "knew",
    ],
)
def test_a_cue_of_thinking_reports_a_thought(cue: str) -> None:
    assert reported(cue, "Ada Moss", INDIRECT) is Reported.THOUGHT


@pytest.mark.parametrize("kind", QuoteKind)
@pytest.mark.parametrize(
    "cue", ["did not say", "never claimed", "didn’t say", "has not said", "Neither, said", "cannot say"]
)
def test_negated_speech_is_not_speech(cue: str, kind: QuoteKind) -> None:
    assert reported(cue, "Ada Moss", kind) is Reported.THOUGHT


@pytest.mark.parametrize("kind", [QuoteKind.MIXED, QuoteKind.DIRECT])
def test_words_between_marks_were_said_or_written(kind: QuoteKind) -> None:
    assert reported("believes", "Ada Moss", kind) is Reported.SPEECH


@pytest.mark.parametrize(
    "source",
    ["a report by the ministry", "The letter", "their annual report", "the new survey,", "reports in the press"],
)
def test_a_document_reports_its_words(source: str) -> None:
    assert reported("says", source, QuoteKind.DIRECT) is Reported.DOCUMENT
    assert reported("", source, INDIRECT) is Reported.DOCUMENT


@pytest.mark.parametrize(
    "source",
    ["the author of the report", "The report's author", "report author", "Ada Moss", "she", ""],
)
def test_the_author_of_a_document_is_a_speaker(source: str) -> None:
    assert reported("says", source, INDIRECT) is Reported.SPEECH
