"""Tag an article: pieces, windows, cues, then each cue's source and content as attributions.

The scores of a word are those of its first piece, so no span ends within a word.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from quotesearch.indexer.extraction.article import ParsedArticle
from quotesearch.indexer.extraction.clauses import Attribution, Sentence
from quotesearch.indexer.extraction.lexicon import Frame
from quotesearch.indexer.extraction.tagger import calibration, decoding
from quotesearch.indexer.extraction.tagger.calibration import Settings
from quotesearch.indexer.extraction.tagger.decoding import Linked, Run
from quotesearch.indexer.extraction.tagger.network import Network
from quotesearch.indexer.extraction.tagger.pieces import Ints, Pieces, cut, windows
from quotesearch.indexer.model import Span

_NEAR = (0, -1, 1)
"""Offsets of the sentences in which the rules may have found the same attribution."""
_MOST_CUES = 64
"""Cues linked at once, which bounds the memory that a window of cues takes."""


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a window: first and last pieces, first and last characters, paragraph, place in a quotation."""

    first: Ints
    last: Ints
    starts: Ints
    ends: Ints
    paragraph: Ints
    place: Ints

    def span(self, run: Run) -> Span:
        """Return the characters of a run of words."""
        return Span(int(self.starts[run.first]), int(self.ends[run.last]))

    def parts(self, run: Run) -> list[Run]:
        """Return the parts of a run of words, one for each paragraph."""
        cuts = np.flatnonzero(np.diff(self.paragraph[run.first : run.last + 1])) + run.first
        return [Run(first, last) for first, last in zip([run.first, *cuts + 1], [*cuts, run.last], strict=True)]

    def belongs(self, part: Run, cue: Run) -> bool:
        """Return whether a part of content may belong to the cue: in its paragraph, or between marks."""
        return bool(self.paragraph[part.first] == self.paragraph[cue.first] or self.place[part.first])

    def pieces(self, run: Run) -> Run:
        """Return the pieces of a run of words."""
        return Run(int(self.first[run.first]), int(self.last[run.last]))


@dataclass(frozen=True, slots=True)
class Candidate:
    """An attribution by the network, with the evidence for it."""

    attribution: Attribution
    evidence: tuple[float, ...]


def tag(
    article: ParsedArticle, ruled: Sequence[Attribution], network: Network, settings: Settings
) -> tuple[Attribution, ...]:
    """Return the attributions of the network that are probable enough, in the order of their cues.

    `ruled` are the attributions of the rules; they are an input of the network.
    """
    attributions = (
        replace(candidate.attribution, probability=settings.probability(candidate.evidence))
        for candidate in candidates(article, ruled, network, bias=settings.bias)
    )
    return tuple(attribution for attribution in attributions if (attribution.probability or 0.0) >= settings.threshold)


def candidates(
    article: ParsedArticle, ruled: Sequence[Attribution], network: Network, *, bias: float
) -> Iterator[Candidate]:
    """Yield all attributions of the network; `bias`, in nats, is added to the scores of cues."""
    pieces = cut(article, ruled)
    openings = [quotation.outer.start for quotation in article.quotations]
    by_sentence: dict[int, list[Attribution]] = {}
    for rule in ruled:
        by_sentence.setdefault(rule.sentence, []).append(rule)
    for window in windows(pieces):
        words = _words(pieces, window)
        for linked in _links(network, pieces, window, words, bias):
            attribution = _attribution(linked, words, article.sentences)
            nearby_rules = [rule for offset in _NEAR for rule in by_sentence.get(attribution.sentence + offset, ())]
            marked = any(_has_opening(span, openings) for span in attribution.content)
            evidence = calibration.evidence(linked, attribution, nearby_rules[:_MOST_CUES], marked=marked)
            yield Candidate(attribution, evidence)


def _has_opening(span: Span, openings: Sequence[int]) -> bool:
    """Return whether a quotation begins in the span, or its opening mark stands right before it."""
    return bisect_left(openings, span.start - 1) < bisect_left(openings, span.end)


def _words(pieces: Pieces, window: slice) -> _Words:
    """Return the words of the window."""
    heads = pieces.heads[window].copy()
    heads[0] = 1
    first = np.flatnonzero(heads)
    last = np.append(first[1:], len(heads)) - 1
    starts, paragraph, place = (row[window][first] for row in (pieces.starts, pieces.paragraph, pieces.place))
    return _Words(first, last, starts, pieces.ends[window][last], paragraph, place)


def _links(network: Network, pieces: Pieces, window: slice, words: _Words, bias: float) -> Iterator[Linked]:
    """Yield the window's cues with their sources and contents, in words."""
    output = network.read(pieces, window)
    flat = output.flat[words.first]
    cues = decoding.cues(flat, bias=bias)
    for start in range(0, len(cues), _MOST_CUES):
        batch = cues[start : start + _MOST_CUES]
        roles = network.link(output, [words.pieces(cue) for cue in batch])
        yield from decoding.link(batch, flat, roles[:, words.first])


def _attribution(linked: Linked, words: _Words, sentences: Sequence[Sentence]) -> Attribution:
    """Return the link in characters of the text; of a source in several parts, the part nearest to the cue."""
    cue = words.span(linked.cue)
    number = max(0, bisect_right(sentences, cue.start, key=lambda sentence: sentence.span.start) - 1)
    parts = [part for run in linked.content for part in words.parts(run)]
    content = tuple(map(words.span, [part for part in parts if words.belongs(part, linked.cue)] or parts))
    mentions = (part for run in linked.source for part in words.parts(run))
    nearest = min(mentions, key=lambda run: max(run.first - linked.cue.last, linked.cue.first - run.last), default=None)
    source = None if nearest is None else words.span(nearest)
    return Attribution(content, cue, source, number, Frame(0))
