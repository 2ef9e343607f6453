"""Check that no two different articles of a run have the same id.

Otherwise each of the two would replace the other on every run, and chance would decide which of them is stored.
"""

from quotesearch.indexer.errors import InputError
from quotesearch.indexer.model import Record

_GENERATION = 500_000
"""The most articles of a generation.

Each needs about 260 bytes, so the two generations of a run need at most 260 MB.
"""


class Repeats:
    """Remember the ids of one run: all ids up to 1,000,000 articles, then at least the last 500,000 ids.

    An id is remembered in the generation in which it was first read. When a generation is full, it replaces the
    generation before it.
    """

    def __init__(self) -> None:
        self._recent: dict[int, tuple[int, str]] = {}
        self._older: dict[int, tuple[int, str]] = {}

    def checked(self, outcome: Record | InputError) -> Record | InputError:
        """Return the outcome. If another article with the same id was read before, return an error."""
        if isinstance(outcome, InputError):
            return outcome
        key, content = hash(outcome.document.id), hash(outcome)
        first, place = self._older.get(key) or self._recent.setdefault(key, (content, outcome.place))
        if len(self._recent) == _GENERATION:
            self._older, self._recent = self._recent, {}
        if first == content:
            return outcome
        remedy = "remove one of the two, or give each a different id"
        return InputError(f"{outcome.place}: has the same id as {place}, {outcome.document.id!r}; {remedy}")
