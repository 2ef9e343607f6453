"""Rank quotes by BM25 over four fields.

Nothing a user types is parsed by Whoosh's query language: the text is analysed into terms and asked
for as a union of weighted terms, so nothing raises and a long query finds quotes that hold only part
of it. The scores are Whoosh's own BM25F, added up here posting by posting: on 20,000 quotes that took
an eighth of the time of Whoosh's collectors for a query of twenty words, and it is exact, where their
block-quality short cuts drop quotes that tie.
"""

import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from pathlib import Path
from typing import Any

from quotesearch.indexer.keyword.analysis import EXACT, field_terms, terms
from quotesearch.indexer.keyword.door import whoosh
from quotesearch.indexer.keyword.patterns import matching
from quotesearch.indexer.keyword.postings import CHANGE_ID, WEIGHTS, Commit, commit, is_there, open_searcher
from quotesearch.indexer.keyword.vocabulary import nearest_word, telling_words
from quotesearch.indexer.keyword.walking import walk
from quotesearch.indexer.model import Ranking
from quotesearch.indexer.protocols import Changes, Pattern

_LOOKING_UP = 50  # to look an id up costs as much as to walk past so many
_logger = logging.getLogger(__name__)


@dataclass(slots=True)
class _View:
    """Hold what one commit looks like: a searcher, if there is anything to search, and its change.

    `names` are the ids of Whoosh's documents, deleted ones included, by number; read when first needed.
    A view is replaced as a whole, so that an interrupt cannot leave half of one.
    """

    searcher: Any = None
    change: int = 0
    names: list[str] = field(default_factory=list)


class WhooshIndex:
    """Hold the postings of all quotes in a folder (implements KeywordIndex).

    A folder that does not open cleanly reads as new (change 0) and is made anew by the next `apply`.
    BM25 counts a deleted quote until its segment is rewritten, so that scores (not what is found)
    may differ a little between an index that has seen many changes and one built anew.
    """

    name = "keyword"

    def __init__(self, folder: Path) -> None:
        """Open the folder; nothing is written before the first `apply`."""
        self.folder = folder
        self._view = self._opened()

    @property
    def change(self) -> int:
        """Return the number of the last change held; 0 when new."""
        return self._view.change

    def apply(self, changes: Changes) -> None:
        """Take the changes in, all or nothing; applying them again changes nothing."""
        gone = {*changes.removed, *(indexed.quote.id for indexed in changes.added)}
        documents = ({"id": indexed.quote.id, **field_terms(indexed)} for indexed in changes.added)
        commit(self.folder, Commit(gone, documents, changes.upto), afresh=self._view.searcher is None)
        self.refresh()

    def search(
        self, text: str, *, depth: int, within: Collection[str] | None = None, also: Collection[str] = ()
    ) -> Ranking:
        """Rank the best `depth` quotes by BM25 over quote, speaker, context and title; only those in `within`.

        Behind them come those of `also` that share a term with the text. A query without any word ranks nothing.
        """
        asked = sorted(terms(text))
        allowed = None if within is None else self._document_numbers(within)
        if self._view.searcher is None or allowed == set():
            return Ranking()
        scores = self._scores(asked, allowed)
        cut = min(nlargest(depth, scores.values()), default=0.0)
        named = self._view.searcher.reader().column_reader("id")
        best = Ranking.of(((named[number], score) for number, score in scores.items() if score >= cut), depth=depth)
        listed = {scored.quote_id for scored in best}
        rest = {named[number]: scores[number] for number in self._document_numbers(also) if number in scores}
        behind = Ranking.of({quote_id: score for quote_id, score in rest.items() if quote_id not in listed})
        return Ranking((*best.entries, *behind.entries))

    def _scores(self, asked: Sequence[str], allowed: set[int] | None) -> dict[int, float]:
        """Return the sum of each document's scores for the terms, by Whoosh's number."""
        term, scores = whoosh("query").Term, dict[int, float]()
        queries = [term(name, text, boost=weight) for text in asked for name, weight in WEIGHTS.items()]
        wanted = None if allowed is None else sorted(allowed)
        for query in queries:
            for searcher, first in self._view.searcher.leaf_searchers():
                matcher = query.matcher(searcher)
                for number in walk(matcher, wanted, first=first):
                    scores[number] = scores.get(number, 0.0) + matcher.score()
        return scores

    def having(self, text: str) -> frozenset[str]:
        """Return the quotes that have every term of the text, in whichever field; none for a text without words."""
        asked = sorted(terms(text))
        if self._view.searcher is None or not asked:
            return frozenset()
        numbers = set.intersection(*(set(self._scores([term], None)) for term in asked))
        named = self._view.searcher.reader().column_reader("id")
        return frozenset(named[number] for number in numbers)

    def nearest_word(self, word: str) -> str:
        """Return the word of the quotes that is nearest to one that none of them has; empty where there is none."""
        return nearest_word(self._view.searcher.reader(), word) if self._view.searcher else ""

    def telling_words(self, texts: Iterable[str], *, limit: int) -> tuple[str, ...]:
        """Return the words that tell the texts from the rest of the quotes, the most telling first."""
        return telling_words(self._view.searcher.reader(), texts, limit=limit) if self._view.searcher else ()

    def containing(self, pattern: Pattern) -> frozenset[str]:
        """Return the quotes whose own text has the pattern, word for word but for case and accents."""
        if self._view.searcher is None:
            return frozenset()
        named = self._view.searcher.reader().column_reader("id")
        return frozenset(named[number] for number in matching(self._view.searcher.reader(), pattern))

    def _document_numbers(self, ids: Collection[str]) -> set[int]:
        """Return Whoosh's numbers for those of the quotes that are held."""
        if self._view.searcher is None:
            return set()
        if len(ids) * _LOOKING_UP < self._view.searcher.doc_count_all():
            numbers = (self._view.searcher.document_number(id=quote_id) for quote_id in ids)
            return {number for number in numbers if number is not None}
        wanted = frozenset(ids)
        return {number for number, quote_id in enumerate(self._numbered()) if quote_id in wanted}

    def _numbered(self) -> list[str]:
        """Return the id of each of Whoosh's documents, deleted ones included, by number."""
        if not self._view.names:
            self._view.names = list(self._view.searcher.reader().column_reader("id"))
        return self._view.names

    def ids(self) -> frozenset[str]:
        """Return the ids of all quotes held."""
        if self._view.searcher is None:
            return frozenset()
        named = self._numbered()
        return frozenset(named[number] for number in self._view.searcher.reader().all_doc_ids()) - {CHANGE_ID}

    def refresh(self) -> None:
        """See what another process has committed since; cheap when nothing was."""
        if self._view.searcher is None or not self._view.searcher.up_to_date():
            self._show(self._opened())

    def clear(self) -> None:
        """Forget everything: change 0, nothing found, and the next `apply` takes the place of all that was there."""
        self._show(_View())

    def close(self) -> None:
        """Let the files go."""
        self._show(_View())

    def _show(self, view: _View) -> None:
        """Put the view in the place of the present one, whose files are let go."""
        before, self._view = self._view, view
        if before.searcher is not None:
            before.searcher.close()

    def _opened(self) -> _View:
        """Return a view of what the folder holds, or of nothing where it cannot be read: the store can make it anew."""
        if not is_there(self.folder):
            return _View()
        try:
            searcher = open_searcher(self.folder)
            if searcher.doc_count_all() > 1 and not any(True for _ in searcher.reader().lexicon(EXACT)):
                return _View()  # made before the words of quotes were kept as they are written
            # A table of contents without anything in it is left by a writer that has only just begun.
            return _View(searcher, searcher.document(id=CHANGE_ID)["change"]) if searcher.doc_count_all() else _View()
        except Exception as error:  # noqa: BLE001 - Whoosh has no one error for files that it cannot read
            _logger.warning("%s cannot be read and will be rebuilt from the store: %s", self.folder, repr(error))
            return _View()
