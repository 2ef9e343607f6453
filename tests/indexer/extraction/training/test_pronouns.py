"""The weights of pronoun resolution are fitted on gold coreference."""

import sys
from pathlib import Path

import numpy as np
import pytest

from quotesearch.indexer.extraction.pronouns import FEATURES, WEIGHTS
from quotesearch.indexer.extraction.training import pronouns
from quotesearch.indexer.extraction.training.pronouns import Annotated, Choice, accuracy, choices, fit, read

WORDS = (
    ("Ada", "Entity=(1-person-new"),
    ("Moss", "Entity=1)"),
    ("came", "_"),
    (".", "_"),
    ("Bo", "Entity=(2-person-new"),
    ("Lind", "Entity=2)"),
    ("left", "_"),
    (".", "SpaceAfter=No"),
    ("She", "Entity=(1-person-giv)"),
    ("said", "_"),
    ("that", "_"),
    ("it", "_"),
    ("fell", "SpaceAfter=No"),
    (".", "_"),
)


def conllu(path: Path) -> Path:
    rows = ["\t".join([str(number), word, *["_"] * 7, misc]) for number, (word, misc) in enumerate(WORDS, 1)]
    path.write_text("\n".join(["# newpar", *rows[:8], "# newpar_block = 1", "", "3-4\tx", *rows[8:], "# newpar", ""]))
    return path


def test_a_document_has_its_text_and_the_clusters_of_each_word(tmp_path: Path) -> None:
    document = read(conllu(tmp_path / "a.conllu"))
    assert document.text == "\nAda Moss came . Bo Lind left .She said that it fell.\n"
    at = document.text.index
    assert document.clusters[at("Ada")] == document.clusters[at("Moss")] == ("1",)
    assert document.clusters[at("came")] == ()
    assert document.clusters[at("Lind")] == ("2",)
    assert document.clusters[at("She")] == ("1",)
    assert document.clusters[at("said")] == ()


def test_mentions_may_be_nested_and_close_by_name_or_in_order() -> None:
    assert pronouns._brackets("Entity=(1-person(2-place)|X=Y") == (["1", "2"], [None])
    assert pronouns._brackets("A=B|Entity=3)4)") == ([], ["3", "4"])
    assert pronouns._brackets("NoEntity=(1-x)") == ([], [])
    assert pronouns._without(["1", "2", "1"], ["1"]) == ["1", "2"]
    assert pronouns._without(["1", "2"], ["1"]) == ["2"]
    assert pronouns._without(["1", "2"], [None]) == ["1"]
    assert pronouns._without(["1", "2"], ["9", None]) == []
    assert pronouns._without([], [None]) == []


def test_a_choice_has_the_features_of_each_candidate_and_the_right_ones() -> None:
    text = "Ada Moss came. Bo Lind left. She said that it fell."
    clusters = {text.index("Ada"): ("1",), text.index("Bo"): ("2",), text.index("She"): ("9", "1")}
    (choice,) = choices(Annotated(text, clusters), WEIGHTS)
    assert choice.evidence.shape == (len(choice.right), len(FEATURES))
    assert choice.right.sum() == 1
    assert list(choices(Annotated(text, {}), WEIGHTS)) == []
    assert list(choices(Annotated(text, {**clusters, text.index("She"): ("1", "9")}), WEIGHTS)) == []


CHOICE = Choice(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([False, True]))


def test_fitting_prefers_the_right_candidate_and_stays_near_the_prior() -> None:
    first, second = fit([CHOICE], (0.0, 0.0))
    assert 0.5 < second == -first < 3
    ridge = 0.1 * second
    assert ridge == pytest.approx(1 / (1 + np.exp(second - first)), abs=0.01)
    assert fit([CHOICE] * 3, (0.0, 0.0)) == (first, second)


def test_accuracy_is_a_percentage() -> None:
    assert accuracy([CHOICE], (0.0, 1.0)) == 100
    assert accuracy([CHOICE, Choice(CHOICE.evidence, ~CHOICE.right)], (0.0, 1.0)) == 50


def test_the_command_prints_the_weights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(6):
        conllu(tmp_path / f"{number}.conllu")
    monkeypatch.setattr(sys, "argv", ["pronouns", str(tmp_path)])
    pronouns.main()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "4 choices, 100.0 % right; held out 100.0 %"
    assert lines[2] == "held out: 100.0 % of 2"
    assert [line[:18].strip() for line in lines[3:-1]] == list(FEATURES)
