"""Score the first candidates again with a model that reads query and quote together. This is slow, so it is optional.

The score of a reranked candidate is the score of the model plus 2. A fused score is always below 2, so reranked
candidates come first.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from quotesearch.indexer.encoder import DEFAULT_RECIPE, load, recipe_text
from quotesearch.indexer.errors import ModelError
from quotesearch.indexer.model import Ranking
from quotesearch.indexer.protocols import Reader
from quotesearch.search.fusion import Evidence

RESCORED = 50
"""The number of candidates that are reranked. Each takes about as long as the embedding of a query."""
_BASE = 2.0
"""Added to reranked scores, so that they are above the scores of the other candidates."""
Explained = Mapping[str, tuple[Evidence, ...]]
"""The evidence for each quote, by the quote's id."""


class Reranker(Protocol):
    """A model that scores how well texts answer a query."""

    @property
    def name(self) -> str:
        """Return the model's name."""

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """Return a score in [0, 1] for each text, higher for a better answer.

        Raises ModelError if the model is unusable.
        """


class CrossEncoderReranker:
    """A cross-encoder of sentence-transformers, loaded when it is first used. It implements Reranker.

    `model` is a folder or a name that `CrossEncoder` accepts. The model must have one label, as the MS MARCO models do.
    """

    def __init__(self, model: str) -> None:
        """Store the name of the model. The model is not loaded yet."""
        self.name = model
        self._loaded: Any = None

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """Return one score in [0, 1] for each text.

        Raises ModelError if the model cannot be loaded or has several labels.
        """
        if self._loaded is None:
            self._loaded = load("CrossEncoder", self.name, option="--rerank", local=Path(self.name).is_dir())
        predictions = self._loaded.predict([(question, text) for text in texts], show_progress_bar=False)
        if predictions.shape != (len(texts),):
            raise ModelError(f"{self.name} has {predictions.shape[-1]} labels: give --rerank a model with one label")
        return _in_unit([float(score) for score in predictions], self.name)


def reranked(
    scores: Mapping[str, float], evidence: Explained, question: str, reranker: Reranker, reader: Reader
) -> tuple[Mapping[str, float], Explained]:
    """Put the first candidates in the reranker's order, the others after them. Return all scores and evidence."""
    stored_quotes = reader.quotes(list(scores)[:RESCORED])
    texts = [recipe_text(stored.indexed, DEFAULT_RECIPE) for stored in stored_quotes.values()]
    new_scores = reranker.scores(question, texts) if texts else ()
    order = Ranking.of(dict(zip(stored_quotes, map(float, new_scores), strict=True)))
    explained = dict(evidence)
    for rank, scored in enumerate(order, start=1):
        retrieved = tuple(replace(part, share=0.0) for part in evidence[scored.quote_id])
        explained[scored.quote_id] = (*retrieved, Evidence("rerank", rank, scored.score, _BASE + scored.score))
    first = {scored.quote_id: _BASE + scored.score for scored in order}
    return {**first, **{key: score for key, score in scores.items() if key not in first}}, explained


def _in_unit(scores: Sequence[float], name: str) -> list[float]:
    """Return the scores if all are in [0, 1], else the sigmoid of each. Raises ModelError if a score is not finite."""
    if not all(map(math.isfinite, scores)):
        raise ModelError(f"{name} gives scores that are not finite numbers: give --rerank another model")
    if all(0 <= score <= 1 for score in scores):
        return list(scores)
    return [1 / (1 + math.exp(-max(-60.0, min(60.0, score)))) for score in scores]
