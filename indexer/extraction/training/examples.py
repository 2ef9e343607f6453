"""Turn annotated articles into windows with labels, and windows into batches."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from quotesearch.indexer.extraction.article import read_paragraphs
from quotesearch.indexer.extraction.attribution import attribute
from quotesearch.indexer.extraction.tagger.pieces import Ints, Pieces, cut, inputs, windows
from quotesearch.indexer.extraction.training.gold import Article
from quotesearch.indexer.model import Span

IGNORED = -100
"""The label of padding, which the loss ignores."""
_NO_RULES = 0.15
"""Share of windows in which the rules' marks are hidden, so that the network also learns to work without them."""


@dataclass(frozen=True, slots=True)
class Example:
    """A window: its inputs by name, its flat labels, and for each cue a row with first piece, last piece and roles.

    `flat` has shape `(3, n + 2)`, `roles` `(cues, n + 2)`: the frame is part of the window.
    """

    inputs: dict[str, Ints]
    flat: Ints
    cues: Ints
    roles: Ints

    def __len__(self) -> int:
        return int(self.flat.shape[1])


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows padded to one length; a row of `cues` is window, first piece, last piece."""

    ids: Tensor
    features: dict[str, Tensor]
    mask: Tensor
    flat: Tensor
    cues: Tensor
    roles: Tensor


def examples(article: Article, chance: random.Random) -> list[Example]:
    """Return the windows of the article; the first has a random length, so that each epoch has other windows."""
    if not article.text.strip():
        return []
    reading = read_paragraphs(article.text)
    pieces = cut(reading, attribute(reading.sentences))
    relations = [
        [_places(pieces, part) for part in (relation.cue, relation.source, relation.content)]
        for relation in article.relations
    ]
    return [
        _example(pieces, window, relations, ruled=chance.random() >= _NO_RULES)
        for window in windows(pieces, first=chance.randint(60, 254))
    ]


def _places(pieces: Pieces, spans: Sequence[Span]) -> Ints:
    """Return the numbers of the pieces that the spans touch."""
    touched = np.zeros(len(pieces), bool)
    for span in spans:
        touched |= (pieces.starts < span.end) & (pieces.ends > span.start)
    return np.flatnonzero(touched)


def _example(pieces: Pieces, window: slice, relations: Sequence[Sequence[Ints]], *, ruled: bool) -> Example:
    """Return one window with its labels."""
    size = window.stop - window.start + 2
    inside = [[_within(part, window) for part in parts] for parts in relations]
    flat = np.zeros((3, size), np.int64)
    for parts in inside:
        for row, part in zip(flat, parts, strict=True):
            begins = _begins(part)
            row[part] = np.where(begins | (row[part] == 1), 1, 2)
    cued = [parts for parts in inside if len(parts[0])]
    roles = np.zeros((len(cued), size), np.int64)
    for row, (_, source, content) in zip(roles, cued, strict=True):
        row[content] = np.where(_begins(content), 3, 4)
        row[source] = np.where(_begins(source), 1, 2)
    cues = np.array([(cue[0], cue[-1]) for cue, _, _ in cued], np.int64).reshape(-1, 2)
    features = inputs(pieces, window)
    if not ruled:
        features["ruled"] = np.zeros_like(features["ruled"])
    return Example(features, flat, cues, roles)


def _within(places: Ints, window: slice) -> Ints:
    """Return the places that lie in the window, counted from its frame."""
    inside: Ints = places[(places >= window.start) & (places < window.stop)] - window.start + 1
    return inside


def _begins(places: Ints) -> NDArray[np.bool_]:
    """Return, for each place, whether it begins a run."""
    begins: NDArray[np.bool_] = np.diff(places, prepend=-2) > 1
    return begins


def batched(windows: Sequence[Example]) -> Batch:
    """Return the windows as one batch, padded to the longest."""
    size = max(map(len, windows))

    def filled(row: Ints, value: int = 0) -> Ints:
        return np.pad(row, [(0, 0)] * (row.ndim - 1) + [(0, size - row.shape[-1])], constant_values=value)

    def stacked(name: str) -> Tensor:
        return torch.from_numpy(np.stack([filled(window.inputs[name]) for window in windows]))

    numbers = [np.full((len(window.cues), 1), place) for place, window in enumerate(windows)]
    cues = np.concatenate([np.hstack(pair) for pair in zip(numbers, (window.cues for window in windows), strict=True)])
    return Batch(
        ids=stacked("ids"),
        features={name: stacked(name) for name in windows[0].inputs if name != "ids"},
        mask=torch.from_numpy(np.stack([filled(np.ones(len(window), np.int64)) for window in windows])),
        flat=torch.from_numpy(np.stack([filled(window.flat, IGNORED) for window in windows])),
        cues=torch.from_numpy(cues.astype(np.int64)),
        roles=torch.from_numpy(np.concatenate([filled(window.roles, IGNORED) for window in windows])),
    )
