"""Vary an article as other outlets would print it: other marks, lost marks, joined paragraphs, other names.

Without variation, a network learns the typesetting and the politicians of its corpus. Every change moves the
annotations with their words, by a map from old offsets to new ones.
"""

import random
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from itertools import accumulate

from quotesearch.indexer.extraction.training.gold import Article, Relation
from quotesearch.indexer.model import Span
from quotesearch.indexer.text.wordlists import word_list

_FULL_NAME = re.compile(r"\b[A-Z][a-z]+(?: [A-Z]\.)? ([A-Z][a-z]{3,})\b")
_NO_SURNAMES = word_list("not_surnames")
_CURLY, _DOUBLE = re.compile("[“”‘’]"), re.compile("[“”]")
_OUTER_SINGLE = re.compile(r"(?<![^\W_])‘|’(?![^\W_])")
_MARKS = {
    "straight": [(_CURLY, {"“": '"', "”": '"', "‘": "'", "’": "'"})],
    "british": [(_DOUBLE, {"“": "‘", "”": "’"}), (_OUTER_SINGLE, {"‘": "“", "’": "”"})],
    "guillemets": [(_DOUBLE, {"“": "«", "”": "»"})],
}
"""Style -> patterns of marks, each with the new mark of each old one."""
_ANY_DOUBLE, _BREAK = re.compile('[“”"]'), re.compile(r"\n\s*")
_NAMES, _LOST, _JOINED = 0.35, 0.1, 0.15
"""Shares of articles in which names are exchanged, marks are lost, and paragraphs are joined."""
_STYLES = (("straight", 0.30), ("british", 0.40), ("guillemets", 0.44), ("curly", 0.48))
"""Each style of marks, with the cumulative share of articles that get it; the others keep their marks."""
Edits = dict[Span, str]


def surnames(articles: Iterable[Article]) -> list[str]:
    """Return the surnames in the articles, sorted: the pool of new names."""
    return sorted({name for article in articles for name in _surnames(article.text)})


def varied(article: Article, chance: random.Random, pool: list[str]) -> Article:
    """Return the article with other quotation marks and paragraph breaks, and surnames from the pool, by chance."""
    edits: Edits = {}
    if chance.random() < _NAMES:
        _exchange_names(article.text, chance, pool, edits)
    _restyle(article.text, chance.random(), edits)
    if chance.random() < _LOST:
        marks = list(_ANY_DOUBLE.finditer(article.text))
        _put(edits, chance.sample(marks, min(len(marks), chance.randint(1, 3))), lambda _: "")
    if chance.random() < _JOINED:
        share = chance.choice((0.2, 0.5, 1.0))
        _put(edits, (match for match in _BREAK.finditer(article.text) if chance.random() < share), lambda _: " ")
    return _edited(article, edits)


def _surnames(text: str) -> list[str]:
    """Return the surnames in a text: the last words of full names that the text does not use in lower case."""
    common = _NO_SURNAMES.union(re.findall(r"\b[a-z]+\b", text))
    return sorted({match[1] for match in _FULL_NAME.finditer(text) if match[1].lower() not in common})


def _exchange_names(text: str, chance: random.Random, pool: list[str], edits: Edits) -> None:
    """Add edits that replace most surnames, each by the same new one in the whole text."""
    new_names = {name: chance.choice(pool) for name in _surnames(text) if chance.random() < 0.8}
    if new_names:
        anywhere = re.compile(rf"\b(?:{'|'.join(map(re.escape, new_names))})\b")
        _put(edits, anywhere.finditer(text), lambda match: new_names[match[0]])


def _restyle(text: str, draw: float, edits: Edits) -> None:
    """Add edits that change the quotation marks to the style that the random number `draw` selects."""
    style = next((name for name, share in _STYLES if draw < share), "")
    for pattern, marks in _MARKS.get(style, ()):
        _put(edits, pattern.finditer(text), _exchange(marks))
    if style == "curly":
        _put(edits, re.finditer('"', text), lambda match: "“" if _opens(text, match.start()) else "”")


def _exchange(marks: Mapping[str, str]) -> Callable[[re.Match[str]], str]:
    """Return a function from a match to the new mark."""
    return lambda match: marks[match[0]]


def _opens(text: str, at: int) -> bool:
    """Return whether a straight mark opens a quotation, by the character before it."""
    return at == 0 or text[at - 1].isspace() or text[at - 1] in "([—"


def _put(edits: Edits, matches: Iterable[re.Match[str]], new: Callable[[re.Match[str]], str]) -> None:
    """Add an edit for each match that does not overlap an earlier edit."""
    edited = {place for span in edits for place in range(span.start, span.end)}
    for match in matches:
        if edited.isdisjoint(range(match.start(), match.end())):
            edits[Span(match.start(), match.end())] = new(match)


def _edited(article: Article, edits: Mapping[Span, str]) -> Article:
    """Return the article with the edits made and its annotations moved."""
    spans = sorted(edits)
    text, at = "", 0
    for span in spans:
        text += article.text[at : span.start] + edits[span]
        at = span.end
    text += article.text[at:]
    ends = [span.end for span in spans]
    shifts = [0, *accumulate(len(edits[span]) - (span.end - span.start) for span in spans)]

    def moved(offset: int) -> int:
        place = bisect_right(ends, offset)
        inside = place < len(spans) and spans[place].start < offset
        if inside:  # within replaced words: at most to their new end
            return spans[place].start + shifts[place] + min(offset - spans[place].start, len(edits[spans[place]]))
        return offset + shifts[place]

    def moved_parts(parts: tuple[Span, ...]) -> tuple[Span, ...]:
        pairs = ((moved(span.start), moved(span.end)) for span in parts)
        return tuple(Span(start, end) for start, end in pairs if start < end)

    relations = (
        Relation(*map(moved_parts, (relation.source, relation.cue, relation.content))) for relation in article.relations
    )
    return Article(article.name, text, tuple(relation for relation in relations if relation.content))
