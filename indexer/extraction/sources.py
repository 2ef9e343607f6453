"""Find the source of a cue: the mention of whoever is reported, such as *she* or *a senior diplomat*.

Before its verb the source is the subject, found by going back to the edge of the clause; after the
verb (*said one diplomat*) it is the noun phrase that begins there. Where the clause has no subject of
its own (*…, adding that*; *… and said*), it is the subject of the sentence.
"""

from collections.abc import Sequence

from quotesearch.indexer.extraction import phrases
from quotesearch.indexer.extraction.cues import Cue
from quotesearch.indexer.extraction.lexicon import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    TIMES,
    VERBS,
)
from quotesearch.indexer.extraction.phrases import DASHES, MAX_SOURCE, Range
from quotesearch.indexer.extraction.tokens import Token

_SHORTEST_ANTECEDENT = 3
_RELATIVES = frozenset("who which whose where".split())


def subject_before(tokens: Sequence[Token], cue: Cue, floor: int) -> Range | None:
    """Return the subject that stands right before the cue, not reaching back beyond token `floor`."""
    if cue.first <= floor:
        return None
    if tokens[cue.first - 1].text in DASHES:
        return _before_dashes(tokens, cue.first - 1, floor)
    comma = tokens[cue.first - 1].text == ","
    relative = _relative_clause(tokens, cue.first - 1, floor) if comma else None
    left = phrases.clause_edge(tokens, cue.first, floor)
    relative = left - 1 if relative is None and _restricts(tokens, left) else relative
    if relative is not None:
        return antecedent(tokens, relative)
    pieces = phrases.pieces(tokens, left, cue.first)
    if not pieces or (comma and len(pieces) == 1 and subject_after(tokens, cue) is not None):
        return None  # The dam would hold, said Moss
    whole = _with_apposition(tokens, pieces) if comma else phrases.noun_phrase(tokens, _joined_list(tokens, pieces))
    return whole or (_behind_long_apposition(tokens, cue, floor) if comma else None)


def _behind_long_apposition(tokens: Sequence[Token], cue: Cue, floor: int) -> Range | None:
    """Return the head of a sentence that a long apposition parts from the cue: *Two aides, speaking as …, said*."""
    head = leading_subject(tokens, cue.first) if floor == 0 else None
    return head if head is not None and tokens[head[1]].text == "," else None


def _restricts(tokens: Sequence[Token], left: int) -> bool:
    """Tell whether a clause that begins at `left` narrows a noun: *the council that controls the bank said*."""
    if left < _SHORTEST_ANTECEDENT or left >= len(tokens) or tokens[left - 1].low not in ("that", "which", "who"):
        return False
    noun, verb = tokens[left - 2], tokens[left]
    opens = verb.is_capitalised or verb.low in DETERMINERS | POSSESSIVES | PRONOUNS | PREPOSITIONS
    return noun.low not in VERBS and noun.text != "," and noun.quotation is None and not opens


def _relative_clause(tokens: Sequence[Token], comma: int, floor: int) -> int | None:
    """Return the relative pronoun of the clause that the comma closes: *who* in *Moss, who built it, said*."""
    for at in range(comma - 1, max(floor + 1, comma - MAX_SOURCE), -1):
        if tokens[at].text == ",":
            return None
        if tokens[at].low in _RELATIVES and tokens[at - 1].text == ",":
            return at
    return None


def _before_dashes(tokens: Sequence[Token], end: int, floor: int) -> Range | None:
    """Return the subject whose apposition stands between dashes, the second of them at `end`."""
    while end > floor and tokens[end - 1].text in DASHES:
        end -= 1
    for at in range(end - 1, max(floor, end - MAX_SOURCE), -1):
        if tokens[at].text in DASHES:
            left = phrases.clause_edge(tokens, at, floor)
            pieces = phrases.pieces(tokens, left, at)
            return phrases.noun_phrase(tokens, pieces[-1]) if pieces else None
    return None


def subject_after(tokens: Sequence[Token], cue: Cue) -> Range | None:
    """Return the noun phrase right after the cue, for inverted order."""
    first = cue.last
    while first < len(tokens) and tokens[first].low in ADVERBS:
        first += 1
    if first >= len(tokens) or not phrases.can_begin(tokens[first]):
        return None
    last = first
    while last < min(len(tokens), first + MAX_SOURCE) and phrases.goes_on(tokens, first, last):
        last += 1
    clause = last < len(tokens) and tokens[last].low in AUXILIARIES  # said the mayor was late
    return (first, last) if last > first and not clause else None


def leading_subject(tokens: Sequence[Token], before: int) -> Range | None:
    """Return the subject at the head of the sentence: its first noun phrase, before token `before`."""
    start = 0
    while start < before and (tokens[start].low in CONJUNCTIONS or tokens[start].low in ADVERBS):
        start += 1
    if start < before and tokens[start].low in PREPOSITIONS:
        comma = next((i for i in range(start, min(before, MAX_SOURCE)) if tokens[i].text == ","), None)
        if comma is None:
            return None
        start = comma + 1
    if start >= before or not phrases.can_begin(tokens[start]):
        return None
    last = start
    while last < before and phrases.is_nominal(tokens, start, last):
        last += 1
    return (start, last) if last > start else None


def antecedent(tokens: Sequence[Token], relative: int) -> Range | None:
    """Return the noun phrase to which the relative pronoun at `relative` refers."""
    end = relative
    while end > 0 and tokens[end - 1].text in ",-—–":
        end -= 1
    left = phrases.clause_edge(tokens, end, 0)
    pieces = phrases.pieces(tokens, left, end)
    return phrases.noun_phrase(tokens, pieces[-1]) if pieces else None


def _joined_list(tokens: Sequence[Token], pieces: list[Range]) -> Range:
    """Return the last piece, which is the subject where no apposition follows it."""
    first, last = pieces[-1]
    if len(pieces) > 1 and tokens[first].text in ("Jr.", "Sr.", "III", "II"):
        return pieces[-2][0], last
    return first, last


def _with_apposition(tokens: Sequence[Token], pieces: list[Range]) -> Range | None:
    """Return the subject with the apposition or relative clause that parts it from its verb."""
    for first, last in pieces:
        if tokens[first].low in PREPOSITIONS and not _holds_name_at_end(tokens, first, last):
            continue
        phrase = phrases.noun_phrase(tokens, (first, last))
        if phrase is not None and tokens[phrase[0]].low not in TIMES:
            return phrase[0], _without_adverbs(tokens, pieces, phrase[1])
    return None


def _without_adverbs(tokens: Sequence[Token], pieces: list[Range], least: int) -> int:
    """Return where the subject ends without the adverbial pieces behind it: *Moss, however,*."""
    for first, last in reversed(pieces):
        if last <= least or not (
            (last - first == 1 and tokens[first].low in ADVERBS) or tokens[first].low in PREPOSITIONS | TIMES
        ):
            return max(last, least)
    return least


def _holds_name_at_end(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Tell whether a piece that begins with a preposition ends in a subject: *In May the mayor*."""
    return any(tokens[i].low in DETERMINERS and tokens[i - 1].low not in PREPOSITIONS for i in range(first + 1, last))
