"""Read and write `manifest.json`: format version, embedding model, dimension and text recipe of an index."""

import json
from dataclasses import asdict
from pathlib import Path

from quotesearch.indexer.atomic_files import replace_text
from quotesearch.indexer.errors import IndexDamagedError, IndexMismatchError, IndexNotFoundError
from quotesearch.indexer.records import Description

FORMAT = 1
"""The newest format of a manifest that this version can read."""
_NAME = "manifest.json"


def write_manifest(folder: Path, description: Description) -> None:
    """Write the manifest atomically."""
    replace_text(folder / _NAME, json.dumps(asdict(description), ensure_ascii=False, indent=2) + "\n")


def read_manifest(folder: Path) -> Description:
    """Read the manifest of the index in `folder`.

    Raises IndexNotFoundError if there is no manifest, IndexMismatchError for a newer format, and IndexDamagedError if
    the manifest cannot be read or is not valid.
    """
    path = folder / _NAME
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        raise IndexNotFoundError(f"no index in {folder}; run: quotes index PATH --index {folder}") from None
    except OSError as error:
        raise IndexDamagedError(f"cannot read {path}: {error.strerror}; check that you may read it") from error
    try:
        entries = dict(json.loads(text))
        if int(entries["format"]) <= FORMAT:
            return Description(**entries)
    except (ValueError, TypeError, LookupError) as error:
        remedy = "restore a backup of it, or index the articles again into another folder"
        raise IndexDamagedError(f"{path} is not the manifest of an index ({error}); {remedy}") from error
    limit = f"but this version of quotesearch reads formats up to {FORMAT} only"
    raise IndexMismatchError(f"the index in {folder} has format {entries['format']}, {limit}; upgrade quotesearch")
