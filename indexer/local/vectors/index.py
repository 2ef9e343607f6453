"""Keep the embeddings of all quotes in a folder.

`files` defines the files and their state; `view` and `kernels` compare rows.
"""

import logging
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer.local.id_sets import Ids, numbers
from quotesearch.indexer.local.store.changes import Changes
from quotesearch.indexer.local.vectors import files
from quotesearch.indexer.local.vectors.kernels import Rows, sign_bits
from quotesearch.indexer.local.vectors.view import View

_PORTION = 1 << 14
"""The number of rows that are checked or copied at a time."""
_TRIES = 10
"""The number of attempts to open the files while a writer replaces them."""
_LENGTH_TOLERANCE = 1e-3
"""The largest difference between the length of a row and 1."""
_logger = logging.getLogger(__name__)


class VectorIndex:
    """The embeddings of all quotes, in a folder: a unit row for each quote.

    If the files do not match their state, the change number is 0 and the next `apply` replaces them. `view` is replaced
    as a whole and is never modified, so that a running search can continue with its view.
    """

    name = "vector"

    def __init__(self, folder: Path, *, dimension: int) -> None:
        """Open the folder. Nothing is written before the first `apply`."""
        self.folder = folder
        self.dimension = dimension
        self.view = self._open()

    @property
    def change(self) -> int:
        """Return the number of the last change that was applied. For a new index, it is 0."""
        return self.view.state.change

    def apply(self, changes: Changes, embeddings: NDArray[np.float32]) -> None:
        """Apply the changes atomically. `embeddings` has a unit row for each added quote.

        Raises ValueError for another shape than `(added quotes, dimension)`, or for a value that is not finite.
        """
        added_ids = numbers([indexed.quote.id for indexed in changes.added])
        if embeddings.shape != (len(added_ids), self.dimension):
            raise ValueError(f"embeddings have shape {embeddings.shape}, not {(len(added_ids), self.dimension)}")
        if not np.isfinite(embeddings).all():
            raise ValueError("an embedding has a value that is not finite")
        dead_rows = self.view.positions(np.union1d(numbers(changes.removed), added_ids))
        self.folder.mkdir(parents=True, exist_ok=True)
        state = files.append(self.folder, self.view.state, Rows.of(embeddings), added_ids, dead_rows.astype(np.uint64))
        files.save(self.folder, replace(state, change=changes.last_change))
        self.view = self._open()
        if self.view.state.dead * 2 > self.view.state.rows:
            self._compact()

    def _compact(self) -> None:
        """Write the live rows to the files of a new generation."""
        view, live_rows = self.view, self.view.live_rows()
        state = replace(view.state, rows=0, dead=0, generation=view.state.generation + 1)
        for start in range(0, max(1, len(live_rows)), _PORTION):
            positions = live_rows[start : start + _PORTION]
            rows = Rows(view.rows.parts[positions], view.rows.scales[positions])
            state = files.append(self.folder, state, rows, view.id_array.numbers[positions], np.empty(0, np.uint64))
        files.save(self.folder, state)
        self.view = self._open()

    def recover(self) -> None:
        """Bring the files of an older version up to date."""
        files.write_missing_signs(self.folder, self.view)

    def ids(self) -> Ids:
        """Return the ids of all quotes in the index."""
        return Ids(self.view.id_array.numbers[self.view.live_rows()])

    def describe_damage(self) -> str:
        """Say how many rows have a wrong length or wrong signs. If all rows are right, return ""."""
        view, count = self.view, 0
        for start in range(0, view.state.rows, _PORTION):
            positions = view.without_dead(np.arange(start, min(start + _PORTION, view.state.rows)))
            with np.errstate(all="ignore"):
                wrong_length = ~(abs(np.linalg.norm(view.rows.at(positions), axis=1) - 1) <= _LENGTH_TOLERANCE)
            wrong_signs = (view.signs[positions] != sign_bits(view.rows.parts[positions])).any(axis=1)
            count += int((wrong_length | wrong_signs).sum())
        return f"has {count} damaged rows" if count else ""

    def refresh(self) -> None:
        """Load the last commit of another process. If there is no new one, this is fast."""
        if files.state_text(self.folder) != self.view.text:
            self.view = self._open()

    def clear(self) -> None:
        """Clear the index: change number 0, no quotes. The next `apply` replaces all files."""
        self.view = self._empty_view(self.view.text)

    def _open(self) -> View:
        """Return a view of the folder. If a writer replaces a generation at the same time, try again."""
        for _ in range(_TRIES):
            text = files.state_text(self.folder)
            try:
                return files.open_view(self.folder, text, self.dimension) if text else self._empty_view(text)
            except FileNotFoundError as error:
                reason = str(error)
            except (ValueError, TypeError, LookupError) as error:
                reason = str(error)
                break
        _logger.warning("%s cannot be read and will be rebuilt from the store: %s", self.folder, reason)
        return self._empty_view(text)

    def _empty_view(self, text: str) -> View:
        """Return a view without rows, in a generation that has no files yet."""
        return files.empty_view(self.dimension, max(files.generations(self.folder).values(), default=-1) + 1, text)
