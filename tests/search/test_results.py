"""What an answer holds, and what it says as JSON."""

import json
import re
from datetime import date

import pytest

from quotesearch.indexer.model import Document, Quote, QuoteKind, Span, Speaker
from quotesearch.search import results
from quotesearch.search.fusion import Evidence
from quotesearch.search.query import Query
from quotesearch.search.results import Results, SearchResult, described, placed

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


OF_RESULTS = {"rank", "score", "marks", "occurrences", "first_seen", "outlets", "why"}


@pytest.fixture
def found() -> SearchResult:
    stored = placed(DOCUMENT, QUOTE)
    why = (Evidence("keyword", 2, 7.5, 1 / 62),)
    return SearchResult(3, 1 / 62, QUOTE, stored.document, stored.context, stored.line, (Span(3, 7),), why)


def test_the_keys_are_those_documented(found: SearchResult) -> None:
    documented = re.findall(r"^\| (\w+) \|", results.__doc__ or "", re.MULTILINE)
    assert list(found.to_json()) == [key for key in documented if key != "key"]


def test_json_holds_plain_types_and_comes_back_as_it_went(found: SearchResult) -> None:
    assert json.loads(json.dumps(found.to_json())) == found.to_json()


def test_json_says_all_there_is(found: SearchResult) -> None:
    assert found.to_json() == {
        "schema_version": 1,
        "rank": 3,
        "score": 1 / 62,
        "id": QUOTE.id,
        "quote": "We sail,",
        "kind": "direct",
        "reports": "speech",
        "confidence": 0.875,
        "speaker": {
            "name": "Mara Lindqvist",
            "role": "skipper",
            "affiliation": "",
            "kind": "person",
            "aliases": ["Lindqvist"],
        },
        "spans": [[13, 21]],
        "source": [[28, 42]],
        "cue": [[23, 27]],
        "line": 3,
        "context": "“We sail,” said Mara Lindqvist.",
        "context_span": [12, 43],
        "document": {
            "id": "sailing",
            "title": "A headline",
            "outlet": "Gazette",
            "author": "",
            "published": "2024-05-07",
            "url": "",
            "language": "",
            "path": "/p/a.txt",
        },
        "marks": [[3, 7]],
        "occurrences": [],
        "first_seen": "2024-05-07",
        "outlets": ["Gazette"],
        "why": [{"retriever": "keyword", "rank": 2, "score": 7.5, "share": 1 / 62}],
    }


def test_an_extracted_quote_has_the_keys_of_a_result_save_those_of_ranking(found: SearchResult) -> None:
    assert found.to_json().keys() - described(placed(DOCUMENT, QUOTE)).keys() == OF_RESULTS


def test_the_spans_give_back_the_words(found: SearchResult) -> None:
    line = found.to_json()
    assert " ".join(TEXT[start:end] for start, end in line["spans"]) == line["quote"]
    assert TEXT[slice(*line["context_span"])] == line["context"]


def test_results_are_read_like_a_tuple(found: SearchResult) -> None:
    page = Results(Query("sail"), (found,))
    assert (list(page), len(page), page[0], page[:1]) == ([found], 1, found, (found,))
    assert page
    assert not Results(Query("sail"))
