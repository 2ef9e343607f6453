"""The command `extract`."""

from pathlib import Path

import pytest
from command_line import FIGURES, lines, run, says


def test_quotes_are_extracted_without_storing(articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = run("extract", articles / "lighthouse.txt")
    assert [(line["speaker"]["name"], line["kind"]) for line in lines(outcome)] == [("Mara Lindqvist", "direct")]
    assert list(tmp_path.iterdir()) == []


def test_spans_are_one_line_for_each_document_even_without_quotes(articles: Path, tmp_path: Path) -> None:
    (tmp_path / "figures.txt").write_text(FIGURES, encoding="utf-8")
    outcome = run("extract", articles / "lighthouse.txt", tmp_path / "figures.txt", "--format", "spans")
    first, second = lines(outcome)
    assert second == {"doc": "figures", "quotes": []}
    assert first["doc"] == "lighthouse"
    assert first["quotes"][0].keys() == {"content", "source", "cue", "kind", "reports", "confidence", "speaker"}
    assert outcome.exit_code == 0


def test_the_exit_code_of_extract_is_that_of_other_commands(articles: Path, tmp_path: Path) -> None:
    (tmp_path / "figures.txt").write_text(FIGURES, encoding="utf-8")
    assert run("extract", tmp_path / "figures.txt").exit_code == 1
    assert says(run("extract", tmp_path / "missing.txt"), 2, "not read: ")
    two_files = run("extract", tmp_path / "missing.txt", articles / "harbour.txt")
    assert two_files.exit_code == 0
    assert "missing.txt" in two_files.stderr
