"""Tell whether two names may be one speaker's, and take titles from names."""

from collections.abc import Sequence

from quotesearch.indexer.model import Speaker, SpeakerKind
from quotesearch.indexer.text.normalise import folded_words
from quotesearch.indexer.text.wordlists import word_list

_COURTESY = frozenset("mr mrs ms miss mx dr prof professor sir dame lord lady".split())
_TITLES = _COURTESY | word_list("titles")


def untitled(name: str) -> str:
    """Return a name without the courtesy titles before it; one that is nothing else stays."""
    return " ".join(_bare(name.split(), _COURTESY))


def may_be_one(one: Speaker, other: Speaker) -> bool:
    """Tell whether the name of one says no more than that of the other: *Thorwell*, *M. Thorwell*, *Mr Thorwell*.

    Titles before it do not count, nor what is either's role: *the Prime Minister, Mrs Varnholt*. Names of bodies are
    one only where they are the same.
    """
    if not one.kind is other.kind is SpeakerKind.PERSON:
        return folded_words(one.name) == folded_words(other.name)
    roles = {*folded_words(one.role), *folded_words(other.role), "the"}
    mine, theirs = (_names(each.name, roles) for each in (one, other))
    return _fits(mine, theirs) or _fits(theirs, mine)


def _bare(words: Sequence[str], titles: frozenset[str]) -> Sequence[str]:
    """Return the words behind the titles that come first, the last word whatever it is."""
    places = (place for place, word in enumerate(words) if not titles.issuperset(folded_words(word)))
    return words[next(places, len(words) - 1) :]


def _names(name: str, roles: set[str]) -> list[str]:
    """Return the words that name somebody, without titles and roles."""
    words = [word for word in folded_words(name) if word not in roles] or folded_words(name)
    return list(_bare(words, _TITLES))


def _fits(some: Sequence[str], others: Sequence[str]) -> bool:
    """Tell whether each word is one of the others, or an initial of one, or has its initial there; one in full."""
    return not set(some).isdisjoint(others) and all(any(_is(word, other) for other in others) for word in some)


def _is(word: str, other: str) -> bool:
    """Tell whether two words are one name, where either may be an initial."""
    return word == other or (min(len(word), len(other)) == 1 and word[0] == other[0])
