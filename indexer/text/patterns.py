"""Read the words of a pattern: a phrase or word with wildcards, as people type it."""

import re

from quotesearch.indexer.text.normalise import fold, folded_words

FEWEST_LETTERS = 2
"""Letters before a wildcard, so that a pattern does not ask for half of all words."""
_PIECE = re.compile(r"[^\W_][\w'’ʼ*?.]*")
_INSIDE_WORDS = str.maketrans("", "", "'’ʼ._")


def pattern_words(text: str) -> tuple[str, ...]:
    """Return the normalised words of a pattern, with their wildcards.

    `*` stands for any ending and `?` for any one letter. ValueError for a wildcard with too few letters before it.
    """
    words: list[str] = []
    for written in _PIECE.findall(text):
        piece = written.rstrip(".?'’")
        wildcard = re.search(r"[*?]", piece)
        if wildcard is None:
            words += folded_words(written)
        elif wildcard.start() < FEWEST_LETTERS:
            raise ValueError(f"{piece} needs {FEWEST_LETTERS} letters before its wildcard")
        else:
            words.append(fold(piece).translate(_INSIDE_WORDS))
    return tuple(words)


def word_shape(word: str) -> re.Pattern[str]:
    """Return what a word with wildcards matches: `*` any letters, `?` one; each `*` but the last takes the fewest.

    Atomic groups keep the time linear in the word: no `*` is tried again once what follows it was found.
    """
    first, *between = (re.escape(piece).replace(r"\?", r"\w") for piece in word.split("*"))
    last = rf"\w*{between.pop()}" if between else ""
    return re.compile(first + "".join(rf"(?>\w*?{piece})" for piece in between) + last)
