"""Resolve sources to speakers: whom *she*, *the minister* or *Moss* means within the article.

A named source is looked up in the cast; *he* and *she* go to the best earlier mention of a person
(near, a subject, a speaker, of fitting gender); *the senator* to the last person with that role. A
source that stands for nobody named stays what it is, *a senior diplomat*, as an anonymous speaker
or a group. Nothing is guessed: what cannot be resolved keeps its mention.
"""

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from quotesearch.indexer.extraction import mentions
from quotesearch.indexer.extraction.cast import Cast, Member, aliases_of
from quotesearch.indexer.extraction.lexicon import ADVERBS, DETERMINERS, POSSESSIVES, VERBS
from quotesearch.indexer.extraction.links import Attribution, Sentence
from quotesearch.indexer.extraction.names import Name, names, spelled
from quotesearch.indexer.extraction.people import BODIES, GROUPS, ROLES
from quotesearch.indexer.extraction.tokens import Token
from quotesearch.indexer.model import Span, Speaker, SpeakerKind

_GENDERED = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}
_DEFINITE = frozenset("the this that his her their its".split())
_ARTICLES = frozenset("the a an his her their its".split())
_FADES = 6
_LEADS = 6
_REMEMBERED = 60
_LONGEST_NAME = 120
_LONGEST_TITLE = 4
_SHORT_NAME = 4


@dataclass(frozen=True, slots=True)
class _Seen:
    """Remember one mention of a person: where, and how prominently."""

    member: Member
    sentence: int
    at: int
    subject: bool
    speaks: bool = False


@dataclass(slots=True)
class Resolver:
    """Go through an article's sentences once and name the speaker of each attribution."""

    sentences: Sequence[Sentence]
    _cast: Cast = field(init=False)
    _sure: set[str] = field(init=False)
    _names: list[tuple[Name, ...]] = field(init=False)
    _seen: list[_Seen] = field(default_factory=list, init=False)
    _known: dict[Span, Speaker] = field(default_factory=dict, init=False)
    _last: dict[str, Speaker] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._names = [tuple(names(sentence.tokens)) for sentence in self.sentences]
        found = [name for own in self._names for name in own]
        self._sure = {word for name in found if name.first or len(name.words) > 1 for word in name.words}
        self._cast = Cast.of(found)

    def resolve(self, attributions: Sequence[Attribution]) -> list[Speaker | None]:
        """Return the speaker of each attribution, None where it has no source."""
        speakers: list[Speaker | None] = [None] * len(attributions)
        reached = 0
        for place in _reading_order(attributions):
            attribution = attributions[place]
            for number in range(reached, attribution.sentence + 1):
                self._read(number)
            reached = max(reached, attribution.sentence + 1)
            if attribution.source is not None:
                speakers[place] = self._speaker(attribution.source, attribution.sentence)
        return speakers

    def _read(self, number: int) -> None:
        """Take in the names that the sentence mentions."""
        tokens = self.sentences[number].tokens
        for name in self._names[number]:
            if not self._is_name(name):
                continue
            role = name.role or mentions.role_before(tokens, name) or mentions.apposed_role(tokens, name)
            member = self._cast.meet(name, tokens[name.first].start, role=role)
            if not member.is_body:
                self._seen.append(_Seen(member, number, tokens[name.first].start, _is_subject(tokens, name)))

    def _is_name(self, name: Name) -> bool:
        """Tell whether the name is one, and not a common noun that begins a sentence."""
        return len(name.words) > 1 or name.words[0] in self._sure or name.is_body or bool(name.role or name.honorific)

    def _may_be_name(self, name: Name) -> bool:
        """Tell whether a source that begins its sentence is a name; *Macron* is, *Officials* is not."""
        word = name.words[0]
        common = word.lower() in GROUPS | BODIES | ROLES | ADVERBS or (word.endswith("s") and len(word) > _SHORT_NAME)
        return self._is_name(name) or not common

    def _speaker(self, source: Span, near: int) -> Speaker:
        """Return the speaker whom the source means, which stands in sentence `near` or shortly before."""
        if source not in self._known:
            number = near
            while number > 0 and self.sentences[number].span.start > source.start:
                number -= 1
            tokens = self.sentences[number].tokens
            first = bisect_left(tokens, source.start, key=lambda token: token.start)
            last = bisect_left(tokens, source.end, key=lambda token: token.start)
            self._known[source] = self._of_tokens(tokens[first:last], number)
        return self._known[source]

    def _of_tokens(self, tokens: Sequence[Token], number: int) -> Speaker:
        """Return whom the tokens of a source mean."""
        if not tokens:
            return Speaker("unnamed", SpeakerKind.ANONYMOUS)
        if len(tokens) == 1 and tokens[0].low in _GENDERED:
            return self._pronoun(tokens[0], number)
        if len(tokens) == 1 and tokens[0].low in self._last:
            return self._last[tokens[0].low]
        speaker = self._named(tokens, number)
        if speaker.kind in (SpeakerKind.GROUP, SpeakerKind.ORGANISATION):
            self._last |= dict.fromkeys(mentions.PLURAL, speaker)
        if speaker.kind is SpeakerKind.ORGANISATION:
            self._last["it"] = speaker
        return speaker

    def _named(self, tokens: Sequence[Token], number: int) -> Speaker:
        """Return whom a source means that is no pronoun."""
        head = mentions.head(tokens)
        name = mentions.name_in(head)
        if mentions.joined_names(head) and not (name is not None and name.is_body):
            return Speaker(spelled(head)[:_LONGEST_NAME], SpeakerKind.GROUP)
        own = head[0].low in _DEFINITE or "'s" in _lows(head)
        apposed = mentions.name_behind(tokens, len(head)) if own else None
        if apposed is not None and (name is None or mentions.is_role(name.words[-1].lower())):
            return self._person(apposed, tokens, len(tokens), number, head=head)
        if name is not None and (head[0] is not self.sentences[number].tokens[0] or self._may_be_name(name)):
            return self._person(name, tokens, len(head), number)
        return self._nominal(head, number)

    def _person(
        self, name: Name, tokens: Sequence[Token], end: int, number: int, *, head: Sequence[Token] = ()
    ) -> Speaker:
        """Return the speaker whom a name means, with the role that stands beside it, or is `head`."""
        beside = spelled([token for token in head if token.low not in _ARTICLES])
        role = (
            beside
            or name.role
            or mentions.role_before(tokens, name)
            or mentions.role_behind(tokens[end:], surely=False)
        )
        member = self._cast.meet(name, tokens[0].start, role=role)
        member.gender = member.gender or mentions.gender_of(role)
        if not member.is_body:
            member.speaks = True
            self._seen.append(_Seen(member, number, tokens[0].start, subject=True, speaks=True))
        return _as_speaker(member)

    def _pronoun(self, token: Token, number: int) -> Speaker:
        """Return whom *he* or *she* means: the most prominent earlier mention of fitting gender."""
        gender = _GENDERED[token.low]
        best, best_score = None, -math.inf
        for seen in reversed(self._seen[-_REMEMBERED:]):
            if number - seen.sentence > _FADES:
                break
            if seen.at >= token.start or not seen.member.is_sure or seen.member.gender not in ("", gender):
                continue
            score = self._prominence(seen, number) + (1.0 if seen.member.gender == gender else 0.0)
            if score > best_score:
                best, best_score = seen, score
        if best is None:
            return Speaker(token.low, SpeakerKind.ANONYMOUS)
        best.member.gender = gender
        self._seen.append(_Seen(best.member, number, token.start, subject=True, speaks=True))
        return _as_speaker(best.member)

    def _prominence(self, seen: _Seen, number: int) -> float:
        """Return how likely a mention is to be taken up by a pronoun in sentence `number`."""
        score = -0.8 * (number - seen.sentence) + 1.2 * seen.subject + 1.0 * seen.speaks
        score += min(seen.member.mentions, 5) * 0.1
        return score + 0.3 * (self.sentences[seen.sentence].paragraph == self.sentences[number].paragraph)

    def _nominal(self, head: Sequence[Token], number: int) -> Speaker:
        """Return the speaker of a source without a name: a role known in the article, a body, a group, or nobody."""
        noun = mentions.noun_of(head)
        if head[0].low in _DEFINITE and len(head) <= _LONGEST_TITLE and mentions.is_role(noun):
            member = self._cast.with_role(noun)
            if member is not None:
                return _as_speaker(member)
        mention = spelled(head)[:_LONGEST_NAME] or "unnamed"
        if head[0].low in DETERMINERS | POSSESSIVES:
            mention = mention[0].lower() + mention[1:]
        kind = mentions.kind_of(head, noun)
        if kind is SpeakerKind.ANONYMOUS:
            unnamed = Member(
                mention, (mention,), is_body=False, gender=mentions.gender_of(noun), speaks=True, unnamed=True
            )
            self._seen.append(_Seen(unnamed, number, head[0].start, subject=True, speaks=True))
        return Speaker(mention, kind)


def _lows(tokens: Sequence[Token]) -> set[str]:
    """Return the tokens in lower case."""
    return {token.low for token in tokens}


def _reading_order(attributions: Sequence[Attribution]) -> Iterable[int]:
    """Return the places of the attributions in the order in which a reader meets their sources."""

    def key(place: int) -> tuple[int, int]:
        attribution = attributions[place]
        return attribution.sentence, attribution.source.start if attribution.source else 0

    return sorted(range(len(attributions)), key=key)


def _is_subject(tokens: Sequence[Token], name: Name) -> bool:
    """Tell whether the name leads its sentence and is not a possessor: the likely topic of the next one."""
    owner = name.last < len(tokens) and tokens[name.last].low in ("'s", "’", "'")
    behind_verb = any(token.low in VERBS and not token.is_capitalised for token in tokens[: min(name.first, _LEADS)])
    return name.first < _LEADS and not owner and not behind_verb


def _as_speaker(member: Member) -> Speaker:
    """Return the member as a speaker."""
    return Speaker(member.name, member.kind, member.role, aliases_of(member))
