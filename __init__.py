"""Find who said what: attributed quotes from news articles, indexed and searchable.

    import quotesearch

    with quotesearch.open("my-index", create=True) as index:
        index.add("articles/")
        for result in index.search("harbour dredging", speaker="Mara Lindqvist", limit=5):
            print(result.quote.speaker.name, result.quote.text, result.document.title, result.line)

Each name below is imported when it is first used (PEP 562), so that `import quotesearch` costs nothing:
no numpy, no Whoosh, no torch before they are needed.
"""

from importlib import import_module
from typing import TYPE_CHECKING

__all__ = [
    "CrossEncoderReranker",
    "Document",
    "DocumentHead",
    "Encoder",
    "Extractor",
    "Facets",
    "IndexDamagedError",
    "IndexFolderError",
    "IndexLockedError",
    "IndexMismatchError",
    "IndexNotFoundError",
    "InputError",
    "Mode",
    "ModelError",
    "NotFoundError",
    "Occurrence",
    "Progress",
    "Query",
    "QueryError",
    "Quote",
    "QuoteIndex",
    "QuoteKind",
    "QuoteSearchError",
    "Report",
    "Reported",
    "Reranker",
    "Results",
    "SearchResult",
    "Span",
    "Speaker",
    "SpeakerCount",
    "SpeakerKind",
    "Stats",
    "Topics",
    "Verdict",
    "Verification",
    "__version__",
    "citation",
    "extract",
    "open",
]

_HOMES = {
    "CrossEncoderReranker": "search.rerank",
    "Document": "indexer.model",
    "DocumentHead": "indexer.model",
    "Encoder": "indexer.protocols",
    "Extractor": "indexer.protocols",
    "Facets": "indexer.records",
    "IndexDamagedError": "indexer.errors",
    "IndexFolderError": "indexer.errors",
    "IndexLockedError": "indexer.errors",
    "IndexMismatchError": "indexer.errors",
    "IndexNotFoundError": "indexer.errors",
    "InputError": "indexer.errors",
    "Mode": "search.query",
    "ModelError": "indexer.errors",
    "NotFoundError": "indexer.errors",
    "Occurrence": "search.results",
    "Progress": "indexer.pipeline",
    "Query": "search.query",
    "QueryError": "indexer.errors",
    "Quote": "indexer.model",
    "QuoteIndex": "search.quote_index",
    "QuoteKind": "indexer.model",
    "QuoteSearchError": "indexer.errors",
    "Report": "indexer.pipeline",
    "Reported": "indexer.model",
    "Reranker": "search.rerank",
    "Results": "search.results",
    "SearchResult": "search.results",
    "Span": "indexer.model",
    "Speaker": "indexer.model",
    "SpeakerCount": "indexer.records",
    "SpeakerKind": "indexer.model",
    "Stats": "search.quote_index",
    "Topics": "indexer.records",
    "Verdict": "search.verify",
    "Verification": "search.verify",
    "citation": "search.export_formats",
    "extract": "search.extracting",
    "open": "search.quote_index",
}
"""The module of each public name."""
_NAMES = {"open": "open_index"}
"""What a public name is called in its module, where that would hide a name of Python's own."""

if TYPE_CHECKING:
    from quotesearch.indexer.errors import (
        IndexDamagedError,
        IndexFolderError,
        IndexLockedError,
        IndexMismatchError,
        IndexNotFoundError,
        InputError,
        ModelError,
        NotFoundError,
        QueryError,
        QuoteSearchError,
    )
    from quotesearch.indexer.model import Document, DocumentHead, Quote, QuoteKind, Reported, Span, Speaker, SpeakerKind
    from quotesearch.indexer.pipeline import Progress, Report
    from quotesearch.indexer.protocols import Encoder, Extractor
    from quotesearch.indexer.records import Facets, SpeakerCount, Topics
    from quotesearch.search.export_formats import citation
    from quotesearch.search.extracting import extract
    from quotesearch.search.query import Mode, Query
    from quotesearch.search.quote_index import QuoteIndex, Stats
    from quotesearch.search.quote_index import open_index as open  # noqa: A004 - quotesearch.open reads as it should
    from quotesearch.search.rerank import CrossEncoderReranker, Reranker
    from quotesearch.search.results import Occurrence, Results, SearchResult
    from quotesearch.search.verify import Verdict, Verification

    __version__: str
else:

    def __getattr__(name: str) -> object:
        """Import a public name at its first use and keep it; AttributeError for any other."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = _version() if name == "__version__" else _imported(name)
        return value


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)


def _imported(name: str) -> object:
    """Return what a public name stands for."""
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), _NAMES.get(name, name))


def _version() -> str:
    """Return the version that is installed."""
    return str(import_module("importlib.metadata").version(__name__))
