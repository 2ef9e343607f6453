"""Write files atomically and refuse symbolic links. After a kill or a power cut, a file is the old or the new one."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from quotesearch.indexer.errors import IndexFolderError


def sync(path: Path) -> None:
    """Wait until the disk has the content of the file, or the list of the folder's entries."""
    if path.is_dir() and os.name == "nt":
        return  # Windows cannot open a folder; it writes the list of entries without this call
    descriptor = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_text(path: Path, text: str) -> None:
    """Replace the content of the file by the text (UTF-8). A failure changes nothing."""
    replace_bytes(path, text.encode("utf-8"))


def replace_bytes(path: Path, content: bytes) -> None:
    """Replace the content of the file by the bytes. A failure changes nothing."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)  # a writer that was killed may have left it
    with fresh.open("xb") as file:  # fails if a link has this name, so the target of the link is not overwritten
        file.write(content)
    sync(fresh)
    fresh.replace(path)
    sync(path.parent)


def refuse_links(folder: Path, parts: Iterable[str]) -> None:
    """Raise IndexFolderError if a part of an index folder, or a file inside a part, is a symbolic link.

    Through a link, a search or a writer could overwrite a file outside the folder. `parts` are names of entries of the
    folder. The folder itself may be a link, because the user named it.
    """
    for part in parts:
        for link in _links(folder / part):
            remedy = "delete the link, or put the real file in its place"
            raise IndexFolderError(f"{link} is a link, which is not allowed in an index; {remedy}")


def _links(path: Path) -> Iterator[Path]:
    """Yield each symbolic link: the path itself, an entry of the folder, or an entry of the folders in it."""
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
        remedy = "check that it is a folder in which you may write, or choose another one"
        raise IndexFolderError(f"cannot write to {folder}: {error.strerror or error}; {remedy}") from error
