"""Read to what a speaker belongs: the body, place or person in a role, or the party in the bracket behind a name.

*Norbank* for *Norbank spokesman*, *Eastport* for *mayor of Eastport*, *R-Ohio* for *Ada Moss (R-Ohio)*.
"""

import re
from collections.abc import Sequence

from quotesearch.indexer.extraction.mentions import is_role
from quotesearch.indexer.extraction.people import ROLE_MODIFIERS
from quotesearch.indexer.extraction.tokens import Token

_BELONGS = frozenset("of for at with from".split())
_LINKS = frozenset("of for and & the de la du van von".split())
_PARTIES = frozenset("republican democrat conservative liberal socialist independent".split())
_CHAMBERS = frozenset("house senate".split())
_LONGEST_BRACKET = 8
_PARTY_AND_STATE = re.compile(r"[DILR]-[A-Z][\w.]*")


def affiliation_in(role: str) -> str:
    """Return the name in a role of that to which its holder belongs, or nothing."""
    words = [word.strip(",") for word in role.split()]
    nouns = [at for at, word in enumerate(words) if is_role(word.lower()) and word.lower() not in _PARTIES]
    if not nouns:
        return ""
    links = [at for at, word in enumerate(words) if word.lower() in _BELONGS]
    for link in links:
        start, end = link + 1, _run_end(words, link + 1)
        if nouns[0] < link and not all(_is_title(word) for word in words[start:end]):
            return _plain(words[start:end])
    behind = next((link for link in links if link > nouns[0]), len(words))
    return _before(words, max(noun for noun in nouns if noun < behind))


def bracketed(tokens: Sequence[Token], at: int) -> str:
    """Return what the bracket or the abbreviation at `at`, right behind a name, says: *(R-Ohio)*, or *, R-Ohio,*."""
    behind = tokens[at : at + _LONGEST_BRACKET]
    if len(behind) < 3 or not behind[1].is_capitalised:
        return ""
    if behind[0].text == "(":
        closing = next((place for place, token in enumerate(behind) if token.text in "):"), 0)
        if behind[closing].text == ":":
            return ""
        return "".join(token.text if token.text == "." else f" {token.text}" for token in behind[1:closing]).strip()
    closed = behind[0].text == "," and behind[2].text in ",."
    return behind[1].text + behind[2].text.strip(",") if closed and _PARTY_AND_STATE.fullmatch(behind[1].text) else ""


def _before(words: Sequence[str], noun: int) -> str:
    """Return the name that stands before the role's noun: *Norbank* spokesman, *Republican* nominee.

    Before a noun with a capital, *Foreign* and *State* are part of the title; before another, of a name.
    """
    end = noun
    while end and _is_title(words[end - 1]) and (words[noun][0].isupper() or not words[end - 1][0].isupper()):
        end -= 1
    start = next((at for at in range(end) if words[at][0].isupper() and not _is_title(words[at])), end)
    return _plain(words[start:end])


def _is_title(word: str) -> bool:
    """Tell whether the word belongs to the role itself."""
    low = word.lower()
    if low in _PARTIES | _CHAMBERS:
        return not word[0].isupper()
    return not word[0].isupper() or low.rstrip(".") in ROLE_MODIFIERS or is_role(low)


def _run_end(words: Sequence[str], start: int) -> int:
    """Return the end of the name that begins at `start`, or soon behind an article."""
    end = start
    while end < len(words) and (words[end][0].isupper() or words[end].lower() in _LINKS):
        end += 1
    while end > start and not words[end - 1][0].isupper():
        end -= 1
    return end


def _plain(words: Sequence[str]) -> str:
    """Return the words without the article before and the possessive behind."""
    kept = list(words[1:] if words and words[0].lower() == "the" else words)
    return " ".join(kept).replace("’", "'").removesuffix("'s").removesuffix("'")
