"""Align the words of a quotation with the words of a text: find its place in the text, and each difference.

Words are compared without case, accents and punctuation. A difference is *grave* if it changes the meaning; it then has
a flag. There are five flags: a number, a negation, a name, a condition, and words that have changed places.
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
"""Words that make a statement conditional or uncertain."""
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
_SHORTEST_BASE = 4
"""The fewest letters of a word that a prefix can negate: *un-likely* is a negation, *in-to* is not."""
_PREFIXES = ("un", "in", "im", "ir", "dis", "non", "il")
"""Prefixes that give a word the opposite meaning."""
_MIN_PART, _MAX_WORDS, _MAX_MISSING = 3, 60, 0.15
"""Limits for exchanging two parts of a quotation, if that makes the quotation more similar to the text.

The fewest words of a part, the most words of the quotation, and the largest share of its words that the text may lack.
"""
_MARGIN = 6
"""The number of words by which both ends of the most similar passage are moved to find a better passage."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between a quotation and a text. If the difference is grave, `flag` is its kind.

    `quoted` is empty if only the text has the words. `stored` is empty if only the quotation has the words.
    """

    quoted: str
    stored: str
    flag: str = ""

    @property
    def length(self) -> int:
        """Return the number of words that are exchanged, added or left out."""
        return max(len(self.quoted.split()), len(self.stored.split()))


@dataclass(frozen=True, slots=True)
class Alignment:
    """The place of a quotation in a text, and the differences.

    `likeness` is 1 if all words are the same and 0 if no word is the same. `run` is the length of the longest passage
    without a difference, `gap` the length of the longest difference. Both are shares of the quotation's length. If
    `turned` is true, two neighbouring parts of the quotation were exchanged before the alignment.
    """

    span: Span
    likeness: float
    run: float
    gap: float
    changes: tuple[Change, ...]
    turned: bool = False

    @property
    def flags(self) -> tuple[str, ...]:
        """Return the kinds of the grave differences, sorted."""
        return tuple(sorted({change.flag for change in self.changes if change.flag}))


def align(quoted: Wording, stored: Wording) -> Alignment | None:
    """Return the alignment with the most similar passage of the text. If no word is the same, return None."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - imported when words are compared

    if not quoted.words or not stored.words:
        return None
    sought, present = quoted.folded, stored.folded
    first, last = _window(sought, present)
    steps = _trimmed(Levenshtein.opcodes(sought, present[first:last]))
    if not steps:
        return None
    passage = stored.words[first:last]
    equal = [step for step in steps if step.tag == "equal"]
    unequal = [step for step in steps if step.tag != "equal"]
    start, end = equal[0].dest_start, equal[-1].dest_end
    changes = [
        _change(quoted.words[step.src_start : step.src_end], passage[step.dest_start : step.dest_end], quoted, stored)
        for step in unequal
    ]
    changes += _contraction_part(stored.words, first + start - 1, first + start)
    changes += _contraction_part(stored.words, first + end, first + end - 1)
    lengths = [0, *map(_length, unequal)]
    return Alignment(
        Span(passage[start].span.start, passage[end - 1].span.end),
        max(0.0, 1 - sum(lengths) / max(len(sought), end - start)),
        max(map(_length, equal)) / len(sought),
        max(lengths) / len(sought),
        _with_order_flags(changes),
    )


def differences(quoted: Wording, stored: Wording) -> tuple[Change, ...]:
    """Return the differences between two whole texts.

    A name that only one text has at its beginning or end is not grave.
    """
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - imported when words are compared

    changes, quoted_end, stored_end = [], 0, 0
    for block in Levenshtein.opcodes(quoted.folded, stored.folded).as_matching_blocks():
        if block.a > quoted_end or block.b > stored_end:
            quoted_words, stored_words = quoted.words[quoted_end : block.a], stored.words[stored_end : block.b]
            change = _change(quoted_words, stored_words, quoted, stored)
            is_outermost = quoted_end == stored_end == 0 or not block.size
            changes.append(_without_name_flag(change) if is_outermost else change)
        quoted_end, stored_end = block.a + block.size, block.b + block.size
    return _with_order_flags(changes)


def _without_name_flag(change: Change) -> Change:
    """Return the difference. If one side has no words, remove the flag for a name."""
    is_missing = not (change.quoted and change.stored)
    return replace(change, flag="") if is_missing and change.flag == NAME else change


def _with_order_flags(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Flag words that have changed places: *the army attacked the rebels*, *the rebels attacked the army*."""
    pairs = {(change.quoted.lower(), change.stored.lower()) for change in changes}
    return tuple(
        replace(change, flag=change.flag or ORDER)
        if (change.stored.lower(), change.quoted.lower()) in pairs and _has_content_words(change)
        else change
        for change in changes
    )


def _has_content_words(change: Change) -> bool:
    """Tell whether both sides of a difference have a word that is not a stop word."""
    return all(set(folded_words(side)) - STOP_WORDS for side in (change.quoted, change.stored))


def with_parts_exchanged(quoted: Wording, stored: Wording) -> Wording | None:
    """Exchange two neighbouring parts of the quotation, so that it is as similar to the text as possible.

    Return None if no exchange makes it more similar. Also return None if the text lacks too many of its words, or if
    one of the two is too short or too long.
    """
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - imported when words are compared

    sought, present = quoted.folded, stored.folded
    size, missing = len(sought), len(set(sought) - set(present))
    if not 2 * _MIN_PART <= size <= _MAX_WORDS or len(present) > 2 * _MAX_WORDS or missing > _MAX_MISSING * size:
        return None

    def edits(order: Iterable[int]) -> int:
        return int(Levenshtein.distance([sought[place] for place in order], present))

    best = min(_orders(size), key=edits)
    is_better = edits(best) < edits(range(size))
    return replace(quoted, words=tuple(quoted.words[place] for place in best)) if is_better else None


def _orders(size: int) -> Iterator[list[int]]:
    """Yield orders of `size` words in which two neighbouring parts are exchanged.

    The two parts are at the beginning or at the end of the quotation.
    """
    parts = [(0, cut, end) for cut in range(_MIN_PART, size) for end in range(cut + _MIN_PART, size + 1)]
    parts += [(first, cut, size) for first in range(1, size) for cut in range(first + _MIN_PART, size - _MIN_PART + 1)]
    return ([*range(a), *range(b, c), *range(a, b), *range(c, size)] for a, b, c in parts)


def _window(sought: Sequence[str], present: Sequence[str]) -> tuple[int, int]:
    """Return the bounds `[first, last)` of the most similar passage.

    It has the same words, or if there is no such passage, it needs the fewest edits.
    """
    from rapidfuzz import fuzz  # noqa: PLC0415 - imported when words are compared
    from rapidfuzz.distance import LCSseq, Levenshtein  # noqa: PLC0415 - as above

    row = f" {' '.join(present)} "
    place = row.find(f" {' '.join(sought)} ")
    if place >= 0:
        first = row.count(" ", 0, place)
        return first, first + len(sought)
    similar = fuzz.partial_ratio_alignment(sought, present) if len(sought) < len(present) else None
    first, last = (0, len(present)) if similar is None else (similar.dest_start, similar.dest_end)
    shifts = range(-_MARGIN, _MARGIN + 1)
    starts = sorted({min(max(0, first + shift), len(present) - 1) for shift in shifts})
    ends = sorted({min(max(1, last + shift), len(present)) for shift in shifts})
    passages = ((start, end) for start in starts for end in ends if start < end)

    def distance(passage: tuple[int, int]) -> tuple[int, int, int]:
        words = present[slice(*passage)]
        common = LCSseq.similarity(sought, words)
        return Levenshtein.distance(sought, words), -common, abs(len(words) - len(sought))

    return min(passages, key=distance)


def _trimmed(steps: Iterable[Any]) -> list[Any]:
    """Return the steps without insertions at the beginning and end. If no word is the same, return an empty list."""
    trimmed = list(steps)
    for end in (0, -1):
        while trimmed and trimmed[end].tag == "insert":
            trimmed.pop(end)
    return trimmed if any(step.tag == "equal" for step in trimmed) else []


def _contraction_part(stored: Sequence[Word], position: int, neighbour: int) -> Iterator[Change]:
    """Yield a change for the word at the position, if it and its neighbour are two parts of one contraction."""
    if 0 <= position < len(stored) and stored[position].span == stored[neighbour].span:
        yield Change("", stored[position].folded, flag_of((), (stored[position].folded,), ()))


def _length(step: Any) -> int:  # noqa: ANN401 - a type of rapidfuzz
    """Return the number of words that a step exchanges, inserts or deletes."""
    return int(max(step.src_end - step.src_start, step.dest_end - step.dest_start))


def _change(quoted_words: Sequence[Word], stored_words: Sequence[Word], quoted: Wording, stored: Wording) -> Change:
    """Return the difference between some words of the quotation and some words of the text, with its flag."""
    source, target = {word.folded for word in quoted_words}, {word.folded for word in stored_words}
    may_be_names = not (
        source.isdisjoint(quoted.possible_names | quoted.names)
        or target.isdisjoint(stored.possible_names | stored.names)
    )
    name_flag = NAME if may_be_names and source != target else ""
    flag = flag_of(source, target, quoted.names | stored.names) or name_flag
    return Change(_written(quoted_words), _written(stored_words), flag)


def _written(words: Iterable[Word]) -> str:
    """Return the words as the text writes them. A contraction counts as two words but is written once."""
    return " ".join({word.span: word.written for word in words}.values())


def flag_of(quoted: Collection[str], stored: Collection[str], names: Collection[str]) -> str:
    """Return the flag of a difference between words. If the difference is not grave, return "".

    For example, the flag is NAME if only one side has a name.
    """
    unshared = {*quoted} ^ {*stored}
    if any(map(_is_number, unshared)):
        return NUMBER
    if not unshared.isdisjoint(_HARDLY):
        return NEGATION
    if not unshared.isdisjoint(CONDITIONS):
        return CONDITION
    negations = [len(side & _NEGATIONS) for side in ({*quoted} - {*stored}, {*stored} - {*quoted})]
    # *no accident* and *not an accident* have one negation each, so they agree
    if negations[0] != negations[1] or _has_opposites(quoted, stored):
        return NEGATION
    return NAME if not unshared.isdisjoint(names) else ""


def _is_number(word: str) -> bool:
    """Tell whether a word is a number, in digits or in letters."""
    return word in _NUMBERS or any(sign.isdigit() for sign in word)


def _has_opposites(quoted: Collection[str], stored: Collection[str]) -> bool:
    """Tell whether a word of one side is a word of the other side with a negating prefix: *likely*, *unlikely*."""
    pairs = [(left, right) for left in quoted for right in stored]
    long_pairs = [pair for pair in pairs if min(map(len, pair)) >= _SHORTEST_BASE]
    return any(left == prefix + right or right == prefix + left for left, right in long_pairs for prefix in _PREFIXES)
