"""Choose the encoder of an index, and embed the quotes that have no vector yet."""

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer.encoder.onnx_encoder import FAILED, OnnxEncoder
from quotesearch.indexer.encoder.recipes import recipe_text
from quotesearch.indexer.encoder.sentence import DEFAULT_MODEL, SentenceEncoder
from quotesearch.indexer.protocols import Encoder, Writer
from quotesearch.indexer.records import Description

_PORTION = 256
"""The number of quotes that are embedded between two writes. After a kill, only these must be embedded again."""


def named_encoder(model: str, *, dimension: int = 0, may_fetch: bool = True) -> Encoder:
    """Return the encoder of a model. The parameters are those of SentenceEncoder.

    The default model runs without torch.
    """
    if model == DEFAULT_MODEL:
        return OnnxEncoder.of_default_model()
    return SentenceEncoder(model, dimension=dimension, may_fetch=may_fetch)


class IndexEncoder:
    """Embed texts with the model of an index (implements Embedder). The model is loaded for the first text.

    `user_encoder` is an encoder that the caller passed, or the encoder of a model that the user named. A model that
    only the index names is never fetched from the network. If `folder` has an exported form of the model, the exported
    form is used. With `export`, a missing exported form is written first. The default model needs no export.
    """

    def __init__(
        self, description: Description, *, user_encoder: Encoder | None, folder: Path | None, export: bool
    ) -> None:
        self._description = description
        self._user_encoder = user_encoder
        self._folder = folder
        self._export = export

    @property
    def name(self) -> str:
        """Return the model's name."""
        return self._description.model

    @property
    def dimension(self) -> int:
        """Return the number of values in an embedding."""
        return self._description.dimension

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a unit row for each text, shape `(len(texts), dimension)`.

        Raises ModelError if the model cannot be used.
        """
        return self._fastest.encode(texts)

    def must_be_installed(self) -> None:
        """Raise ModelError if the model's package is missing or damaged. This is checked before articles are read."""
        if isinstance(self._original, OnnxEncoder | SentenceEncoder):
            self._original.must_be_installed()

    def embed(self, writer: Writer, *, stopped: Callable[[], bool] = lambda: False) -> None:
        """Add a vector for each quote without one to the writer. Once `stopped` is true, finish the current portion."""
        while not stopped() and (quotes := writer.unembedded(_PORTION)):
            rows = self.encode([recipe_text(indexed, self._description.recipe) for indexed in quotes])
            writer.add_vectors([indexed.quote.id for indexed in quotes], rows)

    def forget_failed_export(self) -> None:
        """Let the next writer try again to export the model after a failed attempt."""
        if self._folder is not None:
            (self._folder / FAILED).unlink(missing_ok=True)

    @cached_property
    def _fastest(self) -> Encoder:
        """Return the fastest form of the model that is available: the exported form, else the original."""
        encoder = self._original
        if not isinstance(encoder, SentenceEncoder) or self._folder is None:
            return encoder
        exported = OnnxEncoder.in_folder(self._folder, encoder.name)
        if exported is None and self._export:
            from quotesearch.indexer.encoder.exporting import export  # noqa: PLC0415 - a search exports nothing

            exported = OnnxEncoder.in_folder(self._folder, encoder.name) if export(encoder, self._folder) else None
        return exported or encoder

    @cached_property
    def _original(self) -> Encoder:
        """Return the user's encoder, or the encoder of the model that the index names."""
        return self._user_encoder or named_encoder(self.name, dimension=self.dimension, may_fetch=False)
