"""The class for Python programs: the sources that it accepts, its errors, and that it logs nothing."""

import subprocess
import sys
from pathlib import Path

import pytest
from invented import HashEncoder, LineExtractor, article

from quotesearch.indexer.errors import InputError, QueryError
from quotesearch.search.query import Query
from quotesearch.search.quote_index import open_index
from quotesearch.search.sources import extract


@pytest.mark.parametrize("source", [5, None, [5], [None], b"abc", [b"abc"], [["a.txt"]]])
def test_a_source_of_another_type_is_refused(tmp_path: Path, source: object) -> None:
    with open_index(tmp_path, create=True, encoder=HashEncoder()) as index:
        with pytest.raises(TypeError, match="give a file, folder or glob"):
            index.add(source)
        assert index.stats().counts.documents == 0


def test_documents_and_errors_of_readers_can_be_added(tmp_path: Path) -> None:
    with open_index(tmp_path, create=True, encoder=HashEncoder()) as index:
        report = index.add([article(1), InputError("x: no text")], extractor=LineExtractor())
        assert (report.added, report.failed) == (1, ("x: no text",))


def test_an_index_opened_for_reading_accepts_no_documents(tmp_path: Path) -> None:
    open_index(tmp_path, create=True, encoder=HashEncoder()).close()
    with open_index(tmp_path, encoder=HashEncoder()) as index:
        for add in (lambda: index.add(article(1)), lambda: index.add(())):
            with pytest.raises(ValueError, match="open it with write=True"):
                add()


def test_a_correction_acts_at_once_and_is_listed_and_undone(tmp_path: Path) -> None:
    with open_index(tmp_path, create=True, encoder=HashEncoder()) as index:
        index.add(article(1), extractor=LineExtractor())
        first, second, *_ = index.quotes_in("article-1")
        assert [result.quote.id for result in index.search(first.text, limit=1)] == [first.id]  # fills the cache
        corrections = index.correct(first.id, speaker="Ida Holm"), index.correct(second.id[:12], not_a_quote=True)
        assert index.corrections() == corrections
        assert [result.quote.id for result in index.search(first.text, speaker="Holm")] == [first.id]
        assert second.id not in {result.quote.id for result in index.search(second.text)}
        assert [count.name for count in index.speakers("holm")] == ["Ida Holm"]
        assert index.check() == ()
        assert [index.undo_correction(correction.number) for correction in corrections] == list(corrections)
        assert index.add(article(1), extractor=LineExtractor()).changed == 1
        assert index.quotes_in("article-1")[:2] == (first, second)


def test_a_correction_needs_one_of_its_two_options_and_an_index_that_is_open_to_write(tmp_path: Path) -> None:
    with open_index(tmp_path, create=True, encoder=HashEncoder()) as index:
        index.add(article(1), extractor=LineExtractor())
        quote_id = index.quotes_in("article-1")[0].id
        for options in ({}, {"speaker": "Ida Holm", "not_a_quote": True}):
            with pytest.raises(TypeError, match="give either speaker=NAME or not_a_quote=True"):
                index.correct(quote_id, **options)
        with pytest.raises(QueryError, match="give more characters"):
            index.correct("", not_a_quote=True)
    with open_index(tmp_path, encoder=HashEncoder()) as index:
        assert index.corrections() == ()
        for change in (lambda: index.correct(quote_id, not_a_quote=True), lambda: index.undo_correction(1)):
            with pytest.raises(ValueError, match="open it with write=True"):
                change()


def test_counts_and_exports_agree(tmp_path: Path) -> None:
    with open_index(tmp_path, create=True, encoder=HashEncoder()) as index:
        index.add([article(number) for number in range(6)], extractor=LineExtractor())
        assert index.facets().quotes == 24
        assert len(list(index.every(each=True))) == 24
        counts = index.facets(outlet="gazette")
        assert counts.outlets == (("Gazette", counts.quotes),)
        assert sum(count for _, count in counts.timeline) == counts.quotes
        assert [month for month, _ in index.facets().timeline] == [f"2024-0{number}" for number in range(1, 7)]
        with pytest.raises(TypeError, match="remove speaker"):
            index.facets(Query.of("harbour"), speaker="x")


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_empty_text_has_no_quotes(text: str) -> None:
    assert extract(text) == ()


def test_without_a_logging_handler_nothing_is_printed(tmp_path: Path) -> None:
    code = (
        "import logging, quotesearch.search.quote_index\n"
        "logging.getLogger('quotesearch.indexer').warning('not to be seen')\n"
    )
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert process.stderr == ""
