"""Keep the postings on disk: schema, commits, merging.

A commit is atomic: Whoosh renames a new table of contents into place, and the number of the last
change is a document inside it. Whoosh itself never waits for the disk; here it does, before the rename.
"""

from collections.abc import Collection, Iterable, Mapping
from contextlib import closing
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from quotesearch.indexer.atomic_files import sync
from quotesearch.indexer.local.id_sets import NumberedIds, Numbers, numbers
from quotesearch.indexer.local.keyword.whoosh_import import whoosh

WEIGHTS = {"text": 1.0, "speaker": 0.6, "context": 0.4, "title": 0.6}
"""What a term counts for in each field; the context is what surrounds the quote, without its own words."""
LENGTH_MATTERS = {"B": 0.75, "speaker_B": 0.0}
"""Whoosh's B, of all fields and of one: how far a long field is discounted.

Names with a role are no less to the point than those without.
"""
NO_QUOTE = 0
"""The id, as a number, of the document that holds the last change."""
_LAST_CHANGE = {"last": "change"}
_MOST_SEGMENTS, _LARGE = 16, 10_000
"""How many segments there may be of fewer documents than that; larger ones are left alone.

To write a segment anew costs Whoosh milliseconds a quote, and decoded postings bear many segments.
"""
_MOST_DELETED = 0.25
_OWN = ("_MAIN_", "MAIN_")
"""How the names of Whoosh's files begin; whatever else lies in the folder is somebody's own."""


def newest_contents(folder: Path) -> str:
    """Return what tells Whoosh's newest table of contents, that of the last commit, from all others."""
    found = {int(path.stem.rsplit("_", 1)[1]): path for path in folder.glob("_MAIN_*.toc")}
    return blake2b(found[max(found)].read_bytes(), digest_size=16).hexdigest() if found else ""


def _schema() -> object:
    """Return the fields: the four that are searched, a column for the id of a quote, and the last change.

    The id is not a field, since a term takes up more than a hundred bytes.
    """
    fields, columns = whoosh("fields"), whoosh("columns")
    searched = {name: fields.TEXT(phrase=False) for name in WEIGHTS}
    quote_id = fields.COLUMN(columns.FixedBytesColumn(8))
    return fields.Schema(last=fields.ID, change=fields.STORED, id=quote_id, **searched)


def open_searcher(folder: Path) -> Any:  # noqa: ANN401 - Whoosh has no types
    """Open the newest commit for searching; only whoever holds the write lock does, so nobody takes it away."""
    index = whoosh("index").open_dir(str(folder), schema=_schema(), readonly=True)
    return index.searcher(weighting=whoosh("scoring").BM25F(**LENGTH_MATTERS))


def segment_readers(searcher: Any) -> list[Any]:  # noqa: ANN401 - Whoosh has no types
    """Return a reader for each segment."""
    return [leaf.reader() for leaf, _ in searcher.leaf_searchers()]


def document_ids(reader: Any) -> Numbers:  # noqa: ANN401 - as above
    """Return the quote of each document of a segment, deleted ones included; `NO_QUOTE` for the last change."""
    column = reader.column_reader("id", translate=False)
    held = column._dbfile.get(column._basepos, 8 * column._count)  # not one by one: a commit asks for all of them
    return np.frombuffer(held.ljust(8 * reader.doc_count_all(), b"\0"), ">u8").astype(np.uint64)


def last_change(searcher: Any) -> int:  # noqa: ANN401 - as above
    """Return the number of the last change committed; 0 where nothing was, or by a version with other fields."""
    kept = searcher.document(**_LAST_CHANGE)
    return int(kept["change"]) if kept else 0


def commit(
    folder: Path, *, gone: Collection[str], documents: Iterable[Mapping[str, object]], change: int, afresh: bool
) -> None:
    """Delete the quotes in `gone`, add the documents and note the change in one commit; all of it or nothing.

    `afresh` takes the place of all that was there, or of files that cannot be read.
    """
    writer = _writer(folder, afresh=afresh)
    try:
        if not afresh:
            _delete(writer, gone)
        for document in documents:
            writer.add_document(**document)
        writer.add_document(change=change, id=NO_QUOTE.to_bytes(8), **_LAST_CHANGE)
        writer.commit(mergetype=whoosh("writing").CLEAR if afresh else _merge)
    except BaseException:
        if not writer.is_closed:
            writer.cancel()
        raise


def _writer(folder: Path, *, afresh: bool) -> Any:  # noqa: ANN401 - Whoosh has no types
    """Return a writer on the folder; files that cannot be read are deleted where nothing of them is to be kept."""
    if afresh and not _opens(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.iterdir():
            if path.name.startswith(_OWN) and not path.is_dir():
                path.unlink()
        _storage(folder).create_index(_schema())
    storage = _storage(folder)
    for left in (name for name in storage if name.startswith(_OWN) and ".toc." in name):  # by a writer that was killed
        storage.delete_file(left)
    # Of a segment that is one file, Whoosh reads all into memory whenever it opens it.
    return storage.open_index(schema=_schema()).writer(limitmb=256, compound=False)


def _opens(folder: Path) -> bool:
    """Tell whether there is a table of contents, and one that can be read."""
    try:
        _storage(folder).open_index(schema=_schema())
    except Exception:  # noqa: BLE001 - Whoosh has no one error for files that it cannot read
        return False
    return True


def _storage(folder: Path) -> Any:  # noqa: ANN401 - Whoosh has no types
    """Return the folder as Whoosh's storage, in which a table of contents never names what a power cut could lose."""

    class DurableStorage(whoosh("filedb.filestore").FileStorage):  # type: ignore[misc]
        def rename_file(self, old: str, new: str, safe: bool = False) -> None:  # noqa: FBT001, FBT002 - Whoosh's own
            for path in folder.iterdir():
                if path.is_file() and path.name.startswith(_OWN):
                    sync(path)
            super().rename_file(old, new, safe=safe)
            sync(folder)

        def lock(self, _name: str) -> Lock:
            return Lock()  # the index folder's lock keeps others out; Whoosh's own would outlive an interrupt

    return DurableStorage(str(folder))


def _delete(writer: Any, gone: Collection[str]) -> None:  # noqa: ANN401 - Whoosh has no types
    """Mark the quotes, and the last change, as deleted."""
    with writer.searcher() as searcher:
        held = NumberedIds(np.concatenate([document_ids(reader) for reader in segment_readers(searcher)]))
        places = [*held.places(numbers(gone)).tolist(), searcher.document_number(**_LAST_CHANGE)]
    for number in places:
        if not writer.is_deleted(number):
            writer.delete_document(number)


def _merge(writer: Any, segments: list[Any]) -> list[Any]:  # noqa: ANN401 - Whoosh has no types
    """Drop the segments without a living quote, write anew those full of deleted ones, and half of many small ones."""
    alive = [one for one in segments if one.deleted_count() < one.doc_count_all()]
    full = [one for one in alive if one.deleted_count() > _MOST_DELETED * one.doc_count_all()]
    kept = sorted((one for one in alive if one not in full), key=lambda one: one.doc_count_all())
    small = sum(one.doc_count_all() < _LARGE for one in kept)
    merged = small // 2 if small > _MOST_SEGMENTS else 0
    for segment in (*full, *kept[:merged]):
        _rewrite(writer, segment)
    return kept[merged:]


def _rewrite(writer: Any, segment: Any) -> None:  # noqa: ANN401 - Whoosh has no types
    """Add the living quotes of the segment to the writer.

    Whoosh's own `add_reader` copies the set of deleted quotes once a term, which takes minutes. Here the
    postings are read as if nothing were deleted, and those of deleted quotes passed over.
    """
    codec, reading = segment.codec(), whoosh("reading")
    whole = type(segment)(codec, segment.indexname, doccount=segment.doc_count_all(), segid=segment.segid)
    whole.compound = segment.compound
    with closing(reading.SegmentReader(writer.storage, writer.schema, segment)) as reader:
        first = writer.doc_count()
        numbers = writer.write_per_doc(set(writer.schema.names()), reader)
    with closing(reading.SegmentReader(writer.storage, writer.schema, whole)) as reader:
        for field, term, number, weight, value in reader.iter_postings():
            moved = first + number if numbers is None else numbers.get(number)
            if moved is not None:
                writer.pool.add((field, term, moved, weight, value))
