"""Resolve pronouns: *he* and *she*, the relative *who* and *which*, and *I* within a quotation.

*He* and *she* mean the most salient earlier mention of a person: a logistic choice among the candidates (McFadden 1974)
with few features. `training.pronouns` fitted the weights on the coreference of GUM (Zeldes 2017), with the candidates
of this module and a prior that was set by hand for news. GUM has little news: without the prior, the weights are better
for its fiction and worse for news.

A relative pronoun means the noun phrase before it. The phrase is read backwards, to the verb, preposition or comma
before its first word. It goes further back over *of* and *at* if its noun cannot speak, and over an apposition to the
name that it explains. *I* within a quotation is the speaker of that quotation.
"""

import math
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from quotesearch.indexer.extraction import lexicon
from quotesearch.indexer.extraction.clauses import DASHES, Attribution, Range
from quotesearch.indexer.extraction.entities import Entity
from quotesearch.indexer.extraction.names import BODIES, ROLES
from quotesearch.indexer.extraction.tokens import Sort, Token
from quotesearch.indexer.model import Span, Speaker
from quotesearch.indexer.text.wordlists import word_list

FURTHEST = 6
"""Sentences before a pronoun in which its candidates are searched."""
_LATEST = 60
"""Mentions before a pronoun among which its candidates are searched."""
_MANY_MENTIONS, _LAST_ONES = 8, 5
"""The largest values of two features: mentions of an entity, and candidates between a mention and the pronoun."""
RELATIVES = frozenset("who which that whose".split())
_FURTHEST = 30
"""Tokens of the longest noun phrase."""
_LOOSE = lexicon.ADVERBS | {"here", "there"}
_IS = ("is", "was", "remains", "became")
_SPEAKING_NOUNS = ROLES | word_list("groups")
_FIRST_PERSON = frozenset("i me my myself".split())
_DEEPEST = 12
"""Contents before a first person that may contain it."""


@dataclass(frozen=True, slots=True)
class PersonMention:
    """One mention of a person: its place in the text, and how prominent it is."""

    entity: Entity
    sentence: int
    paragraph: int
    at: int
    subject: bool
    speaks: bool = False
    pronoun: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a pronoun, its gender, `m` or `f`, and whether it is a subject and the source of a quote."""

    sentence: int
    paragraph: int
    at: int
    gender: str
    subject: bool
    speaks: bool = False


FEATURES = tuple(
    "sentences back, same sentence, other paragraph, subject, both subjects, speaks, both speak, a pronoun, mentions, "
    "gender known, last mention, mentions between".split(", ")
)
PRIOR = (-0.8, 0.0, -0.3, 1.2, 0.0, 0.5, 0.5, 0.0, 0.3, 1.0, 0.0, 0.0)
"""The weights before training, set by hand for news."""
WEIGHTS = (-0.65, 0.11, -0.32, 1.04, -0.07, 0.41, 0.48, 0.41, 0.38, 1.09, 0.04, -0.16)


class Memory:
    """The mentions of persons in an article, in reading order; a pronoun means one of the earlier ones."""

    def __init__(self, choose: "Choose") -> None:
        self._choose = choose
        self._mentions: list[PersonMention] = []

    def remember(self, mention: PersonMention) -> None:
        """Add a mention; one that speaks replaces the last mention of its entity in its sentence."""
        for place in range(len(self._mentions) - 1, max(-1, len(self._mentions) - _LATEST), -1):
            earlier = self._mentions[place]
            if not mention.speaks or earlier.sentence != mention.sentence:
                break
            if earlier.entity is mention.entity:
                self._mentions[place] = replace(mention, at=earlier.at)
                return
        self._mentions.append(mention)

    def resolve(self, place: Place) -> Entity | None:
        """Return the entity that a pronoun means and add this mention of it; None if no entity fits."""
        best = self._choose(candidates(self._mentions[-_LATEST:], place), place)
        if best is None:
            return None
        best.entity.gender = best.entity.gender or place.gender
        self._mentions.append(
            PersonMention(best.entity, place.sentence, place.paragraph, place.at, place.subject, pronoun=True)
        )
        return best.entity


def candidates(mentions: Sequence[PersonMention], place: Place) -> list[PersonMention]:
    """Return the earlier mentions that a pronoun at the place may mean, the nearest first."""
    recent = takewhile(lambda mention: place.sentence - mention.sentence <= FURTHEST, reversed(mentions))
    sure = (mention for mention in recent if mention.at < place.at and mention.entity.is_sure)
    return [mention for mention in sure if mention.entity.gender in ("", place.gender)]


def evidence(mention: PersonMention, rank: int, place: Place) -> tuple[float, ...]:
    """Return the candidate's features; `rank` is the number of candidates between it and the pronoun."""
    return (
        float(place.sentence - mention.sentence),
        float(place.sentence == mention.sentence),
        float(place.paragraph != mention.paragraph),
        float(mention.subject),
        float(mention.subject and place.subject),
        float(mention.speaks),
        float(mention.speaks and place.speaks),
        float(mention.pronoun),
        math.log(1 + min(mention.entity.mentions, _MANY_MENTIONS)),
        float(mention.entity.gender == place.gender),
        float(rank == 0),
        float(min(rank, _LAST_ONES)),
    )


def choose(mentions: Sequence[PersonMention], place: Place, weights: Sequence[float] = WEIGHTS) -> PersonMention | None:
    """Return the most salient candidate, the nearest of those with equal scores; None if there is no candidate."""

    def score(rank: int) -> float:
        return math.fsum(w * value for w, value in zip(weights, evidence(mentions[rank], rank, place), strict=True))

    best = max(range(len(mentions)), key=lambda rank: (score(rank), -rank), default=None)
    return None if best is None else mentions[best]


Choose = Callable[[Sequence[PersonMention], Place], PersonMention | None]


def antecedent(tokens: Sequence[Token], relative: int) -> Range | None:
    """Return the tokens of the noun phrase that the pronoun at `relative` means, None if there is no such phrase."""
    end = relative
    while end > 0 and (tokens[end - 1].text == "," or tokens[end - 1].text in DASHES or tokens[end - 1].low in _LOOSE):
        end -= 1
    start = _being_start(tokens, end, person=tokens[relative].low == "who")
    start, end = _with_name(tokens, start, end)
    return (start, end) if start < end else None


def _being_start(tokens: Sequence[Token], end: int, *, person: bool) -> int:
    """Return the start of the phrase that ends at `end`, with the phrases before it up to one that can speak."""
    start = _phrase_start(tokens, end)
    while start > 1 and tokens[start - 1].low in lexicon.PREPOSITIONS:
        if _may_speak(tokens[start:end], person=person):
            break
        end = start - 1
        start = _phrase_start(tokens, end)
    return start


def _with_name(tokens: Sequence[Token], start: int, end: int) -> Range:
    """Return the phrase with the name that it explains: *Ada Moss, a clerk*; for *Moss is a clerk* the name only."""
    named = start > 1 and tokens[start].low in ("a", "an", "the") and tokens[start - 2].is_capitalised
    if named and tokens[start - 1].text == ",":
        return _phrase_start(tokens, start - 1), end
    if named and tokens[start - 1].low in _IS:
        return _phrase_start(tokens, start - 1), start - 1
    return start, end


def _phrase_start(tokens: Sequence[Token], end: int) -> int:
    """Return the start of the noun phrase that ends at `end`: after a verb, a preposition or a mark."""
    at = end
    while at > max(0, end - _FURTHEST) and not _ends_phrase(tokens, at - 1):
        at -= 1
        follows_determiner = at > 0 and tokens[at - 1].low in lexicon.DETERMINERS  # all the clerks
        if tokens[at].low in lexicon.NOUN_OPENERS and not follows_determiner:
            break
    return at


def _ends_phrase(tokens: Sequence[Token], at: int) -> bool:
    """Return whether the token at `at` cannot belong to the noun phrase after it."""
    token = tokens[at]
    if token.sort is not Sort.WORD:
        return token.text not in ".&'’-"
    if token.low == "and":
        return not (at and tokens[at - 1].is_capitalised and tokens[at + 1].is_capitalised)
    verbal = token.low in lexicon.VERBS or token.low in lexicon.PLAIN_VERBS or token.low in lexicon.HELPING_VERBS
    small = token.low in lexicon.PREPOSITIONS | lexicon.CONJUNCTIONS | lexicon.PRONOUNS | {"to"}
    return (verbal and not token.is_capitalised) or small


def _may_speak(tokens: Sequence[Token], *, person: bool) -> bool:
    """Return whether the noun phrase can speak: a name, a role, people, and without `person` also a body."""
    if not tokens:
        return True
    last = tokens[-1].low
    name = tokens[-1].is_capitalised and tokens[0].low not in lexicon.DETERMINERS
    return name or last.endswith("s") or last in _SPEAKING_NOUNS or (last in BODIES and not person)


def first_persons(
    text: str, attributions: Sequence[Attribution], speakers: Sequence[Speaker | None]
) -> list[Speaker | None]:
    """Return the speakers, with the speaker of a quotation for each first person within it."""
    contents = sorted((span, place) for place, attribution in enumerate(attributions) for span in attribution.content)
    resolved = list(speakers)
    for place, attribution in enumerate(attributions):
        source = attribution.source
        if source is None or source.words(text).lower() not in _FIRST_PERSON:
            continue
        quotation = _quotation_around(contents, source, place)
        if quotation is not None:
            resolved[place] = speakers[quotation] or speakers[place]
    return resolved


def _quotation_around(contents: Sequence[tuple[Span, int]], source: Span, place: int) -> int | None:
    """Return the number of the attribution, not `place`, with the nearest content around the source."""
    last = bisect_right(contents, source.start, key=lambda content: content[0].start)
    nearest = reversed(contents[max(0, last - _DEEPEST) : last])
    return next((number for span, number in nearest if number != place and span.covers(source)), None)
