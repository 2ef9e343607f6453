"""Compare the names of two speakers, and remove titles from names."""

from collections.abc import Sequence

from quotesearch.indexer.model import Speaker, SpeakerKind
from quotesearch.indexer.text.normalise import folded_words
from quotesearch.indexer.text.wordlists import word_list

_COURTESY = frozenset("mr mrs ms miss mx dr prof professor sir dame lord lady".split())
_TITLES = _COURTESY | word_list("titles")


def untitled(name: str) -> str:
    """Return a name without the courtesy titles at its beginning. The last word stays, even if it is a title."""
    return " ".join(_without_titles(name.split(), _COURTESY))


def may_be_same_speaker(first: Speaker, second: Speaker) -> bool:
    """Return whether one of two names is a shorter form of the other: *Thorwell*, *M. Thorwell*, *Mr Thorwell*.

    Titles before a name and words of either role are ignored: *the Prime Minister, Mrs Varnholt*. Names of
    organisations, groups and other bodies must be equal.
    """
    if not first.kind is second.kind is SpeakerKind.PERSON:
        return folded_words(first.name) == folded_words(second.name)
    roles = {*folded_words(first.role), *folded_words(second.role), "the"}
    first_words, second_words = (_name_words(speaker.name, roles) for speaker in (first, second))
    return _is_short_form(first_words, second_words) or _is_short_form(second_words, first_words)


def _without_titles(words: Sequence[str], titles: frozenset[str]) -> Sequence[str]:
    """Return the words after the titles at the beginning. The last word stays, even if it is a title."""
    places = (place for place, word in enumerate(words) if not titles.issuperset(folded_words(word)))
    return words[next(places, len(words) - 1) :]


def _name_words(name: str, roles: set[str]) -> list[str]:
    """Return the words of a name without titles and roles."""
    words = [word for word in folded_words(name) if word not in roles] or folded_words(name)
    return list(_without_titles(words, _TITLES))


def _is_short_form(short: Sequence[str], full: Sequence[str]) -> bool:
    """Return whether each word of `short` agrees with a word of `full`, and the two have at least one equal word."""
    return not set(short).isdisjoint(full) and all(any(_agree(word, full_word) for full_word in full) for word in short)


def _agree(first: str, second: str) -> bool:
    """Return whether two words are equal, or one is the initial of the other."""
    return first == second or (min(len(first), len(second)) == 1 and first[0] == second[0])
