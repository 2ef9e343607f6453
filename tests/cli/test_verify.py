"""The command `verify`."""

from pathlib import Path

import pytest
from command_line import lines, run


@pytest.mark.usefixtures("shared_index")
def test_a_quotation_is_verified() -> None:
    line = next(each for each in lines(run("search", "port", "--json")) if each["kind"] == "direct")
    there = run("verify", line["quote"], "--speaker", line["speaker"]["name"])
    assert (there.exit_code, there.stdout.split()[0]) == (0, "VERBATIM")
    other = run("verify", line["quote"], "--speaker", "Nobody Known", "--json")
    assert (other.exit_code, lines(other)[0]["verdict"]) == (1, "other-speaker")
    gone = run("verify", "bananas seldom grow on icebergs")
    assert gone.exit_code == 1
    assert "searched" in gone.stdout


@pytest.mark.usefixtures("shared_index")
def test_every_quotation_of_a_draft_is_verified(tmp_path: Path) -> None:
    line = next(each for each in lines(run("search", "port", "--json")) if each["kind"] == "direct")
    said = line["quote"].rstrip(".,")
    draft = tmp_path / "draft.md"
    draft.write_text(
        f"# Port\n\n“{said},” said {line['speaker']['name']}.\n\n“Bananas seldom grow there,” said Ada Moss.\n", "utf-8"
    )
    done = run("verify", "--file", str(draft), "--json")
    assert [told["verdict"] for told in lines(done)] == ["verbatim", "not-found"]
    assert [told["speaker"] for told in lines(done)] == [line["speaker"]["name"], "Ada Moss"]
    assert done.exit_code == 1
    assert run("verify", "--file", str(tmp_path / "none.md")).exit_code == 2
    assert run("verify").exit_code == 2
