"""The types of the arguments and results of `Reader` and `Writer`, the same for every backend.

They are frozen and equal by value, like the types of `model`. Only the standard library is imported.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from quotesearch.indexer.errors import QueryError
from quotesearch.indexer.model import Document, DocumentHead, Quote, QuoteKind, Reported, Speaker, SpeakerKind

MAX_NAME = 200
"""The most characters in the name of a speaker or outlet in a query.

Real names are shorter. The limit bounds the time for comparing names.
"""


def refuse_long_name(name: str) -> None:
    """Raise QueryError for a name of more than `MAX_NAME` characters."""
    if len(name) > MAX_NAME:
        raise QueryError(f"a name of {len(name)} characters is too long; give one of at most {MAX_NAME}")


@dataclass(frozen=True, slots=True)
class Attributed:
    """A document with its quotes and the recipe of their extraction.

    `recipe` is the name and version of the extractor. If a stored document has another recipe, it is extracted again.
    """

    document: Document
    quotes: tuple[Quote, ...]
    recipe: str = ""

    @property
    def stamp(self) -> tuple[str, str]:
        """Return fingerprint and recipe. The entry is unchanged if the stored document has the same two."""
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
    """A quote with the description of its document and its place in the document.

    `context` is the document's text at `quote.context`. `line` is the number of the document's line, from 1, on which
    the quote begins. `copies` are the stored quotes that may have the same words, sorted by id; an alignment decides
    whether they have. `copies` is empty unless the caller requested them.
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
    """A stored quote that may have the same words as another quote, and whether both have the same speaker."""

    stored: StoredQuote
    same_person: bool


@dataclass(frozen=True, slots=True)
class SimilarDocument:
    """A document with many of the requested words, and its quotes in reading order.

    `selected` are the ids of its quotes that pass the selection. `is_similar` is false for a document that was
    requested by its id and is not among the most similar documents.
    """

    document: Document
    quotes: tuple[Quote, ...]
    selected: frozenset[str]
    is_similar: bool = True


@dataclass(frozen=True, slots=True)
class Pattern:
    """A condition on the text of a quote: it contains a phrase, or two phrases near each other in either order.

    The words are normalised. In a word, `*` matches any ending and `?` any single letter. `apart` is the largest number
    of words between the two phrases.
    """

    phrases: tuple[tuple[str, ...], ...]
    apart: int = 0

    def __post_init__(self) -> None:
        if len(self.phrases) not in (1, 2) or not all(phrase and all(phrase) for phrase in self.phrases):
            raise ValueError(f"a pattern has one or two non-empty phrases, but got: {self.phrases}")


@dataclass(frozen=True, slots=True)
class Selection:
    """The filters of a query, which the backend applies. An empty filter lets every quote pass.

    - `speakers`, `outlets`: the quote has one of these speakers, or one of these outlets. A filter matches a name if it
      is the name, or if the name or an alias contains all its words; case and accents are ignored. A name without a
      letter or digit matches no speaker.
    - `since`, `until`: the document has a date from `since` to `until`, both days included.
    - `all_terms`: the quote has each of these terms in its text, speaker, context or title.
    - `required`, `excluded`: the text of the quote matches all required patterns and no excluded pattern.

    Raises QueryError for a name of more than `MAX_NAME` characters.
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
            refuse_long_name(name)

    @property
    def is_by_reports_only(self) -> bool:
        """Return whether there is no filter except `reports`."""
        return replace(self, reports=frozenset()) == EVERYTHING


EVERYTHING = Selection()


@dataclass(frozen=True, slots=True)
class Candidate:
    """The scores of one quote by each retriever, and its properties that do not depend on the query.

    `keyword` is a BM25 score, or 0 if the quote shares no term with the query. `dense` and `feedback` are cosines, or
    -1 if the quote has no embedding. `words` is the number of words of the quote. `confidence` is the probability that
    the attribution is right.
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

    `lists` has, for each retriever ("keyword", "dense"), the ids of its best quotes, the best first, at most `depth`. A
    retrieval of greater depth returns a list with the same beginning. `candidates` has all quotes of the lists that
    pass the selection. If an id of a list is not in `candidates`, the quote does not pass. `exhausted` is true if no
    retriever has more quotes.
    """

    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    candidates: Mapping[str, Candidate] = field(default_factory=dict)
    exhausted: bool = True


Cursor = tuple[str | float | None, ...]
"""The place of the last quote of a page, from which the next page continues. Only the backend knows its meaning."""


@dataclass(frozen=True, slots=True)
class Page:
    """The ids and scores of a page of a listing, in order, and the cursor of the next page.

    The last page has the cursor None.
    """

    scores: Mapping[str, float]
    following: Cursor | None = None


@dataclass(frozen=True, slots=True)
class SpeakerCount:
    """A speaker and the number of the speaker's quotes.

    The name, kind, role and affiliation are the most frequent ones in the quotes. `aliases` are all other names,
    sorted. `joined` are names of the same person in other articles, each with the reason for the join. `document_id` is
    empty for a speaker with a name. A speaker without a name belongs to one document.
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
"""The most months of a timeline that includes months without a quote.

If a timeline is longer, usually because of one wrong date, months without a quote are left out.
"""
Counted = tuple[tuple[str, int], ...]
"""Names with the number of quotes of each, the highest number first."""


@dataclass(frozen=True, slots=True)
class Facets:
    """Numbers of quotes by speaker, outlet, kind, year (YYYY) and month (YYYY-MM). Unknown values are left out.

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
        """Return the months in order.

        If they are fewer than `LONGEST_TIMELINE`, months without a quote are included.
        """
        counts = dict(self.months)
        numbers = sorted(12 * int(month[:4]) + int(month[5:]) - 1 for month in counts)
        short = bool(numbers) and numbers[-1] - numbers[0] < LONGEST_TIMELINE
        months = range(numbers[0], numbers[-1] + 1) if short else numbers
        names = (f"{number // 12:04}-{number % 12 + 1:02}" for number in months)
        return tuple((month, counts.get(month, 0)) for month in names)


@dataclass(frozen=True, slots=True)
class Topics:
    """The significant words of a period and its number of quotes.

    The period is YYYY or YYYY-MM, or "" without a date.
    """

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
    """Numbers of documents, quotes, speakers and outlets in an index, and its first and last date.

    Without a dated document, both dates are None.
    """

    documents: int
    quotes: int
    speakers: int
    outlets: int
    direct: int
    mixed: int
    indirect: int
    first: date | None
    last: date | None
    recipes: Counted = ()
    """The number of documents by the recipe of their extraction; *given* for documents that came with their quotes."""


@dataclass(frozen=True, slots=True)
class Description:
    """The embedding model, dimension, text recipe and format of an index.

    They never change, because embeddings of different models cannot be compared. Raises ValueError for an empty name or
    a number that is not above 0.
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
