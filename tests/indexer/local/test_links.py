"""A link in an index folder never leads a command to a file outside it."""

from pathlib import Path

import pytest
from local import entry, local_index

from quotesearch.indexer.atomic_files import replace_text
from quotesearch.indexer.errors import IndexFolderError
from quotesearch.indexer.local.lock import WriteLock

PARTS = (
    "manifest.json",
    "manifest.json.new",
    "store.sqlite-wal",
    "write.pid",
    "write.lock",
    "keyword",
    "keyword/decoded/state.json.new",
    "vectors/rows-0.i16",
    "vectors/state.json.new",
    "encoder/model.onnx",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with local_index(tmp_path / "index", create=True) as storage:
        storage.writer.put([entry(1)])
        storage.catch_up()
    return tmp_path / "index"


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("write", [True, False], ids=["to write", "to read"])
def test_an_index_with_a_link_is_refused_and_its_target_stays(
    folder: Path, tmp_path: Path, part: str, *, write: bool
) -> None:
    victim, path = tmp_path / "victim", folder / part
    victim.write_text("precious", encoding="utf-8")
    path.parent.mkdir(exist_ok=True)
    if path.exists():
        path.rename(tmp_path / "moved")
    path.symlink_to(victim)
    with pytest.raises(IndexFolderError, match=f"{path.name} is a link"), local_index(folder, write=write):
        pass
    assert victim.read_text(encoding="utf-8") == "precious"


def test_an_index_is_not_made_through_a_dangling_link(tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "store.sqlite").symlink_to(tmp_path / "elsewhere")
    message = r"store\.sqlite is a link"
    with pytest.raises(IndexFolderError, match=message), local_index(tmp_path / "index", create=True):
        pass
    assert not (tmp_path / "elsewhere").exists()


def test_the_index_folder_itself_may_be_a_link(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(folder)
    with local_index(tmp_path / "link") as storage, storage.reader() as reader:
        assert reader.statistics().documents == 1


def test_a_file_is_not_written_through_a_link_that_was_made_later(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious", encoding="utf-8")
    (tmp_path / "state.json.new").symlink_to(victim)
    replace_text(tmp_path / "state.json", "{}")
    (tmp_path / "write.pid").symlink_to(victim)
    lock = WriteLock(tmp_path)
    lock.acquire()
    lock.release()
    assert victim.read_text(encoding="utf-8") == "precious"
    assert (tmp_path / "state.json").read_text(encoding="utf-8") == "{}"
