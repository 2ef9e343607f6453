"""The commands `show` and `similar`."""

from pathlib import Path

import pytest
from command_line import lines, run, says


@pytest.fixture
def quote_id(shared_index: Path) -> str:
    """Return the id of the quote about another winter."""
    assert shared_index.is_dir()
    return str(lines(run("search", "another winter", "--mode", "keyword", "--json"))[0]["id"])


def test_a_quote_is_shown_in_its_article(quote_id: str) -> None:
    outcome = run("show", quote_id[:8])
    assert outcome.exit_code == 0
    assert "speaker    Mara Lindqvist" in outcome.stdout
    assert "    5  Harbour master" in outcome.stdout
    assert "{she} <said>" in " ".join(outcome.stdout.split())
    assert "Rain is expected" not in outcome.stdout
    assert "   11  Rain is expected.\n" in run("show", quote_id, "--full").stdout


@pytest.mark.usefixtures("shared_index")
def test_an_unknown_quote_id_is_not_found() -> None:
    assert says(run("show", "nosuchquote"), 1, "no quote has the id nosuchquote")
    assert says(run("show", ""), 2, "several ids begin with")


@pytest.mark.usefixtures("shared_index")
def test_similar_quotes_are_printed() -> None:
    first = lines(run("search", "port", "--json"))[0]
    outcome = run("similar", first["id"][:10], "--json", "--limit", "2")
    assert outcome.exit_code == 0
    assert len(lines(outcome)) == 2
    assert first["id"] not in {line["id"] for line in lines(outcome)}
    assert run("similar", "ffffffffffff").exit_code == 1
