"""Transcripts: a name and a colon stand before what each speaker said."""

import pytest

from quotesearch.indexer.extraction import RuleExtractor
from quotesearch.indexer.extraction.article import read_article
from quotesearch.indexer.extraction.clauses import Attribution
from quotesearch.indexer.extraction.lexicon import Frame
from quotesearch.indexer.extraction.transcripts import with_turns
from quotesearch.indexer.model import Document, Quote, QuoteKind, Span

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


def test_each_turn_is_a_quote_of_the_person_in_its_label() -> None:
    assert [(quote.speaker.name, quote.text) for quote in extract(TRANSCRIPT)] == [
        ("Tom Okafor", "Minister, the bridge should have opened in May."),
        ("Ilse Brandt", "It should. The bolts came late. … So we wait for them."),
        ("Tom Okafor", "Will anybody resign?"),
        ("Ilse Brandt", "Not over bolts."),
    ]


def test_a_turn_is_verbatim_and_its_source_is_the_label() -> None:
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


TALK = """Ada Moss met Bo Lind.

Moss: The dam is open now.

It is very old.

[Laughter]

Lind: The road is shut now."""


def turns(text: str) -> list[tuple[str, str, str, int]]:
    """Return name, cue, content and sentence of each turn."""
    return [
        (
            turn.source.words(text) if turn.source else "",
            turn.cue.words(text) if turn.cue else "",
            " / ".join(span.words(text) for span in turn.content),
            turn.sentence,
        )
        for turn in with_turns(read_article(text), [])
    ]


def test_a_turn_is_an_attribution_with_its_colon_as_cue() -> None:
    assert turns(TALK) == [
        ("Moss", ":", "The dam is open now. / It is very old.", 1),
        ("Lind", ":", "The road is shut now.", 4),
    ]
    (first, _) = with_turns(read_article(TALK), [])
    assert first.frames == Frame.QUOTE | Frame.TURN


def test_a_turn_has_only_a_few_paragraphs() -> None:
    for count, parts in ((8, 9), (9, 1)):
        text = TALK.replace("It is very old.\n\n[Laughter]", "\n\n".join(["It is very old."] * count))
        assert len(turns(text)[0][2].split(" / ")) == parts


@pytest.mark.parametrize(
    "label",
    ["MOSS", "Ada Moss", "ADA MOSS", "“Moss"],
)
def test_a_label_is_a_name_in_several_ways(label: str) -> None:
    assert len(turns(TALK.replace("Moss:", f"{label}:"))) == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The dam is open now.", "Two words."),
        ("The dam is open now.", "The dam is open now"),
        ("Moss:", "moss:"),
        ("Moss:", "Mill:"),
        ("Moss:", "One Two Three Four Five:"),
        ("Moss: The", "Moss:The"),
        ("Moss:", "President:"),
    ],
)
def test_a_transcript_needs_two_names_with_utterances(old: str, new: str) -> None:
    assert turns(TALK.replace(old, new)) == []


def test_a_name_that_recurs_needs_no_mention_if_it_is_written_as_a_name() -> None:
    talk = "MOSS: The dam is open.\n\nLIND: The road is shut.\n\nMOSS: The mill is dry.\n\nLIND: It is not."
    assert len(turns(talk)) == 4
    assert turns(talk.replace("MOSS", "Moss").replace("LIND", "Lind")) == []
    assert len(turns(talk.replace("MOSS", "Ada Moss").replace("LIND", "Bo Lind"))) == 4
    assert turns("MOSS: The dam is open.\n\nLIND: The road is shut.") == []


def test_attributions_that_contradict_the_turns_are_dropped() -> None:
    def attribution(words: str, source: str | None, sentence: int) -> Attribution:
        start = TALK.index(words)
        place = (
            None if source is None else Span(TALK.rindex(source, 0, start), TALK.rindex(source, 0, start) + len(source))
        )
        return Attribution((Span(start, start + len(words)),), None, place, sentence, Frame.QUOTE)

    article = read_article(TALK)
    for words, source, stays in (
        ("Bo Lind", "Ada Moss", True),
        ("Bo Lind", None, True),
        ("dam", "Moss", False),
        ("dam", "The", True),
        ("dam is open", "The", False),
        ("dam is", "The", True),
        ("Moss: The", None, False),
    ):
        candidate = attribution(words, source, 0)
        assert (candidate in with_turns(article, [candidate])) is stays, (words, source)
    assert with_turns(read_article("Ada Moss left."), [attribution("Bo Lind", None, 0)]) != ()
