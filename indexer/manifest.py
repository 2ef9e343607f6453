"""Say what an index was made with: format version, model, dimension and text recipe.

These must stay the same for the life of an index: embeddings of two models cannot be compared.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from quotesearch.indexer.durable import replace_text
from quotesearch.indexer.errors import IndexDamagedError, IndexMismatchError, IndexNotFoundError

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """Hold what an index was made with."""

    model: str
    dimension: int
    recipe: str
    format: int = FORMAT

    def __post_init__(self) -> None:
        texts: tuple[object, ...] = (self.model, self.recipe)
        numbers: tuple[object, ...] = (self.dimension, self.format)
        if not all(isinstance(text, str) and text for text in texts):
            raise ValueError("the model and the recipe need a name")
        if not all(isinstance(number, int) and number is not True and number > 0 for number in numbers):
            raise ValueError("the dimension and the format need a number")

    def write(self, path: Path) -> None:
        """Write the manifest, at once or not at all."""
        replace_text(path, json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n")

    def must_agree(self, folder: Path, *, model: str | None, recipe: str | None) -> None:
        """Raise IndexMismatchError if another model or recipe is asked for than the index was made with."""
        for label, asked, made in (("model", model, self.model), ("text recipe", recipe, self.recipe)):
            if asked is not None and asked != made:
                remedy = f"use that {label}, or index the articles again into another folder"
                raise IndexMismatchError(
                    f"the index in {folder} was made with the {label} {made}, not {asked}; {remedy}"
                )


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of the index in `folder`.

    IndexNotFoundError where there is none, IndexMismatchError for a newer format, IndexDamagedError for anything else.
    """
    path = folder / "manifest.json"
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        raise IndexNotFoundError(f"no index in {folder}; run: quotes index PATH --index {folder}") from None
    except OSError as error:
        raise IndexDamagedError(f"cannot read {path}: {error.strerror}; see that you may read it") from error
    try:
        entries = dict(json.loads(text))
        newer = int(entries["format"]) > FORMAT
        manifest = None if newer else Manifest(**entries)
    except (ValueError, TypeError, LookupError) as error:
        remedy = "delete the folder and index the articles again"
        raise IndexDamagedError(f"{path} is not the manifest of an index ({error}); {remedy}") from error
    if manifest is None:
        known = f"newer than this version of quotesearch knows ({FORMAT})"
        raise IndexMismatchError(f"the index in {folder} has format {entries['format']}, {known}; upgrade quotesearch")
    return manifest
