"""Define the nouns: span, document, speaker, quote, ranking.

They are frozen and equal by value, and an object that exists is valid: every constructor checks
its invariants and raises `ValueError`. Standard library only, so that anything may import it.
The promise on which everything else rests is kept by `Quote.of`: the text of a quote is always
the document's own characters at the quote's spans.
"""

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from itertools import accumulate
from typing import Self


class QuoteKind(StrEnum):
    """Say how a quote's words relate to what was said."""

    DIRECT = "direct"
    """Verbatim: all of the content stands inside quotation marks, or is a turn in a transcript."""
    MIXED = "mixed"
    """A paraphrase with some verbatim words inside quotation marks."""
    INDIRECT = "indirect"
    """A paraphrase."""


class Reported(StrEnum):
    """Say what a quote reports."""

    SPEECH = "speech"
    """What somebody said."""
    DOCUMENT = "document"
    """What a report, a letter or the like says."""
    THOUGHT = "thought"
    """What somebody is held to believe, want, stand for or not to have said; nobody need have said it."""


class SpeakerKind(StrEnum):
    """Say what sort of being speaks."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "group"
    ANONYMOUS = "anonymous"


BETWEEN_PARTS = " … "
"""What stands between the parts of an interrupted quotation, so that nobody takes them for one sentence."""
_PRONOUNS = frozenset("I You He She It We They One Someone Somebody Everyone Everybody This That These Those".split())
"""As they begin a sentence: US and IT are names."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Mark the characters `[start, end)` of a document's text, in Unicode code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def words(self, text: str) -> str:
        """Return the characters of `text` that the span covers; ValueError past its end."""
        if self.end > len(text):
            raise ValueError(f"span [{self.start}, {self.end}) ends past a text of {len(text)} characters")
        return text[self.start : self.end]

    def covers(self, other: "Span") -> bool:
        """Tell whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlap(self, other: "Span") -> int:
        """Return how many characters the two have in common."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """Hold what is known about a document, without its text; `path` is empty if it had no file."""

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
    """Hold one article as plain text, with what is known about where it came from.

    `id` names the article, not its present wording: the same id with another text is a changed
    article. `path` is the file it was read from, empty when there was none. A `published` with a time
    of day is narrowed to its date.
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
        """Return what is known about the document, without its text."""
        return DocumentHead(**{known.name: getattr(self, known.name) for known in fields(DocumentHead)})

    @property
    def fingerprint(self) -> str:
        """Return a hash of everything in the document, so that a change of any part shows."""
        return _digest(map(str, astuple(self)), length=32)

    def line_of(self, offset: int) -> int:
        """Return the line of the text, counted from 1, on which the character at `offset` stands."""
        return self.text.count("\n", 0, offset) + 1


@dataclass(frozen=True, slots=True)
class Speaker:
    """Name the person or body to whom a quote's words belong.

    `aliases` are the other names under which the document mentions the speaker, sorted; `affiliation` is the body,
    place or party to which the document says they belong.
    """

    name: str
    kind: SpeakerKind = SpeakerKind.PERSON
    role: str = ""
    aliases: tuple[str, ...] = ()
    affiliation: str = ""

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("a speaker needs a name")

    @property
    def is_named(self) -> bool:
        """Tell whether the name means the same in every document: not so `the company`, `It` or one diplomat."""
        common = self.name.lstrip()[0].islower() or self.name.strip() in _PRONOUNS
        return self.kind is not SpeakerKind.ANONYMOUS and not common


@dataclass(frozen=True, slots=True)
class Quote:
    """Hold the words attributed to one speaker, and where in the document each part stands.

    `content` is in reading order and does not overlap; several spans are an interrupted quotation, whose parts are
    kept apart in `text` by `BETWEEN_PARTS`.
    `context` is the stretch of whole sentences around the quote. `cue` and `source` are empty where
    the attribution was given with the quote rather than found in the text.
    `confidence` is the probability, in [0, 1], that the attribution is right; `reports` tells speech from a
    document's words and from a thought.
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
        if any(a.end > b.start for a, b in zip(self.content, self.content[1:], strict=False)):
            raise ValueError(f"content spans must be in order and apart: {self.content}")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence {self.confidence} is not in [0, 1]")
        place = ";".join(f"{span.start}-{span.end}" for span in self.content)
        object.__setattr__(self, "id", _digest((self.document_id, place), length=16))

    @property
    def parts(self) -> tuple[str, ...]:
        """Return the words of each span of the content."""
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
        """Make the quote whose text is the document's own words at `content`."""
        for span in (*content, *cue, *source, context):
            span.words(document.text)
        words = BETWEEN_PARTS.join(span.words(document.text) for span in content)
        return cls(document.id, words, content, context, kind, speaker, cue, source, confidence, reports)


@dataclass(frozen=True, slots=True)
class Record:
    """Hold what a reader yields: a document and, where its file already attributes them, its quotes.

    `quotes` is None where who said what is still to be found. `place` is the file and row, for people.
    """

    document: Document
    quotes: tuple[Quote, ...] | None = None
    place: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Scored:
    """Pair a quote id with a score; higher is better."""

    quote_id: str
    score: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """Hold scored quote ids, best first, no duplicate, ties broken by id. Made by `Ranking.of` only."""

    entries: tuple[Scored, ...] = ()

    @classmethod
    def of(cls, scores: Mapping[str, float] | Iterable[tuple[str, float]], *, depth: int | None = None) -> Self:
        """Rank the scores and keep the best `depth`; ValueError for a repeated id or a score that is not finite."""
        pairs = list(scores.items() if isinstance(scores, Mapping) else scores)
        if len({quote_id for quote_id, _ in pairs}) != len(pairs):
            raise ValueError("a ranking holds each quote once")
        if not all(math.isfinite(score) for _, score in pairs):
            raise ValueError("a ranking needs finite scores")
        pairs.sort(key=lambda pair: (-pair[1], pair[0]))
        return cls(tuple(Scored(quote_id, score) for quote_id, score in pairs[:depth]))

    def __iter__(self) -> Iterator[Scored]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


def _day(published: object, document_id: str) -> date | None:
    """Return the date, without its time of day; TypeError for what is none."""
    if published is not None and not isinstance(published, date):
        remedy = "give a datetime.date or None"
        raise TypeError(f"document {document_id} was published {published!r}, which is no date; {remedy}")
    return published.date() if isinstance(published, datetime) else published


def _digest(parts: Iterable[str], *, length: int) -> str:
    """Return the first `length` hexadecimal digits of the SHA-256 of the parts, kept apart by NUL."""
    joined = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:length]
