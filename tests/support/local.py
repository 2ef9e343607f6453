"""Fill an index of the local backend with invented entries, and read the content of its parts."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

from invented import HashEncoder, LineExtractor, article

from quotesearch.indexer.backends import open_storage
from quotesearch.indexer.local.id_sets import Ids
from quotesearch.indexer.local.index import LocalStorage
from quotesearch.indexer.local.store.changes import all_ids, last_change
from quotesearch.indexer.local.store.checking import damaged_full_text, problems
from quotesearch.indexer.local.store.database import Connection
from quotesearch.indexer.model import Document, Quote, QuoteKind, Span, Speaker
from quotesearch.indexer.protocols import Encoder, Retrieval
from quotesearch.indexer.records import Attributed, Candidates, IndexedQuote, Selection
from quotesearch.indexer.text.analysis import terms

UNKNOWN = "0123456789abcdef"
"""The id of a quote that no test stores."""
NOBODY = 65534
"""The number of a user without rights."""


@contextmanager
def local_index(
    folder: Path,
    *,
    write: bool = False,
    create: bool = False,
    encoder: Encoder | None = None,
    recipe: str | None = None,
) -> Iterator[LocalStorage]:
    """Open an index folder inside the block. If there is no `encoder`, use a small one."""
    storage = open_storage(folder, write=write, create=create, encoder=encoder or HashEncoder(), recipe=recipe)
    assert isinstance(storage, LocalStorage)
    with closing(storage):
        yield storage


@contextmanager
def connected(storage: LocalStorage) -> Iterator[Connection]:
    """Yield a connection to the store inside the block."""
    with storage._connections.borrow() as connection:
        yield connection


def entry(number: int, *, edition: int = 0, recipe: str = "lines-1", quotes: int = 4) -> Attributed:
    """Return an invented article with its quotes."""
    document = article(number, edition=edition, quotes=quotes)
    return Attributed(document, LineExtractor().extract(document), recipe)


def spoken(
    number: int,
    *speakers: Speaker,
    outlet: str = "",
    published: date | None = None,
    kind: QuoteKind = QuoteKind.DIRECT,
) -> Attributed:
    """Return an invented document in which each speaker says the word "yes"."""
    text = "yes " * len(speakers)
    document = Document(f"d{number}", text, outlet=outlet, published=published, url=f"https://x/{number}")
    places = [Span(4 * place, 4 * place + 3) for place in range(len(speakers))]
    quotes = [
        Quote.of(document, content=(place,), context=place, kind=kind, speaker=speaker)
        for place, speaker in zip(places, speakers, strict=True)
    ]
    return Attributed(document, tuple(quotes))


def entry_with(words: str, *, document_id: str, name: str = "Mara Lindqvist") -> Attributed:
    """Return an invented document that has only this quote."""
    document = Document(document_id, f"{name}: {words}")
    return Attributed(document, LineExtractor().extract(document))


def indexed_quotes(number: int, *, count: int = 4) -> tuple[IndexedQuote, ...]:
    """Return the quotes of an invented article in the form that derived indexes need."""
    document, quotes = article(number, quotes=count), entry(number, quotes=count).quotes
    return tuple(IndexedQuote(quote, document.title, quote.context.words(document.text)) for quote in quotes)


def ids_of(*entries: Attributed) -> set[str]:
    """Return the ids of the entries' quotes."""
    return {quote.id for attributed in entries for quote in attributed.quotes}


def stored_ids(storage: LocalStorage) -> Ids:
    """Return the ids of all quotes in the store."""
    with connected(storage) as connection:
        return all_ids(connection)


def derived_ids(storage: LocalStorage) -> tuple[Ids, Ids]:
    """Return the ids of all quotes in the keyword index, and the ids of all quotes in the vectors."""
    storage._derived.refresh()
    return storage._derived.keyword.ids(), storage._derived.vectors.ids()


def changes_of(storage: LocalStorage) -> tuple[int, int, int]:
    """Return the last change of the store, of the keyword index and of the vectors."""
    storage._derived.refresh()
    with connected(storage) as connection:
        change = last_change(connection)
    return change, storage._derived.keyword.change, storage._derived.vectors.change


def store_problems(storage: LocalStorage) -> tuple[str, ...]:
    """Return the problems of the store, without problems of derived indexes. The index must be open for writing."""
    with connected(storage) as connection:
        return (*problems(connection), *damaged_full_text(connection))


def passing(storage: LocalStorage, **parts: object) -> set[str]:
    """Return the ids of the quotes that pass a selection."""
    with storage.reader() as reader:
        return set(reader.select(Selection(**parts), limit=10_000).scores)


def retrieved(storage: LocalStorage, text: str = "", *, depth: int = 1000, **parts: object) -> Candidates:
    """Return the candidates of both retrievers for the words of a text."""
    vector = HashEncoder().encode([text])[0]
    retrieval = Retrieval(Selection(**parts), terms=terms(text), vector=vector, depth=depth)
    with storage.reader() as reader:
        return reader.retrieve(retrieval)[0]


def change_file(path: Path, sql: str, parameters: Sequence[object] = ()) -> None:
    """Run a statement on a SQLite file without quotesearch."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(sql, parameters)


@contextmanager
def another_user() -> Iterator[None]:
    """If the tests run as root, who may write everywhere, act as a user without rights inside the block."""
    if os.getuid() != 0:
        yield
        return
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@contextmanager
def unwritable(folder: Path, *writable: str) -> Iterator[None]:
    """Make the folder and its files read-only inside the block, except the files with these names."""
    paths = [folder, *folder.rglob("*")]
    modes = {path: path.stat().st_mode for path in paths}
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o666 if path.name in writable else 0o444)
    try:
        with another_user():
            yield
    finally:
        for path, mode in modes.items():
            path.chmod(mode)
