"""The pipeline: skip unchanged documents, extract quotes, write the store, update the derived indexes.

Each batch of documents is one transaction of the store. While `jobs` threads extract the next batch, another thread
updates the derived indexes. Embeddings are added after every batch. Postings are added only after many quotes, because
each commit of postings takes as much time as indexing hundreds of quotes. Only two batches are in memory, even if the
collection is large.
"""

import hashlib
import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
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
    """The counts of a run until now. All counted documents and quotes are committed to the store."""

    read: int = 0
    unchanged: int = 0
    changed: int = 0
    added: int = 0
    failed: int = 0
    quotes: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a run: counts of documents and stored quotes, the reason of each failure, and seconds.

    `read` counts every document and every failure.
    """

    read: int
    unchanged: int
    changed: int
    added: int
    failed: tuple[str, ...]
    quotes: int
    seconds: float


def add(  # noqa: PLR0913 - the options of a run, each by its name
    storage: Storage,
    records: Iterable[Record | InputError],
    *,
    extractor: Extractor,
    kept_recipes: Collection[str] = (),
    batch: int = 32,
    jobs: int = 1,
    progress: Callable[[Progress], None] | None = None,
) -> Report:
    """Index the records and return a report. A transaction has `batch` documents; `jobs` extractions run at a time.

    A stored document with the same fingerprint and recipe is neither extracted nor embedded again. The same is true if
    its recipe is one of `kept_recipes`: those of better extractors. If a document cannot be read or extracted, it is
    reported and the run continues. `progress` is called after each commit.

    An interrupt (Ctrl-C) ends the run after the current extraction and embedding. Committed documents are kept, and the
    next search or opening updates the derived indexes. With more than one job, several threads call the extractor.

    Raises ModelError before the first record is read if the embedding model is missing. Raises ValueError if the index
    was opened for reading or if `jobs` is less than 1.
    """
    writer = storage.writer
    if jobs < 1:
        raise ValueError(f"jobs must be at least 1, not {jobs}")
    storage.encoder.must_be_installed()
    started = monotonic()
    with _background_updates(storage) as start_update, ThreadPoolExecutor(jobs, "quotesearch-extracting") as pool:
        run = _Run(writer, extractor, kept_recipes, start_update, (pool.map if jobs > 1 else map))
        for group in _batches(records, batch):
            run.add_batch(group)
            if progress is not None:
                progress(run.progress)
    storage.encoder.embed(writer)
    writer.flush()
    counts = asdict(run.progress) | {"failed": tuple(run.failed)}
    return Report(**counts, seconds=monotonic() - started)


def _batches(records: Iterable[Record | InputError], size: int) -> Iterator[list[Record | InputError]]:
    """Yield the records in batches of `size`. A batch ends earlier if it already contains the next document."""
    group: list[Record | InputError] = []
    ids: set[str] = set()
    for record in records:
        is_repeated = isinstance(record, Record) and record.document.id in ids
        if is_repeated or len(group) >= size:
            yield group
            group, ids = [], set()
        group.append(record)
        if isinstance(record, Record):
            ids.add(record.document.id)
    if group:
        yield group


@contextmanager
def _background_updates(storage: Storage) -> Iterator[Callable[[], None]]:
    """Yield a function that starts to update the derived indexes in another thread.

    The update covers the documents that are stored at that moment. The function first waits for the previous update. If
    the `with` block raises an error, the thread stops after the current portion.
    """
    writer, stopped, updates = storage.writer, Event(), list[Future[None]]()

    def update() -> None:
        """Embed the new quotes. If there are enough of them, commit their postings."""
        storage.encoder.embed(writer, stopped=stopped.is_set)
        writer.flush(all_quotes=False, stopped=stopped.is_set)

    with ThreadPoolExecutor(1, "quotesearch-updating") as pool:

        def start_update() -> None:
            """Wait for the running update, and start the next one."""
            while updates:
                updates.pop().result()
            updates.append(pool.submit(update))

        try:
            yield start_update
        except BaseException:
            stopped.set()
            raise
    for last_update in updates:
        last_update.result()


@dataclass(slots=True)
class _Run:
    """A run with its counts until now. `map` calls a function for each record and keeps their order."""

    writer: Writer
    extractor: Extractor
    kept_recipes: Collection[str]
    start_update: Callable[[], None]
    map: Callable[[Callable[[Record], Attributed | InputError], Sequence[Record]], Iterable[Attributed | InputError]]
    progress: Progress = field(default_factory=Progress)
    failed: list[str] = field(default_factory=list)

    def add_batch(self, group: Sequence[Record | InputError]) -> None:
        """Index one batch: write it to the store, then start to update the derived indexes."""
        records = [record for record in group if isinstance(record, Record)]
        stamps = self.writer.fingerprints([record.document.id for record in records])
        fresh = [record for record in records if not self._is_current(record, stamps.get(record.document.id))]
        outcomes = list(self.map(self._attributed, fresh))
        stored = self.writer.put([outcome for outcome in outcomes if isinstance(outcome, Attributed)])
        self.failed += [str(outcome) for outcome in (*group, *outcomes) if isinstance(outcome, InputError)]
        earlier = self.progress
        self.progress = Progress(
            read=earlier.read + len(group),
            unchanged=earlier.unchanged + len(records) - len(fresh),
            changed=earlier.changed + stored.changed,
            added=earlier.added + stored.added,
            failed=len(self.failed),
            quotes=earlier.quotes + stored.quotes,
        )
        self.start_update()

    def _is_current(self, record: Record, stored: tuple[str, str] | None) -> bool:
        """Tell whether the stored fingerprint and recipe, if any, are those of the record, so that it is skipped."""
        if stored is None or stored[0] != record.document.fingerprint:
            return False
        keeps = record.quotes is None and stored[1] in self.kept_recipes
        return keeps or stored[1] == self._recipe(record)

    def _recipe(self, record: Record) -> str:
        """Return the recipe of the extractor. If the quotes came with the record, return a hash of them."""
        if record.quotes is None:
            return self.extractor.recipe
        return "given " + hashlib.sha256(repr(record.quotes).encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def _attributed(self, record: Record) -> Attributed | InputError:
        """Return the document with its quotes, or the reason why it cannot be stored."""
        document, quotes = record.document, record.quotes
        name = document.path or document.id
        if quotes is None:
            try:
                quotes = self.extractor.extract(document)
            except Exception as error:
                _logger.debug("the extractor failed on %s", name, exc_info=True)
                return InputError(f"{name}: the extractor failed ({error!r}); report it, with the article")
        if reasons := faults(document, quotes):
            return InputError(f"{name}: {'; '.join(reasons)}")
        return Attributed(document, tuple(quotes), self._recipe(record))
