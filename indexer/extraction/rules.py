"""Extract quotes by rules: the order of the steps, from text to quotes with speakers."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from quotesearch.indexer.extraction.attribution import attribute, join_sentences
from quotesearch.indexer.extraction.confidence import confidence
from quotesearch.indexer.extraction.furniture import article_paragraphs
from quotesearch.indexer.extraction.links import Attribution, Sentence
from quotesearch.indexer.extraction.passages import behind_dateline, paragraphs, sentences
from quotesearch.indexer.extraction.quotations import Quotation, scan
from quotesearch.indexer.extraction.speakers import Resolver
from quotesearch.indexer.extraction.tokens import tokenise
from quotesearch.indexer.model import Document, Quote, QuoteKind, Span, Speaker

_WIDEST_CONTEXT = 1_000
"""Characters of context kept on either side of a quote, where a sentence has no end."""


class RuleExtractor:
    """Find who said what by patterns of marks, cues and mentions; an `Extractor`.

    Needs no model. Time is linear in the length of the text.
    """

    recipe = "rules-1"

    def extract(self, document: Document) -> tuple[Quote, ...]:
        """Return the document's quotes in the order in which they begin; never fails on any text."""
        text = document.text
        kept = article_paragraphs(text, paragraphs(text))
        quotations = scan(text, kept)
        pieces = _sentences(text, kept, quotations)
        found = attribute(pieces)
        speakers = Resolver(pieces).resolve(found)
        quotes = (
            _quote(document, attribution, speaker, pieces, quotations)
            for attribution, speaker in zip(found, speakers, strict=True)
            if speaker is not None
        )
        unique = {quote.id: quote for quote in quotes}
        return tuple(sorted(unique.values(), key=lambda quote: (quote.content[0].start, quote.content[-1].end)))


def _sentences(text: str, kept: Sequence[Span], quotations: Sequence[Quotation]) -> tuple[Sentence, ...]:
    """Return the sentences of the paragraphs, with their tokens."""
    starts = [quotation.outer.start for quotation in quotations]
    found = []
    for number, paragraph in enumerate(kept):
        inside = quotations[bisect_left(starts, paragraph.start) : bisect_left(starts, paragraph.end)]
        at = 0
        for span in sentences(text, behind_dateline(text, paragraph), inside):
            first = at
            while at < len(inside) and inside[at].outer.end <= span.end:
                at += 1
            found.append(Sentence(span, tokenise(text, span, inside[first:at]), number))
    return join_sentences(found)


def _quote(
    document: Document,
    attribution: Attribution,
    speaker: Speaker,
    pieces: Sequence[Sentence],
    quotations: Sequence[Quotation],
) -> Quote:
    """Return the attribution as a quote."""
    content = tuple(sorted(set(attribution.content)))
    kind = _kind(content, quotations)
    return Quote.of(
        document,
        content=content,
        context=_context(content, pieces, attribution.sentence),
        kind=kind,
        speaker=speaker,
        cue=(attribution.cue,) if attribution.cue else (),
        source=(attribution.source,) if attribution.source else (),
        confidence=confidence(attribution, kind),
    )


def _context(content: Sequence[Span], pieces: Sequence[Sentence], number: int) -> Span:
    """Return the whole sentences from the first word of the quote, or of its cue, to the last; bounded on each side."""
    first = bisect_right(pieces, content[0].start, key=lambda piece: piece.span.start) - 1
    last = bisect_left(pieces, content[-1].end, key=lambda piece: piece.span.start) - 1
    start, end = pieces[min(first, number)].span.start, pieces[max(last, number)].span.end
    return Span(max(start, content[0].start - _WIDEST_CONTEXT), min(end, content[-1].end + _WIDEST_CONTEXT))


def _kind(content: Sequence[Span], quotations: Sequence[Quotation]) -> QuoteKind:
    """Return direct where every span is a quotation's inside, mixed where marks stand within, else indirect."""
    marked = [_inside(span, quotations) for span in content]
    if all(inside and inside[0].inner == span for span, inside in zip(content, marked, strict=True)):
        return QuoteKind.DIRECT
    return QuoteKind.MIXED if any(marked) else QuoteKind.INDIRECT


def _inside(span: Span, quotations: Sequence[Quotation]) -> Sequence[Quotation]:
    """Return the quotations that begin within the span."""

    def start(quotation: Quotation) -> int:
        return quotation.inner.start

    return quotations[bisect_left(quotations, span.start, key=start) : bisect_left(quotations, span.end, key=start)]
