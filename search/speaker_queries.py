"""Answer what is asked about speakers: *Merkel on refugees*, and what a speaker talked about.

In *Merkel on refugees* the speaker is a filter and the topic is the words: the query that is answered has the filter,
and a remark that shows how to write it.
"""

import re
from dataclasses import replace

from quotesearch.indexer.model import SpeakerKind
from quotesearch.indexer.protocols import Reader
from quotesearch.indexer.records import MAX_NAME, Selection, Topics
from quotesearch.indexer.text.normalise import folded_words
from quotesearch.search.query import NO_THOUGHTS, Query
from quotesearch.search.query_syntax import typed_filter

_ON = re.compile(r"(?P<name>\S+(?: \S+){0,4}?) (?:on|about|regarding) (?P<topic>\S.*)", re.IGNORECASE | re.DOTALL)
_NAMED = (SpeakerKind.PERSON, SpeakerKind.ORGANISATION)
_WORDS = 6
_BY_YEAR = 24
"""Months with quotes from which on topics are those of years and not of months."""


def attributed(query: Query, reader: Reader) -> Query:
    """Return the query with the speaker as a filter where its words name one whom the store knows, else as it is."""
    plain = not (query.literal or query.filters.speaker or query.required)
    match = _ON.fullmatch(query.text) if plain else None
    if match is None or len(match["name"]) > MAX_NAME or not _is_speaker(match["name"], reader):
        return query
    name, topic = match["name"], match["topic"]
    remark = f"read as {typed_filter('speaker', name)} {topic} (--plain takes the words as words)"
    return replace(
        query, text=topic, filters=replace(query.filters, speaker=name), remarks=(*query.remarks, remark), literal=True
    )


def _is_speaker(name: str, reader: Reader) -> bool:
    """Tell whether somebody is called so: by the whole name, or the last part of it."""
    asked = folded_words(name)
    for speaker in reader.speakers(name) if asked else ():
        names = [folded_words(each) for each in (speaker.name, *speaker.aliases)]
        if speaker.kind in _NAMED and any(each[-len(asked) :] == asked for each in names):
            return True
    return False


def topics(reader: Reader, speaker: str) -> tuple[Topics, ...]:
    """Return what the speaker talked about, period by period; nothing if nobody has the name."""
    speakers = reader.speakers(speaker)
    names = {word for one in speakers for name in (one.name, *one.aliases) for word in folded_words(name)}
    selection = Selection(speakers=(speaker,), reports=NO_THOUGHTS)
    by_month = len(reader.facets(selection).months) <= _BY_YEAR
    periods = reader.significant_terms(selection, by_month=by_month, limit=_WORDS + len(names))
    return tuple(replace(one, words=_without(one.words, names)[:_WORDS]) for one in periods)


def _without(words: tuple[str, ...], names: set[str]) -> tuple[str, ...]:
    """Return the words that are not the speaker's own names."""
    return tuple(word for word in words if names.isdisjoint(folded_words(word)))
