"""Score the first candidates again with a model that reads question and quote together: slower, and off by default.

What is rescored stands above what is not: its score is 2 and what the model gives, while no fused score reaches 2.
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
"""How many candidates are scored again; each costs about as much as a query's embedding."""
_ABOVE = 2.0
Explained = Mapping[str, tuple[Evidence, ...]]
"""What each retriever said of a quote, by the quote's id."""


class Reranker(Protocol):
    """Say how well texts answer a question."""

    @property
    def name(self) -> str:
        """Return the model's name, as `why` shows it."""

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """Return a score a text, higher for a better answer, in [0, 1]; ModelError if the model cannot be used."""


class CrossEncoderReranker:
    """Score by a cross-encoder of sentence-transformers (implements Reranker), loaded when first needed.

    `model` is a folder or any name that `CrossEncoder` knows, with one label, such as the MS MARCO models.
    """

    def __init__(self, model: str) -> None:
        """Remember which model; nothing is loaded yet."""
        self.name = model
        self._loaded: Any = None

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """Return a score a text, in [0, 1]; ModelError if the model cannot be loaded, or gives a text several."""
        if self._loaded is None:
            self._loaded = load("CrossEncoder", self.name, option="--rerank", local=Path(self.name).is_dir())
        given = self._loaded.predict([(question, text) for text in texts], show_progress_bar=False)
        if given.shape != (len(texts),):
            raise ModelError(f"{self.name} gives {given.shape[1:]} scores a text: give --rerank a model with one label")
        return _in_unit([float(score) for score in given], self.name)


def reranked(
    scores: Mapping[str, float], evidence: Explained, question: str, reranker: Reranker, reader: Reader
) -> tuple[Mapping[str, float], Explained]:
    """Return scores and evidence with the first candidates in the order of the reranker, the rest in their order."""
    stored_quotes = reader.quotes(list(scores)[:RESCORED])
    texts = [recipe_text(stored.indexed, DEFAULT_RECIPE) for stored in stored_quotes.values()]
    given = reranker.scores(question, texts) if texts else ()
    order = Ranking.of(dict(zip(stored_quotes, map(float, given), strict=True)))
    explained = dict(evidence)
    for rank, scored in enumerate(order, start=1):
        before = tuple(replace(one, share=0.0) for one in evidence[scored.quote_id])
        explained[scored.quote_id] = (*before, Evidence("rerank", rank, scored.score, _ABOVE + scored.score))
    first = {scored.quote_id: _ABOVE + scored.score for scored in order}
    return {**first, **{key: score for key, score in scores.items() if key not in first}}, explained


def _in_unit(scores: Sequence[float], name: str) -> list[float]:
    """Return the scores in [0, 1], as they are where all are, else as logits; ModelError for what is no number."""
    if not all(map(math.isfinite, scores)):
        raise ModelError(f"{name} gives scores that are no numbers: give --rerank another model")
    if all(0 <= score <= 1 for score in scores):
        return list(scores)
    return [1 / (1 + math.exp(-max(-60.0, min(60.0, score)))) for score in scores]
