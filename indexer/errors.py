"""Say what went wrong in words that a person can act on.

QuoteSearchError               the base: every error meant for a user's eyes
├── InputError                 a file or row that cannot be read, named with the reason
├── IndexFolderError           an index folder that cannot be used as it is
│   ├── IndexNotFoundError     no index there
│   ├── IndexMismatchError     made by another model or a newer format
│   ├── IndexLockedError       another writer holds it
│   └── IndexDamagedError      its truth cannot be read
├── NotFoundError              a quote, document or speaker that the index does not hold
├── QueryError                 a query or filter that has no meaning
└── ModelError                 an embedding model that cannot be loaded or used

Each message ends with what to do. Programming mistakes stay `ValueError` and `TypeError`.
"""


class QuoteSearchError(Exception):
    """Tell a user what went wrong and what to do about it."""


class InputError(QuoteSearchError):
    """Name the file (and row or byte) that cannot be read, and why."""


class IndexFolderError(QuoteSearchError):
    """Say that an index folder cannot be used as it is."""


class IndexNotFoundError(IndexFolderError):
    """Say that there is no index in the folder."""


class IndexMismatchError(IndexFolderError):
    """Say that the index was made by another model or a newer format."""


class IndexLockedError(IndexFolderError):
    """Say which process is writing to the index now."""


class IndexDamagedError(IndexFolderError):
    """Say that the store cannot be read."""


class NotFoundError(QuoteSearchError):
    """Say that the index holds no such quote, document or speaker."""


class QueryError(QuoteSearchError):
    """Say what in a query or filter has no meaning."""


class ModelError(QuoteSearchError):
    """Say why an embedding model cannot be loaded or used."""
