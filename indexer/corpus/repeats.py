"""Check that no two different articles of a run have one id.

Each would replace the other on every run, and which of them is stored would be a matter of chance.
"""

from quotesearch.indexer.errors import InputError
from quotesearch.indexer.model import Record

_GENERATION = 500_000
"""Articles of a generation: about 260 bytes each, whatever their length. A run needs 260 MB at most."""


class Repeats:
    """Remember the ids of one run: of all articles up to 1,000,000, after that of the last 500,000 or more.

    An id is remembered in the generation in which it was read first. When a generation is full, it replaces the one
    before it.
    """

    def __init__(self) -> None:
        self._recent: dict[int, tuple[int, str]] = {}
        self._older: dict[int, tuple[int, str]] = {}

    def checked(self, outcome: Record | InputError) -> Record | InputError:
        """Return the outcome, or an error if another article with its id was read before."""
        if isinstance(outcome, InputError):
            return outcome
        key, content = hash(outcome.document.id), hash(outcome)
        first, place = self._older.get(key) or self._recent.setdefault(key, (content, outcome.place))
        if len(self._recent) == _GENERATION:
            self._older, self._recent = self._recent, {}
        if first == content:
            return outcome
        remedy = "leave one out, or give each an id of its own"
        return InputError(f"{outcome.place}: has the id of {place}, {outcome.document.id!r}; {remedy}")
