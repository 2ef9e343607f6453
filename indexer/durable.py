"""Write files so that a kill or a power cut leaves the old content or the new, never a mixture."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from quotesearch.indexer.errors import IndexFolderError


def sync(path: Path) -> None:
    """Wait until the file, or the entries of the folder, are on the disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows cannot open a folder; it writes the entries without this
    descriptor = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_text(path: Path, text: str) -> None:
    """Replace the content of the file by the text, completely or not at all."""
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(text, encoding="utf-8")
    sync(fresh)
    fresh.replace(path)
    sync(path.parent)


@contextmanager
def writing_in(folder: Path) -> Iterator[None]:
    """Turn an OSError into an IndexFolderError that names the folder."""
    try:
        yield
    except OSError as error:
        remedy = "see that it is a folder in which you may write, or choose another one"
        raise IndexFolderError(f"cannot write to {folder}: {error.strerror or error}; {remedy}") from error
