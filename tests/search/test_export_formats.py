"""What leaves for other programs: nothing runs there, and nothing is read otherwise than it was said."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from invented import HashEncoder, LineExtractor

from quotesearch.indexer.model import Document
from quotesearch.search.export_formats import FORMATS
from quotesearch.search.library import QuoteIndex, open_index


@pytest.fixture
def index(tmp_path: Path) -> Iterator[QuoteIndex]:
    text = "A day.\nMara Lindqvist: =HYPERLINK(1) *not* <b>bold</b> &lt; [x](y)"
    with open_index(tmp_path, create=True, encoder=HashEncoder()) as opened:
        opened.add(Document("d", text, title="_T_", url="javascript:alert(1)"), extractor=LineExtractor())
        yield opened


def test_no_cell_is_a_formula(index: QuoteIndex) -> None:
    header, row = csv.reader(FORMATS["csv"](index.every()))
    assert dict(zip(header, row, strict=True))["quote"].startswith("'=HYPERLINK")


def test_markdown_is_escaped_and_links_to_the_web_only(index: QuoteIndex) -> None:
    (block,) = FORMATS["markdown"](index.every())
    assert r"\*not\* \<b\>bold\</b\> \&lt; \[x\](y)" in block
    assert "javascript" not in block


def test_a_citation_is_one_line(index: QuoteIndex) -> None:
    (line,) = FORMATS["citation"](index.every())
    assert "\n" not in line
    assert line.startswith("Mara Lindqvist: ")
