"""Put the steps in order: skip what is known, extract, commit the truth, then the derived parts.

Each batch of documents is one transaction of the store. While the next one is extracted, by as many threads as there
are jobs, another thread brings the derived parts after it: its embeddings at once, its postings when enough have
gathered, since each commit of postings costs as much as hundreds of quotes. Nothing is held but two batches, so that
memory does not grow with the collection.
"""

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from threading import Event
from time import monotonic

from quotesearch.indexer.errors import InputError
from quotesearch.indexer.model import Record
from quotesearch.indexer.protocols import Extractor, Storage, Writer
from quotesearch.indexer.records import Attributed
from quotesearch.indexer.validation import faults

_logger = logging.getLogger(__name__)


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


def add(  # noqa: PLR0913 - what may be chosen, each by its name
    storage: Storage,
    records: Iterable[Record | InputError],
    *,
    extractor: Extractor,
    batch: int = 32,
    jobs: int = 1,
    progress: Callable[[Progress], None] | None = None,
) -> Report:
    """Index the records, `batch` documents a transaction, `jobs` of them extracted side by side, and report.

    A document that is held already, found by the same recipe, is neither extracted nor embedded again.
    One that cannot be read or extracted is reported and the run goes on. `progress` is called after each commit.
    An interrupt (Ctrl-C) ends it as soon as what is being extracted and embedded is done: what is committed is kept,
    and the next search or opening brings the derived parts after it. With more than one job the extractor has to serve
    several threads. ModelError before anything is read if the embedding model is missing. ValueError if
    the index was opened for reading, or for less than one job.
    """
    writer = storage.writer
    if jobs < 1:
        raise ValueError(f"there must be one job at least, not {jobs}")
    storage.encoder.must_be_installed()
    started = monotonic()
    with _following(storage) as follow, ThreadPoolExecutor(jobs, "quotesearch-extracting") as pool:
        run = _Run(writer, extractor, follow, (pool.map if jobs > 1 else map))
        for group in _batches(records, batch):
            run.take(group)
            if progress is not None:
                progress(run.progress)
    storage.encoder.embed(writer)
    writer.flush()
    counts = asdict(run.progress) | {"failed": tuple(run.failed)}
    return Report(**counts, seconds=monotonic() - started)


def _batches(records: Iterable[Record | InputError], size: int) -> Iterator[list[Record | InputError]]:
    """Yield the records in portions of `size`, a shorter one before a document comes for the second time."""
    group: list[Record | InputError] = []
    ids: set[str] = set()
    for record in records:
        again = isinstance(record, Record) and record.document.id in ids
        if again or len(group) >= size:
            yield group
            group, ids = [], set()
        group.append(record)
        if isinstance(record, Record):
            ids.add(record.document.id)
    if group:
        yield group


@contextmanager
def _following(storage: Storage) -> Iterator[Callable[[], None]]:
    """Give a function that brings the derived indexes up to date in a thread of its own while the store goes on.

    It begins with what is stored when it is called, after the call before is done: vectors at once, postings if enough
    wait. An error inside stops the thread after the portion at hand.
    """
    writer, stopped, begun = storage.writer, Event(), list[Future[None]]()

    def catch_up() -> None:
        """Embed what is stored now, and commit postings if enough quotes wait."""
        storage.encoder.embed(writer, stopped=stopped.is_set)
        writer.flush(all_quotes=False, stopped=stopped.is_set)

    with ThreadPoolExecutor(1, "quotesearch-following") as pool:

        def follow() -> None:
            """Begin to catch up, after the call before is done."""
            while begun:
                begun.pop().result()
            begun.append(pool.submit(catch_up))

        try:
            yield follow
        except BaseException:
            stopped.set()
            raise
    for last in begun:
        last.result()


@dataclass(slots=True)
class _Run:
    """Carry a run's counts from batch to batch; `each` maps a function over documents, in their order."""

    writer: Writer
    extractor: Extractor
    follow: Callable[[], None]
    each: Callable[[Callable[[Record], Attributed | InputError], Sequence[Record]], Iterable[Attributed | InputError]]
    progress: Progress = field(default_factory=Progress)
    failed: list[str] = field(default_factory=list)

    def take(self, group: Sequence[Record | InputError]) -> None:
        """Index one batch: the store first."""
        records = [record for record in group if isinstance(record, Record)]
        stamps = self.writer.fingerprints([record.document.id for record in records])
        fresh = [record for record in records if stamps.get(record.document.id) != self._stamp(record)]
        outcomes = list(self.each(self._attributed, fresh))
        put = self.writer.put([one for one in outcomes if isinstance(one, Attributed)])
        self.failed += [str(one) for one in (*group, *outcomes) if isinstance(one, InputError)]
        done = self.progress
        self.progress = Progress(
            read=done.read + len(group),
            unchanged=done.unchanged + len(records) - len(fresh),
            changed=done.changed + put.changed,
            added=done.added + put.added,
            failed=len(self.failed),
            quotes=done.quotes + put.quotes,
        )
        self.follow()

    def _stamp(self, record: Record) -> tuple[str, str]:
        """Return what has to be held already for the record to be left alone."""
        return record.document.fingerprint, self._recipe(record)

    def _recipe(self, record: Record) -> str:
        """Name what finds the record's quotes: the extractor, or the quotes themselves where they are given."""
        if record.quotes is None:
            return self.extractor.recipe
        return "given " + hashlib.sha256(repr(record.quotes).encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def _attributed(self, record: Record) -> Attributed | InputError:
        """Return the record with its quotes, or the reason why it has to be left out."""
        document, quotes = record.document, record.quotes
        where = document.path or document.id
        if quotes is None:
            try:
                quotes = self.extractor.extract(document)
            except Exception as error:
                _logger.debug("the extractor failed on %s", where, exc_info=True)
                return InputError(f"{where}: the extractor failed ({error!r}); report it, with the article")
        if wrong := faults(document, quotes):
            return InputError(f"{where}: {'; '.join(wrong)}")
        return Attributed(document, tuple(quotes), self._recipe(record))
