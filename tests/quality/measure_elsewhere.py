"""Measure extraction on texts unlike the news that the tagger was trained on, and print tables.

    python tests/quality/measure_elsewhere.py [--errors]

The texts in `elsewhere/` are ours, about invented people: a British broadsheet, a wire, an interview, a feature with
dialogue, a science report, a court report, a town's web page, a list of voices, a match report, an Indian daily.
`judged.tsv` says what is quoted in them and by whom. A quote is found where a prediction has half of its characters
(IoU of at least 0.5), and named where the *speaker*, not merely the source, is right. The peer is our own rules.
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
    """Hold a quote that is in a text: its characters and the names that its speaker may be given."""

    words: str
    names: tuple[str, ...]
    places: frozenset[int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Hold the result of a text: the judged quotes, the wrong ones, and the predictions that are no quotes."""

    judged: tuple[Judged, ...]
    missed: tuple[Judged, ...]
    misnamed: tuple[tuple[Judged, str], ...]
    spurious: tuple[Quote, ...]
    predicted: int


def judgements() -> dict[str, list[Judged]]:
    """Return the judged quotes of each text; ValueError for words that are not in it."""
    judged: dict[str, list[Judged]] = {}
    for line in (TEXTS / "judged.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            name, speaker, words = line.split("\t")
            text = (TEXTS / f"{name}.txt").read_text("utf-8")
            judged.setdefault(name, []).append(Judged(words, tuple(speaker.split("|")), _places(text, words)))
    return judged


def _places(text: str, words: str) -> frozenset[int]:
    """Return the characters at which the parts of a quote stand, one after the other."""
    places: set[int] = set()
    at = 0
    for part in words.split("|"):
        at = text.index(part, at)
        places.update(range(at, at + len(part)))
        at += len(part)
    return frozenset(places)


def outcome(extractor: Extractor, name: str, judged: Sequence[Judged]) -> Outcome:
    """Compare the extractor's quotes of a text with the judged ones, pair by pair, the most similar first."""
    quotes = [
        quote
        for quote in extractor.extract(Document(name, (TEXTS / f"{name}.txt").read_text("utf-8")))
        if quote.reports is not Reported.THOUGHT or any(_likeness(quote.content, each) >= SAME for each in judged)
    ]
    pairs = sorted(
        ((_likeness(quote.content, each), i, j) for i, each in enumerate(judged) for j, quote in enumerate(quotes)),
        reverse=True,
    )
    found: dict[int, int] = {}
    for likeness, i, j in pairs:
        if likeness >= SAME and i not in found and j not in found.values():
            found[i] = j
    named = {i: quotes[j].speaker.name for i, j in found.items()}
    return Outcome(
        judged=tuple(judged),
        missed=tuple(each for i, each in enumerate(judged) if i not in found),
        misnamed=tuple((judged[i], name) for i, name in named.items() if name not in judged[i].names),
        spurious=tuple(quote for j, quote in enumerate(quotes) if j not in found.values()),
        predicted=len(quotes),
    )


def _likeness(content: Sequence[Span], judged: Judged) -> float:
    """Return the IoU of the characters."""
    places = {place for span in content for place in range(span.start, span.end)}
    return len(places & judged.places) / len(places | judged.places)


def measure(extractor: Extractor) -> dict[str, float]:
    """Return the figures over all texts, in per cent."""
    outcomes = [outcome(extractor, name, judged) for name, judged in judgements().items()]
    total = sum(len(each.judged) for each in outcomes)
    found = total - sum(len(each.missed) for each in outcomes)
    named = found - sum(len(each.misnamed) for each in outcomes)
    return {
        "found": round(100 * found / total, 1),
        "found and named": round(100 * named / total, 1),
        "precision": round(100 * found / sum(each.predicted for each in outcomes), 1),
    }


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="print missed, misnamed and spurious quotes")
    options = parser.parse_args()
    sys.stdout.write(f"{'text':20} quotes  found  named  others\n")
    for name, judged in judgements().items():
        result = outcome(LearnedExtractor(), name, judged)
        found = len(judged) - len(result.missed)
        named, others = found - len(result.misnamed), len(result.spurious)
        sys.stdout.write(f"{name:20} {len(judged):6} {found:6} {named:6} {others:7}\n")
        if options.errors:
            sys.stdout.writelines(f"    missed    {each.names[0]}: {each.words}\n" for each in result.missed)
            wrong = ((each.names[0], by, each.words) for each, by in result.misnamed)
            sys.stdout.writelines(f"    misnamed  {right}, not {by}: {words}\n" for right, by, words in wrong)
            sys.stdout.writelines(f"    spurious  {each.speaker.name}: {each.text}\n" for each in result.spurious)
    for label, extractor in (("tagger", LearnedExtractor()), ("rules", RuleExtractor())):
        figures = "  ".join(f"{name} {value}" for name, value in measure(extractor).items())
        sys.stdout.write(f"{label:8} {figures}\n")


if __name__ == "__main__":
    main()
