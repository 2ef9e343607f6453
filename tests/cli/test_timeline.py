"""The command `timeline`."""

import re
from pathlib import Path

import pytest
from command_line import lines, run, says


@pytest.mark.usefixtures("shared_index")
def test_a_timeline_has_a_bar_for_each_month_and_counts_undated_quotes() -> None:
    outcome = run("timeline", "dredging")
    assert outcome.exit_code == 0
    assert re.fullmatch(r"2021-03  █{20,} 1\n", outcome.stdout)
    assert re.fullmatch(r"\d+ more in articles without a date\n", outcome.stderr)
    assert lines(run("timeline", "dredging", "--json")) == [{"schema_version": 1, "month": "2021-03", "quotes": 1}]
    assert says(run("timeline", "lighthouse"), 1, "these quotes have no dates")
    assert says(run("timeline", "zeppelin"), 1, "nothing found")


@pytest.mark.usefixtures("shared_index")
@pytest.mark.parametrize(("name", "begins"), [("bars.png", b"\x89PNG"), ("bars.svg", b"<?xml"), ("bars.pdf", b"%PDF")])
def test_a_timeline_can_be_drawn(tmp_path: Path, name: str, begins: bytes) -> None:
    assert run("timeline", "dredging", "--plot", tmp_path / name).exit_code == 0
    assert (tmp_path / name).read_bytes().startswith(begins)


@pytest.mark.usefixtures("shared_index")
def test_a_picture_that_cannot_be_drawn_is_an_error_in_one_sentence(tmp_path: Path) -> None:
    assert says(
        run("timeline", "dredging", "--plot", tmp_path / "bars.doc"), 2, "use a name that ends in .png, .svg or .pdf"
    )
    assert says(
        run("timeline", "dredging", "--plot", tmp_path / "no" / "bars.png"),
        2,
        "check the folder, or choose another one",
    )
