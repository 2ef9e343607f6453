"""The README is correct: each of its commands is one line, and its examples are the real output."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FENCED = re.compile(r"\A\s*```\w+\n(?P<code>.*?)\n```", re.DOTALL)
TRANSCRIPT = re.compile(r"```console\n(?P<text>.*?)\n```", re.DOTALL)
QUOTE_ID = re.compile(r"\b[0-9a-f]{16}\b")
"""An id depends on the absolute path of the article, so it differs between clones.

Results with equal scores are in the order of their ids, so the first results of the README's query must differ in
score.
"""
PATH_IN_CODE = re.compile(r"`(?P<path>(?:docs|indexer|search|tests|\.ci)/[\w./-]*|[\w-]+\.(?:py|toml|txt))`")
"""A path from the root in code type."""
FIRST_CELL = re.compile(r"^\| (?P<cell>`[^|]+`) \|", re.MULTILINE)


@pytest.fixture(scope="module")
def readme(root: Path) -> str:
    """Return the README's text."""
    return (root / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def clone(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that has the example articles where a clone of the repository has them."""
    folder = tmp_path_factory.mktemp("clone")
    shutil.copytree(examples, folder / "index_data" / "examples")
    return folder


@pytest.fixture(scope="module")
def printed(readme: str, clone: Path) -> list[str]:
    """Return the output of each `quotes` command in the README's first command, in order."""
    commands = [part for part in marked(readme, "main-command").split(" && ") if part.startswith(".venv/bin/quotes ")]
    return [run(*arguments(command), cwd=clone) for command in commands]


def marked(readme: str, marker: str) -> str:
    """Return the code of the block that follows the marker."""
    block = FENCED.match(readme.partition(f"<!-- {marker} -->")[2])
    assert block, f"README.md has no block after <!-- {marker} -->"
    return block["code"]


def arguments(command: str) -> list[str]:
    """Return the words of a command, with its program in the environment that runs the tests."""
    words = re.findall(r'"([^"]*)"|(\S+)', command)
    first, *options = (quoted or bare for quoted, bare in words)
    return [str(Path(sys.executable).parent / Path(first).name), *options]


def run(*command: str, cwd: Path) -> str:
    """Return the command's stdout; if the command fails, fail with all of its output."""
    finished = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, f"{command}: {finished.stdout}{finished.stderr}"
    return finished.stdout


def table(readme: str, heading: str) -> set[str]:
    """Return the texts in code type in the first column of the table below the heading."""
    section = readme.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return {code for row in FIRST_CELL.finditer(section) for code in re.findall(r"`([^`]+)`", row["cell"])}


@pytest.mark.parametrize(
    ("marker", "installation"),
    [
        ("main-command", "--no-deps --no-compile -r requirements-light.txt . && "),
        ("test-command", '-q -c constraints.txt -e ".[test]" && '),
    ],
)
def test_each_command_is_one_line_that_includes_the_installation(readme: str, marker: str, installation: str) -> None:
    command = marked(readme, marker)
    assert "\n" not in command
    assert command.startswith(f"python3 -m venv .venv && .venv/bin/pip install {installation}")


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "docs/architecture.md"])
def test_each_path_that_a_document_names_exists(root: Path, name: str) -> None:
    paths = {match["path"] for match in PATH_IN_CODE.finditer((root / name).read_text(encoding="utf-8"))}
    assert paths
    assert [path for path in sorted(paths) if not (root / path).exists()] == []


def test_the_constraints_pin_each_requirement(root: Path) -> None:
    lines = (root / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==[\w.!]+", pin) for pin in pins)
    assert {"torch==2.13.0", "Whoosh==2.7.4"} <= set(pins)


def test_the_transcript_is_the_output_of_a_search(readme: str, printed: list[str]) -> None:
    transcript = TRANSCRIPT.search(readme)
    assert transcript
    assert QUOTE_ID.sub("id", transcript["text"].rstrip()) == QUOTE_ID.sub("id", printed[-1].rstrip())


@pytest.mark.usefixtures("printed")
def test_the_table_of_json_keys_has_the_printed_keys(readme: str, clone: Path) -> None:
    line, *_ = run(*arguments("quotes search --json --mode keyword flour"), cwd=clone).splitlines()
    assert table(readme, "JSON") == json.loads(line).keys()


def test_the_table_names_each_command(readme: str, tmp_path: Path) -> None:
    commands = run(*arguments("quotes --help"), cwd=tmp_path).partition("Commands:")[2]
    names = set(re.findall(r"^  (\w+)", commands, re.MULTILINE))
    assert {cell.split()[1] for cell in table(readme, "Commands")} == names


def test_the_python_example_runs(readme: str, clone: Path) -> None:
    output = run(sys.executable, "-c", marked(readme, "python-example"), cwd=clone)
    assert "Magnus Thorwell" in output
