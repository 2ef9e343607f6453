"""Correct single attributions: which quotes a correction changes, and which speaker the corrected name means.

A correction belongs to the words of a quote in one document, not to the quote's id, because the id changes with the
quote's place. So it survives when the article is edited elsewhere, and when another extractor reads it. Each backend
stores the corrections and applies them with `corrected` whenever it stores the quotes of a document.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from quotesearch.indexer.errors import NotFoundError, QueryError
from quotesearch.indexer.model import Quote, Speaker, SpeakerKind
from quotesearch.indexer.records import refuse_long_name
from quotesearch.indexer.text.normalise import fold_name, folded_words

EXTRACT_AGAIN = "a correction was undone"
"""The recipe of a document after a correction was undone: no extractor has it, so the document is extracted again."""


def words_of(quote: Quote) -> str:
    """Return the words by which a correction recognises a quote: normalised, or the signs of a text without letters."""
    return " ".join(folded_words(quote.text)) or "".join(quote.text.split())


def corrected(quotes: Iterable[Quote], speakers: Mapping[str, Speaker | None]) -> tuple[Quote, ...]:
    """Return the quotes of a document after its corrections, which are given as speakers by `words_of`.

    A quote is left out if a correction has no speaker for it. A corrected quote has the confidence 1.
    """
    result = []
    for quote in quotes:
        words = words_of(quote)
        speaker = speakers.get(words)
        if speaker is not None:
            result.append(replace(quote, speaker=speaker, confidence=1.0))
        elif words not in speakers:
            result.append(quote)
    return tuple(result)


def checked_name(name: str) -> str:
    """Return the name with single spaces; QueryError if no speaker can have it."""
    clean = " ".join(name.split())
    if not fold_name(clean):
        raise QueryError(f"the speaker's name {name!r} has no letter or digit; give the name as it should be printed")
    refuse_long_name(clean)
    try:
        clean.encode()
    except UnicodeEncodeError as error:
        raise QueryError(f"the name {name!r} is not Unicode text; give it in UTF-8") from error
    return clean


def meant_speaker(name: str, in_document: Mapping[Speaker, int], in_index: Mapping[Speaker, int]) -> Speaker:
    """Return the speaker that a corrected name means: one of the document, else one of the index, else a new person.

    Both mappings give the number of quotes of each speaker; those of the index are named.
    """
    known = _known_speaker(name, in_document) or _known_speaker(name, in_index) or Speaker(name)
    return replace(known, confidence=1.0)


def _known_speaker(name: str, counts: Mapping[Speaker, int]) -> Speaker | None:
    """Return the speaker with exactly this name, else the only speaker that the name may mean, if there is one.

    Documents give one speaker several roles: the result has a role if there is one, of the most quotes.
    """
    folded = fold_name(name)
    matches = [speaker for speaker in counts if fold_name(speaker.name) == folded]
    matches = matches or [speaker for speaker in counts if _may_mean(folded, speaker)]
    if len({fold_name(speaker.name) for speaker in matches}) != 1:
        return None
    return min(matches, key=lambda speaker: (not speaker.role, -counts[speaker], repr(speaker)))


def _may_mean(folded: str, speaker: Speaker) -> bool:
    """Return whether a folded name is an alias of a named speaker, or has only words of a person's name."""
    is_part = speaker.kind is SpeakerKind.PERSON and set(folded.split()) <= set(fold_name(speaker.name).split())
    return speaker.is_named and (is_part or folded in map(fold_name, speaker.aliases))


def unknown_quote(quote_id: str) -> NotFoundError:
    """Return the error for the id of a quote that is not stored."""
    return NotFoundError(f"no quote has the id {quote_id}: copy an id from the results of a search")


def unknown_correction(number: int) -> NotFoundError:
    """Return the error for the number of a correction that is not stored."""
    return NotFoundError(f"no correction has the number {number}: quotes correct --list shows the numbers")
