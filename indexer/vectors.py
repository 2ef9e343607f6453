"""Rank quotes by the closeness of their embeddings: the door to the matrix on disk.

Rows are only ever appended, as plain float32, and read by memory map; a state file, replaced
atomically after the rows are safely on disk, says how many of them count.
"""

from collections.abc import Collection
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer.model import Ranking
from quotesearch.indexer.protocols import Changes


class MatrixIndex:
    """Hold one unit row a quote in a folder (implements VectorIndex).

    Files that do not fit together read as new (change 0) and are made anew by the next `apply`.
    """

    def __init__(self, folder: Path, *, dimension: int) -> None:
        """Open the folder; nothing is written before the first `apply`."""
        raise NotImplementedError

    @property
    def change(self) -> int:
        """Return the number of the last change held; 0 when new."""
        raise NotImplementedError

    def apply(self, changes: Changes, embeddings: NDArray[np.float32]) -> None:
        """Take the changes in, all or nothing; `embeddings` has a unit row for each added quote."""
        raise NotImplementedError

    def search(self, vector: NDArray[np.float32], *, depth: int, within: Collection[str] | None = None) -> Ranking:
        """Rank the best `depth` quotes by cosine, exactly; only those in `within` (None: all; empty: none)."""
        raise NotImplementedError

    def ids(self) -> frozenset[str]:
        """Return the ids of all quotes held."""
        raise NotImplementedError

    def refresh(self) -> None:
        """See what another process has committed since; cheap when nothing was."""
        raise NotImplementedError

    def clear(self) -> None:
        """Forget everything: the index is new again, at change 0."""
        raise NotImplementedError

    def close(self) -> None:
        """Let the files go."""
        raise NotImplementedError
