"""Make the JSON objects that `schema` defines, with one function for each.

The schema defines the keys and their order. A value comes from the object's attribute of the same name, unless the
function passes another value. Classes of `search/` import this module for their method `to_json`. To avoid a circular
import, this module imports these classes for type checking only.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar, cast

from quotesearch.indexer.model import DocumentHead, Span, Speaker
from quotesearch.search import schema

if TYPE_CHECKING:
    from quotesearch.indexer.model import Document, Quote
    from quotesearch.indexer.records import Correction, Facets, SpeakerCount, StoredQuote, Topics
    from quotesearch.search.alignment import Change
    from quotesearch.search.quote_index import Stats
    from quotesearch.search.results import Occurrence, Results, SearchResult
    from quotesearch.search.verify import ArchiveMatch, Verification

Object = TypeVar("Object", bound=Mapping[str, object])


def document(head: "DocumentHead | Document") -> schema.DocumentJSON:
    """Return the metadata of a document."""
    return _object(schema.DocumentJSON, head)


def quote(stored: "StoredQuote") -> schema.QuoteJSON:
    """Return a quote with its context and its document."""
    return _quote(schema.QuoteJSON, stored)


def result(entry: "SearchResult") -> schema.ResultJSON:
    """Return a result of a search."""
    why = [_object(schema.EvidenceJSON, evidence) for evidence in entry.why]
    return _quote(schema.ResultJSON, entry, occurrences=list(map(occurrence, entry.occurrences)), why=why)


def compared(name: str, entry: "SearchResult") -> schema.ComparedJSON:
    """Return a result of a comparison, with the name of its side."""
    return {"side": name, **result(entry)}


def occurrence(report: "Occurrence") -> schema.OccurrenceJSON:
    """Return another report of a quote's words."""
    quote, changes = report.stored.quote, _changes(report.changes)
    values = {"quote": quote.text, "speaker": quote.speaker.name, "spans": _value(quote.content), "changes": changes}
    return _object(schema.OccurrenceJSON, report.stored, quote, **values)


def verification(verified: "Verification") -> schema.VerificationJSON:
    """Return the verdict on a quotation, with the most similar words of the archive."""
    searched = {"documents": verified.documents, "quotes": verified.quotes}
    alignment = verified.found and verified.found.alignment
    return _object(schema.VerificationJSON, verified, alignment, searched=searched, **_match(verified.found))


def speaker(counts: "SpeakerCount") -> schema.SpeakerJSON:
    """Return a speaker with the number of quotes."""
    return _object(schema.SpeakerJSON, counts)


def correction(stored: "Correction") -> schema.CorrectionJSON:
    """Return a correction of an attribution."""
    return _object(schema.CorrectionJSON, stored)


def topics(period: "Topics") -> schema.TopicsJSON:
    """Return the topics of a speaker in one period."""
    return _object(schema.TopicsJSON, period)


def facets(counts: "Facets") -> schema.FacetsJSON:
    """Return the counts of quotes."""
    return {"schema_version": schema.SCHEMA_VERSION, "facets": _object(schema.CountsJSON, counts)}


def answered_query(line: str, results: "Results") -> schema.AnsweredQueryJSON:
    """Return the object that ends the results of one of many queries."""
    return {"schema_version": schema.SCHEMA_VERSION, "query": line, "results": len(results)}


def month(name: str, quotes: int) -> schema.MonthJSON:
    """Return a month of a timeline."""
    return {"schema_version": schema.SCHEMA_VERSION, "month": name, "quotes": quotes}


def stats(index: "Stats") -> schema.StatsJSON:
    """Return the counts, the model and the sizes of an index."""
    return _object(schema.StatsJSON, index.counts, index.manifest, bytes=dict(index.sizes))


def spans(name: str, quotes: "Iterable[Quote]") -> schema.SpansJSON:
    """Return the places of a document's quotes."""
    places = [_object(schema.QuoteSpansJSON, quote, speaker=quote.speaker.name) for quote in quotes]
    return {"doc": name, "quotes": places}


def _quote(kind: type[Object], stored: "StoredQuote | SearchResult", **values: object) -> Object:
    """Return an object of a kind that has the keys of a quote. `values` are the values of its other keys."""
    quote = stored.quote
    values |= {"quote": quote.text, "spans": _value(quote.content), "context_span": _value(quote.context)}
    return _object(kind, stored, quote, **values)


def _match(match: "ArchiveMatch | None") -> dict[str, object]:
    """Return the words of the archive that are similar to a quotation. Without a match, all values are empty."""
    if match is None:
        nothing = dict.fromkeys(("span", "line", "stored", "document"))
        return {"flags": [], "turned": False, "changes": [], "text": "", **nothing}
    return {
        "changes": _changes(match.alignment.changes),
        "text": match.span.words(match.document.text),
        "span": _value(match.span),
        "line": match.document.line_of(match.span.start),
        "stored": quote(match.quote) if match.quote else None,
        "document": document(match.document),
    }


def _changes(changes: "Iterable[Change]") -> schema.Pairs:
    """Return pairs of words for the differences: the quotation's words, and the archive's words."""
    return [[change.quoted, change.stored] for change in changes]


def _object(kind: type[Object], *sources: object, **values: object) -> Object:
    """Return an object with the keys of its kind.

    A value comes from `values`, else from the first source that has an attribute with the name of the key.
    """
    values.setdefault("schema_version", schema.SCHEMA_VERSION)
    for key in kind.__annotations__:
        if key not in values:
            values[key] = _value(next(getattr(source, key) for source in sources if hasattr(source, key)))
    return cast("Object", {key: values[key] for key in kind.__annotations__})


def _value(value: object) -> object:
    """Return a value in the types of JSON: a span is its two ends, a day is YYYY-MM-DD."""
    match value:
        case Span():
            return [value.start, value.end]
        case DocumentHead():
            return document(value)
        case Speaker():
            return _object(schema.QuotedSpeakerJSON, value)
        case date() | StrEnum():
            return str(value)
        case tuple():
            return list(map(_value, value))
        case _:
            return value
