"""Keep in `manifest.json` what an index was made with: format version, model, dimension and text recipe."""

import json
from dataclasses import asdict
from pathlib import Path

from quotesearch.indexer.atomic_files import replace_text
from quotesearch.indexer.errors import IndexDamagedError, IndexMismatchError, IndexNotFoundError
from quotesearch.indexer.records import Description

FORMAT = 1
"""The newest format of a manifest that this version knows."""
_NAME = "manifest.json"


def write_manifest(folder: Path, description: Description) -> None:
    """Write the manifest, at once or not at all."""
    replace_text(folder / _NAME, json.dumps(asdict(description), ensure_ascii=False, indent=2) + "\n")


def read_manifest(folder: Path) -> Description:
    """Read the manifest of the index in `folder`.

    IndexNotFoundError if there is none, IndexMismatchError for a newer format, IndexDamagedError for anything else.
    """
    path = folder / _NAME
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        raise IndexNotFoundError(f"no index in {folder}; run: quotes index PATH --index {folder}") from None
    except OSError as error:
        raise IndexDamagedError(f"cannot read {path}: {error.strerror}; see that you may read it") from error
    try:
        entries = dict(json.loads(text))
        if int(entries["format"]) <= FORMAT:
            return Description(**entries)
    except (ValueError, TypeError, LookupError) as error:
        remedy = "put back a copy of it, or index the articles again into another folder"
        raise IndexDamagedError(f"{path} is not the manifest of an index ({error}); {remedy}") from error
    known = f"newer than this version of quotesearch knows ({FORMAT})"
    raise IndexMismatchError(f"the index in {folder} has format {entries['format']}, {known}; upgrade quotesearch")
