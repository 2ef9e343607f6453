"""Count the calls of a reader's methods during one search, and the SQL statements of a local reader."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from quotesearch.indexer.local.reader import LocalReader
from quotesearch.indexer.protocols import Reader, Storage

SPELLING = ("suggest_terms",)
"""Calls that correct the spelling of a query, which no search needs for its results."""
FREE = ("version", "description", "close")
"""Methods that ask nothing of a backend: what they return came with the view."""


@dataclass
class Calls:
    """Hold the names of the methods that were called, and the SQL statements that they ran."""

    methods: Counter[str] = field(default_factory=Counter)
    statements: list[str] = field(default_factory=list)

    def note(self, statement: str) -> None:
        """Note a statement; `--` begins those that SQLite's full-text index runs inside another."""
        if not statement.startswith("--"):
            self.statements.append(statement)


class CountingStorage:
    """Pass everything on to a storage, and count the calls of its readers (implements Storage as far as needed)."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self.calls = Calls()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the storage has
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
        """Return the calls of one search, except those for spelling."""
        self.calls = Calls()
        search()
        for name in (*SPELLING, *FREE):
            del self.calls.methods[name]
        return self.calls


class _CountingReader:
    """Pass every call on to a reader and count it."""

    def __init__(self, reader: Reader, calls: Calls) -> None:
        self._reader = reader
        self._calls = calls

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the reader has
        self._calls.methods[name] += 1
        return getattr(self._reader, name)
