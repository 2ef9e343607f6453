"""Validate quotes against their document, before they are stored and in `quotes check`. The functions are pure."""

from collections.abc import Iterable
from dataclasses import astuple

from quotesearch.indexer.model import BETWEEN_PARTS, Document, Quote


def faults(document: Document, quotes: Iterable[Quote]) -> tuple[str, ...]:
    """Return one sentence for each reason why the document, or one of its quotes, must not be stored."""
    name = f"document {document.id!r}"
    reasons = [(name, _unwritable(document))]
    reasons += [(f"quote {quote.id} of {name}", _fault(document, quote)) for quote in quotes]
    return tuple(f"{subject}: {reason}" for subject, reason in reasons if reason)


def _unwritable(document: Document) -> str:
    """Return the reason why the document's strings cannot be written as UTF-8. If they can, return ""."""
    try:
        "".join(value for value in astuple(document) if isinstance(value, str)).encode()
    except UnicodeEncodeError as error:
        return f"contains half of a character ({error.object[error.start]!r}), which is not Unicode text"
    return ""


def _fault(document: Document, quote: Quote) -> str:
    """Return the reason why the quote is not valid. If it is valid, return ""."""
    if quote.document_id != document.id:
        return f"belongs to another document, {quote.document_id!r}"
    spans = (*quote.content, *quote.cue, *quote.source, quote.context)
    if max(span.end for span in spans) > len(document.text):
        return f"a span ends past the document's {len(document.text)} characters"
    if BETWEEN_PARTS.join(span.words(document.text) for span in quote.content) != quote.text:
        return "its text is not the document's text at its spans"
    return ""
