"""Read the word lists in `data/`. Words are separated by spaces and lines; `#` begins a comment."""

import functools
from pathlib import Path


@functools.cache
def word_list(name: str) -> frozenset[str]:
    """Return the words of `data/<name>.txt`. The file is read once."""
    return frozenset(word for row in word_rows(name) for word in row)


def word_rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the words of each line of `data/<name>.txt`, in order, without comments and empty lines."""
    text = (Path(__file__).parent / "data" / f"{name}.txt").read_text(encoding="utf-8")
    rows = (tuple(line.partition("#")[0].split()) for line in text.splitlines())
    return tuple(row for row in rows if row)
