"""The format of each kind of answer."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import click
import pytest

from quotesearch.indexer.model import Document, DocumentHead, Quote, QuoteKind, Span, Speaker, SpeakerKind
from quotesearch.indexer.pipeline import Report
from quotesearch.indexer.records import SpeakerCount
from quotesearch.search.fusion import Evidence
from quotesearch.search.results import SearchResult, placed
from quotesearch.search.terminal import render
from quotesearch.search.terminal.layout import Look

TEXT = """Harbour stays closed

Nothing has moved for a week.
The quay is silent.

“We cannot wait for another winter,” Mara Lindqvist said on Tuesday, “and we will not.”

The herring do not care.

Nor do the gulls.

A last line."""
DOCUMENT = Document(
    "harbour",
    TEXT,
    title="Harbour stays closed",
    outlet="Port Gazette",
    published=date(2024, 5, 7),
    path="/p/harbour.txt",
)
PLAIN = Look(width=110)
COLOUR = Look(width=110, colour=True)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


QUOTE = Quote.of(
    DOCUMENT,
    content=(span("We cannot wait for another winter,"), span("and we will not.")),
    context=span("“We cannot wait for another winter,” Mara Lindqvist said on Tuesday, “and we will not.”"),
    kind=QuoteKind.DIRECT,
    speaker=Speaker("Mara Lindqvist", role="harbour master"),
    source=(span("Mara Lindqvist"),),
    cue=(span("said"),),
)


def search_result(quote: Quote = QUOTE, document: Document = DOCUMENT, marks: tuple[Span, ...] = ()) -> SearchResult:
    stored = placed(document, quote)
    why = (Evidence("dense", 2, 0.5, 1 / 62), Evidence("keyword", 1, 7.25, 1 / 61))
    return SearchResult(1, 1 / 61 + 1 / 62, quote, stored.document, stored.context, stored.line, marks, why)


def test_a_result_shows_speaker_article_date_and_place() -> None:
    assert render.result(search_result(), PLAIN).split("\n") == [
        "  1 “We cannot wait for another winter,” … “and we will not.”",
        "    Mara Lindqvist, harbour master",
        "    Harbour stays closed · Port Gazette, 7 May 2024",
        "      “We cannot wait for another winter,” Mara Lindqvist said on Tuesday, “and we will not.”",
        f"    {QUOTE.id} · direct · /p/harbour.txt:6 [74-108] [143-159]",
    ]


def test_the_words_of_the_query_are_marked_if_there_is_colour() -> None:
    assert click.style("another", bold=True, underline=True) in render.result(
        search_result(marks=(Span(19, 26),)), COLOUR
    )


def test_the_score_is_explained_only_if_asked_for() -> None:
    reason = "score 0.0325 = 0.0161 from dense (rank 2, 0.5000) + 0.0164 from keyword (rank 1, 7.2500)"
    assert reason in render.result(search_result(), PLAIN, explain=True)
    assert "score" not in render.result(search_result(), PLAIN)


def test_a_context_that_adds_nothing_is_left_out() -> None:
    quote = Quote.of(
        DOCUMENT,
        content=(span("The herring do not care"),),
        context=span("The herring do not care."),
        kind=QuoteKind.INDIRECT,
        speaker=QUOTE.speaker,
    )
    assert render.result(search_result(quote), PLAIN).count("herring") == 1


def test_an_indirect_quote_has_no_quotation_marks() -> None:
    quote = replace(QUOTE, kind=QuoteKind.INDIRECT, content=QUOTE.content[:1], text=TEXT[74:108])
    assert render.result(search_result(quote), PLAIN).startswith("  1 We cannot wait for another winter,\n")


def test_a_file_in_the_current_folder_has_a_relative_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    document = replace(DOCUMENT, path=str(tmp_path / "press" / "harbour.txt"))
    assert " · press/harbour.txt:6 [" in render.result(search_result(document=document), PLAIN)


def test_an_article_without_a_file_shows_its_address() -> None:
    document = replace(DOCUMENT, path="", url="https://gazette.example/harbour")
    assert "https://gazette.example/harbour, line 6 " in render.result(search_result(document=document), PLAIN)


def test_the_line_of_a_web_page_is_that_of_its_text() -> None:
    document = replace(DOCUMENT, path="/p/harbour.html")
    assert " · /p/harbour.html, line 6 of the text " in render.result(search_result(document=document), PLAIN)


def test_a_quote_in_its_article_has_the_paragraphs_around_it() -> None:
    lines = render.article(DOCUMENT, QUOTE, PLAIN)
    assert lines.split("\n\n", 1)[1].split("\n") == [
        "    3  Nothing has moved for a week.",
        "    4  The quay is silent.",
        "",
        "    6  “[We cannot wait for another winter,]” {Mara Lindqvist} <said> on Tuesday, “[and we will not.]”",
        "",
        "    8  The herring do not care.",
        "",
        "   10  Nor do the gulls.",
    ]


def test_the_heading_of_an_article_names_each_part_with_its_place() -> None:
    assert render.article(DOCUMENT, QUOTE, PLAIN).split("\n\n")[0].split("\n") == [
        f"quote      {QUOTE.id} · direct · confidence 1.00",
        "speaker    Mara Lindqvist, harbour master",
        "source     Mara Lindqvist [110-124]",
        "cue        said [125-129]",
        "article    Harbour stays closed · Port Gazette, 7 May 2024",
        "in         /p/harbour.txt",
    ]


def test_full_shows_the_whole_article() -> None:
    lines = render.article(DOCUMENT, QUOTE, PLAIN, whole=True)
    assert "    1  Harbour stays closed\n" in lines
    assert lines.endswith("   12  A last line.")


def test_with_colour_an_article_has_no_brackets() -> None:
    lines = render.article(DOCUMENT, QUOTE, COLOUR)
    assert click.style("said", fg="yellow") in lines
    assert "[We" not in click.unstyle(lines)


@pytest.mark.parametrize("kind", SpeakerKind)
def test_a_speaker_is_counted_and_named_in_full(kind: SpeakerKind) -> None:
    line = render.speaker(SpeakerCount("Oskar Brandt", kind, "skipper", ("Brandt", "Captain Brandt"), 12), PLAIN)
    label = "" if kind is SpeakerKind.PERSON else f" ({kind})"
    assert line == f"    12  Oskar Brandt, skipper{label} · also Brandt, Captain Brandt"


@pytest.mark.parametrize(("confidence", "marked"), [(0.49, True), (0.5, False)])
def test_an_uncertain_attribution_is_marked(confidence: float, marked: bool) -> None:  # noqa: FBT001 - a parameter of the test
    quote = replace(QUOTE, confidence=confidence)
    for lines in (render.result(search_result(quote), PLAIN), render.article(DOCUMENT, quote, PLAIN)):
        (line,) = (line for line in lines.split("\n") if quote.id in line)
        assert line.endswith(" · speaker uncertain") is marked
    assert (click.style("· speaker uncertain", dim=True) in render.result(search_result(quote), COLOUR)) is marked


@pytest.mark.parametrize(("failed", "ending"), [((), ""), (("a", "b", "c"), "; 3 could not be read")])
def test_a_report_counts_read_and_unreadable_documents_separately(failed: tuple[str, ...], ending: str) -> None:
    run = Report(10 + len(failed), 0, 0, 10, failed, 7, 1.25)
    assert render.report(run).split("\n")[0] == f"10 documents read: 10 new, 0 changed, 0 unchanged{ending}"


def test_control_characters_of_a_title_are_not_printed() -> None:
    head = DocumentHead("x", title="\x1b[2Jgone")
    assert "\x1b" not in render.result(replace(search_result(), document=head), PLAIN)
