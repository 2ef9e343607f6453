"""Pass over what stands between a cue and its content: the one who is told, when, where and how."""

from collections.abc import Sequence

from quotesearch.indexer.extraction.lexicon import (
    ADVERBS,
    DETERMINERS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    TIMES,
    Frame,
)
from quotesearch.indexer.extraction.tokens import Sort, Token

_OBJECT_PRONOUNS = frozenset("me him her us them you it".split())
_SHORTEST_CLAUSE = 4
_TIMES_OF_DAY = frozenset("year years week weeks month months night morning afternoon evening weekend day days".split())
_REACH = 25


def skip_adverbials(tokens: Sequence[Token], start: int, limit: int, frames: Frame) -> int | None:
    """Return where the content begins behind the one who is told and the adverbials of time and place."""
    at: int | None = skip_recipient(tokens, start, limit) if Frame.TELL in frames else start
    while at is not None and at < limit:
        following = _skip_one(tokens, start, at, limit, frames)
        if following == at:
            return at
        at = following
    return None


def _skip_one(tokens: Sequence[Token], start: int, at: int, limit: int, frames: Frame) -> int | None:
    """Return the place behind the adverbial at `at`; `at` itself where content begins; None where none can."""
    token = tokens[at]
    if token.text == ",":
        quoted = at + 1 < limit and tokens[at + 1].sort is Sort.QUOTATION
        return at + 1 if quoted or at > start else _skip_parenthesis(tokens, at, limit)
    if token.low in ("a", "the", "that") and at + 1 < limit and tokens[at + 1].low in _TIMES_OF_DAY:
        return at + 2
    if _is_setting(token) or (token.low in _TIMES_OF_DAY and at > start and tokens[at - 1].low in TIMES):
        return at + 1
    if token.low not in PREPOSITIONS or (token.low == "to" and Frame.TO in frames):
        return at
    skipped = _skip_phrase(tokens, at, limit)
    return at if skipped is None and Frame.OBJECT in frames else skipped


def _is_setting(token: Token) -> bool:
    """Tell whether the token says when or how something was said: *Tuesday*, *again*, *angrily*, a colon."""
    how = token.low.endswith("ly") and len(token.low) > len("early")
    return token.text in (":", ".") or token.low in TIMES | ADVERBS or token.low.isdigit() or how


def _skip_parenthesis(tokens: Sequence[Token], comma: int, limit: int) -> int | None:
    """Return where the content begins behind a parenthesis such as *said, in a speech on Monday, that*."""
    for at in range(comma + 1, min(limit, comma + _REACH)):
        if tokens[at].sort is Sort.QUOTATION or (tokens[at].low == "that" and tokens[at - 1].text == ","):
            return at
    return None


def skip_recipient(tokens: Sequence[Token], at: int, limit: int) -> int:
    """Return the place behind the one who is told: *reporters*, *the BBC's Ann Hale*, *him*."""
    if at >= limit or tokens[at].low == "that" or tokens[at].sort is Sort.QUOTATION:
        return at
    if tokens[at].low in _OBJECT_PRONOUNS or not (
        tokens[at].is_capitalised or tokens[at].low in DETERMINERS | POSSESSIVES
    ):
        at += 1
        return at if at >= limit or not tokens[at].is_capitalised or tokens[at - 1].text != "a" else at + 1
    while at < limit and (
        tokens[at].is_capitalised or tokens[at].low in DETERMINERS | POSSESSIVES | {"'s", "of", "and", "&"}
    ):
        if tokens[at].low in TIMES or (tokens[at].low in DETERMINERS and at > 0 and tokens[at - 1].is_capitalised):
            break
        at += 1
    while at < limit and tokens[at].sort is Sort.WORD and tokens[at - 1].low in DETERMINERS | POSSESSIVES:
        at += 1
    return at


def _skip_phrase(tokens: Sequence[Token], at: int, limit: int) -> int | None:
    """Return the place behind the prepositional phrase at `at`, or None where nothing shows its end."""
    clause = _that_ahead(tokens, at, limit)
    if clause is not None:
        return clause
    if at + 1 < limit and tokens[at + 1].low in TIMES:
        return at + 3 if at + 2 < limit and tokens[at + 2].low in _TIMES_OF_DAY else at + 2
    for place in range(at + 1, min(limit, at + _REACH)):
        token = tokens[place]
        if token.text in (":", ",") or token.low in TIMES:
            short = token.text == "," and limit - place <= _SHORTEST_CLAUSE
            return None if short and not any(after.quotation for after in tokens[place:limit]) else place + 1
        if token.sort is Sort.QUOTATION:
            return None if tokens[place - 1].low in PREPOSITIONS | DETERMINERS | POSSESSIVES else place
        if token.low in PRONOUNS and tokens[place - 1].low not in PREPOSITIONS:
            return place
    return None


def _that_ahead(tokens: Sequence[Token], at: int, limit: int) -> int | None:
    """Return the place of a *that* which opens a clause before any comma, colon or quotation, or None."""
    for place in range(at + 1, min(limit, at + _REACH)):
        token = tokens[place]
        if token.text in (":", ",") or token.sort is Sort.QUOTATION:
            return None
        if token.low == "that" and tokens[place - 1].low not in PREPOSITIONS:
            return place
    return None
