"""Resolve sources to speakers: whom *she*, *the minister* or *Moss* means within the article.

A named source is looked up in the cast; *he* and *she* go to the best earlier mention of a person
(near, a subject, a speaker, of fitting gender); *the senator* to the last person with that role. A
source that stands for nobody named stays what it is, *a senior diplomat*, as an anonymous speaker
or a group. Nothing is guessed: what cannot be resolved keeps its mention.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from quotesearch.indexer.extraction.attribution import Attribution, Sentence
from quotesearch.indexer.extraction.cast import Cast, Member, aliases_of
from quotesearch.indexer.extraction.names import Name, names, parse
from quotesearch.indexer.extraction.people import BODIES, FEMALE_ROLES, GROUPS, MALE_ROLES, ROLES
from quotesearch.indexer.extraction.tokens import Sort, Token
from quotesearch.indexer.model import Speaker, SpeakerKind, Span

_GENDERED = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}
_PLURAL = frozenset("they them their we".split())
_MANY = frozenset("several some many most few both all two three four five six dozens hundreds thousands these those others".split())
_DEFINITE = frozenset("the this that his her their its".split())
_RELATIVE_CLAUSE = re.compile(r",?\s+(?:who|which|whose|that)\b")
_FADES = 6
_LONGEST_NAME = 120


@dataclass(slots=True)
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
    cast: Cast = field(init=False)
    _seen: list[_Seen] = field(default_factory=list, init=False)
    _last: dict[Span, Speaker] = field(default_factory=dict, init=False)
    _last_group: Speaker | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.cast = Cast.of([name for sentence in self.sentences for name in names(sentence.tokens)])

    def resolve(self, attributions: Iterable[Attribution]) -> list[Speaker | None]:
        """Return the speaker of each attribution, None where it has no source."""
        order = sorted(enumerate(attributions), key=lambda pair: (pair[1].sentence, pair[1].source.start if pair[1].source else 0))
        speakers: dict[int, Speaker | None] = {}
        reached = 0
        for place, attribution in order:
            for number in range(reached, attribution.sentence + 1):
                self._read(number)
            reached = max(reached, attribution.sentence + 1)
            speakers[place] = self._speaker(attribution)
        return [speakers[place] for place in sorted(speakers)]

    def _read(self, number: int) -> None:
        """Take in the names that the sentence mentions."""
        tokens = self.sentences[number].tokens
        for name in names(tokens):
            member = self.cast.meet(name, tokens[name.first].start)
            owner = name.last < len(tokens) and tokens[name.last].low in ("'s", "'")
            if not member.is_body:
                first_verbless = not any(t.low in ("said", "says") for t in tokens[: name.first])
                self._seen.append(_Seen(member, number, tokens[name.first].start, first_verbless and name.first < 6 and not owner))

    def _speaker(self, attribution: Attribution) -> Speaker | None:
        """Return the speaker of one attribution."""
        source = attribution.source
        if source is None:
            return None
        if source not in self._last:
            number = self._sentence_of(source, attribution.sentence)
            tokens = [t for t in self.sentences[number].tokens if t.start < source.end and t.end > source.start]
            self._last[source] = self._of_tokens(tokens, number)
        return self._last[source]

    def _sentence_of(self, source: Span, near: int) -> int:
        """Return the number of the sentence that holds the source, at or before `near`."""
        number = near
        while number > 0 and self.sentences[number].span.start > source.start:
            number -= 1
        return number

    def _of_tokens(self, tokens: Sequence[Token], number: int) -> Speaker:
        """Return whom the tokens of a source mean."""
        if len(tokens) == 1 and tokens[0].low in _GENDERED:
            return self._pronoun(tokens[0], number)
        if len(tokens) == 1 and tokens[0].low in _PLURAL and self._last_group is not None:
            return self._last_group
        head = _head(tokens)
        name = _named(head)
        speaker = self._person(name, tokens, head, number) if name is not None else self._nominal(head)
        if speaker.kind is SpeakerKind.GROUP or speaker.kind is SpeakerKind.ORGANISATION:
            self._last_group = speaker
        return speaker

    def _person(self, name: Name, tokens: Sequence[Token], head: Sequence[Token], number: int) -> Speaker:
        """Return the speaker whom a name means, with the role that stands beside it."""
        role = name.role or _role_before(head, name) or _role_behind(tokens[len(head) :])
        member = self.cast.meet(name, tokens[0].start, role=role)
        member.gender = member.gender or _gender_of(role)
        if not member.is_body:
            self._seen.append(_Seen(member, number, tokens[0].start, subject=True, speaks=True))
        return _as_speaker(member)

    def _pronoun(self, token: Token, number: int) -> Speaker:
        """Return whom *he* or *she* means: the most prominent earlier mention of fitting gender."""
        gender = _GENDERED[token.low]
        best, best_score = None, -math.inf
        for seen in reversed(self._seen):
            if number - seen.sentence > _FADES:
                break
            if seen.at >= token.start or (seen.member.gender and seen.member.gender != gender):
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

    def _nominal(self, head: Sequence[Token]) -> Speaker:
        """Return the speaker of a source without a name: a role known in the article, a body, a group, or nobody known."""
        words = [token.text for token in head if token.sort is not Sort.QUOTATION]
        mention = re.sub(r"\s+(['’]s?\b|[,.])", r"\1", " ".join(words))[:_LONGEST_NAME].strip(" ,") or "unnamed"
        noun = _noun(head)
        if head and head[0].low in _DEFINITE and len(head) <= 3:
            member = self.cast.with_role(noun)
            if member is not None:
                return _as_speaker(member)
        return Speaker(mention, _kind_of(head, noun))


def _as_speaker(member: Member) -> Speaker:
    """Return the member as a speaker."""
    return Speaker(member.name, member.kind, member.role, aliases_of(member))


def _head(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return the tokens of a source up to its apposition, bracket or relative clause."""
    for place, token in enumerate(tokens):
        suffix = place + 1 < len(tokens) and tokens[place + 1].low.rstrip(".") in ("jr", "sr")
        if place and (token.text in ("(", "[", "—", "–", "-") or token.low in ("who", "which", "whose") or (token.text == "," and not suffix)):
            return tokens[:place]
    return tokens


def _named(head: Sequence[Token]) -> Name | None:
    """Return the name at the end of the head, before any *of*, *for* or *in*, or None where the head is a common noun."""
    last = len(head)
    for place, token in enumerate(head):
        if place and token.low in ("in", "from", "at", "with", "on", "and", "to"):
            last = place
            break
    while last and head[last - 1].sort is not Sort.WORD:
        last -= 1
    if not last or not head[last - 1].is_capitalised:
        of = next((place for place, token in enumerate(head) if token.low in ("of", "for") and place), 0)
        if not of or not head[of - 1].is_capitalised:
            return None
        last = of
    first = last
    while first and (head[first - 1].is_capitalised or head[first - 1].low in ("of", "de", "van", "von", "al", "bin", "&", "la", "der")):
        first -= 1
    lead = [token.low for token in head[:first]]
    if "of" in lead and any(noun in BODIES | ROLES for noun in lead) and not head[first].is_capitalised:
        return None
    return parse(head, first, last)


def _role_before(head: Sequence[Token], name: Name) -> str:
    """Return the role that stands before the name in lower case: *former mayor* Bo Lind."""
    words = [token for token in head[: name.first] if token.sort is Sort.WORD]
    while words and words[0].low in ("the", "a", "an", "but", "and", "his", "her", "their", "its"):
        words.pop(0)
    role = " ".join(token.text for token in words)
    return role if words and _is_role(words[-1].low) else ""


def _role_behind(rest: Sequence[Token]) -> str:
    """Return the role that an apposition gives: Bo Lind, *the mayor of Eastport*."""
    words = [token for token in rest if token.sort is not Sort.QUOTATION]
    while words and (words[0].text == "," or words[0].low in ("the", "a", "an") or words[0].text.isdigit()):
        words.pop(0)
    end = next((i for i, t in enumerate(words) if t.text in (",", "(", "—", "–") or t.low in ("who", "which", "whose")), len(words))
    role = words[:end]
    return " ".join(t.text for t in role)[:_LONGEST_NAME] if any(_is_role(t.low) for t in role) else ""


def _is_role(word: str) -> bool:
    """Tell whether the word is a role noun, alone or as the head of a hyphened one."""
    return word.rstrip(".") in ROLES or word.rsplit("-", 1)[-1] in ROLES


def _gender_of(role: str) -> str:
    """Return the gender that a role tells, or nothing."""
    words = set(role.lower().split())
    return "m" if words & MALE_ROLES else "f" if words & FEMALE_ROLES else ""


def _noun(head: Sequence[Token]) -> str:
    """Return the head noun of a source without name, in lower case."""
    last = next((i for i, t in enumerate(head) if i and t.low in ("of", "for", "in", "from", "at", "with", "on", "to", "involved", "familiar")), len(head))
    words = [token.low for token in head[:last] if token.sort is Sort.WORD and token.low != "'s"]
    return words[-1] if words else ""


def _kind_of(head: Sequence[Token], noun: str) -> SpeakerKind:
    """Return what sort of speaker a source without name is."""
    if head and head[0].low in _PLURAL | _MANY:
        return SpeakerKind.GROUP
    if noun in BODIES or noun in ("it",):
        return SpeakerKind.ORGANISATION
    plural = noun.endswith("s") and not noun.endswith(("ss", "us", "is")) and not (head and head[0].low in ("a", "an", "one"))
    return SpeakerKind.GROUP if plural or noun in GROUPS else SpeakerKind.ANONYMOUS
