"""Make the JSON objects that `schema` defines, one function for each.

This module reads the public objects of `search/` without importing them, so that those can import this module for their
`to_json`.
"""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from quotesearch.search import schema
from quotesearch.search.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from quotesearch.indexer.model import Document, DocumentHead, Quote, Span
    from quotesearch.indexer.records import Counted, Facets, SpeakerCount, StoredQuote, Topics
    from quotesearch.search.fusion import Evidence
    from quotesearch.search.quote_index import Stats
    from quotesearch.search.results import Occurrence, Results, SearchResult
    from quotesearch.search.verify import Found, Verification


def document(head: "DocumentHead | Document") -> schema.DocumentJSON:
    """Return the metadata of a document."""
    return {
        "id": head.id,
        "title": head.title,
        "outlet": head.outlet,
        "author": head.author,
        "published": _day(head.published),
        "url": head.url,
        "language": head.language,
        "path": head.path,
    }


def quote(stored: "StoredQuote") -> schema.QuoteJSON:
    """Return a quote with its context and its document."""
    return {"schema_version": SCHEMA_VERSION, **_quote_fields(stored)}


def result(entry: "SearchResult") -> schema.ResultJSON:
    """Return a result of a search."""
    return {
        "schema_version": SCHEMA_VERSION,
        "rank": entry.rank,
        "score": entry.score,
        **_quote_fields(entry),
        "marks": _spans(entry.marks),
        "occurrences": [occurrence(report) for report in entry.occurrences],
        "first_seen": _day(entry.first_seen),
        "outlets": list(entry.outlets),
        "why": [_evidence(evidence) for evidence in entry.why],
    }


def compared(name: str, entry: "SearchResult") -> schema.ComparedJSON:
    """Return a result of a comparison, with the name of its side."""
    return {"side": name, **result(entry)}


def occurrence(report: "Occurrence") -> schema.OccurrenceJSON:
    """Return another report of a quote's words."""
    stored = report.stored
    return {
        "id": stored.quote.id,
        "quote": stored.quote.text,
        "speaker": stored.quote.speaker.name,
        "document": document(stored.document),
        "line": stored.line,
        "spans": _spans(stored.quote.content),
        "changes": [[change.quoted, change.stored] for change in report.changes],
    }


def verification(verified: "Verification") -> schema.VerificationJSON:
    """Return the verdict on a quotation, with its evidence."""
    return {
        "schema_version": SCHEMA_VERSION,
        "verdict": str(verified.verdict),
        "quotation": verified.quotation,
        "speaker": verified.speaker,
        **_found(verified.found),
        "searched": {"documents": verified.documents, "quotes": verified.quotes},
    }


def speaker(counts: "SpeakerCount") -> schema.SpeakerJSON:
    """Return a speaker with the number of quotes."""
    return {
        "schema_version": SCHEMA_VERSION,
        "name": counts.name,
        "kind": str(counts.kind),
        "role": counts.role,
        "aliases": list(counts.aliases),
        "quotes": counts.quotes,
        "document_id": counts.document_id,
        "affiliation": counts.affiliation,
        "joined": [[name, reason] for name, reason in counts.joined],
    }


def topics(period: "Topics") -> schema.TopicsJSON:
    """Return the topics of a speaker in one period."""
    words = list(period.words)
    return {"schema_version": SCHEMA_VERSION, "period": period.period, "quotes": period.quotes, "words": words}


def facets(counts: "Facets") -> schema.FacetsJSON:
    """Return the counts of quotes."""
    return {
        "schema_version": SCHEMA_VERSION,
        "facets": {
            "quotes": counts.quotes,
            "speakers": _pairs(counts.speakers),
            "outlets": _pairs(counts.outlets),
            "kinds": _pairs(counts.kinds),
            "years": _pairs(counts.years),
            "months": _pairs(counts.months),
        },
    }


def answered_query(line: str, results: "Results") -> schema.AnsweredQueryJSON:
    """Return the object that ends the results of one of many queries."""
    return {"schema_version": SCHEMA_VERSION, "query": line, "results": len(results)}


def month(name: str, quotes: int) -> schema.MonthJSON:
    """Return a month of a timeline."""
    return {"schema_version": SCHEMA_VERSION, "month": name, "quotes": quotes}


def stats(index: "Stats") -> schema.StatsJSON:
    """Return the counts, the model and the sizes of an index."""
    counts, manifest = index.counts, index.manifest
    return {
        "schema_version": SCHEMA_VERSION,
        "documents": counts.documents,
        "quotes": counts.quotes,
        "speakers": counts.speakers,
        "outlets": counts.outlets,
        "direct": counts.direct,
        "mixed": counts.mixed,
        "indirect": counts.indirect,
        "first": _day(counts.first),
        "last": _day(counts.last),
        "model": manifest.model,
        "dimension": manifest.dimension,
        "recipe": manifest.recipe,
        "format": manifest.format,
        "bytes": dict(index.sizes),
    }


def spans(name: str, quotes: "Iterable[Quote]") -> schema.SpansJSON:
    """Return the places of a document's quotes."""
    places: list[schema.QuoteSpansJSON] = [
        {
            "content": _spans(quote.content),
            "source": _spans(quote.source),
            "cue": _spans(quote.cue),
            "kind": str(quote.kind),
            "reports": str(quote.reports),
            "confidence": quote.confidence,
            "speaker": quote.speaker.name,
        }
        for quote in quotes
    ]
    return {"doc": name, "quotes": places}


def _quote_fields(stored: "StoredQuote | SearchResult") -> schema.QuoteFields:
    """Return the keys that a quote and a result share."""
    quote, speaker = stored.quote, stored.quote.speaker
    return {
        "id": quote.id,
        "quote": quote.text,
        "kind": str(quote.kind),
        "reports": str(quote.reports),
        "confidence": quote.confidence,
        "speaker": {
            "name": speaker.name,
            "role": speaker.role,
            "affiliation": speaker.affiliation,
            "kind": str(speaker.kind),
            "aliases": list(speaker.aliases),
        },
        "spans": _spans(quote.content),
        "source": _spans(quote.source),
        "cue": _spans(quote.cue),
        "line": stored.line,
        "context": stored.context,
        "context_span": [quote.context.start, quote.context.end],
        "document": document(stored.document),
    }


def _found(entry: "Found | None") -> schema.FoundFields:
    """Return the words of the archive that are similar to a quotation, empty values without a match."""
    if entry is None:
        return {
            "flags": [],
            "turned": False,
            "changes": [],
            "text": "",
            "span": None,
            "line": None,
            "stored": None,
            "document": None,
        }
    return {
        "flags": list(entry.alignment.flags),
        "turned": entry.alignment.turned,
        "changes": [[change.quoted, change.stored] for change in entry.alignment.changes],
        "text": entry.span.words(entry.document.text),
        "span": [entry.span.start, entry.span.end],
        "line": entry.document.line_of(entry.span.start),
        "stored": quote(entry.quote) if entry.quote else None,
        "document": document(entry.document),
    }


def _evidence(evidence: "Evidence") -> schema.EvidenceJSON:
    """Return one retriever's share of a score."""
    return {"retriever": evidence.retriever, "rank": evidence.rank, "score": evidence.score, "share": evidence.share}


def _spans(spans: Iterable["Span"]) -> schema.Spans:
    """Return the start and end of each span."""
    return [[span.start, span.end] for span in spans]


def _pairs(counts: "Counted") -> schema.Counts:
    """Return each name with its number of quotes."""
    return [[name, quotes] for name, quotes in counts]


def _day(day: date | None) -> str | None:
    """Return the day as YYYY-MM-DD, null if there is no day."""
    return day.isoformat() if day else None
