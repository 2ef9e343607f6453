"""Find the source of a cue: the mention of whoever is reported, such as *she* or *a senior diplomat*.

Before its verb the source is the subject, found by going back to the edge of the clause; after the
verb (*said one diplomat*) it is the noun phrase that begins there. Where the clause has no subject of
its own (*…, adding that*; *… and said*), it is the subject of the sentence.
"""

from collections.abc import Sequence

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
from quotesearch.indexer.extraction.tokens import Sort, Token

_EDGES = frozenset(";:—–()[]-―")
DASHES = frozenset("-—–―")
_NAME_LINKS = frozenset("of de la le du van von der den bin al el for the and &".split())
_MAX_SOURCE = 40

Range = tuple[int, int]
"""Tokens `[first, last)` of a sentence."""


def subject_before(tokens: Sequence[Token], cue: Cue, floor: int) -> Range | None:
    """Return the subject that stands right before the cue, not reaching back beyond token `floor`."""
    if cue.first > floor and tokens[cue.first - 1].text in DASHES:
        return _before_dashes(tokens, cue.first - 1, floor)
    left = _clause_edge(tokens, cue.first, floor)
    if left >= cue.first:
        return None
    pieces = _pieces(tokens, left, cue.first)
    if not pieces:
        return None
    if tokens[cue.first - 1].text != ",":
        return _noun_phrase(tokens, _joined_list(tokens, pieces))
    return _with_apposition(tokens, pieces)


def _before_dashes(tokens: Sequence[Token], end: int, floor: int) -> Range | None:
    """Return the subject whose apposition stands between dashes, the second of them at `end`."""
    while end > floor and tokens[end - 1].text in DASHES:
        end -= 1
    for at in range(end - 1, max(floor, end - _MAX_SOURCE), -1):
        if tokens[at].text in DASHES:
            left = _clause_edge(tokens, at, floor)
            pieces = _pieces(tokens, left, at)
            return _noun_phrase(tokens, pieces[-1]) if pieces else None
    return None


def subject_after(tokens: Sequence[Token], cue: Cue) -> Range | None:
    """Return the noun phrase right after the cue, for inverted order."""
    first = cue.last
    while first < len(tokens) and tokens[first].low in ADVERBS:
        first += 1
    if first >= len(tokens) or not _can_begin(tokens[first]):
        return None
    last = first
    while last < min(len(tokens), first + _MAX_SOURCE) and _goes_on(tokens, first, last):
        last += 1
    return (first, last) if last > first else None


def leading_subject(tokens: Sequence[Token], before: int) -> Range | None:
    """Return the subject at the head of the sentence: its first noun phrase, before token `before`."""
    start = 0
    while start < before and (tokens[start].low in CONJUNCTIONS or tokens[start].low in ADVERBS):
        start += 1
    if start < before and tokens[start].low in PREPOSITIONS:
        comma = next((i for i in range(start, before) if tokens[i].text == ","), None)
        if comma is None:
            return None
        start = comma + 1
    if start >= before or not _can_begin(tokens[start]):
        return None
    last = start
    while last < before and _is_nominal(tokens, start, last):
        last += 1
    return (start, last) if last > start else None


def antecedent(tokens: Sequence[Token], relative: int) -> Range | None:
    """Return the noun phrase to which the relative pronoun at `relative` refers."""
    end = relative
    while end > 0 and tokens[end - 1].text in ",-—–":
        end -= 1
    left = _clause_edge(tokens, end, 0)
    pieces = _pieces(tokens, left, end)
    return _noun_phrase(tokens, pieces[-1]) if pieces else None


def _clause_edge(tokens: Sequence[Token], end: int, floor: int) -> int:
    """Return where the clause that ends at `end` begins: after a quotation, a conjunction, a semicolon…"""
    at = end
    while at > max(floor, end - _MAX_SOURCE):
        token = tokens[at - 1]
        if token.sort is Sort.QUOTATION and not _is_nickname(tokens, at - 1):
            break
        if token.text in _EDGES and not _closes_bracket(tokens, at - 1):
            break
        if token.low in CONJUNCTIONS - {"though"} and not _joins_names(tokens, at - 1):
            break
        at -= 1
    return at


def _is_nickname(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether the quotation is part of a name: Earl "Bud" Hollis."""
    quotation = tokens[at].quotation
    short = quotation is not None and quotation.inner.end - quotation.inner.start < 25
    return short and 0 < at < len(tokens) - 1 and tokens[at - 1].is_capitalised and tokens[at + 1].is_capitalised


def _closes_bracket(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether the token belongs to a short bracket within a name: Sen. Ada Moss (R-Ohio)."""
    text = tokens[at].text
    if text in ")]":
        return any(token.text in "([" for token in tokens[max(0, at - 8) : at])
    return text in "([-" and any(token.text in ")]" for token in tokens[at : at + 9])


def _joins_names(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether *and* at `at` stands between two noun phrases of one subject."""
    if tokens[at].low != "and" or at == 0 or at + 1 >= len(tokens):
        return False
    before, after = tokens[at - 1], tokens[at + 1]
    return before.is_capitalised and after.is_capitalised and before.low not in VERBS


def _pieces(tokens: Sequence[Token], left: int, right: int) -> list[Range]:
    """Cut tokens `[left, right)` at commas, dropping empty pieces."""
    pieces, start = [], left
    for at in range(left, right + 1):
        if at == right or tokens[at].text == ",":
            if at > start:
                pieces.append((start, at))
            start = at + 1
    return pieces


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
        phrase = _noun_phrase(tokens, (first, last))
        if phrase is not None and tokens[phrase[0]].low not in TIMES:
            return phrase[0], _without_adverbs(tokens, pieces, phrase[1])
    return None


def _without_adverbs(tokens: Sequence[Token], pieces: list[Range], least: int) -> int:
    """Return where the subject ends without the adverbial pieces behind it: *Moss, however,*."""
    for first, last in reversed(pieces):
        if last <= least or not (last - first == 1 and tokens[first].low in ADVERBS or tokens[first].low in PREPOSITIONS | TIMES):
            return max(last, least)
    return least


def _holds_name_at_end(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Tell whether a piece that begins with a preposition ends in a subject: *In May the mayor*."""
    return any(tokens[i].low in DETERMINERS and tokens[i - 1].low not in PREPOSITIONS for i in range(first + 1, last))


def _noun_phrase(tokens: Sequence[Token], piece: Range) -> Range | None:
    """Return the noun phrase that is the subject in a piece which ends at its verb."""
    first, last = piece
    while first < last and (tokens[first].low in ADVERBS or tokens[first].low in CONJUNCTIONS or tokens[first].text in "—–-―"):
        first += 1
    if first >= last:
        return None
    if tokens[last - 1].low in PRONOUNS:
        return last - 1, last
    if tokens[first].low in PREPOSITIONS or tokens[first].low in TIMES or tokens[first].low.endswith("ing"):
        return _nearest_phrase(tokens, first, last)
    return (first, last) if _can_begin(tokens[first]) else None


def _nearest_phrase(tokens: Sequence[Token], first: int, last: int) -> Range | None:
    """Return the noun phrase nearest to the verb: the last determiner without preposition, or the last name."""
    for at in range(last - 1, first, -1):
        if tokens[at].low in DETERMINERS | POSSESSIVES and tokens[at - 1].low not in PREPOSITIONS:
            return at, last
    start = last
    while start > first + 1 and (tokens[start - 1].is_capitalised or tokens[start - 1].low in _NAME_LINKS):
        start -= 1
    while start < last and (tokens[start].low in _NAME_LINKS or tokens[start].low in TIMES):
        start += 1
    if start < last:
        return start, last
    return (first, last) if tokens[first].low in ("about", "over", "under", "around") else None


def _can_begin(token: Token) -> bool:
    """Tell whether a noun phrase may begin with the token."""
    if token.sort is not Sort.WORD:
        return token.text in "@#"
    low = token.low
    return low not in PREPOSITIONS | CONJUNCTIONS | AUXILIARIES | {"to", "not", "there"} and low not in TIMES


def _goes_on(tokens: Sequence[Token], first: int, at: int) -> bool:
    """Tell whether the noun phrase that begins at `first`, after its verb, still covers token `at`."""
    token = tokens[at]
    if token.sort is Sort.QUOTATION:
        return _is_nickname(tokens, at)
    if token.text == ",":
        return _apposition_follows(tokens, at)
    if token.text in _EDGES:
        return _closes_bracket(tokens, at)
    if token.sort is Sort.MARK:
        return token.text in "@#&/'’.$" and at + 1 < len(tokens)
    if token.low in ("of", "for", "and", "from", "with", "who", "at", "to"):
        return at > first and (token.low != "and" or _joins_names(tokens, at))
    return token.low not in (PREPOSITIONS | CONJUNCTIONS | TIMES) or (token.is_capitalised and token.low == "may")


def _apposition_follows(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether the comma at `at` opens an apposition: *said Ada Moss, a spokeswoman for …*."""
    if at + 1 >= len(tokens):
        return False
    after = tokens[at + 1].low
    return after in ("a", "an", "the", "who", "whose", "one", "his", "her", "jr.", "sr.") or after.isdigit()


def _is_nominal(tokens: Sequence[Token], start: int, at: int) -> bool:
    """Tell whether token `at` still belongs to the noun phrase that begins a sentence at `start`."""
    token = tokens[at]
    if token.sort is not Sort.WORD:
        return token.text in "@#&.$" and token.sort is Sort.MARK
    if start == at:
        return True
    if tokens[start].low in PRONOUNS or token.low in AUXILIARIES - {"'s"} or token.low in CONJUNCTIONS - {"and"}:
        return False
    verbal = token.low in VERBS or (token.low.endswith("ed") and not token.is_capitalised)
    return not verbal and (token.low not in PREPOSITIONS or token.low == "of") and token.low not in ADVERBS
