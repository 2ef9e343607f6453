"""The encoder: the text that is embedded, where the model comes from, and the errors if it cannot be loaded."""

import os
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest
from invented import indexed
from transformers.utils import logging as bars

from quotesearch.indexer.encoder import (
    DEFAULT_MODEL,
    DEFAULT_RECIPE,
    SentenceEncoder,
    checked_recipe,
    load,
    recipe_text,
)
from quotesearch.indexer.errors import ModelError

QUOTE = indexed("the harbour needs\n a second bridge", name="Mara Lindqvist", title="A day")


@pytest.mark.parametrize(
    ("recipe", "text"),
    [
        ("quote", "the harbour needs a second bridge"),
        ("speaker-quote", "Mara Lindqvist: the harbour needs a second bridge"),
        ("title-quote", "A day the harbour needs a second bridge"),
        ("quote-context", "the harbour needs a second bridge Mara Lindqvist: the harbour needs a second bridge"),
    ],
)
def test_a_recipe_lists_its_parts_in_order(recipe: str, text: str) -> None:
    quote = indexed("the harbour needs a second bridge", title="A day")
    assert recipe_text(quote, recipe) == text


def test_what_parts_repeat_is_said_once() -> None:
    quote = indexed("yes", title="yes")
    assert recipe_text(quote, "title-quote") == "yes"


def test_an_unknown_part_is_an_error() -> None:
    assert checked_recipe(DEFAULT_RECIPE) == DEFAULT_RECIPE
    with pytest.raises(ValueError, match="'colour'"):
        recipe_text(QUOTE, "quote-colour")


def test_the_original_of_the_default_model_needs_no_network_and_says_nothing() -> None:
    code = (
        "import socket\n"
        "def refuse(*args, **options): raise SystemExit('network')\n"
        "socket.socket.connect = socket.getaddrinfo = socket.create_connection = refuse\n"
        "from quotesearch.indexer.encoder import SentenceEncoder\n"
        "print(SentenceEncoder().encode(['hello']).shape)"
    )
    online = {key: value for key, value in os.environ.items() if not key.startswith(("HF_", "TRANSFORMERS_"))}
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=online)
    assert (process.returncode, process.stdout, process.stderr) == (0, "(1, 384)\n", "")


def test_stderr_stays_open_while_a_model_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another thread of a server may write to stderr at that time."""
    monkeypatch.setattr("sentence_transformers.SentenceTransformer", lambda *_, **__: sys.stderr.write("a request"))
    load("SentenceTransformer", str(tmp_path), option="--model", local=True)
    assert capsys.readouterr().err == "a request"


@pytest.mark.parametrize("visible", [True, False])
@pytest.mark.parametrize("fails", [True, False])
def test_progress_bars_are_hidden_only_while_a_local_model_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, visible: bool, fails: bool
) -> None:
    states = []

    def loaded(*_: object, **__: object) -> None:
        states.append(bars.is_progress_bar_enabled())
        if fails:
            raise ValueError("no model")

    monkeypatch.setattr(bars, "_tqdm_active", visible)
    monkeypatch.setattr("sentence_transformers.SentenceTransformer", loaded)
    for local in (True, False):
        with pytest.raises(ModelError) if fails else nullcontext():
            load("SentenceTransformer", str(tmp_path), option="--model", local=local)
        assert bars.is_progress_bar_enabled() is visible
    assert states == [False, visible]


def test_a_folders_name_is_its_absolute_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model").mkdir()
    monkeypatch.chdir(tmp_path)
    assert SentenceEncoder("model").name == str((tmp_path / "model").resolve())
    assert SentenceEncoder("some/name").name == "some/name"
    assert SentenceEncoder().name == DEFAULT_MODEL


def test_a_folder_without_a_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="give --model a folder"):
        SentenceEncoder(str(tmp_path)).encode(["hello"])


def test_a_model_without_its_packages_names_the_one_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    encoder = SentenceEncoder("some/name")
    with pytest.raises(ModelError, match=r"--model some/name needs .* pip install 'sentence-transformers>=6.0'"):
        encoder.encode(["hello"])
    with pytest.raises(ModelError, match=r"some/name needs .* pip install 'sentence-transformers>=6.0'"):
        encoder.must_be_installed()
