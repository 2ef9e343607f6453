"""Store postings on disk with Whoosh: schema, commits, merging of segments.

A commit is atomic: Whoosh renames a new table of contents into place. One document of the commit has the number of the
last change. Whoosh does not wait until files are on the disk, so this module waits before the rename.
"""

from collections.abc import Collection, Iterable, Mapping
from contextlib import closing
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from quotesearch.indexer.atomic_files import sync
from quotesearch.indexer.local.id_sets import IdArray, Numbers, numbers
from quotesearch.indexer.local.keyword.whoosh_import import whoosh

WEIGHTS = {"text": 1.0, "speaker": 0.6, "context": 0.4, "title": 0.6}
"""The weight of a term in each field. The context is the text around the quote, without the words of the quote."""
LENGTH_PENALTIES = {"B": 0.75, "speaker_B": 0.0}
"""BM25's parameter b, which lowers the scores of long fields, in the form that Whoosh's BM25F takes.

`B` is for all fields except the speaker, because a name with a role is as relevant as a name without a role.
"""
NO_QUOTE = 0
"""The id, as a number, of the document that has the number of the last change."""
_LAST_CHANGE = {"last": "change"}
"""The field and the term by which this document is found."""
_MOST_SEGMENTS, _LARGE = 16, 10_000
"""If more than `_MOST_SEGMENTS` segments have fewer than `_LARGE` documents, half of these segments are merged.

Larger segments are not merged. Whoosh needs milliseconds for each quote to rewrite a segment, and a search of the
arrays stays fast with many segments.
"""
_MOST_DELETED = 0.25
"""A segment with a larger share of deleted documents is rewritten."""
_WHOOSH_PREFIXES = ("_MAIN_", "MAIN_")
"""The prefixes of the names of Whoosh's files. Other files in the folder belong to the user."""


def newest_contents(folder: Path) -> str:
    """Return a hash of Whoosh's newest table of contents, which belongs to the last commit.

    Without a commit, return "".
    """
    paths = {int(path.stem.rsplit("_", 1)[1]): path for path in folder.glob("_MAIN_*.toc")}
    return blake2b(paths[max(paths)].read_bytes(), digest_size=16).hexdigest() if paths else ""


def _schema() -> object:
    """Return the schema: the four searched fields, a column for the id of a quote, and the last change.

    The id is a column and not a field, because a term of a field takes more than a hundred bytes.
    """
    fields, columns = whoosh("fields"), whoosh("columns")
    searched = {name: fields.TEXT(phrase=False) for name in WEIGHTS}
    quote_id = fields.COLUMN(columns.FixedBytesColumn(8))
    return fields.Schema(last=fields.ID, change=fields.STORED, id=quote_id, **searched)


def open_searcher(folder: Path) -> Any:  # noqa: ANN401 - Whoosh has no types
    """Open the newest commit. The caller holds the write lock, so that no other process deletes its files."""
    index = whoosh("index").open_dir(str(folder), schema=_schema(), readonly=True)
    return index.searcher(weighting=whoosh("scoring").BM25F(**LENGTH_PENALTIES))


def segment_readers(searcher: Any) -> list[Any]:  # noqa: ANN401 - Whoosh has no types
    """Return a reader for each segment."""
    return [leaf.reader() for leaf, _ in searcher.leaf_searchers()]


def document_ids(reader: Any) -> Numbers:  # noqa: ANN401 - as above
    """Return the quote id of each document of a segment, also of deleted ones.

    For the last change, it is `NO_QUOTE`.
    """
    column = reader.column_reader("id", translate=False)
    content = column._dbfile.get(column._basepos, 8 * column._count)  # read at once, because a commit needs all of them
    return np.frombuffer(content.ljust(8 * reader.doc_count_all(), b"\0"), ">u8").astype(np.uint64)


def last_change(searcher: Any) -> int:  # noqa: ANN401 - as above
    """Return the number of the last committed change.

    If there is no commit, or if a version with other fields made it, return 0.
    """
    fields = searcher.document(**_LAST_CHANGE)
    return int(fields["change"]) if fields else 0


def commit(
    folder: Path, *, deleted: Collection[str], documents: Iterable[Mapping[str, object]], change: int, clear: bool
) -> None:
    """Delete quotes, add documents and store the number of the change, in one atomic commit.

    With `clear`, the commit replaces everything in the folder, and files that cannot be read are deleted.
    """
    writer = _writer(folder, clear=clear)
    try:
        if not clear:
            _delete(writer, deleted)
        for document in documents:
            writer.add_document(**document)
        writer.add_document(change=change, id=NO_QUOTE.to_bytes(8), **_LAST_CHANGE)
        writer.commit(mergetype=whoosh("writing").CLEAR if clear else _merge)
    except BaseException:
        if not writer.is_closed:
            writer.cancel()
        raise


def _writer(folder: Path, *, clear: bool) -> Any:  # noqa: ANN401 - Whoosh has no types
    """Return a writer for the folder. With `clear`, delete Whoosh's files if they cannot be read."""
    if clear and not _is_readable(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.iterdir():
            if path.name.startswith(_WHOOSH_PREFIXES) and not path.is_dir():
                path.unlink()
        _storage(folder).create_index(_schema())
    storage = _storage(folder)
    for name in [name for name in storage if name.startswith(_WHOOSH_PREFIXES) and ".toc." in name]:
        storage.delete_file(name)  # a killed writer left it
    # Whoosh reads a compound segment (one file) into memory completely whenever it opens it.
    return storage.open_index(schema=_schema()).writer(limitmb=256, compound=False)


def _is_readable(folder: Path) -> bool:
    """Return whether there is a table of contents that can be read."""
    try:
        _storage(folder).open_index(schema=_schema())
    except Exception:  # noqa: BLE001 - Whoosh raises different errors for files that it cannot read
        return False
    return True


def _storage(folder: Path) -> Any:  # noqa: ANN401 - Whoosh has no types
    """Return Whoosh's storage of the folder. Files are on the disk before a table of contents names them."""

    class DurableStorage(whoosh("filedb.filestore").FileStorage):  # type: ignore[misc]
        def rename_file(self, old: str, new: str, safe: bool = False) -> None:  # noqa: FBT001, FBT002 - Whoosh's signature
            for path in folder.iterdir():
                if path.is_file() and path.name.startswith(_WHOOSH_PREFIXES):
                    sync(path)
            super().rename_file(old, new, safe=safe)
            sync(folder)

        def lock(self, _name: str) -> Lock:
            return Lock()  # the index folder's lock excludes other writers; Whoosh's lock would outlast an interrupt

    return DurableStorage(str(folder))


def _delete(writer: Any, ids: Collection[str]) -> None:  # noqa: ANN401 - Whoosh has no types
    """Mark the quotes, and the document of the last change, as deleted."""
    with writer.searcher() as searcher:
        id_array = IdArray(np.concatenate([document_ids(reader) for reader in segment_readers(searcher)]))
        document_numbers = [*id_array.positions(numbers(ids)).tolist(), searcher.document_number(**_LAST_CHANGE)]
    for number in document_numbers:
        if not writer.is_deleted(number):
            writer.delete_document(number)


def _merge(writer: Any, segments: list[Any]) -> list[Any]:  # noqa: ANN401 - Whoosh has no types
    """Choose the segments that stay, and rewrite others into the writer's new segment.

    Segments without live quotes are dropped. Segments with many deleted quotes are rewritten. If there are many small
    segments, the smaller half of them is rewritten too.
    """
    live = [segment for segment in segments if segment.deleted_count() < segment.doc_count_all()]
    sparse = [segment for segment in live if segment.deleted_count() > _MOST_DELETED * segment.doc_count_all()]
    dense = sorted((segment for segment in live if segment not in sparse), key=lambda segment: segment.doc_count_all())
    small_count = sum(segment.doc_count_all() < _LARGE for segment in dense)
    merge_count = small_count // 2 if small_count > _MOST_SEGMENTS else 0
    for segment in (*sparse, *dense[:merge_count]):
        _rewrite(writer, segment)
    return dense[merge_count:]


def _rewrite(writer: Any, segment: Any) -> None:  # noqa: ANN401 - Whoosh has no types
    """Add the live quotes of a segment to the writer.

    Whoosh's `add_reader` copies the set of deleted quotes for each term, which takes minutes. Here the postings are
    read as if no quote were deleted. Then the postings of deleted quotes are skipped.
    """
    codec, reading = segment.codec(), whoosh("reading")
    whole = type(segment)(codec, segment.indexname, doccount=segment.doc_count_all(), segid=segment.segid)
    whole.compound = segment.compound
    with closing(reading.SegmentReader(writer.storage, writer.schema, segment)) as reader:
        first = writer.doc_count()
        numbers = writer.write_per_doc(set(writer.schema.names()), reader)
    with closing(reading.SegmentReader(writer.storage, writer.schema, whole)) as reader:
        for field, term, number, weight, value in reader.iter_postings():
            new_number = first + number if numbers is None else numbers.get(number)
            if new_number is not None:
                writer.pool.add((field, term, new_number, weight, value))
