"""Fit the weights of `extraction.pronouns` on gold coreference: GUM, or a corpus in its CoNLL-U with `Entity=`.

    python -m quotesearch.indexer.extraction.training.pronouns ../shared/data/gum

The candidates are the resolver's own, on the text of each document; a candidate is right if a gold mention that covers
its first word is of the pronoun's cluster. The weights are fitted to the likelihood of the right candidates (gradient
ascent, held near the prior by a ridge: GUM has little news), then the candidates are gathered again with the new
weights, since what a pronoun was taken for is a candidate for the next. One document in five is held out to tell how
often the choice is right.
"""

import argparse
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer.extraction.article import read_paragraphs
from quotesearch.indexer.extraction.attribution import attribute
from quotesearch.indexer.extraction.pronouns import FEATURES, PRIOR, WEIGHTS, PersonMention, Place, choose, evidence
from quotesearch.indexer.extraction.speakers import Resolver

_BRACKET = re.compile(r"\((\w+)-[^()]*|(\w+)?\)")
_ENTITY = re.compile(r"(?:^|\|)Entity=([^|]*)")
_ROUNDS, _STEPS, _RATE, _RIDGE = 2, 300, 0.5, 0.1
_HELD_OUT_EVERY = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """The features of the candidates of a pronoun, a row for each, and which of them are right."""

    evidence: NDArray[np.float64]
    right: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text and, for each word by its first character, its innermost clusters."""

    text: str
    clusters: dict[int, tuple[str, ...]]


def read(path: Path) -> Annotated:
    """Return the document of a CoNLL-U file, a paragraph a line."""
    text, clusters = "", {}
    mentions: list[str] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("# newpar") and "block" not in line:
            text = text.rstrip() + "\n"
        columns = line.split("\t")
        if len(columns) != 10 or not columns[0].isdigit():
            continue
        opening, closing = _brackets(columns[9])
        mentions += opening
        clusters[len(text)] = tuple(mentions)
        mentions = _without(mentions, closing)
        text += columns[1] + ("" if "SpaceAfter=No" in columns[9] else " ")
    return Annotated(text, clusters)


def _brackets(annotation: str) -> tuple[list[str], list[str | None]]:
    """Return the clusters of the mentions that open at a word, and of those that close there.

    A closing bracket without a name is None; it closes the mention that was opened last.
    """
    entity = _ENTITY.search(annotation)
    brackets = list(_BRACKET.finditer(entity[1] if entity else ""))
    opening = [bracket[1] for bracket in brackets if bracket[1]]
    return opening, [bracket[2] for bracket in brackets if bracket[0].endswith(")")]


def _without(mentions: Sequence[str], closing: Sequence[str | None]) -> list[str]:
    """Return the open mentions without those that close, each the last of its name, or the last of all."""
    remaining = list(mentions)
    for name in closing:
        place = len(remaining) - 1 - remaining[::-1].index(name) if name in remaining else len(remaining) - 1
        if remaining:
            del remaining[place]
    return remaining


def choices(document: Annotated, weights: Sequence[float]) -> Iterator[Choice]:
    """Yield the choices that the resolver makes in the document, each candidate marked as right or wrong by gold."""
    reading = read_paragraphs(document.text)
    decisions: list[tuple[list[PersonMention], Place]] = []

    def recorded(candidates: Sequence[PersonMention], place: Place) -> PersonMention | None:
        decisions.append((list(candidates), place))
        return choose(candidates, place, weights)

    Resolver(reading.sentences, reading.text, recorded).resolve(attribute(reading.sentences))
    for candidates, place in decisions:
        gold = set(document.clusters.get(place.at, ())[-1:])
        right = np.array([bool(gold & set(document.clusters.get(candidate.at, ()))) for candidate in candidates], bool)
        if right.any():
            rows = [evidence(candidate, rank, place) for rank, candidate in enumerate(candidates)]
            yield Choice(np.array(rows), right)


def fit(observed: Sequence[Choice], weights: Sequence[float]) -> tuple[float, ...]:
    """Return the weights under which the right candidates are most probable; a ridge limits the change."""
    prior = np.array(weights, float)
    fitted = prior.copy()
    for _ in range(_STEPS):
        slope = -_RIDGE * (fitted - prior)
        for choice in observed:
            scores = choice.evidence @ fitted
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            target = chances * choice.right
            slope += (target / target.sum() - chances) @ choice.evidence / len(observed)
        fitted += _RATE * slope
    return tuple(round(float(weight), 2) for weight in fitted)


def accuracy(observed: Sequence[Choice], weights: Sequence[float]) -> float:
    """Return the per cent of choices in which the candidate with the highest score is right."""
    hits = [bool(choice.right[int(np.argmax(choice.evidence @ np.array(weights)))]) for choice in observed]
    return 100 * sum(hits) / len(hits)


def _choices(documents: Sequence[Annotated], weights: Sequence[float]) -> list[Choice]:
    """Return the choices in all documents."""
    return [choice for document in documents for choice in choices(document, weights)]


def main() -> None:
    """Fit and print the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="a folder of .conllu files")
    documents = [read(path) for path in sorted(parser.parse_args().corpus.glob("*.conllu"))]
    held_out, training = documents[::_HELD_OUT_EVERY], [d for n, d in enumerate(documents) if n % _HELD_OUT_EVERY]
    weights: tuple[float, ...] = WEIGHTS
    for _ in range(_ROUNDS):
        train, test = _choices(training, weights), _choices(held_out, weights)
        print(f"{len(train)} choices, {accuracy(train, weights):.1f} % right; held out {accuracy(test, weights):.1f} %")
        weights = fit(train, PRIOR)
    test = _choices(held_out, weights)
    print(f"held out: {accuracy(test, weights):.1f} % of {len(test)}")
    print(*(f"{name:18}{weight:6.2f}" for name, weight in zip(FEATURES, weights, strict=True)), sep="\n")
    print(weights)


if __name__ == "__main__":
    main()
