"""Say what each line of JSON holds, save those of `search/results.py` (a result) and `search/verify.py` (a verdict).

speakers   schema_version, name, kind, role, affiliation, aliases, quotes (how many), document_id (of an anonymous
           speaker), joined (pairs: a name that other articles give the same person, and why)
topics     schema_version, period (YYYY or YYYY-MM, empty for undated articles), quotes (how many), words
facets     schema_version, facets: quotes (how many), speakers, outlets, kinds, years, months (each a list of pairs)
answered   schema_version, query (a line of `--stdin`), results (how many came before)
stats      schema_version, documents, quotes, speakers, outlets, direct, mixed, indirect, first, last, model,
           dimension, recipe, format, bytes (by part of the index)
extract    as a search result, without rank, score, marks, occurrences, first_seen, outlets and why; with
           `--format spans` a document a line: doc (the name of the file without folder and suffix; the document's id
           for a row and for standard input), quotes (content, source, cue, kind, reports, confidence, speaker's name)
"""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from quotesearch.indexer.model import Document
from quotesearch.indexer.records import Attributed, Facets, SpeakerCount, Topics
from quotesearch.search.library import Stats
from quotesearch.search.results import SCHEMA_VERSION, Results, described, pairs, placed

_OF_ROWS = (".jsonl", ".ndjson", ".csv", ".tsv")


def speaker(counted: SpeakerCount) -> dict[str, Any]:
    """Return a speaker as JSON's types."""
    return {"schema_version": SCHEMA_VERSION, **asdict(counted)}


def topics(each: Topics) -> dict[str, Any]:
    """Return what a speaker talked about in a period as JSON's types."""
    return {"schema_version": SCHEMA_VERSION, **asdict(each)}


def facets(counted: Facets) -> dict[str, Any]:
    """Return the counts of quotes as JSON's types."""
    return {"schema_version": SCHEMA_VERSION, "facets": asdict(counted)}


def answered(typed: str, results: Results) -> dict[str, Any]:
    """Return what ends the results of one of many queries as JSON's types."""
    return {"schema_version": SCHEMA_VERSION, "query": typed, "results": len(results)}


def stats(held: Stats) -> dict[str, Any]:
    """Return the counts of an index as JSON's types."""
    counts, made = asdict(held.counts), asdict(held.manifest)
    dates = {name: counts[name].isoformat() if counts[name] else None for name in ("first", "last")}
    return {"schema_version": SCHEMA_VERSION, **counts, **dates, **made, "bytes": dict(held.sizes)}


def quotes(extracted: Attributed) -> Iterator[dict[str, Any]]:
    """Yield the quotes of a document as JSON's types."""
    for quote in extracted.quotes:
        yield described(placed(extracted.document, quote))


def spans(extracted: Attributed) -> dict[str, Any]:
    """Return where the quotes of a document stand, in one object: what attribution is measured by."""
    found = [
        {
            "content": pairs(quote.content),
            "source": pairs(quote.source),
            "cue": pairs(quote.cue),
            "kind": str(quote.kind),
            "reports": str(quote.reports),
            "confidence": quote.confidence,
            "speaker": quote.speaker.name,
        }
        for quote in extracted.quotes
    ]
    return {"doc": _stem(extracted.document), "quotes": found}


def _stem(document: Document) -> str:
    """Return the stem of the document's file, or its id where it has none of its own."""
    name = Path(document.path).name.removesuffix(".gz")
    return document.id if not name or name.lower().endswith(_OF_ROWS) else Path(name).stem
