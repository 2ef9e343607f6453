"""Read what people type into a search box: words, and what narrows the answer.

| written | means |
|---|---|
| `combat role` | words, by which quotes are ranked; none of them is required |
| `"no combat role"` | the quote has this phrase |
| `-ukraine`, `-"red line"` | the quote does not have it |
| `immigra*`, `wom?n` | the quote has a word of this shape |
| `nato NEAR ukraine`, `NEAR/5` | both stand within ten words, or five, of each other, in either order |
| `speaker:merkel`, `outlet:"evening post"`, `kind:direct` | as the options of these names |
| `since:2016-10`, `until:2017`, `after:2016-10`, `before:2017` | printed from then on, till then; before: not on it |

Operators narrow, words rank, and the words of a phrase rank as well. What makes no sense as an operator is read as
plain words, and said so: nothing that is typed is an error.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from quotesearch.indexer.records import Pattern
from quotesearch.indexer.text.patterns import pattern_words

FIELDS = ("speaker", "outlet", "kind", "since", "until", "after", "before")
_TOKEN = re.compile(
    r"(?P<minus>(?<!\S)-)?(?:(?<![^\s-])(?P<field>[A-Za-z]+):(?=[^\s/]))?"
    r"(?:[\"“”„](?P<phrase>[^\"“”„]*)[\"“”]|(?P<word>[^\s\"“”„]+))"
    r"|(?P<stray>[\"“”„])"
)
_NEAR = re.compile(r"NEAR(?:/([0-9]{1,3}))?")
_APART = 10
_MOST_TOKENS, _MOST_OPERATORS = 200, 20


@dataclass(frozen=True, slots=True)
class Understood:
    """Hold what was typed, taken apart: words to rank by, what is required and excluded, filters, and remarks."""

    text: str = ""
    required: tuple[Pattern, ...] = ()
    excluded: tuple[Pattern, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reader:
    """Gather the parts as they come."""

    words: list[str] = field(default_factory=list)
    required: list[Pattern] = field(default_factory=list)
    excluded: list[Pattern] = field(default_factory=list)
    filters: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def understand(typed: str) -> Understood:
    """Take apart what was typed, in linear time; never fails."""
    reader = _Reader()
    tokens = list(_TOKEN.finditer(typed))[:_MOST_TOKENS]
    at = 0
    while at < len(tokens):
        at += _near(tokens[at : at + 3], reader) or _one(tokens[at], reader)
    if tokens and tokens[-1].end() < len(typed.rstrip()):
        reader.remarks.append(f"only the first {_MOST_TOKENS} words count")
    text = " ".join(" ".join(reader.words).split())
    return Understood(
        text, tuple(reader.required), tuple(reader.excluded), tuple(reader.filters.items()), tuple(reader.remarks)
    )


def _near(tokens: Sequence[re.Match[str]], reader: _Reader) -> int:
    """Take in `a NEAR b`, if that is what the tokens are; return how many were taken in."""
    near = _NEAR.fullmatch(tokens[1][0]) if len(tokens) == 3 else None  # noqa: PLR2004 - a, NEAR, b
    if near is None or not (_has_no_mark(tokens[0]) and _has_no_mark(tokens[2])):
        return 0
    sides = [_inside(token) for token in tokens[::2]]
    try:
        phrases = tuple(pattern_words(side) for side in sides)
    except ValueError:
        return 0
    if not all(phrases):
        return 0
    reader.required.append(Pattern(phrases, int(near[1] or _APART)))
    reader.words += map(_plain, sides)
    return 3


def _has_no_mark(token: re.Match[str]) -> bool:
    """Tell whether a token is a word or phrase without a minus or a field."""
    return not (token["minus"] or token["field"] or token["stray"])


def _one(token: re.Match[str], reader: _Reader) -> int:
    """Take in one token."""
    if token["stray"]:
        reader.remarks.append("a quotation mark without its partner was left out")
    elif token["field"] and not token["minus"] and token["field"].lower() in FIELDS:
        _filter(token["field"].lower(), _inside(token), reader)
    elif token["field"]:
        reason = "a field cannot be excluded" if token["minus"] else f"the fields are {', '.join(FIELDS)}"
        reader.remarks.append(f"{token[0]} was read as words: {reason}")
        reader.words.append(_plain(token[0]))
    else:
        _words(token, reader)
    return 1


def _filter(name: str, value: str, reader: _Reader) -> None:
    """Take in a field with its value, the first of several."""
    if name in reader.filters:
        reader.remarks.append(f"only the first {name}: counts; {value} was left out")
    elif value.strip():
        reader.filters[name] = value


def _words(token: re.Match[str], reader: _Reader) -> None:
    """Take in a word or phrase, required, excluded or plain."""
    inside = _inside(token)
    operates = token["phrase"] is not None or token["minus"] or _is_wild(inside)
    pattern = _pattern(inside, reader) if operates else None
    if operates and len(reader.required) + len(reader.excluded) >= _MOST_OPERATORS:
        reader.remarks.append(f"{token[0]} was read as words: a query has {_MOST_OPERATORS} operators at most")
        pattern = None
    if pattern and token["minus"]:
        reader.excluded.append(pattern)
    else:
        reader.required += [pattern] if pattern else []
        reader.words.append(_plain(inside))


def _pattern(inside: str, reader: _Reader) -> Pattern | None:
    """Return the words as a pattern; None, with a remark, where they are none."""
    try:
        words = pattern_words(inside)
    except ValueError as error:
        reader.remarks.append(f"{error}; it was read as words")
        return None
    return Pattern((words,)) if words else None


def _is_wild(word: str) -> bool:
    """Tell whether a word has a wildcard: `*` at its end, or `*` or `?` within it; a question's last mark is none."""
    return bool(re.search(r"\w\*|\w\?\w", word))


def _inside(token: re.Match[str]) -> str:
    """Return the words of a token without its marks."""
    return token["phrase"] if token["phrase"] is not None else token["word"]


def _plain(words: str) -> str:
    """Return the words that rank: of one with a wildcard at its end the beginning, of one with another nothing."""
    return " ".join(word.rstrip("*") for word in words.split() if not re.search(r"\w[*?]\w", word))


def typed_filter(name: str, value: str) -> str:
    """Return how a filter is typed, for people to edit."""
    return f'{name}:"{value}"' if " " in value else f"{name}:{value}"
