"""Say what tables a store has, make them, and bring those of an older format up to date.

Each format is one step from the one before it, taken in one transaction: a store has all of a step or nothing.
"""

import json
import sqlite3

from quotesearch.indexer.minhash import near_keys

FORMAT = 5

_SPEAKERS = """CREATE TABLE speakers (
    key INTEGER PRIMARY KEY, identity TEXT NOT NULL, document_id TEXT NOT NULL, name TEXT NOT NULL,
    kind TEXT NOT NULL, role TEXT NOT NULL, affiliation TEXT NOT NULL, aliases TEXT NOT NULL, surname TEXT NOT NULL,
    UNIQUE (identity, name, kind, role, affiliation, aliases))"""
"""A row is one way in which a document names a speaker; those of equal identity are one speaker."""
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
    "CREATE INDEX documents_published ON documents (published)",
    _SPEAKERS,
    """CREATE TABLE names (
        speaker INTEGER NOT NULL REFERENCES speakers (key) ON DELETE CASCADE, folded TEXT NOT NULL,
        PRIMARY KEY (speaker, folded)) WITHOUT ROWID""",
    """CREATE TABLE quotes (
        key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
        document INTEGER NOT NULL REFERENCES documents (key) ON DELETE CASCADE,
        speaker INTEGER NOT NULL REFERENCES speakers (key), start INTEGER NOT NULL, text TEXT NOT NULL,
        content TEXT NOT NULL, cue TEXT NOT NULL, source TEXT NOT NULL, context TEXT NOT NULL,
        kind TEXT NOT NULL, confidence REAL NOT NULL, reports TEXT NOT NULL DEFAULT 'speech',
        change INTEGER NOT NULL)""",
    "CREATE INDEX quotes_speaker ON quotes (speaker)",
    "CREATE INDEX quotes_change ON quotes (change)",
    # The quotes that were taken out or replaced, so that derived parts can follow.
    "CREATE TABLE tombstones (id TEXT PRIMARY KEY, change INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE INDEX tombstones_change ON tombstones (change)",
)

_PERSONS = (
    "CREATE INDEX speakers_surname ON speakers (surname)",
    """CREATE VIEW persons AS
        SELECT speakers.*, coalesce(joined.person, speakers.identity) AS person
        FROM speakers LEFT JOIN joined ON joined.identity = speakers.identity""",
)
_JOINS = (
    # Who is one person with whom: by hand, and what follows from that and from the rules of `joining`.
    "CREATE TABLE corrections (identity TEXT PRIMARY KEY, person TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE joined (identity TEXT PRIMARY KEY, person TEXT NOT NULL, why TEXT NOT NULL) WITHOUT ROWID",
    *_PERSONS,
)
_TEXTS = (
    # The words of whole articles, so that words that nobody is quoted with are found too; kept in step by triggers.
    """CREATE VIRTUAL TABLE texts USING fts5 (
        text, content = 'documents', content_rowid = 'key', tokenize = 'unicode61 remove_diacritics 2',
        detail = 'none')""",
    """CREATE TRIGGER documents_in AFTER INSERT ON documents BEGIN
        INSERT INTO texts (rowid, text) VALUES (new.key, new.text); END""",
    """CREATE TRIGGER documents_out AFTER DELETE ON documents BEGIN
        INSERT INTO texts (texts, rowid, text) VALUES ('delete', old.key, old.text); END""",
)
_ALIKE = (
    # Keys that quotes of nearly the same words share: see `indexer/minhash.py`.
    "CREATE TABLE bands (near INTEGER NOT NULL, quote INTEGER NOT NULL, PRIMARY KEY (near, quote)) WITHOUT ROWID",
    "CREATE INDEX bands_quote ON bands (quote)",
    "CREATE TRIGGER quotes_out AFTER DELETE ON quotes BEGIN DELETE FROM bands WHERE quote = old.key; END",
)
_FILTERED = (
    # All that a filter by date, outlet or kind asks of a quote, so that it need not be read.
    "CREATE INDEX quotes_filtered ON quotes (document, start, id, reports, kind)",
)
_STEPS: dict[int, tuple[str, ...]] = {
    0: _TABLES + _JOINS + _TEXTS + _ALIKE + _FILTERED,
    1: (
        "ALTER TABLE quotes ADD COLUMN reports TEXT NOT NULL DEFAULT 'speech'",
        "ALTER TABLE speakers ADD COLUMN surname TEXT NOT NULL DEFAULT ''",
        *_JOINS,
    ),
    2: (
        "DROP VIEW persons",
        _SPEAKERS.replace("speakers", "new_speakers", 1),
        """INSERT INTO new_speakers SELECT key, identity, document_id, name, kind, role, '', aliases, surname
            FROM speakers""",
        "DROP TABLE speakers",
        "ALTER TABLE new_speakers RENAME TO speakers",
        *_PERSONS,
        *_TEXTS,
        "INSERT INTO texts (texts) VALUES ('rebuild')",
    ),
    3: (
        *_ALIKE,
        "INSERT OR IGNORE INTO bands SELECT value, quotes.key FROM quotes, json_each(near_keys(quotes.text))",
    ),
    4: ("DROP INDEX quotes_document", "DROP INDEX quotes_kind", *_FILTERED),
}
"""Format, 0 for an empty file -> what leads from it on; the first step goes to the present format at once."""


def bring_up(connection: sqlite3.Connection, version: int) -> None:
    """Make the tables of a new store, or change those of an older format, which keeps all that it holds.

    A table that is exchanged for a wider one must not take with it what refers to it.
    """
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.create_function("near_keys", 1, lambda text: json.dumps(next(near_keys([text]))))
    while version < FORMAT:
        connection.execute("BEGIN IMMEDIATE")
        for statement in _STEPS[version]:
            connection.execute(statement)
        version = version + 1 if version else FORMAT
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("COMMIT")
    connection.execute("PRAGMA foreign_keys = ON")
