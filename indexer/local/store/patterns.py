"""Find the quotes that match a pattern, with the full-text index of their normalised words (SQLite FTS5).

FTS5 has phrases, prefixes at the end of a phrase, and NEAR. A word with another wildcard is first replaced by the words
of the vocabulary that match it. In two cases the words of quotes are compared with the pattern instead: if the
replacement makes too many phrases, or if both phrases could match the same words of a text. FTS5 then only finds the
quotes that have similar words.
"""

import re
from itertools import product
from math import prod

from quotesearch.indexer.local.store.database import Connection, json_array
from quotesearch.indexer.records import Pattern
from quotesearch.indexer.text.patterns import word_shape

MOST_PHRASES = 1_000
"""The most phrases in a query to FTS5 for one pattern.

If there are more, the words of quotes are compared with the pattern.
"""
_WILDCARD = re.compile(r"[*?]")
_VOCABULARY = "SELECT term FROM vocabulary WHERE term >= ? AND term < ?"
_MATCHING = "quotes.key IN (SELECT rowid FROM words WHERE words MATCH ?)"
_AMONG = "quotes.key IN (SELECT value FROM json_each(?))"
_WITH_WORDS = "SELECT key, folded FROM quotes WHERE key IN (SELECT rowid FROM words WHERE words MATCH ?)"


def matching_pattern(connection: Connection, pattern: Pattern) -> tuple[str, str]:
    """Return an SQL condition that the words of the quote match the pattern.

    The condition has one `?`, whose parameter is returned with it.
    """
    phrases = [
        [_alternatives(connection, word, is_last=end == len(phrase)) for end, word in enumerate(phrase, start=1)]
        for phrase in pattern.phrases
    ]
    if prod(len(words) for phrase in phrases for words in phrase) > MOST_PHRASES:
        return _AMONG, json_array(_compare(connection, pattern, _similar_words_query(pattern)))
    match = _phrase_query([_spellings(words) for words in phrases], pattern.apart)
    if not match:
        return _AMONG, json_array([])
    if _may_overlap(pattern):
        return _AMONG, json_array(_compare(connection, pattern, match))
    return _MATCHING, match


def _alternatives(connection: Connection, word: str, *, is_last: bool) -> list[str]:
    """Return the words or the prefix that replace a word of a pattern in a query to FTS5."""
    wildcard = _WILDCARD.search(word)
    if wildcard is None or (is_last and wildcard.group() == "*" and wildcard.end() == len(word)):
        return [word]
    beginning, shape = word[: wildcard.start()], word_shape(word)
    terms = (row["term"] for row in connection.rows(_VOCABULARY, (beginning, beginning + "\U0010ffff")))
    return [term for term in terms if shape.fullmatch(term)]


def _spellings(words: list[list[str]]) -> list[str]:
    """Return every spelling of a phrase in the syntax of FTS5: `"two words"`, or `"two beginn" *`."""
    return [_quoted(" ".join(spelling)) for spelling in product(*words)]


def _quoted(phrase: str) -> str:
    """Return a phrase in the syntax of FTS5. The words contain no quotation marks."""
    return f'"{phrase[:-1]}" *' if phrase.endswith("*") else f'"{phrase}"'


def _phrase_query(phrases: list[list[str]], apart: int) -> str:
    """Return the FTS5 query for any spelling of one phrase, or of two phrases near each other.

    Without a spelling, return "".
    """
    if len(phrases) == 1:
        return " OR ".join(phrases[0])
    return " OR ".join(f"NEAR({first} {second}, {apart})" for first, second in product(*phrases))


def _may_overlap(pattern: Pattern) -> bool:
    """Return whether one word of a text may belong to both phrases.

    FTS5's NEAR accepts such phrases, but a pattern does not.
    """
    first, *tail = ([_WILDCARD.split(word)[0] for word in phrase] for phrase in pattern.phrases)
    pairs = (pair for phrase in tail for pair in product(first, phrase))
    return any(start.startswith(second_start) or second_start.startswith(start) for start, second_start in pairs)


def _similar_words_query(pattern: Pattern) -> str:
    """Return the FTS5 query for all words of a pattern, in any order. A word ends before its first wildcard."""
    words = (_WILDCARD.split(word)[0] + "*" if _WILDCARD.search(word) else word for p in pattern.phrases for word in p)
    return " AND ".join(map(_quoted, words))


def _compare(connection: Connection, pattern: Pattern, match: str) -> list[int]:
    """Read all quotes that an FTS5 query finds, and return the keys of those that match the pattern."""
    rows = connection.iterate(_WITH_WORDS, (match,))
    return [row["key"] for row in rows if has_pattern(row["folded"].split(" "), pattern)]


def has_pattern(words: list[str], pattern: Pattern) -> bool:
    """Return whether the words of a quote match a pattern. Every position is tried."""
    positions = [_positions(words, phrase) for phrase in pattern.phrases]
    if len(positions) == 1:
        return bool(positions[0])
    first, second = map(len, pattern.phrases)
    gaps = (max(b - (a + first), a - (b + second)) for a in positions[0] for b in positions[1])
    return any(0 <= gap <= pattern.apart for gap in gaps)


def _positions(words: list[str], phrase: tuple[str, ...]) -> list[int]:
    """Return the positions at which a phrase begins in the words."""
    shapes = [word_shape(word) for word in phrase]
    starts = range(len(words) - len(phrase) + 1)
    return [start for start in starts if all(shape.fullmatch(words[start + n]) for n, shape in enumerate(shapes))]
