"""Find the edges of clauses and noun phrases by words alone: news needs no full parser."""

from collections.abc import Sequence
from itertools import pairwise

from quotesearch.indexer.extraction import lexicon
from quotesearch.indexer.extraction.clauses.attributions import DASHES, Range
from quotesearch.indexer.extraction.tokens import Sort, Token

MAX_SOURCE = 40
"""Most tokens of a source: keeps the time linear in a sentence without end."""
_EDGES = frozenset(";:—–()[]-―")
_CLAUSE_OPENERS = lexicon.CONJUNCTIONS - {"though"}
_BEFORE_PHRASE = lexicon.ADVERBS | lexicon.CONJUNCTIONS
_NAME_LINKS = frozenset("of de la le du van von der den bin al el for the and &".split())
_LINKS = frozenset("of for and from with who at to by".split())
_APPROXIMATE = frozenset("about over under around".split())
_APPOSITION_OPENERS = frozenset("a an the who whose one his her jr. sr.".split())
_AFTER_PHRASE = lexicon.PREPOSITIONS | lexicon.CONJUNCTIONS | lexicon.TIMES
_NEVER_FIRST = _AFTER_PHRASE | lexicon.AUXILIARIES | {"to", "not", "there"}
_AFTER_HEAD_PHRASE = (_BEFORE_PHRASE | lexicon.PREPOSITIONS | lexicon.HELPING_VERBS) - {"and", "of"}
"""Words that end the noun phrase at the head of a sentence."""
_NICKNAME_CHARACTERS = 25
_BRACKET_TOKENS = 8


def clause_start(tokens: Sequence[Token], end: int, floor: int) -> int:
    """Return the start of the clause that ends at `end`: after a quotation, a conjunction or a semicolon."""
    at = end
    while at > max(floor, end - MAX_SOURCE) and not _separates_clauses(tokens, at - 1):
        at -= 1
    return at


def _separates_clauses(tokens: Sequence[Token], at: int) -> bool:
    """Return whether no clause reaches over the token at `at`."""
    token = tokens[at]
    if token.sort is Sort.QUOTATION:
        return not _is_nickname(tokens, at)
    if token.text in _EDGES:
        return not _closes_bracket(tokens, at)
    return token.low in _CLAUSE_OPENERS and not _joins_names(tokens, at)


def _is_nickname(tokens: Sequence[Token], at: int) -> bool:
    """Return whether the quotation is a nickname within a name, as in Earl "Bud" Hollis."""
    quotation = tokens[at].quotation
    short = quotation is not None and quotation.inner.end - quotation.inner.start < _NICKNAME_CHARACTERS
    return short and 0 < at < len(tokens) - 1 and tokens[at - 1].is_capitalised and tokens[at + 1].is_capitalised


def _closes_bracket(tokens: Sequence[Token], at: int) -> bool:
    """Return whether the token belongs to a short bracket within a name: Sen. Ada Moss (R-Ohio)."""
    text = tokens[at].text
    if text in ")]":
        return any(token.text in "([" for token in tokens[max(0, at - _BRACKET_TOKENS) : at])
    return text in "([-" and any(token.text in ")]" for token in tokens[at : at + _BRACKET_TOKENS + 1])


def _joins_names(tokens: Sequence[Token], at: int) -> bool:
    """Return whether *and* at `at` stands between two noun phrases of one subject."""
    if tokens[at].low != "and" or at == 0 or at + 1 >= len(tokens):
        return False
    name, next_name = tokens[at - 1], tokens[at + 1]
    return name.is_capitalised and next_name.is_capitalised and name.low not in lexicon.VERBS


def pieces(tokens: Sequence[Token], first: int, last: int) -> list[Range]:
    """Split tokens `[first, last)` at commas, without empty pieces."""
    commas = (at for at in range(first, last) if tokens[at].text == ",")
    return [(edge + 1, end) for edge, end in pairwise([first - 1, *commas, last]) if edge + 1 < end]


def noun_phrase(tokens: Sequence[Token], piece: Range) -> Range | None:
    """Return the noun phrase that is the subject in a piece which ends at its verb."""
    first, last = piece
    while first < last and _precedes_phrase(tokens[first]):
        first += 1
    if first >= last:
        return None
    if tokens[last - 1].low in lexicon.PRONOUNS:
        return last - 1, last
    if tokens[first].low in lexicon.PRONOUNS or any(token.low in lexicon.REPORTING for token in tokens[first:last]):
        return None
    if _opens_adverbial(tokens[first]):
        return _nearest_phrase(tokens, first, last)
    return (first, last) if can_begin(tokens[first]) else None


def _precedes_phrase(token: Token) -> bool:
    """Return whether the token may stand before a subject without belonging to it."""
    return token.low in _BEFORE_PHRASE or token.text in DASHES


def _opens_adverbial(token: Token) -> bool:
    """Return whether the token opens an adverbial that stands before the subject: *In May the mayor*."""
    return token.low in lexicon.PREPOSITIONS or token.low in lexicon.TIMES or token.low.endswith("ing")


def _nearest_phrase(tokens: Sequence[Token], first: int, last: int) -> Range | None:
    """Return the noun phrase nearest to the verb: the last determiner without preposition, or the last name."""
    for at in range(last - 1, first, -1):
        if tokens[at].low in lexicon.NOUN_OPENERS and tokens[at - 1].low not in lexicon.PREPOSITIONS:
            return at, last
    start = _name_start(tokens, first, last)
    if start < last:
        return start, last
    return (first, last) if tokens[first].low in _APPROXIMATE else None


def _name_start(tokens: Sequence[Token], first: int, last: int) -> int:
    """Return the start of the name that ends at `last`, or `last` if there is no name."""
    start = last
    while start > first + 1 and (tokens[start - 1].is_capitalised or tokens[start - 1].low in _NAME_LINKS):
        start -= 1
    while start < last and (tokens[start].low in _NAME_LINKS or tokens[start].low in lexicon.TIMES):
        start += 1
    return start


def can_begin(token: Token) -> bool:
    """Return whether a noun phrase may begin with the token."""
    if token.sort is not Sort.WORD:
        return token.text in "@#"
    manner = token.low.endswith("ly") and not token.is_capitalised
    return not manner and token.low not in _NEVER_FIRST


def is_nominal(tokens: Sequence[Token], start: int, at: int) -> bool:
    """Return whether token `at` still belongs to the noun phrase that begins a sentence at `start`."""
    token = tokens[at]
    if token.sort is not Sort.WORD:
        return token.text in "@#&.$" and token.sort is Sort.MARK
    if start == at:
        return True
    if tokens[start].low in lexicon.PRONOUNS or token.low in _AFTER_HEAD_PHRASE:
        return False
    return not _is_verbal(token) and not _follows_name(tokens, start, at)


def _is_verbal(token: Token) -> bool:
    """Return whether the token looks like a verb."""
    participle = token.low.endswith("ed") and not token.is_capitalised
    return participle or token.low in lexicon.VERBS or token.low in lexicon.PLAIN_VERBS


def _follows_name(tokens: Sequence[Token], start: int, at: int) -> bool:
    """Return whether the word at `at` ends a name of two or more words that begins at `start`."""
    small = not tokens[at].is_capitalised and tokens[at].low not in ("of", "and")
    return small and tokens[at - 1].is_capitalised and start < at - 1


def goes_on(tokens: Sequence[Token], first: int, at: int) -> bool:
    """Return whether the noun phrase that begins at `first`, after its verb, still covers token `at`."""
    token = tokens[at]
    if token.sort is Sort.QUOTATION:
        return _is_nickname(tokens, at)
    if token.sort is Sort.MARK:
        return _mark_goes_on(tokens, at)
    if token.low in _LINKS:
        return at > first and (token.low != "and" or _joins_names(tokens, at))
    if token.low in lexicon.HELPING_VERBS and not _has_side_clause(tokens[first:at]):
        return False
    return token.low not in _AFTER_PHRASE or token.text == "May" or _follows_participle(tokens, first, at)


def _has_side_clause(tokens: Sequence[Token]) -> bool:
    """Return whether a comma or *who* among the tokens opens an apposition or a relative clause."""
    return any(token.text == "," or token.low == "who" for token in tokens)


def _follows_participle(tokens: Sequence[Token], first: int, at: int) -> bool:
    """Return whether *in* at `at` belongs to a participle: *two people involved in the talks*."""
    return tokens[at].low == "in" and at > first and tokens[at - 1].low.endswith("ed")


def _mark_goes_on(tokens: Sequence[Token], at: int) -> bool:
    """Return whether the punctuation mark at `at` is inside a noun phrase."""
    text = tokens[at].text
    if text == ",":
        return _apposition_follows(tokens, at)
    if text in _EDGES:
        return _closes_bracket(tokens, at)
    return text in "@#&/'’.$" and at + 1 < len(tokens)


def _apposition_follows(tokens: Sequence[Token], at: int) -> bool:
    """Return whether the comma at `at` opens an apposition: *said Ada Moss, a spokeswoman for …*."""
    if at + 1 >= len(tokens):
        return False
    next_token = tokens[at + 1]
    if next_token.is_capitalised and next_token.low not in lexicon.TIMES and not tokens[at - 1].is_capitalised:
        return True  # said the chief engineer, Ada Moss
    return next_token.low in _APPOSITION_OPENERS or next_token.low.isdigit()
