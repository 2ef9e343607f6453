"""Read gold attributions: a folder with `text/*.txt` and brat stand-off `attributions/*.ann`, as in PolNeAR."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from quotesearch.indexer.errors import InputError
from quotesearch.indexer.model import Span

_ANNOTATOR = re.compile(r"_[0-9a-f]{4}$")
_SPAN = re.compile(r"(T\d+)\t\S+ ([\d; ]+)(?:\t|$)")
_EVENT = re.compile(r"E\d+\t(.*)")
_ROLE = re.compile(r"(Source|Cue|Content)\d*:(T\d+)")


@dataclass(frozen=True, slots=True)
class Relation:
    """A gold attribution: the spans of its three parts, source and cue may be empty."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """An annotated article."""

    name: str
    text: str
    relations: tuple[Relation, ...]


def read(folder: Path) -> Iterator[Article]:
    """Yield the articles of the folder by name; if an article has several annotations, the first by name is used."""
    files = sorted(Path(folder, "attributions").glob("*.ann"))
    if not files:
        raise InputError(f"{folder} has no attributions/*.ann; give the folder of one part of the corpus")
    names = set()
    for file in files:
        name = _ANNOTATOR.sub("", file.stem)
        if name not in names:
            names.add(name)
            text = Path(folder, "text", f"{name}.txt").read_bytes().decode("utf-8")
            yield Article(name, text, tuple(_relations(file.read_text(encoding="utf-8"))))


def _relations(annotation: str) -> Iterator[Relation]:
    """Yield the attributions of an annotation file that have content."""
    spans: dict[str, list[Span]] = {}
    for line in annotation.split("\n"):
        if match := _SPAN.match(line):
            pairs = (part.split() for part in match[2].split(";"))
            spans[match[1]] = [Span(int(start), int(end)) for start, end in pairs if int(start) < int(end)]
        elif match := _EVENT.match(line):
            parts: dict[str, list[Span]] = {"Source": [], "Cue": [], "Content": []}
            for role, target in _ROLE.findall(match[1]):
                parts[role] += spans.get(target, [])
            if parts["Content"]:
                yield Relation(*(tuple(sorted(parts[role])) for role in ("Source", "Cue", "Content")))
