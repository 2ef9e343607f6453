"""Know what a user's names stand for: files, folders, patterns and standard input, each file once, in a fixed order.

A file named by itself is read whatever its suffix; in a folder only files that look like articles are, and nothing
hidden. Links are followed where they are named, but never from inside a folder (or a pattern's fixed beginning) to
a place outside it: whoever makes a folder of articles should not choose what else is read.
"""

# Names stay strings here: Path("") would be a folder, and Path makes a large folder slow to list.
# ruff: noqa: PTH116, PTH118, PTH120, PTH122, PTH207

import glob
import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from os import PathLike

from quotesearch.indexer.corpus.origin import STANDARD_INPUT, Origin
from quotesearch.indexer.errors import InputError


class Format(StrEnum):
    """Name the formats that there is a reader for."""

    TEXT = "text"
    MARKDOWN = "markdown"
    PAGE = "page"
    JSON_LINES = "json lines"
    CSV = "csv"
    TSV = "tsv"
    PIPE = "pipe"


_FORMATS = {
    ".txt": Format.TEXT,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".html": Format.PAGE,
    ".htm": Format.PAGE,
    ".xhtml": Format.PAGE,
    ".jsonl": Format.JSON_LINES,
    ".ndjson": Format.JSON_LINES,
    ".csv": Format.CSV,
    ".tsv": Format.TSV,
}
_NOT_READ = dict.fromkeys(".pdf .doc .docx .odt .rtf .epub".split(), "its text to .txt or .html") | {
    ".json": "it to JSON Lines (.jsonl), one object a line",
    ".xls": "its sheet to .csv",
    ".xlsx": "its sheet to .csv",
    ".ods": "its sheet to .csv",
}

_DEEP = re.compile(r"(?<![^/])\*\*(?:/+\*\*)*(?:/+|$)")
"""A part of a pattern that stands for any number of folders."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """Hold a folder or an article in a folder: its name for people, and its real path."""

    name: str
    path: str
    is_folder: bool


@dataclass(frozen=True, slots=True)
class Source:
    """Say where to read, and how."""

    origin: Origin
    format: Format
    gzipped: bool = False


def expand(names: Iterable[str | PathLike[str]]) -> Iterator[Source | InputError]:
    """Yield each file that the names stand for, once, and an InputError for each name that stands for nothing."""
    seen: set[str] = set()
    for name in [names] if isinstance(names, str | PathLike) else names:
        for found in _named(os.fspath(name)):
            if isinstance(found, Source):
                if found.origin.path in seen:
                    continue
                seen.add(found.origin.path)
            yield found


def _named(name: str) -> Iterator[Source | InputError]:
    """Yield what one name stands for."""
    if name == "-":
        yield Source(Origin(STANDARD_INPUT), Format.PIPE)
    elif not name or "\0" in name:
        yield Origin(repr(name)).error("is no file's name; name a file, a folder or a pattern")
    elif not os.path.lexists(name) and glob.has_magic(name):
        yield from _matching(name)
    else:
        yield from _path(name)


def _path(name: str) -> Iterator[Source | InputError]:
    """Yield the file of that name, or those in the folder of that name."""
    try:
        mode = os.stat(name).st_mode
    except OSError as error:
        yield _shown(name).error(f"cannot be read: {error.strerror or error}; check the name")
        return
    if stat.S_ISDIR(mode):
        yield from _folder(name)
    elif stat.S_ISREG(mode):
        yield _file(name, os.path.realpath(name))
    else:
        yield _shown(name).error("is not a regular file; pipe it in and name it -")


def _matching(pattern: str) -> Iterator[Source | InputError]:
    """Yield the files, and those in the folders, that the pattern matches."""
    fixed = pattern[: next(place for place, letter in enumerate(pattern) if letter in "*?[")]
    root = os.path.realpath(os.path.dirname(fixed) or ".")
    inside = [match for match in sorted(set(_globbed(pattern))) if _is_inside(match, root)]
    for match in inside:
        yield from _path(match)
    if not inside:
        yield _shown(pattern).error("the pattern matches no file; check it")


def _globbed(pattern: str) -> Iterator[str]:
    """Yield what the pattern matches; `**` goes into folders but not into links to them, which may lead in circles."""
    deep = _DEEP.search(pattern)
    if deep is None:
        yield from glob.iglob(pattern)
        return
    rest = pattern[deep.end() :] or "*"
    for top in glob.iglob(pattern[: deep.start()]) if deep.start() else [""]:
        for folder, folders, _ in os.walk(top or os.curdir):
            folders[:] = [name for name in folders if not name.startswith(".")]
            inside = folder if top else os.path.relpath(folder, os.curdir)
            yield from _globbed(os.path.join("" if inside == os.curdir else glob.escape(inside), rest))


def _folder(name: str) -> Iterator[Source | InputError]:
    """Yield the articles in the folder and the folders below it, sorted by name."""
    root = os.path.realpath(name)
    empty = True
    waiting: list[_Entry] = [_Entry(name, root, is_folder=True)]
    while waiting:
        entry = waiting.pop()
        if not entry.is_folder:
            empty = False
            yield _file(entry.name, entry.path)
            continue
        try:
            inside = _entries(entry, root)
        except OSError as error:
            yield _shown(entry.name).error(f"the folder cannot be read: {error.strerror or error}; check permissions")
            continue
        waiting.extend(sorted(inside, key=lambda one: one.name, reverse=True))
    if empty:
        yield _shown(name).error(
            f"no articles in the folder; it needs files that end in {', '.join(_FORMATS)} (or .gz)"
        )


def _entries(folder: "_Entry", root: str) -> list["_Entry"]:
    """Return the folders and the articles in the folder, without what is hidden or linked from outside the root."""
    found = []
    with os.scandir(folder.path) as entries:
        for entry in entries:
            name, path = os.path.join(folder.name, entry.name), os.path.join(folder.path, entry.name)
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                found.append(_Entry(name, path, is_folder=True))
            elif _format(name) is not None and entry.is_file() and _is_inside(entry, root):
                found.append(_Entry(name, os.path.realpath(path) if entry.is_symlink() else path, is_folder=False))
    return found


def _file(name: str, path: str) -> Source | InputError:
    """Return how to read the file."""
    origin = Origin(_shown(name).name, path)
    if not _is_unicode(path):
        return origin.error("its name is not valid UTF-8; rename it")
    instead = _NOT_READ.get(_suffix(name))
    if instead is not None:
        return origin.error(f"is not read as it is; convert {instead}")
    return Source(origin, _format(name) or Format.TEXT, gzipped=name.lower().endswith(".gz"))


def _format(name: str) -> Format | None:
    """Return the format that the name's suffix tells, None where it tells none."""
    return _FORMATS.get(_suffix(name))


def _suffix(name: str) -> str:
    """Return the suffix in small letters, that before `.gz` where it ends so."""
    return os.path.splitext(name.lower().removesuffix(".gz"))[1]


def _is_inside(path: "str | os.DirEntry[str]", root: str) -> bool:
    """Tell whether the path, all links followed, is in the folder."""
    if isinstance(path, os.DirEntry) and not path.is_symlink():
        return True
    return os.path.realpath(path).startswith(os.path.join(root, ""))


def _shown(name: str) -> Origin:
    """Return the name so that it can be printed, whatever its bytes."""
    return Origin(os.fsencode(name).decode("utf-8", "backslashreplace"))


def _is_unicode(name: str) -> bool:
    """Tell whether the name can be stored as text."""
    return not re.search("[\ud800-\udfff]", name)
