"""Find the content of a cue: the words it attributes, before it, after it, or on both sides.

`before` handles *"…," she said* and *The plan, she said, …*; `after` handles *said that …*, *told the
paper: "…"*, *called him "…"*. Both return token ranges; marks are trimmed when ranges become spans.
"""

from collections.abc import Sequence

from quotesearch.indexer.extraction.cues import ACCORDING, Cue
from quotesearch.indexer.extraction.lexicon import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    TIMES,
    Frame,
)
from quotesearch.indexer.extraction.phrases import Range
from quotesearch.indexer.extraction.tokens import Sort, Token

_INTERROGATIVES = frozenset("if whether how why what when where who".split())
_OBJECT_PRONOUNS = frozenset("me him her us them you it".split())
_SETTINGS = frozenset("asked when while as but and".split())
_TIMES_OF_DAY = frozenset("year years week weeks month months night morning afternoon evening weekend day days".split())
_REACH = 25
_SPOKEN = Frame.QUOTE | Frame.BARE


def before(tokens: Sequence[Token], cue: Cue, stretch: Range, behind: int) -> Range | None:
    """Return the content in the stretch that ends where source or cue begin; `behind` is the token after both."""
    floor, edge = stretch
    if not cue.form.frames & _SPOKEN or cue.form.gerund or cue.infinitive or edge <= floor:
        return None
    last = edge
    comma = tokens[last - 1].text == ","
    if comma or tokens[last - 1].text in "—–-―":
        last -= 1
    if last <= floor:
        return None
    quoted = tokens[last - 1].sort is Sort.QUOTATION
    if not quoted and not (comma and last - floor >= 3 and _is_closing(tokens, cue, behind)):
        return None
    if not quoted and _is_adverbial(tokens[floor]) and _quotation_follows(tokens, behind):
        return None
    first = floor
    while first < last and (
        tokens[first].text in ",;" or (tokens[first].low in ("but", "and", "so") and quoted and last - first == 2)
    ):
        first += 1
    return (first, last) if first < last else None


def _is_adverbial(token: Token) -> bool:
    """Tell whether a clause that begins with the token says when or where rather than what."""
    return token.low in PREPOSITIONS | TIMES | ADVERBS | _SETTINGS or token.low.endswith(("ing", "ly"))


def _quotation_follows(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a quotation stands at `at`, or behind the mark or the few words there."""
    return any(token.sort is Sort.QUOTATION for token in tokens[at : at + 6])


def _is_closing(tokens: Sequence[Token], cue: Cue, behind: int) -> bool:
    """Tell whether the cue closes or interrupts its sentence, so that an unquoted clause before it is its content."""
    if not cue.form.frames & Frame.BARE and cue.form is not ACCORDING:
        return False
    if behind >= len(tokens):
        return True
    following = tokens[behind]
    return following.text in (",", ".") or following.low in TIMES or following.low in ("in", "at", "during", "on")


def resumed(tokens: Sequence[Token], start: int, limit: int, *, quoted: bool) -> Range | None:
    """Return the second part of content that a cue interrupts, between tokens `start` and `limit`."""
    for at in range(start, min(limit, start + _REACH)):
        token = tokens[at]
        if token.sort is Sort.QUOTATION:
            joined = at == start or tokens[at - 1].text in (",", ":", "—", "–", "-")
            return (at, at + 1) if joined else None
        if token.text == "," and not quoted:
            return (at + 1, limit) if at + 2 < limit else None
    return None


def after(tokens: Sequence[Token], cue: Cue, start: int, limit: int) -> Range | None:
    """Return the content that begins after the cue, from token `start` and before token `limit`."""
    frames = cue.form.frames
    begin = _skip_adverbials(tokens, start, limit, frames)
    if begin is None or begin >= limit:
        return None
    opener = tokens[begin]
    if Frame.STANCE in frames and not any(token.quotation for token in tokens[begin : min(limit, begin + _REACH)]):
        return None
    if (
        cue.form.base
        and cue.form.stem in ("add", "explain", "show", "find")
        and opener.low != "that"
        and opener.quotation is None
    ):
        return None
    if opener.sort is Sort.QUOTATION:
        return (begin, _quoted_end(tokens, begin, limit)) if _may_quote(frames, tokens, start, begin) else None
    if not _may_begin(frames, opener) or (cue.infinitive and opener.low != "that"):
        return None
    if opener.low == "that" and begin + 1 < limit and tokens[begin + 1].sort is Sort.QUOTATION:
        begin, limit = begin + 1, _quoted_end(tokens, begin + 1, limit)
    return (begin, limit) if limit - begin >= 2 or Frame.OBJECT in frames or opener.low == "that" else None


def _may_quote(frames: Frame, tokens: Sequence[Token], start: int, begin: int) -> bool:
    """Tell whether a quotation at `begin` can be the cue's content."""
    if not frames & (Frame.QUOTE | Frame.OBJECT | Frame.BARE):
        return tokens[begin - 1].text == ":"
    return Frame.THOUGHT not in frames or begin == start or tokens[begin - 1].text in ",:"


def _may_begin(frames: Frame, opener: Token) -> bool:
    """Tell whether content of these frames may begin with the token."""
    low = opener.low
    if low == "that":
        return bool(frames & (Frame.THAT | Frame.BARE))
    if low == "to":
        return Frame.TO in frames
    if low in _INTERROGATIVES:
        return bool(frames & (Frame.ASK | Frame.THAT | Frame.OBJECT))
    if Frame.OBJECT in frames or Frame.BARE in frames or frames & (Frame.TO | Frame.ASK):
        return opener.sort is Sort.WORD and low not in AUXILIARIES
    return False


def _quoted_end(tokens: Sequence[Token], begin: int, limit: int) -> int:
    """Return where content that begins with a quotation ends."""
    quotation = tokens[begin].quotation
    introduced = begin > 0 and tokens[begin - 1].text in (",", ":")
    complete = quotation is not None and tokens[begin].text.rstrip("\"”’'»")[-1:] in tuple(".!?")
    return begin + 1 if introduced or complete else limit


def _skip_adverbials(tokens: Sequence[Token], start: int, limit: int, frames: Frame) -> int | None:
    """Return where the content begins behind the one who is told and the adverbials of time and place."""
    at: int | None = _skip_recipient(tokens, start, limit) if Frame.TELL in frames else start
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


def _skip_recipient(tokens: Sequence[Token], at: int, limit: int) -> int:
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
            return place + 1
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


def sentence_end(tokens: Sequence[Token]) -> int:
    """Return the number of tokens without the sentence's closing punctuation."""
    last = len(tokens)
    while last > 0 and tokens[last - 1].sort is Sort.MARK and tokens[last - 1].text in ".!?;:,…":
        last -= 1
    return last
