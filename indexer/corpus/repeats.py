"""Know which ids a run has read, so that of two articles with one id the later is a complaint.

Each would replace the other on every run, and nobody would know which of them is held.
"""

from quotesearch.indexer.errors import InputError
from quotesearch.indexer.model import Record


class Repeats:
    """Remember the ids of one run, in some hundred bytes each whatever the articles' size."""

    def __init__(self) -> None:
        self._read: dict[int, tuple[int, str]] = {}

    def checked(self, outcome: Record | InputError) -> Record | InputError:
        """Return what was read, or why it cannot be taken: its id is that of another article read before."""
        if isinstance(outcome, InputError):
            return outcome
        content = hash(outcome)
        first, place = self._read.setdefault(hash(outcome.document.id), (content, outcome.place))
        if first == content:
            return outcome
        remedy = "leave one out, or give each an id of its own"
        return InputError(f"{outcome.place}: has the id of {place}, {outcome.document.id!r}; {remedy}")
