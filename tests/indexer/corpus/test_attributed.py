"""A row with a quote and its speaker is a document with that one quote."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotesearch.indexer.corpus.options import Options
from quotesearch.indexer.corpus.origin import Origin
from quotesearch.indexer.corpus.rows import Row, record
from quotesearch.indexer.model import Quote, QuoteKind, Record, Span, SpeakerKind

ORIGIN = Origin("a.jsonl", "/news/a.jsonl", 3)


def read(**cells: str) -> tuple[Record, Quote]:
    """Return the record made from these cells, and its only quote."""
    result = record(Row(ORIGIN, {"quote": "It is old.", "speaker": "Perpetua Lindqvist"} | cells), Options())
    assert result.quotes is not None
    (quote,) = result.quotes
    assert quote.content[0].words(result.document.text) == quote.text
    return result, quote


def test_the_quote_alone_is_the_document() -> None:
    result, quote = read(role="mayor", date="3 April 2016", outlet="Echo", title="Bridge")
    assert result.document.text == quote.text == "It is old."
    assert (quote.kind, quote.confidence) == (QuoteKind.DIRECT, 1.0)
    assert (quote.speaker.name, quote.speaker.role, quote.speaker.kind) == (
        "Perpetua Lindqvist",
        "mayor",
        SpeakerKind.PERSON,
    )
    assert (result.document.published, result.document.outlet, result.document.title) == (
        date(2016, 4, 3),
        "Echo",
        "Bridge",
    )
    assert quote.context == Span(0, 10)
    assert result.document.path == "/news/a.jsonl"


@pytest.mark.parametrize("field", ["context", "text"])
def test_a_context_that_holds_the_quote_is_the_document(field: str) -> None:
    context = "“It is old.” That was all that the mayor said."
    result, quote = read(**{field: context})
    assert result.document.text == context
    assert quote.content == (Span(1, 11),)
    assert quote.context == Span(0, len(context))


def test_a_context_that_holds_other_words_is_left() -> None:
    assert read(context="It was old.")[0].document.text == "It is old."


def test_white_space_and_the_shape_of_marks_do_not_matter_in_the_context() -> None:
    _, quote = read(quote='It\'s  "old" now', context="So: “It’s\n“old” now”, she said.")
    assert quote.text == "It’s\n“old” now"


def test_a_very_long_quote_with_other_white_space_is_found() -> None:
    long = "It is old. " * 2000 + "So."
    context = "She:\n " + long.replace(". ", ".\n ")
    assert read(quote=long, context=context)[1].text == context[6:]


def test_a_long_context_is_searched_in_one_pass() -> None:
    """Each of the words is at 4,000 places nearly the quote's: by a pattern this took eleven seconds."""
    assert read(quote="na  " * 4000 + "end", context="na\n" * 40_000)[0].document.text.endswith("end")


@pytest.mark.parametrize(
    ("quotation", "words"),
    [
        ("“It is old.”", "It is old."),
        ('" It is old. "', "It is old."),
        ("«It is old»", "It is old"),
        ("„It is old“", "It is old"),
        ("'It is old.'", "It is old."),
        ('"Old" and "cold"', '"Old" and "cold"'),
        ("“It is old.", "“It is old."),
        ("'Tis old, 'tis cold'", "'Tis old, 'tis cold'"),
        ('""', '""'),
        ('" "', '" "'),
        ('"', '"'),
    ],
)
def test_marks_around_the_whole_are_no_words(quotation: str, words: str) -> None:
    assert read(quote=quotation)[1].text == words


def test_in_a_long_text_the_context_is_the_lines_of_the_quote() -> None:
    text = "Before. " * 200 + "\n“It is old.” So she said.\n" + "After. " * 200
    _, quote = read(text=text)
    assert quote.context.words(text) == "“It is old.” So she said."


def test_quotes_of_one_article_have_different_ids() -> None:
    ids = [read(url="https://echo.example/1", quote=quotation)[0].document.id for quotation in ("Yes.", "No.", "Yes.")]
    assert ids[0] == ids[2] != ids[1]
    assert all(document_id.startswith("https://echo.example/1#") for document_id in ids)


def test_a_row_with_an_id_is_the_same_quote_after_its_day_is_corrected() -> None:
    assert read(id="q1", date="2016-04-03")[0].document.id == read(id="q1", date="2016-04-04")[0].document.id


def test_rows_without_ids_with_the_same_words_on_two_days_are_two_quotes() -> None:
    first, second = (read(date=day)[0].document for day in ("2016-04-03", "2016-04-04"))
    assert first.id.startswith("/news/a.jsonl#")
    assert first.id != second.id


def test_the_place_of_the_row_does_not_matter() -> None:
    cells = {"quote": "It is old.", "speaker": "Perpetua Lindqvist"}
    assert record(Row(ORIGIN, cells), Options()) == record(Row(ORIGIN.at(9), cells), Options())


def test_an_article_may_have_empty_columns_for_quotes() -> None:
    assert record(Row(ORIGIN, {"text": "It is old.", "quote": "", "speaker": ""}), Options()).quotes is None


def test_a_table_of_quotes_is_read(reading: Callable, writing: Callable) -> None:
    path = writing("q.csv", 'said,who,date\n"It is old, and cold.",Perpetua  Lindqvist,2016-04-03\nNo.,,\n')
    outcome = reading(path, fields={"quote": "said", "speaker": "who"})
    ((quote,),) = (record.quotes for record in outcome.records)
    assert (quote.text, quote.speaker.name) == ("It is old, and cold.", "Perpetua Lindqvist")
    assert "q.csv:3: a quote without a speaker" in outcome.errors[0]


WORDS = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"))


@given(quote=WORDS.filter(str.strip), text_before=WORDS, after=WORDS)
def test_the_text_of_a_quote_is_the_documents(quote: str, text_before: str, after: str) -> None:
    result, other_record = read(quote=quote, context=text_before + quote + after)
    assert other_record.text in result.document.text


@given(
    words=st.lists(st.text("ab", min_size=1), min_size=1),
    text_before=st.text("ab \n"),
    blanks=st.text(" \n\t\x1c\x85", min_size=1),
)
def test_the_place_of_a_quote_does_not_depend_on_white_space(words: list[str], text_before: str, blanks: str) -> None:
    text = read(quote=" ".join(words), context=f"{text_before}c {blanks.join(words)} c")[1].text
    assert text.split() == words
