"""Keep the keyword index of a folder: Whoosh for writing, arrays for searching.

Nothing a user types is parsed by Whoosh's query language: the text is analysed into terms and scored as a union of
weighted terms, so nothing raises and a long query finds quotes that hold only part of it.
"""

import logging
from pathlib import Path

from quotesearch.indexer.local.id_sets import Ids
from quotesearch.indexer.local.keyword.array_format import damaged, read_state, state_text
from quotesearch.indexer.local.keyword.array_writer import write_arrays
from quotesearch.indexer.local.keyword.commits import commit, newest_contents, open_searcher
from quotesearch.indexer.local.keyword.scoring import Postings
from quotesearch.indexer.local.store.changes import Changes
from quotesearch.indexer.text.analysis import field_terms

_logger = logging.getLogger(__name__)


class KeywordIndex:
    """Hold the postings of all quotes in a folder.

    A folder whose arrays cannot be read has change 0, and the next `apply` replaces all that was there. `view` is
    replaced as a whole and never changes itself, so that a search may go on with the one it began with.
    BM25 counts a deleted quote until its segment is rewritten, so that scores (not what is found)
    may differ a little between an index that has seen many changes and one built at once.
    """

    name = "keyword"

    def __init__(self, folder: Path) -> None:
        """Open the folder; nothing is written before the first `apply`."""
        self.folder = folder
        self.view: Postings | None = self._opened()

    @property
    def change(self) -> int:
        """Return the number of the last change held; 0 when new."""
        return self.view.change if self.view else 0

    def apply(self, changes: Changes) -> None:
        """Take the changes in, all or nothing; applying them again changes nothing."""
        deleted = {*changes.removed, *(indexed.quote.id for indexed in changes.added)}
        documents = ({"id": bytes.fromhex(indexed.quote.id), **field_terms(indexed)} for indexed in changes.added)
        commit(self.folder, gone=deleted, documents=documents, change=changes.upto, afresh=self.view is None)
        write_arrays(self.folder)
        self.view = self._opened()

    def recover(self) -> None:
        """Make arrays of a commit of Whoosh that has none, as after a kill; forget all if its files are damaged."""
        if self.view is None:
            return
        try:
            if newest_contents(self.folder) == read_state(self.view.text).contents:
                open_searcher(self.folder).close()
                return
            write_arrays(self.folder)
            self.view = self._opened()
        except Exception as error:  # noqa: BLE001 - Whoosh has no one error for files that it cannot read
            _logger.warning("%s cannot be read and will be rebuilt from the store: %r", self.folder, error)
            self.clear()

    def ids(self) -> Ids:
        """Return the ids of all quotes held."""
        return self.view.ids() if self.view else Ids()

    def damaged(self) -> str:
        """Describe the files that are not as they were written; empty if there are none."""
        count = damaged(self.folder)
        return f"holds {count} damaged files" if count else ""

    def refresh(self) -> None:
        """See what another process has committed since; cheap if nothing was."""
        if self.view is None or state_text(self.folder) != self.view.text:
            self.view = self._opened()

    def clear(self) -> None:
        """Forget everything: change 0, nothing found, and the next `apply` replaces all that was there."""
        self.view = None

    def _opened(self) -> Postings | None:
        """Return a view of what the folder holds, None if there is nothing or it cannot be read.

        Retried if a writer commits meanwhile, since it deletes the files of the commit before.
        """
        text = state_text(self.folder)
        while read_state(text).contents:
            try:
                return Postings(self.folder, text)
            except (OSError, ValueError, LookupError, TypeError) as error:
                tried, text = text, state_text(self.folder)
                if text == tried:
                    _logger.warning("%s cannot be read and will be rebuilt from the store: %s", self.folder, error)
                    return None
        return None
