"""Read names: find the runs of capitalised words in a sentence and part title, role and name.

*Alliance Secretary-General Jonas Falk* has the role *Alliance Secretary-General* and the name *Jonas
Falk*; *Secretary of State Mira Okafor*, *Sen. Ada Moss (R-Ohio)* and *former mayor Bo Lind* likewise.
A name is told from a body's by its last word, and from nothing at all by the list of words that
merely begin sentences.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quotesearch.indexer.extraction.lexicon import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
)
from quotesearch.indexer.extraction.people import (
    BODIES,
    BODY_NAMES,
    FEMALE_NAMES,
    HONORIFICS,
    MALE_NAMES,
    NOT_NAMES,
    ROLE_MODIFIERS,
    ROLES,
)
from quotesearch.indexer.extraction.tokens import Sort, Token

_PARTICLES = frozenset("de la le du van von der den bin al el ibn da dos di della ter ten af".split())
_GIVEN_NAMES = MALE_NAMES | FEMALE_NAMES
_SUFFIXES = frozenset("jr sr ii iii iv".split())
_LONGEST = 12
_HEADLINE = 5
_SMALL_WORDS = AUXILIARIES | CONJUNCTIONS | DETERMINERS | POSSESSIVES | PREPOSITIONS | PRONOUNS | {"'s", "not"}
_BEFORE_MARK = re.compile(r"\s+(['’]s\b|['’](?=\s)|[,.)])")


@dataclass(frozen=True, slots=True)
class Name:
    """Hold a name as it stands: its words, the role and honorific before it, and its tokens `[first, last)`."""

    words: tuple[str, ...]
    role: str
    honorific: str
    first: int
    last: int

    @property
    def text(self) -> str:
        """Return the name in one string."""
        return " ".join(self.words)

    @property
    def surname(self) -> str:
        """Return the last word that is not a generation suffix, in lower case."""
        kept = [word for word in self.words if word.lower().rstrip(".") not in _SUFFIXES]
        return (kept or list(self.words))[-1].lower()

    @property
    def is_body(self) -> bool:
        """Tell whether the name is that of an organisation: by its last word, or as an acronym."""
        if len(self.words) == 1:
            word = self.words[0].replace(".", "")
            return word.lower() in BODY_NAMES or (
                word.isupper() and 1 < len(word) <= 6 and not self.honorific and not self.role
            )
        return any(word.lower().rstrip(".") in BODY_NAMES for word in self.words[-2:]) or "of" in self.words


def names(tokens: Sequence[Token]) -> Iterator[Name]:
    """Yield the names in the tokens, in order; none in a headline that capitalises every word."""
    at = len(tokens) if _is_headline(tokens) else 0
    while at < len(tokens):
        last = _run_end(tokens, at)
        if last > at:
            name = parse(tokens, at, last)
            if name is not None:
                yield name
        at = max(last, at + 1)


def _is_headline(tokens: Sequence[Token]) -> bool:
    """Tell whether the sentence capitalises nearly every word that is not one of the small ones."""
    words = [token for token in tokens if token.sort is Sort.WORD and token.low not in _SMALL_WORDS]
    return len(words) >= _HEADLINE and sum(token.is_capitalised for token in words) > 0.85 * len(words)


def parse(tokens: Sequence[Token], first: int, last: int) -> Name | None:
    """Part the tokens `[first, last)` into role and name; None where no name is left."""
    while first < last and tokens[first].low in NOT_NAMES:
        first += 1
    start = _role_end(tokens, first, last)
    honorific = _stem(tokens[start - 1]) if start > first and _stem(tokens[start - 1]) in HONORIFICS else ""
    words = tuple(
        token.text
        for token in tokens[start:last]
        if token.text == "&" or (token.sort is Sort.WORD and token.text not in ("'s", "’s"))
    )
    if not words or (len(words) == 1 and not honorific and (words[0].lower() in NOT_NAMES or words[0].isdigit())):
        return None
    role = "" if honorific else spelled(tokens[first:start])
    if not role and len(words) > 1 and _has_office(tokens, first):
        role, words, start = spelled(tokens[first - 3 : first + 1]), words[1:], start + 1
    if not role and not honorific and _has_trade(words):
        role, words, start = words[0], words[1:], start + 1
    return Name(words, role, honorific, start, last)


def spelled(tokens: Sequence[Token]) -> str:
    """Return the tokens as one would write them, without their quotations."""
    words = " ".join(token.text for token in tokens if token.sort is not Sort.QUOTATION)
    return _BEFORE_MARK.sub(r"\1", words).strip(" ,")


def ends_person(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether *of* at `at` follows a person's name: Bo Lind *of* Norbank, but not Royal Bank *of* Aldern."""
    if tokens[at].low not in ("of", "for") or at < 2:
        return False
    first, last = tokens[at - 2], tokens[at - 1]
    body = last.low in BODY_NAMES | BODIES or _is_role(last) or _is_role(first)
    named = first.is_capitalised and first.low not in DETERMINERS and last.is_capitalised
    return named and not body


def _run_end(tokens: Sequence[Token], at: int) -> int:
    """Return the end of the run of capitalised words that begins at `at`, or `at` where none does."""
    if not tokens[at].is_capitalised or (
        tokens[at].low in NOT_NAMES and at + 1 < len(tokens) and not tokens[at + 1].is_capitalised
    ):
        return at
    last = at
    while last < min(len(tokens), at + _LONGEST):
        token = tokens[last]
        linked = last + 1 < len(tokens) and tokens[last + 1].is_capitalised
        inner = token.low in _PARTICLES or (token.low in ("of", "&", "for") and last > at) or token.text == "."
        if ends_person(tokens, last) and last - at > 1:
            break
        if not (token.is_capitalised or (inner and linked and token.text != ".")):
            break
        last += 1
    return last


def _has_office(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether the token at `at` ends an office and no name begins there: *Leader of the Opposition Ada Moss*."""
    linked = at > 2 and tokens[at - 1].low == "the" and tokens[at - 2].low in ("of", "for")
    return linked and _is_role(tokens[at - 3]) and tokens[at].low in BODIES | ROLE_MODIFIERS


def _has_trade(words: Sequence[str]) -> bool:
    """Tell whether the first of three words is a trade and no name: *Beekeeper Nora Flint*."""
    return len(words) == 3 and words[0].lower() not in _GIVEN_NAMES and words[1].lower() in _GIVEN_NAMES


def _role_end(tokens: Sequence[Token], first: int, last: int) -> int:
    """Return the token at which the name begins behind its roles and honorifics."""
    start = first
    for at in range(first, last):
        if _is_role(tokens[at]) and at + 1 < last:
            start = at + 1
            if tokens[at + 1].low in ("of", "for"):
                start = max(at + 3, last - 2) if last - at > 4 else min(last, at + 3)
    return start if start < last else first


def _is_role(token: Token) -> bool:
    """Tell whether the token is a title or role, alone or as the head of a hyphened one."""
    stem = _stem(token)
    return (
        stem in ROLES
        or (stem in ROLE_MODIFIERS and stem not in ("house", "senate", "first", "second"))
        or stem.rsplit("-", 1)[-1] in ROLES
    )


def _stem(token: Token) -> str:
    """Return the token in lower case without its full stop."""
    return token.low.rstrip(".")
