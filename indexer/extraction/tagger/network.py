"""Run the shipped network.

The two graphs are `reader.onnx`, which reads a window of pieces, and `linker.onnx`, which finds the source and content
of each cue of the window. A session may serve several threads.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from quotesearch.indexer.extraction.tagger.decoding import Floats, Run
from quotesearch.indexer.extraction.tagger.pieces import REINSTALL, WEIGHTS, Pieces, inputs
from quotesearch.indexer.onnx_session import session


@dataclass(frozen=True, slots=True)
class Read:
    """The network's output for a window of `n` pieces.

    `states` has shape `(n + 2, size)`, frame included; `flat` holds log probabilities, shape `(n, 3, 3)`: of being
    outside, beginning and continuing, for each of cue, source and content.
    """

    states: Floats
    flat: Floats


class Network:
    """Read windows and link cues with the weights in a folder, loaded by the constructor."""

    def __init__(self, folder: Path = WEIGHTS, *, threads: int = 0) -> None:
        self._reader = session(folder / "reader.onnx", remedy=REINSTALL, threads=threads)
        self._linker = session(folder / "linker.onnx", remedy=REINSTALL, threads=threads)

    def read(self, pieces: Pieces, window: slice) -> Read:
        """Return the network's output for the window, which has at least one piece."""
        states, flat = self._reader.run(["states", "flat"], inputs(pieces, window))
        return Read(states, flat[1:-1])

    def link(self, read: Read, cues: Sequence[Run]) -> Floats:
        """Return log probabilities `(cues, n, 5)`: outside, source begins, continues, content begins, continues."""
        first = np.array([cue.first + 1 for cue in cues], np.int64)
        last = np.array([cue.last + 1 for cue in cues], np.int64)
        (roles,) = self._linker.run(["roles"], {"states": read.states, "first": first, "last": last})
        return np.asarray(roles[:, 1:-1])


@functools.cache
def shipped(threads: int = 0) -> Network:
    """Return the network that comes with the package, loaded once; `threads` work on a window, 0 for one per core."""
    return Network(threads=threads)
