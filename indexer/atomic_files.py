"""Write files so that a kill or a power cut leaves the old or the new one, and never through a link."""

import os
from collections.abc import Iterable, Iterator
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
    replace_bytes(path, text.encode("utf-8"))


def replace_bytes(path: Path, content: bytes) -> None:
    """Replace the content of the file by the bytes, completely or not at all."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)  # left by a writer that was killed
    with fresh.open("xb") as file:  # fails if there is a link of this name, rather than write to its target
        file.write(content)
    sync(fresh)
    fresh.replace(path)
    sync(path.parent)


def refuse_links(folder: Path, parts: Iterable[str]) -> None:
    """Raise IndexFolderError if one of the parts of an index folder, or a file inside a part, is a symbolic link.

    A link could lead a search or a writer to overwrite a file outside the folder. `parts` are names in the folder;
    the folder itself may be a link, since it is what the user named.
    """
    for part in parts:
        for link in _links(folder / part):
            remedy = "delete the link, or put the real file in its place"
            raise IndexFolderError(f"{link} is a link, which an index may not hold; {remedy}")


def _links(path: Path) -> Iterator[Path]:
    """Yield the path, or what lies below it, if it is a symbolic link."""
    if path.is_symlink():
        yield path
    elif path.is_dir():
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.is_symlink() or entry.is_dir():
                    yield from _links(path / entry.name)


@contextmanager
def writing_in(folder: Path) -> Iterator[None]:
    """Turn an OSError into an IndexFolderError that names the folder."""
    try:
        yield
    except OSError as error:
        remedy = "see that it is a folder in which you may write, or choose another one"
        raise IndexFolderError(f"cannot write to {folder}: {error.strerror or error}; {remedy}") from error
