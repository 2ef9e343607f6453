"""Read articles from files and documents: to add them to an index, or to extract their quotes and store nothing."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from os import PathLike

from quotesearch.indexer import corpus
from quotesearch.indexer.errors import InputError
from quotesearch.indexer.extraction import LearnedExtractor
from quotesearch.indexer.model import Document, Quote, Record
from quotesearch.indexer.protocols import Extractor
from quotesearch.indexer.records import Attributed

Read = Record | InputError
"""What a reader of files yields: a document, or the reason why there is none."""
_ADDABLE = (str, PathLike, Document, Record, InputError)
Source = str | PathLike[str] | Document | Read
"""What can be added: a file, folder or glob; a document; or what a reader of files yields."""


def each_of(given: object) -> Iterator[Source]:
    """Yield each source; TypeError for what cannot be added."""
    one = isinstance(given, (*_ADDABLE, bytes))
    for source in given if isinstance(given, Iterable) and not one else (given,):
        if not isinstance(source, _ADDABLE):
            remedy = "give a file, folder or glob, a Document, a Record or an InputError"
            raise TypeError(f"cannot add {source!r}: {remedy}")
        yield source


def records(sources: Iterable[Source], fields: Mapping[str, str] | None, encoding: str | None) -> Iterator[Read]:
    """Yield a record for each document among the sources or in their files."""
    for named, group in groupby(sources, key=lambda source: isinstance(source, str | PathLike)):
        if named:
            paths = [source for source in group if isinstance(source, str | PathLike)]
            yield from corpus.read(paths, fields=fields, encoding=encoding)
        else:
            documents = (source for source in group if not isinstance(source, str | PathLike))
            yield from (Record(each) if isinstance(each, Document) else each for each in documents)


def extract(text: str | Document, *, extractor: Extractor | None = None) -> tuple[Quote, ...]:
    """Return who said what in a text, in reading order, storing nothing."""
    if isinstance(text, str) and not text.strip():
        return ()
    document = text if isinstance(text, Document) else Document("text", text)
    return (extractor or LearnedExtractor()).extract(document)


def extracted(reads: Iterable[Read]) -> Iterator[Attributed | InputError]:
    """Yield each document with its quotes, storing nothing, or why it cannot be read."""
    extractor = LearnedExtractor()
    for read in reads:
        if isinstance(read, InputError):
            yield read
        else:
            yield Attributed(read.document, extractor.extract(read.document) if read.quotes is None else read.quotes)
