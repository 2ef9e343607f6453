"""Rank whom *he* or *she* may mean: each earlier mention of a person, by how salient it is.

A logistic choice among the candidates (McFadden 1974), with few features. The weights were fitted on the coreference
of GUM (Zeldes 2017) by `training.pronouns`, on this module's own candidates, from a prior set by hand for news, near
which they are held: GUM has little news, and fitted freely they resolve its fiction better and news worse.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from quotesearch.indexer.extraction.cast import Member

FURTHEST = 6
"""Sentences after which nobody is remembered."""
_LATEST = 60
"""Mentions that a pronoun looks back over."""
_MANY_MENTIONS, _LAST_ONES = 8, 5


@dataclass(frozen=True, slots=True)
class Seen:
    """Remember one mention of a person: where, and how prominently."""

    member: Member
    sentence: int
    paragraph: int
    at: int
    subject: bool
    speaks: bool = False
    pronoun: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Say where a pronoun stands, its gender, `m` or `f`, and whether it is a subject and the source of a quote."""

    sentence: int
    paragraph: int
    at: int
    gender: str
    subject: bool
    speaks: bool = False


FEATURES = (
    "sentences back",
    "same sentence",
    "other paragraph",
    "subject",
    "both subjects",
    "speaks",
    "both speak",
    "a pronoun",
    "mentions",
    "gender known",
    "last mention",
    "mentions between",
)
PRIOR = (-0.8, 0.0, -0.3, 1.2, 0.0, 0.5, 0.5, 0.0, 0.3, 1.0, 0.0, 0.0)
"""Set by hand for news."""
WEIGHTS = (-0.65, 0.11, -0.32, 1.04, -0.07, 0.41, 0.48, 0.41, 0.38, 1.09, 0.04, -0.16)


class Memory:
    """Remember the mentions of an article in reading order, and find whom a pronoun takes up."""

    def __init__(self, choose: "Choose") -> None:
        self._choose = choose
        self._seen: list[Seen] = []

    def remember(self, mention: Seen) -> None:
        """Remember a mention; one that turns out to speak takes the place of the member's last in its sentence."""
        for place in range(len(self._seen) - 1, max(-1, len(self._seen) - _LATEST), -1):
            earlier = self._seen[place]
            if not mention.speaks or earlier.sentence != mention.sentence:
                break
            if earlier.member is mention.member:
                self._seen[place] = replace(mention, at=earlier.at)
                return
        self._seen.append(mention)

    def take_up(self, place: Place) -> Member | None:
        """Return whom a pronoun means, who is then remembered as mentioned there; None where nobody fits."""
        best = self._choose(candidates(self._seen[-_LATEST:], place), place)
        if best is None:
            return None
        best.member.gender = best.member.gender or place.gender
        self._seen.append(Seen(best.member, place.sentence, place.paragraph, place.at, place.subject, pronoun=True))
        return best.member


def candidates(seen: Sequence[Seen], place: Place) -> list[Seen]:
    """Return the earlier mentions that a pronoun at the place may take up, the nearest first."""
    found = []
    for each in reversed(seen):
        if place.sentence - each.sentence > FURTHEST:
            break
        if each.at < place.at and each.member.is_sure and each.member.gender in ("", place.gender):
            found.append(each)
    return found


def evidence(each: Seen, rank: int, place: Place) -> tuple[float, ...]:
    """Return the candidate's features; `rank` counts the candidates between it and the pronoun."""
    return (
        float(place.sentence - each.sentence),
        float(place.sentence == each.sentence),
        float(place.paragraph != each.paragraph),
        float(each.subject),
        float(each.subject and place.subject),
        float(each.speaks),
        float(each.speaks and place.speaks),
        float(each.pronoun),
        math.log(1 + min(each.member.mentions, _MANY_MENTIONS)),
        float(each.member.gender == place.gender),
        float(rank == 0),
        float(min(rank, _LAST_ONES)),
    )


def choose(found: Sequence[Seen], place: Place, weights: Sequence[float] = WEIGHTS) -> Seen | None:
    """Return the most salient candidate, the nearest of equals; None where there is none."""

    def score(rank: int) -> float:
        return math.fsum(w * value for w, value in zip(weights, evidence(found[rank], rank, place), strict=True))

    best = max(range(len(found)), key=lambda rank: (score(rank), -rank), default=None)
    return None if best is None else found[best]


Choose = Callable[[Sequence[Seen], Place], Seen | None]
