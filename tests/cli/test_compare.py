"""The command `compare`."""

import re

import pytest
from command_line import lines, run


@pytest.mark.usefixtures("shared_index")
def test_two_speakers_are_compared_next_to_each_other() -> None:
    outcome = run("compare", "lindqvist", "brandt", "harbour", "herring", "--mode", "keyword")
    assert outcome.exit_code == 0
    assert re.match(r"  1 the dredging is late +1 that the work", outcome.stdout)
    sides = [line["side"] for line in lines(run("compare", "lindqvist", "brandt", "dredging", "work", "--json"))]
    assert sides == sorted(sides, reverse=True)
    assert set(sides) == {"lindqvist", "brandt"}


@pytest.mark.usefixtures("shared_index")
def test_an_unknown_speaker_of_a_comparison_is_named() -> None:
    outcome = run("compare", "lindqvist", "brand", "dredging", "--mode", "keyword")
    assert (outcome.exit_code, "brand: no speaker named brand; similar names: Oskar Brandt" in outcome.stderr) == (
        0,
        True,
    )
    assert run("compare", "lindqvist", "brandt", "herring", "--speaker", "x").exit_code == 2
    assert run("compare", "nobody", "noone", "herring", "--mode", "keyword").exit_code == 1
