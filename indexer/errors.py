"""The errors that users see. Each message names the problem and ends with the remedy.

QuoteSearchError               base class of all errors that are shown to users
├── InputError                 a file or row that cannot be read
├── IndexFolderError           an index folder that cannot be used in its present state
│   ├── IndexNotFoundError     the folder has no index
│   ├── IndexMismatchError     the index has another model, or a format that this version cannot read
│   ├── IndexLockedError       another process has locked the index
│   └── IndexDamagedError      the store cannot be read
├── NotFoundError              a quote, document or speaker that is not in the index
├── QueryError                 a query or filter that is not valid
└── ModelError                 an embedding model that cannot be loaded or used

Mistakes of a programmer raise `ValueError` and `TypeError` instead.
"""


class QuoteSearchError(Exception):
    """The base class of errors that are shown to users. The message is a sentence that ends with the remedy."""


class InputError(QuoteSearchError):
    """A file, row or byte of the input cannot be read. The message gives its place and the reason."""


class IndexFolderError(QuoteSearchError):
    """An index folder cannot be used in its present state."""


class IndexNotFoundError(IndexFolderError):
    """The folder has no index."""


class IndexMismatchError(IndexFolderError):
    """The index was made with another model, or in a format that this version cannot read."""


class IndexLockedError(IndexFolderError):
    """Another process has locked the index. The message names the process if it is known."""


class IndexDamagedError(IndexFolderError):
    """The store of the index cannot be read."""


class NotFoundError(QuoteSearchError):
    """The index does not contain the requested quote, document or speaker."""


class QueryError(QuoteSearchError):
    """A query or filter is not valid. The message names the wrong part."""


class ModelError(QuoteSearchError):
    """An embedding model cannot be loaded or used. The message gives the reason."""
