"""Hold what happened to the quotes of a store between two change numbers, for the indexes that are derived from it."""

from dataclasses import dataclass

from quotesearch.indexer.records import IndexedQuote


@dataclass(frozen=True, slots=True)
class Changes:
    """Hold the ids taken out and the quotes put in.

    `upto` is the number that a derived index holds once it has applied them. A quote that was
    replaced is in both. Applying the same changes twice is the same as once.
    """

    upto: int
    removed: tuple[str, ...]
    added: tuple[IndexedQuote, ...]
