"""Validate quotes against their document: before they are stored, and in `quotes check`. Pure functions."""

from collections.abc import Iterable, Iterator

from quotesearch.indexer.model import BETWEEN_PARTS, Document, Quote


def faults(document: Document, quotes: Iterable[Quote]) -> tuple[str, ...]:
    """Return every reason why the document and its quotes cannot be kept, a sentence each."""
    return tuple(_faults(document, quotes))


def _faults(document: Document, quotes: Iterable[Quote]) -> Iterator[str]:
    if reason := _unwritable(document):
        yield f"document {document.id!r}: {reason}"
    for quote in quotes:
        if reason := _fault(document, quote):
            yield f"quote {quote.id} of document {document.id!r}: {reason}"


def _unwritable(document: Document) -> str:
    """Say why the document's strings are not Unicode text; empty when they are."""
    strings = (document.id, document.text, document.title, document.outlet, document.author, document.url)
    try:
        "".join((*strings, document.language, document.path)).encode()
    except UnicodeEncodeError as error:
        return f"holds half a character ({error.object[error.start]!r}), which is no Unicode text"
    return ""


def _fault(document: Document, quote: Quote) -> str:
    """Say what is wrong with the quote; empty when all is well."""
    if quote.document_id != document.id:
        return f"belongs to another document, {quote.document_id!r}"
    spans = (*quote.content, *quote.cue, *quote.source, quote.context)
    if max(span.end for span in spans) > len(document.text):
        return f"a span ends past the document's {len(document.text)} characters"
    if BETWEEN_PARTS.join(span.words(document.text) for span in quote.content) != quote.text:
        return "its spans do not give back its words"
    return ""
