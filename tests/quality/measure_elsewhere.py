"""Measure extraction on texts that differ from the news of the tagger's training, and print tables.

    python tests/quality/measure_elsewhere.py [--errors]

The texts in `elsewhere/` were written for this project, about invented people: a British broadsheet, a wire, an
interview, a feature with dialogue, a science report, a court report, a town's web page, a list of statements by
readers, a match report, an Indian daily. `judged.tsv` lists their quotes and speakers. A quote is found if a prediction
overlaps it with an IoU of at least 0.5 in characters. It is named if the *speaker*, not only the source, is right. The
rules without the tagger are measured for comparison.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from quotesearch.indexer.extraction import LearnedExtractor, RuleExtractor
from quotesearch.indexer.model import Document, Quote, Reported, Span
from quotesearch.indexer.protocols import Extractor

TEXTS = Path(__file__).resolve().parent / "elsewhere"
SAME = 0.5


@dataclass(frozen=True, slots=True)
class Judged:
    """A quote of a text: its words, the accepted names of its speaker, and its characters."""

    words: str
    names: tuple[str, ...]
    places: frozenset[int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How well one text was extracted.

    It has the judged quotes, the missed quotes, the quotes with a wrong speaker, and the wrong predictions.
    """

    judged: tuple[Judged, ...]
    missed: tuple[Judged, ...]
    misnamed: tuple[tuple[Judged, str], ...]
    spurious: tuple[Quote, ...]
    predicted: int


def judgements() -> dict[str, list[Judged]]:
    """Return the judged quotes of each text. Raises ValueError for words that the text does not contain."""
    judged: dict[str, list[Judged]] = {}
    for line in (TEXTS / "judged.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            name, speaker, words = line.split("\t")
            text = (TEXTS / f"{name}.txt").read_text("utf-8")
            judged.setdefault(name, []).append(Judged(words, tuple(speaker.split("|")), _places(text, words)))
    return judged


def _places(text: str, words: str) -> frozenset[int]:
    """Return the places of all characters of a quote. `|` separates the quote's parts."""
    places: set[int] = set()
    at = 0
    for part in words.split("|"):
        at = text.index(part, at)
        places.update(range(at, at + len(part)))
        at += len(part)
    return frozenset(places)


def outcome(extractor: Extractor, name: str, judged: Sequence[Judged]) -> Outcome:
    """Compare the extractor's quotes of a text with the judged quotes, pair by pair, the most similar pair first."""
    quotes = [
        quote
        for quote in extractor.extract(Document(name, (TEXTS / f"{name}.txt").read_text("utf-8")))
        if quote.reports is not Reported.THOUGHT
        or any(_likeness(quote.content, judgement) >= SAME for judgement in judged)
    ]
    pairs = sorted(
        (
            (_likeness(quote.content, judgement), i, j)
            for i, judgement in enumerate(judged)
            for j, quote in enumerate(quotes)
        ),
        reverse=True,
    )
    pairing: dict[int, int] = {}
    for likeness, i, j in pairs:
        if likeness >= SAME and i not in pairing and j not in pairing.values():
            pairing[i] = j
    named = {i: quotes[j].speaker.name for i, j in pairing.items()}
    return Outcome(
        judged=tuple(judged),
        missed=tuple(judgement for i, judgement in enumerate(judged) if i not in pairing),
        misnamed=tuple((judged[i], name) for i, name in named.items() if name not in judged[i].names),
        spurious=tuple(quote for j, quote in enumerate(quotes) if j not in pairing.values()),
        predicted=len(quotes),
    )


def _likeness(content: Sequence[Span], judged: Judged) -> float:
    """Return the IoU of the characters of a predicted and a judged quote."""
    places = {place for span in content for place in range(span.start, span.end)}
    return len(places & judged.places) / len(places | judged.places)


def measure(extractor: Extractor) -> dict[str, float]:
    """Return the figures over all texts, in per cent."""
    outcomes = [outcome(extractor, name, judged) for name, judged in judgements().items()]
    total = sum(len(result.judged) for result in outcomes)
    found_quotes = total - sum(len(result.missed) for result in outcomes)
    named = found_quotes - sum(len(result.misnamed) for result in outcomes)
    return {
        "found": round(100 * found_quotes / total, 1),
        "found and named": round(100 * named / total, 1),
        "precision": round(100 * found_quotes / sum(result.predicted for result in outcomes), 1),
    }


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="print missed, misnamed and spurious quotes")
    options = parser.parse_args()
    sys.stdout.write(f"{'text':20} quotes  found  named  others\n")
    for name, judged in judgements().items():
        result = outcome(LearnedExtractor(), name, judged)
        found_quotes = len(judged) - len(result.missed)
        named, spurious = found_quotes - len(result.misnamed), len(result.spurious)
        sys.stdout.write(f"{name:20} {len(judged):6} {found_quotes:6} {named:6} {spurious:7}\n")
        if options.errors:
            sys.stdout.writelines(f"    missed    {quote.names[0]}: {quote.words}\n" for quote in result.missed)
            wrong = ((quote.names[0], by, quote.words) for quote, by in result.misnamed)
            sys.stdout.writelines(f"    misnamed  {right}, not {by}: {words}\n" for right, by, words in wrong)
            sys.stdout.writelines(f"    spurious  {quote.speaker.name}: {quote.text}\n" for quote in result.spurious)
    for label, extractor in (("tagger", LearnedExtractor()), ("rules", RuleExtractor())):
        figures = "  ".join(f"{name} {value}" for name, value in measure(extractor).items())
        sys.stdout.write(f"{label:8} {figures}\n")


if __name__ == "__main__":
    main()
