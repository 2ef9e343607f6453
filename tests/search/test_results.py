"""A result, and a page of results."""

from datetime import date

import pytest

from quotesearch.indexer.model import Document, Quote, QuoteKind, Span, Speaker
from quotesearch.search.fusion import Evidence
from quotesearch.search.query import Query
from quotesearch.search.results import Results, SearchResult, placed

TEXT = "A headline\n\n“We sail,” said Mara Lindqvist."
DOCUMENT = Document("sailing", TEXT, title="A headline", outlet="Gazette", published=date(2024, 5, 7), path="/p/a.txt")
QUOTE = Quote.of(
    DOCUMENT,
    content=(Span(13, 21),),
    context=Span(12, 43),
    kind=QuoteKind.DIRECT,
    speaker=Speaker("Mara Lindqvist", role="skipper", aliases=("Lindqvist",)),
    source=(Span(28, 42),),
    cue=(Span(23, 27),),
    confidence=0.875,
)


@pytest.fixture
def result() -> SearchResult:
    stored = placed(DOCUMENT, QUOTE)
    why = (Evidence("keyword", 2, 7.5, 1 / 62),)
    return SearchResult(3, 1 / 62, QUOTE, stored.document, stored.context, stored.line, (Span(3, 7),), why)


def test_the_spans_give_the_words_of_the_quote(result: SearchResult) -> None:
    line = result.to_json()
    assert " ".join(TEXT[start:end] for start, end in line["spans"]) == line["quote"]
    assert TEXT[slice(*line["context_span"])] == line["context"]


def test_results_behave_like_a_tuple(result: SearchResult) -> None:
    page = Results(Query("sail"), (result,))
    assert (list(page), len(page), page[0], page[:1]) == ([result], 1, result, (result,))
    assert page
    assert not Results(Query("sail"))
