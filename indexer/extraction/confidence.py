"""Estimate the probability that an attribution is right: the precision of its form, measured on PolNeAR train.

An attribution is right if the IoU of its content with the gold content is at least 0.5 and the sources overlap. A
thought (*believes that*) counts as an attribution in PolNeAR, so the low figures are due to misplaced content.
"""

from quotesearch.indexer.extraction.clauses import Attribution
from quotesearch.indexer.extraction.lexicon import Frame
from quotesearch.indexer.model import QuoteKind

_SPEECH = {
    (QuoteKind.DIRECT, True): 0.94,
    (QuoteKind.DIRECT, False): 0.84,
    (QuoteKind.MIXED, True): 0.81,
    (QuoteKind.MIXED, False): 0.80,
    (QuoteKind.INDIRECT, True): 0.74,
    (QuoteKind.INDIRECT, False): 0.68,
}
"""Kind and whether the source follows the content -> precision, for cues of speech."""
_NOT_SPEECH = {Frame.THOUGHT: 0.40, Frame.PAPER: 0.52, Frame.OBJECT: 0.60}
"""Frame of any other cue -> precision."""
_NO_CUE = 0.38
_REST = 0.56


def confidence(attribution: Attribution, kind: QuoteKind) -> float:
    """Return the probability, in [0, 1], that the attribution is right: the tagger's, or that of its form."""
    if attribution.probability is not None:
        return attribution.probability
    if attribution.cue is None:
        return _NO_CUE
    for frame, precision in _NOT_SPEECH.items():
        if frame in attribution.frames:
            return precision
    return _SPEECH[kind, attribution.trailing] if Frame.QUOTE in attribution.frames else _REST
