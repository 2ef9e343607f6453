"""Lay the words of a quotation beside the words of a text: where it stands there, and word by word what differs.

Words are compared without case, accents and punctuation. Of all differences three kinds turn what was said into
something else, and are flagged: a number, a negation, a name; a condition, and words that have changed places, too.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from quotesearch.indexer.model import Span
from quotesearch.indexer.text.analysis import STOP_WORDS
from quotesearch.indexer.text.normalise import Word, folded_words
from quotesearch.indexer.text.sentences import Wording

NUMBER, NEGATION, NAME, CONDITION, ORDER = "number", "negation", "name", "condition", "order"
CONDITIONS = frozenset("if unless whether".split())
"""Words without which what is said is said for certain."""
_NUMBERS = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands "
    "million millions billion billions trillion trillions tens dozen dozens half halves third thirds quarter quarters "
    "twice once double triple first second fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth fourths fifths sixths "
    "sevenths eighths ninths tenths both".split()
)
_NEGATIONS = frozenset("not no never none nobody nothing nowhere neither nor cannot without aint non un anti".split())
_HARDLY = frozenset("hardly barely scarcely rarely seldom".split())
_SHORTEST = 4
"""Letters of a word whose contrary a prefix makes: *likely*, but not *to*, of which *into* is none."""
_CONTRARY = ("un", "in", "im", "ir", "dis", "non", "il")
_PART, _LONGEST, _MISSING = 3, 60, 0.15
"""Words of a part that may change places, words that are tried, and the share of them that may be missing."""
_MARGIN = 6
"""Words by which either end of the likest stretch may move."""


@dataclass(frozen=True, slots=True)
class Change:
    """Hold one difference: the quotation's words, the text's, either empty, and what makes it grave, if anything."""

    quoted: str
    stored: str
    flag: str = ""

    @property
    def length(self) -> int:
        """Return how many words are exchanged, put in or left out."""
        return max(len(self.quoted.split()), len(self.stored.split()))


@dataclass(frozen=True, slots=True)
class Alignment:
    """Hold where a quotation stands in a text, and how the two differ.

    `likeness` is 1 for the same words and 0 for none in common; `run` is the share of the quotation's words in the
    longest stretch that stands there word for word, `gap` the length of the longest difference beside the quotation's;
    `turned` says that two neighbouring parts of the quotation were exchanged first.
    """

    span: Span
    likeness: float
    run: float
    gap: float
    changes: tuple[Change, ...]
    turned: bool = False

    @property
    def flags(self) -> tuple[str, ...]:
        """Return what makes the differences grave, sorted."""
        return tuple(sorted({change.flag for change in self.changes if change.flag}))


def align(quoted: Wording, stored: Wording) -> Alignment | None:
    """Return where the words stand in the text at their likest, None where they have no word in common."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - imported only where words are compared

    if not quoted.words or not stored.words:
        return None
    sought, present = quoted.folded, stored.folded
    first, last = _window(sought, present)
    steps = _trimmed(Levenshtein.opcodes(sought, present[first:last]))
    if not steps:
        return None
    beside = stored.words[first:last]
    equal = [step for step in steps if step.tag == "equal"]
    unequal = [step for step in steps if step.tag != "equal"]
    start, end = equal[0].dest_start, equal[-1].dest_end
    changes = [
        _change(quoted.words[step.src_start : step.src_end], beside[step.dest_start : step.dest_end], quoted, stored)
        for step in unequal
    ]
    changes += _torn(stored.words, first + start - 1, first + start)
    changes += _torn(stored.words, first + end, first + end - 1)
    lengths = [0, *map(_length, unequal)]
    return Alignment(
        Span(beside[start].span.start, beside[end - 1].span.end),
        max(0.0, 1 - sum(lengths) / max(len(sought), end - start)),
        max(map(_length, equal)) / len(sought),
        max(lengths) / len(sought),
        _crossed(changes),
    )


def differences(one: Wording, other: Wording) -> tuple[Change, ...]:
    """Return what differs between two whole texts; that a name is cut off with an end of one is not grave."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - imported only where words are compared

    changes, here, there = [], 0, 0
    for same in Levenshtein.opcodes(one.folded, other.folded).as_matching_blocks():
        if same.a > here or same.b > there:
            change = _change(one.words[here : same.a], other.words[there : same.b], one, other)
            at_an_end = here == there == 0 or not same.size
            changes.append(_without_name(change) if at_an_end else change)
        here, there = same.a + same.size, same.b + same.size
    return _crossed(changes)


def _without_name(change: Change) -> Change:
    """Return the difference, not flagged for a name if one side has no words."""
    is_cut = not (change.quoted and change.stored)
    return replace(change, flag="") if is_cut and change.flag == NAME else change


def _crossed(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Flag words that have changed places: *the army attacked the rebels*, *the rebels attacked the army*."""
    pairs = {(each.quoted.lower(), each.stored.lower()) for each in changes}
    return tuple(
        replace(each, flag=each.flag or ORDER)
        if (each.stored.lower(), each.quoted.lower()) in pairs and _tells(each)
        else each
        for each in changes
    )


def _tells(change: Change) -> bool:
    """Tell whether both sides of a difference have a word that says something."""
    return all(set(folded_words(side)) - STOP_WORDS for side in (change.quoted, change.stored))


def turned_round(quoted: Wording, stored: Wording) -> Wording | None:
    """Return the quotation with two neighbouring parts exchanged, such that it is likest to the text.

    None where words of it are not there at all, where no exchange helps, and for what is too short or long to tell.
    """
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - imported only where words are compared

    sought, present = quoted.folded, stored.folded
    size, missing = len(sought), len(set(sought) - set(present))
    if not 2 * _PART <= size <= _LONGEST or len(present) > 2 * _LONGEST or missing > _MISSING * size:
        return None

    def edits(order: Iterable[int]) -> int:
        return int(Levenshtein.distance([sought[place] for place in order], present))

    best = min(_orders(size), key=edits)
    is_better = edits(best) < edits(range(size))
    return replace(quoted, words=tuple(quoted.words[place] for place in best)) if is_better else None


def _orders(size: int) -> Iterator[list[int]]:
    """Yield the orders of so many words in which two neighbouring parts are exchanged, one of them at an end."""
    parts = [(0, cut, end) for cut in range(_PART, size) for end in range(cut + _PART, size + 1)]
    parts += [(first, cut, size) for first in range(1, size) for cut in range(first + _PART, size - _PART + 1)]
    return ([*range(a), *range(b, c), *range(a, b), *range(c, size)] for a, b, c in parts)


def _window(sought: Sequence[str], held: Sequence[str]) -> tuple[int, int]:
    """Return the stretch of the text that is likest to the words: the same ones, or else those fewest edits away."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - imported only where words are compared
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


def _torn(stored: Sequence[Word], at: int, beside: int) -> Iterator[Change]:
    """Yield what is left out of a contraction of which the other half, beside it, stands in the place."""
    if 0 <= at < len(stored) and stored[at].span == stored[beside].span:
        yield Change("", stored[at].folded, flag_of((), (stored[at].folded,), ()))


def _length(step: Any) -> int:  # noqa: ANN401 - rapidfuzz's own
    """Return how many words a step exchanges, puts in or leaves out."""
    return int(max(step.src_end - step.src_start, step.dest_end - step.dest_start))


def _change(ours: Sequence[Word], theirs: Sequence[Word], quoted: Wording, stored: Wording) -> Change:
    """Return the difference between words of the quotation and of the text, flagged."""
    here, there = {word.folded for word in ours}, {word.folded for word in theirs}
    swapped = not (
        here.isdisjoint(quoted.possible_names | quoted.names) or there.isdisjoint(stored.possible_names | stored.names)
    )
    flag = flag_of(here, there, quoted.names | stored.names) or (NAME if swapped and here != there else "")
    return Change(_written(ours), _written(theirs), flag)


def _written(some: Iterable[Word]) -> str:
    """Return the words as they are written, a contraction once."""
    return " ".join({word.span: word.written for word in some}.values())


def flag_of(ours: Collection[str], theirs: Collection[str], names: Collection[str]) -> str:
    """Return what makes a difference grave: a number, a negation or a name that only one side has."""
    only = {*ours} ^ {*theirs}
    if any(map(_is_number, only)):
        return NUMBER
    if not only.isdisjoint(_HARDLY):
        return NEGATION
    if not only.isdisjoint(CONDITIONS):
        return CONDITION
    denied = [len(side & _NEGATIONS) for side in ({*ours} - {*theirs}, {*theirs} - {*ours})]
    if denied[0] != denied[1] or _is_contrary(ours, theirs):  # *no accident*, *not an accident*
        return NEGATION
    return NAME if not only.isdisjoint(names) else ""


def _is_number(word: str) -> bool:
    """Tell whether a word is a number, in figures or in letters."""
    return word in _NUMBERS or any(sign.isdigit() for sign in word)


def _is_contrary(ours: Collection[str], theirs: Collection[str]) -> bool:
    """Tell whether a word of one side is the contrary of one of the other by its prefix: *likely*, *unlikely*."""
    pairs = [(one, other) for one in ours for other in theirs]
    long = [pair for pair in pairs if min(map(len, pair)) >= _SHORTEST]
    return any(one == sign + other or other == sign + one for one, other in long for sign in _CONTRARY)
