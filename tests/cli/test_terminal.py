"""The output on a terminal: no control characters, colour by default, and closed pipes."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from command_line import QUOTES, run

from quotesearch.search import quote_index


def test_control_characters_of_articles_do_not_reach_the_terminal(own_index: Path, tmp_path: Path) -> None:
    rows = 'quote,speaker\nThe port is open.,"Ada \x1b[31mMoss\x1b]0;pwned\x07"\n'
    (tmp_path / "rows.csv").write_text(rows, encoding="utf-8")
    indexed = run("--color", "index", tmp_path / "rows.csv", tmp_path / "\x1b]0;pwned\x07.txt")
    suggestions = run("--color", "speakers", "ada mosss"), run("--color", "search", "port", "--speaker", "ada mosss")
    not_found = run("--color", "remove", "\x1b]0;pwned\x07")
    for outcome in (indexed, *suggestions, not_found):
        assert "]0;pwned" in outcome.stderr
        assert not re.search("[\x07\x1b]", outcome.stderr)
    assert own_index.is_dir()


@pytest.mark.usefixtures("own_index")
def test_control_characters_in_problems_do_not_reach_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quote_index.QuoteIndex, "check", lambda _self: ("lost: \x1b]0;pwned\x07",))
    assert run("--color", "check").stdout == "lost: \ufffd]0;pwned\ufffd\n"


@pytest.mark.usefixtures("shared_index")
def test_a_terminal_gets_colour_unless_an_option_or_variable_forbids_it(monkeypatch: pytest.MonkeyPatch) -> None:
    search = ("search", "herring", "--mode", "keyword")
    marked = "\x1b[1m\x1b[4mherring\x1b[0m"
    assert "\x1b" not in run(*search).stdout
    assert marked in run("--color", *search).stdout
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _stream: True, raising=False)
    assert marked in run(*search).stdout
    assert "\x1b" not in run("--no-color", *search).stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run(*search).stdout
    assert marked in run("--color", *search).stdout


@pytest.mark.usefixtures("shared_index")
def test_letters_that_the_terminal_lacks_are_printed_as_escapes() -> None:
    environment = os.environ | {"PYTHONIOENCODING": "latin-1"}
    search = [QUOTES, "search", "winter", "--mode", "keyword"]
    text_output, as_json = (
        subprocess.run([*search, *options], env=environment, capture_output=True, encoding="latin-1", check=True).stdout
        for options in ([], ["--json"])
    )
    assert "\\u201cWe cannot wait" in text_output
    assert "“" in json.loads(as_json)["context"]


@pytest.mark.usefixtures("shared_index")
def test_a_closed_pipe_is_no_error() -> None:
    command = [QUOTES, "search", "--kind", "direct,mixed,indirect", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout
        running.stdout.close()
        assert running.stderr
        assert running.stderr.read() == b""
    assert running.returncode == 0
