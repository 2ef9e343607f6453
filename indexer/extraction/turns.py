"""Find the turns of a transcript, in which every speaker's name and a colon stand before what they said.

A label is believed where two people at least have turns, the name is met elsewhere in the article or comes again,
and what follows is an utterance; so lists of results and headings with colons are no turns.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from quotesearch.indexer.extraction.clauses import Attribution
from quotesearch.indexer.extraction.lexicon import Frame
from quotesearch.indexer.extraction.people import NOT_NAMES
from quotesearch.indexer.extraction.quotations import Quotation
from quotesearch.indexer.extraction.reading import Reading
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
    """Hold a paragraph that begins with a label: its number, the name and what is said."""

    paragraph: int
    name: Span
    said: Span


def with_turns(reading: Reading, found: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Return the attributions with those of the transcript's turns, and without what goes astray in it."""
    turns = list(_attributions(reading))
    labels = [Span(turn.source.start, turn.content[0].start) for turn in turns if turn.source is not None]
    if not labels:
        return tuple(found)
    starts = [label.start for label in labels]
    kept = [each for each in found if not _astray(each, labels, starts, turns)]
    return tuple(sorted((*kept, *turns), key=lambda each: (each.sentence, each.content[0].start)))


def _astray(found: Attribution, labels: Sequence[Span], starts: Sequence[int], turns: Sequence[Attribution]) -> bool:
    """Tell whether an attribution has a label as its source, or content that reaches over one or is a whole turn."""
    if found.source is not None and _overlapped(found.source, labels, starts):
        return True
    for span in found.content:
        place = bisect_right(starts, span.end - 1) - 1
        if place < 0:
            continue
        own = turns[place].content[0]
        if labels[place].overlap(span) or span.overlap(own) > _MOSTLY * (own.end - own.start):
            return True
    return False


def _overlapped(span: Span, labels: Sequence[Span], starts: Sequence[int]) -> bool:
    """Tell whether one of the labels overlaps the span."""
    place = bisect_right(starts, span.end - 1) - 1
    return place >= 0 and bool(labels[place].overlap(span))


def _attributions(reading: Reading) -> Iterator[Attribution]:
    """Yield the attribution of each turn."""
    opened = {quotation.outer.start: quotation for quotation in reading.quotations}
    turns = _believed(reading, opened)
    starts = [sentence.span.start for sentence in reading.sentences]
    for turn, following in zip_longest(turns, turns[1:]):
        more = _taken_up(reading, opened, turn.paragraph, following.paragraph) if following is not None else []
        colon = reading.text.rindex(":", turn.name.end, turn.said.start)
        number = max(0, bisect_right(starts, turn.name.start) - 1)
        yield Attribution((turn.said, *more), Span(colon, colon + 1), turn.name, number, Frame.QUOTE | Frame.TURN)


def _believed(reading: Reading, opened: Mapping[int, Quotation]) -> list[_Turn]:
    """Return the turns whose labels are names, none unless several people have some.

    A name is met in running text too, or it comes again and is written as nothing but a name is: in capitals, or in
    two words.
    """
    turns = list(_labelled(reading, opened))
    times = Counter(_last_word(reading, turn) for turn in turns)
    met = Counter(match[0].casefold() for match in _NAME.finditer(reading.text)) if turns else Counter()
    written = {_last_word(reading, turn): turn.name.words(reading.text) for turn in turns}
    personal = {last for last, label in written.items() if times[last] > 1 and (label.isupper() or " " in label)}
    named = {last for last in times if last not in NOT_NAMES and (last in personal or met[last] > times[last])}
    return [turn for turn in turns if _last_word(reading, turn) in named] if len(named) >= _FEWEST_SPEAKERS else []


def _last_word(reading: Reading, turn: _Turn) -> str:
    """Return the last word of the label, folded: its surname."""
    return turn.name.words(reading.text).split()[-1].casefold()


def _labelled(reading: Reading, opened: Mapping[int, Quotation]) -> Iterator[_Turn]:
    """Yield the paragraphs that begin with what may be a label and go on with an utterance."""
    for number, paragraph in enumerate(reading.paragraphs):
        match = _LABEL.match(reading.text, paragraph.start, paragraph.end)
        if match is None:
            continue
        said = _inside(opened, Span(match.end(), paragraph.end), paragraph.start)
        words = said.words(reading.text)
        if len(words.split()) >= _FEWEST_WORDS and words.endswith(_UTTERANCE_ENDS):
            yield _Turn(number, Span(*match.span(1)), said)


def _taken_up(reading: Reading, opened: Mapping[int, Quotation], own: int, following: int) -> list[Span]:
    """Return the paragraphs between two turns in which the first goes on; none where there are many."""
    between = reading.paragraphs[own + 1 : following]
    if len(between) > _MOST_PARAGRAPHS:
        return []
    said = (span for span in between if not _ASIDE.match(reading.text, span.start, span.end))
    return [_inside(opened, span, span.start) for span in said]


def _inside(opened: Mapping[int, Quotation], span: Span, paragraph: int) -> Span:
    """Return the span less the marks of a quotation that takes up all of it, or of its paragraph."""
    for start in (span.start, paragraph):
        quotation = opened.get(start)
        if quotation is not None and quotation.outer.end == span.end and span.start < quotation.inner.end:
            return Span(max(span.start, quotation.inner.start), quotation.inner.end)
    return span
