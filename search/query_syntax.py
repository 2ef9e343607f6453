"""Parse the text of a query: words, and operators that filter.

| text | meaning |
|---|---|
| `combat role` | words that rank the quotes; a quote need not have them |
| `"no combat role"` | the quote has this phrase |
| `-ukraine`, `-"red line"` | the quote does not have this word or phrase |
| `immigra*`, `wom?n` | the quote has a word of this form |
| `nato NEAR ukraine`, `NEAR/5` | both are within ten words, or five, of each other, in either order |
| `speaker:merkel`, `outlet:"evening post"`, `kind:direct` | the same as the options of these names |
| `since:2016-10`, `after:2016-10` | published on the first day of this period or later |
| `until:2017` | published on the last day of this period or earlier |
| `before:2017` | published before this period |

Operators filter, words rank. The words of a phrase do both. Anything that is not a valid operator is treated as
ordinary words, with a notice. Every text is accepted.
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
_DEFAULT_DISTANCE = 10
"""The distance in words that NEAR allows if the query gives no number."""
_MAX_TOKENS, _MAX_OPERATORS = 200, 20
"""The most tokens and the most operators that are read, because a query with more would be slow."""


@dataclass(frozen=True, slots=True)
class ParsedText:
    """The parts of a text: words that rank, patterns that are required or excluded, filters, and notices."""

    text: str = ""
    required: tuple[Pattern, ...] = ()
    excluded: tuple[Pattern, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(slots=True)
class _Parts:
    """The parts of the tokens that were read so far."""

    words: list[str] = field(default_factory=list)
    required: list[Pattern] = field(default_factory=list)
    excluded: list[Pattern] = field(default_factory=list)
    filters: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def parse(text: str) -> ParsedText:
    """Parse the text of a query in linear time. Every text is accepted."""
    parts = _Parts()
    tokens = list(_TOKEN.finditer(text))[:_MAX_TOKENS]
    position = 0
    while position < len(tokens):
        position += _add_near(tokens[position : position + 3], parts) or _add_token(tokens[position], parts)
    if tokens and tokens[-1].end() < len(text.rstrip()):
        parts.remarks.append(f"only the first {_MAX_TOKENS} words are used")
    words = " ".join(" ".join(parts.words).split())
    return ParsedText(
        words, tuple(parts.required), tuple(parts.excluded), tuple(parts.filters.items()), tuple(parts.remarks)
    )


def _add_near(tokens: Sequence[re.Match[str]], parts: _Parts) -> int:
    """If the tokens begin with `a NEAR b`, add these three. Return the number of tokens that were added."""
    operator = _NEAR.fullmatch(tokens[1][0]) if len(tokens) == 3 else None  # noqa: PLR2004 - a, NEAR, b
    if operator is None or not (_is_unmarked(tokens[0]) and _is_unmarked(tokens[2])):
        return 0
    sides = [_content(token) for token in tokens[::2]]
    try:
        phrases = tuple(pattern_words(side) for side in sides)
    except ValueError:
        return 0
    if not all(phrases):
        return 0
    parts.required.append(Pattern(phrases, int(operator[1] or _DEFAULT_DISTANCE)))
    parts.words += map(_ranking_words, sides)
    return 3


def _is_unmarked(token: re.Match[str]) -> bool:
    """Tell whether a token is a word or phrase without a minus and without a field."""
    return not (token["minus"] or token["field"] or token["stray"])


def _add_token(token: re.Match[str], parts: _Parts) -> int:
    """Add one token, and return the number 1."""
    if token["stray"]:
        parts.remarks.append("a quotation mark that is never closed was ignored")
    elif token["field"] and not token["minus"] and token["field"].lower() in FIELDS:
        _add_filter(token["field"].lower(), _content(token), parts)
    elif token["field"]:
        reason = "a field cannot be excluded" if token["minus"] else f"the fields are {', '.join(FIELDS)}"
        parts.remarks.append(f"{token[0]} was treated as words: {reason}")
        parts.words.append(_ranking_words(token[0]))
    else:
        _add_words(token, parts)
    return 1


def _add_filter(name: str, value: str, parts: _Parts) -> None:
    """Add a filter, unless there is already a filter with this name."""
    if name in parts.filters:
        parts.remarks.append(f"{name}:{value} was ignored: only the first {name}: is used")
    elif value.strip():
        parts.filters[name] = value


def _add_words(token: re.Match[str], parts: _Parts) -> None:
    """Add a word or phrase, which may be required, excluded or neither."""
    content = _content(token)
    is_operator = token["phrase"] is not None or token["minus"] or _has_wildcard(content)
    pattern = _pattern(content, parts) if is_operator else None
    if is_operator and len(parts.required) + len(parts.excluded) >= _MAX_OPERATORS:
        parts.remarks.append(f"{token[0]} was treated as words: a query has at most {_MAX_OPERATORS} operators")
        pattern = None
    if pattern and token["minus"]:
        parts.excluded.append(pattern)
    else:
        parts.required += [pattern] if pattern else []
        parts.words.append(_ranking_words(content))


def _pattern(content: str, parts: _Parts) -> Pattern | None:
    """Return the words as a pattern. If there are no words, return None.

    An invalid wildcard also returns None, and a notice is added.
    """
    try:
        words = pattern_words(content)
    except ValueError as error:
        parts.remarks.append(f"{error}; it was treated as words")
        return None
    return Pattern((words,)) if words else None


def _has_wildcard(text: str) -> bool:
    """Tell whether a word has a `*` after a letter, or a `?` between letters.

    A question mark at the end is no wildcard.
    """
    return bool(re.search(r"\w\*|\w\?\w", text))


def _content(token: re.Match[str]) -> str:
    """Return the words of a token without its quotation marks, minus and field."""
    return token["phrase"] if token["phrase"] is not None else token["word"]


def _ranking_words(text: str) -> str:
    """Return the words that rank: without `*` at their end, and without words that have a wildcard between letters."""
    return " ".join(word.rstrip("*") for word in text.split() if not re.search(r"\w[*?]\w", word))


def typed_filter(name: str, value: str) -> str:
    """Return a filter in the syntax of queries, so that users can edit it."""
    return f'{name}:"{value}"' if " " in value else f"{name}:{value}"
