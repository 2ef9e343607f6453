"""Find who *I* is within a quotation: whoever is quoted there, as in *“I fear the worst,” said Moss*."""

from bisect import bisect_right
from collections.abc import Sequence

from quotesearch.indexer.extraction.clauses import Attribution
from quotesearch.indexer.model import Speaker

_FIRST_PERSON = frozenset("i me my myself".split())
_DEEPEST = 12
"""Contents that are looked back over for the one around a source."""


def first_persons(
    text: str, attributions: Sequence[Attribution], speakers: Sequence[Speaker | None]
) -> list[Speaker | None]:
    """Return the speakers, each first person within a quotation made the speaker of that quotation."""
    contents = sorted((span, place) for place, each in enumerate(attributions) for span in each.content)
    starts = [span.start for span, _ in contents]
    resolved = list(speakers)
    for place, each in enumerate(attributions):
        if each.source is None or each.source.words(text).lower() not in _FIRST_PERSON:
            continue
        last = bisect_right(starts, each.source.start)
        around = contents[max(0, last - _DEEPEST) : last]
        quoting = [other for span, other in around if other != place and span.covers(each.source)]
        if quoting and speakers[quoting[-1]] is not None:
            resolved[place] = speakers[quoting[-1]]
    return resolved
