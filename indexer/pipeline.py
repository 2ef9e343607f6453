"""Put the steps in order: skip what is known, extract, commit the truth, then the derived parts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from quotesearch.indexer.errors import InputError
from quotesearch.indexer.index import Index
from quotesearch.indexer.model import Record
from quotesearch.indexer.protocols import Extractor


@dataclass(frozen=True, slots=True)
class Progress:
    """Count how far a run has come; everything counted is committed to the store."""

    read: int = 0
    unchanged: int = 0
    changed: int = 0
    added: int = 0
    failed: int = 0
    quotes: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """Say what a run did: documents read, unchanged, changed, added; failures with reasons; quotes stored; seconds.

    `read` counts every document and every failure.
    """

    read: int
    unchanged: int
    changed: int
    added: int
    failed: tuple[str, ...]
    quotes: int
    seconds: float


def add(
    index: Index,
    records: Iterable[Record | InputError],
    *,
    extractor: Extractor,
    batch: int = 32,
    progress: Callable[[Progress], None] | None = None,
) -> Report:
    """Index the records, `batch` documents a transaction, and report.

    A document that is held already, found by the same recipe, is neither extracted nor embedded again.
    One that cannot be read or extracted is reported and the run goes on. `progress` is called after each commit.
    An interrupt (Ctrl-C) first completes what is committed.
    """
    raise NotImplementedError
