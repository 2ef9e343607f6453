"""Make quotes of attributions: with kind, context, confidence, and the speaker that the source means."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from quotesearch.indexer.extraction.article import ParsedArticle
from quotesearch.indexer.extraction.clauses import Attribution, Sentence
from quotesearch.indexer.extraction.confidence import confidence
from quotesearch.indexer.extraction.lexicon import Frame
from quotesearch.indexer.extraction.pronouns import first_persons
from quotesearch.indexer.extraction.quotations import Quotation
from quotesearch.indexer.extraction.speakers import Resolver
from quotesearch.indexer.extraction.speech_act import reported
from quotesearch.indexer.model import Document, Quote, QuoteKind, Span, Speaker

_WIDEST_CONTEXT = 1_000
"""Characters of context on each side of a quote, if a sentence has no end."""


def quotes_of(document: Document, article: ParsedArticle, attributions: Sequence[Attribution]) -> tuple[Quote, ...]:
    """Return the attributions that have a source as quotes, in the order in which they begin."""
    resolved = Resolver(article.sentences, article.text).resolve(attributions)
    speakers = first_persons(document.text, attributions, resolved)
    quotes = (
        _quote(document, attribution, speaker, article)
        for attribution, speaker in zip(attributions, speakers, strict=True)
        if speaker is not None
    )
    unique = {quote.id: quote for quote in sorted(quotes, key=lambda quote: quote.confidence)}
    return tuple(sorted(unique.values(), key=lambda quote: (quote.content[0].start, quote.content[-1].end)))


def _quote(document: Document, attribution: Attribution, speaker: Speaker, article: ParsedArticle) -> Quote:
    """Return the attribution as a quote."""
    content = _without_overlaps(attribution.content)
    kind = QuoteKind.DIRECT if Frame.TURN in attribution.frames else _kind(content, article.quotations)
    return Quote.of(
        document,
        content=content,
        context=_context(content, article.sentences, attribution.sentence),
        kind=kind,
        speaker=speaker,
        cue=(attribution.cue,) if attribution.cue else (),
        source=(attribution.source,) if attribution.source else (),
        confidence=confidence(attribution, kind),
        reports=reported(_words(attribution.cue, document), _words(attribution.source, document), kind),
    )


def _words(span: Span | None, document: Document) -> str:
    """Return the characters of the span, if there is one."""
    return span.words(document.text) if span is not None else ""


def _without_overlaps(content: Sequence[Span]) -> tuple[Span, ...]:
    """Return the spans in order, with overlapping ones merged."""
    spans: list[Span] = []
    for span in sorted(content):
        if spans and span.start < spans[-1].end:
            spans[-1] = Span(spans[-1].start, max(span.end, spans[-1].end))
        else:
            spans.append(span)
    return tuple(spans)


def _context(content: Sequence[Span], pieces: Sequence[Sentence], number: int) -> Span:
    """Return the whole sentences from the first word of the quote, or of its cue, to the last; bounded on each side."""
    first = bisect_right(pieces, content[0].start, key=lambda piece: piece.span.start) - 1
    last = bisect_left(pieces, content[-1].end, key=lambda piece: piece.span.start) - 1
    start, end = pieces[min(first, number)].span.start, pieces[max(last, number)].span.end
    return Span(max(start, content[0].start - _WIDEST_CONTEXT), min(end, content[-1].end + _WIDEST_CONTEXT))


def _kind(content: Sequence[Span], quotations: Sequence[Quotation]) -> QuoteKind:
    """Return direct if every span is the inside of a quotation, mixed if some spans contain one, else indirect."""
    marked = [_inside(span, quotations) for span in content]
    if all(inside and inside[0].inner == span for span, inside in zip(content, marked, strict=True)):
        return QuoteKind.DIRECT
    return QuoteKind.MIXED if any(marked) else QuoteKind.INDIRECT


def _inside(span: Span, quotations: Sequence[Quotation]) -> Sequence[Quotation]:
    """Return the quotations that begin within the span."""

    def start(quotation: Quotation) -> int:
        return quotation.inner.start

    return quotations[bisect_left(quotations, span.start, key=start) : bisect_left(quotations, span.end, key=start)]
