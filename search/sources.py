"""Read articles from files and documents, to add them to an index or to extract their quotes without an index."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from os import PathLike

from quotesearch.indexer import corpus
from quotesearch.indexer.errors import InputError
from quotesearch.indexer.extraction import LearnedExtractor
from quotesearch.indexer.model import Document, Quote, Record
from quotesearch.indexer.protocols import Extractor
from quotesearch.indexer.records import Attributed

ReadResult = Record | InputError
"""A document that was read, or the reason why it cannot be read."""
_ADDABLE = (str, PathLike, Document, Record, InputError)
Source = str | PathLike[str] | Document | ReadResult
"""One source of documents: a file, folder or glob; a document; or a document (or error) that was already read."""


def iter_sources(sources: object) -> Iterator[Source]:
    """Yield each source of an iterable, or the single source. Raises TypeError for an object of another type."""
    is_single = isinstance(sources, (*_ADDABLE, bytes))
    for source in sources if isinstance(sources, Iterable) and not is_single else (sources,):
        if not isinstance(source, _ADDABLE):
            remedy = "give a file, folder or glob, a Document, a Record or an InputError"
            raise TypeError(f"cannot add {source!r}: {remedy}")
        yield source


def records(sources: Iterable[Source], fields: Mapping[str, str] | None, encoding: str | None) -> Iterator[ReadResult]:
    """Yield a record for each document in the sources and their files.

    For a document that cannot be read, yield the error.
    """
    for is_path, group in groupby(sources, key=lambda source: isinstance(source, str | PathLike)):
        if is_path:
            paths = [source for source in group if isinstance(source, str | PathLike)]
            yield from corpus.read(paths, fields=fields, encoding=encoding)
        else:
            entries = (source for source in group if not isinstance(source, str | PathLike))
            yield from (Record(entry) if isinstance(entry, Document) else entry for entry in entries)


def extract(text: str | Document, *, extractor: Extractor | None = None) -> tuple[Quote, ...]:
    """Return the quotes in a text, in reading order, without an index."""
    if isinstance(text, str) and not text.strip():
        return ()
    document = text if isinstance(text, Document) else Document("text", text)
    return (extractor or LearnedExtractor()).extract(document)


def extracted(results: Iterable[ReadResult]) -> Iterator[Attributed | InputError]:
    """Yield each document with its quotes, which are not stored.

    For a document that cannot be read, yield the error.
    """
    extractor = LearnedExtractor()
    for record in results:
        if isinstance(record, InputError):
            yield record
        else:
            quotes = extractor.extract(record.document) if record.quotes is None else record.quotes
            yield Attributed(record.document, quotes)
