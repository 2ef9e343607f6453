"""Exports for other programs: no text runs as a formula, and the words are unchanged."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from invented import HashEncoder, LineExtractor

from quotesearch.indexer.extraction import RuleExtractor
from quotesearch.indexer.model import Document
from quotesearch.search.export_formats import FORMATS
from quotesearch.search.quote_index import QuoteIndex, open_index


@pytest.fixture
def index(tmp_path: Path) -> Iterator[QuoteIndex]:
    text = "A day.\nMara Lindqvist: =HYPERLINK(1) *not* <b>bold</b> &lt; [x](y)"
    with open_index(tmp_path, create=True, encoder=HashEncoder()) as opened:
        opened.add(Document("d", text, title="_T_", url="javascript:alert(1)"), extractor=LineExtractor())
        yield opened


def test_a_csv_cell_is_never_a_formula(index: QuoteIndex) -> None:
    header, row = csv.reader(FORMATS["csv"](index.every()))
    assert dict(zip(header, row, strict=True))["quote"].startswith("'=HYPERLINK")


def test_markdown_is_escaped_and_links_to_the_web_only(index: QuoteIndex) -> None:
    (block,) = FORMATS["markdown"](index.every())
    assert r"\*not\* \<b\>bold\</b\> \&lt; \[x\](y)" in block
    assert "javascript" not in block


INTERRUPTED = "“I read it,” Ada Moss said, “and I filed it.”"


@pytest.fixture
def interrupted(tmp_path: Path) -> Iterator[QuoteIndex]:
    with open_index(tmp_path, create=True, encoder=HashEncoder()) as opened:
        opened.add(Document("d", INTERRUPTED, title="Filed"), extractor=RuleExtractor())
        yield opened


def test_the_parts_of_an_interrupted_quotation_are_separated(interrupted: QuoteIndex) -> None:
    (result,) = interrupted.search("filed", kind="direct", mode="keyword")
    assert result.quote.parts == ("I read it,", "and I filed it.")
    assert result.quote.text == result.to_json()["quote"] == "I read it, … and I filed it."
    header, row, *_ = csv.reader(FORMATS["csv"]([result]))
    assert dict(zip(header, row, strict=True))["quote"] == "I read it, … and I filed it."
    assert [block.partition("\n")[0] for block in FORMATS["markdown"]([result])] == [
        "> “I read it,” … “and I filed it.”"
    ]
    (line,) = FORMATS["citation"]([result])
    assert line.startswith("Ada Moss: “I read it,” … “and I filed it.” “Filed”, ")


def test_marks_are_words_of_the_query(interrupted: QuoteIndex) -> None:
    (result,) = interrupted.search("filed", kind="direct", mode="keyword")
    assert [span.words(result.quote.text) for span in result.marks] == ["filed"]


def test_a_citation_ends_the_words_with_one_stop(index: QuoteIndex) -> None:
    (line,) = FORMATS["citation"](index.every())
    assert "[x](y)”. “_T_”" in line


def test_a_citation_is_one_line(index: QuoteIndex) -> None:
    (line,) = FORMATS["citation"](index.every())
    assert "\n" not in line
    assert line.startswith("Mara Lindqvist: ")
