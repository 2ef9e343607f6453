"""Say how likely a tagged attribution is right: logistic regression on what network, scanner and rules say of it.

The weights were fitted on articles held out of training (`training.calibration`), so that of the quotes at 0.9 nine
in ten are right; right means that more than half of the content is the gold content's and the source is the gold one.
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
"""No score of the network counts as surer than this."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Hold what was chosen on held-out articles.

    `weights` are those of `evidence`; `threshold` is the least probability of an attribution that is kept; `bias`,
    in nats, is how much finding a cue is favoured.
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
    held = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    return Settings(tuple(held["weights"]), held["threshold"], held["bias"])


def evidence(linked: Linked, found: Attribution, ruled: Sequence[Attribution], *, marked: bool) -> tuple[float, ...]:
    """Return what speaks for and against the attribution `found`, in the order of the weights.

    `ruled` are the rules' attributions near it, `marked` tells whether its content holds a quotation.
    """
    agreed = any(_agree(found, each) for each in ruled)
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
    kept = min(max(probability, 1.0 - _SUREST), _SUREST)
    return math.log(kept / (1.0 - kept))


def _agree(one: Attribution, other: Attribution) -> bool:
    """Tell whether two attributions give mostly the same words to the same source."""
    same_source = one.source is not None and other.source is not None and one.source.overlap(other.source) > 0
    shared = sum(a.overlap(b) for a in one.content for b in other.content)
    sizes = [sum(span.end - span.start for span in each.content) for each in (one, other)]
    return same_source and 2 * shared >= sum(sizes) - shared
