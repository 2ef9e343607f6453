"""Recognise queries that name a speaker, such as *Merkel on refugees*, and find the topics of a speaker.

The query *Merkel on refugees* becomes the filter `speaker:merkel` and the word *refugees*. A notice shows the same
query written with the filter.
"""

import re
from dataclasses import replace

from quotesearch.indexer.model import SpeakerKind
from quotesearch.indexer.protocols import Reader
from quotesearch.indexer.records import MAX_NAME, Selection, Topics
from quotesearch.indexer.text.normalise import folded_words
from quotesearch.search.query import WITHOUT_THOUGHTS, Query
from quotesearch.search.query_syntax import typed_filter

_ON = re.compile(r"(?P<name>\S+(?: \S+){0,4}?) (?:on|about|regarding) (?P<topic>\S.*)", re.IGNORECASE | re.DOTALL)
_NAMED = (SpeakerKind.PERSON, SpeakerKind.ORGANISATION)
_TOPIC_WORDS = 6
"""The most words that describe the topics of a period."""
_MOST_MONTHS = 24
"""If a speaker has quotes in more months than this, topics are given by year and not by month."""


def with_speaker(query: Query, reader: Reader) -> Query:
    """Return the query. If its words name a speaker of the index and a topic, add a filter by this speaker."""
    may_name_speaker = not (query.literal or query.filters.speaker or query.required)
    match = _ON.fullmatch(query.text) if may_name_speaker else None
    if match is None or len(match["name"]) > MAX_NAME or not _is_speaker(match["name"], reader):
        return query
    name, topic = match["name"], match["topic"]
    remark = f"read as {typed_filter('speaker', name)} {topic} (--plain treats them as ordinary words)"
    return replace(
        query, text=topic, filters=replace(query.filters, speaker=name), remarks=(*query.remarks, remark), literal=True
    )


def _is_speaker(name: str, reader: Reader) -> bool:
    """Tell whether a person or organisation has this name, or a name that ends with it."""
    words = folded_words(name)
    for speaker in reader.speakers(name) if words else ():
        names = [folded_words(known_name) for known_name in (speaker.name, *speaker.aliases)]
        if speaker.kind in _NAMED and any(name_words[-len(words) :] == words for name_words in names):
            return True
    return False


def topics(reader: Reader, speaker: str) -> tuple[Topics, ...]:
    """Return the topics of a speaker in each period, without the speaker's names.

    If no speaker has the name, return an empty tuple.
    """
    speakers = reader.speakers(speaker)
    names = {word for match in speakers for name in (match.name, *match.aliases) for word in folded_words(name)}
    selection = Selection(speakers=(speaker,), reports=WITHOUT_THOUGHTS)
    by_month = len(reader.facets(selection).months) <= _MOST_MONTHS
    periods = reader.significant_terms(selection, by_month=by_month, limit=_TOPIC_WORDS + len(names))
    return tuple(replace(period, words=_without_names(period.words, names)[:_TOPIC_WORDS]) for period in periods)


def _without_names(words: tuple[str, ...], names: set[str]) -> tuple[str, ...]:
    """Return the words that are not in the speaker's names."""
    return tuple(word for word in words if names.isdisjoint(folded_words(word)))
