"""Embed texts with onnxruntime, without torch: the default model, or a model that was exported into the index folder.

Texts are sorted by length, so that a batch needs little padding. The embedding of a text does not depend on the other
texts of its batch.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer import default_model
from quotesearch.indexer.onnx_session import session, tokenizer

DEFAULT_GRAPH = Path(__file__).with_name("default_model.onnx")
"""The graph of the default model without weights. `default_graph` writes it."""
GRAPH, TOKENIZER, ABOUT = "model.onnx", "tokenizer.json", "about.json"
FAILED = "failed.json"
"""The note of a failed export: see `exporting`."""
_REMEDY = "delete the folder that contains it; quotes index then makes it again"
_PIECES = 1024
"""The number of word pieces in a batch, with padding. Larger batches do not fit the caches, so they are slower."""


@dataclass(frozen=True, slots=True)
class About:
    """The description of an export: the model's name, its dimension, and the most word pieces of a text."""

    model: str
    dimension: int
    longest: int

    def write(self, folder: Path) -> None:
        """Write the description. It is the last file of an export, so a folder that has it is complete."""
        (folder / ABOUT).write_text(json.dumps(asdict(self)) + "\n", encoding="utf-8")


class OnnxEncoder:
    """Embed texts with a graph and a tokenizer (implements Encoder). Both are loaded when they are first needed."""

    def __init__(self, about: About, load: Callable[[], tuple[Any, Any]]) -> None:
        """Set the description and the function `load`.

        `load` returns the session and the tokenizer, or raises ModelError.
        """
        self._about = about
        self._load = load
        self._loaded: tuple[Any, Any] | None = None
        self._loading = Lock()

    @classmethod
    def of_default_model(cls) -> Self:
        """Return the encoder of the default model. Its weights are checked when it is loaded."""
        return cls(About(default_model.NAME, default_model.DIMENSION, default_model.LONGEST), _default_parts)

    @classmethod
    def in_folder(cls, folder: Path, model: str) -> Self | None:
        """Return the encoder in the folder. If the folder has no complete export of this model, return None."""
        try:
            about = About(**json.loads((folder / ABOUT).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return cls(about, partial(_exported_parts, folder)) if about.model == model else None

    @property
    def name(self) -> str:
        """Return the model's name, as the manifest records it."""
        return self._about.model

    @property
    def dimension(self) -> int:
        """Return the number of values in an embedding."""
        return self._about.dimension

    def must_be_installed(self) -> None:
        """Raise ModelError if the files are missing or damaged."""
        self._parts()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a unit row for each text, shape `(len(texts), dimension)`.

        Raises ModelError if the files are damaged.
        """
        rows = np.empty((len(texts), self.dimension), np.float32)
        if texts:
            graph, cutter = self._parts()
            pieces = [encoded.ids for encoded in cutter.encode_batch(list(texts))]
            for batch in _batches([len(ids) for ids in pieces]):
                rows[batch] = graph.run(["rows"], _padded([pieces[place] for place in batch]))[0]
        return rows

    def _parts(self) -> tuple[Any, Any]:
        """Return the session and the tokenizer. They are loaded once."""
        with self._loading:
            if self._loaded is None:
                self._loaded = self._load()
                self._loaded[1].enable_truncation(self._about.longest)
            return self._loaded


def _default_parts() -> tuple[Any, Any]:
    """Load the graph and the tokenizer of the default model."""
    folder = default_model.checked_folder()
    remedy = default_model.REMEDY
    return session(DEFAULT_GRAPH, weights=folder, remedy=remedy), tokenizer(folder / TOKENIZER, remedy=remedy)


def _exported_parts(folder: Path) -> tuple[Any, Any]:
    """Load the graph and the tokenizer of an export."""
    return session(folder / GRAPH, remedy=_REMEDY), tokenizer(folder / TOKENIZER, remedy=_REMEDY)


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield the places of the texts in each batch: texts of similar length, the longest first."""
    order = sorted(range(len(lengths)), key=lambda place: (-lengths[place], place))
    start = 0
    while start < len(order):
        size = max(1, _PIECES // max(1, lengths[order[start]]))
        yield order[start : start + size]
        start += size


def _padded(pieces: Sequence[Sequence[int]]) -> dict[str, NDArray[np.int64]]:
    """Return the inputs of the graph: the pieces padded with zeros, and a mask that is 1 for each piece."""
    longest = max(map(len, pieces))
    ids = np.zeros((len(pieces), longest), np.int64)
    mask = np.zeros_like(ids)
    for row, own_ids in enumerate(pieces):
        ids[row, : len(own_ids)] = own_ids
        mask[row, : len(own_ids)] = 1
    return {"ids": ids, "mask": mask}
