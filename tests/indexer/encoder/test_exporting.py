"""A model in a form that loads quickly: it embeds as the original does, or is not there at all."""

import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from invented import HashEncoder, LineExtractor, article
from local import local_index
from numpy.typing import NDArray

from quotesearch.indexer import default_model, pipeline
from quotesearch.indexer.backends import open_storage
from quotesearch.indexer.encoder import DEFAULT_MODEL, IndexEncoder, OnnxEncoder, SentenceEncoder
from quotesearch.indexer.encoder.exporting import export
from quotesearch.indexer.errors import ModelError
from quotesearch.indexer.model import Record
from quotesearch.indexer.protocols import Storage
from quotesearch.indexer.records import Description

TEXTS = ("The harbour needs a second bridge", "“No,” she said.", "ø 東京 \u200b", "word " * 1000, "", "x")


def forget_failed_export(folder: Path) -> None:
    """Let the next writer try again, as `quotes check --repair` does."""
    description = Description("another-model", 3, "quote")
    IndexEncoder(description, user_encoder=None, folder=folder, export=False).forget_failed_export()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    exported = tmp_path_factory.mktemp("index") / "encoder"
    assert export(SentenceEncoder(), exported)
    return exported


def test_it_embeds_as_the_original_does(folder: Path) -> None:
    exported = OnnxEncoder.in_folder(folder, DEFAULT_MODEL)
    assert exported is not None
    assert (exported.name, exported.dimension) == (DEFAULT_MODEL, 384)
    assert (exported.encode(TEXTS) * SentenceEncoder().encode(TEXTS)).sum(axis=1) == pytest.approx(1.0, abs=1e-5)


def test_another_models_is_not_there(folder: Path, tmp_path: Path) -> None:
    assert OnnxEncoder.in_folder(folder, "another-model") is None
    assert OnnxEncoder.in_folder(tmp_path, DEFAULT_MODEL) is None


@pytest.mark.parametrize("about", ["", "[]", "{}", '{"model": "x"}', "\0"])
def test_what_is_not_whole_is_not_there(tmp_path: Path, about: str) -> None:
    (tmp_path / "about.json").write_text(about)
    assert OnnxEncoder.in_folder(tmp_path, "x") is None


def test_a_damaged_file_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "about.json").write_text(json.dumps({"model": "x", "dimension": 3, "longest": 8}))
    (tmp_path / "tokenizer.json").write_text("{}")
    exported = OnnxEncoder.in_folder(tmp_path, "x")
    assert exported is not None
    assert exported.encode([]).shape == (0, 3)
    with pytest.raises(ModelError, match="delete the folder"):
        exported.encode(["hello"])


class Odd(SentenceEncoder):
    """A model with an unknown part."""

    def model(self) -> object:
        class Unheard:
            default_prompt_name = None

            def __iter__(self) -> object:
                return iter((SimpleNamespace(),))

        return Unheard()


class Other(SentenceEncoder):
    """A model whose export gives other embeddings than the model."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return -super().encode(texts)


@pytest.mark.parametrize("kind", [Odd, Other])
def test_a_failed_export_leaves_only_a_note_of_it(tmp_path: Path, kind: type[SentenceEncoder]) -> None:
    assert not export(kind(), tmp_path / "encoder")
    assert list(tmp_path.rglob("*")) == [tmp_path / "encoder", tmp_path / "encoder" / "failed.json"]


@pytest.mark.parametrize(("kind", "reason"), [(Odd, "the parts SimpleNamespace cannot"), (Other, "other embeddings")])
def test_a_failed_export_is_a_warning_and_is_not_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, kind: type[SentenceEncoder], reason: str
) -> None:
    for _ in range(2):
        assert not export(kind(), tmp_path / "encoder")
    (message,) = caplog.messages
    assert reason in message
    assert "quotes check --repair tries again" in message


def test_another_version_another_model_and_a_repair_try_a_failed_export_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(Odd(), tmp_path)
    export(Odd("another-model"), tmp_path)
    monkeypatch.setattr("quotesearch.indexer.encoder.exporting.version", lambda _: "99.0")
    export(Odd("another-model"), tmp_path)
    forget_failed_export(tmp_path)
    export(Odd("another-model"), tmp_path)
    assert len(caplog.messages) == 4


def test_forgetting_a_failed_export_needs_none(tmp_path: Path) -> None:
    forget_failed_export(tmp_path / "encoder")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("error", [OSError("no space left"), MemoryError()])
def test_a_failure_that_may_pass_is_not_remembered(
    tmp_path: Path, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_: SentenceEncoder) -> None:
        raise error

    monkeypatch.setattr(SentenceEncoder, "model", failing)
    assert not export(SentenceEncoder(), tmp_path / "encoder")
    assert list(tmp_path.iterdir()) == []


def test_a_model_that_cannot_be_loaded_is_not_a_failed_export(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert not export(SentenceEncoder(str(tmp_path)), tmp_path / "encoder")
    assert (list(tmp_path.iterdir()), caplog.messages) == ([], [])


def test_an_export_that_succeeds_removes_the_note_of_a_failure(tmp_path: Path) -> None:
    assert not export(Odd("another-model"), tmp_path / "encoder")
    assert export(SentenceEncoder(), tmp_path / "encoder")
    assert {path.name for path in (tmp_path / "encoder").iterdir()} == {"model.onnx", "tokenizer.json", "about.json"}


def add_an_article(storage: Storage) -> None:
    pipeline.add(storage, [Record(article(1))], extractor=LineExtractor())


@pytest.fixture
def other_model(tmp_path: Path) -> str:
    """Return the folder of a model that is not the default one, with the weights of that one."""
    folder = tmp_path / "model"
    folder.symlink_to(default_model.installed_folder(), target_is_directory=True)
    return str(folder)


def test_the_first_writer_that_embeds_exports_another_model_and_readers_use_it(
    tmp_path: Path, other_model: str
) -> None:
    with closing(open_storage(tmp_path / "index", create=True, model=other_model)) as storage:
        assert not (tmp_path / "index" / "encoder").exists()
        add_an_article(storage)
        assert isinstance(storage.encoder._fastest, OnnxEncoder)
    with closing(open_storage(tmp_path / "index")) as storage:
        assert isinstance(storage.encoder._fastest, OnnxEncoder)
    (tmp_path / "index" / "encoder" / "about.json").unlink()
    with closing(open_storage(tmp_path / "index")) as storage:  # a reader writes nothing
        assert isinstance(storage.encoder._fastest, SentenceEncoder)


def test_the_default_model_needs_no_export(tmp_path: Path) -> None:
    with closing(open_storage(tmp_path, create=True)) as storage:
        add_an_article(storage)
        assert isinstance(storage.encoder._fastest, OnnxEncoder)
    assert not (tmp_path / "encoder").exists()


def test_without_its_model_no_index_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(default_model, "_PACKAGE", "no_such_package_of_models")
    with pytest.raises(ModelError, match="pip install"):
        open_storage(tmp_path / "index", create=True)
    assert not (tmp_path / "index").exists()


def test_without_its_model_no_article_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_storage(tmp_path, create=True).close()
    monkeypatch.setattr(default_model, "_PACKAGE", "no_such_package_of_models")
    with closing(open_storage(tmp_path, write=True)) as storage:
        with pytest.raises(ModelError, match="pip install"):
            add_an_article(storage)
        assert storage.writer.fingerprints([article(1).id]) == {}


def test_an_encoder_that_the_user_brings_stays(tmp_path: Path) -> None:
    encoder = HashEncoder()
    with local_index(tmp_path, create=True, encoder=encoder) as storage:
        add_an_article(storage)
        assert storage.encoder._fastest is encoder
    assert not (tmp_path / "encoder").exists()
