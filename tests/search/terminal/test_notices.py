"""The notices after results: nothing found, more pages, results by meaning only, unknown speakers."""

from dataclasses import replace

import pytest

from quotesearch.indexer.model import Document, Quote, QuoteKind, Span, Speaker
from quotesearch.search.fusion import Evidence
from quotesearch.search.query import Filters, Mode, Query
from quotesearch.search.results import Results, SearchResult, placed
from quotesearch.search.terminal import notices

DOCUMENT = Document("quay", "The ferry is late.")
QUOTE = Quote.of(
    DOCUMENT, content=(Span(0, 18),), context=Span(0, 18), kind=QuoteKind.INDIRECT, speaker=Speaker("Mara Lindqvist")
)
NEAREST = SearchResult(
    1, 1 / 61, QUOTE, placed(DOCUMENT, QUOTE).document, DOCUMENT.text, 1, (), (Evidence("dense", 1, 0.5, 1 / 61),)
)
FOUND = replace(NEAREST, marks=(Span(4, 9),))
BY_TITLE = replace(NEAREST, why=(*NEAREST.why, Evidence("keyword", 1, 2.0, 1 / 61)))
LIKE_IT = "has these words; these are the nearest in meaning"


@pytest.mark.parametrize(
    ("results", "remark"),
    [
        (Results(Query("ferry")), "nothing found"),
        (Results(Query("ferry", offset=20)), "nothing found after that offset"),
        (Results(Query("ferry"), (FOUND,)), ""),
        (Results(Query("ferry", limit=1, offset=4), (FOUND,), more=True), "more results with --offset 5"),
        (Results(Query("ferry"), unknown_speaker="Lindquist"), "no speaker named Lindquist"),
        (
            Results(Query("ferry"), unknown_speaker="Lindquist", near_speakers=("Mara Lindqvist", "Lind")),
            "no speaker named Lindquist; similar names: Mara Lindqvist, Lind",
        ),
    ],
)
def test_missing_and_further_results_get_a_notice(results: Results, remark: str) -> None:
    assert notices.of_results(results) == remark


@pytest.mark.parametrize(
    ("results", "remark"),
    [
        (Results(Query("boat"), (NEAREST, NEAREST)), f"no quote {LIKE_IT}"),
        (Results(Query("boat", mode=Mode.DENSE), (NEAREST,)), f"none of these quotes {LIKE_IT}"),
        (Results(Query("boat", limit=1), (NEAREST,), more=True), f"no quote {LIKE_IT}\nmore results with --offset 1"),
        (Results(Query("ferry"), (NEAREST, FOUND)), ""),
        (Results(Query("quay"), (NEAREST, BY_TITLE)), ""),
        (Results(Query("ferry", offset=1), (NEAREST,)), ""),
        (Results(Query(filters=Filters(speaker="Mara")), (replace(NEAREST, why=()),)), ""),
    ],
)
def test_results_without_the_words_of_the_query_get_a_notice(results: Results, remark: str) -> None:
    assert notices.of_results(results) == remark
