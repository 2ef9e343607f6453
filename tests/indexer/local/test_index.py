"""An index folder: its files, its description, and the errors for missing parts."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from invented import HashEncoder
from local import change_file, changes_of, derived_ids, entry, ids_of, local_index, retrieved, stored_ids

from quotesearch.indexer.backends import open_storage
from quotesearch.indexer.encoder import sentence as encoder_module
from quotesearch.indexer.errors import (
    IndexDamagedError,
    IndexMismatchError,
    IndexNotFoundError,
)


def test_a_new_index_has_all_its_parts(folder: Path) -> None:
    names = {path.name for path in folder.iterdir()}
    assert {"manifest.json", "store.sqlite", "keyword", "vectors", "write.lock"} <= names
    assert "write.pid" not in names


@pytest.mark.parametrize("write", [True, False], ids=["to write", "to read"])
def test_there_is_no_index(tmp_path: Path, *, write: bool) -> None:
    with pytest.raises(IndexNotFoundError, match="quotes index PATH"):
        open_storage(tmp_path / "nowhere", write=write)
    assert list(tmp_path.iterdir()) == []


def test_an_index_is_made_next_to_other_files(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("notes")
    with local_index(tmp_path, create=True) as storage:
        with storage.reader() as reader:
            assert reader.statistics().documents == 0
        assert storage.check() == ()
    assert (tmp_path / "README.md").read_text() == "notes"


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # Whoosh does not close files that it cannot read
def test_files_of_the_user_inside_the_derived_indexes_stay(tmp_path: Path) -> None:
    names = ("keyword/plan.txt", "keyword/a.toc.b", "keyword/b/c", "vectors/rows-x.i16", "vectors/ids-2.txt")
    paths = [tmp_path / name for name in names]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("mine")
    with local_index(tmp_path, create=True) as storage:
        storage.writer.put([entry(1)])
        storage.catch_up()
        (tmp_path / "keyword" / "_MAIN_1.toc").write_text("damaged")
        for index in storage._derived.indexes:
            index.clear()
        storage.writer.catch_up()
        storage.writer.put([entry(2)])
        storage.catch_up()
        assert storage.check() == ()
    assert {path.read_text() for path in paths} == {"mine"}


def test_making_an_index_again_opens_it(folder: Path) -> None:
    with local_index(folder, create=True) as storage:
        assert stored_ids(storage) == ids_of(entry(1), entry(2))


def test_closing_twice_is_closing_once(folder: Path) -> None:
    with local_index(folder, write=True) as storage:
        storage.close()
    with local_index(folder, write=True) as storage:
        assert changes_of(storage)[0] == 1


@pytest.mark.parametrize("write", [True, False], ids=["to write", "to read"])
def test_another_model_is_refused(folder: Path, *, write: bool) -> None:
    with pytest.raises(IndexMismatchError, match="made with the model words hashed, not all-MiniLM"):
        open_storage(folder, write=write, model="all-MiniLM-L6-v2")
    with local_index(folder, write=True) as storage:  # the lock was released
        assert changes_of(storage)[0] == 1


def test_another_recipe_is_refused(folder: Path) -> None:
    message = "text recipe speaker-quote-context, not quote"
    with pytest.raises(IndexMismatchError, match=message), local_index(folder, recipe="quote"):
        pass


def test_a_recipe_is_chosen_when_the_index_is_made(tmp_path: Path) -> None:
    with local_index(tmp_path, create=True, recipe="quote") as storage:
        assert storage.description.recipe == "quote"
    with local_index(tmp_path) as storage:
        assert storage.description.recipe == "quote"


def test_an_unknown_recipe_makes_no_index(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="colour"), local_index(tmp_path, create=True, recipe="colour"):
        pass
    with pytest.raises(IndexNotFoundError), local_index(tmp_path):
        pass


def test_embeddings_follow_the_recipe(tmp_path: Path) -> None:
    with local_index(tmp_path, create=True, recipe="quote") as storage:
        storage.writer.put([entry(1)])
        storage.catch_up()
        quote = entry(1).quotes[0]
        candidates = retrieved(storage, quote.text, depth=1)
        assert candidates.lists["dense"] == (quote.id,)
        assert candidates.candidates[quote.id].dense == pytest.approx(1.0)
        with storage.reader() as reader:
            row = reader.vectors([quote.id])[quote.id]
    assert row.dtype == np.float32
    assert row == pytest.approx(HashEncoder().encode([quote.text])[0], abs=3e-5)


def test_a_newer_store_is_refused(folder: Path) -> None:
    change_file(folder / "store.sqlite", "PRAGMA user_version = 99")
    with pytest.raises(IndexMismatchError, match="upgrade quotesearch"), local_index(folder):
        pass


@pytest.mark.parametrize("write", [True, False], ids=["to write", "to read"])
def test_a_missing_store_is_damage_and_not_an_empty_index(folder: Path, *, write: bool) -> None:
    (folder / "store.sqlite").unlink()
    with pytest.raises(IndexDamagedError, match=r"store\.sqlite, is missing; restore a backup of it") as error:
        open_storage(folder, write=write, encoder=HashEncoder())
    assert "delete" not in str(error.value)
    assert not (folder / "store.sqlite").exists()


def test_the_folder_may_be_moved(folder: Path) -> None:
    moved = folder.rename(folder.parent / "elsewhere")
    with local_index(moved) as storage:
        assert storage.check() == ()


def test_sizes_are_the_bytes_of_each_part(folder: Path) -> None:
    with local_index(folder) as storage:
        sizes = dict(storage.sizes())
    assert sizes["store"] >= (folder / "store.sqlite").stat().st_size > 0
    for name in ("keyword", "vectors"):
        files = (path for path in (folder / name).rglob("*") if path.is_file())
        assert sizes[name] == sum(path.stat().st_size for path in files) > 0
    assert sizes["encoder"] == 0


def test_a_writer_exists_only_if_the_index_was_opened_to_write(folder: Path) -> None:
    with local_index(folder) as storage:
        with pytest.raises(ValueError, match="write=True"):
            storage.writer.remove(["article-1"])
        with pytest.raises(ValueError, match="write=True"):
            storage.writer.repair()
    with local_index(folder, write=True) as storage:
        assert storage.writer.remove(["article-1", "article-7"]) == 1
        storage.catch_up()
        assert stored_ids(storage) == ids_of(entry(2))
        assert derived_ids(storage) == (ids_of(entry(2)), ids_of(entry(2)))


# -- models and imports -------------------------------------------------------------------------


def test_a_model_that_only_the_manifest_names_is_not_fetched(tmp_path: Path) -> None:
    code = (
        "import sys, socket\n"
        "def refuse(*args, **options): raise SystemExit('network')\n"
        "socket.socket.connect = socket.getaddrinfo = socket.create_connection = refuse\n"
        "from quotesearch.indexer.backends import open_storage\n"
        "from quotesearch.indexer.errors import ModelError\n"
        "try: open_storage(sys.argv[1]).encoder.encode(['hello'])\n"
        "except ModelError as error: print(error)"
    )
    with local_index(tmp_path, create=True):
        pass
    manifest = json.loads((tmp_path / "manifest.json").read_text()) | {"model": "a-stranger/a-model"}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    online = {key: value for key, value in os.environ.items() if not key.startswith(("HF_", "TRANSFORMERS_"))}
    online["HF_HOME"] = str(tmp_path / "none")
    command = [sys.executable, "-c", code, str(tmp_path)]
    process = subprocess.run(command, capture_output=True, text=True, check=False, env=online)
    assert process.returncode == 0, process.stderr
    assert "if you trust the name, give --model a-stranger/a-model" in process.stdout


def test_a_model_that_was_fetched_before_needs_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.json").write_text("{}")

    def cached(name: str, _file: str) -> str | None:
        return str(tmp_path / "config.json") if name == "sentence-transformers/a-model" else None

    monkeypatch.setattr("huggingface_hub.try_to_load_from_cache", cached)
    assert encoder_module._fetched_folder("a-model") == tmp_path


def test_searching_by_keyword_imports_neither_torch_nor_whoosh(tmp_path: Path) -> None:
    code = (
        "import sys; from quotesearch.indexer.backends import open_storage\n"
        "from quotesearch.indexer.protocols import Retrieval\n"
        "storage = open_storage(sys.argv[1]); storage.catch_up()\n"
        "with storage.reader() as reader:\n"
        "    (candidates,) = reader.retrieve(Retrieval(terms=frozenset({'news'})))\n"
        "print(len(candidates.lists['keyword']), *sys.modules)"
    )
    with local_index(tmp_path, create=True) as storage:
        storage.writer.put([entry(1)])
        storage.catch_up()
    command = [sys.executable, "-c", code, str(tmp_path)]
    process = subprocess.run(command, capture_output=True, text=True, check=True)
    count, *modules = process.stdout.split()
    assert count == "4"
    assert not {"torch", "whoosh", "filelock", "datasketch", "rapidfuzz"} & set(modules)
