"""Define the tables of the store, make them, and upgrade tables of an older format.

Making is one transaction, and so is upgrading. So a store has all the tables of a format, or no tables.
"""

import json
import sqlite3

from quotesearch.indexer.text.near_duplicates import near_keys
from quotesearch.indexer.text.normalise import folded_words

FORMAT = 7
"""The format of the tables that this version makes."""

_TABLES = (
    "CREATE TABLE state (change INTEGER NOT NULL)",
    "INSERT INTO state VALUES (0)",
    """CREATE TABLE documents (
        key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, text TEXT NOT NULL, title TEXT NOT NULL,
        outlet TEXT NOT NULL, folded_outlet TEXT NOT NULL, author TEXT NOT NULL, published TEXT, url TEXT NOT NULL,
        language TEXT NOT NULL, path TEXT NOT NULL, fingerprint TEXT NOT NULL, recipe TEXT NOT NULL)""",
    "CREATE INDEX documents_url ON documents (url)",
    "CREATE INDEX documents_path ON documents (path)",
    "CREATE INDEX documents_outlet ON documents (folded_outlet)",
    # Each row is one form in which documents name a speaker; rows of equal identity are one speaker.
    """CREATE TABLE speakers (
        key INTEGER PRIMARY KEY, identity TEXT NOT NULL, document_id TEXT NOT NULL, name TEXT NOT NULL,
        kind TEXT NOT NULL, role TEXT NOT NULL, affiliation TEXT NOT NULL, aliases TEXT NOT NULL,
        surname TEXT NOT NULL, UNIQUE (identity, name, kind, role, affiliation, aliases))""",
    "CREATE INDEX speakers_surname ON speakers (surname)",
    """CREATE TABLE names (
        speaker INTEGER NOT NULL REFERENCES speakers (key) ON DELETE CASCADE, folded TEXT NOT NULL,
        PRIMARY KEY (speaker, folded)) WITHOUT ROWID""",
    """CREATE TABLE quotes (
        key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
        document INTEGER NOT NULL REFERENCES documents (key) ON DELETE CASCADE,
        speaker INTEGER NOT NULL REFERENCES speakers (key), start INTEGER NOT NULL, text TEXT NOT NULL,
        content TEXT NOT NULL, cue TEXT NOT NULL, source TEXT NOT NULL, context TEXT NOT NULL,
        kind TEXT NOT NULL, confidence REAL NOT NULL, reports TEXT NOT NULL DEFAULT 'speech',
        change INTEGER NOT NULL, folded TEXT NOT NULL DEFAULT '')""",
    "CREATE INDEX quotes_speaker ON quotes (speaker)",
    "CREATE INDEX quotes_change ON quotes (change)",
    # The quotes that were deleted or replaced, so that derived indexes can be brought up to date.
    "CREATE TABLE tombstones (id TEXT PRIMARY KEY, change INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE INDEX tombstones_change ON tombstones (change)",
    # Identities that are one person: the decisions of users, and the results of these and of `speaker_merging`.
    "CREATE TABLE corrections (identity TEXT PRIMARY KEY, person TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE joined (identity TEXT PRIMARY KEY, person TEXT NOT NULL, why TEXT NOT NULL) WITHOUT ROWID",
    """CREATE VIEW persons AS
        SELECT speakers.*, coalesce(joined.person, speakers.identity) AS person
        FROM speakers LEFT JOIN joined ON joined.identity = speakers.identity""",
    # The words of whole articles, so that words outside quotes are found; triggers keep the index up to date.
    """CREATE VIRTUAL TABLE texts USING fts5 (
        text, content = 'documents', content_rowid = 'key', tokenize = 'unicode61 remove_diacritics 2',
        detail = 'none')""",
    """CREATE TRIGGER documents_in AFTER INSERT ON documents BEGIN
        INSERT INTO texts (rowid, text) VALUES (new.key, new.text); END""",
    """CREATE TRIGGER documents_out AFTER DELETE ON documents BEGIN
        INSERT INTO texts (texts, rowid, text) VALUES ('delete', old.key, old.text); END""",
    # Keys that quotes of nearly the same words share: see `indexer/text/near_duplicates.py`.
    "CREATE TABLE bands (near INTEGER NOT NULL, quote INTEGER NOT NULL, PRIMARY KEY (near, quote)) WITHOUT ROWID",
    "CREATE INDEX bands_quote ON bands (quote)",
    "CREATE TRIGGER quotes_out AFTER DELETE ON quotes BEGIN DELETE FROM bands WHERE quote = old.key; END",
    # All columns of a quote for a filter by date, outlet or kind, so that the row itself is not read.
    "CREATE INDEX quotes_filtered ON quotes (document, start, id, reports, kind)",
)
_SINCE_FORMAT_6 = (
    # The normalised words of the quotes, for phrases, wildcards and NEAR. The tokenizer splits at ASCII characters
    # that are not letters or digits, which are spaces only, and does not change other characters.
    """CREATE VIRTUAL TABLE words USING fts5 (
        folded, content = 'quotes', content_rowid = 'key', tokenize = 'ascii')""",
    "CREATE VIRTUAL TABLE vocabulary USING fts5vocab (words, row)",
    """CREATE TRIGGER words_in AFTER INSERT ON quotes BEGIN
        INSERT INTO words (rowid, folded) VALUES (new.key, new.folded); END""",
    """CREATE TRIGGER words_out AFTER DELETE ON quotes BEGIN
        INSERT INTO words (words, rowid, folded) VALUES ('delete', old.key, old.folded); END""",
    # The order of a listing: newest first, undated last.
    "CREATE INDEX documents_newest ON documents (published DESC, id)",
    # The last word of the identity, so that a batch updates the joins of its surnames only.
    "ALTER TABLE joined ADD COLUMN surname TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX joined_surname ON joined (surname)",
)
_SINCE_FORMAT_7 = (
    "ALTER TABLE corrections RENAME TO merges",
    # The attributions that users corrected, by the words of the quote; the speaker is JSON, `null` if it is no quote.
    """CREATE TABLE corrections (
        number INTEGER PRIMARY KEY, document_id TEXT NOT NULL, words TEXT NOT NULL, speaker TEXT NOT NULL,
        UNIQUE (document_id, words))""",
    "ALTER TABLE quotes ADD COLUMN speaker_confidence REAL NOT NULL DEFAULT 1.0",
)
_STEPS: dict[int, tuple[str, ...]] = {
    0: (*_TABLES, *_SINCE_FORMAT_6, *_SINCE_FORMAT_7),
    5: (
        "ALTER TABLE quotes ADD COLUMN folded TEXT NOT NULL DEFAULT ''",
        "UPDATE quotes SET folded = folded(text)",
        "DROP INDEX documents_published",
        *_SINCE_FORMAT_6,
        "INSERT INTO words (words) VALUES ('rebuild')",
        "UPDATE joined SET surname = surname_of(identity)",
        "DELETE FROM bands",
        "INSERT OR IGNORE INTO bands SELECT value, quotes.key FROM quotes, json_each(near_keys(quotes.text))",
        *_SINCE_FORMAT_7,
    ),
    6: _SINCE_FORMAT_7,
}
"""The statements that upgrade each older format to FORMAT. Format 0 is an empty file; version 0.1.0 wrote format 5."""
FORMATS = {*_STEPS, FORMAT}
"""The formats that this version can open. Other formats were never released, or are newer."""


def upgrade(connection: sqlite3.Connection) -> None:
    """Make the tables of a new store. In an older store, upgrade the tables without losing stored content."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == FORMAT:
        return
    connection.create_function("near_keys", 1, lambda text: json.dumps(next(near_keys([text]))), deterministic=True)
    connection.create_function("folded", 1, folded_text, deterministic=True)
    connection.create_function("surname_of", 1, surname_of, deterministic=True)
    connection.execute("BEGIN IMMEDIATE")
    for statement in (*_STEPS[version], f"PRAGMA user_version = {FORMAT}"):
        connection.execute(statement)
    connection.execute("COMMIT")


def surname_of(identity: str) -> str:
    """Return the last word of a folded name. If the name has no words, return ""."""
    return (identity.split() or [""])[-1]


def folded_text(text: str) -> str:
    """Return the normalised words of a quote, joined by spaces. The table `words` indexes them in this form."""
    return " ".join(folded_words(text))
