"""The types of the arguments and results of `Reader` and `Writer`, the same for every backend.

They are frozen and equal by value, like the types of `model`. Only the standard library is imported.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from quotesearch.indexer.errors import QueryError
from quotesearch.indexer.model import Document, DocumentHead, Quote, QuoteKind, Reported, Speaker, SpeakerKind

MAX_NAME = 200
"""Characters of the longest name of a speaker or outlet in a query: real names are shorter, and a limit bounds the time
of comparing names."""


@dataclass(frozen=True, slots=True)
class Attributed:
    """A document with its quotes and the recipe of their extraction.

    `recipe` is the name and version of the extractor; a document that is stored with another recipe is extracted again.
    """

    document: Document
    quotes: tuple[Quote, ...]
    recipe: str = ""

    @property
    def stamp(self) -> tuple[str, str]:
        """Return fingerprint and recipe: the entry is unchanged if the stored document has the same two."""
        return self.document.fingerprint, self.recipe


@dataclass(frozen=True, slots=True)
class Correction:
    """A user's correction of the quotes of one document that have certain words.

    `words` are the normalised words of the quote. `speaker` is the right speaker; None means that the words are not a
    quote. `number` identifies the correction.
    """

    number: int
    document_id: str
    words: str
    speaker: Speaker | None


@dataclass(frozen=True, slots=True)
class IndexedQuote:
    """The texts of a stored quote that are analysed and embedded: the quote, its document's title and its context."""

    quote: Quote
    document_title: str
    context: str


@dataclass(frozen=True, slots=True)
class StoredQuote:
    """A quote with the description of its document and its place in it.

    `context` is the document's text at `quote.context`; `line` is the number, from 1, of the line of the document that
    has the quote's first word. `copies` are the stored quotes that may have the same words (an alignment decides),
    sorted by id; they are empty unless the caller requested them.
    """

    quote: Quote
    document: DocumentHead
    context: str
    line: int
    copies: tuple["Copy", ...] = ()

    @property
    def indexed(self) -> IndexedQuote:
        """Return the texts of the quote that are analysed and embedded."""
        return IndexedQuote(self.quote, self.document.title, self.context)


@dataclass(frozen=True, slots=True)
class Copy:
    """A stored quote that may have the same words as another, and whether both have the same speaker."""

    stored: StoredQuote
    same_person: bool


@dataclass(frozen=True, slots=True)
class SimilarDocument:
    """A document with many of the requested words, and its quotes in reading order.

    `selected` are the ids of its quotes that pass the selection. `is_similar` is false for a document that was
    requested by its id and is not among the most similar ones.
    """

    document: Document
    quotes: tuple[Quote, ...]
    selected: frozenset[str]
    is_similar: bool = True


@dataclass(frozen=True, slots=True)
class Pattern:
    """A condition on the text of a quote: it contains a phrase, or two phrases near each other in either order.

    The words are normalised. In a word `*` matches any ending and `?` any single letter. `apart` is the largest number
    of words between the two phrases.
    """

    phrases: tuple[tuple[str, ...], ...]
    apart: int = 0

    def __post_init__(self) -> None:
        if len(self.phrases) not in (1, 2) or not all(phrase and all(phrase) for phrase in self.phrases):
            raise ValueError(f"a pattern needs one phrase, or two near each other, not {self.phrases}")


@dataclass(frozen=True, slots=True)
class Selection:
    """The filters of a query, which the backend applies; an empty filter lets every quote pass.

    `speakers` and `outlets`: the quote has one of these speakers (outlets). A name matches a speaker (outlet) if it is
    the name, or if the name or an alias contains all its words; case and accents are ignored. A name without a letter
    or digit matches no speaker. `since` and `until` are dates, both included; a document without a date does not pass.
    `all_terms`: the quote has each of these terms in its text, speaker, context or title. `required` and `excluded`:
    the text of the quote matches all (none) of these patterns. QueryError for a name of more than `MAX_NAME`
    characters.
    """

    speakers: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    kinds: frozenset[QuoteKind] = frozenset()
    reports: frozenset[Reported] = frozenset()
    all_terms: frozenset[str] = frozenset()
    required: tuple[Pattern, ...] = ()
    excluded: tuple[Pattern, ...] = ()

    def __post_init__(self) -> None:
        for name in (*self.speakers, *self.outlets):
            if len(name) > MAX_NAME:
                raise QueryError(f"a name of {len(name)} characters is too long; give one of at most {MAX_NAME}")

    @property
    def is_by_reports_only(self) -> bool:
        """Return whether `reports` is the only filter, or there is no filter."""
        return replace(self, reports=frozenset()) == EVERYTHING


EVERYTHING = Selection()


@dataclass(frozen=True, slots=True)
class Candidate:
    """The scores of one quote by each retriever, and its properties that do not depend on the query.

    `keyword` is a BM25 score, 0 if the quote shares no term with the query; `dense` and `feedback` are cosines, -1 if
    the quote has no embedding. `words` is the number of words of the quote; `confidence` is the probability that the
    attribution is right.
    """

    quote_id: str
    keyword: float
    dense: float
    feedback: float
    words: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Candidates:
    """The result of a retrieval.

    `lists` has, for each retriever ("keyword", "dense"), the ids of its best quotes, the best first, at most `depth`;
    a retrieval of greater depth returns a list with the same beginning. `candidates` has all quotes of the lists that
    pass the selection; an id of a list that is not in `candidates` does not pass. `exhausted` is true if no retriever
    has more quotes.
    """

    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    candidates: Mapping[str, Candidate] = field(default_factory=dict)
    exhausted: bool = True


Cursor = tuple[str | float | None, ...]
"""The place of the last quote of a page, from which the next page continues; only the backend knows its meaning."""


@dataclass(frozen=True, slots=True)
class Page:
    """The ids and scores of a page of a listing, in order, and the cursor of the next page (None on the last page)."""

    scores: Mapping[str, float]
    following: Cursor | None = None


@dataclass(frozen=True, slots=True)
class SpeakerCount:
    """A speaker with the number of their quotes.

    The name, kind, role and affiliation are the most frequent ones in the quotes; `aliases` are all other names,
    sorted. `joined` are names of the same person in other articles, each with the reason for merging them.
    `document_id` is empty, except for a speaker without a name, who belongs to one document.
    """

    name: str
    kind: SpeakerKind
    role: str
    aliases: tuple[str, ...]
    quotes: int
    document_id: str = ""
    affiliation: str = ""
    joined: tuple[tuple[str, str], ...] = ()


LONGEST_TIMELINE = 12 * 80
"""Months of the longest timeline that includes months without a quote. In a longer one, usually because of one wrong
date, these months are left out."""
Counted = tuple[tuple[str, int], ...]
"""Names with the number of quotes of each, the highest number first."""


@dataclass(frozen=True, slots=True)
class Facets:
    """Numbers of quotes by speaker, outlet, kind, year (YYYY) and month (YYYY-MM); unknown values are left out.

    If several documents have the same words, each counts.
    """

    quotes: int = 0
    speakers: Counted = ()
    outlets: Counted = ()
    kinds: Counted = ()
    years: Counted = ()
    months: Counted = ()

    @property
    def timeline(self) -> Counted:
        """Return the months in order, including those without a quote if there are fewer than `LONGEST_TIMELINE`."""
        counts = dict(self.months)
        numbers = sorted(12 * int(month[:4]) + int(month[5:]) - 1 for month in counts)
        short = bool(numbers) and numbers[-1] - numbers[0] < LONGEST_TIMELINE
        months = range(numbers[0], numbers[-1] + 1) if short else numbers
        names = (f"{number // 12:04}-{number % 12 + 1:02}" for number in months)
        return tuple((month, counts.get(month, 0)) for month in names)


@dataclass(frozen=True, slots=True)
class Topics:
    """The significant words of a period, YYYY or YYYY-MM ("" for undated articles), and its number of quotes."""

    period: str
    quotes: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PutReport:
    """Numbers of added, changed and unchanged documents of a `Writer.put`, and of their stored quotes."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    quotes: int = 0


@dataclass(frozen=True, slots=True)
class Statistics:
    """Numbers of documents, quotes, speakers and outlets in an index, and its first and last date (None if undated)."""

    documents: int
    quotes: int
    speakers: int
    outlets: int
    direct: int
    mixed: int
    indirect: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Description:
    """The embedding model, dimension, text recipe and format of an index.

    They never change, because embeddings of different models cannot be compared. ValueError for an empty name or a
    number that is not above 0.
    """

    model: str
    dimension: int
    recipe: str
    format: int = 1

    def __post_init__(self) -> None:
        texts: tuple[object, ...] = (self.model, self.recipe)
        numbers: tuple[object, ...] = (self.dimension, self.format)
        if not all(isinstance(text, str) and text for text in texts):
            raise ValueError("the model and the recipe need a name")
        if not all(isinstance(number, int) and number is not True and number > 0 for number in numbers):
            raise ValueError("the dimension and the format must be whole numbers above 0")
