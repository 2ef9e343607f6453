"""Embed texts by a model that was exported into the index's folder: without torch, and in half the time.

Texts are sorted by length, so that a batch has little to fill up; what a text is beside does not change its embedding.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer.onnx_session import session, tokenizer

GRAPH, TOKENIZER, ABOUT = "model.onnx", "tokenizer.json", "about.json"
_REMEDY = "delete the folder that it lies in, and quotes index makes it anew"
_PIECES = 1024
"""Word pieces of a batch, filled up to its longest text; more fit the caches less well."""


@dataclass(frozen=True, slots=True)
class About:
    """Say what was exported: the model's name, the components of an embedding, the word pieces that it reads."""

    model: str
    dimension: int
    longest: int

    def write(self, folder: Path) -> None:
        """Write it down; a folder that has it is complete."""
        (folder / ABOUT).write_text(json.dumps(asdict(self)) + "\n", encoding="utf-8")


class ExportedEncoder:
    """Embed texts by what `exporting` wrote into a folder (implements Encoder), loaded when first needed."""

    def __init__(self, folder: Path, about: About) -> None:
        """Remember which; nothing is loaded yet."""
        self._folder = folder
        self._about = about
        self._loaded: tuple[Any, Any] | None = None
        self._loading = Lock()

    @classmethod
    def there(cls, folder: Path, model: str) -> Self | None:
        """Return the encoder that lies in the folder, None where there is none, or another model's."""
        try:
            about = About(**json.loads((folder / ABOUT).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return cls(folder, about) if about.model == model else None

    @property
    def name(self) -> str:
        """Return the model's name, as the manifest records it."""
        return self._about.model

    @property
    def dimension(self) -> int:
        """Return the number of components of an embedding."""
        return self._about.dimension

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row a text, shape `(len(texts), dimension)`; ModelError where the files are damaged."""
        rows = np.empty((len(texts), self.dimension), np.float32)
        if texts:
            graph, cutter = self._parts()
            pieces = [encoded.ids for encoded in cutter.encode_batch(list(texts))]
            for batch in _batches([len(each) for each in pieces]):
                rows[batch] = graph.run(["rows"], _filled([pieces[place] for place in batch]))[0]
        return rows

    def _parts(self) -> tuple[Any, Any]:
        """Return the graph and the tokenizer, loaded once."""
        with self._loading:
            if self._loaded is None:
                cutter = tokenizer(self._folder / TOKENIZER, remedy=_REMEDY)
                cutter.enable_truncation(self._about.longest)
                self._loaded = session(self._folder / GRAPH, remedy=_REMEDY), cutter
            return self._loaded


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield the places of texts of about one length, the longest first, as many as a batch may hold."""
    order = sorted(range(len(lengths)), key=lambda place: (-lengths[place], place))
    start = 0
    while start < len(order):
        size = max(1, _PIECES // max(1, lengths[order[start]]))
        yield order[start : start + size]
        start += size


def _filled(pieces: Sequence[Sequence[int]]) -> dict[str, NDArray[np.int64]]:
    """Return the inputs of the graph: pieces filled up with noughts, and which of them count."""
    longest = max(map(len, pieces))
    ids = np.zeros((len(pieces), longest), np.int64)
    mask = np.zeros_like(ids)
    for row, each in enumerate(pieces):
        ids[row, : len(each)] = each
        mask[row, : len(each)] = 1
    return {"ids": ids, "mask": mask}
