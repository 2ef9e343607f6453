"""Name what goes into the store and what comes out of it.

A `Document` always has its text; what a list of results needs of one is its `DocumentHead`, so that
showing ten quotes does not carry ten articles about.
"""

from dataclasses import dataclass
from datetime import date

from quotesearch.indexer.errors import QueryError
from quotesearch.indexer.model import Document, Quote, QuoteKind, Reported, SpeakerKind


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
class DocumentHead:
    """Hold what is known about a document, without its text; `path` is empty where it had no file."""

    id: str
    title: str = ""
    outlet: str = ""
    author: str = ""
    published: date | None = None
    url: str = ""
    language: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class StoredQuote:
    """Hold a quote with where it comes from.

    `context` is the document's text at `quote.context`; `line` is the line, counted from 1, on which
    the quote's first word stands in the document's text.
    """

    quote: Quote
    document: DocumentHead
    context: str
    line: int


@dataclass(frozen=True, slots=True)
class SpeakerCount:
    """Count a speaker's quotes.

    The name, kind, role and affiliation are the ones most quotes give; `aliases` are all other names, sorted.
    `joined` are names that other articles give the same person, each with the reason why they are one.
    `document_id` is empty, save for a speaker without a name, who belongs to one document.
    """

    name: str
    kind: SpeakerKind
    role: str
    aliases: tuple[str, ...]
    quotes: int
    document_id: str = ""
    affiliation: str = ""
    joined: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Substance:
    """Say what a quote reports, how many words it has, and the probability that its attribution is right."""

    reports: Reported
    words: int
    confidence: float

    @property
    def score(self) -> float:
        """Return how likely the quote is to answer anything at all, in [0, 1]: a doubtful scrap is no answer."""
        return (2 * self.confidence + min(1.0, self.words / 5)) / 3


_LONGEST_TIMELINE = 12 * 80
"""Months between which those without a quote are counted too."""
Counted = tuple[tuple[str, int], ...]
"""Names with how many quotes each has, the highest number first."""


@dataclass(frozen=True, slots=True)
class Facets:
    """Count quotes by speaker, outlet, kind, year (YYYY) and month (YYYY-MM); what is not known is not counted there.

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
        """Return the months in their order, those without a quote included where the whole is no longer than a life."""
        counts = dict(self.months)
        numbers = sorted(12 * int(month[:4]) + int(month[5:]) - 1 for month in counts)
        short = bool(numbers) and numbers[-1] - numbers[0] < _LONGEST_TIMELINE
        every = range(numbers[0], numbers[-1] + 1) if short else numbers  # one wrong date makes no empty ages
        names = (f"{number // 12:04}-{number % 12 + 1:02}" for number in every)
        return tuple((month, counts.get(month, 0)) for month in names)


@dataclass(frozen=True, slots=True)
class Filters:
    """Say which quotes may be found; None, or an empty set, lets everything through.

    A name matches a speaker who has it, or whose name or alias contains all its words, whatever the
    case and accents; so does an outlet's. Both dates belong to the range, and a document without a
    date lies in none.
    """

    speaker: str | None = None
    outlet: str | None = None
    since: date | None = None
    until: date | None = None
    kinds: frozenset[QuoteKind] = frozenset()
    reports: frozenset[Reported] = frozenset()

    def __post_init__(self) -> None:
        for label, name in (("speaker", self.speaker), ("outlet", self.outlet)):
            if name is not None and not name.strip():
                raise QueryError(f"an empty {label} name; give a name, or leave the {label} out to search them all")
        if self.since and self.until and self.since > self.until:
            raise QueryError(f"no day is since {self.since} and until {self.until}; swap the two dates")

    def __bool__(self) -> bool:
        """Tell whether anything is filtered at all."""
        return self != Filters()


@dataclass(frozen=True, slots=True)
class PutReport:
    """Count what became of the documents given to `Store.put`, and the quotes now stored of them."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    quotes: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """Count what the store holds; the dates are the first and last of its documents, None if none has one."""

    documents: int
    quotes: int
    speakers: int
    outlets: int
    direct: int
    mixed: int
    indirect: int
    first: date | None
    last: date | None
