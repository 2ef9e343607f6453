"""Insert and delete documents, quotes and speakers in a transaction. Each deleted quote leaves a tombstone."""

from collections.abc import Collection

from quotesearch.indexer.corrections import corrected
from quotesearch.indexer.local.store.corrections import speakers_by_words
from quotesearch.indexer.local.store.database import Connection, json_array
from quotesearch.indexer.local.store.rows import document_row, folded_names, quote_row, speaker_row
from quotesearch.indexer.model import Quote, Speaker
from quotesearch.indexer.records import Attributed
from quotesearch.indexer.text.near_duplicates import near_keys

_DOCUMENT_KEYS = "SELECT key FROM documents WHERE id IN (SELECT value FROM json_each(?))"
_ADD_TOMBSTONES = f"""
    INSERT OR REPLACE INTO tombstones (id, change)
    SELECT id, ? FROM quotes WHERE document IN ({_DOCUMENT_KEYS})"""
_SURNAMES = f"""
    SELECT DISTINCT surname FROM quotes JOIN speakers ON speakers.key = quotes.speaker
    WHERE quotes.document IN ({_DOCUMENT_KEYS})"""
_SPEAKER = """
    SELECT key FROM speakers WHERE identity = :identity AND name = :name AND kind = :kind AND role = :role
        AND aliases = :aliases AND affiliation = :affiliation"""
_DELETE_UNQUOTED_SPEAKERS = """
    DELETE FROM speakers WHERE key IN (SELECT value FROM json_each(?))
    AND NOT EXISTS (SELECT 1 FROM quotes WHERE quotes.speaker = speakers.key)"""


def surnames(connection: Connection, document_ids: Collection[str]) -> set[str]:
    """Return the surnames of the speakers quoted in the documents."""
    return {row["surname"] for row in connection.rows(_SURNAMES, (json_array(document_ids),))} - {""}


def insert(connection: Connection, entry: Attributed, change: int) -> int:
    """Insert a document that is not stored, with its quotes after corrections. Return the number of these quotes.

    Quotes at the same position have the same id. Only the first of them is stored.
    """
    document = connection.insert("documents", document_row(entry))
    corrected_quotes = corrected(entry.quotes, speakers_by_words(connection, entry.document.id))
    quotes = {quote.id: quote for quote in reversed(corrected_quotes)}.values()
    keys: dict[Speaker, int] = {}
    for quote, bands in zip(quotes, near_keys(quote.text for quote in quotes), strict=True):
        if quote.speaker not in keys:
            keys[quote.speaker] = _speaker_key(connection, quote)
        references = {"document": document, "speaker": keys[quote.speaker], "change": change}
        key = connection.insert("quotes", quote_row(quote) | references)
        connection.run_many("INSERT OR IGNORE INTO bands (near, quote) VALUES (?, ?)", [(band, key) for band in bands])
    return len(quotes)


def delete_documents(connection: Connection, document_ids: Collection[str], change: int) -> None:
    """Delete the documents with their quotes, and the speakers that have no quotes any more."""
    ids = json_array(document_ids)
    connection.run(_ADD_TOMBSTONES, (change, ids))
    select_speakers = f"SELECT DISTINCT speaker FROM quotes WHERE document IN ({_DOCUMENT_KEYS})"
    speakers = [row["speaker"] for row in connection.rows(select_speakers, (ids,))]
    connection.run("DELETE FROM documents WHERE id IN (SELECT value FROM json_each(?))", (ids,))
    connection.run(_DELETE_UNQUOTED_SPEAKERS, (json_array(speakers),))


def _speaker_key(connection: Connection, quote: Quote) -> int:
    """Return the key of the quote's speaker. If the speaker is new, insert it."""
    row = speaker_row(quote.speaker, quote.document_id)
    if rows := connection.rows(_SPEAKER, row):
        return int(rows[0]["key"])
    key = connection.insert("speakers", row)
    names = [(key, folded) for folded in sorted(folded_names(quote.speaker))]
    connection.run_many("INSERT INTO names (speaker, folded) VALUES (?, ?)", names)
    return key
