"""The command `verify`."""

from pathlib import Path

import pytest
from command_line import lines, run


@pytest.mark.usefixtures("shared_index")
def test_a_quotation_is_verified() -> None:
    line = next(record for record in lines(run("search", "port", "--json")) if record["kind"] == "direct")
    verbatim = run("verify", line["quote"], "--speaker", line["speaker"]["name"])
    assert (verbatim.exit_code, verbatim.stdout.split()[0]) == (0, "VERBATIM")
    misattributed = run("verify", line["quote"], "--speaker", "Nobody Known", "--json")
    assert (misattributed.exit_code, lines(misattributed)[0]["verdict"]) == (1, "other-speaker")
    not_found = run("verify", "bananas seldom grow on icebergs")
    assert not_found.exit_code == 1
    assert "searched" in not_found.stdout


@pytest.mark.usefixtures("shared_index")
def test_every_quotation_of_a_draft_is_verified(tmp_path: Path) -> None:
    line = next(record for record in lines(run("search", "port", "--json")) if record["kind"] == "direct")
    words = line["quote"].rstrip(".,")
    draft = tmp_path / "draft.md"
    draft.write_text(
        f"# Port\n\n“{words},” said {line['speaker']['name']}.\n\n“Bananas seldom grow there,” said Ada Moss.\n",
        "utf-8",
    )
    outcome = run("verify", "--file", str(draft), "--json")
    assert [verdict_line["verdict"] for verdict_line in lines(outcome)] == ["verbatim", "not-found"]
    assert [verdict_line["speaker"] for verdict_line in lines(outcome)] == [line["speaker"]["name"], "Ada Moss"]
    assert outcome.exit_code == 1
    assert run("verify", "--file", str(tmp_path / "none.md")).exit_code == 2
    assert run("verify").exit_code == 2
