"""The commands `remove`, `stats` and `check`."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from command_line import lines, run, says

from quotesearch.search import quote_index


@pytest.mark.usefixtures("own_index")
def test_a_removed_document_is_not_found(articles: Path) -> None:
    assert run("search", "herring", "--mode", "keyword").exit_code == 0
    assert run("remove", articles / "harbour.txt").stdout == "1 document removed\n"
    assert run("search", "herring", "--mode", "keyword").exit_code == 1
    assert says(run("remove", articles / "harbour.txt"), 1, "no document")
    assert (articles / "harbour.txt").is_file()


@pytest.mark.usefixtures("shared_index")
def test_stats_count_the_contents_of_the_index() -> None:
    (line,) = lines(run("stats", "--json"))
    assert (line["documents"], line["quotes"], line["first"], line["last"]) == (3, 7, "2021-03-04", "2021-03-04")
    assert line["model"] == "all-MiniLM-L6-v2"
    assert [part for part, size in line["bytes"].items() if size == 0] == ["encoder"]  # only another model has one
    table = run("stats").stdout
    assert "quotes     7 (" in table
    assert "dates      4 March 2021 to 4 March 2021" in table


def test_a_correct_index_passes_the_check(shared_index: Path) -> None:
    outcome = run("check")
    assert shared_index.is_dir()
    assert (outcome.exit_code, outcome.stdout, outcome.stderr) == (0, "", "all parts of the index agree\n")


def test_a_lost_quote_is_reported_and_repaired(own_index: Path) -> None:
    with closing(sqlite3.connect(own_index / "store.sqlite")) as store, store:
        store.execute("DELETE FROM quotes WHERE text LIKE 'Nobody%'")
    outcome = run("check")
    assert outcome.exit_code == 1
    assert "quotes check --repair" in outcome.stdout
    assert run("check", "--repair").exit_code == 0
    assert run("check").exit_code == 0


@pytest.mark.usefixtures("own_index")
@pytest.mark.parametrize(
    ("rebuilt", "stderr"), [(None, ""), ((), ""), (("keyword", "vector"), "rebuilt: keyword, vector\n")]
)
def test_a_repair_names_the_rebuilt_parts(
    rebuilt: tuple[str, ...] | None, stderr: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quote_index.QuoteIndex, "repair", lambda _self: rebuilt)
    assert run("check", "--repair").stderr == f"{stderr}all parts of the index agree\n"
