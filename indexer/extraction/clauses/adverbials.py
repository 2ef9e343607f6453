"""Skip the words between a cue and its content: the recipient (*told the paper*), time, place and manner."""

from collections.abc import Sequence

from quotesearch.indexer.extraction import lexicon
from quotesearch.indexer.extraction.lexicon import Frame
from quotesearch.indexer.extraction.tokens import Sort, Token

_OBJECT_PRONOUNS = frozenset("me him her us them you it".split())
_SHORTEST_CLAUSE = 4
_TIMES_OF_DAY = frozenset("year years week weeks month months night morning afternoon evening weekend day days".split())
_SETTINGS = lexicon.TIMES | lexicon.ADVERBS
_IN_RECIPIENT = lexicon.NOUN_OPENERS | {"'s", "of", "and", "&"}
_GOVERNING = lexicon.PREPOSITIONS | lexicon.NOUN_OPENERS
_REACH = 25
"""Tokens after which the search for the end of an adverbial stops: keeps the time linear."""


def skip_adverbials(tokens: Sequence[Token], start: int, limit: int, frames: Frame) -> int | None:
    """Return the start of the content after the recipient and adverbials; None if no content can follow."""
    at: int | None = skip_recipient(tokens, start, limit) if Frame.TELL in frames else start
    while at is not None and at < limit:
        next_start = _skip_one(tokens, (start, limit), at, frames)
        if next_start == at:
            return at
        at = next_start
    return None


def _skip_one(tokens: Sequence[Token], stretch: tuple[int, int], at: int, frames: Frame) -> int | None:
    """Return the place after the adverbial at `at`; `at` itself if content begins; None if no content can follow."""
    token = tokens[at]
    if token.text == ",":
        return _skip_comma(tokens, stretch, at)
    after_setting = _skip_setting(tokens, stretch, at)
    if after_setting > at:
        return after_setting
    if token.low not in lexicon.PREPOSITIONS or (token.low == "to" and Frame.TO in frames):
        return at
    skipped = _skip_phrase(tokens, at, stretch[1])
    return at if skipped is None and Frame.OBJECT in frames else skipped


def _skip_comma(tokens: Sequence[Token], stretch: tuple[int, int], comma: int) -> int | None:
    """Return the place after the comma; if it is the first token and no quotation follows, after its parenthesis."""
    start, limit = stretch
    quoted = comma + 1 < limit and tokens[comma + 1].sort is Sort.QUOTATION
    return comma + 1 if quoted or comma > start else _skip_parenthesis(tokens, comma, limit)


def _skip_setting(tokens: Sequence[Token], stretch: tuple[int, int], at: int) -> int:
    """Return the place after the time or adverb at `at`, or `at` itself."""
    start, limit = stretch
    token = tokens[at]
    if token.low in ("a", "the", "that") and _is_time_of_day(tokens, at + 1, limit):
        return at + 2
    in_time = token.low in _TIMES_OF_DAY and at > start and tokens[at - 1].low in lexicon.TIMES  # last week
    return at + 1 if in_time or _is_setting(token) else at


def _is_time_of_day(tokens: Sequence[Token], at: int, limit: int) -> bool:
    """Return whether a time of day or a unit of the calendar stands at `at`, before `limit`."""
    return at < limit and tokens[at].low in _TIMES_OF_DAY


def _is_setting(token: Token) -> bool:
    """Return whether the token is a time, a manner or a mark: *Tuesday*, *again*, *angrily*, a colon."""
    manner = token.low.endswith("ly") and len(token.low) > len("early")
    return token.text in (":", ".") or token.low in _SETTINGS or token.low.isdigit() or manner


def _skip_parenthesis(tokens: Sequence[Token], comma: int, limit: int) -> int | None:
    """Return the start of the content after a parenthesis such as *said, in a speech on Monday, that*."""
    for at in range(comma + 1, min(limit, comma + _REACH)):
        if tokens[at].sort is Sort.QUOTATION or (tokens[at].low == "that" and tokens[at - 1].text == ","):
            return at
    return None


def skip_recipient(tokens: Sequence[Token], at: int, limit: int) -> int:
    """Return the place after the recipient: *reporters*, *the BBC's Ann Hale*, *him*."""
    if at >= limit or tokens[at].low == "that" or tokens[at].sort is Sort.QUOTATION:
        return at
    if not _opens_recipient(tokens[at]):
        return at + 1
    while at < limit and _continues_recipient(tokens, at):
        at += 1
    while at < limit and tokens[at].sort is Sort.WORD and tokens[at - 1].low in lexicon.NOUN_OPENERS:
        at += 1
    return at


def _opens_recipient(token: Token) -> bool:
    """Return whether a recipient of several words may begin with the token, rather than be that one word."""
    return token.low not in _OBJECT_PRONOUNS and (token.is_capitalised or token.low in lexicon.NOUN_OPENERS)


def _continues_recipient(tokens: Sequence[Token], at: int) -> bool:
    """Return whether the token at `at` belongs to the recipient; a time or a determiner after a name does not."""
    token = tokens[at]
    if token.low in lexicon.TIMES or (token.low in lexicon.DETERMINERS and tokens[at - 1].is_capitalised):
        return False
    return token.is_capitalised or token.low in _IN_RECIPIENT


def _skip_phrase(tokens: Sequence[Token], at: int, limit: int) -> int | None:
    """Return the place after the prepositional phrase at `at`; None if no word shows its end."""
    clause = _that_ahead(tokens, at, limit)
    if clause is not None:
        return clause
    if at + 1 < limit and tokens[at + 1].low in lexicon.TIMES:
        return at + 3 if _is_time_of_day(tokens, at + 2, limit) else at + 2
    return _phrase_end(tokens, at, limit)


def _phrase_end(tokens: Sequence[Token], at: int, limit: int) -> int | None:
    """Return the end of the prepositional phrase at `at`: after a mark or time, before a quotation or pronoun."""
    for place in range(at + 1, min(limit, at + _REACH)):
        token = tokens[place]
        if token.text in (":", ",") or token.low in lexicon.TIMES:
            return None if _is_near_end(tokens, place, limit) else place + 1
        if token.sort is Sort.QUOTATION:
            return None if tokens[place - 1].low in _GOVERNING else place
        if token.low in lexicon.PRONOUNS and tokens[place - 1].low not in lexicon.PREPOSITIONS:
            return place
    return None


def _is_near_end(tokens: Sequence[Token], place: int, limit: int) -> bool:
    """Return whether too few words for a clause, and no quotation, follow the comma at `place`."""
    short = tokens[place].text == "," and limit - place <= _SHORTEST_CLAUSE
    return short and not any(token.quotation for token in tokens[place:limit])


def _that_ahead(tokens: Sequence[Token], at: int, limit: int) -> int | None:
    """Return the place of a *that* which opens a clause before any comma, colon or quotation."""
    for place in range(at + 1, min(limit, at + _REACH)):
        token = tokens[place]
        if token.text in (":", ",") or token.sort is Sort.QUOTATION:
            return None
        if token.low == "that" and tokens[place - 1].low not in lexicon.PREPOSITIONS:
            return place
    return None
