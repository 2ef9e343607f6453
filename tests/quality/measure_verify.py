"""Measure `quotes verify` on quotations made from stored quotes by a known change, and print a table.

    python tests/quality/measure_verify.py [--errors]

The archive is the example articles and the texts of `elsewhere/`, all about invented people. From each of its direct
quotes of six words or more, these quotations are made with a fixed seed:

same        the same words in other typesetting (case, quotation marks, apostrophes)
light       one small word in ten, and at least one, is left out, added, exchanged or swapped, as in a memory
number      a number is changed
negation    a negation is added or left out
name        a name is exchanged
speaker     the same words, attributed to another speaker
truncated   the beginning of the sentence
spliced     the first half with the second half of another quote
invented    sentences about the same subjects that are not in the archive

A second table is for the 402 quotes of `archive/`, with changes that were written by hand. `misremembered.tsv` has the
quotes as people remember them; `changed.tsv` has them as a hasty or dishonest editor changes them.
"""

import argparse
import csv
import json
import random
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from quotesearch.indexer.model import Quote, QuoteKind
from quotesearch.search.quote_index import QuoteIndex, open_index

HERE = Path(__file__).resolve().parent
ARCHIVE = (HERE.parents[1] / "index_data" / "examples", HERE / "elsewhere")
SEED = 2026
HANDMADE = HERE / "archive"
PLACE = "https://archive.example/"
LONG = 6
SMALL = "the a an of to in on at for and so that this it we they just very really then there now also only".split()
NUMBERS = "three four seven nine twelve forty ninety".split()
NAMES = "Rosalind Quentin Norfolk Hamish Vienna Oslo Petronella".split()
INVENTED = (HERE / "invented_quotations.txt").read_text("utf-8").splitlines()
Changed = Iterator[str]


def same(words: list[str], chance: random.Random) -> Changed:
    """Yield the same words in other typesetting."""
    text = " ".join(words)
    yield chance.choice((text, text.lower(), text.upper(), text.replace("'", "’"), f"“{text}”", text.rstrip(".,")))


def light(words: list[str], chance: random.Random) -> Changed:
    """Yield the words with a few small errors."""
    slipped = list(words)
    for _ in range(max(1, len(words) // 10)):
        at = chance.choice([i for i, word in enumerate(slipped) if is_small(word)] or [1])
        slip = chance.choice(("drop", "put", "swap", "exchange"))
        if slip == "drop":
            slipped.pop(at)
        elif slip == "put":
            slipped.insert(at, chance.choice(SMALL))
        elif slip == "exchange":
            slipped[at] = chance.choice([word for word in SMALL if word != slipped[at].lower()])
        elif at + 1 < len(slipped):
            slipped[at : at + 2] = slipped[at + 1], slipped[at]
    if [fold(word) for word in slipped] != [fold(word) for word in words]:
        yield " ".join(slipped)


def number(words: list[str], chance: random.Random) -> Changed:
    """Yield the words once for each number in them, with that number replaced by another."""
    for at, word in enumerate(words):
        digits = re.search(r"\d+", word)
        if digits:
            yield exchanged(words, at, word.replace(digits[0], str(int(digits[0]) + chance.randint(1, 9))))
        elif fold(word) in NUMBERS:
            yield exchanged(words, at, chance.choice([numeral for numeral in NUMBERS if numeral != fold(word)]))


def negation(words: list[str], chance: random.Random) -> Changed:
    """Yield the words with one negation more or less: a negation is added after an auxiliary, or removed."""
    for at, word in enumerate(words):
        if fold(word) in ("not", "never"):
            yield exchanged(words, at)
        elif fold(word) in ("is", "are", "was", "will", "can", "have", "has", "would", "should"):
            yield exchanged(words, at, word, chance.choice(("not", "never")))
        elif fold(word) in ("cannot", "dont", "wont", "isnt", "didnt", "doesnt", "wasnt", "cant"):
            whole = {"cannot": "can", "cant": "can", "wont": "will"}
            yield exchanged(words, at, whole.get(fold(word), fold(word)[:-2]))


def name(words: list[str], chance: random.Random) -> Changed:
    """Yield the words once for each name in them, with that name replaced by another."""
    for at, word in enumerate(words[1:], start=1):
        inside = words[at - 1][-1] not in '.?!:”"—…'
        if word[0].isupper() and inside and fold(word) not in ("i", "im", "ive", "ill", "id"):
            yield exchanged(words, at, chance.choice(NAMES))


def exchanged(words: list[str], at: int, *new: str) -> str:
    """Return the words with the word at position `at` replaced by the words `new`."""
    return " ".join([*words[:at], *new, *words[at + 1 :]])


def truncated(words: list[str], chance: random.Random) -> Changed:
    """Yield the beginning of the sentence, which ends in the middle."""
    inner = [i for i in range(4, len(words) - 2) if words[i - 1][-1].isalpha()]
    if inner:
        yield " ".join(words[: chance.choice(inner)])


def fold(word: str) -> str:
    """Return the word's letters and digits in lower case."""
    return re.sub(r"\W", "", word.lower())


def is_small(word: str) -> bool:
    """Return whether the word is small. An error in a small word does not change the statement."""
    return fold(word) in SMALL


CHANGES: dict[str, Callable[[list[str], random.Random], Changed]] = {
    "same": same,
    "light": light,
    "number": number,
    "negation": negation,
    "name": name,
    "truncated": truncated,
}


def quotations(quotes: list[Quote]) -> Iterator[tuple[str, str, str]]:
    """Yield the kind of each quotation, its words, and the speaker to verify."""
    chance = random.Random(SEED)  # noqa: S311 - quotations, not secrets
    for place, quote in enumerate(quotes):
        words = quote.text.split()
        for kind, change in CHANGES.items():
            for text in list(change(words, chance))[:1]:
                yield kind, text, ""
        yield "speaker", quote.text, quotes[(place + 7) % len(quotes)].speaker.name
        second_words = quotes[(place + 11) % len(quotes)].text.split()
        yield "spliced", " ".join([*words[: len(words) // 2], *second_words[len(second_words) // 2 :]]), ""
    for text in INVENTED:
        yield "invented", text, ""


def measure(opened: QuoteIndex, *, errors: bool = False) -> dict[str, Counter[str]]:
    """Return the verdicts on each kind of quotation."""
    documents = {result.quote.document_id for result in opened.search(kind="direct", limit=2000)}
    quotes = [quote for document_id in sorted(documents) for quote in opened.quotes_in(document_id)]
    direct = [q for q in quotes if q.kind is QuoteKind.DIRECT and len(q.text.split()) >= LONG and q.speaker.is_named]
    names = {quote.id: quote.speaker.name for quote in direct}
    verdicts: dict[str, Counter[str]] = {}
    for kind, text, speaker in quotations(direct):
        if kind == "speaker" and any(names[q.id] == speaker and q.text == text for q in direct):
            continue
        verdict = str(opened.verify(text, speaker).verdict)
        verdicts.setdefault(kind, Counter())[verdict] += 1
        if errors and verdict not in EXPECTED[kind]:
            print(f"{kind:10}{verdict:14}{text}" + (f" — {speaker}" if speaker else ""))
    return verdicts


EXPECTED = {
    "same": ("verbatim",),
    "light": ("near", "verbatim"),
    "number": ("not-found", "partial"),
    "negation": ("not-found", "partial"),
    "name": ("not-found", "partial"),
    "truncated": ("partial",),
    "speaker": ("other-speaker",),
    "spliced": ("partial", "not-found"),
    "invented": ("not-found",),
}


def figures(verdicts: dict[str, Counter[str]]) -> dict[str, float]:
    """Return the pinned figures, in per cent."""
    grave = ("number", "negation", "name")
    untrue = [kind for kind in EXPECTED if kind not in ("same", "light")]
    verbatim = sum(counts["verbatim"] for counts in verdicts.values())
    wrong = sum(verdicts[kind]["verbatim"] for kind in untrue) + 0
    graves = sum(verdicts[kind].total() for kind in grave)
    true = verdicts["same"] + verdicts["light"]
    right = {
        kind: sum(verdicts[kind][verdict] for verdict in EXPECTED[kind]) / verdicts[kind].total() for kind in EXPECTED
    }
    return {
        "verbatim precision": round(100 * (1 - wrong / verbatim), 1),
        "grave changes not called near": round(100 * (1 - sum(verdicts[kind]["near"] for kind in grave) / graves), 1),
        "true quotes found": round(100 * (true["verbatim"] + true["near"]) / true.total(), 1),
    } | {f"{kind} judged right": round(100 * share, 1) for kind, share in right.items()}


def run(*, errors: bool = False) -> dict[str, Counter[str]]:
    """Index the archive in a temporary folder, and return the verdicts."""
    with tempfile.TemporaryDirectory() as folder, open_index(folder, create=True, encoder=Blank()) as opened:
        opened.add(ARCHIVE)
        return measure(opened, errors=errors)


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a file of `archive/`."""
    return [json.loads(line) for line in (HANDMADE / name).read_text("utf-8").splitlines()]


def write_rows(folder: Path, *names: str) -> Path:
    """Write the rows of files of `archive/` for indexing. Their ids do not depend on the path of the file."""
    path = folder / "rows.jsonl"
    records = (json.dumps(row | {"id": PLACE + row["id"]}) for name in names for row in rows(name))
    path.write_text("\n".join(records), encoding="utf-8")
    return path


def archive_id(document_id: str) -> str:
    """Return the id that the files of `archive/` use for the quote."""
    return document_id.removeprefix(PLACE).partition("#")[0]


def run_archive(*, errors: bool = False) -> dict[str, Counter[str]]:
    """Return the verdicts on quotations that were changed by hand.

    A verdict has the suffix `+ other` if the quotation was compared with a wrong quote.
    """
    verdicts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    with tempfile.TemporaryDirectory() as folder, open_index(folder, create=True, encoder=Blank()) as opened:
        opened.add(write_rows(Path(folder), "quotes.jsonl"))
        for name in ("misremembered", "changed"):
            with (HANDMADE / f"{name}.tsv").open(encoding="utf-8") as file:
                for row in csv.DictReader(file, delimiter="\t"):
                    verification = opened.verify(row["text"], row.get("speaker") or "")
                    matched_id = archive_id(verification.found.document.id) if verification.found else ""
                    suffix = "" if matched_id == row["quote"] else " + other"
                    verdicts[row["how"]][f"{verification.verdict}{suffix}"] += 1
                    if errors and str(verification.verdict) not in BY_HAND[row["how"]]:
                        print(f"{row['how']:10}{verification.verdict:14}{row['text']}")
    return dict(verdicts)


BY_HAND = dict.fromkeys(("dropped", "replaced", "reordered", "mixed", "tense"), ("verbatim", "near")) | {
    how: EXPECTED[how] for how in ("number", "negation", "name", "speaker", "truncated", "spliced", "invented")
}


def archive_figures(verdicts: dict[str, Counter[str]]) -> dict[str, float]:
    """Return the pinned figures, in per cent, of the quotations that were changed by hand."""
    true = [how for how in BY_HAND if how not in EXPECTED]
    grave = sum((verdicts[how] for how in ("number", "negation", "name")), Counter[str]())
    untrue = sum((verdicts[how] for how in BY_HAND if how in EXPECTED), Counter[str]())
    remembered = sum((verdicts[how] for how in true), Counter[str]())
    right_quote = sum(count for verdict, count in remembered.items() if "other" not in verdict)
    named = remembered["verbatim"] + remembered["near"] + remembered["partial"]
    return {
        "untrue not called verbatim": percent(untrue.total() - untrue["verbatim"], untrue.total()),
        "grave changes not called near": percent(grave.total() - grave["near"], grave.total()),
        "misremembered: the right quote shown": percent(right_quote, remembered.total()),
        "misremembered: near, verbatim or partial": percent(named, remembered.total()),
        **{f"{how}: near": percent(verdicts[how]["near"], verdicts[how].total()) for how in true},
    }


def percent(part: float, whole: float) -> float:
    """Return a share in per cent."""
    return round(100 * part / whole, 1)


class Blank:
    """An encoder of constant vectors, because verification needs no vectors."""

    name, dimension = "blank", 2

    def encode(self, texts):  # noqa: ANN001, ANN201 - an Encoder
        return np.tile(np.array([1.0, 0.0], np.float32), (len(texts), 1))


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--errors", action="store_true", help="print every quotation with another verdict than expected"
    )
    options = parser.parse_args()
    verdicts = run(errors=options.errors)
    columns = ("verbatim", "near", "paraphrase", "partial", "other-speaker", "not-found")
    sys.stdout.write(f"{'quotation':12}" + "".join(f"{column:>15}" for column in columns) + "\n")
    for kind, counts in verdicts.items():
        sys.stdout.write(f"{kind:12}" + "".join(f"{counts[column]:15}" for column in columns) + "\n")
    for label, value in figures(verdicts).items():
        sys.stdout.write(f"{label:32}{value:6.1f}\n")
    archive = run_archive(errors=options.errors)
    sys.stdout.write("\n" + "\n".join(f"{how:12}{dict(counts)}" for how, counts in archive.items()) + "\n")
    for label, value in archive_figures(archive).items():
        sys.stdout.write(f"{label:42}{value:6.1f}\n")


if __name__ == "__main__":
    main()
