"""Lay the words of a quotation beside the words of a text: where it stands there, and word by word what differs.

Words are compared without case, accents and punctuation. Of all differences three kinds turn what was said into
something else, and are flagged: a number, a negation, a name.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from quotesearch.indexer.folding import Word, folded_words, words
from quotesearch.indexer.keyword import STOP_WORDS
from quotesearch.indexer.model import Span

NUMBER, NEGATION, NAME = "number", "negation", "name"
_NUMBERS = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands "
    "million millions billion billions trillion dozen dozens half third quarter twice once double triple first second "
    "both".split()
)
_NEGATIONS = frozenset(
    "not no never none nobody nothing nowhere neither nor cannot without hardly barely scarcely aint".split()
)
_CONTRARY = ("un", "in", "im", "ir", "dis", "non", "il")
_AUXILIARIES = frozenset(
    "do does did is are was were has have had will wo would should could ca must need might sha".split()
)
_MARGIN = 6
"""Words by which either end of the likest stretch may move."""
_SENTENCE_ENDS = ".!?:\n"
_BETWEEN = " \t\"“”‘’'«»„()[]—–-…"


@dataclass(frozen=True, slots=True)
class Wording:
    """Hold a text as its words, and which of them, folded, are written as names within its sentences."""

    words: tuple[Word, ...]
    names: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Self:
        """Read the words of a text."""
        found = tuple(words(text))
        capitals = (word for word in found if word.written[0].isupper() and word.folded not in STOP_WORDS)
        return cls(found, frozenset(word.folded for word in capitals if not _begins_sentence(text, word.span.start)))


@dataclass(frozen=True, slots=True)
class Change:
    """Hold one difference: the quotation's words, the text's, either empty, and what makes it grave, if anything."""

    quoted: str
    stored: str
    flag: str = ""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Hold where a quotation stands in a text, and how the two differ.

    `likeness` is 1 for the same words and 0 for none in common; `run` is the share of the quotation's words in the
    longest stretch that stands there word for word, `gap` the length of the longest difference beside the quotation's.
    """

    span: Span
    likeness: float
    run: float
    gap: float
    changes: tuple[Change, ...]

    @property
    def flags(self) -> tuple[str, ...]:
        """Return what makes the differences grave, sorted; *won't* for *will not* does not."""
        flags = {change.flag for change in self.changes if change.flag}
        return tuple(sorted(flags - {NEGATION} if flags and _is_contracted(self.changes) else flags))


def align(quoted: Wording, stored: Wording) -> Alignment | None:
    """Return where the words stand in the text at their likest, None where they have no word in common."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - imported only where something is verified

    if not quoted.words or not stored.words:
        return None
    sought, held = [word.folded for word in quoted.words], [word.folded for word in stored.words]
    first, last = _window(sought, held)
    steps = _trimmed(Levenshtein.opcodes(sought, held[first:last]))
    if not steps:
        return None
    names = quoted.names | stored.names
    beside = stored.words[first:last]
    equal, unequal = ([step for step in steps if (step.tag == "equal") is same] for same in (True, False))
    changes = tuple(_change(step, quoted.words, beside, names) for step in unequal)
    start, end = equal[0].dest_start, equal[-1].dest_end
    edits = sum(map(_length, unequal))
    return Alignment(
        Span(beside[start].span.start, beside[end - 1].span.end),
        max(0.0, 1 - edits / max(len(sought), end - start)),
        max(step.src_end - step.src_start for step in equal) / len(sought),
        max((_length(step) for step in unequal), default=0) / len(sought),
        changes,
    )


def _window(sought: Sequence[str], held: Sequence[str]) -> tuple[int, int]:
    """Return the stretch of the text that is likest to the words: the same ones, or else those fewest edits away."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - imported only where something is verified
    from rapidfuzz.distance import LCSseq, Levenshtein  # noqa: PLC0415 - as above

    row = f" {' '.join(held)} "
    place = row.find(f" {' '.join(sought)} ")
    if place >= 0:
        first = row.count(" ", 0, place)
        return first, first + len(sought)
    found = fuzz.partial_ratio_alignment(sought, held) if len(sought) < len(held) else None
    first, last = (0, len(held)) if found is None else (found.dest_start, found.dest_end)
    reach = range(-_MARGIN, _MARGIN + 1)
    starts = sorted({min(max(0, first + shift), len(held) - 1) for shift in reach})
    ends = sorted({min(max(1, last + shift), len(held)) for shift in reach})
    stretches = ((start, end) for start in starts for end in ends if start < end)

    def far(each: tuple[int, int]) -> tuple[int, int, int]:
        there = held[slice(*each)]
        common = LCSseq.similarity(sought, there)
        return Levenshtein.distance(sought, there), -common, abs(len(there) - len(sought))

    return min(stretches, key=far)


def _trimmed(steps: Iterable[Any]) -> list[Any]:
    """Return the steps without the words of the text before the first and behind the last that is the same."""
    kept = list(steps)
    for end in (0, -1):
        while kept and kept[end].tag == "insert":
            kept.pop(end)
    return kept if any(step.tag == "equal" for step in kept) else []


def _length(step: Any) -> int:  # noqa: ANN401 - rapidfuzz's own
    """Return how many words a step exchanges, puts in or leaves out."""
    return int(max(step.src_end - step.src_start, step.dest_end - step.dest_start))


def _change(step: Any, quoted: Sequence[Word], stored: Sequence[Word], names: Collection[str]) -> Change:  # noqa: ANN401
    """Return the difference of a step, flagged."""
    ours, theirs = quoted[step.src_start : step.src_end], stored[step.dest_start : step.dest_end]
    flag = flag_of({word.folded for word in ours}, {word.folded for word in theirs}, names)
    return Change(" ".join(word.written for word in ours), " ".join(word.written for word in theirs), flag)


def flag_of(ours: Collection[str], theirs: Collection[str], names: Collection[str]) -> str:
    """Return what makes a difference grave: a number, a negation or a name that only one side has."""
    only = {*ours} ^ {*theirs}
    if any(any(sign.isdigit() for sign in word) or word in _NUMBERS for word in only):
        return NUMBER
    if any(map(_denies, only)) or _is_contrary(ours, theirs):
        return NEGATION
    return NAME if not only.isdisjoint(names) else ""


def _denies(folded: str) -> bool:
    """Tell whether the word is a negation; *don't* is folded to *dont*."""
    return folded in _NEGATIONS or (folded.endswith("nt") and folded[:-2] in _AUXILIARIES)


def _is_contracted(changes: Sequence[Change]) -> bool:
    """Tell whether all that differs in negations is that one side contracts them: *won't*, *will not*."""
    quoted, stored = (" ".join(side) for side in zip(*((each.quoted, each.stored) for each in changes), strict=True))
    ours, theirs = ([word for word in folded_words(side) if _denies(word)] for side in (quoted, stored))
    contracted = any(word.endswith("nt") for word in (*ours, *theirs))
    return len(ours) == len(theirs) and contracted


def _is_contrary(ours: Collection[str], theirs: Collection[str]) -> bool:
    """Tell whether a word of one side is the contrary of one of the other by its prefix: *likely*, *unlikely*."""
    pairs = [(one, other) for one in ours for other in theirs]
    return any(one == sign + other or other == sign + one for one, other in pairs for sign in _CONTRARY)


def _begins_sentence(text: str, at: int) -> bool:
    """Tell whether a sentence begins at a character, where every word has a capital."""
    while at and text[at - 1] in _BETWEEN:
        at -= 1
    return at == 0 or text[at - 1] in _SENTENCE_ENDS
