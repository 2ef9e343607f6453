"""Write documents, quotes and speakers inside a transaction, and leave a tombstone for each quote taken out."""

from collections.abc import Collection

from quotesearch.indexer.local.store.database import Connection, listed
from quotesearch.indexer.local.store.rows import document_row, folded_names, quote_row, speaker_row
from quotesearch.indexer.model import Quote, Speaker
from quotesearch.indexer.records import Attributed
from quotesearch.indexer.text.near_duplicates import near_keys

_TAKEN = "SELECT key FROM documents WHERE id IN (SELECT value FROM json_each(?))"
_BURY = f"""
    INSERT OR REPLACE INTO tombstones (id, change)
    SELECT id, ? FROM quotes WHERE document IN ({_TAKEN})"""
_SURNAMES = f"""
    SELECT DISTINCT surname FROM quotes JOIN speakers ON speakers.key = quotes.speaker
    WHERE quotes.document IN ({_TAKEN})"""
_SPEAKER = """
    SELECT key FROM speakers WHERE identity = :identity AND name = :name AND kind = :kind AND role = :role
        AND aliases = :aliases AND affiliation = :affiliation"""
_SWEEP_SPEAKERS = """
    DELETE FROM speakers WHERE key IN (SELECT value FROM json_each(?))
    AND NOT EXISTS (SELECT 1 FROM quotes WHERE quotes.speaker = speakers.key)"""


def surnames(connection: Connection, document_ids: Collection[str]) -> set[str]:
    """Return the surnames of the speakers quoted in the documents."""
    return {row["surname"] for row in connection.rows(_SURNAMES, (listed(document_ids),))} - {""}


def insert(connection: Connection, entry: Attributed, change: int) -> int:
    """Write a document that is not held, with its quotes; return how many.

    Two quotes of one place have one id: the first counts.
    """
    document = connection.insert("documents", document_row(entry))
    quotes = {quote.id: quote for quote in reversed(entry.quotes)}.values()
    keys: dict[Speaker, int] = {}
    for quote, near in zip(quotes, near_keys(quote.text for quote in quotes), strict=True):
        if quote.speaker not in keys:
            keys[quote.speaker] = _speaker_key(connection, quote)
        place = {"document": document, "speaker": keys[quote.speaker], "change": change}
        key = connection.insert("quotes", quote_row(quote) | place)
        connection.run_many("INSERT OR IGNORE INTO bands (near, quote) VALUES (?, ?)", [(each, key) for each in near])
    return len(quotes)


def take_out(connection: Connection, document_ids: Collection[str], change: int) -> None:
    """Delete the documents with their quotes, and those speakers whom nobody quotes any more."""
    ids = listed(document_ids)
    connection.run(_BURY, (change, ids))
    of_these = f"SELECT DISTINCT speaker FROM quotes WHERE document IN ({_TAKEN})"
    speakers = [row["speaker"] for row in connection.rows(of_these, (ids,))]
    connection.run("DELETE FROM documents WHERE id IN (SELECT value FROM json_each(?))", (ids,))
    connection.run(_SWEEP_SPEAKERS, (listed(speakers),))


def _speaker_key(connection: Connection, quote: Quote) -> int:
    """Return the key of the quote's speaker, written first if it is new."""
    row = speaker_row(quote.speaker, quote.document_id)
    if rows := connection.rows(_SPEAKER, row):
        return int(rows[0]["key"])
    key = connection.insert("speakers", row)
    names = [(key, folded) for folded in sorted(folded_names(quote.speaker))]
    connection.run_many("INSERT INTO names (speaker, folded) VALUES (?, ?)", names)
    return key
