"""Embed texts with any model of sentence-transformers, and load its other kinds of models.

torch is imported at the first `encode`, never earlier. The default model does not need this module: see `onnx_encoder`.
But this module can load it too, from its installed folder and without the network, to compare the two.
"""

import contextlib
import importlib
import importlib.util
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer import default_model
from quotesearch.indexer.errors import ModelError

DEFAULT_MODEL = default_model.NAME
_INSTALL = "which a light installation leaves out; run: pip install 'sentence-transformers>=6.0'"
_LOADING = Lock()
"""Only one thread turns progress bars off and on at a time, so that the order of these changes stays right."""


class SentenceEncoder:
    """Embed texts with a model of sentence-transformers (implements Encoder). The model is loaded when first needed.

    `model` is the default model, which is installed, or a folder, or any name that sentence-transformers can load.
    """

    def __init__(self, model: str = DEFAULT_MODEL, *, dimension: int = 0, may_fetch: bool = True) -> None:
        """Set the model without loading it. `dimension` is the model's dimension, or 0 if it is not known.

        Without `may_fetch`, the model must be on this machine. This is for a name that only an index gives.
        """
        folder = Path(model)
        self._name = str(folder.resolve()) if model != DEFAULT_MODEL and folder.is_dir() else model
        self._dimension = dimension
        self._may_fetch = may_fetch
        self._loaded: Any = None
        self._loading = Lock()

    @property
    def name(self) -> str:
        """Return the model's name. For a folder, return its absolute path."""
        return self._name

    @property
    def dimension(self) -> int:
        """Return the number of values in an embedding. If it is not known, load the model."""
        if not self._dimension:
            self._dimension = int(self.encode(["dimension"]).shape[1])
        return self._dimension

    def must_be_installed(self) -> None:
        """Raise ModelError if the packages that models need are missing."""
        if importlib.util.find_spec("sentence_transformers") is None:
            raise ModelError(f"the model {self.name} needs sentence-transformers, {_INSTALL}")

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a unit row for each text, `(len(texts), dimension)`.

        Raises ModelError if the model cannot be loaded.
        """
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        rows = self.model().encode(list(texts), batch_size=64, show_progress_bar=False, normalize_embeddings=True)
        return np.ascontiguousarray(rows, np.float32)

    def model(self) -> Any:  # noqa: ANN401 - sentence-transformers is imported late
        """Return the model of sentence-transformers, loaded once. Raises ModelError if it cannot be loaded."""
        with self._loading:
            if self._loaded is None:
                self._loaded = _load(self.name, may_fetch=self._may_fetch)
            return self._loaded


def _load(name: str, *, may_fetch: bool) -> Any:  # noqa: ANN401 - sentence-transformers is imported late
    """Load the model. The network is used only with `may_fetch`, and never for the default model or a folder."""
    place = default_model.checked_folder() if name == DEFAULT_MODEL else Path(name)
    if not (place.is_dir() or may_fetch):
        place = _fetched_folder(name)
    local = place.is_dir()
    return load("SentenceTransformer", str(place) if local else name, option="--model", local=local)


def load(kind: str, name: str, *, option: str, local: bool) -> Any:  # noqa: ANN401 - as above
    """Load a model of one of sentence-transformers' kinds. If `local` is true, load it only from this machine.

    An error is a ModelError that names the option in which the user gave the name.
    """
    try:
        kinds = importlib.import_module("sentence_transformers")  # takes seconds
    except (ImportError, OSError) as error:
        raise ModelError(f"{option} {name} needs sentence-transformers ({error}), {_INSTALL}") from error
    with _without_progress_bars() if local else contextlib.nullcontext():
        try:
            return getattr(kinds, kind)(name, local_files_only=local)
        except Exception as error:  # a model's code may raise anything
            remedy = f"give {option} a folder or a name that sentence-transformers can load, or remove the option"
            raise ModelError(f"cannot load the model {name}: {error}; {remedy}") from error


@contextlib.contextmanager
def _without_progress_bars() -> Iterator[None]:
    """Turn off the progress bars of transformers, because a model on this machine loads in a moment.

    The stderr of the process is not redirected, because other threads write to it. These threads lose only progress
    bars.
    """
    bars = importlib.import_module("transformers.utils.logging")
    with _LOADING:
        visible = bars.is_progress_bar_enabled()
        if visible:
            bars.disable_progress_bar()
        try:
            yield
        finally:
            if visible:
                bars.enable_progress_bar()


def _fetched_folder(name: str) -> Path:
    """Return the folder of a model that was fetched earlier.

    If sentence-transformers got the name instead, it would use the network even with `local_files_only`.
    """
    from huggingface_hub import try_to_load_from_cache  # noqa: PLC0415 - comes with sentence-transformers

    for full_name in (name, f"sentence-transformers/{name}"):
        with contextlib.suppress(ValueError):  # not the name of a model
            config = try_to_load_from_cache(full_name, "config.json")
            if isinstance(config, str):
                return Path(config).parent
    remedy = f"it is not fetched, because only the index names it; if you trust the name, give --model {name}"
    raise ModelError(f"the model {name} is not on this machine; {remedy}")
