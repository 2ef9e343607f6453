"""Read a speaker's affiliation: the body, place or person in a role, or the party in the bracket after a name.

*Norbank* for *Norbank spokesman*, *Eastport* for *mayor of Eastport*, *R-Ohio* for *Ada Moss (R-Ohio)*.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence

from quotesearch.indexer.extraction.names import ROLE_MODIFIERS, is_role
from quotesearch.indexer.extraction.tokens import Token

_BELONGS = frozenset("of for at with from".split())
_LINKS = frozenset("of for and & the de la du van von".split())
_PARTIES = frozenset("republican democrat conservative liberal socialist independent".split())
_CHAMBERS = frozenset("house senate".split())
_LONGEST_BRACKET = 8
_PARTY_AND_STATE = re.compile(r"[DILR]-[A-Z][\w.]*")


def affiliation_in(role: str) -> str:
    """Return the name in a role to which its holder belongs, or an empty string."""
    words = [word.strip(",") for word in role.split()]
    nouns = [place for place, word in enumerate(words) if _is_office(word.lower())]
    if not nouns:
        return ""
    links = [place for place in range(nouns[0], len(words)) if words[place].lower() in _BELONGS]
    for link in links:
        name = words[link + 1 : _run_end(words, link + 1)]
        if not all(map(_is_title, name)):
            return _plain(name)
    end = links[0] if links else len(words)
    return _name_before(words, nouns[bisect_left(nouns, end) - 1])


def bracketed(tokens: Sequence[Token], at: int) -> str:
    """Return the affiliation at `at`, right after a name: in brackets, *(R-Ohio)*, or after a comma, *, R-Ohio,*."""
    next_tokens = tokens[at : at + _LONGEST_BRACKET]
    if len(next_tokens) < 3 or not next_tokens[1].is_capitalised:
        return ""
    return _in_bracket(next_tokens) if next_tokens[0].text == "(" else _party_after_comma(next_tokens)


def _in_bracket(tokens: Sequence[Token]) -> str:
    """Return the words of the bracket that the tokens open; an empty string if it does not close or has a colon."""
    closing = next((place for place, token in enumerate(tokens) if token.text in "):"), 0)
    if tokens[closing].text == ":":
        return ""
    return "".join(token.text if token.text == "." else f" {token.text}" for token in tokens[1:closing]).strip()


def _party_after_comma(tokens: Sequence[Token]) -> str:
    """Return the party and state between two commas, or an empty string."""
    party, mark = tokens[1].text, tokens[2].text
    closed = tokens[0].text == "," and mark in ",."
    return party + mark.strip(",") if closed and _PARTY_AND_STATE.fullmatch(party) else ""


def _is_office(word: str) -> bool:
    """Return whether the word, in lower case, is a role noun and not a party."""
    return is_role(word) and word not in _PARTIES


def _name_before(words: Sequence[str], noun: int) -> str:
    """Return the name before the role's noun: *Norbank* spokesman, *Republican* nominee.

    Before a noun with a capital, *Foreign* and *State* are part of the title; before another, of a name.
    """
    end = noun
    while end and _is_title(words[end - 1]) and (words[noun][0].isupper() or not words[end - 1][0].isupper()):
        end -= 1
    start = next((at for at in range(end) if words[at][0].isupper() and not _is_title(words[at])), end)
    return _plain(words[start:end])


def _is_title(word: str) -> bool:
    """Return whether the word belongs to the role itself."""
    low = word.lower()
    if low in _PARTIES | _CHAMBERS:
        return not word[0].isupper()
    return not word[0].isupper() or low.rstrip(".") in ROLE_MODIFIERS or is_role(low)


def _run_end(words: Sequence[str], start: int) -> int:
    """Return the end of the name that begins at `start`, or after an article there."""
    end = start
    while end < len(words) and (words[end][0].isupper() or words[end].lower() in _LINKS):
        end += 1
    while end > start and not words[end - 1][0].isupper():
        end -= 1
    return end


def _plain(words: Sequence[str]) -> str:
    """Return the words without *the* at the start and *'s* at the end."""
    name = list(words[1:] if words and words[0].lower() == "the" else words)
    return " ".join(name).replace("’", "'").removesuffix("'s").removesuffix("'")
