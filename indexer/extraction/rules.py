"""Extract quotes by rules: the order of the steps, from text to quotes with speakers."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from quotesearch.indexer.extraction.attribution import Attribution, Sentence, attribute, join_sentences
from quotesearch.indexer.extraction.furniture import article_paragraphs
from quotesearch.indexer.extraction.lexicon import Frame
from quotesearch.indexer.extraction.passages import paragraphs, sentences
from quotesearch.indexer.extraction.quotations import DOUBLE_MARKS, Quotation, scan
from quotesearch.indexer.extraction.speakers import Resolver
from quotesearch.indexer.extraction.tokens import tokenise
from quotesearch.indexer.model import Document, Quote, QuoteKind, Span, Speaker

_MARKED = re.compile("[" + re.escape(DOUBLE_MARKS) + "]")


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
        for span in sentences(text, paragraph, inside):
            first = at
            while at < len(inside) and inside[at].outer.end <= span.end:
                at += 1
            found.append(Sentence(span, tokenise(text, span, inside[first:at]), number))
    return join_sentences(found)


def _quote(
    document: Document, attribution: Attribution, speaker: Speaker, pieces: Sequence[Sentence], quotations: Sequence[Quotation]
) -> Quote:
    """Return the attribution as a quote."""
    content = tuple(sorted(set(attribution.content)))
    return Quote.of(
        document,
        content=content,
        context=_context(content, pieces, attribution.sentence),
        kind=_kind(document.text, content, quotations),
        speaker=speaker,
        cue=(attribution.cue,) if attribution.cue else (),
        source=(attribution.source,) if attribution.source else (),
        confidence=_confidence(attribution),
    )


def _context(content: Sequence[Span], pieces: Sequence[Sentence], number: int) -> Span:
    """Return the whole sentences from the first word of the quote, or of its cue, to the last."""
    start, end = pieces[number].span.start, pieces[number].span.end
    for piece in pieces:
        if piece.span.overlaps(Span(content[0].start, content[-1].end)):
            start, end = min(start, piece.span.start), max(end, piece.span.end)
    return Span(start, end)


def _kind(text: str, content: Sequence[Span], quotations: Sequence[Quotation]) -> QuoteKind:
    """Return direct where every span is a quotation's inside, mixed where marks stand within, else indirect."""
    inner = {quotation.inner for quotation in quotations}
    if all(span in inner for span in content):
        return QuoteKind.DIRECT
    marked = any(span in inner or _MARKED.search(span.words(text)) for span in content)
    return QuoteKind.MIXED if marked else QuoteKind.INDIRECT


def _confidence(attribution: Attribution) -> float:
    """Return how often attributions of this shape are right; measured on PolNeAR train."""
    if attribution.cue is None:
        return 0.55
    if attribution.frames & Frame.QUOTE:
        return 0.9 if attribution.trailing else 0.8
    return 0.65
