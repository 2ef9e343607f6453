"""Who *I* is within a quotation."""

from quotesearch.indexer.extraction.clauses import Attribution
from quotesearch.indexer.extraction.lexicon import Frame
from quotesearch.indexer.extraction.quoted import first_persons
from quotesearch.indexer.model import Span, Speaker, SpeakerKind

TEXT = "“I fear the worst,” said Ada Moss. I know that it is late."
MOSS, NOBODY = Speaker("Ada Moss"), Speaker("I", SpeakerKind.ANONYMOUS)


def attribution(content: str, source: str, *, last: bool = False) -> Attribution:
    def place(words: str) -> Span:
        start = TEXT.rindex(words) if last else TEXT.index(words)
        return Span(start, start + len(words))

    return Attribution((place(content),), None, place(source), 0, Frame.QUOTE)


def test_the_first_person_in_a_quotation_is_whoever_is_quoted() -> None:
    found = [attribution("I fear the worst,", "Ada Moss"), attribution("the worst", "I")]
    assert first_persons(TEXT, found, [MOSS, NOBODY]) == [MOSS, MOSS]


def test_the_first_person_outside_quotations_is_nobody_named() -> None:
    found = [attribution("I fear the worst,", "Ada Moss"), attribution("that it is late", "I", last=True)]
    assert first_persons(TEXT, found, [MOSS, NOBODY]) == [MOSS, NOBODY]


def test_a_quotation_without_a_speaker_lends_none() -> None:
    found = [attribution("I fear the worst,", "Ada Moss"), attribution("the worst", "I")]
    assert first_persons(TEXT, found, [None, NOBODY]) == [None, NOBODY]
