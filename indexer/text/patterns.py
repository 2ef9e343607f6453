"""Parse patterns that users type: phrases, and words with wildcards."""

import re

from quotesearch.indexer.text.normalise import fold, folded_words

FEWEST_LETTERS = 2
"""The fewest letters before a wildcard. A pattern with fewer letters would match a large part of all words."""
_PIECE = re.compile(r"[^\W_][\w'’ʼ*?.]*")
_INSIDE_WORDS = str.maketrans("", "", "'’ʼ._")


def pattern_words(text: str) -> tuple[str, ...]:
    """Return the normalised words of a pattern, with their wildcards.

    `*` matches any ending and `?` any single letter. Raises ValueError for a wildcard with too few letters before it.
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
    """Return the regular expression of a word with wildcards: `*` matches any letters, `?` matches one letter.

    Each `*` except the last matches as few letters as possible. It is in an atomic group: after the next piece has
    matched, the `*` is not tried again. So the time is linear in the length of the word.
    """
    first, *pieces = (re.escape(piece).replace(r"\?", r"\w") for piece in word.split("*"))
    last = rf"\w*{pieces.pop()}" if pieces else ""
    return re.compile(first + "".join(rf"(?>\w*?{piece})" for piece in pieces) + last)
