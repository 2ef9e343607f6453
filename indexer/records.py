"""Name what goes into storage and what comes out of it; a backend of any kind speaks in these types.

Frozen and equal by value, like the nouns of `model`. Standard library only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from quotesearch.indexer.errors import QueryError
from quotesearch.indexer.model import Document, DocumentHead, Quote, QuoteKind, Reported, SpeakerKind

MAX_NAME = 200
"""Characters of a speaker's or outlet's name in a query: no name is longer, and comparing names costs time."""


@dataclass(frozen=True, slots=True)
class Attributed:
    """Hold a document with the quotes found in it, and the recipe that found them.

    `recipe` names the extractor and its version: another recipe makes the document count as changed.
    """

    document: Document
    quotes: tuple[Quote, ...]
    recipe: str = ""

    @property
    def stamp(self) -> tuple[str, str]:
        """Return what has to stay the same for the entry to count as unchanged: fingerprint and recipe."""
        return self.document.fingerprint, self.recipe


@dataclass(frozen=True, slots=True)
class IndexedQuote:
    """Hold what is embedded and analysed of a stored quote: itself, its document's title and its context."""

    quote: Quote
    document_title: str
    context: str


@dataclass(frozen=True, slots=True)
class StoredQuote:
    """Hold a quote with where it comes from.

    `context` is the document's text at `quote.context`; `line` is the line, counted from 1, on which
    the quote's first word stands in the document's text. `copies` are the stored quotes that may have the same words
    (an alignment decides), sorted by id; they are there only if they were asked for.
    """

    quote: Quote
    document: DocumentHead
    context: str
    line: int
    copies: tuple["Copy", ...] = ()

    @property
    def indexed(self) -> IndexedQuote:
        """Return what is embedded and analysed of the quote."""
        return IndexedQuote(self.quote, self.document.title, self.context)


@dataclass(frozen=True, slots=True)
class Copy:
    """Hold a stored quote that may have the words of another, and whether both speakers are the same person."""

    stored: StoredQuote
    same_person: bool


@dataclass(frozen=True, slots=True)
class SimilarDocument:
    """Hold a document that has many of the words asked for, with its quotes in reading order.

    `selected` are the ids of those quotes that pass the selection. `is_similar` is false for a document that was asked
    for by its id and is not among the first by words.
    """

    document: Document
    quotes: tuple[Quote, ...]
    selected: frozenset[str]
    is_similar: bool = True


@dataclass(frozen=True, slots=True)
class Pattern:
    """Say what words a quote's own text must have: a phrase, or two phrases near each other in either order.

    The words are normalised. A word may end in `*` for any ending, or hold `?` for any one letter; `apart` is how many
    words at most may stand between two phrases.
    """

    phrases: tuple[tuple[str, ...], ...]
    apart: int = 0

    def __post_init__(self) -> None:
        if len(self.phrases) not in (1, 2) or not all(phrase and all(phrase) for phrase in self.phrases):
            raise ValueError(f"a pattern is one phrase, or two near each other, not {self.phrases}")


@dataclass(frozen=True, slots=True)
class Selection:
    """Say which quotes pass; an empty part lets everything through. A backend applies it: ids never cross the seam.

    `speakers` and `outlets`: the quote's speaker (outlet) is one of these. A name matches a speaker who has it, or
    whose name or alias contains all its words, whatever the case and accents; so does an outlet's. A name without a
    letter or digit matches nobody. `since` and `until` belong to the range; a document without a date lies in none.
    `all_terms`: the quote has each of these terms in its text, speaker, context or title. `required` and `excluded`
    are about the quote's own words. ValueError for a name of more than `MAX_NAME` characters.
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
                raise QueryError(f"a name of {len(name)} characters: give one of {MAX_NAME} at most")

    @property
    def is_by_reports_only(self) -> bool:
        """Tell whether nothing but what the quotes report is restricted."""
        return replace(self, reports=frozenset()) == EVERYTHING


EVERYTHING = Selection()


@dataclass(frozen=True, slots=True)
class Candidate:
    """Hold what each retriever says of one quote, and what is known of it whatever is asked.

    `keyword` is a BM25 score, 0 if the quote shares no term with the query; `dense` and `feedback` are cosines, -1 if
    the quote has no embedding. `words` counts the words of the quote; `confidence` is the probability that the
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
    """Hold the answer to a retrieval.

    `lists` has by retriever ("keyword", "dense") the ids of its best quotes, best first, `depth` at most; the list of a
    deeper retrieval begins with that of a shallower one. `candidates` has every quote of any list that passes the
    selection: a listed id that is not there does not pass. `exhausted` tells that no retriever has more quotes.
    """

    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    candidates: Mapping[str, Candidate] = field(default_factory=dict)
    exhausted: bool = True


Cursor = tuple[str | float | None, ...]
"""The place of the last quote of a page, to go on from; what it holds is the backend's own."""


@dataclass(frozen=True, slots=True)
class Page:
    """Hold the ids of a page of a listing, in order, with their scores, and where the next page begins (None: none)."""

    scores: Mapping[str, float]
    following: Cursor | None = None


@dataclass(frozen=True, slots=True)
class SpeakerCount:
    """Count a speaker's quotes.

    The name, kind, role and affiliation are the ones most quotes give; `aliases` are all other names, sorted.
    `joined` are names that other articles give the same person, each with the reason why they are one.
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
"""Months between the first and the last of a timeline up to which months without a quote are counted too."""
Counted = tuple[tuple[str, int], ...]
"""Names with how many quotes each has, the highest number first."""


@dataclass(frozen=True, slots=True)
class Facets:
    """Count quotes by speaker, outlet, kind, year (YYYY) and month (YYYY-MM); unknown values are not counted there.

    Each report of the same words counts.
    """

    quotes: int = 0
    speakers: Counted = ()
    outlets: Counted = ()
    kinds: Counted = ()
    years: Counted = ()
    months: Counted = ()

    @property
    def timeline(self) -> Counted:
        """Return the months in order, with those without a quote if the whole is shorter than `LONGEST_TIMELINE`."""
        counts = dict(self.months)
        numbers = sorted(12 * int(month[:4]) + int(month[5:]) - 1 for month in counts)
        short = bool(numbers) and numbers[-1] - numbers[0] < LONGEST_TIMELINE  # one wrong date makes no empty ages
        months = range(numbers[0], numbers[-1] + 1) if short else numbers
        names = (f"{number // 12:04}-{number % 12 + 1:02}" for number in months)
        return tuple((month, counts.get(month, 0)) for month in names)


@dataclass(frozen=True, slots=True)
class Topics:
    """Hold the significant words of a period, YYYY or YYYY-MM (empty: undated), and its number of quotes."""

    period: str
    quotes: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PutReport:
    """Count what became of the documents given to `Writer.put`, and the quotes now stored of them."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    quotes: int = 0


@dataclass(frozen=True, slots=True)
class Statistics:
    """Count what an index holds; the dates are the first and last of its documents, None if none has one."""

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
    """Say what an index was made with: embedding model, dimension, text recipe and format.

    They stay the same for the life of an index: embeddings of two models cannot be compared. ValueError for an empty
    name or a number that is not above 0.
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
            raise ValueError("the dimension and the format need a number")
