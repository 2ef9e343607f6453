"""Measure extraction on PolNeAR by the shared scorer, and print a table.

    python tests/quality/measure_extraction.py [--part dev|train] [--shared ../shared]

The quotes come from the command that users run, `quotes extract --format spans`; what decides is
`eval/score_quotes.py` of the shared folder. Beside its figures stand two of our own for speech that
is wholly between quotation marks: the share found (character IoU of at least 0.5 with a prediction)
and, of all such speech, the share found and given to the right source.
"""

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

SHARED = Path(__file__).resolve().parents[3] / "shared"
PARTS = ("marked", "indirect", "all")
MARKS = "\"“”‘’'., \n"


def measure(part: str, shared: Path = SHARED) -> dict[str, float]:
    """Return the figures, in per cent, of extraction on one part of PolNeAR."""
    gold = shared / "data" / "polnear" / part
    with tempfile.TemporaryDirectory() as folder:
        predictions = Path(folder, "predictions.jsonl")
        with predictions.open("wb") as file:
            command = [
                str(Path(sys.executable).with_name("quotes")),
                "extract",
                "--format",
                "spans",
                str(gold / "text"),
            ]
            subprocess.run(command, stdout=file, check=True)
        scorer = [sys.executable, str(shared / "eval" / "score_quotes.py"), str(gold), str(predictions), "--json"]
        scored = json.loads(subprocess.run(scorer, capture_output=True, check=True, text=True).stdout)
        rows = [json.loads(line) for line in predictions.read_text("utf-8").splitlines()]
    figures = {}
    for kind in PARTS:
        figures[f"{kind} relation F1"] = scored[kind]["relation"][2]
        figures[f"{kind} relation precision"] = scored[kind]["relation"][0]
        figures[f"{kind} relation recall"] = scored[kind]["relation"][1]
        figures[f"{kind} content exact F1"] = scored[kind]["content_exact"][2]
        figures[f"{kind} attribution"] = scored[kind]["attribution"]
    return figures | direct_speech(gold, {row["doc"]: row["quotes"] for row in rows}, scorer_module(shared))


def direct_speech(gold: Path, predicted: dict[str, list[Any]], scorer: ModuleType) -> dict[str, float]:
    """Return how much of the speech that is wholly between quotation marks was found, and rightly attributed."""
    total = found = right = 0
    for stem, text, relations in scorer.read_gold(gold):
        candidates = [(scorer.chars(quote["content"]), scorer.chars(quote["source"])) for quote in predicted[stem]]
        for relation in relations:
            if not relation["source"] or not all(_is_marked(text[a:b]) for a, b in relation["content"]):
                continue
            wanted, source = scorer.chars(relation["content"]), scorer.chars(relation["source"])
            overlaps = [(len(wanted & content) / len(wanted | content), by) for content, by in candidates]
            iou, by = max(overlaps, key=lambda pair: pair[0], default=(0.0, set()))
            total += 1
            found += iou >= 0.5
            right += iou >= 0.5 and bool(source & by)
    return {
        "direct speech found": round(100 * found / total, 1),
        "direct speech found and named": round(100 * right / total, 1),
    }


def _is_marked(words: str) -> bool:
    """Tell whether the words stand between double quotation marks and have none inside."""
    words = words.strip(" ,.\n")
    return words[:1] in ('"', "“", "”") and words[-1:] in ('"', "”", "“") and not set('"“”') & set(words[1:-1])


def scorer_module(shared: Path) -> ModuleType:
    """Return the shared scorer as a module, for the way in which it reads gold."""
    spec = importlib.util.spec_from_file_location("score_quotes", shared / "eval" / "score_quotes.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=["dev", "train"], default="dev")
    parser.add_argument("--shared", type=Path, default=SHARED, help="the folder with data/ and eval/")
    options = parser.parse_args()
    figures = measure(options.part, options.shared)
    columns = ("relation F1", "relation precision", "relation recall", "content exact F1", "attribution")
    print(f"PolNeAR {options.part}, by score_quotes.py{'':6}" + "".join(f"{name:>20}" for name in columns))
    for kind in PARTS:
        print(f"{kind:33}" + "".join(f"{figures[f'{kind} {name}']:20.1f}" for name in columns))
    for name in ("direct speech found", "direct speech found and named"):
        print(f"{name:33}{figures[name]:20.1f}")


if __name__ == "__main__":
    main()
