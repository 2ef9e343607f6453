"""Measure extraction on PolNeAR, and print tables.

    python tests/quality/measure_extraction.py [--part dev|train] [--shared ../shared]

The quotes come from the command that users run, `quotes extract --format spans`. `eval/score_quotes.py` of the shared
folder scores them. These figures are printed too:

- for speech that is completely between quotation marks: the share that is found (a prediction has a character IoU of
  at least 0.5), and the share that is found with the right source;
- the exact F1 of the tagger's source, cue and content spans; each contiguous fragment counts separately, as in CofeNet
  (COLING 2022);
- the share of right quotes for each band of confidence;
- for a hundred pronouns, judged by hand in `pronouns.tsv`: the share that is resolved to the right name if the
  attributions are the gold ones.
"""

import argparse
import hashlib
import importlib.util
import json
import subprocess
import sys
import tempfile
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from quotesearch.indexer.extraction.article import read_paragraphs
from quotesearch.indexer.extraction.attribution import attribute
from quotesearch.indexer.extraction.clauses import Attribution
from quotesearch.indexer.extraction.lexicon import Frame
from quotesearch.indexer.extraction.segmentation import paragraphs
from quotesearch.indexer.extraction.speakers import Resolver
from quotesearch.indexer.extraction.tagger.calibration import shipped_settings
from quotesearch.indexer.extraction.tagger.network import shipped
from quotesearch.indexer.extraction.tagger.tagging import tag
from quotesearch.indexer.model import Span, Speaker, SpeakerKind

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[2] / "shared"
PARTS = ("marked", "indirect", "all")
ROLES = ("source", "cue", "content")
BANDS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95)
Relations = dict[str, list[Any]]


def measure(part: str, shared: Path = SHARED) -> dict[str, float]:
    """Return the figures, in per cent, of extraction on one part of PolNeAR."""
    gold = shared / "data" / "polnear" / part
    scorer = scorer_module(shared)
    command = [str(Path(sys.executable).with_name("quotes")), "extract", "--format", "spans", str(gold / "text")]
    printed = subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8").stdout
    predicted = {row["doc"]: row["quotes"] for row in map(json.loads, printed.splitlines())}
    scored = score(predicted, gold, shared)
    figures = {}
    for kind in PARTS:
        figures[f"{kind} relation F1"] = scored[kind]["relation"][2]
        figures[f"{kind} relation precision"] = scored[kind]["relation"][0]
        figures[f"{kind} relation recall"] = scored[kind]["relation"][1]
        figures[f"{kind} content exact F1"] = scored[kind]["content_exact"][2]
        figures[f"{kind} attribution"] = scored[kind]["attribution"]
    figures |= direct_speech(gold, predicted, scorer) | fragments(gold, scorer) | confidences(gold, predicted, scorer)
    return figures | (pronouns(gold, scorer) if part == "dev" else {})


def score(predicted: Relations, gold: Path, shared: Path) -> dict[str, Any]:
    """Return the shared scorer's figures for the quotes of each document."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps({"doc": doc, "quotes": quotes}) + "\n" for doc, quotes in predicted.items())
        file.flush()
        command = [sys.executable, str(shared / "eval" / "score_quotes.py"), str(gold), file.name, "--json"]
        scored: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    return scored


def direct_speech(gold: Path, predicted: Relations, scorer: ModuleType) -> dict[str, float]:
    """Return two shares of the speech between quotation marks: found, and found with the right source."""
    total = found_quotes = right = 0
    for stem, text, relations in scorer.read_gold(gold):
        candidates = [(scorer.chars(quote["content"]), scorer.chars(quote["source"])) for quote in predicted[stem]]
        for relation in relations:
            if not relation["source"] or not all(_is_marked(text[a:b]) for a, b in relation["content"]):
                continue
            gold_content, source = scorer.chars(relation["content"]), scorer.chars(relation["source"])
            overlaps = [(len(gold_content & content) / len(gold_content | content), by) for content, by in candidates]
            iou, by = max(overlaps, key=lambda pair: pair[0], default=(0.0, set()))
            total += 1
            found_quotes += iou >= 0.5
            right += iou >= 0.5 and bool(source & by)
    return {
        "direct speech found": round(100 * found_quotes / total, 1),
        "direct speech found and named": round(100 * right / total, 1),
    }


def _is_marked(words: str) -> bool:
    """Return whether the words are between double quotation marks and have no such marks inside."""
    words = words.strip(" ,.\n")
    return words[:1] in ('"', "“", "”") and words[-1:] in ('"', "”", "“") and not set('"“”') & set(words[1:-1])


def fragments(gold: Path, scorer: ModuleType) -> dict[str, float]:
    """Return the exact F1 of each role's fragments in the tagger's output.

    The ends of the fragments are not yet moved to quotation marks.
    """
    counts = {role: [0, 0, 0] for role in ROLES}
    for _, text, relations in scorer.read_gold(gold):
        if not text.strip():
            continue
        reading = read_paragraphs(text, paragraphs(text))
        tagged = tag(reading, attribute(reading.sentences), shipped(), shipped_settings())
        for role in ROLES:
            gold_spans = {fragment for relation in relations for fragment in relation[role]}
            tagged_spans = {(span.start, span.end) for attribution in tagged for span in _spans(attribution, role)}
            for place, number in enumerate((len(gold_spans & tagged_spans), len(tagged_spans), len(gold_spans))):
                counts[role][place] += number
    return {
        f"{role} exact F1": round(200 * hit / (tagged_spans + gold_spans), 1)
        for role, (hit, tagged_spans, gold_spans) in counts.items()
    }


def _spans(attribution: Attribution, role: str) -> Sequence[Span]:
    """Return the attribution's spans of a role."""
    if role == "content":
        return attribution.content
    span = attribution.source if role == "source" else attribution.cue
    return (span,) if span is not None else ()


def confidences(gold: Path, predicted: Relations, scorer: ModuleType) -> dict[str, float]:
    """Return the share of right quotes for each band of confidence. Right means a content IoU of 0.5 and the source."""
    bands: dict[float, list[bool]] = {band: [] for band in BANDS}
    for stem, _, relations in scorer.read_gold(gold):
        gold_relations = [
            (scorer.chars(relation["content"]), scorer.chars(relation["source"])) for relation in relations
        ]
        for quote in predicted[stem]:
            content, source = scorer.chars(quote["content"]), scorer.chars(quote["source"])
            right = any(
                len(content & gold_content) >= 0.5 * len(content | gold_content) and (source & by or not (source or by))
                for gold_content, by in gold_relations
            )
            bands[max(band for band in BANDS if band <= quote["confidence"])].append(right)
    rows = {f"right at {band:.2f} and up": bands[band] for band in BANDS if bands[band]}
    return {name: round(100 * sum(rights) / len(rights), 1) for name, rights in rows.items()} | {
        name.replace("right", "quotes"): float(len(rights)) for name, rights in rows.items()
    }


def pronouns(gold: Path, scorer: ModuleType) -> dict[str, float]:
    """Return the share of the judged pronouns that the resolver resolves rightly, with the gold attributions."""
    judged: dict[str, dict[tuple[int, int], str]] = {}
    for line in (HERE / "pronouns.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            article, start, end, names = line.split("\t")
            judged.setdefault(article, {})[int(start), int(end)] = names
    right = 0
    for stem, text, relations in scorer.read_gold(gold):
        names_by_span = judged.get(hashlib.sha256(stem.encode()).hexdigest()[:12], {})
        speakers = dict(_resolved(text, relations)) if names_by_span else {}
        right += sum(_is_right(speakers[span], names, text[slice(*span)]) for span, names in names_by_span.items())
    return {"pronouns resolved": round(100 * right / sum(map(len, judged.values())), 1)}


def _resolved(text: str, relations: Iterable[Any]) -> Iterator[tuple[tuple[int, int], Speaker | None]]:
    """Yield the speaker of each gold source."""
    sentences = read_paragraphs(text, paragraphs(text)).sentences
    starts = [sentence.span.start for sentence in sentences]
    attributions = []
    for relation in relations:
        cue, source = relation["cue"][0], relation["source"][0] if relation["source"] else None
        number = max(0, bisect_right(starts, cue[0]) - 1)
        content = tuple(Span(*part) for part in relation["content"])
        attributions.append(Attribution(content, Span(*cue), Span(*source) if source else None, number, Frame.QUOTE))
    for attribution, speaker in zip(attributions, Resolver(sentences, text).resolve(attributions), strict=True):
        if attribution.source is not None:
            yield (attribution.source.start, attribution.source.end), speaker


def _is_right(speaker: Speaker | None, names: str, mention: str) -> bool:
    """Return whether the speaker has one of the names.

    Without names, the speaker must keep the words of its mention.
    """
    if speaker is None:
        return False
    name = speaker.name.lower().removeprefix("the ")
    if not names:
        return name == mention.lower() or speaker.kind is SpeakerKind.ANONYMOUS
    accepted = [accepted_name.lower() for accepted_name in names.split("|")]
    return name in accepted or any(
        " " in accepted_name and set(accepted_name.split()) <= set(name.split()) for accepted_name in accepted
    )


def scorer_module(shared: Path) -> ModuleType:
    """Return the shared scorer as a module, to read the gold data in the same way."""
    spec = importlib.util.spec_from_file_location("score_quotes", shared / "eval" / "score_quotes.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=["dev", "train"], default="dev")
    parser.add_argument("--shared", type=Path, default=SHARED, help="the folder with data/ and eval/")
    options = parser.parse_args()
    figures = measure(options.part, options.shared)
    columns = ("relation F1", "relation precision", "relation recall", "content exact F1", "attribution")
    print(f"PolNeAR {options.part}, by score_quotes.py{'':6}" + "".join(f"{name:>20}" for name in columns))
    for kind in PARTS:
        print(f"{kind:33}" + "".join(f"{figures.pop(f'{kind} {name}'):20.1f}" for name in columns))
    for name, figure in figures.items():
        print(f"{name:33}{figure:20.1f}")


if __name__ == "__main__":
    main()
