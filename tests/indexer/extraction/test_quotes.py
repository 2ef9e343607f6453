"""Quotes made of attributions: content, context, kind, order, duplicates."""

from collections.abc import Sequence

import pytest

from quotesearch.indexer.extraction.article import read_paragraphs
from quotesearch.indexer.extraction.clauses import Attribution
from quotesearch.indexer.extraction.lexicon import Frame
from quotesearch.indexer.extraction.quotes import quotes_of
from quotesearch.indexer.extraction.segmentation import paragraphs
from quotesearch.indexer.model import Document, Quote, QuoteKind, Reported, Span

TEXT = "It rained. “The dam is safe,” Ada Moss said. “It “holds” well.” The road is not safe. Nobody slept."
SPEECH = Frame.QUOTE | Frame.THAT


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def attribution(
    *content: str, cue: str = "said", source: str = "Ada Moss", frames: Frame = SPEECH, probability: float | None = None
) -> Attribution:
    spans = tuple(span(words) for words in content)
    return Attribution(
        spans, span(cue) if cue else None, span(source) if source else None, 1, frames, probability=probability
    )


def quotes(*attributions: Attribution, text: str = TEXT) -> Sequence[Quote]:
    return quotes_of(Document("d", text), read_paragraphs(text, paragraphs(text)), attributions)


def only(*attributions: Attribution) -> Quote:
    (quote,) = quotes(*attributions)
    return quote


def test_a_quote_has_the_facts_of_its_attribution() -> None:
    quote = only(attribution("The dam is safe,"))
    assert [place.words(TEXT) for place in (*quote.content, *quote.cue, *quote.source)] == [
        "The dam is safe,",
        "said",
        "Ada Moss",
    ]
    assert (quote.speaker.name, quote.kind, quote.reports) == ("Ada Moss", QuoteKind.DIRECT, Reported.SPEECH)
    assert quote.confidence == 0.84


def test_an_attribution_without_source_is_not_a_quote() -> None:
    assert quotes(attribution("The dam is safe,", source="")) == ()


def test_an_attribution_without_cue_is_a_quote() -> None:
    quote = only(attribution("The dam is safe,", cue=""))
    assert (quote.cue, quote.confidence) == ((), 0.38)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (("The dam is safe,",), QuoteKind.DIRECT),
        (("The dam is safe,", "It “holds” well."), QuoteKind.DIRECT),
        (("The dam is safe,", "The road is not safe"), QuoteKind.MIXED),
        (("dam is safe,",), QuoteKind.INDIRECT),
        (("The dam is safe,” Ada",), QuoteKind.MIXED),
        (("said. “It",), QuoteKind.MIXED),
        (("The road is not safe",), QuoteKind.INDIRECT),
    ],
)
def test_the_marks_around_and_within_the_content_tell_the_kind(content: tuple[str, ...], kind: QuoteKind) -> None:
    assert only(attribution(*content)).kind is kind


def test_the_turn_of_a_transcript_is_direct() -> None:
    assert only(attribution("The road is not safe", frames=SPEECH | Frame.TURN)).kind is QuoteKind.DIRECT


def test_a_cue_of_thinking_reports_a_thought() -> None:
    assert only(attribution("The road is not safe", cue="safe")).reports is Reported.SPEECH
    assert only(attribution("The road", cue="Nobody slept", source="It")).reports is Reported.SPEECH
    text = "Ada Moss believes it is safe."
    thought = Attribution((Span(17, 28),), Span(9, 17), Span(0, 8), 0, Frame.THAT | Frame.THOUGHT)
    (quote,) = quotes(thought, text=text)
    assert quote.reports is Reported.THOUGHT


def test_overlapping_content_is_merged_and_other_content_stays_apart() -> None:
    assert only(attribution("dam is safe", "The dam is")).content == (span("The dam is safe"),)
    assert only(attribution("The dam is safe", "dam")).content == (span("The dam is safe"),)
    assert only(attribution("The dam", " is safe")).content == (span("The dam"), span(" is safe"))
    assert only(attribution("The road", "The dam")).content == (span("The dam"), span("The road"))


@pytest.mark.parametrize(
    ("content", "context"),
    [
        (("The dam is safe,",), "“The dam is safe,” Ada Moss said."),
        (("It rained",), "It rained. “The dam is safe,” Ada Moss said."),
        (("The road is not",), "“The dam is safe,” Ada Moss said. “It “holds” well.” The road is not safe."),
        (("It rained", "The road"), TEXT.removesuffix(" Nobody slept.")),
        (("The road is not safe. Nobody",), TEXT.removeprefix("It rained. ")),
    ],
)
def test_the_context_is_whole_sentences_from_the_content_to_the_cue(content: tuple[str, ...], context: str) -> None:
    assert only(attribution(*content)).context.words(TEXT) == context


def test_the_context_is_bounded_on_each_side() -> None:
    text = "a " * 900 + "Ada Moss said it rains " + "a " * 900
    start = text.index("it rains")
    (quote,) = quotes(Attribution((Span(start, start + 8),), None, Span(1800, 1808), 0, SPEECH), text=text)
    assert quote.context == Span(start - 1000, start + 8 + 1000)


def test_quotes_are_in_the_order_of_their_content() -> None:
    attributions = [attribution("The road is not safe"), attribution("The dam is safe,"), attribution("The dam")]
    assert [quote.content[-1].words(TEXT) for quote in quotes(*attributions)] == [
        "The dam",
        "The dam is safe,",
        "The road is not safe",
    ]


@pytest.mark.parametrize("probabilities", [(0.3, 0.6), (0.6, 0.3)])
def test_of_two_quotes_with_one_content_the_likelier_stays(probabilities: tuple[float, float]) -> None:
    quote = only(*(attribution("The dam is safe,", probability=probability) for probability in probabilities))
    assert quote.confidence == 0.6


def test_the_first_person_in_a_quotation_is_its_speaker() -> None:
    text = "“I said it is safe,” Ada Moss said."
    outer = Attribution((Span(1, 19),), Span(30, 34), Span(21, 29), 0, SPEECH)
    inner = Attribution((Span(8, 18),), Span(3, 7), Span(1, 2), 0, SPEECH)
    assert [quote.speaker.name for quote in quotes(outer, inner, text=text)] == ["Ada Moss", "Ada Moss"]
