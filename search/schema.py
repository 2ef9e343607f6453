"""Define the JSON objects that quotesearch returns: the keys of each, in Python's types.

The command line prints one object on a line; HTTP and MCP return the same. A span is `[start, end)` in Unicode code
points of the document's text, unless its key says otherwise; a day is YYYY-MM-DD. `json_objects` makes the objects.
"""

from typing import TypedDict

SCHEMA_VERSION = 1
"""It rises when a key goes or changes its meaning, not when a key is added."""
Spans = list[list[int]]
Pairs = list[list[str]]
Counts = list[list[str | int]]


class Versioned(TypedDict):
    """Every object that is one line of output."""

    schema_version: int  #: The version of this schema.


class DocumentJSON(TypedDict):
    """What is known about a document, without its text; empty if unknown."""

    id: str  #: The document's id.
    title: str  #: The headline.
    outlet: str  #: The newspaper or site.
    author: str  #: Who wrote the document.
    published: str | None  #: The day of publication, or null.
    url: str  #: The address.
    language: str  #: The code of the language.
    path: str  #: The file that the document was read from.


class QuotedSpeakerJSON(TypedDict):
    """The speaker of a quote."""

    name: str  #: The canonical name, or the words that name the speaker in the document.
    role: str  #: The office or profession, or empty.
    affiliation: str  #: The organisation that the speaker belongs to, or empty.
    kind: str  #: One of person, organisation, group, anonymous.
    aliases: list[str]  #: Other names of the speaker.
    confidence: float  #: The probability, 0 to 1, that the name is right.


class QuoteFields(TypedDict):
    """What every object for a quote holds."""

    id: str  #: The quote's id, for `quotes show`.
    quote: str  #: The quote's words; " … " stands between the parts of an interrupted quotation.
    kind: str  #: One of direct, mixed, indirect.
    reports: str  #: One of speech, document (what a report or letter says), thought (an opinion or intention).
    confidence: float  #: The probability, 0 to 1, that the attribution is right.
    speaker: QuotedSpeakerJSON  #: Who said it.
    spans: Spans  #: The span of each part of the quote.
    source: Spans  #: The span of each part of the mention that names the speaker; none if a table gave the quote.
    cue: Spans  #: The span of each part of the words that report the quote; none if a table gave the quote.
    line: int  #: The line of the document's text, from 1, on which the quote begins.
    context: str  #: The sentences around the quote, and the quote.
    context_span: list[int]  #: The span of the context.
    document: DocumentJSON  #: The document that the quote stands in.


class QuoteJSON(Versioned, QuoteFields):
    """A quote: a line of `quotes extract`, and the stored quote of a verification."""


class OccurrenceJSON(TypedDict):
    """Another document's report of a quote's words."""

    id: str  #: The id of the other quote.
    quote: str  #: Its words.
    speaker: str  #: Its speaker's name.
    document: DocumentJSON  #: Its document.
    line: int  #: The line on which it begins.
    spans: Spans  #: The span of each of its parts.
    changes: Pairs  #: Pairs: words of the result, and the words that the other report has instead.


class EvidenceJSON(TypedDict):
    """What one retriever contributes to the score of a result."""

    retriever: str  #: One of keyword, dense, feedback, substance, rerank.
    rank: int | None  #: The place in the retriever's own ranking, or null if it did not list the quote.
    score: float  #: The retriever's own score.
    share: float  #: What the retriever adds to the score of the result.


class RankFields(Versioned):
    """The keys with which a result begins."""

    rank: int  #: The place in the answer, from 1, results that the offset skips included.
    score: float  #: The sum of the shares in `why`; 0 in a list without a query.


class ResultJSON(RankFields, QuoteFields):
    """A result: a line of `quotes search --json`, `quotes similar --json` and `quotes export`."""

    marks: Spans  #: The span in `quote`, not in the document, of each word that the query asks for.
    occurrences: list[OccurrenceJSON]  #: Reports of the same words in other documents, the first printed first.
    first_seen: str | None  #: The day of the first report, this one or another, or null.
    outlets: list[str]  #: The outlets of all reports, sorted.
    why: list[EvidenceJSON]  #: The parts of the score.


class ComparedJSON(ResultJSON):
    """A line of `quotes compare --json`: a result of one of the two speakers."""

    side: str  #: The speaker's name as the user gave it.


class VerificationJSON(Versioned):
    """A verdict on a quotation: a line of `quotes verify --json`.

    `flags` to `document` are about the words of the archive that are similar to the quotation: empty, false and null if
    nothing is similar.
    """

    verdict: str  #: One of verbatim, near, partial, other-speaker, not-found.
    quotation: str  #: The words that were verified.
    speaker: str  #: The speaker who was asked for, or empty.
    flags: list[str]  #: Kinds of change that alter the meaning: number, negation, name, condition, order.
    turned: bool  #: Whether two parts of the quotation stand in the other order.
    changes: Pairs  #: Pairs: words of the quotation, and the words that the archive has instead.
    text: str  #: The words of the archive.
    span: list[int] | None  #: The span of these words.
    line: int | None  #: The line on which they begin.
    stored: QuoteJSON | None  #: The quote that holds the words, or null.
    document: DocumentJSON | None  #: The document that holds the words.
    searched: dict[str, int]  #: How many `documents` and `quotes` the index holds.


class SpeakerJSON(Versioned):
    """A line of `quotes speakers --json`; kind, role and affiliation are those that most quotes give."""

    name: str  #: The canonical name.
    kind: str  #: One of person, organisation, group, anonymous.
    role: str  #: The office or profession, or empty.
    aliases: list[str]  #: Other names of the speaker.
    quotes: int  #: How many quotes the speaker has.
    document_id: str  #: The document of a speaker without a name, else empty.
    affiliation: str  #: The organisation that the speaker belongs to, or empty.
    joined: Pairs  #: Pairs: a name that other documents give the same speaker, and why the two are one.


class CorrectionJSON(Versioned):
    """A correction of an attribution: a line of `quotes correct --json`."""

    number: int  #: The number of the correction, for `quotes correct --undo`.
    document_id: str  #: The document's id.
    words: str  #: The normalised words of the corrected quote.
    speaker: QuotedSpeakerJSON | None  #: The right speaker, or null if the words are not a quote.


class TopicsJSON(Versioned):
    """What a speaker talked about in one period: a line of `quotes speakers topics --json`."""

    period: str  #: YYYY or YYYY-MM; empty for documents without a date.
    quotes: int  #: How many quotes the speaker has in the period.
    words: list[str]  #: The most significant words of these quotes.


class CountsJSON(TypedDict):
    """Numbers of quotes; each list holds pairs of a name and a number of quotes."""

    quotes: int  #: Quotes that have all the words and pass the filters.
    speakers: Counts  #: By speaker, most quotes first.
    outlets: Counts  #: By outlet, most quotes first.
    kinds: Counts  #: By kind, most quotes first.
    years: Counts  #: By year of publication, YYYY.
    months: Counts  #: By month of publication, YYYY-MM.


class FacetsJSON(Versioned):
    """The counts of a search: the last line of `quotes search --json --facets`."""

    facets: CountsJSON  #: The counts.


class AnsweredQueryJSON(Versioned):
    """The end of one query's results: a line of `quotes search --stdin --json`."""

    query: str  #: The line of standard input.
    results: int  #: How many results of this query stand before this line.


class MonthJSON(Versioned):
    """A line of `quotes timeline --json`."""

    month: str  #: YYYY-MM.
    quotes: int  #: How many quotes were published in the month.


class StatsJSON(Versioned):
    """The line of `quotes stats --json`."""

    documents: int  #: Stored documents.
    quotes: int  #: Stored quotes.
    speakers: int  #: Speakers of these quotes.
    outlets: int  #: Outlets of these documents.
    direct: int  #: Direct quotes.
    mixed: int  #: Mixed quotes.
    indirect: int  #: Indirect quotes.
    first: str | None  #: The day of the first document, or null.
    last: str | None  #: The day of the last document, or null.
    model: str  #: The embedding model.
    dimension: int  #: Numbers in an embedding.
    recipe: str  #: The name of the text that is embedded for a quote.
    format: int  #: The version of the index folder's format.
    bytes: dict[str, int]  #: Bytes on disk, by part of the index.


class QuoteSpansJSON(TypedDict):
    """The places of a quote, in the form that programs for measuring attribution read."""

    content: Spans  #: The span of each part of the quote.
    source: Spans  #: The span of each part of the mention that names the speaker.
    cue: Spans  #: The span of each part of the words that report the quote.
    kind: str  #: One of direct, mixed, indirect.
    reports: str  #: One of speech, document, thought.
    confidence: float  #: The probability, 0 to 1, that the attribution is right.
    speaker: str  #: The speaker's name.


class SpansJSON(TypedDict):
    """A document and the places of its quotes: a line of `quotes extract --format spans`."""

    doc: str  #: The file's name without folder and ending; for a row and for standard input, the document's id.
    quotes: list[QuoteSpansJSON]  #: The quotes in reading order.
