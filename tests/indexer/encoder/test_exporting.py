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

from quotesearch.indexer import pipeline
from quotesearch.indexer.backends import open_storage
from quotesearch.indexer.encoder import DEFAULT_MODEL, ExportedEncoder, SentenceEncoder
from quotesearch.indexer.encoder.exporting import export
from quotesearch.indexer.errors import ModelError
from quotesearch.indexer.model import Record
from quotesearch.indexer.protocols import Storage

TEXTS = ("The harbour needs a second bridge", "“No,” she said.", "ø 東京 \u200b", "word " * 1000, "", "x")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    exported = tmp_path_factory.mktemp("index") / "encoder"
    assert export(SentenceEncoder(), exported)
    return exported


def test_it_embeds_as_the_original_does(folder: Path) -> None:
    exported = ExportedEncoder.there(folder, DEFAULT_MODEL)
    assert exported is not None
    assert (exported.name, exported.dimension) == (DEFAULT_MODEL, 384)
    assert (exported.encode(TEXTS) * SentenceEncoder().encode(TEXTS)).sum(axis=1) == pytest.approx(1.0, abs=1e-5)


def test_another_models_is_not_there(folder: Path, tmp_path: Path) -> None:
    assert ExportedEncoder.there(folder, "another-model") is None
    assert ExportedEncoder.there(tmp_path, DEFAULT_MODEL) is None


@pytest.mark.parametrize("about", ["", "[]", "{}", '{"model": "x"}', "\0"])
def test_what_is_not_whole_is_not_there(tmp_path: Path, about: str) -> None:
    (tmp_path / "about.json").write_text(about)
    assert ExportedEncoder.there(tmp_path, "x") is None


def test_a_damaged_file_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "about.json").write_text(json.dumps({"model": "x", "dimension": 3, "longest": 8}))
    (tmp_path / "tokenizer.json").write_text("{}")
    exported = ExportedEncoder.there(tmp_path, "x")
    assert exported is not None
    assert exported.encode([]).shape == (0, 3)
    with pytest.raises(ModelError, match="delete the folder"):
        exported.encode(["hello"])


class Odd(SentenceEncoder):
    """Say that the model has an unknown part."""

    def model(self) -> object:
        class Unheard:
            default_prompt_name = None

            def __iter__(self) -> object:
                return iter((SimpleNamespace(),))

        return Unheard()


class Other(SentenceEncoder):
    """Embed otherwise than the model does."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return -super().encode(texts)


@pytest.mark.parametrize("kind", [Odd, Other])
def test_what_cannot_be_exported_truly_leaves_nothing(tmp_path: Path, kind: type[SentenceEncoder]) -> None:
    assert not export(kind(), tmp_path / "encoder")
    assert list(tmp_path.iterdir()) == []


def add_an_article(storage: Storage) -> None:
    pipeline.add(storage, [Record(article(1))], extractor=LineExtractor())


def test_the_first_writer_that_embeds_exports_and_readers_use_it(tmp_path: Path) -> None:
    with closing(open_storage(tmp_path, create=True)) as storage:
        assert not (tmp_path / "encoder").exists()
        add_an_article(storage)
        assert isinstance(storage.encoder._chosen, ExportedEncoder)
    with closing(open_storage(tmp_path)) as storage:
        assert isinstance(storage.encoder._chosen, ExportedEncoder)
    (tmp_path / "encoder" / "about.json").unlink()
    with closing(open_storage(tmp_path)) as storage:  # a reader writes nothing
        assert isinstance(storage.encoder._chosen, SentenceEncoder)


def test_an_encoder_that_the_user_brings_stays(tmp_path: Path) -> None:
    encoder = HashEncoder()
    with local_index(tmp_path, create=True, encoder=encoder) as storage:
        add_an_article(storage)
        assert storage.encoder._chosen is encoder
    assert not (tmp_path / "encoder").exists()
