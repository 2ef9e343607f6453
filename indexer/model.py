"""The basic types: span, document, speaker, quote, ranking.

They are frozen and equal by value. An object that exists is valid, because its constructor checks its invariants and
raises `ValueError`. Only the standard library is imported, so that every module may import this one. `Quote.of` keeps
the most important invariant: the text of a quote is always the characters of the document at the quote's spans.
"""

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from itertools import accumulate, pairwise
from typing import Self


class QuoteKind(StrEnum):
    """The relation between the words of a quote and the words that were spoken or written."""

    DIRECT = "direct"
    """Verbatim: all of the content is inside quotation marks, or is a speaker's turn in a transcript."""
    MIXED = "mixed"
    """A paraphrase with some verbatim words inside quotation marks."""
    INDIRECT = "indirect"
    """A paraphrase."""


class Reported(StrEnum):
    """The kind of act that a quote reports: a statement, a text, or a thought."""

    SPEECH = "speech"
    """A statement: words that somebody said."""
    DOCUMENT = "document"
    """The words of a text, such as a report or a letter."""
    THOUGHT = "thought"
    """An opinion or intention that the article attributes to somebody. The person may never have expressed it."""


class SpeakerKind(StrEnum):
    """The kind of a speaker."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "group"
    ANONYMOUS = "anonymous"


BETWEEN_PARTS = " … "
"""The separator between the parts of an interrupted quotation, so that readers do not take them for one sentence."""
_PRONOUNS = frozenset("I You He She It We They One Someone Somebody Everyone Everybody This That These Those".split())
"""Pronouns, as written at the beginning of a sentence. Forms in capitals are missing, because US and IT are names."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The characters `[start, end)` of a document's text, counted in Unicode code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def words(self, text: str) -> str:
        """Return the characters of `text` at the span. Raises ValueError if the span ends after the end of the text."""
        if self.end > len(text):
            raise ValueError(f"span [{self.start}, {self.end}) ends after the end of a text of {len(text)} characters")
        return text[self.start : self.end]

    def covers(self, span: "Span") -> bool:
        """Return whether all of `span` is inside this span."""
        return self.start <= span.start and span.end <= self.end

    def overlap(self, span: "Span") -> int:
        """Return the number of characters that are in both spans."""
        return max(0, min(self.end, span.end) - max(self.start, span.start))


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """The description of a document without its text. `path` is empty if the document does not come from a file."""

    id: str
    title: str = ""
    outlet: str = ""
    author: str = ""
    published: date | None = None
    url: str = ""
    language: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One article as plain text, with its title, outlet, author, date and origin.

    `id` names the article, not its present text. If a document has a stored id and another text, the article has
    changed. `path` is the file from which the document was read. If there is no file, it is "". If `published` has a
    time of day, only the date is kept.
    """

    id: str
    text: str
    title: str = ""
    outlet: str = ""
    author: str = ""
    published: date | None = None
    url: str = ""
    language: str = ""
    path: str = ""

    def __post_init__(self) -> None:
        if not self.id.strip():
            raise ValueError("a document needs an id")
        if not self.text.strip():
            raise ValueError(f"document {self.id} has no text")
        object.__setattr__(self, "published", _day(self.published, self.id))

    @property
    def head(self) -> DocumentHead:
        """Return the description of the document without its text."""
        return DocumentHead(**{column.name: getattr(self, column.name) for column in fields(DocumentHead)})

    @property
    def fingerprint(self) -> str:
        """Return a hash of all fields of the document. If a field changes, the hash changes."""
        return _digest(map(str, astuple(self)), length=32)

    def line_of(self, offset: int) -> int:
        """Return the number of the line, from 1, that contains the character at `offset`."""
        return self.text.count("\n", 0, offset) + 1


@dataclass(frozen=True, slots=True)
class Speaker:
    """The person or body that said or wrote the words of a quote.

    `aliases` are the other names of the speaker in the document, sorted. `affiliation` is the body, place or party that
    the document gives for the speaker. `confidence` is the probability, in [0, 1], that the name is right.
    """

    name: str
    kind: SpeakerKind = SpeakerKind.PERSON
    role: str = ""
    aliases: tuple[str, ...] = ()
    affiliation: str = ""
    confidence: float = 1.0

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("a speaker needs a name")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence {self.confidence} is not in [0, 1]")

    @property
    def is_named(self) -> bool:
        """Return whether the name means the same speaker in every document. `the company` and `It` do not."""
        common = self.name.lstrip()[0].islower() or self.name.strip() in _PRONOUNS
        return self.kind is not SpeakerKind.ANONYMOUS and not common


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that the document attributes to one speaker, and the place of each part in the document.

    The spans of `content` are in reading order and do not overlap. Several spans are an interrupted quotation; `text`
    has `BETWEEN_PARTS` between its parts. `context` covers the whole sentences around the quote. `cue` and `source` are
    empty if a column of the input names the speaker. `confidence` is the probability, in [0, 1], that the attribution
    is right. `reports` distinguishes statements, texts and thoughts.
    """

    document_id: str
    text: str
    content: tuple[Span, ...]
    context: Span
    kind: QuoteKind
    speaker: Speaker
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    confidence: float = 1.0
    reports: Reported = Reported.SPEECH
    id: str = field(init=False, default="")

    def __post_init__(self) -> None:
        if not self.content:
            raise ValueError("a quote needs content")
        if any(first.end > second.start for first, second in pairwise(self.content)):
            raise ValueError(f"content spans must be in order and must not overlap: {self.content}")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence {self.confidence} is not in [0, 1]")
        place = ";".join(f"{span.start}-{span.end}" for span in self.content)
        object.__setattr__(self, "id", _digest((self.document_id, place), length=16))

    @property
    def parts(self) -> tuple[str, ...]:
        """Return the text of each span of the content."""
        starts = accumulate((len(span) + len(BETWEEN_PARTS) for span in self.content), initial=0)
        return tuple(self.text[start : start + len(span)] for start, span in zip(starts, self.content, strict=False))

    @classmethod
    def of(  # noqa: PLR0913 - the parts of an attribution, each by its name
        cls,
        document: Document,
        *,
        content: tuple[Span, ...],
        context: Span,
        kind: QuoteKind,
        speaker: Speaker,
        cue: tuple[Span, ...] = (),
        source: tuple[Span, ...] = (),
        confidence: float = 1.0,
        reports: Reported = Reported.SPEECH,
    ) -> Self:
        """Return the quote with these parts. Its text is taken from the document at `content`."""
        for span in (*content, *cue, *source, context):
            span.words(document.text)
        words = BETWEEN_PARTS.join(span.words(document.text) for span in content)
        return cls(document.id, words, content, context, kind, speaker, cue, source, confidence, reports)


@dataclass(frozen=True, slots=True)
class Record:
    """A document from an input file, with its quotes if the file names their speakers.

    If `quotes` is None, the quotes must be extracted from the text. `place` is the file and row, for messages.
    """

    document: Document
    quotes: tuple[Quote, ...] | None = None
    place: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Scored:
    """A quote id with its score. A higher score is better."""

    quote_id: str
    score: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """Scored quote ids, the best first, without duplicates. Equal scores are sorted by id. See `Ranking.of`."""

    entries: tuple[Scored, ...] = ()

    @classmethod
    def of(cls, scores: Mapping[str, float] | Iterable[tuple[str, float]], *, depth: int | None = None) -> Self:
        """Return the ranking of the best `depth` scores.

        Raises ValueError for a repeated id or a score that is not finite.
        """
        pairs = list(scores.items() if isinstance(scores, Mapping) else scores)
        if len({quote_id for quote_id, _ in pairs}) != len(pairs):
            raise ValueError("a ranking cannot have a quote twice")
        if not all(math.isfinite(score) for _, score in pairs):
            raise ValueError("a ranking needs finite scores")
        pairs.sort(key=lambda pair: (-pair[1], pair[0]))
        return cls(tuple(Scored(quote_id, score) for quote_id, score in pairs[:depth]))

    def __iter__(self) -> Iterator[Scored]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


def _day(published: object, document_id: str) -> date | None:
    """Return the date without its time of day. If there is no date, return None. Any other type raises TypeError."""
    if published is not None and not isinstance(published, date):
        remedy = "give a datetime.date or None"
        raise TypeError(f"document {document_id} was published {published!r}, which is not a date; {remedy}")
    return published.date() if isinstance(published, datetime) else published


def _digest(parts: Iterable[str], *, length: int) -> str:
    """Join the parts with NUL characters, and return the first `length` hexadecimal digits of their SHA-256."""
    joined = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:length]
