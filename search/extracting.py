"""Find who said what in texts and files, storing nothing."""

from collections.abc import Iterable, Iterator, Mapping
from os import PathLike
from types import MappingProxyType

from quotesearch.indexer import corpus
from quotesearch.indexer.errors import InputError
from quotesearch.indexer.extraction import LearnedExtractor
from quotesearch.indexer.model import Document, Quote
from quotesearch.indexer.protocols import Extractor
from quotesearch.indexer.records import Attributed

NO_FIELDS: Mapping[str, str] = MappingProxyType({})


def extract(text: str | Document, *, extractor: Extractor | None = None) -> tuple[Quote, ...]:
    """Return who said what in a text, in reading order, storing nothing."""
    if isinstance(text, str) and not text.strip():
        return ()
    document = text if isinstance(text, Document) else Document("text", text)
    return (extractor or LearnedExtractor()).extract(document)


def extract_from(
    sources: Iterable[str | PathLike[str]],
    *,
    fields: Mapping[str, str] = NO_FIELDS,
    encoding: str | None = None,
    extractor: Extractor | None = None,
) -> Iterator[Attributed | InputError]:
    """Yield each document in the files with its quotes, storing nothing, or why it cannot be read."""
    finder = extractor or LearnedExtractor()
    for read in corpus.read(sources, fields=fields, encoding=encoding):
        if isinstance(read, InputError):
            yield read
        else:
            yield Attributed(read.document, finder.extract(read.document) if read.quotes is None else read.quotes)
