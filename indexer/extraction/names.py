"""Read names: find runs of capitalised words in a sentence and split them into role, honorific and name.

*Alliance Secretary-General Jonas Falk* has the role *Alliance Secretary-General* and the name *Jonas Falk*;
*Secretary of State Mira Okafor*, *Sen. Ada Moss (R-Ohio)* and *former mayor Bo Lind* are split in the same way. The
last word of a name distinguishes an organisation from a person. `KnownNames` distinguishes names from nouns and titles
that only begin with a capital, by their other uses in the article.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

from quotesearch.indexer.extraction.lexicon import ADVERBS, DETERMINERS, SMALL_WORDS
from quotesearch.indexer.extraction.tokens import Sort, Token
from quotesearch.indexer.text.wordlists import word_list

BODIES, BODY_NAMES = word_list("bodies"), word_list("body_names")
NOT_NAMES = word_list("not_names")
MALE_NAMES, FEMALE_NAMES = word_list("male_names"), word_list("female_names")
MALE_TITLES, FEMALE_TITLES = word_list("male_titles"), word_list("female_titles")
MALE_ROLES, FEMALE_ROLES = word_list("male_roles"), word_list("female_roles")
ROLES = word_list("neutral_roles") | MALE_ROLES | FEMALE_ROLES | MALE_TITLES | FEMALE_TITLES
ROLE_MODIFIERS = word_list("role_modifiers")
_REIGNING = frozenset("king queen pope prince princess".split())
HONORIFICS = (MALE_TITLES | FEMALE_TITLES | {"dr", "prof", "mx", "messrs"}) - _REIGNING
"""Titles that are not a role, such as *Mrs*; *Queen* is a role."""
_FIRST_NAMES = MALE_NAMES | FEMALE_NAMES
_AMBIGUOUS_MODIFIERS = frozenset("house senate first second".split())
"""Role modifiers that begin names too: *House of Fraser*."""
_COMMON_WORDS = word_list("groups") | BODIES | ROLES | ADVERBS
_PARTICLES = frozenset("de la le du van von der den bin al el ibn da dos di della ter ten af".split())
_SUFFIXES = frozenset("jr sr ii iii iv".split())
_LONGEST = 12
"""Tokens of a name with its roles."""
_HEADLINE = 5
"""Fewest words, without the small ones, of a sentence that can be a headline."""
_BEFORE_MARK = re.compile(r"\s+(['’]s\b|['’](?=\s)|[,.)])")
_SHORT_NAME = 4
"""Letters of the longest word in -s that cannot be a plural at the beginning of a sentence."""


@dataclass(frozen=True, slots=True)
class Name:
    """One name in a sentence: its words, the role and honorific before it, and its tokens `[first, last)`."""

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
        words = [word for word in self.words if word.lower().rstrip(".") not in _SUFFIXES]
        return (words or list(self.words))[-1].lower()

    @property
    def is_body(self) -> bool:
        """Return whether the name is that of an organisation: by its last word, or as an acronym."""
        if len(self.words) > 1:
            return any(word.lower().rstrip(".") in BODY_NAMES for word in self.words[-2:]) or "of" in self.words
        word = self.words[0].replace(".", "")
        acronym = word.isupper() and 1 < len(word) <= 6
        return word.lower() in BODY_NAMES or (acronym and not self.honorific and not self.role)

    @property
    def gender(self) -> str:
        """Return the gender by honorific, role or else the first name: `m`, `f` or an empty string."""
        first = self.words[0].lower()
        if (gender := self.certain_gender()) or len(self.words) < 2 or (first in MALE_NAMES) == (first in FEMALE_NAMES):
            return gender
        return "m" if first in MALE_NAMES else "f"

    def certain_gender(self, role: str = "") -> str:
        """Return the gender that the honorific or the role tells: `m`, `f` or an empty string."""
        roles = {*f"{self.role} {role}".lower().replace("-", " ").split(), self.honorific}
        if roles & (MALE_TITLES | MALE_ROLES):
            return "m"
        return "f" if roles & (FEMALE_TITLES | FEMALE_ROLES) else ""


@dataclass(frozen=True, slots=True)
class KnownNames:
    """The words that are names in an article: `sure` ones, and the surnames of full names."""

    sure: frozenset[str]
    surnames: frozenset[str]

    @classmethod
    def of(cls, names: Sequence[Name]) -> Self:
        """Return the known names; a name of several words, or one that does not begin its sentence, is sure."""
        sure = frozenset(word for name in names if name.first or len(name.words) > 1 for word in name.words)
        return cls(sure, frozenset(name.surname for name in names if len(name.words) > 1))

    def is_name(self, name: Name) -> bool:
        """Return whether it is a name, not a noun at the head of a sentence and not a title: *the Minister*."""
        word = name.words[0]
        if len(name.words) == 1 and not name.honorific and is_role(word.lower()):
            return word.lower() in self.surnames
        return len(name.words) > 1 or word in self.sure or name.is_body or bool(name.role or name.honorific)

    def may_be_name(self, name: Name) -> bool:
        """Return whether a source that begins its sentence is a name: *Varnholt* is one, *Officials* is not."""
        word = name.words[0]
        plural = word.endswith("s") and len(word) > _SHORT_NAME
        return self.is_name(name) or not (plural or word.lower() in _COMMON_WORDS)


def names(tokens: Sequence[Token]) -> Iterator[Name]:
    """Yield the names in the tokens, in order; no names in a headline that capitalises every word."""
    at = len(tokens) if _is_headline(tokens) else 0
    while at < len(tokens):
        last = _run_end(tokens, at)
        if last > at and (name := parse(tokens, at, last)) is not None:
            yield name
        at = max(last, at + 1)


def parse(tokens: Sequence[Token], first: int, last: int) -> Name | None:
    """Split the tokens `[first, last)` into role and name; None if no name is left."""
    first = next((at for at in range(first, last) if tokens[at].low not in NOT_NAMES), last)
    start = _role_end(tokens, first, last)
    honorific = _honorific(tokens[first:start])
    words = _name_words(tokens[start:last])
    if not words or (len(words) == 1 and not honorific and (words[0].lower() in NOT_NAMES or words[0].isdigit())):
        return None
    role = "" if honorific else spelled(tokens[first:start])
    return _with_role(Name(words, role, honorific, start, last), tokens, first)


def spelled(tokens: Sequence[Token]) -> str:
    """Return the tokens with normal spacing, without their quotations."""
    words = " ".join(token.text for token in tokens if token.sort is not Sort.QUOTATION)
    return _BEFORE_MARK.sub(r"\1", words).strip(" ,")


def ends_person(tokens: Sequence[Token], at: int) -> bool:
    """Return whether *of* at `at` follows a person's name: Bo Lind *of* Norbank, but not Royal Bank *of* Aldern."""
    if tokens[at].low not in ("of", "for") or at < 2:
        return False
    first, last = tokens[at - 2], tokens[at - 1]
    body = last.low in BODY_NAMES | BODIES or _is_title(last) or _is_title(first)
    full_name = first.is_capitalised and first.low not in DETERMINERS and last.is_capitalised
    return full_name and not body


def is_role(word: str) -> bool:
    """Return whether the word is a role noun, alone or as the head of a hyphened one."""
    return word.rstrip(".") in ROLES or word.rsplit("-", 1)[-1] in ROLES


def _is_headline(tokens: Sequence[Token]) -> bool:
    """Return whether the sentence capitalises nearly every word that is not one of the small ones."""
    words = [token for token in tokens if token.sort is Sort.WORD and token.low not in SMALL_WORDS]
    return len(words) >= _HEADLINE and sum(token.is_capitalised for token in words) > 0.85 * len(words)


def _run_end(tokens: Sequence[Token], at: int) -> int:
    """Return the end of the run of capitalised words that begins at `at`, or `at` if no run does.

    A word whose capital is only that of its sentence begins no run: *Mira* does, but not *When* the.
    """
    last = at
    lonely = at + 1 < len(tokens) and not tokens[at + 1].is_capitalised
    if tokens[at].is_capitalised and not (tokens[at].low in NOT_NAMES and lonely):
        while last < min(len(tokens), at + _LONGEST) and _goes_on(tokens, at, last):
            last += 1
    return last


def _goes_on(tokens: Sequence[Token], first: int, at: int) -> bool:
    """Return whether the token at `at` belongs to the run of capitalised words that begins at `first`."""
    if ends_person(tokens, at) and at - first > 1:
        return False
    joins = tokens[at].low in _PARTICLES or (tokens[at].low in ("of", "&", "for") and at > first)
    return tokens[at].is_capitalised or (joins and at + 1 < len(tokens) and tokens[at + 1].is_capitalised)


def _honorific(tokens: Sequence[Token]) -> str:
    """Return the honorific that ends the tokens before a name, or an empty string."""
    stem = _stem(tokens[-1]) if tokens else ""
    return stem if stem in HONORIFICS else ""


def _name_words(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Return the words of a name: no punctuation except *&*, no possessive *'s*."""
    return tuple(
        token.text
        for token in tokens
        if token.text == "&" or (token.sort is Sort.WORD and token.text not in ("'s", "’s"))
    )


def _with_role(name: Name, tokens: Sequence[Token], first: int) -> Name:
    """Return the name with the role that its first word is, or ends: *Beekeeper* Nora Flint."""
    if name.role:
        return name
    if len(name.words) > 1 and _ends_office(tokens, first):
        office = spelled(tokens[first - 3 : first + 1])
        return replace(name, words=name.words[1:], role=office, first=name.first + 1)
    first_names = [word.lower() in _FIRST_NAMES for word in name.words]
    if not name.honorific and len(name.words) == 3 and first_names[:2] == [False, True]:
        return replace(name, words=name.words[1:], role=name.words[0], first=name.first + 1)
    return name


def _ends_office(tokens: Sequence[Token], at: int) -> bool:
    """Return whether the token at `at` ends an office, not begins a name: *Leader of the Opposition Ada Moss*."""
    linked = at > 2 and tokens[at - 1].low == "the" and tokens[at - 2].low in ("of", "for")
    return linked and _is_title(tokens[at - 3]) and tokens[at].low in BODIES | ROLE_MODIFIERS


def _role_end(tokens: Sequence[Token], first: int, last: int) -> int:
    """Return the token at which the name begins, after its roles and honorifics."""
    start = first
    for at in range(first, last):
        if _is_title(tokens[at]) and at + 1 < last:
            start = at + 1
            if tokens[at + 1].low in ("of", "for"):
                start = max(at + 3, last - 2) if last - at > 4 else min(last, at + 3)
    return start if start < last else first


def _is_title(token: Token) -> bool:
    """Return whether the token is a title or role, or a word that modifies one."""
    stem = _stem(token)
    return is_role(stem) or (stem in ROLE_MODIFIERS and stem not in _AMBIGUOUS_MODIFIERS)


def _stem(token: Token) -> str:
    """Return the token in lower case without its full stop."""
    return token.low.rstrip(".")
