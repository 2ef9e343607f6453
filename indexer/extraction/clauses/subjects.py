"""Find the source of a cue: the mention of the person who is reported, such as *she* or *a senior diplomat*.

Before its verb the source is the subject, which begins at the edge of the clause. After the verb (*said one diplomat*)
it is the noun phrase that begins there. In a clause without a subject (*…, adding that*; *… and said*) it is the
subject of the sentence.
"""

from collections.abc import Sequence
from itertools import pairwise

from quotesearch.indexer.extraction import lexicon
from quotesearch.indexer.extraction.clauses import noun_phrases
from quotesearch.indexer.extraction.clauses.attributions import DASHES, Range
from quotesearch.indexer.extraction.clauses.cues import Cue
from quotesearch.indexer.extraction.clauses.noun_phrases import MAX_SOURCE
from quotesearch.indexer.extraction.tokens import Token

_SHORTEST_ANTECEDENT = 3
_RELATIVES = frozenset("who which whose where".split())
_NAME_SUFFIXES = frozenset(("Jr.", "Sr.", "III", "II"))
_CLAUSE_SUBJECTS = lexicon.NOUN_OPENERS | lexicon.PRONOUNS | lexicon.PREPOSITIONS
_ADVERBIAL_OPENERS = lexicon.PREPOSITIONS | lexicon.TIMES


def subject_before(tokens: Sequence[Token], cue: Cue, floor: int) -> Range | None:
    """Return the subject that stands right before the cue and does not begin before token `floor`."""
    if cue.first <= floor:
        return None
    if tokens[cue.first - 1].text in DASHES:
        return _before_dashes(tokens, cue.first - 1, floor)
    if tokens[cue.first - 1].text == ",":
        return _before_comma(tokens, cue, floor)
    start = noun_phrases.clause_start(tokens, cue.first, floor)
    if _restricts(tokens, start):
        return antecedent(tokens, start - 1)
    pieces = noun_phrases.pieces(tokens, start, cue.first)
    return noun_phrases.noun_phrase(tokens, _with_name_suffix(tokens, pieces)) if pieces else None


def _before_comma(tokens: Sequence[Token], cue: Cue, floor: int) -> Range | None:
    """Return the subject if an apposition or a relative clause, closed by a comma, stands between it and the cue."""
    start = noun_phrases.clause_start(tokens, cue.first, floor)
    relative = _relative_clause(tokens, cue.first - 1, floor)
    if relative is None and _restricts(tokens, start):
        relative = start - 1
    if relative is not None:
        return antecedent(tokens, relative)
    pieces = noun_phrases.pieces(tokens, start, cue.first)
    if not pieces or (len(pieces) == 1 and subject_after(tokens, cue) is not None):
        return None  # The dam would hold, said Moss
    return _with_apposition(tokens, pieces) or _before_long_apposition(tokens, cue, floor)


def _before_long_apposition(tokens: Sequence[Token], cue: Cue, floor: int) -> Range | None:
    """Return the head of a sentence that a long apposition separates from the cue: *Aides, speaking as …, said*."""
    head = leading_subject(tokens, cue.first) if floor == 0 else None
    return head if head is not None and tokens[head[1]].text == "," else None


def _restricts(tokens: Sequence[Token], start: int) -> bool:
    """Return whether a clause that begins at `start` narrows a noun: *the council that controls the bank said*."""
    if start < _SHORTEST_ANTECEDENT or start >= len(tokens) or tokens[start - 1].low not in ("that", "which", "who"):
        return False
    noun, verb = tokens[start - 2], tokens[start]
    if verb.is_capitalised or verb.low in _CLAUSE_SUBJECTS:
        return False
    return noun.low not in lexicon.VERBS and noun.text != "," and noun.quotation is None


def _relative_clause(tokens: Sequence[Token], comma: int, floor: int) -> int | None:
    """Return the relative pronoun of the clause that the comma closes: *who* in *Moss, who built it, said*."""
    for at in range(comma - 1, max(floor + 1, comma - MAX_SOURCE), -1):
        if tokens[at].text == ",":
            return None
        if tokens[at].low in _RELATIVES and tokens[at - 1].text == ",":
            return at
    return None


def _before_dashes(tokens: Sequence[Token], end: int, floor: int) -> Range | None:
    """Return the subject if its apposition stands between dashes; the second dash is the token at `end`."""
    while end > floor and tokens[end - 1].text in DASHES:
        end -= 1
    for at in range(end - 1, max(floor, end - MAX_SOURCE), -1):
        if tokens[at].text in DASHES:
            return _last_phrase(tokens, at, floor)
    return None


def _last_phrase(tokens: Sequence[Token], end: int, floor: int) -> Range | None:
    """Return the noun phrase in the last piece of the clause that ends at `end`."""
    pieces = noun_phrases.pieces(tokens, noun_phrases.clause_start(tokens, end, floor), end)
    return noun_phrases.noun_phrase(tokens, pieces[-1]) if pieces else None


def subject_after(tokens: Sequence[Token], cue: Cue) -> Range | None:
    """Return the noun phrase right after the cue, for inverted order."""
    first = cue.last
    while first < len(tokens) and tokens[first].low in lexicon.ADVERBS:
        first += 1
    if first >= len(tokens) or not noun_phrases.can_begin(tokens[first]):
        return None
    last = first
    while last < min(len(tokens), first + MAX_SOURCE) and noun_phrases.goes_on(tokens, first, last):
        last += 1
    clause = last < len(tokens) and tokens[last].low in lexicon.AUXILIARIES  # said the mayor was late
    return (first, last) if last > first and not clause else None


def leading_subject(tokens: Sequence[Token], end: int) -> Range | None:
    """Return the subject at the head of the sentence: its first noun phrase, before token `end`."""
    start = _head_start(tokens, end)
    if start >= end or not noun_phrases.can_begin(tokens[start]):
        return None
    last = start
    while last < end and noun_phrases.is_nominal(tokens, start, last):
        last += 1
    return (start, last) if last > start else None


def _head_start(tokens: Sequence[Token], end: int) -> int:
    """Return the place after conjunctions, adverbs and a prepositional phrase at the head; `end` if it has no end."""
    start = 0
    while start < end and (tokens[start].low in lexicon.CONJUNCTIONS or tokens[start].low in lexicon.ADVERBS):
        start += 1
    if start >= end or tokens[start].low not in lexicon.PREPOSITIONS:
        return start
    return next((at + 1 for at in range(start, min(end, MAX_SOURCE)) if tokens[at].text == ","), end)


def antecedent(tokens: Sequence[Token], relative: int) -> Range | None:
    """Return the noun phrase that the relative pronoun at `relative` refers to."""
    end = relative
    while end > 0 and tokens[end - 1].text in ",-—–":
        end -= 1
    return _last_phrase(tokens, end, 0)


def _with_name_suffix(tokens: Sequence[Token], pieces: list[Range]) -> Range:
    """Return the last piece, which is the subject; *Jr.* takes the piece before it in."""
    if len(pieces) > 1 and tokens[pieces[-1][0]].text in _NAME_SUFFIXES:
        return pieces[-2][0], pieces[-1][1]
    return pieces[-1]


def _with_apposition(tokens: Sequence[Token], pieces: list[Range]) -> Range | None:
    """Return the subject with the apposition or relative clause that separates it from its verb."""
    for first, last in pieces:
        if tokens[first].low in lexicon.PREPOSITIONS and not _has_determiner_later(tokens, first, last):
            continue
        phrase = noun_phrases.noun_phrase(tokens, (first, last))
        if phrase is not None and tokens[phrase[0]].low not in lexicon.TIMES:
            return phrase[0], _without_adverbials(tokens, pieces, phrase[1])
    return None


def _without_adverbials(tokens: Sequence[Token], pieces: list[Range], least: int) -> int:
    """Return the end of the subject without the adverbial pieces after it: *Moss, however,*."""
    for first, last in reversed(pieces):
        adverb = last - first == 1 and tokens[first].low in lexicon.ADVERBS
        if last <= least or not (adverb or tokens[first].low in _ADVERBIAL_OPENERS):
            return max(last, least)
    return least


def _has_determiner_later(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Return whether a piece that begins with a preposition ends in a subject: *In May the mayor*."""
    pairs = pairwise(token.low for token in tokens[first:last])
    return any(low in lexicon.DETERMINERS and previous not in lexicon.PREPOSITIONS for previous, low in pairs)
