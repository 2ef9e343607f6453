"""An index folder: its parts agree, lag and catch up; one writer at a time; what was made with what."""

import errno
import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import HashEncoder, LineExtractor, article

from quotesearch.indexer import lock as lock_module
from quotesearch.indexer.encoder import sentence as encoder_module
from quotesearch.indexer.errors import (
    IndexDamagedError,
    IndexFolderError,
    IndexLockedError,
    IndexMismatchError,
    IndexNotFoundError,
)
from quotesearch.indexer.index import Index
from quotesearch.indexer.lock import WriteLock
from quotesearch.indexer.store import Attributed


def entry(number: int, *, edition: int = 0) -> Attributed:
    document = article(number, edition=edition, quotes=3)
    return Attributed(document, LineExtractor().extract(document), "lines-1")


def ids(*numbers: int) -> set[str]:
    return {quote.id for number in numbers for quote in entry(number).quotes}


def opened(folder: Path, **options: object) -> Index:
    return Index.open(folder, encoder=HashEncoder(), **options)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for locks a moment only."""
    monkeypatch.setattr(lock_module, "WAIT_SECONDS", 0.1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of an index of two articles, in which all parts agree."""
    with opened(tmp_path / "news", create=True) as index:
        index.store.put([entry(1), entry(2)])
        index.catch_up()
    return tmp_path / "news"


@pytest.fixture
def lagging(folder: Path) -> Path:
    """Return the folder of an index whose writer was killed after it had committed the truth."""
    with opened(folder, write=True) as index:
        index.store.put([entry(1, edition=1), entry(3)])
        index.store.remove(["article-2"])
    return folder


@pytest.fixture
def warnings(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.WARNING, logger="quotesearch"):
        yield caplog


# -- the folder ---------------------------------------------------------------------------------


def test_a_new_index_has_all_its_parts(folder: Path) -> None:
    names = {path.name for path in folder.iterdir()}
    assert {"manifest.json", "store.sqlite", "keyword", "vectors", "write.lock"} <= names
    assert "write.pid" not in names


def test_the_manifest_says_what_the_index_was_made_with(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest == {"model": "words hashed", "dimension": 24, "recipe": "speaker-quote-context", "format": 1}


def test_there_is_no_index(tmp_path: Path) -> None:
    for write in (False, True):
        with pytest.raises(IndexNotFoundError, match="quotes index PATH"):
            Index.open(tmp_path / "nowhere", write=write)
    assert list(tmp_path.iterdir()) == []


def test_an_index_is_made_among_other_files(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("notes")
    with opened(tmp_path, create=True) as index:
        assert index.store.counts().documents == 0
        assert index.check() == ()
    assert (tmp_path / "README.md").read_text() == "notes"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Whoosh lets go of files it gave up
def test_files_of_the_users_own_among_the_derived_parts_are_left(tmp_path: Path) -> None:
    own = [
        tmp_path / name
        for name in ("keyword/plan.txt", "keyword/a.toc.b", "keyword/b/c", "vectors/rows-x.i16", "vectors/ids-2.txt")
    ]
    for path in own:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("mine")
    with opened(tmp_path, create=True) as index:
        index.store.put([entry(1)])
        index.catch_up()
        (tmp_path / "keyword" / "_MAIN_1.toc").write_text("damaged")
        for part in (index.keyword, index.vectors):
            part.clear()
        index.catch_up()
        index.store.put([entry(2)])
        index.catch_up()
        assert index.check() == ()
    assert {path.read_text() for path in own} == {"mine"}


def test_making_an_index_again_opens_it(folder: Path) -> None:
    with opened(folder, create=True) as index:
        assert index.store.quote_ids() == ids(1, 2)


def test_another_model_is_refused(folder: Path) -> None:
    for write in (False, True):
        with pytest.raises(IndexMismatchError, match="made with the model words hashed, not all-MiniLM"):
            Index.open(folder, write=write, model="all-MiniLM-L6-v2")
    with opened(folder, write=True) as index:  # the lock was let go
        assert index.store.change == 1


def test_another_recipe_is_refused(folder: Path) -> None:
    with pytest.raises(IndexMismatchError, match="text recipe speaker-quote-context, not quote"):
        opened(folder, recipe="quote")


def test_a_recipe_is_chosen_when_the_index_is_made(tmp_path: Path) -> None:
    with opened(tmp_path, create=True, recipe="quote") as index:
        assert index.manifest.recipe == "quote"
    with opened(tmp_path) as index:
        assert index.manifest.recipe == "quote"


def test_an_unknown_recipe_makes_no_index(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="colour"):
        opened(tmp_path, create=True, recipe="colour")
    with pytest.raises(IndexNotFoundError):
        opened(tmp_path)


@pytest.mark.parametrize("part", ["manifest.json", "store.sqlite"])
def test_a_newer_format_is_refused(folder: Path, part: str) -> None:
    if part == "manifest.json":
        manifest = json.loads((folder / part).read_text()) | {"format": 2, "colour": "red"}
        (folder / part).write_text(json.dumps(manifest))
    else:
        with opened(folder, write=True) as index:
            index.store._database.run("PRAGMA user_version = 99")
    with pytest.raises(IndexMismatchError, match="upgrade quotesearch"):
        opened(folder)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "x"}', '{"format": 1, "model": "m"}'])
def test_a_manifest_that_is_none_is_damaged(folder: Path, text: str) -> None:
    (folder / "manifest.json").write_text(text)
    with pytest.raises(IndexDamagedError, match="not the manifest"):
        opened(folder)


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
    manifest = json.loads((folder / "manifest.json").read_text()) | wrong
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(IndexDamagedError, match="not the manifest"):
        opened(folder)


def test_a_model_that_only_the_manifest_names_is_not_fetched(tmp_path: Path) -> None:
    code = (
        "import sys, socket\n"
        "def refuse(*args, **options): raise SystemExit('network')\n"
        "socket.socket.connect = socket.getaddrinfo = socket.create_connection = refuse\n"
        "from quotesearch.indexer.errors import ModelError\n"
        "from quotesearch.indexer.index import Index\n"
        "try: Index.open(sys.argv[1]).encoder.encode(['hello'])\n"
        "except ModelError as error: print(error)"
    )
    opened(tmp_path, create=True).close()
    manifest = json.loads((tmp_path / "manifest.json").read_text()) | {"model": "a-stranger/a-model"}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    online = {key: value for key, value in os.environ.items() if not key.startswith(("HF_", "TRANSFORMERS_"))}
    online["HF_HOME"] = str(tmp_path / "none")
    command = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=online)
    assert done.returncode == 0, done.stderr
    assert "if you trust that name, give --model a-stranger/a-model" in done.stdout


def test_a_model_that_was_fetched_before_needs_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.json").write_text("{}")

    def cached(name: str, _file: str) -> str | None:
        return str(tmp_path / "config.json") if name == "sentence-transformers/a-model" else None

    monkeypatch.setattr("huggingface_hub.try_to_load_from_cache", cached)
    assert encoder_module._fetched_folder("a-model") == tmp_path


def test_a_lost_store_is_damage_and_not_an_empty_index(folder: Path) -> None:
    (folder / "store.sqlite").unlink()
    for write in (False, True):
        with pytest.raises(IndexDamagedError, match="lost its store"):
            opened(folder, write=write)


def test_the_folder_may_be_moved(folder: Path) -> None:
    moved = folder.rename(folder.parent / "elsewhere")
    with opened(moved) as index:
        assert index.check() == ()


def test_a_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("mine")
    for folder in (tmp_path / "notes", tmp_path / "notes" / "news"):
        with pytest.raises(IndexFolderError, match=f"cannot write to {folder}: .*; see that it is a folder"):
            opened(folder, create=True)


def _refuse(*_: object, **__: object) -> None:
    raise PermissionError(errno.EACCES, "Permission denied")


@pytest.fixture
def unwritable(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of an index whose lock the system refuses, as it does where the folder is somebody else's."""
    monkeypatch.setattr("filelock.FileLock.acquire", _refuse)
    return folder


def test_a_folder_that_cannot_be_written_is_said(unwritable: Path) -> None:
    for create in (False, True):
        with pytest.raises(IndexFolderError, match=f"cannot write to {unwritable}: Permission denied; see"):
            opened(unwritable, write=True, create=create)


@pytest.mark.parametrize(("part", "name"), [("keyword", "keyword"), ("vectors", "vector")])
def test_a_missing_part_that_cannot_be_made_is_said(unwritable: Path, part: str, name: str) -> None:
    shutil.rmtree(unwritable / part)
    with opened(unwritable) as index:
        for _ in range(2):
            with pytest.raises(IndexFolderError, match=f"the {name} index is missing; run: quotes check --repair as"):
                getattr(index, part)
        (unwritable / "write.pid").write_text("17")  # a writer is just making it
        assert getattr(index, part).ids() == frozenset()


def test_a_part_that_lags_where_it_cannot_be_written_answers_all_the_same(
    lagging: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("filelock.FileLock.acquire", _refuse)
    with opened(lagging) as index:
        assert index.keyword.change == index.vectors.change == 1


# -- catching up --------------------------------------------------------------------------------


def test_what_a_killed_writer_committed_is_found_by_the_next_reader(
    lagging: Path, warnings: pytest.LogCaptureFixture
) -> None:
    with opened(lagging) as index:
        assert index.keyword.ids() == index.vectors.ids() == index.store.quote_ids()
        assert index.check() == ()
    assert [record.getMessage() for record in warnings.records] == [
        "the keyword index holds change 1 of 3; bringing it up to date from the store",
        "the vector index holds change 1 of 3; bringing it up to date from the store",
    ]
    warnings.clear()
    with opened(lagging) as index:
        assert index.check() == ()
    assert not warnings.records


def test_a_reader_catches_up_only_what_it_uses(lagging: Path) -> None:
    with opened(lagging) as index:
        assert index.keyword.change == 3
        assert index.encoder.texts == 0


def test_a_writer_catches_up_when_it_opens(lagging: Path, warnings: pytest.LogCaptureFixture) -> None:
    with opened(lagging, write=True) as index:
        assert index.keyword.change == index.vectors.change == 3
    assert len(warnings.records) == 2


def test_beside_a_writer_a_reader_answers_from_what_is_there(lagging: Path) -> None:
    other = WriteLock(lagging)
    other.acquire()
    with opened(lagging) as index:
        assert index.keyword.change == index.vectors.change == 1
        other.release()
        index.refresh()
        assert index.keyword.change == index.vectors.change == 3


def test_a_long_lived_reader_sees_what_writers_commit(folder: Path) -> None:
    with opened(folder) as reader:
        assert reader.keyword.ids() == reader.vectors.ids() == ids(1, 2)
        with opened(folder, write=True) as writer:
            writer.store.put([entry(5)])
            writer.catch_up()
        reader.refresh()
        assert reader.keyword.ids() == reader.vectors.ids() == ids(1, 2, 5)


@pytest.mark.parametrize("part", ["keyword", "vectors"])
def test_a_derived_part_that_is_gone_is_made_anew(folder: Path, part: str, warnings: pytest.LogCaptureFixture) -> None:
    shutil.rmtree(folder / part)
    with opened(folder) as index:
        assert getattr(index, part).ids() == ids(1, 2)
        assert index.check() == ()
    assert "holds change 0 of 1" in warnings.text


def test_a_part_that_is_ahead_of_a_store_put_back_from_a_copy_is_made_anew(folder: Path) -> None:
    copy = (folder / "store.sqlite").read_bytes()
    with opened(folder, write=True) as index:
        index.store.put([entry(3)])
        index.store.put([entry(4)])
        index.catch_up()
    (folder / "store.sqlite").write_bytes(copy)
    with opened(folder) as index:
        assert index.keyword.ids() == index.vectors.ids() == ids(1, 2)
        assert index.check() == ()


steps = st.lists(
    st.tuples(st.sampled_from(["put", "edit", "remove", "catch up", "open"]), st.sets(st.integers(0, 4), min_size=1)),
    min_size=1,
    max_size=7,
)


@settings(max_examples=10)
@given(sequence=steps)
def test_no_retriever_knows_a_quote_that_the_store_does_not(
    tmp_path_factory: pytest.TempPathFactory, sequence: list[tuple[str, set[int]]]
) -> None:
    folder = tmp_path_factory.mktemp("index")
    opened(folder, create=True).close()
    for what, numbers in sequence:
        with opened(folder, write=True) as index:
            if what == "remove":
                index.store.remove([f"article-{number}" for number in numbers])
            elif what in {"put", "edit"}:
                index.store.put([entry(number, edition=int(what == "edit")) for number in sorted(numbers)])
            elif what == "catch up":
                index.catch_up()
    with opened(folder) as index:
        stored = index.store.quote_ids()
        assert index.keyword.ids() == index.vectors.ids() == stored
        query = HashEncoder().encode(["the harbour"])[0]
        assert {one.quote_id for one in index.vectors.search(query, depth=1000)} == stored
        assert {one.quote_id for one in index.keyword.search("harbour tramway mill roof", depth=1000)} <= stored
        assert index.check() == ()


# -- writing ------------------------------------------------------------------------------------


def test_a_removed_document_is_gone_from_every_part(folder: Path) -> None:
    with opened(folder, write=True) as index:
        assert index.remove(["article-1", "article-7"]) == 1
        assert index.keyword.ids() == index.vectors.ids() == index.store.quote_ids() == ids(2)
        assert index.check() == ()


def test_a_reader_may_not_write(folder: Path) -> None:
    with opened(folder) as index:
        for attempt in (index.catch_up, index.repair, lambda: index.remove(["article-1"])):
            with pytest.raises(ValueError, match="write=True"):
                attempt()


def test_a_second_writer_is_told_who_writes(folder: Path) -> None:
    with opened(folder, write=True), pytest.raises(IndexLockedError, match=f"process {os.getpid()} is writing"):
        opened(folder, write=True)
    with opened(folder, write=True) as index:
        assert index.store.change == 1


def test_a_second_writer_waits_for_the_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock_module, "WAIT_SECONDS", 30.0)
    code = (
        "import sys, time; from pathlib import Path; from quotesearch.indexer.lock import WriteLock\n"
        "lock = WriteLock(Path(sys.argv[1])); lock.acquire(); print('held', flush=True); time.sleep(0.3)\n"
        "lock.release()"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(folder)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        with opened(folder, write=True) as index:
            assert index.check() == ()


def test_the_lock_of_a_killed_process_is_free(folder: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from quotesearch.indexer.lock import WriteLock\n"
        "WriteLock(Path(sys.argv[1])).acquire(); os.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(folder)], check=False).returncode == -9
    assert (folder / "write.pid").exists()
    with opened(folder, write=True) as index:
        assert index.check() == ()


def test_readers_do_not_wait_for_a_writer(folder: Path) -> None:
    with opened(folder, write=True), opened(folder) as reader:
        assert reader.keyword.ids() == reader.vectors.ids() == ids(1, 2)


def test_an_index_that_cannot_be_opened_lets_the_lock_go(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_self: Index) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(Index, "catch_up", fail)
        with pytest.raises(MemoryError):
            opened(folder, write=True)
    opened(folder, write=True).close()


# -- checking -----------------------------------------------------------------------------------


def test_all_parts_of_a_healthy_index_agree(folder: Path) -> None:
    for write in (False, True):
        with opened(folder, write=write) as index:
            assert index.check() == ()


def test_check_waits_for_a_writer_and_says_who_writes(folder: Path) -> None:
    with opened(folder, write=True), opened(folder) as reader, pytest.raises(IndexLockedError):
        reader.check()


def test_check_brings_what_a_killed_writer_left_into_the_store(folder: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from quotesearch.indexer.store import Store\n"
        "held = Store(Path(sys.argv[1]), write=True); held.remove(['article-1']); os.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(folder / "store.sqlite")], check=False).returncode == -9
    log = folder / "store.sqlite-wal"
    assert log.stat().st_size > 0
    with opened(folder) as index:
        assert index.check() == ()
        assert log.stat().st_size == 0


def test_quotes_that_a_part_lacks_or_has_too_many_are_said_and_repaired(folder: Path) -> None:
    with opened(folder, write=True) as index:
        database = index.store._database
        lost = min(ids(1))
        with database.writing():
            database.run("DELETE FROM quotes WHERE id = ?", (lost,))
            database.run("UPDATE state SET change = change - 1")
        problems = index.check()
        assert len(problems) == 2
        assert all("holds 1 quotes too many; run: quotes check --repair" in problem for problem in problems)
        index.repair()
        assert index.check() == ()
        assert index.keyword.ids() == index.vectors.ids() == index.store.quote_ids()


@pytest.mark.parametrize("damage", [0.0, 0.5, np.nan, 3e38])
def test_damaged_vectors_are_said_and_repaired(folder: Path, damage: float) -> None:
    file = folder / "vectors" / "scales-0.f32"
    scales = np.fromfile(file, np.float32)
    scales[:2] = damage
    scales.tofile(file)
    with opened(folder) as index:
        assert index.check() == ("the vector index holds 2 damaged rows; run: quotes check --repair",)
    with opened(folder, write=True) as index:
        assert index.repair() == ("vector",)
        assert index.check() == ()


@pytest.mark.parametrize(("part", "name"), [("keyword", "keyword"), ("vectors", "vector")])
def test_check_makes_a_missing_part_anew_and_repair_names_it(
    folder: Path, part: str, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.rmtree(folder / part)
    with opened(folder) as index:
        assert index.check() == ()
    assert f"the {name} index holds change 0 of 1" in caplog.text
    shutil.rmtree(folder / part)
    with opened(folder, write=True) as index:
        assert index.repair() == (name,)
        assert index.check() == ()


def test_check_catches_up_a_lag(lagging: Path) -> None:
    with opened(lagging) as index:
        assert index.check() == ()


def test_what_was_first_indexed_was_not_made_anew(tmp_path: Path) -> None:
    with opened(tmp_path, create=True) as index:
        index.store.put([entry(1)])
        index.catch_up()
        assert index.repair() == ()


def test_repair_leaves_alone_what_agrees(folder: Path) -> None:
    with opened(folder, write=True) as index:
        assert index.repair() == ()
        assert index.encoder.texts == 0


def test_what_is_asked_again_is_not_embedded_again(folder: Path) -> None:
    with opened(folder) as index:
        once, again = index.embedding("the bridge"), index.embedding("the bridge")
        assert index.encoder.texts == 1
        assert again.tolist() == once.tolist() == index.encoder.encode(["the bridge"])[0].tolist()
        with pytest.raises(ValueError, match="read-only"):
            again[0] = 1


def test_check_speaks_of_the_truth_too(folder: Path) -> None:
    with opened(folder, write=True) as index:
        database = index.store._database
        with database.writing():
            database.run("UPDATE quotes SET text = 'other words' WHERE id = ?", (min(ids(1)),))
            database.run("UPDATE state SET change = change - 1")
        (problem,) = index.check()
        assert "do not give back its words" in problem


def test_searching_by_keyword_imports_no_torch_nor_loads_the_model(tmp_path: Path) -> None:
    code = (
        "import sys; from quotesearch.indexer.index import Index\n"
        "with Index.open(sys.argv[1], create=True) as index: pass\n"
        "with Index.open(sys.argv[1]) as index: index.keyword.search('harbour', depth=9)\n"
        "sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False).returncode == 0


def test_embeddings_follow_the_recipe(tmp_path: Path) -> None:
    with opened(tmp_path, create=True, recipe="quote") as index:
        index.store.put([entry(1)])
        index.catch_up()
        quote = entry(1).quotes[0]
        (best,) = index.vectors.search(HashEncoder().encode([quote.text])[0], depth=1)
        assert (best.quote_id, best.score) == (quote.id, pytest.approx(1.0))
        assert np.isfinite(best.score)


def test_decoded_postings_that_have_changed_are_said_and_repaired(folder: Path) -> None:
    path = next(folder.glob("keyword/decoded/*.postings"))
    before = path.read_bytes()
    path.write_bytes(before[:-1] + bytes([before[-1] ^ 1]))
    with opened(folder) as index:
        assert index.check() == ("the keyword index holds 1 damaged files; run: quotes check --repair",)
    with opened(folder, write=True) as index:
        assert index.repair() == ("keyword",)
        assert index.check() == ()
