"""Fit the probability that an attribution is right, and choose bias and threshold, on articles not used in training.

Logistic regression by Newton's method (iteratively reweighted least squares), with a little ridge. Then the bias and
the threshold with the best F1 of whole relations are chosen: content IoU of at least 0.5 and the source overlapping.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer.extraction.article import read_paragraphs
from quotesearch.indexer.extraction.attribution import attribute
from quotesearch.indexer.extraction.clauses import Attribution
from quotesearch.indexer.extraction.tagger.calibration import Settings
from quotesearch.indexer.extraction.tagger.network import Network
from quotesearch.indexer.extraction.tagger.reconcile import snap
from quotesearch.indexer.extraction.tagger.tagging import candidates
from quotesearch.indexer.extraction.training.gold import Article, Relation
from quotesearch.indexer.model import Span

_RIDGE = 1.0
_STEPS = 25
_BIASES = (0.5, 1.0, 1.5)
_THRESHOLDS = tuple(step / 50 for step in range(5, 36))
_SAME = 0.5


Floats = NDArray[np.float64]


def calibrate(network: Network, articles: Sequence[Article]) -> Settings:
    """Return the settings with the best F1 on the held-out articles."""
    best, best_f1 = Settings((), 0.0, 0.0), -1.0
    for bias in _BIASES:
        evidence, right, gold = _judge(network, articles, bias)
        weights = _fit(evidence, right)
        chances = 1 / (1 + np.exp(-evidence @ weights))
        for threshold in _THRESHOLDS:
            accepted = chances >= threshold
            f1 = 2 * float(right[accepted].sum()) / (int(accepted.sum()) + gold)
            if f1 > best_f1:
                best, best_f1 = Settings(tuple(round(float(weight), 4) for weight in weights), threshold, bias), f1
    return best


def _judge(network: Network, articles: Sequence[Article], bias: float) -> tuple[Floats, Floats, int]:
    """Return the evidence for every candidate, 1 for each that is right, and the number of gold attributions."""
    evidence, right, gold = [], [], 0
    for article in articles:
        reading = read_paragraphs(article.text)
        gold += len(article.relations)
        for candidate in candidates(reading, attribute(reading.sentences), network, bias=bias):
            content = snap(candidate.attribution.content, reading.quotations)
            evidence.append(candidate.evidence)
            right.append(any(_is_right(content, candidate.attribution, relation) for relation in article.relations))
    return np.array(evidence, float), np.array(right, float), gold


def _is_right(content: Sequence[Span], attribution: Attribution, relation: Relation) -> bool:
    """Return whether the attribution is the gold relation: most of the content, and the source."""
    characters, gold_characters = _characters(content), _characters(relation.content)
    source = _characters([attribution.source] if attribution.source else [])
    gold = _characters(relation.source)
    named = bool(source & gold) or not (source or gold)
    return named and len(characters & gold_characters) >= _SAME * len(characters | gold_characters)


def _characters(spans: Sequence[Span]) -> set[int]:
    """Return the characters that the spans cover."""
    return {place for span in spans for place in range(span.start, span.end)}


def _fit(evidence: Floats, right: Floats) -> Floats:
    """Return the weights of the logistic regression of `right` on the evidence."""
    weights = np.zeros(evidence.shape[1])
    for _ in range(_STEPS):
        chances = 1 / (1 + np.exp(-evidence @ weights))
        slope = evidence.T @ (right - chances) - _RIDGE * weights
        curve = (evidence * (chances * (1 - chances))[:, None]).T @ evidence + _RIDGE * np.eye(len(weights))
        weights += np.linalg.solve(curve, slope)
    return weights
