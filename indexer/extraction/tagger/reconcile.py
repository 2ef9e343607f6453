"""Reconcile the tagger's attributions with the scanner's quotations and the rules' attributions.

The tagger is the best judge of the speaker, the scanner of the edges of a quotation, and the rules of quotations that
continue without a cue. So content that mostly covers a quotation *snaps* to its marks, and a quotation of some length
that the tagger did not attribute keeps its speaker from the rules.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from quotesearch.indexer.extraction.article import ParsedArticle
from quotesearch.indexer.extraction.clauses import Attribution
from quotesearch.indexer.extraction.quotations import Quotation
from quotesearch.indexer.model import Span

_MOSTLY = 0.5
_FEWEST_WORDS = 4
"""Fewest words of a quotation that is taken from the rules alone; shorter ones are often titles and terms."""


def reconcile(
    article: ParsedArticle, tagged: Sequence[Attribution], ruled: Sequence[Attribution]
) -> tuple[Attribution, ...]:
    """Return the tagger's attributions snapped to marks, and the rules' for quotations that the tagger left over."""
    snapped = [replace(attribution, content=snap(attribution.content, article.quotations)) for attribution in tagged]
    attributions = _without_rivals(snapped, article)
    covered = _covered(attributions, len(article.text))
    places = {
        attribution.cue.start: place for place, attribution in enumerate(attributions) if attribution.cue is not None
    }
    cue_starts = sorted(places)
    for rule in ruled:
        left_over = tuple(span for span in rule.content if _is_left_over(span, article, covered))
        cue_start = _same_cue(rule.cue, cue_starts)
        if left_over and cue_start is not None:
            owner = attributions[places[cue_start]]
            attributions[places[cue_start]] = replace(owner, content=tuple(sorted({*owner.content, *left_over})))
        elif left_over:
            attributions.append(replace(rule, content=left_over))
    return tuple(sorted(attributions, key=lambda attribution: (attribution.sentence, attribution.content[0].start)))


def _covered(attributions: Sequence[Attribution], length: int) -> bytearray:
    """Return for each character of the text 1 if it is content."""
    covered = bytearray(length)
    for attribution in attributions:
        for span in attribution.content:
            covered[span.start : span.end] = b"\1" * (span.end - span.start)
    return covered


def _without_rivals(attributions: Sequence[Attribution], article: ParsedArticle) -> list[Attribution]:
    """Return the attributions; a whole quotation stays only in the most probable of those with it as content."""
    insides = {quotation.inner for quotation in article.quotations}
    owners: dict[Span, Attribution] = {}
    for attribution in sorted(attributions, key=lambda candidate: candidate.probability or 0.0):
        owners |= dict.fromkeys(insides.intersection(attribution.content), attribution)
    remaining = (
        replace(
            candidate, content=tuple(span for span in candidate.content if owners.get(span, candidate) is candidate)
        )
        for candidate in attributions
    )
    return [attribution for attribution in remaining if attribution.content]


def _same_cue(cue: Span | None, starts: Sequence[int]) -> int | None:
    """Return the start of a tagged cue that begins within the rules' cue, if there is one."""
    if cue is None:
        return None
    place = bisect_left(starts, cue.start)
    return starts[place] if place < len(starts) and starts[place] < cue.end else None


def _is_left_over(span: Span, article: ParsedArticle, covered: bytearray) -> bool:
    """Return whether the span is a quotation of some length of which the tagger attributed less than half."""
    place = bisect_left(article.quotations, span.start, key=lambda quotation: quotation.inner.start)
    marked = place < len(article.quotations) and article.quotations[place].inner == span
    long = len(span.words(article.text).split()) >= _FEWEST_WORDS
    return marked and long and covered.count(1, span.start, span.end) < _MOSTLY * (span.end - span.start)


def snap(content: Sequence[Span], quotations: Sequence[Quotation]) -> tuple[Span, ...]:
    """Return the content with each quotation that it mostly covers as a whole.

    Content within the quotation becomes its inside; content that reaches beyond it is extended to its marks.
    """
    return tuple(sorted({_snapped(span, quotations) for span in content}))


def _snapped(span: Span, quotations: Sequence[Quotation]) -> Span:
    """Return the span, extended or reduced to the marks of the quotations at its ends."""
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
