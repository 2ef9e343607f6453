"""Transcripts: a name and a colon stand before what each speaker said."""

import pytest

from quotesearch.indexer.extraction import RuleExtractor
from quotesearch.indexer.model import Document, Quote, QuoteKind

TRANSCRIPT = """Ilse Brandt, the minister, met Tom Okafor of the Echo in Aldern.

OKAFOR: Minister, the bridge should have opened in May.

BRANDT: It should. The bolts came late.

So we wait for them.

(Laughter.)

OKAFOR: Will anybody resign?

BRANDT: Not over bolts.

The bridge has been shut since March."""


def extract(text: str) -> list[Quote]:
    return list(RuleExtractor().extract(Document("d", text)))


def test_each_turn_is_a_quote_of_whoever_is_named_before_it() -> None:
    assert [(quote.speaker.name, quote.text) for quote in extract(TRANSCRIPT)] == [
        ("Tom Okafor", "Minister, the bridge should have opened in May."),
        ("Ilse Brandt", "It should. The bolts came late. So we wait for them."),
        ("Tom Okafor", "Will anybody resign?"),
        ("Ilse Brandt", "Not over bolts."),
    ]


def test_a_turn_is_verbatim_and_says_where_its_name_stands() -> None:
    first = extract(TRANSCRIPT)[0]
    (source,) = first.source
    assert (first.kind, source.words(TRANSCRIPT)) == (QuoteKind.DIRECT, "OKAFOR")


def test_a_transcript_that_is_quoted_as_a_whole_loses_its_marks() -> None:
    quoted = (
        TRANSCRIPT.replace("\n\nOKAFOR", "\n\n“OKAFOR")
        .replace("\n\nBRANDT", "\n\n“BRANDT")
        .replace("bolts.\n", "bolts.”\n")
    )
    last = extract(quoted)[-1]
    assert (last.speaker.name, last.text) == ("Ilse Brandt", "Not over bolts.")


def test_a_turn_between_marks_is_what_is_inside_them() -> None:
    quotes = extract("Ada Moss: “We shall see about that.”\n\nBo Lind: “We shall not.”\n\nMoss left before Lind did.")
    assert [(quote.speaker.name, quote.text) for quote in quotes] == [
        ("Ada Moss", "We shall see about that."),
        ("Bo Lind", "We shall not."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Moss: 48 per cent\n\nLind: 31 per cent\n\nAda Moss beat Bo Lind on Sunday.",
        "UPDATE: The road is open again.\n\nWEATHER: The rain will stay for a week.",
        "Monday: The rain will stay.\n\nTuesday: The rain will go.\n\nMonday and Tuesday are days.",
        "Pros: It is quite cheap.\n\nCons: It is rather slow.\n\nPros: It is very green.\n\nCons: It leaks a lot.",
        "Moss: The rain will stay with us.\n\nAda Moss is a clerk.",
    ],
    ids=["results", "headings", "days", "lists", "one-speaker"],
)
def test_other_colons_make_no_turns(text: str) -> None:
    assert extract(text) == []
