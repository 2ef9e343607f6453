"""Vectors are added in order, all parts are checked against each other, and parts that disagree are rebuilt."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from invented import HashEncoder
from local import change_file, changes_of, connected, derived_ids, entry, ids_of, local_index, stored_ids

from quotesearch.indexer.errors import IndexLockedError
from quotesearch.indexer.local.index import LocalStorage

DIMENSION = HashEncoder.dimension


# -- vectors ------------------------------------------------------------------------------------


def test_quotes_without_a_vector_come_oldest_first_in_portions(storage: LocalStorage) -> None:
    for number in range(3):
        storage.writer.put([entry(number)])
    writer, embedded_ids = storage.writer, list[str]()
    while quotes := writer.unembedded(4):
        ids = [indexed.quote.id for indexed in quotes]
        assert len(ids) == 4
        embedded_ids += ids
        writer.add_vectors(ids, HashEncoder().encode([indexed.quote.text for indexed in quotes]))
    assert embedded_ids[:4] == [quote.id for quote in entry(0).quotes]
    assert set(embedded_ids) == stored_ids(storage) == derived_ids(storage)[1]
    assert writer.unembedded(4) == ()


def test_a_removal_needs_no_vectors(storage: LocalStorage) -> None:
    storage.writer.put([entry(1), entry(2)])
    storage.catch_up()
    storage.writer.remove(["article-1"])
    assert storage.writer.unembedded(9) == ()
    assert derived_ids(storage)[1] == ids_of(entry(2))


@pytest.mark.parametrize("shape", [(3, DIMENSION), (4, DIMENSION + 1), (4,)])
def test_vectors_of_another_shape_are_refused(storage: LocalStorage, shape: tuple[int, ...]) -> None:
    storage.writer.put([entry(1)])
    ids = [indexed.quote.id for indexed in storage.writer.unembedded(9)]
    with pytest.raises(ValueError, match="shape"):
        storage.writer.add_vectors(ids, np.ones(shape, np.float32))
    assert changes_of(storage) == (1, 0, 0)


def test_vectors_of_other_quotes_are_refused(storage: LocalStorage) -> None:
    storage.writer.put([entry(1)])
    ids = [indexed.quote.id for indexed in storage.writer.unembedded(9)]
    rows = HashEncoder().encode(["yes"] * 4)
    with pytest.raises(ValueError, match="that unembedded returned last, in their order"):
        storage.writer.add_vectors(ids[::-1], rows)
    with pytest.raises(ValueError, match="unembedded"):  # one try for each portion
        storage.writer.add_vectors(ids, rows)


def test_vectors_that_are_not_finite_are_refused(storage: LocalStorage) -> None:
    storage.writer.put([entry(1)])
    ids = [indexed.quote.id for indexed in storage.writer.unembedded(9)]
    with pytest.raises(ValueError, match="finite"):
        storage.writer.add_vectors(ids, np.full((4, DIMENSION), np.inf, np.float32))


# -- check --------------------------------------------------------------------------------------


@pytest.mark.parametrize("write", [True, False], ids=["to write", "to read"])
def test_all_parts_of_a_healthy_index_agree(folder: Path, *, write: bool) -> None:
    with local_index(folder, write=write) as storage:
        assert storage.check() == ()


def test_a_check_waits_for_a_writer_and_its_error_names_the_writer(folder: Path) -> None:
    with (
        local_index(folder, write=True),
        local_index(folder) as reader,
        pytest.raises(IndexLockedError, match="is writing to the index"),
    ):
        reader.check()


def test_a_check_brings_an_outdated_index_up_to_date(lagging: Path) -> None:
    with local_index(lagging) as storage:
        assert storage.check() == ()
        assert changes_of(storage) == (3, 3, 3)


def test_a_check_writes_the_log_of_a_killed_writer_into_the_store_file(folder: Path) -> None:
    code = (
        "import os, sys; sys.path.insert(0, sys.argv[2]); from invented import HashEncoder\n"
        "from quotesearch.indexer.backends import open_storage\n"
        "storage = open_storage(sys.argv[1], write=True, encoder=HashEncoder())\n"
        "storage.writer.remove(['article-1']); os.kill(os.getpid(), 9)"
    )
    support = Path(__file__).resolve().parents[2] / "support"
    command = [sys.executable, "-c", code, str(folder), str(support)]
    assert subprocess.run(command, check=False).returncode == -9
    log = folder / "store.sqlite-wal"
    assert log.stat().st_size > 0
    with local_index(folder) as storage:
        assert storage.check() == ()
        assert log.stat().st_size == 0
        assert stored_ids(storage) == ids_of(entry(2))


def test_a_check_includes_the_store(folder: Path) -> None:
    change_file(folder / "store.sqlite", "UPDATE quotes SET kind = 'mixed', context = '[[0, 9999]]' WHERE key = 1")
    with local_index(folder, write=True) as storage:
        (problem,) = storage.check()
        assert "ends past the document" in problem


# -- repair -------------------------------------------------------------------------------------


def test_surplus_quotes_of_a_derived_index_are_named_and_repaired(folder: Path) -> None:
    with local_index(folder, write=True) as storage:
        with connected(storage) as connection, connection.writing():
            connection.run("DELETE FROM quotes WHERE id = ?", (min(ids_of(entry(1))),))
            connection.run("UPDATE state SET change = change - 1")
        problems = storage.check()
        assert len(problems) == 2
        assert all(
            "has 1 quotes that the store does not have; run: quotes check --repair" in problem for problem in problems
        )
        assert storage.writer.repair() == ("keyword", "vector")
        assert storage.check() == ()
        assert derived_ids(storage) == (stored_ids(storage), stored_ids(storage))


@pytest.mark.parametrize("damage", [0.0, 0.5, np.nan, 3e38])
def test_damaged_vectors_are_named_and_repaired(folder: Path, damage: float) -> None:
    file = folder / "vectors" / "scales-0.f32"
    scales = np.fromfile(file, np.float32)
    scales[:2] = damage
    scales.tofile(file)
    with local_index(folder) as storage:
        assert storage.check() == ("the vector index has 2 damaged rows; run: quotes check --repair",)
    with local_index(folder, write=True) as storage:
        assert storage.writer.repair() == ("vector",)
        assert storage.check() == ()


def test_damaged_postings_are_named_and_repaired(folder: Path) -> None:
    path = next(folder.glob("keyword/decoded/*.postings"))
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with local_index(folder) as storage:
        assert storage.check() == ("the keyword index has 1 damaged files; run: quotes check --repair",)
    with local_index(folder, write=True) as storage:
        assert storage.writer.repair() == ("keyword",)
        assert storage.check() == ()


@pytest.mark.parametrize(("part", "name"), [("keyword", "keyword"), ("vectors", "vector")])
def test_a_check_rebuilds_a_missing_index_and_a_repair_names_it(
    folder: Path, part: str, name: str, warnings: pytest.LogCaptureFixture
) -> None:
    shutil.rmtree(folder / part)
    with local_index(folder) as storage:
        assert storage.check() == ()
    assert f"the {name} index is older than the store" in warnings.text
    shutil.rmtree(folder / part)
    with local_index(folder, write=True) as storage:
        assert storage.writer.repair() == (name,)
        assert storage.check() == ()


def test_an_index_that_was_just_filled_for_the_first_time_was_not_rebuilt(tmp_path: Path) -> None:
    with local_index(tmp_path, create=True) as storage:
        storage.writer.put([entry(1)])
        storage.writer.flush()
        storage.encoder.embed(storage.writer)
        assert storage.writer.repair() == ()


def test_a_repair_leaves_sound_indexes_alone(folder: Path) -> None:
    encoder = HashEncoder()
    with local_index(folder, write=True, encoder=encoder) as storage:
        assert storage.writer.repair() == ()
        storage.writer.merge_speakers("Jón Ek", "Tomás Arriaga")  # a change that the derived indexes lack
        assert storage.writer.repair() == ()
    assert encoder.texts == 0
