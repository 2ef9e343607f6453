"""Open the parts of an index that are derived from its store when they are needed, brought up to date first.

Several threads may ask for the same part at once: one opens it.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from threading import RLock

from quotesearch.indexer.derived import Part, follow
from quotesearch.indexer.encoder import SentenceEncoder, quickest
from quotesearch.indexer.errors import IndexFolderError
from quotesearch.indexer.keyword import WhooshIndex
from quotesearch.indexer.lock import WriteLock
from quotesearch.indexer.manifest import Manifest
from quotesearch.indexer.protocols import Encoder
from quotesearch.indexer.store import Store
from quotesearch.indexer.vectors import MatrixIndex

_logger = logging.getLogger(__name__)


class Parts:
    """Hold the postings, the vectors and the encoder of one index folder, each opened at first use."""

    def __init__(
        self, folder: Path, store: Store, *, manifest: Manifest, lock: WriteLock, encoder: Encoder | None
    ) -> None:
        self._folder = folder
        self._store = store
        self._manifest = manifest
        self._lock = lock
        self._encoder = encoder
        self._keyword: WhooshIndex | None = None
        self._vectors: MatrixIndex | None = None
        self._settled = False
        self._opening = RLock()
        self.rebuilt = set[str]()
        """The names of those that were made anew."""

    def close(self) -> None:
        """Let the files go."""
        for part in (self._keyword, self._vectors):
            if part is not None:
                part.close()

    @property
    def keyword(self) -> WhooshIndex:
        """Return the keyword index, opened at first use.

        Where it lags behind the store and no writer is at work, it is brought up to date first, with a warning.
        """
        with self._opening:
            if self._keyword is None:
                part = self.open_keyword(trust=not self._lock.held)
                self.recover(part)
                self._keyword = part
            return self._keyword

    @property
    def vectors(self) -> MatrixIndex:
        """Return the vector index, opened at first use and brought up to date as `keyword` is."""
        with self._opening:
            if self._vectors is None:
                part = self.open_vectors()
                self.recover(part)
                self._vectors = part
            return self._vectors

    @property
    def encoder(self) -> Encoder:
        """Return the manifest's encoder, made at first use; its exported form where there is one, or can be.

        A model that only a manifest names is never fetched.
        """
        with self._opening:
            if self._encoder is None:
                made_with = self._manifest
                self._encoder = SentenceEncoder(made_with.model, dimension=made_with.dimension, may_fetch=False)
            if isinstance(self._encoder, SentenceEncoder) and not self._settled:
                self._encoder = quickest(self._encoder, self._folder / "encoder", make=self._lock.held)
                self._settled = True
            return self._encoder

    def refresh(self) -> None:
        """See what other processes have committed since; cheap when nothing was. For readers that stay open."""
        with self._opening:
            for part in (self._keyword, self._vectors):
                if part is not None:
                    part.refresh()
                    self.recover(part)

    @property
    def changes(self) -> tuple[int, ...]:
        """Return the change that the store holds, and those of the derived parts that are open: equal, equal answers.

        Call `refresh` before, as every search does.
        """
        parts = (self._keyword, self._vectors)
        return self._store.change, *(part.change for part in parts if part is not None)

    def open_keyword(self, *, trust: bool) -> WhooshIndex:
        """Open the postings for oneself."""
        return WhooshIndex(self._folder / "keyword", trust=trust)

    def open_vectors(self) -> MatrixIndex:
        """Open the vectors for oneself."""
        return MatrixIndex(self._folder / "vectors", dimension=self._manifest.dimension)

    def follow(self, part: Part, stopped: Callable[[], bool] = lambda: False) -> None:
        """Bring a derived part to the store's change, or as far as it is when it is `stopped`."""
        recipe = self._manifest.recipe
        follow(part, self._store, encoder=lambda: self.encoder, recipe=recipe, stopped=stopped)

    def recover(self, part: Part) -> None:
        """Bring a part that does not hold the store's last change up to date, unless another writer is at work.

        IndexFolderError where it is missing and cannot be made, since that would look as if nothing were found.
        """
        if part.change == self._store.change:
            return
        with self._lock.if_free() as taken:
            missing = not taken and self._lock.out_of_reach
            part.refresh()  # the writer that has just let the lock go may have done it
            if missing and not part.change and self._store.quote_ids():
                remedy = "run: quotes check --repair as whoever owns the folder"
                raise IndexFolderError(f"{self._folder}: the {part.name} index is missing; {remedy}")
            if taken and part.change != self._store.change:
                held = f"holds change {part.change} of {self._store.change}"
                _logger.warning("the %s index %s; bringing it up to date from the store", part.name, held)
                if not 0 < part.change < self._store.change:
                    self.rebuilt.add(part.name)
                self.follow(part)
