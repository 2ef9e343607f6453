"""Define the results of a query: each quote with its rank, the evidence for it, and its place in the document."""

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
    """Another report of a quote's words. `changes` are pairs: words of the quote, and the report's words instead."""

    stored: StoredQuote
    changes: tuple[Change, ...] = ()

    def to_json(self) -> OccurrenceJSON:
        """Return the report as a JSON object."""
        return json_objects.occurrence(self)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One result.

    `context` is the document's text at `quote.context`. `line` is the line of the document's text, from 1, on which the
    quote begins. `marks` are the places of the query's words in `quote.text`. `why` is the evidence of each retriever.
    `occurrences` are reports of the same words by the same speaker in other articles, the first published first.
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
        """Return the articles of all reports, this result's article first."""
        return (self.document, *(report.stored.document for report in self.occurrences))

    @property
    def first_seen(self) -> date | None:
        """Return the earliest date of this report and the other reports. If no report has a date, return None."""
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
    """One page of results, best first.

    `more` tells whether another page follows. `spelling` has pairs: a word of the query that is not in the index, and
    the most similar word of the index. If the index lacks the speaker of the query, `unknown_speaker` is that name, and
    `near_speakers` are similar names.
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
    """Return a quote of a document as a stored quote, with its context and line."""
    line = document.line_of(quote.content[0].start)
    return StoredQuote(quote, document.head, quote.context.words(document.text), line)
