"""The command `compare`."""

import re

import pytest
from command_line import lines, run


@pytest.mark.usefixtures("shared_index")
def test_two_people_are_compared_side_by_side() -> None:
    done = run("compare", "lindqvist", "brandt", "harbour", "herring", "--mode", "keyword")
    assert done.exit_code == 0
    assert re.match(r"  1 the dredging is late +1 that the work", done.stdout)
    sides = [line["side"] for line in lines(run("compare", "lindqvist", "brandt", "dredging", "work", "--json"))]
    assert sides == sorted(sides, reverse=True)
    assert set(sides) == {"lindqvist", "brandt"}


@pytest.mark.usefixtures("shared_index")
def test_who_cannot_be_compared_is_named() -> None:
    done = run("compare", "lindqvist", "brand", "dredging", "--mode", "keyword")
    assert (done.exit_code, "brand: no speaker named brand; near names: Oskar Brandt" in done.stderr) == (0, True)
    assert run("compare", "lindqvist", "brandt", "herring", "--speaker", "x").exit_code == 2
    assert run("compare", "nobody", "noone", "herring", "--mode", "keyword").exit_code == 1
