"""The default model: a graph in the package, weights in an installed package, and neither torch nor network."""

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from quotesearch.indexer import default_model
from quotesearch.indexer.encoder import DEFAULT_MODEL, OnnxEncoder, SentenceEncoder
from quotesearch.indexer.encoder.default_graph import graph_bytes
from quotesearch.indexer.encoder.onnx_encoder import DEFAULT_GRAPH
from quotesearch.indexer.errors import ModelError

TEXTS = ("The harbour needs a second bridge", "“No,” she said.", "ø 東京 \u200b", "word " * 1000, "", "x")


def texts_of_all_lengths() -> list[str]:
    """Return 500 texts of 1 to 120 words from the model's own vocabulary."""
    chance = random.Random(4)  # noqa: S311 - variety, not secrets
    vocabulary = (default_model.installed_folder() / "vocab.txt").read_text(encoding="utf-8").split()[1000:]
    return [" ".join(chance.choices(vocabulary, k=chance.randint(1, 120))) for _ in range(500)]


def test_it_embeds_as_sentence_transformers_does() -> None:
    texts = [*TEXTS, *texts_of_all_lengths()]
    encoder = OnnxEncoder.of_default_model()
    assert (encoder.name, encoder.dimension) == (DEFAULT_MODEL, 384)
    cosines = (encoder.encode(texts) * SentenceEncoder().encode(texts)).sum(axis=1)
    assert cosines.min() > 0.9999


def test_the_graph_is_what_the_script_writes() -> None:
    weights = default_model.checked_folder() / default_model.WEIGHTS
    assert graph_bytes(weights) == DEFAULT_GRAPH.read_bytes()


def test_neither_torch_nor_the_network_is_used() -> None:
    code = (
        "import socket, sys\n"
        "def refuse(*args, **options): raise SystemExit('network')\n"
        "socket.socket.connect = socket.getaddrinfo = socket.create_connection = refuse\n"
        "from quotesearch.indexer.encoder import OnnxEncoder\n"
        "print(OnnxEncoder.of_default_model().encode(['hello']).shape)\n"
        "print({'torch', 'transformers', 'sentence_transformers', 'onnx', 'scipy'} & set(sys.modules))"
    )
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (process.returncode, process.stdout, process.stderr) == (0, "(1, 384)\nset()\n", "")


def test_a_model_that_was_changed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(default_model.installed_folder(), tmp_path / "model")
    (tmp_path / "model" / default_model.WEIGHTS).write_bytes(b"other weights")
    monkeypatch.setattr(default_model, "installed_folder", lambda: tmp_path / "model")
    for encoder in (OnnxEncoder.of_default_model(), SentenceEncoder()):
        with pytest.raises(ModelError, match="not the released file"):
            encoder.encode(["hello"])


def test_a_missing_model_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(default_model, "_PACKAGE", "no_such_package_of_models")
    with pytest.raises(ModelError, match="pip install"):
        OnnxEncoder.of_default_model().must_be_installed()
