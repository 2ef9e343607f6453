"""Find the content of a cue: the words that it attributes, before it, after it, or on both sides.

`before` handles *"…," she said* and *The plan, she said, …*; `after` handles *said that …*, *told the
paper: "…"*, *called him "…"*. Both return token ranges; marks are trimmed when ranges become spans.
"""

from collections.abc import Sequence

from quotesearch.indexer.extraction import lexicon
from quotesearch.indexer.extraction.clauses import adverbials
from quotesearch.indexer.extraction.clauses.attributions import DASHES, Range, sentence_end, without_closing_marks
from quotesearch.indexer.extraction.clauses.cues import ACCORDING, Cue
from quotesearch.indexer.extraction.lexicon import Frame
from quotesearch.indexer.extraction.tokens import Sort, Token

_INTERROGATIVES = frozenset("if whether how why what when where who".split())
_ADVERBIAL_OPENERS = lexicon.PREPOSITIONS | lexicon.TIMES | lexicon.ADVERBS | set("asked when while as but and".split())
_SUBORDINATORS = frozenset("after while as when because since although though if unless who which whose where".split())
_NOT_RESUMED = lexicon.PREPOSITIONS | _SUBORDINATORS
_STATEMENT_OPENERS = lexicon.PRONOUNS | lexicon.NOUN_OPENERS | {"that"}
_AFTER_CLOSING_CUE = lexicon.TIMES | {"in", "at", "during", "on"}
_BEFORE_CUE = DASHES | {","}
_SHORTEST_OBJECT = 3
_SHORTEST_CLAUSE = 3
_REACH = 25
"""Tokens after the cue in which content may begin: keeps the time linear in a sentence without end."""
_SPOKEN = Frame.QUOTE | Frame.BARE
_FREE = Frame.OBJECT | Frame.BARE | Frame.TO | Frame.ASK
"""Frames whose content may begin with any word."""


def before(tokens: Sequence[Token], cue: Cue, stretch: Range, end: int) -> Range | None:
    """Return the content in the stretch before source and cue; `end` is the token after both."""
    floor, edge = stretch
    if edge <= floor or not _may_follow_content(cue):
        return None
    last = edge - 1 if tokens[edge - 1].text in _BEFORE_CUE else edge
    if last <= floor:
        return None
    quoted = tokens[last - 1].sort is Sort.QUOTATION
    if not quoted and not _is_reported(tokens, cue, stretch, end):
        return None
    first = floor
    while first < last and _is_separator(tokens, first, last, quoted=quoted):
        first += 1
    return (first, last) if first < last else None


def _may_follow_content(cue: Cue) -> bool:
    """Return whether the cue can stand after its content."""
    return bool(cue.form.frames & _SPOKEN) and not cue.form.gerund and not cue.infinitive


def _is_reported(tokens: Sequence[Token], cue: Cue, clause: Range, end: int) -> bool:
    """Return whether a clause without quotation marks is the content of the cue: it must end in a comma."""
    first, last = clause
    if tokens[last - 1].text != "," or last - first <= _SHORTEST_CLAUSE or not _is_closing(tokens, cue, end):
        return False
    adverbial = tokens[first].low in _ADVERBIAL_OPENERS or tokens[first].low.endswith(("ing", "ly"))  # when or how
    return not (adverbial and any(token.quotation for token in tokens[end : end + 6]))


def _is_separator(tokens: Sequence[Token], at: int, last: int, *, quoted: bool) -> bool:
    """Return whether the token only joins the content to the words before it."""
    joins = quoted and last - at == 2 and tokens[at].low in ("but", "and", "so")
    return joins or tokens[at].text in (",", ";")


def _is_closing(tokens: Sequence[Token], cue: Cue, end: int) -> bool:
    """Return whether the cue closes or interrupts its sentence, so that an unquoted clause before it is its content."""
    frames = cue.form.frames
    if Frame.TELL in frames and end < len(tokens):
        end = adverbials.skip_recipient(tokens, end, len(tokens))
    if end >= sentence_end(tokens):
        return bool(frames & (Frame.BARE | Frame.THAT)) and Frame.THOUGHT not in frames
    if Frame.BARE not in frames and cue.form is not ACCORDING:
        return False
    return tokens[end].text in (",", ".") or tokens[end].low in _AFTER_CLOSING_CUE


def resumed(tokens: Sequence[Token], start: int, limit: int, *, quoted: bool) -> Range | None:
    """Return the second part of content that a cue interrupts, between tokens `start` and `limit`."""
    for at in range(start, min(limit, start + _REACH)):
        if tokens[at].sort is Sort.QUOTATION:
            joined = at == start or tokens[at - 1].text in (",", ":", "—", "–", "-")
            return (at, at + 1) if joined else None
        joins = at + 1 < limit and tokens[at + 1].low in ("and", "but", "or")
        if tokens[at].text == "," and (not quoted or joins):
            return (at + 1, limit) if _may_resume(tokens, at + 1, limit) else None
    return None


def _may_resume(tokens: Sequence[Token], at: int, limit: int) -> bool:
    """Return whether interrupted content goes on at `at`, rather than an adverbial that belongs to the cue."""
    if at >= limit or tokens[at].sort is Sort.QUOTATION:
        return at < limit
    return at + 1 < limit and tokens[at].low not in _NOT_RESUMED and not tokens[at].low.endswith("ing")


def after(tokens: Sequence[Token], cue: Cue, start: int, limit: int) -> Range | None:
    """Return the content that begins after the cue, from token `start` and before token `limit`."""
    frames = cue.form.frames
    begin = adverbials.skip_adverbials(tokens, start, limit, frames)
    if begin is None or begin >= limit or _is_no_statement(tokens, cue, begin, limit):
        return None
    opener = tokens[begin]
    if opener.sort is Sort.QUOTATION:
        return (begin, _quoted_end(tokens, begin, limit)) if _may_quote(frames, tokens, start, begin) else None
    if not _may_begin(frames, opener) or (cue.infinitive and opener.low != "that"):
        return None
    return _clause(tokens, begin, limit, frames)


def _clause(tokens: Sequence[Token], begin: int, limit: int, frames: Frame) -> Range | None:
    """Return the clause `[begin, limit)` as content; *that* before a quotation is left out."""
    if tokens[begin].low == "that":
        quoted = begin + 1 < limit and tokens[begin + 1].sort is Sort.QUOTATION
        return (begin + 1, _quoted_end(tokens, begin + 1, limit)) if quoted else (begin, limit)
    return (begin, limit) if limit - begin >= 2 or Frame.OBJECT in frames else None


def _is_no_statement(tokens: Sequence[Token], cue: Cue, begin: int, limit: int) -> bool:
    """Return whether the words after a verb of many uses show that it reports nothing: *added 3,000 jobs*."""
    opener = tokens[begin]
    if Frame.STANCE in cue.form.frames:
        return not any(token.quotation for token in tokens[begin : min(limit, begin + _REACH)])
    if cue.form.stem == "add":
        return not (opener.quotation or opener.is_capitalised or opener.low in _STATEMENT_OPENERS)
    if opener.low == "that" or opener.quotation is not None:
        return False
    return _governs_object(cue, opener, limit - begin)


def _governs_object(cue: Cue, opener: Token, length: int) -> bool:
    """Return whether the words after the cue are an object or an infinitive: *found her keys*, *asked to leave*."""
    stem = cue.form.stem
    if stem in ("find", "show") or (stem == "explain" and cue.form.base):
        return True
    if Frame.OBJECT in cue.form.frames and length < _SHORTEST_OBJECT:
        return True  # criticised Bo Lind
    return stem == "ask" and opener.low == "to"


def _may_quote(frames: Frame, tokens: Sequence[Token], start: int, begin: int) -> bool:
    """Return whether a quotation at `begin` can be the cue's content."""
    if not frames & (Frame.QUOTE | Frame.OBJECT | Frame.BARE):
        return tokens[begin - 1].text == ":"
    return Frame.THOUGHT not in frames or begin == start or tokens[begin - 1].text in (",", ":")


def _may_begin(frames: Frame, opener: Token) -> bool:
    """Return whether content of these frames may begin with the token."""
    low = opener.low
    if low == "that":
        return bool(frames & (Frame.THAT | Frame.BARE))
    if low == "to":
        return Frame.TO in frames
    if low in _INTERROGATIVES:
        return bool(frames & (Frame.ASK | Frame.THAT | Frame.OBJECT))
    return bool(frames & _FREE) and opener.sort is Sort.WORD and low not in lexicon.AUXILIARIES


def _quoted_end(tokens: Sequence[Token], begin: int, limit: int) -> int:
    """Return the end of content that begins with a quotation.

    If the quotation is a whole sentence, or follows a comma or colon, the content ends with it.
    """
    introduced = begin > 0 and tokens[begin - 1].text in (",", ":")
    complete = without_closing_marks(tokens[begin])[-1:] in (".", "!", "?")
    return begin + 1 if introduced or complete else limit
