"""Make tagger, scanner and rules agree.

The tagger knows best who is quoted, the scanner where a quotation begins and ends, and the rules what is still
being quoted when nobody says so. So content that mostly covers a quotation *snaps* to its marks, and a quotation
of some length that the tagger passed over keeps the speaker whom the rules gave it.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from quotesearch.indexer.extraction.clauses import Attribution
from quotesearch.indexer.extraction.quotations import Quotation
from quotesearch.indexer.extraction.reading import Reading
from quotesearch.indexer.model import Span

_MOSTLY = 0.5
_FEWEST_WORDS = 4
"""Words of a quotation that somebody must have said; shorter ones are often titles and terms."""


def agree(reading: Reading, tagged: Sequence[Attribution], ruled: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Return the tagger's attributions with their marks in place, and the rules' for what the tagger left over."""
    agreed = _without_rivals(
        [replace(each, content=snap(each.content, reading.quotations)) for each in tagged], reading
    )
    covered = bytearray(len(reading.text))
    for span in (span for each in agreed for span in each.content):
        covered[span.start : span.end] = b"\1" * (span.end - span.start)
    cues = {each.cue.start: place for place, each in enumerate(agreed) if each.cue is not None}
    starts = sorted(cues)
    for each in ruled:
        left = tuple(span for span in each.content if _is_left_over(span, reading, covered))
        same = _same_cue(each.cue, starts)
        if left and same is not None:
            place = cues[same]
            agreed[place] = replace(agreed[place], content=tuple(sorted({*agreed[place].content, *left})))
        elif left:
            agreed.append(replace(each, content=left))
    return tuple(sorted(agreed, key=lambda each: (each.sentence, each.content[0].start)))


def _without_rivals(found: Sequence[Attribution], reading: Reading) -> list[Attribution]:
    """Return the attributions, each whole quotation left to the likeliest of those that claim it."""
    insides = {quotation.inner for quotation in reading.quotations}
    owner: dict[Span, Attribution] = {}
    for each in sorted(found, key=lambda each: each.probability or 0.0):
        owner |= dict.fromkeys(insides.intersection(each.content), each)
    kept = (replace(each, content=tuple(s for s in each.content if owner.get(s, each) is each)) for each in found)
    return [each for each in kept if each.content]


def _same_cue(cue: Span | None, starts: Sequence[int]) -> int | None:
    """Return the start of a tagged cue that begins within the rules' cue, if there is one."""
    place = bisect_left(starts, cue.start) if cue is not None else len(starts)
    found = starts[place] if place < len(starts) else None
    return found if cue is not None and found is not None and found < cue.end else None


def _is_left_over(span: Span, reading: Reading, covered: bytearray) -> bool:
    """Tell whether the span is a quotation of some length of which the tagger attributed less than half."""
    place = bisect_left(reading.quotations, span.start, key=lambda quotation: quotation.inner.start)
    marked = place < len(reading.quotations) and reading.quotations[place].inner == span
    long = len(span.words(reading.text).split()) >= _FEWEST_WORDS
    return marked and long and covered.count(1, span.start, span.end) < _MOSTLY * (span.end - span.start)


def snap(content: Sequence[Span], quotations: Sequence[Quotation]) -> tuple[Span, ...]:
    """Return the content with each quotation that it mostly covers as a whole.

    What lies in the quotation alone becomes its inside; what reaches beyond it takes it in with its marks.
    """
    return tuple(sorted({_snapped(span, quotations) for span in content}))


def _snapped(span: Span, quotations: Sequence[Quotation]) -> Span:
    """Return the span, grown or shrunk to the marks of the quotations at its ends."""
    first = bisect_left(quotations, span.start, key=lambda quotation: quotation.outer.end - 1)
    start, end = span.start, span.end
    for quotation in quotations[first:]:
        if quotation.outer.start >= span.end:
            break
        outer, inner = quotation.outer, quotation.inner
        if span.overlap(inner) < _MOSTLY * (inner.end - inner.start):
            continue
        if outer.covers(span):
            return inner
        start, end = min(start, outer.start), max(end, outer.end)
    return Span(start, end)
