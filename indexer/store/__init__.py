"""Keep the truth in SQLite: documents, quotes, speakers, filters, and the number of each change.

This package is the one door to SQLite. Everything else in an index folder is derived from what it
holds and is brought up to date from `Store.changes_since`.
"""

from quotesearch.indexer.store.faults import faults
from quotesearch.indexer.store.nouns import (
    Attributed,
    Counted,
    Counts,
    DocumentHead,
    Facets,
    Filters,
    PutReport,
    SpeakerCount,
    StoredQuote,
    Substance,
)
from quotesearch.indexer.store.store import Store

__all__ = [
    "Attributed",
    "Counted",
    "Counts",
    "DocumentHead",
    "Facets",
    "Filters",
    "PutReport",
    "SpeakerCount",
    "Store",
    "StoredQuote",
    "Substance",
    "faults",
]
