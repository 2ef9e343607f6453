"""Define the JSON objects that quotesearch returns: the keys of each, in Python's types.

The command line prints each object on one line; HTTP and MCP return the same objects. A span is `[start, end)` in
Unicode code points of the document's text, unless its key says otherwise. A day is YYYY-MM-DD. `json_objects` makes the
objects.
"""

from typing import TypedDict

SCHEMA_VERSION = 1
"""The version rises if a key is removed or changes its meaning, but not if a key is added."""
Spans = list[list[int]]
Pairs = list[list[str]]
Counts = list[list[str | int]]


class Versioned(TypedDict):
    """Every object that is one line of output."""

    schema_version: int  #: The version of this schema.


class DocumentJSON(TypedDict):
    """The metadata of a document. A value that is not known is empty."""

    id: str  #: The document's id.
    title: str  #: The headline.
    outlet: str  #: The newspaper or site.
    author: str  #: The author of the document.
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
    """The keys of every object for a quote."""

    id: str  #: The quote's id, for `quotes show`.
    quote: str  #: The quote's words, with " … " between the parts of an interrupted quotation.
    kind: str  #: One of direct, mixed, indirect.
    reports: str  #: One of speech, document (what a report or letter says), thought (an opinion or intention).
    confidence: float  #: The probability, 0 to 1, that the attribution is right.
    speaker: QuotedSpeakerJSON  #: The speaker of the quote.
    spans: Spans  #: The span of each part of the quote.
    source: Spans  #: The span of each part of the mention of the speaker. Empty if the quote comes from a table.
    cue: Spans  #: The span of each part of the words that report the quote. Empty if the quote comes from a table.
    line: int  #: The line of the document's text, from 1, on which the quote begins.
    context: str  #: The quote and the sentences around it.
    context_span: list[int]  #: The span of the context.
    document: DocumentJSON  #: The document that contains the quote.


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
    changes: Pairs  #: Pairs: words of the result, and the other report's words instead.


class EvidenceJSON(TypedDict):
    """One retriever's part of the score of a result."""

    retriever: str  #: One of keyword, dense, feedback, substance, rerank.
    rank: int | None  #: The rank in the retriever's list, or null if the retriever did not list the quote.
    score: float  #: The retriever's score.
    share: float  #: The number that the retriever adds to the score of the result.


class RankFields(Versioned):
    """The keys with which a result begins."""

    rank: int  #: The rank in the answer, from 1. Results that the offset skips are counted.
    score: float  #: The sum of the shares in `why`; 0 in a list without a query.


class ResultJSON(RankFields, QuoteFields):
    """A result: a line of `quotes search --json`, `quotes similar --json` and `quotes export`."""

    marks: Spans  #: The span of each word of the query, in the text of `quote`, not of the document.
    occurrences: list[OccurrenceJSON]  #: Reports of the same words in other documents, oldest first.
    first_seen: str | None  #: The day of the earliest report, including this one, or null.
    outlets: list[str]  #: The outlets of all reports, sorted.
    why: list[EvidenceJSON]  #: The parts of the score.


class ComparedJSON(ResultJSON):
    """A line of `quotes compare --json`: a result of one of the two speakers."""

    side: str  #: The speaker's name as the user typed it.


class VerificationJSON(Versioned):
    """A verdict on a quotation: a line of `quotes verify --json`.

    The keys from `flags` to `document` describe the words of the archive that are similar to the quotation. If no words
    are similar, these keys are empty, false or null.
    """

    verdict: str  #: One of verbatim, near, paraphrase, partial, other-speaker, not-found.
    quotation: str  #: The words that were verified.
    speaker: str  #: The speaker whose words the quotation must be, or empty.
    flags: list[str]  #: Kinds of change that alter the meaning: number, negation, name, condition, order.
    turned: bool  #: Whether two parts of the quotation are in the opposite order in the archive.
    changes: Pairs  #: Pairs: words of the quotation, and the archive's words instead.
    text: str  #: The words of the archive.
    span: list[int] | None  #: The span of these words.
    line: int | None  #: The line on which these words begin.
    stored: QuoteJSON | None  #: The quote that contains the words, or null.
    document: DocumentJSON | None  #: The document that contains the words.
    searched: dict[str, int]  #: The numbers of `documents` and `quotes` in the index.


class SpeakerJSON(Versioned):
    """A line of `quotes speakers --json`.

    Kind, role and affiliation are the most frequent ones in the speaker's quotes.
    """

    name: str  #: The canonical name.
    kind: str  #: One of person, organisation, group, anonymous.
    role: str  #: The office or profession, or empty.
    aliases: list[str]  #: Other names of the speaker.
    quotes: int  #: The number of the speaker's quotes.
    document_id: str  #: The document of a speaker without a name. Empty for a speaker with a name.
    affiliation: str  #: The organisation that the speaker belongs to, or empty.
    joined: Pairs  #: Pairs: a name of the same speaker in other documents, and the reason why the names were joined.


class CorrectionJSON(Versioned):
    """A correction of an attribution: a line of `quotes correct --json`."""

    number: int  #: The number of the correction, for `quotes correct --undo`.
    document_id: str  #: The document's id.
    words: str  #: The normalised words of the corrected quote.
    speaker: QuotedSpeakerJSON | None  #: The right speaker, or null if the words are not a quote.


class TopicsJSON(Versioned):
    """The topics of a speaker in one period: a line of `quotes speakers topics --json`."""

    period: str  #: YYYY or YYYY-MM; empty for documents without a date.
    quotes: int  #: The number of the speaker's quotes in the period.
    words: list[str]  #: The most significant words of these quotes.


class CountsJSON(TypedDict):
    """Numbers of quotes. Each list has pairs of a name and a number of quotes."""

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
    results: int  #: The number of this query's results, which are printed before this line.


class MonthJSON(Versioned):
    """A line of `quotes timeline --json`."""

    month: str  #: YYYY-MM.
    quotes: int  #: The number of quotes published in the month.


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
    recipes: Counts  #: Documents by extraction: tagger-2, rules-1 (`--fast`), given (the file had the quotes).
    model: str  #: The embedding model.
    dimension: int  #: The number of values in an embedding.
    recipe: str  #: The name of the template for the text that is embedded with a quote.
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

    doc: str  #: The file's name without folder and ending. For a row and for standard input, the document's id.
    quotes: list[QuoteSpansJSON]  #: The quotes in reading order.
