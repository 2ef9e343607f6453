"""Write small files and sort what reading them gave."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from quotesearch.indexer import corpus
from quotesearch.indexer.errors import InputError
from quotesearch.indexer.model import Document, Record


class Outcome:
    """The outcome of reading: the records, and the error messages."""

    def __init__(self, yielded: list[Record | InputError]) -> None:
        self.records = [outcome for outcome in yielded if isinstance(outcome, Record)]
        self.errors = [str(outcome) for outcome in yielded if isinstance(outcome, InputError)]

    @property
    def documents(self) -> list[Document]:
        return [record.document for record in self.records]

    @property
    def only(self) -> Document:
        assert self.errors == []
        (document,) = self.documents
        return document

    @property
    def error(self) -> str:
        assert self.records == []
        (error,) = self.errors
        return error


Reading = Callable[..., Outcome]
Writing = Callable[..., Path]


@pytest.fixture
def reading() -> Reading:
    """Read the sources and return the outcome."""

    def read(*sources: str | Path, **options: object) -> Outcome:
        return Outcome(list(corpus.read(sources, **options)))  # type: ignore[arg-type]

    return read


@pytest.fixture
def writing(tmp_path: Path) -> Writing:
    """Write a file, compressed if its name ends in .gz, and return its path."""

    def write(name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
        data = content if isinstance(content, bytes) else content.encode(encoding)
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        return path

    return write
