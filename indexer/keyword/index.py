"""Rank quotes by BM25 over four fields.

Nothing a user types is parsed by Whoosh's query language: the text is analysed into terms and asked
for as a union of weighted terms, so nothing raises and a long query finds quotes that hold only part
of it. The scores are Whoosh's own BM25F, exactly, where its block-quality short cuts drop quotes that tie;
how they are added up is the business of `scoring`. What tells texts apart is asked of Whoosh itself, which takes a
tenth of a second to import and is opened when it is needed.
"""

import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from threading import RLock
from typing import Any

import numpy as np

from quotesearch.indexer.errors import IndexDamagedError
from quotesearch.indexer.folding import fold
from quotesearch.indexer.keyword.analysis import field_terms, stem, terms
from quotesearch.indexer.keyword.decoded import damaged, stands_for, state_text
from quotesearch.indexer.keyword.decoding import decode
from quotesearch.indexer.keyword.patterns import matching
from quotesearch.indexer.keyword.postings import Commit, commit, is_there, open_searcher
from quotesearch.indexer.keyword.scoring import NO_HITS, DecodedPostings, Hits, WalkedPostings
from quotesearch.indexer.keyword.vocabulary import nearest_word, telling_words
from quotesearch.indexer.model import Ranking
from quotesearch.indexer.numbering import Ids, Numbered, held_by, names, numbers
from quotesearch.indexer.protocols import Changes, Pattern

_logger = logging.getLogger(__name__)


@dataclass(slots=True)
class _View:
    """Hold what one commit looks like: its postings, if there are any, and Whoosh's searcher, once it was needed.

    A view is replaced as a whole, so that an interrupt cannot leave half of one.
    """

    postings: DecodedPostings | WalkedPostings | None = None
    searcher: Any = None


class WhooshIndex:
    """Hold the postings of all quotes in a folder (implements KeywordIndex).

    A folder that does not open cleanly reads as new (change 0) and is made anew by the next `apply`. Who only searches
    may `trust` that Whoosh's files are as they were when they were decoded, and need not open them.
    BM25 counts a deleted quote until its segment is rewritten, so that scores (not what is found)
    may differ a little between an index that has seen many changes and one built anew.
    """

    name = "keyword"

    def __init__(self, folder: Path, *, trust: bool = False) -> None:
        """Open the folder; nothing is written before the first `apply`."""
        self.folder = folder
        self._trust = trust
        self._whoosh = RLock()  # its readers seek in files that they share
        self._view = self._opened(trust=trust)

    @property
    def change(self) -> int:
        """Return the number of the last change held; 0 when new."""
        return self._view.postings.change if self._view.postings else 0

    def apply(self, changes: Changes) -> None:
        """Take the changes in, all or nothing; applying them again changes nothing."""
        gone = {*changes.removed, *(indexed.quote.id for indexed in changes.added)}
        documents = ({"id": bytes.fromhex(indexed.quote.id), **field_terms(indexed)} for indexed in changes.added)
        commit(self.folder, Commit(gone, documents, changes.upto), afresh=self._view.postings is None)
        decode(self.folder, changes.upto)
        self._show(self._opened(trust=True))

    def decode(self) -> None:
        """See that what is held is decoded too, as it is not where a writer was killed in between."""
        if isinstance(self._view.postings, WalkedPostings):
            decode(self.folder, self.change)
            self._show(self._opened(trust=True))

    def search(
        self, text: str, *, depth: int, within: Collection[str] | None = None, also: Collection[str] = ()
    ) -> Ranking:
        """Rank the best `depth` quotes by BM25 over quote, speaker, context and title; only those in `within`.

        Behind them come those of `also` that share a term with the text. A query without any word ranks nothing.
        """
        asked = sorted(terms(text))
        if not asked or depth < 1:
            return Ranking()
        ids, (hits,) = self._hits(asked)
        if within is not None:
            hits = hits.where(held_by(ids.held[hits.places], numbers(within)))
        best = _ranking(ids, hits.best(depth), depth=depth)
        listed = {scored.quote_id for scored in best}
        behind = _ranking(ids, hits.among(ids.places(numbers(frozenset(also) - listed))))
        return Ranking((*best.entries, *behind.entries))

    def _hits(self, *asked: Sequence[str]) -> tuple[Numbered, list[Hits]]:
        """Return the ids of all documents, and for each list of terms those that have any of them, of one commit."""
        with self._whoosh:
            postings = self._view.postings
            if isinstance(postings, WalkedPostings):
                return postings.numbered, [postings.hits(terms) for terms in asked]
        if postings is None:
            return Numbered(np.empty(0, np.uint64)), [NO_HITS for _ in asked]
        return postings.numbered, [postings.hits(terms) for terms in asked]

    def having(self, text: str) -> Ids:
        """Return the quotes that have every term of the text, in whichever field; none for a text without words."""
        asked = terms(text)
        if not asked:
            return Ids()
        ids, hits = self._hits(*([term] for term in sorted(asked)))
        return Ids(ids.held[reduce(lambda some, others: some.among(others.places), hits).places])

    def nearest_word(self, word: str) -> str:
        """Return the word of the quotes that is nearest to one that none of them has; empty where there is none."""
        with self._whoosh:
            postings = self._view.postings
            if postings is None or postings.has(stem(fold(word))):
                return ""
            return nearest_word(postings.written, word)

    def telling_words(self, texts: Iterable[str], *, limit: int) -> tuple[str, ...]:
        """Return the words that tell the texts from the rest of the quotes, the most telling first."""
        with self._whoosh:
            return telling_words(self._searcher().reader(), texts, limit=limit) if self._view.postings else ()

    def containing(self, pattern: Pattern) -> Ids:
        """Return the quotes whose own text has the pattern, word for word but for case and accents."""
        with self._whoosh:
            postings = self._view.postings
            if postings is None:
                return Ids()
            has = np.concatenate([written.marked(matching(written, pattern)) for written in postings.written])
            has[postings.gone] = False
            return Ids(postings.numbered.held[has])

    def ids(self) -> Ids:
        """Return the ids of all quotes held."""
        with self._whoosh:
            postings = self._view.postings
            return Ids(np.delete(postings.numbered.held, postings.gone)) if postings else Ids()

    def damaged_files(self) -> int:
        """Count the files of decoded postings that are not as they were written."""
        return damaged(self.folder)

    def refresh(self) -> None:
        """See what another process has committed since; cheap when nothing was."""
        if self._view.postings is None or not self._view.postings.up_to_date():
            self._show(self._opened(trust=self._trust))

    def clear(self) -> None:
        """Forget everything: change 0, nothing found, and the next `apply` takes the place of all that was there."""
        self._show(_View())

    def close(self) -> None:
        """Let the files go."""
        self._show(_View())

    def _show(self, view: _View) -> None:
        """Put the view in the place of the present one, whose files are let go."""
        with self._whoosh:
            before, self._view = self._view, view
            if before.searcher is not None:
                before.searcher.close()

    def _searcher(self) -> Any:  # noqa: ANN401 - Whoosh has no types
        """Return Whoosh's searcher; IndexDamagedError where its files have become unreadable."""
        if self._view.searcher is None:
            opened = self._searched()
            if opened.searcher is None:
                raise IndexDamagedError(f"{self.folder} cannot be read; run: quotes check --repair")
            self._view.searcher = opened.searcher
        return self._view.searcher

    def _opened(self, *, trust: bool) -> _View:
        """Return a view of what the folder holds, or of nothing where it cannot be read: the store makes it anew."""
        view = _View() if trust else self._searched()
        text = state_text(self.folder)
        if (trust or view.postings) and stands_for(text, self.folder):
            try:
                return _View(DecodedPostings(self.folder, text), view.searcher)
            except (OSError, ValueError, LookupError, TypeError) as error:
                _logger.warning("the decoded postings in %s cannot be read: %s", self.folder, error)
        return self._searched() if trust else view

    def _searched(self) -> _View:
        """Return a view through Whoosh's own files."""
        if not is_there(self.folder):
            return _View()
        try:
            searcher = open_searcher(self.folder)
            walked = WalkedPostings(self.folder, searcher)
            # A table of contents without anything in it is left by a writer that has only just begun.
            if walked.change:
                return _View(walked, searcher)
            searcher.close()
            return _View()
        except Exception as error:  # noqa: BLE001 - Whoosh has no one error for files that it cannot read
            _logger.warning("%s cannot be read and will be rebuilt from the store: %s", self.folder, repr(error))
            return _View()


def _ranking(ids: Numbered, hits: Hits, *, depth: int | None = None) -> Ranking:
    """Return the quotes that were hit, ranked."""
    return Ranking.of(zip(names(ids.held[hits.places]), hits.scores.tolist(), strict=True), depth=depth)
