"""Hold the answers: each quote with its rank, the reasons for it, and the place where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import overload

from quotesearch.indexer.model import Document, DocumentHead, Quote, Span
from quotesearch.indexer.records import StoredQuote
from quotesearch.search import json_objects
from quotesearch.search.alignment import Change
from quotesearch.search.fusion import Evidence
from quotesearch.search.query import Query
from quotesearch.search.schema import OccurrenceJSON, ResultJSON


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Hold another report of a quote's words; each of the changes has the quote's words and the report's."""

    stored: StoredQuote
    changes: tuple[Change, ...] = ()

    def to_json(self) -> OccurrenceJSON:
        """Return the report as a JSON object."""
        return json_objects.occurrence(self)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hold one answer.

    `occurrences` are other articles' reports of the same words by the same speaker, the first printed first. `marks`
    are the places in `quote.text` of words that the query asks for; `context` is the document's text at
    `quote.context`; `line`, from 1, is where the quote begins; `why` is what each retriever said.
    """

    rank: int
    score: float
    quote: Quote
    document: DocumentHead
    context: str
    line: int
    marks: tuple[Span, ...] = ()
    why: tuple[Evidence, ...] = ()
    occurrences: tuple[Occurrence, ...] = ()

    @property
    def _heads(self) -> tuple[DocumentHead, ...]:
        """Return the articles of all reports."""
        return (self.document, *(each.stored.document for each in self.occurrences))

    @property
    def first_seen(self) -> date | None:
        """Return the day of the first report that is dated, this or another."""
        return min((head.published for head in self._heads if head.published), default=None)

    @property
    def outlets(self) -> tuple[str, ...]:
        """Return the outlets of all reports, sorted."""
        return tuple(sorted({head.outlet for head in self._heads if head.outlet}))

    def to_json(self) -> ResultJSON:
        """Return the result as a JSON object, with the keys of `ResultJSON`."""
        return json_objects.result(self)


@dataclass(frozen=True, slots=True)
class Results(Sequence[SearchResult]):
    """Hold one page of the answer to a query, best first.

    `more` tells whether another page follows. `spelling` has the words of the query that the index does not hold at
    all, each with the nearest one that it does. `near_speakers` are names like the one that the query
    asks for, where `unknown_speaker` says that the index knows nobody by it.
    """

    query: Query
    entries: tuple[SearchResult, ...] = ()
    more: bool = False
    spelling: tuple[tuple[str, str], ...] = ()
    unknown_speaker: str = ""
    near_speakers: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.entries)

    @overload
    def __getitem__(self, index: int) -> SearchResult: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[SearchResult, ...]: ...
    def __getitem__(self, index: int | slice) -> SearchResult | tuple[SearchResult, ...]:
        return self.entries[index]


def placed(document: Document, quote: Quote) -> StoredQuote:
    """Return the quote as the store would, with its place in the document."""
    line = document.line_of(quote.content[0].start)
    return StoredQuote(quote, document.head, quote.context.words(document.text), line)
