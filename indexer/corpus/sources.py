"""Find the files that the command line names: files, folders, patterns and standard input.

Each file is read once, in a fixed order. A file that the user names is read with any suffix. In a folder, only files
with the suffix of an article are read, and no hidden files.

A link that the user names is followed. A link found in a folder, or in the part of a pattern before its first wildcard,
is not followed out of that folder. Otherwise the author of a folder of articles could decide which other files are
read.
"""

# Names stay strings here: Path("") would be the current folder, and Path makes a large folder slow to list.
# ruff: noqa: PTH116, PTH118, PTH120, PTH122, PTH207

import glob
import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from operator import attrgetter
from os import PathLike

from quotesearch.indexer.corpus.origin import STANDARD_INPUT, Origin
from quotesearch.indexer.errors import InputError

Format = Enum("Format", "TEXT MARKDOWN PAGE JSON_LINES CSV TSV PIPE")
"""The formats that can be read."""
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
_NOT_READ = {
    **dict.fromkeys(".pdf .doc .docx .odt .rtf .epub".split(), "its text to .txt or .html"),
    **dict.fromkeys(".xls .xlsx .ods".split(), "its sheet to .csv"),
    ".json": "it to JSON Lines (.jsonl), one object on each line",
}

_DEEP = re.compile(r"(?<![^/])\*\*(?:/+\*\*)*(?:/+|$)")
"""A part of a pattern that matches any number of folders."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A folder, or an article in a folder: its name for messages, and its real path."""

    name: str
    path: str
    is_folder: bool


@dataclass(frozen=True, slots=True)
class Source:
    """A file or standard input that can be read: its origin, its format, and whether it is compressed."""

    origin: Origin
    format: Format
    gzipped: bool = False


def expand(names: Iterable[str | PathLike[str]]) -> Iterator[Source | InputError]:
    """Yield each file that the names match, once. For a name that matches no file, yield an InputError."""
    paths: set[str] = set()
    for name in [names] if isinstance(names, str | PathLike) else names:
        for source in _named(os.fspath(name)):
            if isinstance(source, Source):
                if source.origin.path in paths:
                    continue
                paths.add(source.origin.path)
            yield source


def _named(name: str) -> Iterator[Source | InputError]:
    """Yield the files that one name matches."""
    if name == "-":
        yield Source(Origin(STANDARD_INPUT), Format.PIPE)
    elif not name or "\0" in name:
        yield Origin(repr(name)).error("is not the name of a file; give a file, a folder or a pattern")
    elif not os.path.lexists(name) and glob.has_magic(name):
        yield from _matching(name)
    else:
        yield from _path(name)


def _path(name: str) -> Iterator[Source | InputError]:
    """Yield the file with this name. If it is a folder, yield the files in it."""
    try:
        mode = os.stat(name).st_mode
    except OSError as error:
        yield _printable_origin(name).error(f"cannot be read: {error.strerror or error}; check the name")
        return
    if stat.S_ISDIR(mode):
        yield from _folder(name)
    elif stat.S_ISREG(mode):
        yield _file(name, os.path.realpath(name))
    else:
        yield _printable_origin(name).error("is not a regular file; pipe it to the command, with - as its name")


def _matching(pattern: str) -> Iterator[Source | InputError]:
    """Yield the files that the pattern matches, and the files in the folders that it matches."""
    fixed = pattern[: next(place for place, letter in enumerate(pattern) if letter in "*?[")]
    root = os.path.realpath(os.path.dirname(fixed) or ".")
    inside = [match for match in sorted(set(_globbed(pattern))) if _is_inside(match, root)]
    for match in inside:
        yield from _path(match)
    if not inside:
        yield _printable_origin(pattern).error("the pattern matches no file; check it")


def _globbed(pattern: str) -> Iterator[str]:
    """Yield the paths that the pattern matches.

    `**` does not follow links to folders, because they may form a circle.
    """
    deep = _DEEP.search(pattern)
    if deep is None:
        yield from glob.iglob(pattern)
        return
    last_part = pattern[deep.end() :] or "*"
    for top in glob.iglob(pattern[: deep.start()]) if deep.start() else [""]:
        for folder in _walked(top):
            yield from _globbed(os.path.join(glob.escape(folder), last_part))


def _walked(top: str) -> Iterator[str]:
    """Yield a folder and the folders below it, without hidden folders. The name "" is the working directory."""
    for folder, folders, _ in os.walk(top or os.curdir):
        folders[:] = [name for name in folders if not name.startswith(".")]
        inside = folder if top else os.path.relpath(folder, os.curdir)
        yield "" if inside == os.curdir else inside


def _folder(name: str) -> Iterator[Source | InputError]:
    """Yield the articles in the folder and the folders below it, sorted by name."""
    root = os.path.realpath(name)
    empty = True
    stack: list[_Entry] = [_Entry(name, root, is_folder=True)]
    while stack:
        entry = stack.pop()
        if not entry.is_folder:
            empty = False
            yield _file(entry.name, entry.path)
            continue
        try:
            entries = _entries(entry, root)
        except OSError as error:
            yield _printable_origin(entry.name).error(
                f"the folder cannot be read: {error.strerror or error}; check permissions"
            )
            continue
        stack.extend(sorted(entries, key=attrgetter("name"), reverse=True))
    if empty:
        suffixes = ", ".join(_FORMATS)
        yield _printable_origin(name).error(
            f"no articles in the folder; it needs files that end in {suffixes} (or .gz)"
        )


def _entries(folder: "_Entry", root: str) -> list["_Entry"]:
    """Return the folders and the articles in the folder.

    Hidden ones and links to a place outside the root are left out.
    """
    entries = []
    with os.scandir(folder.path) as scanned:
        for entry in scanned:
            name, path = os.path.join(folder.name, entry.name), os.path.join(folder.path, entry.name)
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                entries.append(_Entry(name, path, is_folder=True))
            elif _format(name) is not None and entry.is_file() and _is_inside(entry, root):
                entries.append(_Entry(name, os.path.realpath(path) if entry.is_symlink() else path, is_folder=False))
    return entries


def _file(name: str, path: str) -> Source | InputError:
    """Return the file as a source. If its format cannot be read, return an error."""
    origin = Origin(_printable_origin(name).name, path)
    if re.search("[\ud800-\udfff]", path):
        return origin.error("its name is not valid UTF-8; rename it")
    remedy = _NOT_READ.get(_suffix(name))
    if remedy is not None:
        return origin.error(f"has a format that cannot be read; convert {remedy}")
    return Source(origin, _format(name) or Format.TEXT, gzipped=name.lower().endswith(".gz"))


def _format(name: str) -> Format | None:
    """Return the format that belongs to the name's suffix. If the suffix is unknown, return None."""
    return _FORMATS.get(_suffix(name))


def _suffix(name: str) -> str:
    """Return the suffix in lower case. A `.gz` at the end is ignored."""
    return os.path.splitext(name.lower().removesuffix(".gz"))[1]


def _is_inside(path: "str | os.DirEntry[str]", root: str) -> bool:
    """Return whether the path is in the folder after all links are followed."""
    if isinstance(path, os.DirEntry) and not path.is_symlink():
        return True
    return os.path.realpath(path).startswith(os.path.join(root, ""))


def _printable_origin(name: str) -> Origin:
    """Return an origin with a name that can be printed, even if the bytes are not text."""
    return Origin(os.fsencode(name).decode("utf-8", "backslashreplace"))
