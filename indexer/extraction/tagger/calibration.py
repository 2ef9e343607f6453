"""Estimate the probability that a tagged attribution is right: logistic regression on network, scanner and rules.

The weights were fitted on articles held out of training (`training.calibration`), so that nine in ten quotes with
probability 0.9 are right. Right means that more than half of the content is the gold content's and the source is the
gold one.
"""

import functools
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from quotesearch.indexer.extraction.clauses import Attribution
from quotesearch.indexer.extraction.tagger.decoding import Linked
from quotesearch.indexer.extraction.tagger.pieces import WEIGHTS

_SUREST = 0.9995
"""The highest probability: a higher output of the network is reduced to it, which bounds the log odds."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of the tagger, chosen on held-out articles.

    `weights` are those of `evidence`; attributions below the probability `threshold` are dropped; `bias`, in nats, is
    added to the scores of cues, so that more of them are found.
    """

    weights: tuple[float, ...]
    threshold: float
    bias: float

    def probability(self, evidence: Sequence[float]) -> float:
        """Return the probability, in [0, 1], that the attribution with this evidence is right."""
        odds = math.fsum(weight * value for weight, value in zip(self.weights, evidence, strict=True))
        return 1.0 / (1.0 + math.exp(-odds))


@functools.cache
def shipped_settings(folder: Path = WEIGHTS) -> Settings:
    """Return the settings that come with the weights."""
    settings = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    return Settings(tuple(settings["weights"]), settings["threshold"], settings["bias"])


def evidence(linked: Linked, tagged: Attribution, ruled: Sequence[Attribution], *, marked: bool) -> tuple[float, ...]:
    """Return the evidence for and against the tagged attribution, in the order of the weights.

    `ruled` are the rules' attributions near it, `marked` tells whether its content holds a quotation.
    """
    agreed = any(_agree(tagged, rule) for rule in ruled)
    return (
        1.0,
        _log_odds(linked.cue_probability),
        _log_odds(linked.content_probability),
        _log_odds(linked.source_probability) if linked.source else 0.0,
        0.0 if linked.source else 1.0,
        float(marked),
        float(agreed),
    )


def _log_odds(probability: float) -> float:
    """Return the log odds of the probability, within bounds."""
    bounded = min(max(probability, 1.0 - _SUREST), _SUREST)
    return math.log(bounded / (1.0 - bounded))


def _agree(tagged: Attribution, ruled: Attribution) -> bool:
    """Return whether two attributions give mostly the same words to the same source."""
    same_source = tagged.source is not None and ruled.source is not None and tagged.source.overlap(ruled.source) > 0
    shared = sum(a.overlap(b) for a in tagged.content for b in ruled.content)
    sizes = [sum(span.end - span.start for span in attribution.content) for attribution in (tagged, ruled)]
    return same_source and 2 * shared >= sum(sizes) - shared
