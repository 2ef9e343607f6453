"""Fit the weights of `salience` on gold coreference: GUM, or any corpus in its CoNLL-U with `Entity=` annotation.

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

from quotesearch.indexer.extraction import pronouns as salience
from quotesearch.indexer.extraction.attribution import attribute
from quotesearch.indexer.extraction.pronouns import FEATURES, PRIOR, WEIGHTS, Place, Seen
from quotesearch.indexer.extraction.reading import read_paragraphs
from quotesearch.indexer.extraction.segmentation import paragraphs
from quotesearch.indexer.extraction.speakers import Resolver

_BRACKET = re.compile(r"\((\w+)-[^()]*|(\w+)?\)")
_ROUNDS, _STEPS, _RATE, _RIDGE = 2, 300, 0.5, 0.1
_HELD_OUT_EVERY = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """Hold the features of a pronoun's candidates, one a row, and which of them are right."""

    evidence: NDArray[np.float64]
    right: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Annotated:
    """Hold a text and, by the character at which it begins, the innermost clusters of each word."""

    text: str
    clusters: dict[int, tuple[str, ...]]


def read(path: Path) -> Annotated:
    """Return the document of a CoNLL-U file, a paragraph a line."""
    text, clusters, opened = "", {}, []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("# newpar") and "block" not in line:
            text = text.rstrip() + "\n"
        columns = line.split("\t")
        if len(columns) != 10 or not columns[0].isdigit():
            continue
        entity = re.search(r"(?:^|\|)Entity=([^|]*)", columns[9])
        closing = []
        for bracket in _BRACKET.finditer(entity[1] if entity else ""):
            if bracket[1]:
                opened.append(bracket[1])
            if bracket[0].endswith(")") or bracket[2] is not None:
                closing.append(bracket[2])
        clusters[len(text)] = tuple(opened)
        opened = _without(opened, closing)
        text += columns[1] + ("" if "SpaceAfter=No" in columns[9] else " ")
    return Annotated(text, clusters)


def _without(opened: Sequence[str], closing: Sequence[str | None]) -> list[str]:
    """Return the open mentions less those that close, each the last of its name, or the last of all."""
    left = list(opened)
    for name in closing:
        place = len(left) - 1 - left[::-1].index(name) if name in left else len(left) - 1
        if left:
            del left[place]
    return left


def choices(document: Annotated, weights: Sequence[float]) -> Iterator[Choice]:
    """Yield the choices that the resolver makes in the document, with what gold says of each candidate."""
    reading = read_paragraphs(document.text, paragraphs(document.text))
    made: list[tuple[list[Seen], Place]] = []

    def choose(found: Sequence[Seen], place: Place) -> Seen | None:
        made.append((list(found), place))
        return salience.choose(found, place, weights)

    Resolver(reading.sentences, reading.text, choose).resolve(attribute(reading.sentences))
    for found, place in made:
        gold = set(document.clusters.get(place.at, ())[-1:])
        right = np.array([bool(gold & set(document.clusters.get(each.at, ()))) for each in found], bool)
        if right.any():
            rows = [salience.evidence(each, rank, place) for rank, each in enumerate(found)]
            yield Choice(np.array(rows), right)


def fit(made: Sequence[Choice], weights: Sequence[float]) -> tuple[float, ...]:
    """Return the weights under which the right candidates are likeliest, held near those given."""
    prior = np.array(weights, float)
    fitted = prior.copy()
    for _ in range(_STEPS):
        slope = -_RIDGE * (fitted - prior)
        for choice in made:
            scores = choice.evidence @ fitted
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            wanted = chances * choice.right
            slope += (wanted / wanted.sum() - chances) @ choice.evidence / len(made)
        fitted += _RATE * slope
    return tuple(round(float(each), 2) for each in fitted)


def accuracy(made: Sequence[Choice], weights: Sequence[float]) -> float:
    """Return the share of choices, in per cent, whose best candidate is right."""
    hits = [bool(choice.right[int(np.argmax(choice.evidence @ np.array(weights)))]) for choice in made]
    return 100 * sum(hits) / len(hits)


def main() -> None:
    """Fit and print the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="a folder of .conllu files")
    documents = [read(path) for path in sorted(parser.parse_args().corpus.glob("*.conllu"))]
    held, shown = documents[::_HELD_OUT_EVERY], [d for n, d in enumerate(documents) if n % _HELD_OUT_EVERY]
    weights: tuple[float, ...] = WEIGHTS
    for _ in range(_ROUNDS):
        made = [choice for document in shown for choice in choices(document, weights)]
        before = [choice for document in held for choice in choices(document, weights)]
        print(f"{len(made)} choices, {accuracy(made, weights):.1f} % right; held out {accuracy(before, weights):.1f} %")
        weights = fit(made, PRIOR)
    after = [choice for document in held for choice in choices(document, weights)]
    print(f"held out: {accuracy(after, weights):.1f} % of {len(after)}")
    print(*(f"{name:18}{weight:6.2f}" for name, weight in zip(FEATURES, weights, strict=True)), sep="\n")
    print(weights)


if __name__ == "__main__":
    main()
