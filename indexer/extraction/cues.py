"""Find the cues of a sentence: the words that report, such as *said*, *has also argued*, *according to*.

Many forms of cue verbs are nouns as well (*claims*, *reports*, *calls*): what stands before them
decides, and for the doubtful forms what follows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from quotesearch.indexer.extraction.lexicon import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    PASSIVE,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    VERBS,
    Form,
    Frame,
)
from quotesearch.indexer.extraction.tokens import Sort, Token

_NOUN_BEFORE = (DETERMINERS | POSSESSIVES | PREPOSITIONS) - {"all", "both", "many", "some", "these", "those", "two"}
_NOUNS_TOO = frozenset(
    "claim note report state comment post question demand promise attack charge answer hope fear estimate offer "
    "plan call blast mock praise credit thank doubt concern support back echo salute vow pledge tweet blog text "
    "signal cry shout scream counter forecast read show find feel guess figure wonder worry wish aim label brand "
    "dub compare trash hail wait joke quip boast threat volunteer reply caution bemoan snap sing rap bash rip "
    "chant whisper yell muse lecture relate".split()
)
_NEGATIONS = frozenset("not never".split())
_NEVER_NOUNS = frozenset("said says told tells wrote writes added adds asked asks".split())
ACCORDING = Form("according_to", Frame.QUOTE | Frame.BARE, gerund=False, base=False)
SIGNATURE = Form("—", Frame.QUOTE, gerund=False, base=False)


@dataclass(frozen=True, slots=True)
class Cue:
    """Mark a cue by the tokens `[first, last)` of its sentence; `verb` is the token that carries the meaning."""

    first: int
    last: int
    verb: int
    form: Form
    passive: bool = False
    infinitive: bool = False


def find_cues(tokens: Sequence[Token]) -> tuple[Cue, ...]:
    """Return the cues of the sentence in order, none overlapping another."""
    found: list[Cue] = []
    at = 0
    while at < len(tokens):
        cue = _cue_at(tokens, at)
        if cue is not None and (not found or cue.first >= found[-1].last):
            found.append(cue)
            at = cue.last
        else:
            at += 1
    return tuple(found)


def _cue_at(tokens: Sequence[Token], at: int) -> Cue | None:
    """Return the cue whose verb is the token at `at`, if it is one."""
    token = tokens[at]
    if token.sort is not Sort.WORD:
        return None
    if token.low == "according" and at + 1 < len(tokens) and tokens[at + 1].low == "to":
        return Cue(at, at + 2, at, ACCORDING)
    for particles, form in VERBS.get(token.low, ()):
        last = at + 1 + len(particles)
        if tuple(t.low for t in tokens[at + 1 : last]) == particles:
            return _verb_cue(tokens, at, last, form)
    return None


def _verb_cue(tokens: Sequence[Token], at: int, last: int, form: Form) -> Cue | None:
    """Return the cue with its auxiliaries and adverbs, or None where the word is a noun here."""
    if tokens[at].is_capitalised and at > 0 and tokens[at - 1].is_capitalised and not form.gerund:
        return None  # part of a name or a headline
    first = at
    while first > 0 and _is_helper(tokens[first - 1]):
        first -= 1
    helpers = [token.low for token in tokens[first:at]]
    infinitive = bool(first) and tokens[first - 1].low == "to" and form.base
    passive = (
        any(word in PASSIVE for word in helpers)
        and not form.gerund
        and tokens[at].low.endswith(("ed", "told", "said", "n"))
    )
    if _NEGATIONS & set(helpers) or any(word.endswith("n't") for word in helpers):
        return None  # what was not said is no quote
    if infinitive:
        return Cue(first - 1, last, at, form, passive, infinitive=True)
    if helpers and helpers[-1] == "'s" and not form.gerund and not tokens[at].low.endswith(("ed", "said", "told")):
        return None  # her campaign's claim
    if _is_noun(tokens, first, at, last, form):
        return None
    return Cue(first, last, at, form, passive)


def _is_helper(token: Token) -> bool:
    """Tell whether the token may stand between a subject and its verb as part of the cue."""
    low = token.low
    if token.is_capitalised and low not in ADVERBS:
        return False  # Mrs May told reporters
    return low in AUXILIARIES or low in ADVERBS or (low.endswith("ly") and not token.is_capitalised and len(low) > 3)


def _is_noun(tokens: Sequence[Token], first: int, at: int, last: int, form: Form) -> bool:
    """Tell whether the word that could be a cue verb is a noun or an adjective at this place."""
    if first < at and tokens[at - 1].low in AUXILIARIES:
        return False
    before = tokens[first - 1] if first else None
    low = tokens[at].low
    if low in _NEVER_NOUNS:
        return False
    if before is not None and (before.low in _NOUN_BEFORE or before.low in ("'s", "'")) and not form.gerund:
        return True
    doubtful = form.stem in _NOUNS_TOO and (form.base or low == form.stem + "s")
    if form.base:
        return before is None or not _is_plural(before, doubtful=doubtful)
    if not doubtful or (before is not None and (before.is_capitalised or before.low in PRONOUNS)):
        return False
    return not _governs(tokens, last, form)


def _is_plural(before: Token, *, doubtful: bool) -> bool:
    """Tell whether the word before a bare verb form can be its subject."""
    if before.low in PRONOUNS or before.low in ADVERBS or before.low.endswith("s"):
        return True
    return not doubtful and before.low not in _NOUN_BEFORE


def _governs(tokens: Sequence[Token], last: int, form: Form) -> bool:
    """Tell whether what follows the verb could only follow a verb."""
    if last >= len(tokens):
        return False
    after = tokens[last]
    if after.sort is Sort.QUOTATION:
        return bool(form.frames & (Frame.QUOTE | Frame.OBJECT))
    return after.low in ("that", ":") or after.low in PRONOUNS or after.low in DETERMINERS
