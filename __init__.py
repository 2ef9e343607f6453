"""Index and search attributed quotes in news articles.

    import quotesearch

    with quotesearch.open("my-index", create=True) as index:
        index.add("articles/")
        for result in index.search("harbour dredging", speaker="Mara Lindqvist", limit=5):
            print(result.quote.speaker.name, result.quote.text, result.document.title, result.line)

Each public name is imported when it is first used (PEP 562), so that `import quotesearch` is fast: numpy, Whoosh and
torch are imported only when they are needed.
"""

from importlib import import_module

_PUBLIC = {
    "indexer.errors": (
        "IndexDamagedError IndexFolderError IndexLockedError IndexMismatchError IndexNotFoundError InputError "
        "ModelError NotFoundError QueryError QuoteSearchError"
    ),
    "indexer.model": "Document DocumentHead Quote QuoteKind Reported Span Speaker SpeakerKind",
    "indexer.pipeline": "Progress Report",
    "indexer.protocols": "Encoder Extractor",
    "indexer.records": "Correction Facets SpeakerCount Topics",
    "search.export_formats": "citation",
    "search.sources": "extract",
    "search.query": "Mode Query",
    "search.quote_index": "QuoteIndex Stats open",
    "search.rerank": "CrossEncoderReranker Reranker",
    "search.results": "Occurrence Results SearchResult",
    "search.verify": "Verdict Verification",
}
"""The public names of each module; `__init__.pyi` declares them for type checkers."""
_MODULES = {name: module for module, names in _PUBLIC.items() for name in names.split()}
"""The module of each public name."""
_NAMES = {"open": "open_index"}
"""The name in the module of a public name that would hide a built-in name of Python there."""
__all__ = sorted((*_MODULES, "__version__"))  # noqa: PLE0605 - a list that ruff does not follow


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, and cache it; AttributeError for another name."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = _version() if name == "__version__" else _imported(name)
    return value


def __dir__() -> list[str]:
    """Return the public names."""
    return list(__all__)


def _imported(name: str) -> object:
    """Return the object that a public name refers to."""
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), _NAMES.get(name, name))


def _version() -> str:
    """Return the installed version."""
    return str(import_module("importlib.metadata").version(__name__))
