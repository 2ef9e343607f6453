"""The word lists of attribution: cue verbs with their frames, auxiliaries, determiners, pronouns.

The lists are in `text/data/`. Cue verbs are listed there as stems; their forms follow the rules of English spelling, or
the list of irregular verbs.
"""

from enum import Flag, auto
from functools import reduce
from operator import or_
from typing import NamedTuple

from quotesearch.indexer.text.wordlists import word_list, word_rows


class Frame(Flag):
    """The kinds of content that a cue verb can have."""

    QUOTE = auto()  # said, "…"
    THAT = auto()  # said that …
    BARE = auto()  # said it was …
    TELL = auto()  # told the paper that …: the recipient comes first
    TO = auto()  # vowed to …
    OBJECT = auto()  # called him "…": the content is an object
    ASK = auto()  # asked whether …
    THOUGHT = auto()  # believes that …
    PAPER = auto()  # the report found that …
    TURN = auto()  # MOSS: … in a transcript
    STANCE = auto()  # supported …, wanted …: a cue only if its content has quotation marks


class Form(NamedTuple):
    """A form of a cue verb: its stem, its frames, and whether it is a participle in -ing or a bare stem."""

    stem: str
    frames: Frame
    gerund: bool
    base: bool


_IRREGULAR = {stem: list(forms) for stem, *forms in word_rows("irregular_verbs")}
"""Stem -> its other forms."""
_NEVER_BASE = frozenset("read put hit forecast".split())
"""Stems that are also past forms."""


def forms(stem: str) -> list[str]:
    """Return the inflected forms of a stem, the one in -ing last."""
    if stem in _IRREGULAR:
        return _IRREGULAR[stem]
    if stem.endswith("e"):
        return [stem + "s", stem + "d", stem[:-1] + "ing"]
    if stem.endswith("y") and stem[-2] not in "aeiou":
        return [stem[:-1] + "ies", stem[:-1] + "ied", stem + "ing"]
    plural = stem + ("es" if stem.endswith(("s", "sh", "ch", "x")) else "s")
    return [plural, stem + "ed", stem + "ing"]


def is_negation(word: str) -> bool:
    """Return whether the word, in lower case, denies a statement."""
    return word in NEGATIONS or word.endswith("n't")


def _frames() -> dict[str, Frame]:
    """Return the frames of each cue verb, by its stem and particles: *point_out*."""
    frames: dict[str, Frame] = {}
    for names, *entries in word_rows("cue_verbs"):
        row = reduce(or_, (Frame[name.upper()] for name in names.split("+")))
        for entry in entries:
            frames[entry] = frames.get(entry, Frame(0)) | row
    return frames


def _verb_forms() -> dict[str, list[tuple[tuple[str, ...], Form]]]:
    """Map each form of a verb's first word to pairs: the particles that must follow, and the form."""
    table: dict[str, list[tuple[tuple[str, ...], Form]]] = {}
    for entry, frames in _frames().items():
        stem, *particles = entry.split("_")
        for form in {stem: None, **dict.fromkeys(forms(stem))}:
            gerund = form.endswith("ing") and form != stem
            base = form == stem and stem not in _NEVER_BASE
            table.setdefault(form, []).append((tuple(particles), Form(entry, frames, gerund, base)))
    for rows in table.values():
        rows.sort(key=lambda row: -len(row[0]))
    return table


VERBS = _verb_forms()
"""First word of a cue verb, lower case -> (particles that follow, form), the most particles first."""

AUXILIARIES = word_list("auxiliaries")
HELPING_VERBS = AUXILIARIES - {"'s"}
PASSIVE = word_list("passive_auxiliaries")
ADVERBS = word_list("adverbs")
NEGATIONS = word_list("negations")
REPORTING = word_list("reporting_verbs")
PLAIN_VERBS = word_list("plain_verbs")
DETERMINERS = word_list("determiners")
POSSESSIVES = word_list("possessives")
NOUN_OPENERS = DETERMINERS | POSSESSIVES
PRONOUNS = word_list("pronouns")
PREPOSITIONS = word_list("prepositions")
CONJUNCTIONS = word_list("conjunctions")
TIMES = word_list("times")
SMALL_WORDS = AUXILIARIES | CONJUNCTIONS | NOUN_OPENERS | PREPOSITIONS | PRONOUNS | {"'s", "not"}
