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

_PUBLIC = {
    "indexer.errors": (
        "IndexDamagedError IndexFolderError IndexLockedError IndexMismatchError IndexNotFoundError InputError "
        "ModelError NotFoundError QueryError QuoteSearchError"
    ),
    "indexer.model": "Document DocumentHead Quote QuoteKind Reported Span Speaker SpeakerKind",
    "indexer.pipeline": "Progress Report",
    "indexer.protocols": "Encoder Extractor",
    "indexer.records": "Facets SpeakerCount Topics",
    "search.export_formats": "citation",
    "search.sources": "extract",
    "search.query": "Mode Query",
    "search.quote_index": "QuoteIndex Stats open",
    "search.rerank": "CrossEncoderReranker Reranker",
    "search.results": "Occurrence Results SearchResult",
    "search.verify": "Verdict Verification",
}
"""The public names of each module; `__init__.pyi` tells them to type checkers."""
_HOMES = {name: module for module, names in _PUBLIC.items() for name in names.split()}
_NAMES = {"open": "open_index"}
"""What a public name is called in its module, where that would hide a name of Python's own."""
__all__ = sorted((*_HOMES, "__version__"))  # noqa: PLE0605 - a list that ruff does not follow


def __getattr__(name: str) -> object:
    """Import a public name at its first use and keep it; AttributeError for any other."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = _version() if name == "__version__" else _imported(name)
    return value


def __dir__() -> list[str]:
    """Return the public names."""
    return list(__all__)


def _imported(name: str) -> object:
    """Return what a public name stands for."""
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), _NAMES.get(name, name))


def _version() -> str:
    """Return the version that is installed."""
    return str(import_module("importlib.metadata").version(__name__))
