"""The commands as people use them: what they print where, and how they end."""

import csv
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from quotesearch.indexer.extraction import LearnedExtractor
from quotesearch.indexer.model import Document, Quote
from quotesearch.indexer.pipeline import Report
from quotesearch.search import library
from quotesearch.search.terminal.commands import quotes

HARBOUR = """Port council delays dredging

The harbour will stay closed to large ferries until spring, officials said on Tuesday.

Harbour master Mara Lindqvist said the dredging is late. “We cannot wait for another winter,” she said, “and will not.”

But Oskar Brandt, who leads the fishing association, warned that the work would drive away the herring.

“Nobody asked us,” said one skipper.

Rain is expected.
"""
LIGHTHOUSE = """Lighthouse for sale

“The lighthouse has guided us for a century,” said Mara Lindqvist.

It was built by a whaling company.
"""
ARCHIVE = {
    "quote": "A port without dredging is a pond.",
    "speaker": "Ilse Ådahl",
    "date": "2021-03-04",
    "outlet": "Evening Post",
    "url": "https://post.example/pond",
}
FIGURES = "It rained for a week. The road lay under water.\n"
QUOTES = str(Path(sys.executable).parent / "quotes")
COMMANDS = quotes.list_commands(click.Context(quotes))


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of three files of articles."""
    folder = tmp_path_factory.mktemp("press")
    (folder / "harbour.txt").write_text(HARBOUR, encoding="utf-8")
    (folder / "lighthouse.txt").write_text(LIGHTHOUSE, encoding="utf-8")
    (folder / "archive.jsonl").write_text(json.dumps(ARCHIVE) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def built(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an index of the articles, made by the command and the model that come installed."""
    folder = tmp_path_factory.mktemp("built") / "index"
    done = CliRunner().invoke(quotes, ["index", str(articles), "--index", str(folder)])
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture
def kept(built: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the index that every test shares, as the one that commands use by themselves."""
    monkeypatch.setenv("QUOTESEARCH_INDEX", str(built))
    return built


@pytest.fixture
def own(articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an index of one article that a test may change."""
    monkeypatch.setenv("QUOTESEARCH_INDEX", str(tmp_path / "own"))
    assert run("index", articles / "harbour.txt").exit_code == 0
    return tmp_path / "own"


def run(*arguments: str | Path, given: str | None = None) -> Result:
    return CliRunner().invoke(quotes, [str(argument) for argument in arguments], input=given, catch_exceptions=False)


def lines(done: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def says(done: Result, code: int, stderr: str) -> bool:
    """Tell whether the command ended so, with nothing on stdout and this on stderr."""
    return (done.exit_code, done.stdout) == (code, "") and stderr in done.stderr


# -- help -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS)])
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_each_help_text_begins_with_examples(command: list[str], option: str) -> None:
    done = run(*command, option)
    assert done.exit_code == 0
    assert done.stdout.startswith("Examples:\n  ")
    examples = done.stdout.partition("\n\n")[0]
    assert f"quotes {' '.join(command)}".strip() in examples


def test_the_options_in_examples_exist() -> None:
    helps = {name: run(name, "--help").stdout for name in COMMANDS}
    for command, text in helps.items():
        examples, _, options = text.partition("\n\n")
        own = " ".join(re.findall(r"quotes .*?(?=[|)#\n]|$)", examples))
        for option in re.findall(r"(?<!\S)(?:--[a-z]+|-[a-z]\b)", own):
            assert re.search(rf"^  .*{option}\b", options, re.MULTILINE), f"quotes {command} has no {option}"


def test_the_version_is_printed() -> None:
    assert re.fullmatch(r"quotes \d+\.\d+\.\d+\n", run("--version").stdout)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_can_learn_to_complete(shell: str) -> None:
    assert "_QUOTES_COMPLETE" in run("completion", shell).stdout


def test_commands_and_options_are_completed() -> None:
    asked = {"_QUOTES_COMPLETE": "bash_complete", "COMP_WORDS": "quotes search --sp", "COMP_CWORD": "2"}
    done = subprocess.run([QUOTES], env=os.environ | asked, capture_output=True, text=True, check=True)
    assert done.stdout == "plain,--speaker\n"


@pytest.mark.parametrize(
    "wrong", [["serach"], ["search", "--limt", "3"], ["search", "x", "--mode", "fuzzy"], ["index"]]
)
def test_a_command_that_cannot_be_parsed_is_an_error(wrong: list[str]) -> None:
    assert says(run(*wrong), 2, "Usage: ")


@pytest.mark.parametrize(("misspelt", "command"), [("serach", "search"), ("exprot", "export")])
def test_a_misspelt_command_gets_a_suggestion(misspelt: str, command: str) -> None:
    assert re.search(rf"Did you mean .*'{command}'", run(misspelt).stderr)


# -- index ------------------------------------------------------------------------------------------


def test_a_run_ends_with_a_report(articles: Path, tmp_path: Path) -> None:
    first, second = (run("--index", tmp_path / "new", "index", articles) for _ in range(2))
    assert re.fullmatch(
        r"3 documents read: 3 new, 0 changed, 0 unchanged\n7 quotes stored in \d+\.\d seconds\n", first.stdout
    )
    assert (first.exit_code, first.stderr) == (0, "")
    assert second.stdout.startswith("3 documents read: 0 new, 0 changed, 3 unchanged\n0 quotes stored")


def test_a_terminal_sees_how_far_a_run_has_come(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _stream: True, raising=False)
    monkeypatch.setenv("COLUMNS", "120")
    shown = run("--index", tmp_path / "loud", "index", articles)
    assert re.search(r"indexing  \[#+\] +100%  3 documents, 7 quotes", shown.stderr)
    assert "indexing" not in shown.stdout
    assert run("--index", tmp_path / "quiet", "index", articles, "--quiet").stderr == ""


def test_one_file_that_cannot_be_read_is_reported_and_the_rest_is_indexed(own: Path, articles: Path) -> None:
    (own.parent / "broken.txt").write_bytes(b"caf\xe9 \x81\x8d\xff")
    done = run("index", own.parent / "broken.txt", articles / "lighthouse.txt", own.parent / "missing.txt")
    assert done.exit_code == 0
    assert done.stdout.startswith("1 document read: 1 new, 0 changed, 0 unchanged; 2 could not be read\n")
    assert re.search(r"^not read: .*broken\.txt", done.stderr, re.MULTILINE)
    assert re.search(r"^not read: .*missing\.txt", done.stderr, re.MULTILINE)


def test_nothing_that_can_be_read_is_an_error(tmp_path: Path) -> None:
    done = run("index", tmp_path / "missing.txt", "--index", tmp_path / "index")
    assert done.exit_code == 2
    assert "missing.txt" in done.stderr


def test_other_column_names_are_mapped(own: Path, tmp_path: Path) -> None:
    (tmp_path / "feed.tsv").write_text("body\tpaper\n“We sail,” said Mara Lindqvist.\tGazette\n", encoding="utf-8")
    assert run("index", tmp_path / "feed.tsv", "--map", "text=body", "--map", "outlet=paper").exit_code == 0
    assert run("search", "--outlet", "gazette").stdout.startswith("  1 “We sail,”\n")
    assert says(run("index", tmp_path / "feed.tsv", "--map", "body"), 2, "FIELD=COLUMN")
    assert says(run("index", tmp_path / "feed.tsv", "--map", "words=body"), 2, "error: ")
    assert own.is_dir()


@pytest.mark.usefixtures("own")
def test_an_article_comes_through_a_pipe() -> None:
    assert run("index", "-", given=LIGHTHOUSE).exit_code == 0
    assert "century" in run("search", "lighthouse", "--mode", "keyword").stdout


def test_an_interrupted_run_says_what_is_kept(monkeypatch: pytest.MonkeyPatch, articles: Path, tmp_path: Path) -> None:
    def interrupt(_self: object, _document: Document) -> tuple[Quote, ...]:
        raise KeyboardInterrupt

    monkeypatch.setattr(LearnedExtractor, "extract", interrupt)
    assert says(run("index", articles, "--index", tmp_path / "index"), 130, "what was stored is kept")


@pytest.mark.parametrize("command", ["index", "search"])
def test_what_fails_because_of_an_interrupt_is_one(
    command: str, monkeypatch: pytest.MonkeyPatch, articles: Path, kept: Path, tmp_path: Path
) -> None:
    def fail(*_: object, **__: object) -> None:
        try:
            raise KeyboardInterrupt  # noqa: TRY301 - as Python does
        except KeyboardInterrupt:
            raise RuntimeError("half of torch is loaded")  # noqa: B904 - as torch does

    monkeypatch.setattr(library.QuoteIndex, "ask", fail)
    monkeypatch.setattr(library.QuoteIndex, "add", fail)
    folder = tmp_path / "index" if command == "index" else kept
    done = run(command, articles, "--index", folder)
    kept_as_well = "; what was stored is kept: run the same command again to go on"
    assert says(done, 130, f"\nstopped{kept_as_well if command == 'index' else ''}\n")
    assert "torch" not in done.stderr


@pytest.fixture
def heeded() -> Iterator[None]:
    """Let this process and those that it starts heed Ctrl-C, which a shell tells its background jobs to ignore."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heeded")
def test_an_interrupt_that_somebody_swallows_is_one(
    monkeypatch: pytest.MonkeyPatch, articles: Path, tmp_path: Path
) -> None:
    def swallow(*_: object, **__: object) -> Report:
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        return Report(0, 0, 0, 0, (), 0, 0.0)

    monkeypatch.setattr(library.QuoteIndex, "add", swallow)
    done = run("index", articles, "--index", tmp_path / "index")
    assert says(done, 130, "stopped; what was stored is kept")


@pytest.mark.usefixtures("heeded")
def test_ctrl_c_ends_a_run_in_a_sentence(tmp_path: Path) -> None:
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


# -- search -----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("mode", ["hybrid", "keyword", "dense"])
def test_what_was_said_is_found(mode: str) -> None:
    done = run("search", "another", "winter", "--mode", mode)
    assert (done.exit_code, done.stdout.splitlines()[0]) == (
        0,
        "  1 “We cannot wait for another winter,” … “and will not.”",
    )


@pytest.mark.usefixtures("kept")
def test_the_meaning_is_found_without_the_words() -> None:
    assert lines(run("search", "fish will flee", "--mode", "dense", "--json"))[0]["speaker"]["name"] == "Oskar Brandt"


def test_the_index_is_named_before_or_after_the_command(built: Path) -> None:
    after = run("search", "herring", "--mode", "keyword", "--index", built)
    assert after.stdout == run("--index", built, "search", "herring", "--mode", "keyword").stdout
    assert after.exit_code == 0


def test_the_index_after_the_command_wins(built: Path, tmp_path: Path) -> None:
    assert run("--index", tmp_path, "search", "herring", "--mode", "keyword", "--index", built).exit_code == 0


def test_where_there_is_no_index_one_learns_how_to_make_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert says(run("search", "herring"), 2, "error: no index in index_data")


@pytest.mark.usefixtures("kept")
def test_an_unknown_speaker_finds_nothing_and_hears_near_names() -> None:
    near = "no speaker named Lindquist; near names: Mara Lindqvist"
    assert says(run("search", "harbour", "--speaker", "Lindquist"), 1, near)
    assert says(run("speakers", "Lindquist"), 1, near)


def test_what_strangers_wrote_cannot_steer_the_terminal(own: Path, tmp_path: Path) -> None:
    rows = 'quote,speaker\nThe port is open.,"Ada \x1b[31mMoss\x1b]0;pwned\x07"\n'
    (tmp_path / "rows.csv").write_text(rows, encoding="utf-8")
    indexed = run("--color", "index", tmp_path / "rows.csv", tmp_path / "\x1b]0;pwned\x07.txt")
    near = run("--color", "speakers", "ada mosss"), run("--color", "search", "port", "--speaker", "ada mosss")
    gone = run("--color", "remove", "\x1b]0;pwned\x07")
    for done in (indexed, *near, gone):
        assert "]0;pwned" in done.stderr
        assert not re.search("[\x07\x1b]", done.stderr)
    assert own.is_dir()


@pytest.mark.usefixtures("own")
def test_what_a_check_finds_cannot_steer_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library.QuoteIndex, "check", lambda _self: ("lost: \x1b]0;pwned\x07",))
    assert run("--color", "check").stdout == "lost: \ufffd]0;pwned\ufffd\n"


@pytest.mark.usefixtures("kept")
def test_accents_and_case_of_a_speaker_do_not_matter() -> None:
    assert "pond" in run("search", "port", "--speaker", "ilse ADAHL", "--mode", "keyword").stdout


@pytest.mark.usefixtures("kept")
def test_nothing_found_is_exit_one() -> None:
    assert says(run("search", "zeppelin", "--mode", "keyword"), 1, "nothing found")
    assert says(run("search", "harbour", "--since", "2030"), 1, "nothing found")


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ([], "nothing to search for"),
        (["harbour", "--since", "May"], "write YYYY"),
        (["harbour", "--since", "2020", "--until", "2019"], "no day"),
        (["harbour", "--kind", "verbatim"], "direct, mixed, indirect"),
        (["harbour", "--limit", "0"], "limit must be 1 or more, not 0"),
        (["harbour", "--speaker", ""], "empty speaker name"),
        (["harbour", "--model", "another-model"], "error: "),
    ],
)
def test_a_question_without_meaning_is_an_error_in_a_sentence(wrong: list[str], sentence: str) -> None:
    assert says(run("search", *wrong), 2, sentence)


@pytest.mark.usefixtures("kept")
def test_filters_without_words_list_the_newest_first() -> None:
    done = run("search", "--outlet", "evening post", "--until", "2021", "--json")
    assert [line["quote"] for line in lines(done)] == [ARCHIVE["quote"]]


@pytest.mark.usefixtures("kept")
def test_json_is_one_object_a_line_with_a_schema_version() -> None:
    first, *_ = lines(run("search", "harbour", "--json", "--explain"))
    assert (first["schema_version"], first["rank"]) == (1, 1)
    assert {"retriever", "rank", "score", "share"} == first["why"][0].keys()


@pytest.mark.usefixtures("kept")
def test_every_place_in_json_gives_back_the_words() -> None:
    for line in lines(run("search", "--kind", "direct,mixed,indirect", "--json")):
        text = {"harbour.txt": HARBOUR, "lighthouse.txt": LIGHTHOUSE}.get(Path(line["document"]["path"]).name)
        if text is not None:
            assert " ".join(text[start:end] for start, end in line["spans"]) == line["quote"]
            assert text.splitlines()[line["line"] - 1].count(text[slice(*line["spans"][0])]) == 1


@pytest.mark.usefixtures("kept")
def test_the_sum_is_explained_when_asked_for() -> None:
    by_score, by_rank = (run("search", "port", "--explain", "--fusion", how).stdout for how in ("convex", "rrf"))
    assert re.search(r"score 0\.\d+ = 0\.\d+ from dense \(rank \d, 0\.\d+\)", by_score)
    assert re.search(r"score 0\.0\d+ = 0\.0\d+ from dense \(rank \d, 0\.\d+\)", by_rank)


@pytest.mark.usefixtures("kept")
def test_a_word_with_a_minus_is_not_wanted_and_no_option() -> None:
    every = {line["id"] for line in lines(run("search", "port", "--json", "--limit", "50"))}
    first = lines(run("search", "port", "--json", "--limit", "50"))[0]
    word, phrase = first["quote"].split()[-1].strip(".,”"), " ".join(first["quote"].split()[:2])
    for unwanted in (f"-{word}", f"-{phrase}"):
        left = {line["id"] for line in lines(run("search", "port", unwanted, "--json", "--limit", "50"))}
        assert first["id"] not in left
        assert left < every


@pytest.mark.usefixtures("kept")
def test_what_was_understood_is_said_and_can_be_switched_off() -> None:
    first = json.loads(run("search", "--kind", "direct", "--json", "--limit", "1").stdout)
    name = first["speaker"]["name"]
    understood = run("search", f"{name} on port")
    assert f'speaker:"{name}" port' in understood.stderr
    assert "read as" not in run("search", f"{name} on port", "--plain").stderr


@pytest.mark.usefixtures("kept")
def test_a_page_says_how_to_have_the_next() -> None:
    done = run("search", "--kind", "direct,mixed,indirect", "--limit", "2")
    assert done.stderr.endswith("more: --offset 2\n")
    assert len(re.findall(r"^    [0-9a-f]{16} · ", done.stdout, re.MULTILINE)) == 2


@pytest.mark.usefixtures("kept")
def test_colour_is_for_terminals_and_can_be_asked_for_and_forbidden(monkeypatch: pytest.MonkeyPatch) -> None:
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


def loaded(*arguments: str) -> dict[str, bool]:
    """Return which of the slow libraries a search for herring has loaded when it is done."""
    code = "import atexit, json, sys\n"
    code += "atexit.register(lambda: print(json.dumps({n: n in sys.modules for n in ('torch', 'onnxruntime')})))\n"
    code += f"from quotesearch.cli import main; main({list(arguments)})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "herring" in done.stdout
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.usefixtures("kept")
def test_no_search_loads_torch() -> None:
    assert loaded("search", "herring") == {"torch": False, "onnxruntime": True}


@pytest.mark.usefixtures("kept")
def test_keyword_search_loads_no_model() -> None:
    assert not loaded("search", "--mode", "keyword", "herring")["torch"]


@pytest.mark.usefixtures("kept")
def test_a_terminal_without_our_letters_is_no_failure() -> None:
    environment = os.environ | {"PYTHONIOENCODING": "latin-1"}
    search = [QUOTES, "search", "winter", "--mode", "keyword"]
    shown, as_json = (
        subprocess.run([*search, *more], env=environment, capture_output=True, encoding="latin-1", check=True).stdout
        for more in ([], ["--json"])
    )
    assert "\\u201cWe cannot wait" in shown
    assert "“" in json.loads(as_json)["context"]


@pytest.mark.usefixtures("kept")
def test_a_closed_pipe_is_success() -> None:
    command = [QUOTES, "search", "--kind", "direct,mixed,indirect", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout
        running.stdout.close()
        assert running.stderr
        assert running.stderr.read() == b""
    assert running.returncode == 0


# -- show, speakers ---------------------------------------------------------------------------------


@pytest.fixture
def quote_id(kept: Path) -> str:
    """Return the id of the quote about another winter."""
    assert kept.is_dir()
    return str(lines(run("search", "another winter", "--mode", "keyword", "--json"))[0]["id"])


def test_a_quote_is_shown_in_its_article(quote_id: str) -> None:
    done = run("show", quote_id[:8])
    assert done.exit_code == 0
    assert "speaker    Mara Lindqvist" in done.stdout
    assert "    5  Harbour master" in done.stdout
    assert "{she} <said>" in " ".join(done.stdout.split())
    assert "Rain is expected" not in done.stdout
    assert "   11  Rain is expected.\n" in run("show", quote_id, "--full").stdout


@pytest.mark.usefixtures("kept")
def test_a_quote_that_is_not_there_is_not_found() -> None:
    assert says(run("show", "nosuchquote"), 1, "no quote nosuchquote")
    assert says(run("show", ""), 2, "7 quotes")


@pytest.mark.usefixtures("kept")
def test_speakers_are_listed_with_their_counts() -> None:
    assert run("speakers").stdout.splitlines()[0].startswith("     3  Mara Lindqvist")
    assert [line["name"] for line in lines(run("speakers", "brandt", "--json"))] == ["Oskar Brandt"]
    assert run("speakers", "list", "brandt").stdout == run("speakers", "brandt").stdout
    limited = run("speakers", "--limit", "1")
    assert (len(limited.stdout.splitlines()), limited.stderr) == (1, "4 more: --limit 5\n")


def test_speakers_are_merged_and_split(own: Path, articles: Path) -> None:
    assert own.is_dir()
    names = [str(line["name"]) for line in lines(run("speakers", "--json"))]
    first, second = names[:2]
    assert run("speakers", "merge", first, second).stdout == f"{first} is {second} from now on\n"
    assert "merged by hand" in run("speakers", second).stdout
    run("index", articles / "harbour.txt")
    assert len(lines(run("speakers", "--json"))) == len(names) - 1
    assert run("speakers", "split", first).exit_code == 0
    assert sorted(str(line["name"]) for line in lines(run("speakers", "--json"))) == sorted(names)
    assert says(run("speakers", "merge", "Nobody Atall", second), 1, "nobody quoted is named exactly")


# -- extract ----------------------------------------------------------------------------------------


def test_quotes_are_extracted_without_storing(articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("extract", articles / "lighthouse.txt")
    assert [(line["speaker"]["name"], line["kind"]) for line in lines(done)] == [("Mara Lindqvist", "direct")]
    assert list(tmp_path.iterdir()) == []


def test_spans_are_a_line_a_document_quotes_or_none(articles: Path, tmp_path: Path) -> None:
    (tmp_path / "figures.txt").write_text(FIGURES, encoding="utf-8")
    done = run("extract", articles / "lighthouse.txt", tmp_path / "figures.txt", "--format", "spans")
    first, second = lines(done)
    assert second == {"doc": "figures", "quotes": []}
    assert first["doc"] == "lighthouse"
    assert first["quotes"][0].keys() == {"content", "source", "cue", "kind", "reports", "confidence", "speaker"}
    assert done.exit_code == 0


def test_extracting_ends_as_other_commands_do(articles: Path, tmp_path: Path) -> None:
    (tmp_path / "figures.txt").write_text(FIGURES, encoding="utf-8")
    assert run("extract", tmp_path / "figures.txt").exit_code == 1
    assert says(run("extract", tmp_path / "missing.txt"), 2, "not read: ")
    both = run("extract", tmp_path / "missing.txt", articles / "harbour.txt")
    assert both.exit_code == 0
    assert "missing.txt" in both.stderr


def test_extracting_loads_neither_model_nor_index(articles: Path) -> None:
    code = "import atexit, sys; atexit.register(lambda: print({'torch', 'whoosh'} & set(sys.modules)));"
    code += f"from quotesearch.cli import main; main(['extract', {str(articles / 'harbour.txt')!r}])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "set()"


# -- remove, stats, check ---------------------------------------------------------------------------


@pytest.mark.usefixtures("own")
def test_a_removed_document_is_not_found(articles: Path) -> None:
    assert run("search", "herring", "--mode", "keyword").exit_code == 0
    assert run("remove", articles / "harbour.txt").stdout == "1 document removed\n"
    assert run("search", "herring", "--mode", "keyword").exit_code == 1
    assert says(run("remove", articles / "harbour.txt"), 1, "no document")
    assert (articles / "harbour.txt").is_file()


@pytest.mark.usefixtures("kept")
def test_stats_say_what_the_index_holds() -> None:
    (line,) = lines(run("stats", "--json"))
    assert (line["documents"], line["quotes"], line["first"], line["last"]) == (3, 7, "2021-03-04", "2021-03-04")
    assert line["model"] == "all-MiniLM-L6-v2"
    assert min(line["bytes"].values()) > 0
    shown = run("stats").stdout
    assert "quotes     7 (" in shown
    assert "dates      4 March 2021 to 4 March 2021" in shown


def test_an_index_that_agrees_is_clean(kept: Path) -> None:
    done = run("check")
    assert kept.is_dir()
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "all parts of the index agree\n")


def test_what_is_lost_is_found_out_and_repaired(own: Path) -> None:
    with closing(sqlite3.connect(own / "store.sqlite")) as store, store:
        store.execute("DELETE FROM quotes WHERE text LIKE 'Nobody%'")
    done = run("check")
    assert done.exit_code == 1
    assert "quotes check --repair" in done.stdout
    assert run("check", "--repair").exit_code == 0
    assert run("check").exit_code == 0


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize(
    ("rebuilt", "said"), [(None, ""), ((), ""), (("keyword", "vector"), "rebuilt: keyword, vector\n")]
)
def test_a_repair_says_what_was_rebuilt(
    rebuilt: tuple[str, ...] | None, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library.QuoteIndex, "repair", lambda _self: rebuilt)
    assert run("check", "--repair").stderr == f"{said}all parts of the index agree\n"


@pytest.fixture(autouse=True)
def _narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every test print to a terminal of one width."""
    monkeypatch.setenv("COLUMNS", "90")


@pytest.mark.usefixtures("kept")
def test_a_quotation_is_verified() -> None:
    line = next(each for each in lines(run("search", "port", "--json")) if each["kind"] == "direct")
    there = run("verify", line["quote"], "--speaker", line["speaker"]["name"])
    assert (there.exit_code, there.stdout.split()[0]) == (0, "VERBATIM")
    other = run("verify", line["quote"], "--speaker", "Nobody Known", "--json")
    assert (other.exit_code, lines(other)[0]["verdict"]) == (1, "other-speaker")
    gone = run("verify", "bananas seldom grow on icebergs")
    assert gone.exit_code == 1
    assert "searched" in gone.stdout


@pytest.mark.usefixtures("kept")
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


@pytest.mark.usefixtures("kept")
def test_what_is_similar_to_a_quote_is_printed() -> None:
    first = lines(run("search", "port", "--json"))[0]
    done = run("similar", first["id"][:10], "--json", "--limit", "2")
    assert done.exit_code == 0
    assert len(lines(done)) == 2
    assert first["id"] not in {line["id"] for line in lines(done)}
    assert run("similar", "ffffffffffff").exit_code == 1


# -- looking around ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("kept")
def test_a_search_counts_the_quotes_that_have_all_its_words() -> None:
    done = run("search", "dredging", "late", "--mode", "keyword")
    assert "1 quote with all these words\n    by   Mara Lindqvist 1\n" in done.stderr
    assert "    as   indirect 1\n" in done.stderr


@pytest.mark.usefixtures("kept")
def test_counts_come_with_json_when_asked_for() -> None:
    assert "facets" not in lines(run("search", "dredging", "--mode", "keyword", "--json"))[-1]
    *found, counted = lines(run("search", "dredging", "--mode", "keyword", "--json", "--facets"))
    assert counted["facets"]["quotes"] == len(found)
    assert ["Ilse Ådahl", 1] in counted["facets"]["speakers"]
    assert counted["facets"]["months"] == [["2021-03", 1]]


@pytest.mark.usefixtures("kept")
def test_a_word_that_is_nowhere_gets_a_suggestion() -> None:
    done = run("search", "dregding", "--mode", "keyword")
    assert says(done, 1, "dregding is in no quote: did you mean dredging?")


@pytest.mark.usefixtures("kept")
def test_a_timeline_has_a_bar_a_month_and_says_what_it_leaves_out() -> None:
    done = run("timeline", "dredging")
    assert done.exit_code == 0
    assert re.fullmatch(r"2021-03  █{20,} 1\n", done.stdout)
    assert re.fullmatch(r"and \d+ in articles without a date\n", done.stderr)
    assert lines(run("timeline", "dredging", "--json")) == [{"schema_version": 1, "month": "2021-03", "quotes": 1}]
    assert says(run("timeline", "lighthouse"), 1, "these quotes have no dates")
    assert says(run("timeline", "zeppelin"), 1, "nothing found")


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(("name", "begins"), [("bars.png", b"\x89PNG"), ("bars.svg", b"<?xml"), ("bars.pdf", b"%PDF")])
def test_a_timeline_can_be_drawn(tmp_path: Path, name: str, begins: bytes) -> None:
    assert run("timeline", "dredging", "--plot", tmp_path / name).exit_code == 0
    assert (tmp_path / name).read_bytes().startswith(begins)


@pytest.mark.usefixtures("kept")
def test_a_picture_that_cannot_be_drawn_is_an_error_in_a_sentence(tmp_path: Path) -> None:
    assert says(run("timeline", "dredging", "--plot", tmp_path / "bars.doc"), 2, "end its name in .png, .svg or .pdf")
    assert says(run("timeline", "dredging", "--plot", tmp_path / "no" / "bars.png"), 2, "choose another place")


@pytest.mark.usefixtures("kept")
def test_two_people_are_compared_side_by_side() -> None:
    done = run("compare", "lindqvist", "brandt", "harbour", "herring", "--mode", "keyword")
    assert done.exit_code == 0
    assert re.match(r"  1 the dredging is late +1 that the work", done.stdout)
    sides = [line["side"] for line in lines(run("compare", "lindqvist", "brandt", "dredging", "work", "--json"))]
    assert sides == sorted(sides, reverse=True)
    assert set(sides) == {"lindqvist", "brandt"}


@pytest.mark.usefixtures("kept")
def test_who_cannot_be_compared_is_named() -> None:
    done = run("compare", "lindqvist", "brand", "dredging", "--mode", "keyword")
    assert (done.exit_code, "brand: no speaker named brand; near names: Oskar Brandt" in done.stderr) == (0, True)
    assert run("compare", "lindqvist", "brandt", "herring", "--speaker", "x").exit_code == 2
    assert run("compare", "nobody", "noone", "herring", "--mode", "keyword").exit_code == 1


@pytest.mark.usefixtures("kept")
def test_everything_can_be_exported() -> None:
    everything = lines(run("export"))
    assert len(everything) == json.loads(run("stats", "--json").stdout)["quotes"]
    narrowed = lines(run("export", "dredging", "--speaker", "lindqvist"))
    assert [line["speaker"]["name"] for line in narrowed] == ["Mara Lindqvist", "Mara Lindqvist"]
    assert says(run("export", "zeppelin"), 1, "nothing found")


@pytest.mark.usefixtures("kept")
def test_an_export_is_a_table_a_text_or_citations() -> None:
    header, *rows = csv.reader(run("export", "pond", "--format", "csv").stdout.splitlines())
    assert dict(zip(header, rows[0], strict=True))["speaker"] == "Ilse Ådahl"
    assert "> “A port without dredging is a pond.”\n>\n> — **Ilse Ådahl**" in (
        run("export", "pond", "--format", "markdown").stdout
    )
    cited = run("export", "pond", "--format", "citation").stdout
    assert cited.startswith(
        "Ilse Ådahl: “A port without dredging is a pond.”. Evening Post, 4 March 2021, https://post"
    )
    assert "characters 0–34 [" in cited


@pytest.mark.usefixtures("kept")
def test_topics_of_a_speaker_are_listed_by_time() -> None:
    done = run("speakers", "topics", "lindqvist")
    assert done.exit_code == 0
    assert done.stdout.startswith("undated")
    assert "lighthouse" in done.stdout
    (told,) = lines(run("speakers", "topics", "Ådahl", "--json"))
    assert (told["period"], told["quotes"]) == ("2021-03", 1)
    assert says(run("speakers", "topics", "lindquist"), 1, "near names: Mara Lindqvist")


def test_the_same_words_in_several_articles_are_one_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        ARCHIVE | {"id": outlet, "outlet": outlet, "date": f"2021-03-0{day}", "quote": words}
        for day, (outlet, words) in enumerate(
            [
                ("Gazette", "A port without dredging is a pond."),
                ("Herald", "A port without dredging is just a pond"),
                ("Observer", "a port without dredging is a pond"),
            ],
            start=2,
        )
    ]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    monkeypatch.setenv("QUOTESEARCH_INDEX", str(tmp_path / "index"))
    assert run("index", tmp_path / "rows.jsonl").exit_code == 0
    (found,) = lines(run("search", "pond", "--mode", "keyword", "--json"))
    assert (found["first_seen"], found["outlets"]) == ("2021-03-02", ["Gazette", "Herald", "Observer"])
    assert len(found["occurrences"]) == 2
    shown = run("search", "pond", "--mode", "keyword").stdout
    assert "3 reports in Gazette, Herald, Observer, first 2 March 2021" in shown
    assert len(lines(run("search", "pond", "--mode", "keyword", "--json", "--each"))) == 3


# -- many queries -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("kept")
def test_each_line_of_standard_input_is_a_query() -> None:
    given = "pond\n\nzeppelin zeppelin\nspeaker:lindqvist dredging\n"
    done = run("search", "--stdin", "--mode", "keyword", given=given)
    assert done.exit_code == 0
    assert [line for line in done.stdout.splitlines() if line.startswith("# ")] == [
        "# pond",
        "# zeppelin zeppelin",
        "# speaker:lindqvist dredging",
    ]
    assert run("search", "--stdin", "--mode", "keyword", given="zeppelin\n").exit_code == 1


@pytest.mark.usefixtures("kept")
def test_the_results_of_each_line_are_counted_in_json() -> None:
    found = lines(run("search", "--stdin", "--mode", "keyword", "--json", given="pond\nzeppelin\n"))
    ends = [(one["query"], one["results"]) for one in found if "query" in one]
    assert ends == [("pond", len(found) - 2), ("zeppelin", 0)]
    alone = lines(run("search", "pond", "--mode", "keyword", "--json"))
    assert found[: len(found) - 2] == alone


@pytest.mark.usefixtures("kept")
def test_words_and_standard_input_are_not_both_taken() -> None:
    assert says(run("search", "pond", "--stdin", given="pond\n"), 2, "leave WORDS out")


def test_a_query_without_meaning_is_an_error_before_there_is_an_index(tmp_path: Path) -> None:
    done = run("search", "pond", "--since", "someday", "--index", tmp_path / "none")
    assert says(done, 2, "'someday' is not a date")
