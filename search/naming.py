"""Tell whether two names may be one speaker's, and take titles from names."""

from collections.abc import Sequence

from quotesearch.indexer.folding import folded_words
from quotesearch.indexer.model import Speaker

_TITLES = frozenset(
    "mr mrs ms miss mx messrs dr prof professor sir dame lord lady baron baroness king queen prince princess capt "
    "captain col colonel gen general lt lieutenant sgt sergeant maj major cpl corporal adm admiral rev reverend "
    "fr father sister brother monsignor bishop archbishop cardinal rabbi imam judge justice president vice prime "
    "minister secretary chancellor premier senator sen representative rep congressman congresswoman governor gov "
    "mayor councillor cllr commissioner ambassador chief director chairman chairwoman".split()
)


def untitled(name: str) -> str:
    """Return a name without its titles, or as it is where it has nothing else."""
    return " ".join(word for word in name.split() if not _TITLES.issuperset(folded_words(word))) or name


def may_be_one(one: Speaker, other: Speaker) -> bool:
    """Tell whether a name of one says no more than a name of the other: *Thorwell*, *M. Thorwell*, *Mr Thorwell*.

    Titles do not count, nor what is either's role: *the Prime Minister, Mrs Varnholt*.
    """
    roles = {*folded_words(one.role), *folded_words(other.role), "the"}
    mine, theirs = ([_names(name, roles) for name in (each.name, *each.aliases)] for each in (one, other))
    return any(_fits(a, b) or _fits(b, a) for a in mine for b in theirs)


def _names(name: str, roles: set[str]) -> list[str]:
    """Return the words that name somebody, without titles and roles."""
    words = folded_words(untitled(name))
    return [word for word in words if word not in roles] or words


def _fits(some: Sequence[str], others: Sequence[str]) -> bool:
    """Tell whether each word is one of the others, or an initial of one, or has its initial there; one in full."""
    return not set(some).isdisjoint(others) and all(any(_is(word, other) for other in others) for word in some)


def _is(word: str, other: str) -> bool:
    """Tell whether two words are one name, where either may be an initial."""
    return word == other or (min(len(word), len(other)) == 1 and word[0] == other[0])
