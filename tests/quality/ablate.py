"""Measure the contribution of each part of the extraction: PolNeAR dev without one part at a time.

    python tests/quality/ablate.py [--shared ../shared] [--part dev]

The network reads each window once. The later steps run again for every row of the table.

*Rules hidden* sets the network's input from the rules to zero. In training, this input was zero in some windows too.
Casing, places relative to quotation marks, and starts of paragraphs are also set to zero, but never were in training.
So their rows show how much the network depends on them, which is more than they contribute. *Linked by distance* gives
each cue of the flat heads the nearest source and content of the flat heads. The predicted roles are not used.
"""

import argparse
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from measure_extraction import SHARED, score

from quotesearch.indexer.extraction.article import ParsedArticle, read_paragraphs
from quotesearch.indexer.extraction.attribution import attribute
from quotesearch.indexer.extraction.clauses import Attribution
from quotesearch.indexer.extraction.segmentation import paragraphs
from quotesearch.indexer.extraction.tagger import decoding, tagging
from quotesearch.indexer.extraction.tagger.calibration import shipped_settings
from quotesearch.indexer.extraction.tagger.decoding import Linked, Run
from quotesearch.indexer.extraction.tagger.network import Network, Read, shipped
from quotesearch.indexer.extraction.tagger.pieces import Pieces
from quotesearch.indexer.extraction.tagger.reconcile import reconcile
from quotesearch.indexer.extraction.training.gold import read
from quotesearch.indexer.extraction.transcripts import with_turns

Attributions = Sequence[Attribution]


class CachingNetwork(Network):
    """The shipped network with a cache of its outputs. One of its inputs can be set to zero."""

    def __init__(self, hidden: str = "") -> None:
        self._hidden = hidden
        self._shipped = shipped()
        self._reader, self._linker = self._shipped._reader, self._shipped._linker
        self._outputs: dict[tuple[bytes, bytes], Read] = {}

    def read(self, pieces: Pieces, window: slice) -> Read:
        key = pieces.ids[window].tobytes(), pieces.ruled[window].tobytes()
        if key not in self._outputs:
            hidden = {self._hidden: np.zeros_like(pieces.ids)} if self._hidden else {}
            self._outputs[key] = super().read(replace(pieces, **hidden), window)
        return self._outputs[key]


def nearest(runs: Iterable[Run], cue: Run) -> tuple[Run, ...]:
    """Return the run that is nearest to the cue. If there are no runs, return ()."""
    return tuple(sorted(runs, key=lambda run: max(run.first - cue.last, cue.first - run.last))[:1])


def by_distance(
    network: Network, pieces: Pieces, window: slice, words: tagging._Words, bias: float
) -> Iterator[Linked]:
    """Yield each cue of the flat heads with the nearest source and content of the flat heads."""
    flat = network.read(pieces, window).flat[words.first]
    cues = decoding.cues(flat, bias=bias)
    runs = [
        decoding._runs(np.flatnonzero(decoding.best_labels(flat[None, :, head])[0]), begins=set()) for head in (1, 2)
    ]
    for cue in cues:
        source, content = nearest(runs[0], cue), nearest(runs[1], cue)
        if content:
            yield Linked(cue, source, content, float(1 - np.exp(flat[cue.first, 0, 0])), 0.9, 0.9)


def figures(predictions: dict[str, Attributions], gold: Path, shared: Path) -> dict[str, Any]:
    """Return the shared scorer's figures for the attributions that have a source."""
    named = {
        name: [_spans(attribution) for attribution in attributions if attribution.source is not None]
        for name, attributions in predictions.items()
    }
    return score(named, gold, shared)


def _spans(attribution: Attribution) -> dict[str, object]:
    pairs = [
        [[span.start, span.end] for span in part if span]
        for part in (attribution.content, (attribution.source,), (attribution.cue,))
    ]
    return dict(zip(("content", "source", "cue"), pairs, strict=True), kind="direct")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--part", default="dev")
    options = parser.parse_args()
    gold = options.shared / "data" / "polnear" / options.part
    readings = {
        article.name: read_paragraphs(article.text, paragraphs(article.text))
        for article in read(gold)
        if article.text.strip()
    }
    ruled = {name: attribute(reading.sentences) for name, reading in readings.items()}
    network, settings = CachingNetwork(), shipped_settings()
    hidden_inputs = {name: CachingNetwork(name) for name in ("casing", "place", "paragraph")}
    keep_all = replace(settings, threshold=0.0)

    def tagged(name: str, reading: ParsedArticle) -> Attributions:
        return tagging.tag(reading, ruled[name], network, settings)

    rows: dict[str, Callable[[str, ParsedArticle], Attributions]] = {
        "all parts": lambda name, reading: with_turns(reading, reconcile(reading, tagged(name, reading), ruled[name])),
        "no turns of transcripts": lambda name, reading: reconcile(reading, tagged(name, reading), ruled[name]),
        "rules alone": lambda name, _: ruled[name],
        "no agreement with scanner and rules": tagged,
        "no scanner backup": lambda name, reading: reconcile(reading, tagged(name, reading), ()),
        "no threshold": lambda name, reading: reconcile(
            reading, tagging.tag(reading, ruled[name], network, keep_all), ruled[name]
        ),
        "rules hidden from the network": lambda _, reading: reconcile(
            reading, tagging.tag(reading, (), network, settings), ()
        ),
        **{
            f"{name} hidden from the network": lambda name, reading, hiding=hiding: reconcile(
                reading, tagging.tag(reading, ruled[name], hiding, settings), ruled[name]
            )
            for name, hiding in hidden_inputs.items()
        },
    }
    print(f"{'relation F1, PolNeAR ' + options.part:38}{'marked':>8}{'indirect':>10}{'all':>8}{'named':>8}")
    for label, extract in rows.items():
        show(label, figures({name: extract(name, reading) for name, reading in readings.items()}, gold, options.shared))
    tagging._links = by_distance
    show(
        "linked by distance",
        figures(
            {name: reconcile(reading, tagged(name, reading), ruled[name]) for name, reading in readings.items()},
            gold,
            options.shared,
        ),
    )


def show(label: str, scored: dict[str, Any]) -> None:
    """Print a row."""
    row = "".join(f"{scored[kind]['relation'][2]:9.1f}" for kind in ("marked", "indirect", "all"))
    print(f"{label:37}{row}{scored['all']['attribution']:8.1f}", flush=True)


if __name__ == "__main__":
    main()
