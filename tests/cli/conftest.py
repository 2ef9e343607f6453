"""The articles and the indexes that the tests of the command line share."""

import json
from pathlib import Path

import pytest
from command_line import ARCHIVE, HARBOUR, LIGHTHOUSE, run


@pytest.fixture(scope="session")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of three files of articles."""
    folder = tmp_path_factory.mktemp("press")
    (folder / "harbour.txt").write_text(HARBOUR, encoding="utf-8")
    (folder / "lighthouse.txt").write_text(LIGHTHOUSE, encoding="utf-8")
    (folder / "archive.jsonl").write_text(json.dumps(ARCHIVE) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def built_index(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an index of the articles, made with the installed model."""
    folder = tmp_path_factory.mktemp("built") / "index"
    outcome = run("index", articles, "--index", folder)
    assert outcome.exit_code == 0, outcome.output
    return folder


@pytest.fixture
def shared_index(built_index: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the index that all tests share and none changes; commands use it without `--index`."""
    monkeypatch.setenv("QUOTESEARCH_INDEX", str(built_index))
    return built_index


@pytest.fixture
def own_index(articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an index of one article that the test may change; commands use it without `--index`."""
    monkeypatch.setenv("QUOTESEARCH_INDEX", str(tmp_path / "own_index"))
    assert run("index", articles / "harbour.txt").exit_code == 0
    return tmp_path / "own_index"


@pytest.fixture(autouse=True)
def _narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the terminal of every test one width."""
    monkeypatch.setenv("COLUMNS", "90")
