"""Find where clauses and noun phrases begin and end, going by words alone: no parser is needed for the news."""

from collections.abc import Sequence

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

REPORTING = frozenset("said says told tells wrote writes added asked".split())
DASHES = frozenset("-—–―")
_EDGES = frozenset(";:—–()[]-―")
PLAIN_VERBS = frozenset(
    "began went made took came got gave held ran stood sat left kept met won lost led spoke saw found let put sent set "
    "makes takes comes gets gives holds runs stands sits keeps meets wins loses leads speaks sees sends".split()
)
_NAME_LINKS = frozenset("of de la le du van von der den bin al el for the and &".split())
_LINKS = frozenset("of for and from with who at to by".split())
MAX_SOURCE = 40

Range = tuple[int, int]
"""Tokens `[first, last)` of a sentence."""


def clause_edge(tokens: Sequence[Token], end: int, floor: int) -> int:
    """Return where the clause that ends at `end` begins: behind a quotation, a conjunction or a semicolon."""
    at = end
    while at > max(floor, end - MAX_SOURCE):
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
    """Tell whether the quotation is a nickname within a name, as in Earl "Bud" Hollis."""
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


def pieces(tokens: Sequence[Token], left: int, right: int) -> list[Range]:
    """Cut tokens `[left, right)` at commas, dropping empty pieces."""
    pieces, start = [], left
    for at in range(left, right + 1):
        if at == right or tokens[at].text == ",":
            if at > start:
                pieces.append((start, at))
            start = at + 1
    return pieces


def noun_phrase(tokens: Sequence[Token], piece: Range) -> Range | None:
    """Return the noun phrase that is the subject in a piece which ends at its verb."""
    first, last = piece
    while first < last and (
        tokens[first].low in ADVERBS or tokens[first].low in CONJUNCTIONS or tokens[first].text in "—–-―"
    ):
        first += 1
    if first >= last:
        return None
    if tokens[last - 1].low in PRONOUNS:
        return last - 1, last
    if tokens[first].low in PRONOUNS or any(token.low in REPORTING for token in tokens[first:last]):
        return None
    if tokens[first].low in PREPOSITIONS or tokens[first].low in TIMES or tokens[first].low.endswith("ing"):
        return _nearest_phrase(tokens, first, last)
    return (first, last) if can_begin(tokens[first]) else None


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


def can_begin(token: Token) -> bool:
    """Tell whether a noun phrase may begin with the token."""
    if token.sort is not Sort.WORD:
        return token.text in "@#"
    low = token.low
    manner = low.endswith("ly") and not token.is_capitalised
    return not manner and low not in PREPOSITIONS | CONJUNCTIONS | AUXILIARIES | TIMES | {"to", "not", "there"}


def is_nominal(tokens: Sequence[Token], start: int, at: int) -> bool:
    """Tell whether token `at` still belongs to the noun phrase that begins a sentence at `start`."""
    token = tokens[at]
    if token.sort is not Sort.WORD:
        return token.text in "@#&.$" and token.sort is Sort.MARK
    if start == at:
        return True
    if tokens[start].low in PRONOUNS or token.low in AUXILIARIES - {"'s"} or token.low in CONJUNCTIONS - {"and"}:
        return False
    if not token.is_capitalised and token.low not in ("of", "and") and tokens[at - 1].is_capitalised and start < at - 1:
        return False
    verbal = token.low in VERBS or token.low in PLAIN_VERBS or (token.low.endswith("ed") and not token.is_capitalised)
    return not verbal and (token.low not in PREPOSITIONS or token.low == "of") and token.low not in ADVERBS


def goes_on(tokens: Sequence[Token], first: int, at: int) -> bool:
    """Tell whether the noun phrase that begins at `first`, after its verb, still covers token `at`."""
    token = tokens[at]
    if token.sort is Sort.QUOTATION:
        return _is_nickname(tokens, at)
    if token.sort is Sort.MARK:
        return _mark_goes_on(tokens, at)
    if token.low in _LINKS:
        return at > first and (token.low != "and" or _joins_names(tokens, at))
    if token.low in AUXILIARIES - {"'s"} and not any(t.text == "," or t.low == "who" for t in tokens[first:at]):
        return False
    involved = token.low == "in" and at > first and tokens[at - 1].low.endswith("ed")
    return involved or token.low not in (PREPOSITIONS | CONJUNCTIONS | TIMES) or token.text == "May"


def _mark_goes_on(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether the punctuation mark at `at` is inside a noun phrase."""
    text = tokens[at].text
    if text == ",":
        return _apposition_follows(tokens, at)
    if text in _EDGES:
        return _closes_bracket(tokens, at)
    return text in "@#&/'’.$" and at + 1 < len(tokens)


def _apposition_follows(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether the comma at `at` opens an apposition: *said Ada Moss, a spokeswoman for …*."""
    if at + 1 >= len(tokens):
        return False
    after = tokens[at + 1].low
    if tokens[at + 1].is_capitalised and after not in TIMES and not tokens[at - 1].is_capitalised:
        return True  # said the chief engineer, Ada Moss
    return after in ("a", "an", "the", "who", "whose", "one", "his", "her", "jr.", "sr.") or after.isdigit()
