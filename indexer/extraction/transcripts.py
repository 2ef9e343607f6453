"""Find the turns of a transcript: paragraphs that begin with the name of a speaker and a colon.

A label is accepted if at least two people have turns, the name also occurs elsewhere in the article or has several
turns, and an utterance follows. This excludes lists of results and headings with colons.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from quotesearch.indexer.extraction.article import ParsedArticle
from quotesearch.indexer.extraction.clauses import Attribution
from quotesearch.indexer.extraction.lexicon import Frame
from quotesearch.indexer.extraction.names import NOT_NAMES
from quotesearch.indexer.extraction.quotations import Quotation
from quotesearch.indexer.model import Span

_LABEL = re.compile(r"[\"“]?([A-ZÀ-Þ][\w.’'-]{1,30}(?: [A-ZÀ-Þ][\w.’'-]{0,30}){0,3}) ?:\s{1,3}(?=[\w\"“‘'(\[…—-])")
_NAME = re.compile(r"\b[A-ZÀ-Þ][\w’'-]+")
_ASIDE = re.compile(r"[\"“]?[(\[]")
_UTTERANCE_ENDS = tuple('.?!…”"—–-')
_FEWEST_WORDS, _FEWEST_SPEAKERS = 3, 2
_MOST_PARAGRAPHS = 8
_MOSTLY = 0.5


@dataclass(frozen=True, slots=True)
class _Turn:
    """A paragraph that begins with a label: its number, the name, the last word of the name folded, the utterance."""

    paragraph: int
    name: Span
    surname: str
    utterance: Span


def with_turns(article: ParsedArticle, attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Return the attributions and the transcript's turns, without the attributions that the turns contradict."""
    turns = list(_attributions(article))
    labels = [Span(turn.source.start, turn.content[0].start) for turn in turns if turn.source is not None]
    if not labels:
        return tuple(attributions)
    starts = [label.start for label in labels]
    consistent = [attribution for attribution in attributions if not _contradicts(attribution, labels, starts, turns)]
    return tuple(
        sorted((*consistent, *turns), key=lambda attribution: (attribution.sentence, attribution.content[0].start))
    )


def _contradicts(
    attribution: Attribution, labels: Sequence[Span], starts: Sequence[int], turns: Sequence[Attribution]
) -> bool:
    """Return whether the source is a label, or the content overlaps a label or is most of a turn."""
    for span in filter(None, (attribution.source, *attribution.content)):
        place = bisect_right(starts, span.end - 1) - 1  # -1 before the first label: the last one is not near the span
        utterance = turns[place].content[0]
        is_turn = span is not attribution.source and span.overlap(utterance) > _MOSTLY * len(utterance)
        if is_turn or labels[place].overlap(span):
            return True
    return False


def _attributions(article: ParsedArticle) -> Iterator[Attribution]:
    """Yield the attribution of each turn."""
    quotations = {quotation.outer.start: quotation for quotation in article.quotations}
    turns = _accepted(article, list(_labelled(article, quotations)))
    starts = [sentence.span.start for sentence in article.sentences]
    for turn, next_turn in zip_longest(turns, turns[1:]):
        end = turn.paragraph + 1 if next_turn is None else next_turn.paragraph
        continued = _continued(article, quotations, turn.paragraph + 1, end)
        colon = article.text.rindex(":", turn.name.end, turn.utterance.start)
        number = max(0, bisect_right(starts, turn.name.start) - 1)
        content = (turn.utterance, *continued)
        yield Attribution(content, Span(colon, colon + 1), turn.name, number, Frame.QUOTE | Frame.TURN)


def _accepted(article: ParsedArticle, turns: Sequence[_Turn]) -> list[_Turn]:
    """Return the turns with a name as label; an empty list unless several people have turns."""
    surnames = _surnames(article.text, turns) if turns else set()
    return [turn for turn in turns if turn.surname in surnames] if len(surnames) >= _FEWEST_SPEAKERS else []


def _surnames(text: str, turns: Sequence[_Turn]) -> set[str]:
    """Return the surnames among the labels.

    A name also occurs in running text, or it has several turns and is written as only names are: in capitals, or as
    two words.
    """
    turn_counts = Counter(turn.surname for turn in turns)
    name_counts = Counter(match[0].casefold() for match in _NAME.finditer(text))
    written = {turn.surname: turn.name.words(text) for turn in turns}
    recurring = {surname for surname, count in turn_counts.items() if count > 1 and _is_name_like(written[surname])}
    met = {surname for surname, count in turn_counts.items() if name_counts[surname] > count}
    return (recurring | met) - NOT_NAMES


def _is_name_like(label: str) -> bool:
    """Return whether the label is in capitals or has two words."""
    return label.isupper() or " " in label


def _labelled(article: ParsedArticle, quotations: Mapping[int, Quotation]) -> Iterator[_Turn]:
    """Yield the paragraphs that begin with a possible label and go on with an utterance."""
    for number, paragraph in enumerate(article.paragraphs):
        match = _LABEL.match(article.text, paragraph.start, paragraph.end)
        if match is None:
            continue
        utterance = _inside(quotations, Span(match.end(), paragraph.end), paragraph.start)
        words = utterance.words(article.text)
        if len(words.split()) >= _FEWEST_WORDS and words.endswith(_UTTERANCE_ENDS):
            yield _Turn(number, Span(*match.span(1)), match[1].split()[-1].casefold(), utterance)


def _continued(article: ParsedArticle, quotations: Mapping[int, Quotation], first: int, last: int) -> list[Span]:
    """Return the paragraphs `[first, last)`, in which a turn goes on; an empty list if there are too many."""
    paragraphs = article.paragraphs[first:last]
    if len(paragraphs) > _MOST_PARAGRAPHS:
        return []
    spoken = (span for span in paragraphs if not _ASIDE.match(article.text, span.start, span.end))
    return [_inside(quotations, span, span.start) for span in spoken]


def _inside(quotations: Mapping[int, Quotation], span: Span, paragraph: int) -> Span:
    """Return the span without the marks of a quotation that covers all of it, or all of its paragraph."""
    for start in (span.start, paragraph):
        quotation = quotations.get(start)
        if quotation is not None and quotation.outer.end == span.end and span.start < quotation.inner.end:
            return Span(max(span.start, quotation.inner.start), quotation.inner.end)
    return span
