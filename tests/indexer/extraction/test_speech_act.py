"""What a quote reports: speech, a document's words, a thought."""

import pytest

from quotesearch.indexer.extraction.speech_act import reported
from quotesearch.indexer.model import QuoteKind, Reported

INDIRECT = QuoteKind.INDIRECT


@pytest.mark.parametrize(
    "cue", ["said", "has argued", "told reporters", "according to", "said he hopes", "vowed to", ""]
)
def test_a_cue_of_saying_reports_speech(cue: str) -> None:
    assert reported(cue, "Ada Moss", INDIRECT) is Reported.SPEECH


@pytest.mark.parametrize("cue", ["believes", "is hoping", "plans to", "wanted", "is confident", "the fear", "approved"])
def test_a_cue_of_thinking_reports_a_thought(cue: str) -> None:
    assert reported(cue, "Ada Moss", INDIRECT) is Reported.THOUGHT


@pytest.mark.parametrize("kind", QuoteKind)
@pytest.mark.parametrize("cue", ["did not say", "never claimed", "didn’t say", "has not said"])
def test_what_was_not_said_is_no_speech(cue: str, kind: QuoteKind) -> None:
    assert reported(cue, "Ada Moss", kind) is Reported.THOUGHT


def test_words_between_marks_were_said_or_written_by_somebody() -> None:
    assert reported("believes", "Ada Moss", QuoteKind.MIXED) is Reported.SPEECH


@pytest.mark.parametrize("source", ["a report by the ministry", "The letter", "their annual report", "the new survey"])
def test_a_document_reports_what_it_says(source: str) -> None:
    assert reported("says", source, QuoteKind.DIRECT) is Reported.DOCUMENT


@pytest.mark.parametrize("source", ["the author of the report", "The report's author", "Ada Moss", "she", ""])
def test_who_writes_a_document_is_none(source: str) -> None:
    assert reported("says", source, INDIRECT) is Reported.SPEECH
