"""The JSON objects: their keys in order, their values, and the documentation of each key."""

import ast
import inspect
import json
from collections.abc import Mapping
from datetime import date
from typing import Any, get_type_hints

import pytest

from quotesearch.indexer.model import Document, Quote, QuoteKind, Span, Speaker, SpeakerKind
from quotesearch.indexer.records import Correction, Description, Facets, SpeakerCount, Statistics, Topics
from quotesearch.search import json_objects, schema
from quotesearch.search.alignment import Alignment, Change
from quotesearch.search.fusion import Evidence
from quotesearch.search.query import Query
from quotesearch.search.quote_index import Stats
from quotesearch.search.results import Occurrence, Results, SearchResult, placed
from quotesearch.search.verify import ArchiveMatch, Verdict, Verification

TEXT = "A headline\n\n“We sail,” said Mara Lindqvist."
DOCUMENT = Document("sailing", TEXT, title="A headline", outlet="Gazette", published=date(2024, 5, 7), path="/p/a.txt")
QUOTE = Quote.of(
    DOCUMENT,
    content=(Span(13, 21),),
    context=Span(12, 43),
    kind=QuoteKind.DIRECT,
    speaker=Speaker("Mara Lindqvist", role="skipper", aliases=("Lindqvist",), confidence=0.625),
    source=(Span(28, 42),),
    cue=(Span(23, 27),),
    confidence=0.875,
)
STORED = placed(DOCUMENT, QUOTE)
RESULT = SearchResult(
    3,
    1 / 62,
    QUOTE,
    STORED.document,
    STORED.context,
    STORED.line,
    (Span(3, 7),),
    (Evidence("keyword", 2, 7.5, 1 / 62),),
    (Occurrence(STORED, (Change("sail", "row"),)),),
)
ALIGNMENT = Alignment(Span(13, 21), 1.0, 1.0, 0, (Change("sale", "sail"),))
NOT_FOUND = Verification("We sale", "", Verdict.NOT_FOUND, None, 3, 7)
FOUND = Verification(
    "We sale", "Mara", Verdict.NEAR, ArchiveMatch(DOCUMENT, STORED, Span(13, 21), Verdict.NEAR, ALIGNMENT), 3, 7
)
STATS = Stats(
    Statistics(1, 2, 3, 4, 1, 1, 0, date(2024, 5, 7), None, (("tagger-2", 2),)),
    Description("model", 3, "recipe"),
    (("store", 10), ("keyword", 5)),
)
QUOTE_JSON = {
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
        "confidence": 0.625,
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
}
OCCURRENCE_JSON = {
    "id": QUOTE.id,
    "quote": "We sail,",
    "speaker": "Mara Lindqvist",
    "document": QUOTE_JSON["document"],
    "line": 3,
    "spans": [[13, 21]],
    "changes": [["sail", "row"]],
}
RESULT_JSON = {
    "schema_version": 1,
    "rank": 3,
    "score": 1 / 62,
    **QUOTE_JSON,
    "marks": [[3, 7]],
    "occurrences": [OCCURRENCE_JSON],
    "first_seen": "2024-05-07",
    "outlets": ["Gazette"],
    "why": [{"retriever": "keyword", "rank": 2, "score": 7.5, "share": 1 / 62}],
}
OBJECTS: dict[str, tuple[type, Mapping[str, Any], dict[str, Any]]] = {
    "document": (schema.DocumentJSON, json_objects.document(DOCUMENT), QUOTE_JSON["document"]),
    "quote": (schema.QuoteJSON, json_objects.quote(STORED), {"schema_version": 1, **QUOTE_JSON}),
    "result": (schema.ResultJSON, RESULT.to_json(), RESULT_JSON),
    "compared": (schema.ComparedJSON, json_objects.compared("Mara", RESULT), {"side": "Mara", **RESULT_JSON}),
    "occurrence": (schema.OccurrenceJSON, RESULT.occurrences[0].to_json(), OCCURRENCE_JSON),
    "verification": (
        schema.VerificationJSON,
        FOUND.to_json(),
        {
            "schema_version": 1,
            "verdict": "near",
            "quotation": "We sale",
            "speaker": "Mara",
            "flags": [],
            "turned": False,
            "changes": [["sale", "sail"]],
            "text": "We sail,",
            "span": [13, 21],
            "line": 3,
            "stored": {"schema_version": 1, **QUOTE_JSON},
            "document": QUOTE_JSON["document"],
            "searched": {"documents": 3, "quotes": 7},
        },
    ),
    "nothing verified": (
        schema.VerificationJSON,
        NOT_FOUND.to_json(),
        {
            "schema_version": 1,
            "verdict": "not-found",
            "quotation": "We sale",
            "speaker": "",
            "flags": [],
            "turned": False,
            "changes": [],
            "text": "",
            "span": None,
            "line": None,
            "stored": None,
            "document": None,
            "searched": {"documents": 3, "quotes": 7},
        },
    ),
    "speaker": (
        schema.SpeakerJSON,
        json_objects.speaker(
            SpeakerCount("Oskar Brandt", SpeakerKind.PERSON, "skipper", ("Brandt",), 2, joined=(("O. Brandt", "role"),))
        ),
        {
            "schema_version": 1,
            "name": "Oskar Brandt",
            "kind": "person",
            "role": "skipper",
            "aliases": ["Brandt"],
            "quotes": 2,
            "document_id": "",
            "affiliation": "",
            "joined": [["O. Brandt", "role"]],
        },
    ),
    "correction": (
        schema.CorrectionJSON,
        json_objects.correction(Correction(2, "sailing", "we sail", Speaker("Oskar Brandt", role="skipper"))),
        {
            "schema_version": 1,
            "number": 2,
            "document_id": "sailing",
            "words": "we sail",
            "speaker": {
                "name": "Oskar Brandt",
                "role": "skipper",
                "affiliation": "",
                "kind": "person",
                "aliases": [],
                "confidence": 1.0,
            },
        },
    ),
    "not a quote": (
        schema.CorrectionJSON,
        json_objects.correction(Correction(2, "sailing", "we sail", None)),
        {"schema_version": 1, "number": 2, "document_id": "sailing", "words": "we sail", "speaker": None},
    ),
    "topics": (
        schema.TopicsJSON,
        json_objects.topics(Topics("2024", 2, ("quay", "ferry"))),
        {"schema_version": 1, "period": "2024", "quotes": 2, "words": ["quay", "ferry"]},
    ),
    "facets": (
        schema.FacetsJSON,
        json_objects.facets(Facets(2, (("Mara", 2),), (("Gazette", 1),), (("direct", 2),), (), (("2024-05", 1),))),
        {
            "schema_version": 1,
            "facets": {
                "quotes": 2,
                "speakers": [["Mara", 2]],
                "outlets": [["Gazette", 1]],
                "kinds": [["direct", 2]],
                "years": [],
                "months": [["2024-05", 1]],
            },
        },
    ),
    "answered query": (
        schema.AnsweredQueryJSON,
        json_objects.answered_query("sail", Results(Query("sail"), (RESULT,))),
        {"schema_version": 1, "query": "sail", "results": 1},
    ),
    "month": (
        schema.MonthJSON,
        json_objects.month("2024-05", 3),
        {"schema_version": 1, "month": "2024-05", "quotes": 3},
    ),
    "stats": (
        schema.StatsJSON,
        json_objects.stats(STATS),
        {
            "schema_version": 1,
            "documents": 1,
            "quotes": 2,
            "speakers": 3,
            "outlets": 4,
            "direct": 1,
            "mixed": 1,
            "indirect": 0,
            "first": "2024-05-07",
            "last": None,
            "recipes": [["tagger-2", 2]],
            "model": "model",
            "dimension": 3,
            "recipe": "recipe",
            "format": 1,
            "bytes": {"store": 10, "keyword": 5},
        },
    ),
    "spans": (
        schema.SpansJSON,
        json_objects.spans("a", [QUOTE]),
        {
            "doc": "a",
            "quotes": [
                {
                    "content": [[13, 21]],
                    "source": [[28, 42]],
                    "cue": [[23, 27]],
                    "kind": "direct",
                    "reports": "speech",
                    "confidence": 0.875,
                    "speaker": "Mara Lindqvist",
                }
            ],
        },
    ),
}
"""For each kind of object: its type, the actual object, and the expected object."""


@pytest.mark.parametrize(("actual", "expected"), [case[1:] for case in OBJECTS.values()], ids=OBJECTS)
def test_an_object_has_the_keys_and_values_of_its_schema_in_order(actual: Any, expected: Any) -> None:  # noqa: ANN401
    assert json.dumps(actual) == json.dumps(expected)


@pytest.mark.parametrize(("defined", "actual"), [case[:2] for case in OBJECTS.values()], ids=OBJECTS)
def test_the_schema_has_the_keys_of_the_object(defined: type, actual: Mapping[str, Any]) -> None:
    assert get_type_hints(defined).keys() == actual.keys()


@pytest.mark.parametrize("actual", [case[1] for case in OBJECTS.values()], ids=OBJECTS)
def test_an_object_has_only_types_of_json(actual: Mapping[str, Any]) -> None:
    assert json.loads(json.dumps(actual)) == actual


def test_each_key_is_documented() -> None:
    lines = inspect.getsource(schema).splitlines()
    classes = [node for node in ast.parse("\n".join(lines)).body if isinstance(node, ast.ClassDef)]
    keys = [node for case in classes for node in case.body if isinstance(node, ast.AnnAssign)]
    assert keys
    assert [lines[key.lineno - 1] for key in keys if not lines[key.lineno - 1].endswith(".")] == []
