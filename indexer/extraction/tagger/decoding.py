"""Turn the network's scores into spans of pieces.

Each piece has a score for beginning a span, for continuing one, and for neither; the best *valid* sequence is taken
(Viterbi 1967), in which every continued span has a beginning. One pass over the pieces serves all cues of a window.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
FURTHEST = 256
_NEAR = 8
"""Number of distances from the cue, in pieces, that have one bucket each."""
_FAR_BUCKETS = 22
_FORBIDDEN = -1e9
_SOURCE, _CONTENT = 1, 2
"""Roles; label 2r - 1 begins role r and label 2r continues it."""


class Run(NamedTuple):
    """A run of pieces from `first` to `last`, both included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Linked:
    """A cue with its source and content, in pieces of one window, with the network's probability of each."""

    cue: Run
    source: tuple[Run, ...]
    content: tuple[Run, ...]
    cue_probability: float
    source_probability: float
    content_probability: float


def buckets() -> NDArray[np.int64]:
    """Return the bucket of each distance from -FURTHEST to FURTHEST: one for each near distance, then wider ones.

    Inside the cue the distance is 0, which has its own bucket.
    """
    distance = np.arange(-FURTHEST, FURTHEST + 1)
    scaled = np.maximum(np.abs(distance), 1) / _NEAR
    wide = _NEAR + np.minimum(np.log(scaled) / np.log(FURTHEST / _NEAR) * _FAR_BUCKETS, _FAR_BUCKETS).astype(np.int64)
    bucket = np.where(np.abs(distance) < _NEAR, np.abs(distance), wide)
    return np.where(distance < 0, bucket + _NEAR + _FAR_BUCKETS + 1, bucket)


def cues(flat: Floats, *, bias: float) -> list[Run]:
    """Return the cues of a window; `bias`, in nats, is added to their scores, so that more are found."""
    scores = flat[None, :, 0].copy()
    scores[..., 1:] += bias
    labels = best_labels(scores)[0]
    return _runs(np.flatnonzero(labels), begins=set(np.flatnonzero(labels == 1).tolist()))


def link(cues: Sequence[Run], flat: Floats, roles: Floats) -> list[Linked]:
    """Return each cue with its source and content; a cue without content is dropped."""
    labels = best_labels(roles)
    chances = np.exp(roles)
    linked = []
    for cue, row, chance in zip(cues, labels, chances, strict=True):
        content, source = _role_runs(row, _CONTENT), _role_runs(row, _SOURCE)
        if content:
            sure = float(1.0 - np.exp(flat[cue.first, 0, 0]))
            means = _mean(chance, source, _SOURCE), _mean(chance, content, _CONTENT)
            linked.append(Linked(cue, source, content, sure, *means))
    return linked


def _role_runs(labels: NDArray[np.int64], role: int) -> tuple[Run, ...]:
    """Return the runs of pieces that have the role."""
    return tuple(_runs(np.flatnonzero((labels == 2 * role - 1) | (labels == 2 * role)), begins=set()))


def _runs(places: NDArray[np.int64], *, begins: set[int]) -> list[Run]:
    """Return the runs of adjoining places, in order; a place in `begins` starts a new run."""
    runs: list[Run] = []
    for place in places.tolist():
        if runs and place == runs[-1].last + 1 and place not in begins:
            runs[-1] = Run(runs[-1].first, place)
        else:
            runs.append(Run(place, place))
    return runs


def _mean(chances: Floats, runs: Sequence[Run], role: int) -> float:
    """Return the mean probability of the role over the pieces of the runs; 0 without runs."""
    places = [place for run in runs for place in range(run.first, run.last + 1)]
    return float(chances[places, 2 * role - 1 : 2 * role + 1].sum(1).mean()) if places else 0.0


def best_labels(scores: Floats) -> NDArray[np.int64]:
    """Return the best valid labels, shape `(rows, pieces)`, of log probabilities `(rows, pieces, labels)`.

    Label 0 is outside; each odd label begins a span and the next even label continues it.
    """
    rows, pieces, labels = scores.shape
    allowed = np.zeros((labels, labels), np.float32)
    for continued in range(2, labels, 2):
        allowed[:, continued] = _FORBIDDEN
        allowed[[continued - 1, continued], continued] = 0.0
    best = scores[:, 0] + allowed[0]
    back = np.zeros((pieces, rows, labels), np.int64)
    for piece in range(1, pieces):
        paths = best[:, :, None] + allowed
        back[piece] = paths.argmax(1)
        best = paths.max(1) + scores[:, piece]
    path = np.empty((rows, pieces), np.int64)
    path[:, -1] = best.argmax(1)
    all_rows = np.arange(rows)
    for piece in range(pieces - 1, 0, -1):
        path[:, piece - 1] = back[piece, all_rows, path[:, piece]]
    return path
