"""A tagged attribution has a probability, from the network's scores, the scanner and the rules."""

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest

from quotesearch.indexer.extraction.clauses import Attribution
from quotesearch.indexer.extraction.lexicon import Frame
from quotesearch.indexer.extraction.tagger.calibration import Settings, evidence, shipped_settings
from quotesearch.indexer.extraction.tagger.decoding import Linked, Run
from quotesearch.indexer.model import Span

LINKED = Linked(
    Run(0, 0),
    (Run(1, 1),),
    (Run(2, 3),),
    cue_probability=0.9,
    source_probability=0.5,
    content_probability=0.2,
)
TAGGED = Attribution((Span(10, 20),), Span(5, 8), Span(0, 4), 0, Frame(0))


def agreement(ruled: Attribution) -> float:
    return evidence(LINKED, TAGGED, [ruled], marked=False)[6]


def test_the_evidence_holds_log_odds_and_what_scanner_and_rules_find() -> None:
    expected = (1.0, math.log(9), math.log(0.25), 0.0, 0.0, 1.0, 0.0)
    assert evidence(LINKED, TAGGED, [], marked=True) == pytest.approx(expected)
    assert evidence(replace(LINKED, source_probability=0.8), TAGGED, [], marked=False)[3] == pytest.approx(math.log(4))


def test_a_missing_source_is_evidence_by_itself() -> None:
    assert evidence(replace(LINKED, source=()), TAGGED, [], marked=False)[3:5] == (0.0, 1.0)


def test_certainty_is_bounded() -> None:
    certain = evidence(replace(LINKED, cue_probability=1.0, content_probability=0.0), TAGGED, [], marked=False)
    assert certain[1] == pytest.approx(math.log(0.9995 / 0.0005))
    assert certain[2] == pytest.approx(-certain[1])


def test_rules_agree_on_most_of_the_content_and_some_of_the_source() -> None:
    assert agreement(TAGGED) == 1.0
    assert agreement(replace(TAGGED, source=Span(3, 9))) == 1.0
    assert agreement(replace(TAGGED, source=Span(4, 9))) == 0.0
    assert agreement(replace(TAGGED, source=None)) == 0.0
    assert agreement(replace(TAGGED, content=(Span(10, 15),))) == 1.0
    assert agreement(replace(TAGGED, content=(Span(10, 14),))) == 0.0
    assert agreement(replace(TAGGED, content=(Span(15, 25),))) == 0.0
    assert agreement(replace(TAGGED, content=(Span(10, 13), Span(14, 17)))) == 1.0
    assert evidence(LINKED, replace(TAGGED, source=None), [TAGGED], marked=False)[6] == 0.0
    assert evidence(LINKED, TAGGED, [replace(TAGGED, source=None), TAGGED], marked=False)[6] == 1.0


def test_the_probability_is_the_logistic_function_of_the_weighted_evidence() -> None:
    settings = Settings((1.0, -2.0), 0.5, 1.0)
    assert settings.probability((0.0, 0.0)) == 0.5
    assert settings.probability((3.0, 1.0)) == pytest.approx(1 / (1 + math.exp(-1)))


def test_settings_are_read_from_their_folder(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text(json.dumps({"weights": [1.5, 2], "threshold": 0.3, "bias": 0.7}))
    assert shipped_settings(tmp_path) == Settings((1.5, 2), 0.3, 0.7)
    assert len(shipped_settings().weights) == 7
