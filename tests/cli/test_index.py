"""The command `index`: reading, reporting, and interrupts."""

import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from command_line import LIGHTHOUSE, QUOTES, run, says

from quotesearch.indexer.extraction import LearnedExtractor
from quotesearch.indexer.model import Document, Quote
from quotesearch.indexer.pipeline import Report
from quotesearch.search import quote_index


def test_indexing_ends_with_a_report(articles: Path, tmp_path: Path) -> None:
    first, second = (run("--index", tmp_path / "new", "index", articles) for _ in range(2))
    assert re.fullmatch(
        r"3 documents read: 3 new, 0 changed, 0 unchanged\n7 quotes stored in \d+\.\d seconds\n", first.stdout
    )
    assert (first.exit_code, first.stderr) == (0, "")
    assert second.stdout.startswith("3 documents read: 0 new, 0 changed, 3 unchanged\n0 quotes stored")


def test_fast_indexing_is_recorded_and_a_run_without_it_upgrades(articles: Path, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    assert "3 new, 0 changed" in run("--index", folder, "index", "--fast", articles).stdout
    assert re.search(r"extraction +by rules alone \(--fast\) 2, in the file 1", run("--index", folder, "stats").stdout)
    assert "0 new, 2 changed, 1 unchanged" in run("--index", folder, "index", articles).stdout
    assert re.search("extraction +by network 2, in the file 1", run("--index", folder, "stats").stdout)


def test_fast_indexing_keeps_what_the_network_found(articles: Path, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    run("--index", folder, "index", articles)
    assert "0 changed, 3 unchanged" in run("--index", folder, "index", "--fast", articles).stdout
    assert re.search("extraction +by network 2, in the file 1", run("--index", folder, "stats").stdout)


def test_a_terminal_shows_the_progress_of_indexing(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _stream: True, raising=False)
    monkeypatch.setenv("COLUMNS", "120")
    progress = run("--index", tmp_path / "loud", "index", articles)
    assert re.search(r"indexing  \[#+\] +100%  3 documents, 7 quotes", progress.stderr)
    assert "indexing" not in progress.stdout
    assert run("--index", tmp_path / "quiet", "index", articles, "--quiet").stderr == ""


def test_one_file_that_cannot_be_read_is_reported_and_the_rest_is_indexed(own_index: Path, articles: Path) -> None:
    (own_index.parent / "broken.txt").write_bytes(b"caf\xe9 \x81\x8d\xff")
    outcome = run(
        "index", own_index.parent / "broken.txt", articles / "lighthouse.txt", own_index.parent / "missing.txt"
    )
    assert outcome.exit_code == 0
    assert outcome.stdout.startswith("1 document read: 1 new, 0 changed, 0 unchanged; 2 could not be read\n")
    assert re.search(r"^not read: .*broken\.txt", outcome.stderr, re.MULTILINE)
    assert re.search(r"^not read: .*missing\.txt", outcome.stderr, re.MULTILINE)


def test_it_is_an_error_if_no_file_can_be_read(tmp_path: Path) -> None:
    outcome = run("index", tmp_path / "missing.txt", "--index", tmp_path / "index")
    assert outcome.exit_code == 2
    assert "missing.txt" in outcome.stderr


def test_other_column_names_are_mapped(own_index: Path, tmp_path: Path) -> None:
    (tmp_path / "feed.tsv").write_text("body\tpaper\n“We sail,” said Mara Lindqvist.\tGazette\n", encoding="utf-8")
    assert run("index", tmp_path / "feed.tsv", "--map", "text=body", "--map", "outlet=paper").exit_code == 0
    assert run("search", "--outlet", "gazette").stdout.startswith("  1 “We sail,”\n")
    assert says(run("index", tmp_path / "feed.tsv", "--map", "body"), 2, "FIELD=COLUMN")
    assert says(run("index", tmp_path / "feed.tsv", "--map", "words=body"), 2, "error: ")
    assert own_index.is_dir()


@pytest.mark.usefixtures("own_index")
def test_an_article_is_read_from_standard_input() -> None:
    assert run("index", "-", stdin=LIGHTHOUSE).exit_code == 0
    assert "century" in run("search", "lighthouse", "--mode", "keyword").stdout


def test_an_interrupted_run_says_that_stored_articles_are_kept(
    monkeypatch: pytest.MonkeyPatch, articles: Path, tmp_path: Path
) -> None:
    def interrupt(_self: object, _document: Document) -> tuple[Quote, ...]:
        raise KeyboardInterrupt

    monkeypatch.setattr(LearnedExtractor, "extract", interrupt)
    assert says(run("index", articles, "--index", tmp_path / "index"), 130, "stored articles are kept")


@pytest.mark.parametrize("command", ["index", "search"])
def test_an_error_caused_by_an_interrupt_is_reported_as_an_interrupt(
    command: str, monkeypatch: pytest.MonkeyPatch, articles: Path, shared_index: Path, tmp_path: Path
) -> None:
    def fail(*_: object, **__: object) -> None:
        try:
            raise KeyboardInterrupt  # noqa: TRY301 - as Python does
        except KeyboardInterrupt:
            raise RuntimeError("half of torch is loaded")  # noqa: B904 - as torch does

    monkeypatch.setattr(quote_index.QuoteIndex, "ask", fail)
    monkeypatch.setattr(quote_index.QuoteIndex, "add", fail)
    folder = tmp_path / "index" if command == "index" else shared_index
    outcome = run(command, articles, "--index", folder)
    kept_as_well = "; stored articles are kept: run the same command again to continue"
    assert says(outcome, 130, f"\nstopped{kept_as_well if command == 'index' else ''}\n")
    assert "torch" not in outcome.stderr


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Make this process and its child processes react to Ctrl-C, which background jobs of a shell ignore."""
    previous = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, previous)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_that_a_library_catches_is_still_reported(
    monkeypatch: pytest.MonkeyPatch, articles: Path, tmp_path: Path
) -> None:
    def swallow(*_: object, **__: object) -> Report:
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        return Report(0, 0, 0, 0, (), 0, 0.0)

    monkeypatch.setattr(quote_index.QuoteIndex, "add", swallow)
    outcome = run("index", articles, "--index", tmp_path / "index")
    assert says(outcome, 130, "stopped; stored articles are kept")


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_ends_a_run_without_a_traceback(tmp_path: Path) -> None:
    command = [QUOTES, "index", "-", "--index", str(tmp_path / "index")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        while not (tmp_path / "index" / "manifest.json").exists() and running.poll() is None:
            time.sleep(0.05)
        time.sleep(0.2)
        running.send_signal(signal.SIGINT)
        _, stderr = running.communicate()
    assert running.returncode == 130
    assert "run the same command again" in stderr
    assert "Traceback" not in stderr
