"""Turn quotes into embeddings: the door to sentence-transformers, and the recipes for what is embedded.

torch is imported at the first `encode`, never before, so that a keyword search stays quick.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer.protocols import IndexedQuote

DEFAULT_MODEL = "all-MiniLM-L6-v2"
DEFAULT_RECIPE = "speaker-quote-context"


def recipe_text(indexed: IndexedQuote, recipe: str) -> str:
    """Return what is embedded of a quote; the recipe's name lists its parts in order. ValueError if unknown."""
    raise NotImplementedError


class SentenceEncoder:
    """Embed texts by a sentence-transformers model (implements Encoder), loaded when first needed.

    `model` is the default one, which comes installed, a folder, or any name sentence-transformers knows.
    """

    def __init__(self, model: str = DEFAULT_MODEL, *, batch_size: int = 64) -> None:
        raise NotImplementedError

    @property
    def name(self) -> str:
        """Return the model's name; a folder's is its absolute path."""
        raise NotImplementedError

    @property
    def dimension(self) -> int:
        """Return the number of components; the default model's is known without loading it."""
        raise NotImplementedError

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row a text, shape `(len(texts), dimension)`; ModelError if the model cannot be had."""
        raise NotImplementedError
