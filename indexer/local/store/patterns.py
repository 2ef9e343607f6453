"""Find the quotes that have a pattern, by the full-text index of their normalised words (SQLite FTS5).

FTS5 has phrases, prefixes at the end of a phrase, and NEAR. A word with another wildcard is first replaced by the words
of the vocabulary that it matches. If that makes too many phrases, or if two phrases could be found in the same words,
the quotes that have similar words are read, and the pattern is compared with their words.
"""

import re
from itertools import product
from math import prod

from quotesearch.indexer.local.store.database import Connection, listed
from quotesearch.indexer.records import Pattern
from quotesearch.indexer.text.patterns import word_shape

MOST_PHRASES = 1_000
"""Phrases that one pattern may stand for in a query to FTS5."""
_WILDCARD = re.compile(r"[*?]")
_VOCABULARY = "SELECT term FROM vocabulary WHERE term >= ? AND term < ?"
_MATCHING = "quotes.key IN (SELECT rowid FROM words WHERE words MATCH ?)"
_AMONG = "quotes.key IN (SELECT value FROM json_each(?))"
_WITH_WORDS = "SELECT key, folded FROM quotes WHERE key IN (SELECT rowid FROM words WHERE words MATCH ?)"


def having(connection: Connection, pattern: Pattern) -> tuple[str, str]:
    """Return a condition on `quotes.key` with one `?`, and its parameter: the quote's words have the pattern."""
    phrases = [
        [_alternatives(connection, word, last=place == len(phrase)) for place, word in enumerate(phrase, start=1)]
        for phrase in pattern.phrases
    ]
    if prod(len(words) for phrase in phrases for words in phrase) > MOST_PHRASES:
        return _AMONG, listed(_compared(connection, pattern, _similar(pattern)))
    match = _match([_spellings(words) for words in phrases], pattern.apart)
    if not match:
        return _AMONG, listed([])
    if _may_overlap(pattern):
        return _AMONG, listed(_compared(connection, pattern, match))
    return _MATCHING, match


def _alternatives(connection: Connection, word: str, *, last: bool) -> list[str]:
    """Return the words, or the one prefix, that a word of a pattern stands for in a query to FTS5."""
    wildcard = _WILDCARD.search(word)
    if wildcard is None or (last and wildcard.group() == "*" and wildcard.end() == len(word)):
        return [word]
    beginning, shape = word[: wildcard.start()], word_shape(word)
    terms = (row["term"] for row in connection.rows(_VOCABULARY, (beginning, beginning + "\U0010ffff")))
    return [term for term in terms if shape.fullmatch(term)]


def _spellings(words: list[list[str]]) -> list[str]:
    """Return every spelling of a phrase as FTS5 writes it: `"two words"`, or `"two beginn" *`."""
    return [_quoted(" ".join(spelling)) for spelling in product(*words)]


def _quoted(phrase: str) -> str:
    """Return a phrase as FTS5 writes it; the words have no quotation marks."""
    return f'"{phrase[:-1]}" *' if phrase.endswith("*") else f'"{phrase}"'


def _match(phrases: list[list[str]], apart: int) -> str:
    """Return the FTS5 query for any spelling of one phrase, or of two near each other; empty if there is none."""
    if len(phrases) == 1:
        return " OR ".join(phrases[0])
    return " OR ".join(f"NEAR({first} {second}, {apart})" for first, second in product(*phrases))


def _may_overlap(pattern: Pattern) -> bool:
    """Tell whether one word of a text may belong to both phrases, which FTS5 takes for neighbours and we do not."""
    first, *rest = ([_WILDCARD.split(word)[0] for word in phrase] for phrase in pattern.phrases)
    pairs = (pair for phrase in rest for pair in product(first, phrase))
    return any(one.startswith(other) or other.startswith(one) for one, other in pairs)


def _similar(pattern: Pattern) -> str:
    """Return the FTS5 query for all words of a pattern, in any order, up to their first wildcard."""
    words = (_WILDCARD.split(word)[0] + "*" if _WILDCARD.search(word) else word for p in pattern.phrases for word in p)
    return " AND ".join(map(_quoted, words))


def _compared(connection: Connection, pattern: Pattern, match: str) -> list[int]:
    """Return the keys of the quotes whose words have the pattern, by reading all quotes that an FTS5 query finds."""
    rows = connection.iterate(_WITH_WORDS, (match,))
    return [row["key"] for row in rows if has_pattern(row["folded"].split(" "), pattern)]


def has_pattern(words: list[str], pattern: Pattern) -> bool:
    """Tell whether the words of a quote have a pattern, by trying every place."""
    places = [_places(words, phrase) for phrase in pattern.phrases]
    if len(places) == 1:
        return bool(places[0])
    first, second = map(len, pattern.phrases)
    gaps = (max(b - (a + first), a - (b + second)) for a in places[0] for b in places[1])
    return any(0 <= gap <= pattern.apart for gap in gaps)


def _places(words: list[str], phrase: tuple[str, ...]) -> list[int]:
    """Return where a phrase begins in the words."""
    shapes = [word_shape(word) for word in phrase]
    starts = range(len(words) - len(phrase) + 1)
    return [at for at in starts if all(shape.fullmatch(words[at + n]) for n, shape in enumerate(shapes))]
