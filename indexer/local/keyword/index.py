"""Keep the keyword index of a folder: Whoosh writes it, arrays answer searches.

Whoosh's query language is not used. A text is analysed into terms, and a search scores each quote that has at least one
of the weighted terms. So every text is accepted, and a long query also finds quotes that contain only some of its
terms.
"""

import logging
from pathlib import Path

from quotesearch.indexer.local.id_sets import Ids
from quotesearch.indexer.local.keyword.array_format import count_damaged_files, read_state, state_text
from quotesearch.indexer.local.keyword.array_writer import write_arrays
from quotesearch.indexer.local.keyword.commits import commit, newest_contents, open_searcher
from quotesearch.indexer.local.keyword.scoring import Postings
from quotesearch.indexer.local.store.changes import Changes
from quotesearch.indexer.text.analysis import field_terms

_logger = logging.getLogger(__name__)


class KeywordIndex:
    """The postings of all quotes, in a folder.

    If the arrays cannot be read, the change number is 0 and the next `apply` replaces the whole index. `view` is
    replaced as a whole and is never modified, so that a running search can continue with its view. BM25 counts a
    deleted quote until its segment is rewritten. So scores may differ slightly between an index with many changes and
    an index that was built at once. The quotes that are found do not differ.
    """

    name = "keyword"

    def __init__(self, folder: Path) -> None:
        """Open the folder. Nothing is written before the first `apply`."""
        self.folder = folder
        self.view: Postings | None = self._open()

    @property
    def change(self) -> int:
        """Return the number of the last change that was applied. For a new index, it is 0."""
        return self.view.change if self.view else 0

    def apply(self, changes: Changes) -> None:
        """Apply the changes in one atomic commit. Applying them again has no effect."""
        deleted = {*changes.removed, *(indexed.quote.id for indexed in changes.added)}
        documents = ({"id": bytes.fromhex(indexed.quote.id), **field_terms(indexed)} for indexed in changes.added)
        commit(self.folder, deleted=deleted, documents=documents, change=changes.last_change, clear=self.view is None)
        write_arrays(self.folder)
        self.view = self._open()

    def recover(self) -> None:
        """Write the arrays of Whoosh's last commit if they are missing (a writer was killed).

        If Whoosh's files are damaged, the index is cleared.
        """
        if self.view is None:
            return
        try:
            if newest_contents(self.folder) == read_state(self.view.text).contents:
                open_searcher(self.folder).close()
                return
            write_arrays(self.folder)
            self.view = self._open()
        except Exception as error:  # noqa: BLE001 - Whoosh raises different errors for files that it cannot read
            _logger.warning("%s cannot be read and will be rebuilt from the store: %r", self.folder, error)
            self.clear()

    def ids(self) -> Ids:
        """Return the ids of all quotes in the index."""
        return self.view.ids() if self.view else Ids()

    def describe_damage(self) -> str:
        """Say how many files have changed since they were written. If no file has changed, return ""."""
        count = count_damaged_files(self.folder)
        return f"has {count} damaged files" if count else ""

    def refresh(self) -> None:
        """Load the last commit of another process. If there is no new one, this is fast."""
        if self.view is None or state_text(self.folder) != self.view.text:
            self.view = self._open()

    def clear(self) -> None:
        """Clear the index: change number 0, no quotes. The next `apply` replaces all files."""
        self.view = None

    def _open(self) -> Postings | None:
        """Return a view of the folder. If it is empty or cannot be read, return None.

        If a writer commits at the same time, it deletes files of the previous commit. The new commit is then opened.
        """
        text = state_text(self.folder)
        while read_state(text).contents:
            try:
                return Postings(self.folder, text)
            except (OSError, ValueError, LookupError, TypeError) as error:
                previous_text, text = text, state_text(self.folder)
                if text == previous_text:
                    _logger.warning("%s cannot be read and will be rebuilt from the store: %s", self.folder, error)
                    return None
        return None
