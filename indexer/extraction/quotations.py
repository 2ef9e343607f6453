"""Scan text for quotations: the words between quotation marks of any style.

The shape of a mark says whether it opens or closes; if the shape does not (straight marks, curly marks typed the wrong
way round), its neighbours do. Marks are paired with a stack, one paragraph at a time, so a stray mark affects only
itself: an apostrophe is dropped, and a mark that is never closed ends with its paragraph, or is ignored if a
well-formed quotation follows it. One pass, linear in the text.
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
"""Characters of a quotation that is never closed."""
_DEEPEST = 4
"""Open marks that a double mark looks back over for its opener."""
_INCHES = re.compile(r"\d['’′]\d{1,2}$")
_BEFORE_OPENING = re.compile(r"[\s(\[{—–\-/…:;," + re.escape(DOUBLE_MARKS + SINGLE_MARKS) + "]")
_AFTER_CLOSING = re.compile(r"[\s)\]}.,;:!?—–\-…/" + re.escape(DOUBLE_MARKS + SINGLE_MARKS) + "]")


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation: `outer` with its marks, `inner` without them.

    `continues`: it stays open at the end of its paragraph and the next paragraph continues it with another opening
    mark. `resumes`: it is such a continuation.
    """

    outer: Span
    inner: Span
    closed: bool = True
    continues: bool = False
    resumes: bool = False


@dataclass(frozen=True, slots=True)
class _Mark:
    """A quotation mark at the characters `[at, end)`, and whether it may open and close a quotation."""

    at: int
    end: int
    single: bool
    opens: bool
    closes: bool


def scan(text: str, paragraphs: Iterable[Span]) -> tuple[Quotation, ...]:
    """Return the outermost quotations of every paragraph, in order; nested ones are part of their parent."""
    quotations: list[Quotation] = []
    for paragraph in paragraphs:
        marks = _without_apostrophes(list(_marks(text, paragraph)), text)
        inside = _pair(marks, text, paragraph)
        if inside and quotations and _is_continuation(quotations[-1], inside[0], text, paragraph):
            quotations[-1] = replace(quotations[-1], continues=True)
            inside[0] = replace(inside[0], resumes=True)
        quotations.extend(inside)
    return tuple(quotations)


def _is_continuation(last: Quotation, first: Quotation, text: str, paragraph: Span) -> bool:
    """Return whether `first`, at the head of its paragraph, continues the unclosed `last` of the previous one."""
    adjoining = not text[last.outer.end : paragraph.start].strip()
    return not last.closed and adjoining and first.outer.start == paragraph.start


def _marks(text: str, paragraph: Span) -> Iterable[_Mark]:
    """Yield the paragraph's marks with the roles that shape and neighbours allow."""
    for match in _MARK.finditer(text, paragraph.start, paragraph.end):
        at, end, mark = match.start(), match.end(), match.group()
        previous = text[at - 1] if at > paragraph.start else " "
        next_character = text[end] if end < paragraph.end else " "
        single = mark in SINGLE_MARKS
        if single or not _INCHES.search(text, max(paragraph.start, at - 5), at):
            yield _Mark(at, end, single, *_roles(mark, previous, next_character))


def _roles(mark: str, previous: str, next_character: str) -> tuple[bool, bool]:
    """Return whether the mark may open and whether it may close, by its neighbours and its shape."""
    starts, ends = bool(_BEFORE_OPENING.match(previous)), bool(_AFTER_CLOSING.match(next_character))
    if mark in SINGLE_MARKS:
        decade = mark == "’" and next_character.isdigit()
        opens = starts and not next_character.isspace() and mark not in "´›" and not decade
        return opens, ends and not previous.isspace() and mark not in "‚‹"
    if starts == ends:
        return mark not in DOUBLE_CLOSE, mark not in "„‟«"
    return starts, ends


def _without_apostrophes(marks: list[_Mark], text: str) -> list[_Mark]:
    """Return the marks without single ones that have no role, or are a possessive with a better closer after it."""
    quoting: list[_Mark] = []
    closer_follows = False
    for mark in reversed([mark for mark in marks if mark.opens or mark.closes]):
        if mark.single:
            if closer_follows and not mark.opens and _is_possessive(text, mark):
                continue
            closer_follows = not mark.opens
        quoting.append(mark)
    quoting.reverse()
    return quoting


def _is_possessive(text: str, mark: _Mark) -> bool:
    """Return whether the mark may be the possessive of a plural: *the dogs' barking*."""
    return text[mark.at - 1] in "sS" and text[mark.at + 1 : mark.at + 3].strip().islower()


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
    return _with_unclosed(_outermost(pairs), stack, text, paragraph)


def _partner(stack: list[_Mark], mark: _Mark) -> int | None:
    """Return the place in the stack of the opener that `mark` closes; None if it opens or is stray."""
    if not mark.closes:
        return None
    if mark.single:
        return len(stack) - 1 if stack and stack[-1].single else None
    doubles = (place for place in range(max(0, len(stack) - _DEEPEST), len(stack)) if not stack[place].single)
    return max(doubles, default=None)


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
    earlier = [quotation for quotation in outermost if quotation.outer.end <= start]
    return [*earlier, Quotation(Span(start, end), Span(begin, end), closed=False)]
