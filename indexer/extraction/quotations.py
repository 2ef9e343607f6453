"""Scan text for quotations: what stands between quotation marks, whatever their style.

Marks open or close by their shape where the shape tells and by their neighbours where it does not
(straight marks, curly marks typed the wrong way round). They are paired with a stack, a paragraph
at a time, so a stray mark never costs more than itself: an apostrophe is dropped, and a mark that
is never closed ends with its paragraph, or gives way where a well-formed quotation follows it.
One pass, linear in the text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from quotesearch.indexer.model import Span

DOUBLE_OPEN = "“„«‟"
DOUBLE_CLOSE = "”»"
STRAIGHT = '"＂'
DOUBLE_MARKS = DOUBLE_OPEN + DOUBLE_CLOSE + STRAIGHT
SINGLE_MARKS = "‘’‚'‹›`´"
_MARK = re.compile("''|``|[" + re.escape(DOUBLE_MARKS + SINGLE_MARKS) + "]")
_SHORTEST = 2
_INCHES = re.compile(r"\d['’′]\d{1,2}$")
_BEFORE_OPENING = re.compile(r"[\s(\[{—–\-/…:;,]")
_AFTER_CLOSING = re.compile(r"[\s)\]}.,;:!?—–\-…/]")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Mark one quotation: `outer` with its marks, `inner` without them.

    `continues` tells that it stays open over the end of its paragraph and the next one takes it up
    with an opening mark of its own; `resumes` that it is such a continuation.
    """

    outer: Span
    inner: Span
    closed: bool = True
    continues: bool = False
    resumes: bool = False


@dataclass(frozen=True, slots=True)
class _Mark:
    at: int
    end: int
    single: bool
    opens: bool
    closes: bool


def scan(text: str, paragraphs: Iterable[Span]) -> tuple[Quotation, ...]:
    """Return the outermost quotations of every paragraph, in order; nested ones are part of their parent."""
    found: list[Quotation] = []
    for paragraph in paragraphs:
        marks = _sort_out_apostrophes(list(_marks(text, paragraph)), text)
        inside = _pair(marks, text, paragraph)
        if inside and found and _takes_up(found[-1], inside[0], text, paragraph):
            found[-1] = replace(found[-1], continues=True)
            inside[0] = replace(inside[0], resumes=True)
        found.extend(inside)
    return tuple(found)


def _takes_up(last: Quotation, first: Quotation, text: str, paragraph: Span) -> bool:
    """Tell whether `first`, at the head of its paragraph, goes on with the unclosed `last` of the one before."""
    adjoining = not text[last.outer.end : paragraph.start].strip()
    return not last.closed and adjoining and first.outer.start == paragraph.start


def _marks(text: str, paragraph: Span) -> Iterable[_Mark]:
    """Yield the paragraph's marks with the roles that shape and neighbours allow."""
    for match in _MARK.finditer(text, paragraph.start, paragraph.end):
        at, mark = match.start(), match.group()
        end = match.end()
        before = text[at - 1] if at > paragraph.start else " "
        after = text[end] if end < paragraph.end else " "
        single = mark in SINGLE_MARKS
        if not single and _INCHES.search(text, max(paragraph.start, at - 5), at):
            continue
        yield _Mark(at, end, single, *_roles(mark, before, after))


def _roles(mark: str, before: str, after: str) -> tuple[bool, bool]:
    """Return whether the mark may open and whether it may close."""
    at_opening = bool(_BEFORE_OPENING.match(before)) or before in DOUBLE_MARKS + SINGLE_MARKS
    at_closing = bool(_AFTER_CLOSING.match(after)) or after in DOUBLE_MARKS + SINGLE_MARKS
    if mark in SINGLE_MARKS:
        opens = at_opening and not after.isspace() and mark not in "´›"
        return opens and not (mark == "’" and after.isdigit()), at_closing and not before.isspace() and mark not in "‚‹"
    if at_opening == at_closing:  # the neighbours do not tell: go by shape
        return mark not in DOUBLE_CLOSE, mark not in "„‟«"
    return at_opening, at_closing


def _sort_out_apostrophes(marks: list[_Mark], text: str) -> list[_Mark]:
    """Drop the single marks that are apostrophes: no role, or a plural's possessive with a better closer ahead."""
    kept: list[_Mark] = []
    closer_ahead = False
    for mark in reversed(marks):
        if mark.single and mark.closes and not mark.opens:
            possessive = text[mark.at - 1] in "sS" and text[mark.at + 1 : mark.at + 3].strip().islower()
            if possessive and closer_ahead:
                continue
            closer_ahead = True
        elif mark.single and mark.opens:
            closer_ahead = False
        if mark.opens or mark.closes:
            kept.append(mark)
    kept.reverse()
    return kept


def _pair(marks: list[_Mark], text: str, paragraph: Span) -> list[Quotation]:
    """Pair openers with closers and return the outermost quotations, in order."""
    stack: list[_Mark] = []
    pairs: list[tuple[_Mark, _Mark]] = []
    for mark in marks:
        partner = _partner(stack, mark)
        if partner is not None:
            del stack[partner + 1 :]
            pairs.append((stack.pop(), mark))
        elif mark.opens:
            stack.append(mark)
    outermost = _outermost(pairs)
    return _with_unclosed(outermost, stack, text, paragraph)


def _partner(stack: list[_Mark], mark: _Mark) -> int | None:
    """Return the place in the stack of the opener that `mark` closes, or None where it opens or is stray."""
    if not mark.closes or not stack:
        return None
    top = stack[-1]
    if top.single == mark.single:
        return len(stack) - 1
    if mark.single:
        return None
    doubles = [place for place in range(max(0, len(stack) - 4), len(stack)) if not stack[place].single]
    return doubles[-1] if doubles else None


def _outermost(pairs: list[tuple[_Mark, _Mark]]) -> list[Quotation]:
    """Return the pairs that lie in no other pair."""
    outermost: list[Quotation] = []
    for opener, closer in sorted(pairs, key=lambda pair: (pair[0].at, -pair[1].at)):
        if closer.at > opener.end and (not outermost or opener.at >= outermost[-1].outer.end):
            outermost.append(Quotation(Span(opener.at, closer.end), Span(opener.end, closer.at)))
    return outermost


def _with_unclosed(outermost: list[Quotation], stack: list[_Mark], text: str, paragraph: Span) -> list[Quotation]:
    """Add the last double mark that was never closed, unless a well-formed quotation follows it."""
    doubles = [mark for mark in stack if not mark.single]
    if not doubles:
        return outermost
    start, begin, end = doubles[-1].at, doubles[-1].end, paragraph.end
    well_formed = any(q.outer.start > start and text[q.outer.start] in DOUBLE_MARKS for q in outermost)
    if end - begin < _SHORTEST or well_formed:
        return outermost
    before = [quotation for quotation in outermost if quotation.outer.end <= start]
    return [*before, Quotation(Span(start, end), Span(begin, end), closed=False)]
