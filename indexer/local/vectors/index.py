"""Keep the embeddings of all quotes in a folder.

What the files hold, and which of it counts, is the subject of `files`; how rows are compared, that of `view` and
`kernels`.
"""

import logging
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer.local.id_sets import Ids, numbers
from quotesearch.indexer.local.store.changes import Changes
from quotesearch.indexer.local.vectors import files
from quotesearch.indexer.local.vectors.kernels import Rows, packed
from quotesearch.indexer.local.vectors.view import View

_PORTION = 1 << 14
"""Rows that are checked or copied at a time."""
_TRIES = 10
_UNIT = 1e-3
"""How far from 1 the length of a row may be."""
_logger = logging.getLogger(__name__)


class VectorIndex:
    """Hold one unit row a quote in a folder.

    Files that do not fit together have change 0, and the next `apply` replaces them. `view` is replaced as a whole and
    never changes itself, so that a search may go on with the one it began with.
    """

    name = "vector"

    def __init__(self, folder: Path, *, dimension: int) -> None:
        """Open the folder; nothing is written before the first `apply`."""
        self.folder = folder
        self.dimension = dimension
        self.view = self._opened()

    @property
    def change(self) -> int:
        """Return the number of the last change held; 0 when new."""
        return self.view.state.change

    def apply(self, changes: Changes, embeddings: NDArray[np.float32]) -> None:
        """Take the changes in, all or nothing; `embeddings` has a unit row for each added quote."""
        added = numbers([indexed.quote.id for indexed in changes.added])
        if embeddings.shape != (len(added), self.dimension):
            raise ValueError(f"embeddings have shape {embeddings.shape}, not {(len(added), self.dimension)}")
        if not np.isfinite(embeddings).all():
            raise ValueError("an embedding holds a value that is not finite")
        gone = self.view.places(np.union1d(numbers(changes.removed), added))
        self.folder.mkdir(parents=True, exist_ok=True)
        state = files.append(self.folder, self.view.state, Rows.of(embeddings), added, gone.astype(np.uint64))
        files.save(self.folder, replace(state, change=changes.upto))
        self.view = self._opened()
        if self.view.state.dead * 2 > self.view.state.rows:
            self._compact()

    def _compact(self) -> None:
        """Write the living rows to the files of a new generation."""
        view, living = self.view, self.view.living()
        state = replace(view.state, rows=0, dead=0, generation=view.state.generation + 1)
        for start in range(0, max(1, len(living)), _PORTION):
            places = living[start : start + _PORTION]
            rows = Rows(view.rows.parts[places], view.rows.scales[places])
            state = files.append(self.folder, state, rows, view.numbered.numbers[places], np.empty(0, np.uint64))
        files.save(self.folder, state)
        self.view = self._opened()

    def recover(self) -> None:
        """Bring the files of an older version up to date."""
        files.write_missing_signs(self.folder, self.view)

    def ids(self) -> Ids:
        """Return the ids of all quotes held."""
        return Ids(self.view.numbered.numbers[self.view.living()])

    def damaged(self) -> str:
        """Describe the rows that are not of unit length, or whose signs are not theirs; empty if there are none."""
        view, count = self.view, 0
        for start in range(0, view.state.rows, _PORTION):
            places = view.alive(np.arange(start, min(start + _PORTION, view.state.rows)))
            with np.errstate(all="ignore"):
                bad = ~(abs(np.linalg.norm(view.rows.at(places), axis=1) - 1) <= _UNIT)
            wrong = (view.signs[places] != packed(view.rows.parts[places])).any(axis=1)
            count += int((bad | wrong).sum())
        return f"holds {count} damaged rows" if count else ""

    def refresh(self) -> None:
        """See what another process has committed since; cheap when nothing was."""
        if files.state_text(self.folder) != self.view.text:
            self.view = self._opened()

    def clear(self) -> None:
        """Forget everything: change 0, nothing found, and the next `apply` takes the place of all that was there."""
        self.view = self._nothing(self.view.text)

    def _opened(self) -> View:
        """Return a view of what the folder holds; retried, since a writer may just be replacing a generation."""
        for _ in range(_TRIES):
            text = files.state_text(self.folder)
            try:
                return files.viewed(self.folder, text, self.dimension) if text else self._nothing(text)
            except FileNotFoundError as error:
                reason = str(error)
            except (ValueError, TypeError, LookupError) as error:
                reason = str(error)
                break
        _logger.warning("%s cannot be read and will be rebuilt from the store: %s", self.folder, reason)
        return self._nothing(text)

    def _nothing(self, text: str) -> View:
        """Return the view of no row, in a generation whose files are not there yet."""
        return files.nothing(self.dimension, max(files.generations(self.folder).values(), default=-1) + 1, text)
