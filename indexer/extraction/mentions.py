"""Read one mention: its head, the name in it, the role beside it, and what sort of speaker it is."""

from collections.abc import Sequence

from quotesearch.indexer.extraction.lexicon import (
    AUXILIARIES,
    DETERMINERS,
    PLAIN_VERBS,
    POSSESSIVES,
    PREPOSITIONS,
    REPORTING,
    VERBS,
)
from quotesearch.indexer.extraction.names import Name, ends_person, parse, spelled
from quotesearch.indexer.extraction.people import (
    BODIES,
    FEMALE_ROLES,
    GROUPS,
    HONORIFICS,
    MALE_ROLES,
    ROLE_MODIFIERS,
    ROLES,
)
from quotesearch.indexer.extraction.tokens import Sort, Token
from quotesearch.indexer.model import SpeakerKind

PLURAL = frozenset("they them their".split())
_MANY = frozenset(
    "several some many most few both all two three four five six dozens hundreds thousands these those others".split()
)
_HEAD_ENDS = frozenset("who which whose that involved familiar briefed speaking seen obtained published led".split())
_NOUN_ENDS = frozenset("of for in from at with on to by involved familiar".split())
_NAME_LINKS = frozenset("of de van von al bin & la der".split())
_ARTICLES = frozenset("the a an but and his her their its".split())
_REACH = 4
_LONGEST_ROLE = 16


def head(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return the tokens of a source up to its apposition, bracket or relative clause."""
    for place, token in enumerate(tokens):
        suffix = place + 1 < len(tokens) and tokens[place + 1].low.rstrip(".") in ("jr", "sr")
        if place and (token.text in "([—–-" or token.low in _HEAD_ENDS or (token.text == "," and not suffix)):
            return tokens[:place]
    return tokens


def name_in(tokens: Sequence[Token]) -> Name | None:
    """Return the name that the head of a mention is, or None where its noun is a common one.

    *Ohio State professor Paul Beck* is a name; *White House officials*, *a friend of Paul Beck* and
    *the Prime Minister* are not.
    """
    last = next((i for i in range(1, len(tokens)) if _ends_name(tokens, i)), len(tokens))
    while last and tokens[last - 1].sort is not Sort.WORD:
        last -= 1
    if not last or not tokens[last - 1].is_capitalised:
        return None
    first = last
    while first and (tokens[first - 1].is_capitalised or tokens[first - 1].low in _NAME_LINKS):
        first -= 1
    while first < last and tokens[first].low in _NAME_LINKS:
        first += 1
    words = [token for token in tokens[first:last] if token.low not in ("the", "of")]
    titles = all(_is_title_word(token) for token in words) and (not words or is_role(words[-1].low))
    return None if titles else parse(tokens, first, last)


def _ends_name(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether the preposition or conjunction at `at` ends a name: *spokesman* of, *Mark Carney* of the."""
    low = tokens[at].low
    if low not in ("of", "for"):
        return low in ("in", "from", "at", "with", "on", "and", "to", "by")
    with_article = at + 1 < len(tokens) and tokens[at + 1].low == "the" and at > 1
    return not tokens[at - 1].is_capitalised or with_article or ends_person(tokens, at)


def _is_title_word(token: Token) -> bool:
    """Tell whether the word belongs to titles such as *Prime Minister* and *Home Secretary*."""
    stem = token.low.rstrip(".")
    return is_role(stem) or stem in ROLE_MODIFIERS or stem in BODIES


def joined_names(tokens: Sequence[Token]) -> bool:
    """Tell whether the head of a mention is two names: *Ada Moss and Bo Lind*."""
    for at in range(1, len(tokens) - 1):
        if tokens[at].low in ("of", "for", "in", "at"):
            return False
        if tokens[at].low == "and":
            return tokens[at - 1].is_capitalised and any(t.is_capitalised for t in tokens[at + 1 : at + 3])
    return False


def name_behind(tokens: Sequence[Token], head: int) -> Name | None:
    """Return the name that stands in apposition behind a head: *the chief engineer*, Ada Moss."""
    first = head + 1
    if head >= len(tokens) or tokens[head].text != "," or first >= len(tokens) or not tokens[first].is_capitalised:
        return None
    last = first
    while last < len(tokens) and (tokens[last].is_capitalised or tokens[last].low in _NAME_LINKS):
        last += 1
    return parse(tokens, first, last)


def role_before(tokens: Sequence[Token], name: Name) -> str:
    """Return the role that stands before the name in lower case: *former mayor* Bo Lind."""
    first = name.first
    while first > name.first - _LONGEST_ROLE and first and _belongs_to_role(tokens[first - 1]):
        first -= 1
    while first < name.first and tokens[first].low in _ARTICLES:
        first += 1
    words = tokens[first : name.first]
    if not words or not is_role(words[-1].low) or words[-1].low.rstrip(".") in HONORIFICS:
        return ""
    return spelled(words)


def _belongs_to_role(token: Token) -> bool:
    """Tell whether the token before a name may be part of a role."""
    verbal = token.low in REPORTING or (token.low in VERBS and token.low.endswith(("ed", "ing")))
    return token.sort is Sort.WORD and not verbal and token.low not in PREPOSITIONS | _ARTICLES


def role_behind(tokens: Sequence[Token], *, surely: bool = True) -> str:
    """Return the role that an apposition gives: Bo Lind, *the mayor of Eastport*.

    In a source (`surely` unset) what begins with an article is a role even where its noun is not in the list.
    """
    start = 0
    while start < len(tokens) and (
        tokens[start].text == "," or tokens[start].low in ("the", "a", "an") or tokens[start].text.isdigit()
    ):
        start += 1
    end = start
    while (
        end < len(tokens)
        and tokens[end].text not in (",", "(", "—", "–", ".")
        and tokens[end].low not in ("who", "which", "whose")
    ):
        end += 1
    words = tokens[start:end]
    known = any(is_role(token.low) for token in words) or (
        start and not surely and tokens[start - 1].low in ("a", "an", "the")
    )
    clause = len(words) > _LONGEST_ROLE or any(_is_verbal(token) for token in words)
    return spelled(words) if words and start and known and not clause else ""


def _is_verbal(token: Token) -> bool:
    """Tell whether the token shows that the words are a clause and no role."""
    reports = token.low in REPORTING | PLAIN_VERBS or (token.low in VERBS and token.low.endswith("ed"))
    return token.text == ":" or token.low in AUXILIARIES - {"'s"} or (reports and not token.is_capitalised)


def apposed_role(tokens: Sequence[Token], name: Name) -> str:
    """Return the role that an apposition right behind the name gives, where one is there."""
    behind = tokens[name.last : name.last + _LONGEST_ROLE]
    opened = len(behind) > _REACH and behind[0].text == "," and behind[1].low in ("a", "an", "the", "former")
    closed = any(token.text in ",." for token in behind[1:])
    placed = name.first > 0 and tokens[name.first - 1].low in PREPOSITIONS  # in London, the mayor said
    return role_behind(behind) if opened and closed and not placed else ""


def is_relation(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether the token is the noun of somebody known by a gendered role alone: *his mother*, *the actress*."""
    low = tokens[at].low
    alone = at + 1 >= len(tokens) or not tokens[at + 1].is_capitalised
    placed = at > 1 and tokens[at - 2].low in PREPOSITIONS  # through a spokesman, he declined
    return bool(gender_of(low)) and at > 0 and tokens[at - 1].low in DETERMINERS | POSSESSIVES and alone and not placed


def is_role(word: str) -> bool:
    """Tell whether the word is a role noun, alone or as the head of a hyphened one."""
    return word.rstrip(".") in ROLES or word.rsplit("-", 1)[-1] in ROLES


def gender_of(role: str) -> str:
    """Return the gender that a role tells, `m` or `f`, or nothing."""
    words = set(role.lower().split())
    return "m" if words & MALE_ROLES else "f" if words & FEMALE_ROLES else ""


def noun_of(tokens: Sequence[Token]) -> str:
    """Return the noun of a mention without name, in lower case."""
    last = next((i for i, token in enumerate(tokens) if i and token.low in _NOUN_ENDS), len(tokens))
    words = [token.low for token in tokens[:last] if token.sort is Sort.WORD and token.low != "'s"]
    return words[-1] if words else ""


def kind_of(tokens: Sequence[Token], noun: str) -> SpeakerKind:
    """Return what sort of speaker a mention without name is."""
    first = tokens[0].low if tokens else ""
    if first in PLURAL | _MANY or noun in GROUPS:
        return SpeakerKind.GROUP
    if noun in BODIES or noun == "it":
        return SpeakerKind.ORGANISATION
    plural = noun.endswith("s") and not noun.endswith(("ss", "us", "is")) and first not in ("a", "an", "one")
    return SpeakerKind.GROUP if plural else SpeakerKind.ANONYMOUS
