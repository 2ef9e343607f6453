"""Understand *Merkel on refugees*: whose words are asked for is a filter, what about are the words.

Said openly: the query that is answered has the filter, and a remark that shows how to write it.
"""

import re
from dataclasses import replace

from quotesearch.indexer.model import SpeakerKind
from quotesearch.indexer.protocols import Reader
from quotesearch.indexer.records import MAX_NAME
from quotesearch.indexer.text.normalise import folded_words
from quotesearch.search.query import Query
from quotesearch.search.query_syntax import typed_filter

_ON = re.compile(r"(?P<name>\S+(?: \S+){0,4}?) (?:on|about|regarding) (?P<topic>\S.*)", re.IGNORECASE | re.DOTALL)
_NAMED = (SpeakerKind.PERSON, SpeakerKind.ORGANISATION)


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
