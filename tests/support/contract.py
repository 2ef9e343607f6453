"""Invented articles with one quote each, and functions that store and query them, for the contract of a backend."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from invented import HashEncoder
from memory import MemoryStorage

from quotesearch.indexer.backends import open_storage
from quotesearch.indexer.model import Document, Quote, QuoteKind, Reported, Span, Speaker, SpeakerKind
from quotesearch.indexer.protocols import Reader, Retrieval, Storage
from quotesearch.indexer.records import EVERYTHING, Attributed, Candidates, Pattern, Selection
from quotesearch.indexer.text.analysis import terms


def opened(backend: str, folder: Path) -> Storage:
    """Return an empty index of a backend."""
    if backend == "memory":
        return MemoryStorage(HashEncoder())
    return open_storage(folder, create=True, encoder=HashEncoder())


def entry(  # noqa: PLR0913 - the parts of an article, each by its name
    words: str,
    *,
    name: str = "Mara Lindqvist",
    document_id: str = "",
    title: str = "",
    outlet: str = "",
    published: date | None = None,
    kind: QuoteKind = QuoteKind.DIRECT,
    reports: Reported = Reported.SPEECH,
    speaker_kind: SpeakerKind = SpeakerKind.PERSON,
    role: str = "",
    aliases: tuple[str, ...] = (),
    recipe: str = "1",
    url: str = "",
    path: str = "",
) -> Attributed:
    """Return an article that has one quote and no other text."""
    text = f"{name}: {words}"
    document = Document(document_id or f"only {text}", text, title, outlet, "", published, url, "", path)
    start = len(name) + 2
    quote = Quote.of(
        document,
        content=(Span(start, len(text)),),
        context=Span(0, len(text)),
        kind=kind,
        speaker=Speaker(name, speaker_kind, role, aliases),
        reports=reports,
    )
    return Attributed(document, (quote,), recipe)


def id_of(attributed: Attributed) -> str:
    """Return the id of the only quote of an article."""
    return attributed.quotes[0].id


def fill(storage: Storage, *entries: Attributed) -> None:
    """Store the articles, and update the derived indexes."""
    storage.writer.put(entries)
    finish(storage)


def finish(storage: Storage) -> None:
    """Update the derived indexes."""
    encoder = HashEncoder()
    while quotes := storage.writer.unembedded(100):
        rows = encoder.encode([indexed.quote.text for indexed in quotes])
        storage.writer.add_vectors([indexed.quote.id for indexed in quotes], rows)
    storage.writer.flush()


def by_words(reader: Reader, text: str, selection: Selection = EVERYTHING, *, depth: int = 100) -> tuple[str, ...]:
    """Return the keyword list of a query."""
    return listed(reader, Retrieval(selection, terms=terms(text), depth=depth), "keyword")


def by_meaning(reader: Reader, text: str, selection: Selection = EVERYTHING, *, depth: int = 100) -> tuple[str, ...]:
    """Return the dense list of a query."""
    return listed(reader, Retrieval(selection, vector=HashEncoder().encode([text])[0], depth=depth), "dense")


def listed(reader: Reader, retrieval: Retrieval, retriever: str) -> tuple[str, ...]:
    """Return the ids of the quotes in the list of a retriever that pass the selection."""
    (candidates,) = reader.retrieve(retrieval)
    return tuple(quote_id for quote_id in candidates.lists.get(retriever, ()) if quote_id in candidates.candidates)


def retrieved(reader: Reader, text: str, selection: Selection = EVERYTHING, **options: int) -> Candidates:
    """Return the candidates of both retrievers."""
    (candidates,) = reader.retrieve(Retrieval(selection, terms(text), HashEncoder().encode([text])[0], **options))
    return candidates


def selected(reader: Reader, selection: Selection, *, limit: int = 1000) -> list[str]:
    """Return the ids of all quotes that pass the selection, newest first."""
    return list(reader.select(selection, limit=limit).scores)


def phrase(*phrases: str, apart: int = 0) -> Selection:
    """Return the selection of the quotes that have a phrase, or two phrases near each other."""
    return Selection(required=(Pattern(tuple(tuple(text.split()) for text in phrases), apart),))


def texts(reader: Reader, ids: Sequence[str]) -> list[str]:
    """Return the texts of the quotes with these ids."""
    return [stored.quote.text for stored in reader.quotes(ids).values()]
