"""Find whom a relative pronoun means: *Moss* in *Ada Moss, a clerk at the bank, who denied it*.

The noun phrase before it is read backwards: to the verb, preposition or comma where it begins, on over *of* and *at*
where its noun is no being that could speak, and over an apposition to the name that it explains.
"""

from collections.abc import Sequence

from quotesearch.indexer.extraction.clauses import DASHES, Range
from quotesearch.indexer.extraction.lexicon import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    PLAIN_VERBS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    VERBS,
)
from quotesearch.indexer.extraction.people import BODIES, GROUPS, ROLES
from quotesearch.indexer.extraction.tokens import Sort, Token

RELATIVES = frozenset("who which that whose".split())
_FURTHEST = 30
_LOOSE = ADVERBS | {"here", "there"}
_IS = ("is", "was", "remains", "became")


def antecedent(tokens: Sequence[Token], relative: int) -> Range | None:
    """Return the tokens of the noun phrase that the pronoun at `relative` stands for, None where there is none."""
    end = relative
    while end > 0 and (tokens[end - 1].text == "," or tokens[end - 1].text in DASHES or tokens[end - 1].low in _LOOSE):
        end -= 1
    person = tokens[relative].low == "who"
    start, last = _phrase_start(tokens, end), end
    while start > 1 and tokens[start - 1].low in PREPOSITIONS and not _may_speak(tokens[start:last], person=person):
        last = start - 1
        start = _phrase_start(tokens, last)
    if start > 1 and tokens[start].low in ("a", "an", "the") and tokens[start - 2].is_capitalised:
        named = tokens[start - 1].text == ","
        same = tokens[start - 1].low in _IS
        start, end = (_phrase_start(tokens, start - 1), start - 1 if same else end) if named or same else (start, end)
    return (start, end) if start < end else None


def _phrase_start(tokens: Sequence[Token], end: int) -> int:
    """Return where the noun phrase that ends at `end` begins: behind a verb, a preposition or a mark."""
    at = end
    while at > max(0, end - _FURTHEST) and not _parts(tokens, at - 1):
        at -= 1
        if tokens[at].low in DETERMINERS | POSSESSIVES and not _parted(tokens, at):
            break
    return at


def _parted(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether the determiner at `at` has another before it: *all the clerks*."""
    return at > 0 and tokens[at - 1].low in DETERMINERS


def _parts(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether the token at `at` cannot belong to the noun phrase behind it."""
    token = tokens[at]
    if token.sort is not Sort.WORD:
        return token.text not in ".&'’-"
    if token.low == "and":
        return not (tokens[at - 1].is_capitalised and tokens[at + 1].is_capitalised) if at else True
    verbal = token.low in VERBS or token.low in PLAIN_VERBS or token.low in AUXILIARIES - {"'s"}
    small = token.low in PREPOSITIONS | CONJUNCTIONS | PRONOUNS | {"to"}
    return (verbal and not token.is_capitalised) or small


def _may_speak(tokens: Sequence[Token], *, person: bool) -> bool:
    """Tell whether the noun phrase is a being: a person's name, a role, people; a body only where that may be."""
    if not tokens:
        return True
    last = tokens[-1].low
    named = tokens[-1].is_capitalised and tokens[0].low not in DETERMINERS
    return named or last.endswith("s") or last in ROLES | GROUPS or (last in BODIES and not person)
