"""Read one mention: its head, the name in it, the role next to it, and its kind of speaker."""

from collections.abc import Sequence

from quotesearch.indexer.extraction import lexicon, names
from quotesearch.indexer.extraction.names import Name, ends_person, is_role, parse, spelled
from quotesearch.indexer.extraction.tokens import Sort, Token
from quotesearch.indexer.model import SpeakerKind
from quotesearch.indexer.text.wordlists import word_list

PLURAL = frozenset("they them their".split())
_GROUPS = word_list("groups")
_QUANTITIES = word_list("quantities")
_HEAD_ENDS = frozenset("who which whose that involved familiar briefed speaking seen obtained published led".split())
_NOUN_ENDS = frozenset("of for in from at with on to by involved familiar".split())
_NAME_ENDS = frozenset("in from at with on and to by".split())
_NAME_LINKS = frozenset("of de van von al bin & la der".split())
_ARTICLES = frozenset("the a an".split())
_NOT_IN_ROLES = _ARTICLES | frozenset("but and his her their its".split())
_REACH = 4
"""Tokens of the shortest apposition to a name, less one: comma, article, noun, comma and the next word."""
_LONGEST_ROLE = 16


def head(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return the tokens of a source up to its apposition, bracket or relative clause."""
    for place, token in enumerate(tokens):
        suffix = place + 1 < len(tokens) and tokens[place + 1].low.rstrip(".") in ("jr", "sr")
        if place and (token.text in "([—–-" or token.low in _HEAD_ENDS or (token.text == "," and not suffix)):
            return tokens[:place]
    return tokens


def name_in(tokens: Sequence[Token]) -> Name | None:
    """Return the name that the head of a mention is; None if its noun is a common one.

    *Ohio State professor Paul Beck* is a name; *White House officials*, *a friend of Paul Beck* and
    *the Prime Minister* are not.
    """
    last = _noun_end(tokens)
    if not last or not tokens[last - 1].is_capitalised:
        return None
    first = _run_start(tokens, last)
    return None if _is_title(tokens[first:last]) else parse(tokens, first, last)


def _noun_end(tokens: Sequence[Token]) -> int:
    """Return the end of the mention's noun: after the last word before its first preposition or conjunction."""
    last = next((place for place in range(1, len(tokens)) if _ends_name(tokens, place)), len(tokens))
    while last and tokens[last - 1].sort is not Sort.WORD:
        last -= 1
    return last


def _ends_name(tokens: Sequence[Token], at: int) -> bool:
    """Return whether the preposition or conjunction at `at` ends a name: *spokesman* of, *Mark Carney* of the."""
    if tokens[at].low not in ("of", "for"):
        return tokens[at].low in _NAME_ENDS
    with_article = at + 1 < len(tokens) and tokens[at + 1].low == "the" and at > 1
    return not tokens[at - 1].is_capitalised or with_article or ends_person(tokens, at)


def _run_start(tokens: Sequence[Token], last: int) -> int:
    """Return the start of the run of capitalised words that ends at `last`."""
    first = last
    while first and (tokens[first - 1].is_capitalised or tokens[first - 1].low in _NAME_LINKS):
        first -= 1
    while first < last and tokens[first].low in _NAME_LINKS:
        first += 1
    return first


def _is_title(tokens: Sequence[Token]) -> bool:
    """Return whether the words are a title and not a name: *the Prime Minister*."""
    words = [token.low for token in tokens if token.low not in ("the", "of")]
    return not words or (all(_is_title_word(word) for word in words) and is_role(words[-1]))


def _is_title_word(word: str) -> bool:
    """Return whether the word belongs to titles such as *Prime Minister* and *Home Secretary*."""
    stem = word.rstrip(".")
    return is_role(stem) or stem in names.ROLE_MODIFIERS or stem in names.BODIES


def joined_names(tokens: Sequence[Token]) -> bool:
    """Return whether the head of a mention is two names: *Ada Moss and Bo Lind*."""
    for at in range(1, len(tokens) - 1):
        if tokens[at].low in ("of", "for", "in", "at"):
            return False
        if tokens[at].low == "and":
            return tokens[at - 1].is_capitalised and any(token.is_capitalised for token in tokens[at + 1 : at + 3])
    return False


def name_after(tokens: Sequence[Token], head: int) -> Name | None:
    """Return the name in apposition after a head of `head` tokens: *the chief engineer*, Ada Moss."""
    first = head + 1
    if first >= len(tokens) or tokens[head].text != "," or not tokens[first].is_capitalised:
        return None
    last = first
    while last < len(tokens) and (tokens[last].is_capitalised or tokens[last].low in _NAME_LINKS):
        last += 1
    return parse(tokens, first, last)


def role_before(tokens: Sequence[Token], name: Name) -> str:
    """Return the lower-case role before the name: *former mayor* Bo Lind."""
    first = name.first
    while first > name.first - _LONGEST_ROLE and first and _belongs_to_role(tokens[first - 1]):
        first -= 1
    words = tokens[first : name.first]
    if not words or not is_role(words[-1].low) or words[-1].low.rstrip(".") in names.HONORIFICS:
        return ""
    return spelled(words)


def _belongs_to_role(token: Token) -> bool:
    """Return whether the token before a name may be part of a role."""
    verbal = token.low in lexicon.REPORTING or (token.low in lexicon.VERBS and token.low.endswith(("ed", "ing")))
    return token.sort is Sort.WORD and not verbal and token.low not in lexicon.PREPOSITIONS | _NOT_IN_ROLES


def role_after(tokens: Sequence[Token], *, any_noun: bool = False) -> str:
    """Return the role that an apposition gives: Bo Lind, *the mayor of Eastport*.

    With `any_noun`, words after an article are a role even if their noun is not in the list of roles.
    """
    start = next((place for place, token in enumerate(tokens) if not _opens_role(token)), len(tokens))
    words = tokens[start : _role_end(tokens, start)]
    if not start or not words or _is_clause(words):
        return ""
    nominal = any_noun and tokens[start - 1].low in _ARTICLES
    return spelled(words) if nominal or any(is_role(token.low) for token in words) else ""


def _opens_role(token: Token) -> bool:
    """Return whether the token can stand between a name and its role: a comma, *a* or *the*, an age."""
    return token.text == "," or token.low in _ARTICLES or token.text.isdigit()


def _role_end(tokens: Sequence[Token], start: int) -> int:
    """Return the end of the role: the next comma, bracket, dash, full stop or relative pronoun after `start`."""
    for place in range(start, len(tokens)):
        if tokens[place].text in (",", "(", "—", "–", ".") or tokens[place].low in ("who", "which", "whose"):
            return place
    return len(tokens)


def _is_clause(words: Sequence[Token]) -> bool:
    """Return whether the words after a name are a clause and not a role: too long, or with a verb."""
    return len(words) > _LONGEST_ROLE or any(_is_verbal(token) for token in words)


def _is_verbal(token: Token) -> bool:
    """Return whether the token belongs to a clause: a verb or a colon."""
    participle = token.low in lexicon.VERBS and token.low.endswith("ed")
    reports = participle or token.low in lexicon.REPORTING | lexicon.PLAIN_VERBS
    return token.text == ":" or token.low in lexicon.HELPING_VERBS or (reports and not token.is_capitalised)


def apposed_role(tokens: Sequence[Token], name: Name) -> str:
    """Return the role that an apposition right after the name gives, or an empty string."""
    next_tokens = tokens[name.last : name.last + _LONGEST_ROLE]
    opened = len(next_tokens) > _REACH and next_tokens[0].text == "," and next_tokens[1].low in _ARTICLES | {"former"}
    closed = any(token.text in ",." for token in next_tokens[1:])
    placed = name.first > 0 and tokens[name.first - 1].low in lexicon.PREPOSITIONS  # in London, the mayor said
    return role_after(next_tokens) if opened and closed and not placed else ""


def is_relation(tokens: Sequence[Token], at: int) -> bool:
    """Return whether the token is a gendered role without a name: *his mother*, *the actress*."""
    low = tokens[at].low
    alone = at + 1 >= len(tokens) or not tokens[at + 1].is_capitalised
    placed = at > 1 and tokens[at - 2].low in lexicon.PREPOSITIONS  # through a spokesman, he declined
    return bool(gender_of(low)) and at > 0 and tokens[at - 1].low in lexicon.NOUN_OPENERS and alone and not placed


def gender_of(role: str) -> str:
    """Return the gender that a role tells: `m`, `f` or an empty string."""
    words = set(role.lower().split())
    return "m" if words & names.MALE_ROLES else "f" if words & names.FEMALE_ROLES else ""


def noun_of(tokens: Sequence[Token]) -> str:
    """Return the noun of a mention without name, in lower case."""
    last = next((i for i, token in enumerate(tokens) if i and token.low in _NOUN_ENDS), len(tokens))
    words = [token.low for token in tokens[:last] if token.sort is Sort.WORD and token.low != "'s"]
    return words[-1] if words else ""


def kind_of(tokens: Sequence[Token], noun: str) -> SpeakerKind:
    """Return the kind of speaker that a mention without name is."""
    first = tokens[0].low if tokens else ""
    if first in PLURAL | _QUANTITIES or noun in _GROUPS:
        return SpeakerKind.GROUP
    if noun in names.BODIES or noun == "it":
        return SpeakerKind.ORGANISATION
    plural = noun.endswith("s") and not noun.endswith(("ss", "us", "is")) and first not in ("a", "an", "one")
    return SpeakerKind.GROUP if plural else SpeakerKind.ANONYMOUS
