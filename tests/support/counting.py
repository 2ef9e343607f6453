"""Count the calls of a reader during one search, and the SQL statements of a local reader."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from quotesearch.indexer.local.reader import LocalReader
from quotesearch.indexer.protocols import Reader, Storage

SPELLING = ("suggest_terms",)
"""Calls that correct the spelling of a query. The results of a search do not need them."""
FREE = ("version", "description", "close")
"""Methods that need no call to a backend, because the view already has their results."""


@dataclass
class Calls:
    """The names of the called methods, and their SQL statements."""

    methods: Counter[str] = field(default_factory=Counter)
    statements: list[str] = field(default_factory=list)

    def note(self, statement: str) -> None:
        """Add a statement.

        SQLite's full-text index runs statements inside other statements. They begin with `--` and are not added.
        """
        if not statement.startswith("--"):
            self.statements.append(statement)


class CountingStorage:
    """Pass calls on to a storage, and count the calls of its readers (implements the needed part of Storage)."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self.calls = Calls()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - any attribute of the storage
        return getattr(self._storage, name)

    @contextmanager
    def reader(self) -> Iterator[Reader]:
        """Return a view that counts calls and statements."""
        with self._storage.reader() as reader:
            assert isinstance(reader, LocalReader)
            connection = reader._connection._connection
            connection.set_trace_callback(self.calls.note)
            try:
                yield _CountingReader(reader, self.calls)
            finally:
                connection.set_trace_callback(None)

    def counted(self, search: Callable[[], object]) -> Calls:
        """Return the calls of one search, without calls for spelling."""
        self.calls = Calls()
        search()
        for name in (*SPELLING, *FREE):
            del self.calls.methods[name]
        return self.calls


class _CountingReader:
    """Pass calls on to a reader, and count them."""

    def __init__(self, reader: Reader, calls: Calls) -> None:
        self._reader = reader
        self._calls = calls

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - any attribute of the reader
        self._calls.methods[name] += 1
        return getattr(self._reader, name)
