"""Resolve sources to speakers: whom *she*, *the minister* or *Moss* means within the article.

A named source is looked up in the cast; *he* and *she* go to the best earlier mention of a person
(near, a subject, a speaker, of fitting gender); *the senator* to the last person with that role. A
source that stands for nobody named stays what it is, *a senior diplomat*, as an anonymous speaker
or a group. Nothing is guessed: what cannot be resolved keeps its mention.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from quotesearch.indexer.extraction import mentions
from quotesearch.indexer.extraction.affiliations import bracketed
from quotesearch.indexer.extraction.cast import Cast, Member, aliases_of
from quotesearch.indexer.extraction.clauses import Attribution, Sentence
from quotesearch.indexer.extraction.lexicon import AUXILIARIES, DETERMINERS, POSSESSIVES, PREPOSITIONS, VERBS
from quotesearch.indexer.extraction.names import Name, names, spelled
from quotesearch.indexer.extraction.naming import Naming
from quotesearch.indexer.extraction.people import DOCUMENTS
from quotesearch.indexer.extraction.relatives import RELATIVES, antecedent
from quotesearch.indexer.extraction.salience import Choose, Memory, Place, Seen, choose
from quotesearch.indexer.extraction.tokens import Sort, Token, tokenise
from quotesearch.indexer.model import Span, Speaker, SpeakerKind

_GENDERED = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}
_NOBODY = frozenset("i me we us you who which that".split())
"""What stands for nobody whom the article's own words name."""
_SUBJECTS = ("he", "she")
_DEFINITE = frozenset("the this that his her their its".split())
_ARTICLES = frozenset("the a an his her their its".split())
_LEADS = 6
_STAYS = 2
"""Sentences over which *they* and *it* still mean the group or body that spoke last."""
_NEVER = (Speaker("nobody"), -1_000_000)
_LONGEST_NAME = 120
_LONGEST_TITLE = 4


@dataclass(slots=True)
class Resolver:
    """Go through an article's sentences once and name the speaker of each attribution."""

    sentences: Sequence[Sentence]
    text: str
    choose: Choose = choose
    _cast: Cast = field(init=False)
    _naming: Naming = field(init=False)
    _names: list[tuple[Name, ...]] = field(init=False)
    _memory: Memory = field(init=False)
    _nameless: dict[str, Member] = field(default_factory=dict, init=False)
    _known: dict[Span, Speaker] = field(default_factory=dict, init=False)
    _sources: set[int] = field(default_factory=set, init=False)
    _meant: dict[int, Member] = field(default_factory=dict, init=False)
    _last: dict[str, tuple[Speaker, int]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._names = [tuple(names(sentence.tokens)) for sentence in self.sentences]
        found = [name for own in self._names for name in own]
        self._naming = Naming.of(found)
        self._cast = Cast.of(found)
        self._memory = Memory(self.choose)

    def resolve(self, attributions: Sequence[Attribution]) -> list[Speaker | None]:
        """Return the speaker of each attribution, None where it has no source."""
        speakers: list[Speaker | None] = [None] * len(attributions)
        self._sources = {each.source.start for each in attributions if each.source is not None}
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
        """Take in whom the sentence mentions, from left to right: by name, as *he* or *she*, as *his mother*."""
        tokens = self.sentences[number].tokens
        names = {name.first: name for name in self._names[number]}
        for at, token in enumerate(tokens):
            if at in names and self._naming.is_name(names[at]):
                self._meet(names[at], number)
            elif token.low in _GENDERED and token.sort is Sort.WORD:
                self._take_up(token, number)
            elif mentions.is_relation(tokens, at):
                member = self._unnamed(spelled(tokens[at - 1 : at + 1]), token.low)
                self._remember(member, number, token.start, subject=at < _LEADS)

    def _meet(self, name: Name, number: int) -> None:
        """Take in a name."""
        tokens = self.sentences[number].tokens
        role = name.role or mentions.role_before(tokens, name) or mentions.apposed_role(tokens, name)
        belongs = bracketed(tokens, name.last)
        member = self._cast.meet(name, tokens[name.first].start, role=role, affiliation=belongs)
        if not member.is_body:
            self._remember(member, number, tokens[name.first].start, subject=_is_subject(tokens, name))

    def _take_up(self, token: Token, number: int) -> None:
        """Take in a pronoun."""
        paragraph, speaks = self.sentences[number].paragraph, token.start in self._sources
        place = Place(number, paragraph, token.start, _GENDERED[token.low], token.low in _SUBJECTS, speaks)
        member = self._memory.take_up(place)
        if member is not None:
            self._meant[token.start] = member

    def _remember(self, member: Member, number: int, at: int, *, subject: bool = True, speaks: bool = False) -> None:
        """Remember a mention."""
        self._memory.remember(Seen(member, number, self.sentences[number].paragraph, at, subject, speaks=speaks))

    def _unnamed(self, mention: str, noun: str) -> Member:
        """Return the person of that mention whom the article does not name; the same one for the same words."""
        if mention not in self._nameless:
            gender = mentions.gender_of(noun)
            self._nameless[mention] = Member(
                mention, (mention,), is_body=False, gender=gender, speaks=True, unnamed=True
            )
        return self._nameless[mention]

    def _speaker(self, source: Span, near: int) -> Speaker:
        """Return the speaker whom the source means, which stands in sentence `near` or shortly before."""
        if source not in self._known:
            number = near
            while number > 0 and self.sentences[number].span.start > source.start:
                number -= 1
            tokens = self.sentences[number].tokens
            first = bisect_left(tokens, source.start, key=lambda token: token.start)
            last = bisect_left(tokens, source.end, key=lambda token: token.start)
            if first == last:  # within a quotation, which is one token
                tokens = tokenise(self.text, source, ())
                first, last = 0, len(tokens)
            if last - first == 1 and tokens[first].low in RELATIVES:
                meant = antecedent(tokens, first)
                first, last = meant if meant is not None else (first, last)
            self._known[source] = self._of_tokens(tokens[first:last], number)
        return self._known[source]

    def _of_tokens(self, tokens: Sequence[Token], number: int) -> Speaker:
        """Return whom the tokens of a source mean."""
        if not tokens:
            return Speaker("unnamed", SpeakerKind.ANONYMOUS)
        if len(tokens) == 1 and tokens[0].low in _GENDERED:
            return self._pronoun(tokens[0], number)
        if len(tokens) == 1 and number - self._last.get(tokens[0].low, _NEVER)[1] <= _STAYS:
            return self._last[tokens[0].low][0]
        if len(tokens) == 1 and (word := tokens[0].text.replace("’", "'").partition("'")[0]).lower() in _NOBODY:
            return Speaker(word, SpeakerKind.ANONYMOUS)
        speaker = self._named(tokens, number)
        if speaker.kind in (SpeakerKind.GROUP, SpeakerKind.ORGANISATION):
            self._last |= dict.fromkeys(mentions.PLURAL, (speaker, number))
        if speaker.kind is SpeakerKind.ORGANISATION:
            self._last["it"] = (speaker, number)
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
        if name is not None and (head[0] is not self.sentences[number].tokens[0] or self._naming.may_be_name(name)):
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
        member = self._cast.meet(name, tokens[0].start, role=role, affiliation=bracketed(tokens, name.last))
        member.gender = member.gender or mentions.gender_of(role)
        if not member.is_body:
            member.speaks = True
            self._remember(member, number, tokens[0].start, speaks=True)
        return _as_speaker(member)

    def _pronoun(self, token: Token, number: int) -> Speaker:
        """Return whom *he* or *she* means, where that is known."""
        member = self._meant.get(token.start)
        if member is None:
            return Speaker(token.low, SpeakerKind.ANONYMOUS)
        self._remember(member, number, token.start, speaks=True)
        return _as_speaker(member)

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
        if kind is SpeakerKind.ANONYMOUS and noun not in DOCUMENTS:
            self._remember(self._unnamed(mention, noun), number, head[0].start, speaks=True)
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
    """Tell whether a verb follows the name, or it leads its sentence and is no possessor: the likely topic."""
    behind = tokens[name.last] if name.last < len(tokens) else None
    if behind is not None and (behind.low in AUXILIARIES - {"'s"} or behind.low in VERBS) and name.first > 0:
        return tokens[name.first - 1].low not in PREPOSITIONS
    owner = behind is not None and behind.low in ("'s", "’", "'")
    behind_verb = any(token.low in VERBS and not token.is_capitalised for token in tokens[: min(name.first, _LEADS)])
    return name.first < _LEADS and not owner and not behind_verb


def _as_speaker(member: Member) -> Speaker:
    """Return the member as a speaker."""
    return Speaker(member.name, member.kind, member.role, aliases_of(member), member.affiliation)
