"""The manifest names the model, dimension and recipe of an index; another content is damage."""

import json
from pathlib import Path

import pytest
from invented import HashEncoder
from local import local_index

from quotesearch.indexer.errors import IndexDamagedError, IndexMismatchError, IndexNotFoundError
from quotesearch.indexer.local.manifest import read_manifest, write_manifest
from quotesearch.indexer.records import Description


def change(folder: Path, **entries: object) -> None:
    manifest = json.loads((folder / "manifest.json").read_text()) | entries
    (folder / "manifest.json").write_text(json.dumps(manifest))


def test_the_manifest_has_the_description_of_the_index(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest == {"model": "words hashed", "dimension": 24, "recipe": "speaker-quote-context", "format": 1}
    with local_index(folder) as storage, storage.reader() as reader:
        assert storage.description == reader.description
        assert storage.description == Description(HashEncoder.name, HashEncoder.dimension, "speaker-quote-context", 1)


def test_a_written_manifest_is_read_back(tmp_path: Path) -> None:
    description = Description("modèle", 7, "quote")
    write_manifest(tmp_path, description)
    assert read_manifest(tmp_path) == description


def test_there_is_no_index_without_a_manifest(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (tmp_path, tmp_path / "nowhere", tmp_path / "file"):
        with pytest.raises(IndexNotFoundError, match=f"run: quotes index PATH --index {folder}"):
            read_manifest(folder)


def test_a_newer_format_is_refused(folder: Path) -> None:
    change(folder, format=2, colour="red")
    with pytest.raises(IndexMismatchError, match="upgrade quotesearch"), local_index(folder):
        pass


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "x"}', '{"format": 1, "model": "m"}', "\0"])
def test_a_file_that_is_not_a_manifest_is_damaged(folder: Path, text: str) -> None:
    (folder / "manifest.json").write_text(text)
    with pytest.raises(IndexDamagedError, match="not the manifest") as error, local_index(folder):
        pass
    assert "delete" not in str(error.value)


@pytest.mark.parametrize(
    "wrong",
    [
        *({"model": value} for value in (5, "", None)),
        *({"dimension": value} for value in ("24", 0, True)),
        *({"format": value} for value in ("1", -1, 1.0)),
        {"recipe": None},
    ],
)
def test_a_manifest_of_wrong_values_is_damaged(folder: Path, wrong: dict[str, object]) -> None:
    change(folder, **wrong)
    with pytest.raises(IndexDamagedError, match="not the manifest"), local_index(folder):
        pass
