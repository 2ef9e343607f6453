"""Find the content of a cue: the words it attributes, before it, after it, or on both sides.

`before` handles *"…," she said* and *The plan, she said, …*; `after` handles *said that …*, *told the
paper: "…"*, *called him "…"*. Both return token ranges; marks are trimmed when ranges become spans.
"""

from collections.abc import Sequence

from quotesearch.indexer.extraction import adverbials
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
_SETTINGS = frozenset("asked when while as but and".split())
_SUBORDINATORS = frozenset("after while as when because since although though if unless who which whose where".split())
_SHORTEST_OBJECT = 3
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
    if Frame.TELL in cue.form.frames and behind < len(tokens):
        behind = adverbials.skip_recipient(tokens, behind, len(tokens))
    if behind >= sentence_end(tokens):
        return bool(cue.form.frames & (Frame.BARE | Frame.THAT)) and Frame.THOUGHT not in cue.form.frames
    if not cue.form.frames & Frame.BARE and cue.form is not ACCORDING:
        return False
    following = tokens[behind]
    return following.text in (",", ".") or following.low in TIMES or following.low in ("in", "at", "during", "on")


def resumed(tokens: Sequence[Token], start: int, limit: int, *, quoted: bool) -> Range | None:
    """Return the second part of content that a cue interrupts, between tokens `start` and `limit`."""
    for at in range(start, min(limit, start + _REACH)):
        token = tokens[at]
        if token.sort is Sort.QUOTATION:
            joined = at == start or tokens[at - 1].text in (",", ":", "—", "–", "-")
            return (at, at + 1) if joined else None
        joins = at + 1 < limit and tokens[at + 1].low in ("and", "but", "or")
        if token.text == "," and (not quoted or joins):
            return (at + 1, limit) if _may_resume(tokens, at + 1, limit) else None
    return None


def _may_resume(tokens: Sequence[Token], at: int, limit: int) -> bool:
    """Tell whether interrupted content goes on at `at`, rather than an adverbial that belongs to the cue."""
    if at >= limit or tokens[at].sort is Sort.QUOTATION:
        return at < limit
    return at + 1 < limit and tokens[at].low not in PREPOSITIONS | _SUBORDINATORS and not tokens[at].low.endswith("ing")


def after(tokens: Sequence[Token], cue: Cue, start: int, limit: int) -> Range | None:
    """Return the content that begins after the cue, from token `start` and before token `limit`."""
    frames = cue.form.frames
    begin = adverbials.skip_adverbials(tokens, start, limit, frames)
    if begin is None or begin >= limit:
        return None
    opener = tokens[begin]
    if _is_no_statement(tokens, cue, begin, limit):
        return None
    if opener.sort is Sort.QUOTATION:
        return (begin, _quoted_end(tokens, begin, limit)) if _may_quote(frames, tokens, start, begin) else None
    if not _may_begin(frames, opener) or (cue.infinitive and opener.low != "that"):
        return None
    if opener.low == "that" and begin + 1 < limit and tokens[begin + 1].sort is Sort.QUOTATION:
        begin, limit = begin + 1, _quoted_end(tokens, begin + 1, limit)
    return (begin, limit) if limit - begin >= 2 or Frame.OBJECT in frames or opener.low == "that" else None


def _is_no_statement(tokens: Sequence[Token], cue: Cue, begin: int, limit: int) -> bool:
    """Tell whether what follows a verb of many uses shows that it reports nothing: *added 3,000 jobs*."""
    opener, stem = tokens[begin], cue.form.stem
    if Frame.STANCE in cue.form.frames:
        return not any(token.quotation for token in tokens[begin : min(limit, begin + _REACH)])
    if stem == "add":
        return not _opens_statement(opener)
    plain = opener.low != "that" and opener.quotation is None
    if stem in ("find", "show"):
        return plain  # found her keys
    asked = stem == "ask" and opener.low == "to"  # asked to remain anonymous
    named = Frame.OBJECT in cue.form.frames and plain and limit - begin < _SHORTEST_OBJECT  # criticised Bo Lind
    return asked or named or (plain and cue.form.base and stem == "explain")


def _opens_statement(token: Token) -> bool:
    """Tell whether the token may begin a statement: *that*, a quotation, a subject."""
    subject = token.low in PRONOUNS | DETERMINERS | POSSESSIVES or token.is_capitalised
    return token.quotation is not None or token.low == "that" or (subject and not token.low.isdigit())


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


def sentence_end(tokens: Sequence[Token]) -> int:
    """Return the number of tokens without the sentence's closing punctuation."""
    last = len(tokens)
    while last > 0 and tokens[last - 1].sort is Sort.MARK and tokens[last - 1].text in ".!?;:,…":
        last -= 1
    return last
