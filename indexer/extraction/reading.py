"""Take an article apart: its paragraphs, its quotations, and its sentences with their tokens."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from quotesearch.indexer.extraction.attribution import join_sentences
from quotesearch.indexer.extraction.clauses import Sentence
from quotesearch.indexer.extraction.furniture import article_paragraphs
from quotesearch.indexer.extraction.passages import behind_dateline, paragraphs, sentences
from quotesearch.indexer.extraction.quotations import Quotation, scan
from quotesearch.indexer.extraction.tokens import tokenise
from quotesearch.indexer.model import Span


@dataclass(frozen=True, slots=True)
class Reading:
    """Hold a text with its paragraphs, quotations and sentences, each in order."""

    text: str
    paragraphs: tuple[Span, ...]
    quotations: tuple[Quotation, ...]
    sentences: tuple[Sentence, ...]


def read_article(text: str) -> Reading:
    """Return the text taken apart, without the furniture that its page puts around the article."""
    return read_paragraphs(text, article_paragraphs(text, paragraphs(text)))


def read_paragraphs(text: str, kept: tuple[Span, ...]) -> Reading:
    """Return these paragraphs of the text taken apart."""
    quotations = scan(text, kept)
    return Reading(text, kept, quotations, _sentences(text, kept, quotations))


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
