"""Find the cues of a sentence: the words that report, such as *said*, *has also argued*, *according to*.

Many forms of cue verbs are nouns as well (*claims*, *reports*, *calls*). The word before them decides, and for the
doubtful forms the word after them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from quotesearch.indexer.extraction import lexicon
from quotesearch.indexer.extraction.lexicon import Form, Frame, is_negation
from quotesearch.indexer.extraction.tokens import Sort, Token
from quotesearch.indexer.text.wordlists import word_list

_BEFORE_NOUN = (lexicon.NOUN_OPENERS | lexicon.PREPOSITIONS) - set("all both many some these those two".split())
_AFTER_VERB = lexicon.PRONOUNS | lexicon.DETERMINERS | {"that", ":"}
_NOUNS_TOO = word_list("verbs_that_are_nouns")
_NEVER_NOUNS = frozenset("said says told tells wrote writes added adds asked asks".split())
ACCORDING = Form("according_to", Frame.QUOTE | Frame.BARE, gerund=False, base=False)


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue: the tokens `[first, last)` of its sentence; `verb` is the position of its verb."""

    first: int
    last: int
    verb: int
    form: Form
    passive: bool = False
    infinitive: bool = False


def find_cues(tokens: Sequence[Token]) -> tuple[Cue, ...]:
    """Return the cues of the sentence in order; no cue overlaps another."""
    cues: list[Cue] = []
    for at in range(len(tokens)):
        floor = cues[-1].last if cues else 0
        cue = _cue_at(tokens, at) if at >= floor else None
        if cue is not None and cue.first >= floor:
            cues.append(cue)
    return tuple(cues)


def _cue_at(tokens: Sequence[Token], at: int) -> Cue | None:
    """Return the cue if its verb is the token at `at`."""
    token = tokens[at]
    if token.sort is not Sort.WORD:
        return None
    if token.low == "according" and at + 1 < len(tokens) and tokens[at + 1].low == "to":
        return Cue(at, at + 2, at, ACCORDING)
    for particles, form in lexicon.VERBS.get(token.low, ()):
        last = at + 1 + len(particles)
        if tuple(t.low for t in tokens[at + 1 : last]) == particles:
            return _verb_cue(tokens, at, last, form)
    return None


def _verb_cue(tokens: Sequence[Token], at: int, last: int, form: Form) -> Cue | None:
    """Return the cue with its auxiliaries and adverbs; None if the word is a noun here."""
    if _is_in_name(tokens, at) and not form.gerund:
        return None
    first = _first_helper(tokens, at)
    helpers = [token.low for token in tokens[first:at]]
    if any(map(is_negation, helpers)):
        return None  # words that were not said are no quote
    passive = _is_passive(helpers, tokens[at], form)
    if form.base and first > 0 and tokens[first - 1].low == "to":
        return Cue(first - 1, last, at, form, passive, infinitive=True)
    if _is_possessed(helpers, tokens[at], form) or _is_noun(tokens, (first, last), at, form):
        return None
    return Cue(first, last, at, form, passive)


def _is_helper(token: Token) -> bool:
    """Return whether the token may stand between a subject and its verb as part of the cue."""
    if token.is_capitalised:
        return token.low in lexicon.ADVERBS  # Mrs May told reporters
    manner = token.low.endswith("ly") and len(token.low) > 3
    return manner or token.low in lexicon.AUXILIARIES or token.low in lexicon.ADVERBS


def _is_in_name(tokens: Sequence[Token], at: int) -> bool:
    """Return whether the word is a part of a name or of a headline."""
    return at > 0 and tokens[at].is_capitalised and tokens[at - 1].is_capitalised


def _first_helper(tokens: Sequence[Token], at: int) -> int:
    """Return the first auxiliary or adverb before the verb at `at`, or `at` itself."""
    while at > 0 and _is_helper(tokens[at - 1]):
        at -= 1
    return at


def _is_passive(helpers: Sequence[str], verb: Token, form: Form) -> bool:
    """Return whether the verb is in the passive, so that its subject is not the speaker."""
    participle = not form.gerund and verb.low.endswith(("ed", "told", "said", "n"))
    return participle and not lexicon.PASSIVE.isdisjoint(helpers)


def _is_possessed(helpers: Sequence[str], verb: Token, form: Form) -> bool:
    """Return whether the word is a noun after a possessive: *her campaign's claim*."""
    finite = form.gerund or verb.low.endswith(("ed", "said", "told"))
    return bool(helpers) and helpers[-1] == "'s" and not finite


def _is_noun(tokens: Sequence[Token], cue: tuple[int, int], at: int, form: Form) -> bool:
    """Return whether the verb at `at` of the cue `[first, last)` is a noun or an adjective at this place."""
    first, last = cue
    low = tokens[at].low
    if low in _NEVER_NOUNS or (first < at and tokens[at - 1].low in lexicon.AUXILIARIES):
        return False
    previous = tokens[first - 1] if first else None
    if _precedes_noun(previous) and not form.gerund:
        return True
    doubtful = _is_doubtful(low, form)
    if form.base:
        return not _is_plural(previous, doubtful=doubtful)
    return doubtful and not _is_subject(previous) and not _governs(tokens, last, form)


def _is_doubtful(word: str, form: Form) -> bool:
    """Return whether the form of the verb is a noun as well: *claim*, *claims*."""
    return form.stem in _NOUNS_TOO and (form.base or word == form.stem + "s")


def _precedes_noun(token: Token | None) -> bool:
    """Return whether the token can only stand before a noun."""
    return token is not None and (token.low in _BEFORE_NOUN or token.low in ("'s", "'"))


def _is_subject(token: Token | None) -> bool:
    """Return whether the token is a name or a pronoun, so that a verb follows it."""
    return token is not None and (token.is_capitalised or token.low in lexicon.PRONOUNS)


def _is_plural(token: Token | None, *, doubtful: bool) -> bool:
    """Return whether the word before a bare verb form can be its subject."""
    if token is None:
        return False
    if token.low in lexicon.PRONOUNS or token.low in lexicon.ADVERBS or token.low.endswith("s"):
        return True
    return not doubtful and token.low not in _BEFORE_NOUN


def _governs(tokens: Sequence[Token], last: int, form: Form) -> bool:
    """Return whether the token after the word shows that the word is a verb."""
    if last >= len(tokens):
        return False
    next_token = tokens[last]
    if next_token.sort is Sort.QUOTATION:
        return bool(form.frames & (Frame.QUOTE | Frame.OBJECT))
    return next_token.low in _AFTER_VERB
