"""Hold the answers: each quote with its rank, the reasons for it, and the place where it stands.

`SearchResult.to_json` makes the object that `quotes search --json` prints, one a line; `described` makes
the one of `quotes extract`, which has the same keys save rank, score, marks, occurrences, first_seen, outlets and why.
The keys:

| key | value |
|---|---|
| schema_version | 1; it changes when a key is taken away or changes its meaning, not when one is added |
| rank | place in the answer, from 1, counting those that `--offset` skips |
| score | the fused score, the sum of the shares in `why`; 0 in a list without a query |
| id | the quote's id, for `quotes show` |
| quote | the quote's words; " … " stands between the parts of an interrupted quotation |
| kind | direct, mixed or indirect |
| reports | speech, document (what a report or letter says) or thought (what somebody is held to think or want) |
| confidence | probability, 0 to 1, that the attribution is right |
| speaker | `name`, `role`, `affiliation`, `kind` (person, organisation, group, anonymous), `aliases` |
| spans | `[start, end)` of each part in the document's text, in Unicode code points |
| source | `[start, end)` of each part of the mention that names the speaker; none where it was given with the quote |
| cue | `[start, end)` of each part of the words that report the quote; none where it was given |
| line | line of the document's text, from 1, on which the quote begins |
| context | the sentences around the quote, and with it |
| context_span | `[start, end)` of the context in the document's text |
| document | `id`, `title`, `outlet`, `author`, `published` (YYYY-MM-DD or null), `url`, `language`, `path` |
| marks | `[start, end)` in `quote` of each word that the query asks for |
| occurrences | reports in other articles: `id`, `quote`, `speaker`, `document`, `line`, `spans`, `changes` (pairs) |
| first_seen | the day of the first report, this or another (YYYY-MM-DD or null) |
| outlets | the outlets of all the reports, sorted |
| why | what was said of it: `retriever`, `rank` (null if it did not list the quote), `score`, `share` of the score |
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, overload

from quotesearch.indexer.model import Document, DocumentHead, Quote, Span
from quotesearch.indexer.records import StoredQuote
from quotesearch.search.alignment import Change
from quotesearch.search.fusion import Evidence
from quotesearch.search.query import Query

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Hold another report of a quote's words; each of the changes has the quote's words and the report's."""

    stored: StoredQuote
    changes: tuple[Change, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the report as JSON's types."""
        return {
            "id": self.stored.quote.id,
            "quote": self.stored.quote.text,
            "speaker": self.stored.quote.speaker.name,
            "document": headed(self.stored.document),
            "line": self.stored.line,
            "spans": pairs(self.stored.quote.content),
            "changes": [[each.quoted, each.stored] for each in self.changes],
        }


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

    def to_json(self) -> dict[str, Any]:
        """Return the result as JSON's types, with the keys that this module's docstring lists."""
        return {
            "schema_version": SCHEMA_VERSION,
            "rank": self.rank,
            "score": self.score,
            **described(StoredQuote(self.quote, self.document, self.context, self.line)),
            "marks": pairs(self.marks),
            "occurrences": [each.to_json() for each in self.occurrences],
            "first_seen": self.first_seen.isoformat() if self.first_seen else None,
            "outlets": list(self.outlets),
            "why": [asdict(said) for said in self.why],
        }


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


def described(stored: StoredQuote) -> dict[str, Any]:
    """Return a quote and where it stands as JSON's types."""
    quote = stored.quote
    return {
        "schema_version": SCHEMA_VERSION,
        "id": quote.id,
        "quote": quote.text,
        "kind": str(quote.kind),
        "reports": str(quote.reports),
        "confidence": quote.confidence,
        "speaker": {
            "name": quote.speaker.name,
            "role": quote.speaker.role,
            "affiliation": quote.speaker.affiliation,
            "kind": str(quote.speaker.kind),
            "aliases": list(quote.speaker.aliases),
        },
        "spans": pairs(quote.content),
        "source": pairs(quote.source),
        "cue": pairs(quote.cue),
        "line": stored.line,
        "context": stored.context,
        "context_span": [quote.context.start, quote.context.end],
        "document": headed(stored.document),
    }


def headed(document: DocumentHead | Document) -> dict[str, Any]:
    """Return what is known about a document, without its text, as JSON's types."""
    known = {each.name: getattr(document, each.name) for each in fields(DocumentHead)}
    return known | {"published": document.published.isoformat() if document.published else None}


def placed(document: Document, quote: Quote) -> StoredQuote:
    """Return the quote as the store would, with its place in the document."""
    line = document.line_of(quote.content[0].start)
    return StoredQuote(quote, document.head, quote.context.words(document.text), line)


def pairs(spans: Iterable[Span]) -> list[list[int]]:
    """Return the spans as JSON's pairs of numbers."""
    return [[span.start, span.end] for span in spans]
