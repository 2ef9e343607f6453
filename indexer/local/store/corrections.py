"""Store the corrections of attributions; `insert` applies them to the quotes of each document that it stores."""

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

from quotesearch.indexer.corrections import (
    EXTRACT_AGAIN,
    checked_name,
    meant_speaker,
    unknown_correction,
    words_of,
)
from quotesearch.indexer.local.store.database import Connection, json_array
from quotesearch.indexer.local.store.rows import SPEAKER_COLUMNS, read_speaker, reporting_damage
from quotesearch.indexer.local.store.speakers import SPEAKERS_WITH_NAME
from quotesearch.indexer.model import Quote, Speaker, SpeakerKind
from quotesearch.indexer.records import Correction
from quotesearch.indexer.text.normalise import fold_name

_ALL = "SELECT * FROM corrections ORDER BY number"
_OF_DOCUMENT = "SELECT * FROM corrections WHERE document_id = ?"
_UPSERT = """
    INSERT INTO corrections (document_id, words, speaker) VALUES (?, ?, ?)
    ON CONFLICT (document_id, words) DO UPDATE SET speaker = excluded.speaker"""
_NAMED = f"""
    SELECT {SPEAKER_COLUMNS}, 1.0 AS speaker_confidence, count(*) AS quotes
    FROM speakers JOIN quotes ON quotes.speaker = speakers.key
    WHERE speakers.document_id = '' AND speakers.key IN ({SPEAKERS_WITH_NAME}) GROUP BY speakers.key"""


def stored_corrections(connection: Connection) -> tuple[Correction, ...]:
    """Return all corrections in the order of their numbers."""
    return tuple(map(_read, connection.rows(_ALL)))


def speakers_by_words(connection: Connection, document_id: str) -> dict[str, Speaker | None]:
    """Return the corrected speakers of a document by the words of their quotes."""
    corrections = map(_read, connection.rows(_OF_DOCUMENT, (document_id,)))
    return {correction.words: correction.speaker for correction in corrections}


def insert_correction(
    connection: Connection, quote: Quote, name: str | None, document_quotes: Sequence[Quote]
) -> Correction:
    """Insert or replace the correction of a quote of a document, inside `writing`; QueryError for an invalid name."""
    speaker = None if name is None else _speaker(connection, checked_name(name), document_quotes)
    words = words_of(quote)
    values = json.dumps(asdict(speaker) if speaker else None, ensure_ascii=False)
    connection.run(_UPSERT, (quote.document_id, words, values))
    return next(map(_read, connection.rows(f"{_OF_DOCUMENT} AND words = ?", (quote.document_id, words))))


def delete_correction(connection: Connection, number: int) -> Correction:
    """Delete a correction, inside `writing`, and make the next run extract its document again; NotFoundError."""
    correction = next((stored for stored in stored_corrections(connection) if stored.number == number), None)
    if correction is None:
        raise unknown_correction(number)
    connection.run("DELETE FROM corrections WHERE number = ?", (number,))
    connection.run("UPDATE documents SET recipe = ? WHERE id = ?", (EXTRACT_AGAIN, correction.document_id))
    return correction


def _speaker(connection: Connection, name: str, document_quotes: Sequence[Quote]) -> Speaker:
    """Return the speaker that the name means in the document or in the index."""
    rows = connection.rows(_NAMED, (json_array(fold_name(name).split()),))
    with reporting_damage():
        in_index = {read_speaker(row): row["quotes"] for row in rows}
    return meant_speaker(name, Counter(quote.speaker for quote in document_quotes), in_index)


def _read(row: sqlite3.Row) -> Correction:
    """Return the correction of a row."""
    with reporting_damage():
        values = json.loads(row["speaker"])
        if values is not None:
            values |= {"kind": SpeakerKind(values["kind"]), "aliases": tuple(values["aliases"])}
        speaker = None if values is None else Speaker(**values)
    return Correction(row["number"], row["document_id"], row["words"], speaker)
