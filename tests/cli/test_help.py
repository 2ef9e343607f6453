"""Help, the version, completion, and the errors for commands that cannot be parsed."""

import os
import re
import subprocess

import pytest
from command_line import COMMANDS, QUOTES, run, says


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS)])
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_each_help_text_begins_with_examples(command: list[str], option: str) -> None:
    outcome = run(*command, option)
    assert outcome.exit_code == 0
    assert outcome.stdout.startswith("Examples:\n  ")
    examples = outcome.stdout.partition("\n\n")[0]
    assert f"quotes {' '.join(command)}".strip() in examples


def test_the_options_in_examples_exist() -> None:
    helps = {name: run(name, "--help").stdout for name in COMMANDS}
    for command, text in helps.items():
        examples, _, options = text.partition("\n\n")
        commands = " ".join(re.findall(r"quotes .*?(?=[|)#\n]|$)", examples))
        for option in re.findall(r"(?<!\S)(?:--[a-z]+|-[a-z]\b)", commands):
            assert re.search(rf"^  .*{option}\b", options, re.MULTILINE), f"quotes {command} has no {option}"


def test_the_version_is_printed() -> None:
    assert re.fullmatch(r"quotes \d+\.\d+\.\d+\n", run("--version").stdout)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script_is_printed_for_each_shell(shell: str) -> None:
    assert "_QUOTES_COMPLETE" in run("completion", shell).stdout


def test_commands_and_options_are_completed() -> None:
    environment = {"_QUOTES_COMPLETE": "bash_complete", "COMP_WORDS": "quotes search --sp", "COMP_CWORD": "2"}
    outcome = subprocess.run([QUOTES], env=os.environ | environment, capture_output=True, text=True, check=True)
    assert outcome.stdout == "plain,--speaker\n"


@pytest.mark.parametrize(
    "wrong", [["serach"], ["search", "--limt", "3"], ["search", "x", "--mode", "fuzzy"], ["index"]]
)
def test_a_command_that_cannot_be_parsed_is_an_error(wrong: list[str]) -> None:
    assert says(run(*wrong), 2, "Usage: ")


@pytest.mark.parametrize(("misspelt", "command"), [("serach", "search"), ("exprot", "export")])
def test_a_misspelt_command_gets_a_suggestion(misspelt: str, command: str) -> None:
    assert re.search(rf"Did you mean .*'{command}'", run(misspelt).stderr)
