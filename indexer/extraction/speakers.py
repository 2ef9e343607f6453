"""Resolve sources to speakers: the person or body that *she*, *the minister* or *Moss* means within the article.

A named source is looked up in the article's entities. *He* and *she* mean the best earlier mention of a person (near, a
subject, a speaker, of the same gender); *the senator* means the last person with that role. A source without a name,
*a senior diplomat*, is an anonymous speaker or a group. If a source cannot be resolved, its words are the name of the
speaker.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from quotesearch.indexer.extraction import mentions
from quotesearch.indexer.extraction.affiliations import bracketed
from quotesearch.indexer.extraction.clauses import Attribution, Sentence
from quotesearch.indexer.extraction.entities import Entities, Entity, aliases_of
from quotesearch.indexer.extraction.lexicon import HELPING_VERBS, NOUN_OPENERS, PREPOSITIONS, VERBS
from quotesearch.indexer.extraction.names import KnownNames, Name, is_role, names, spelled
from quotesearch.indexer.extraction.pronouns import RELATIVES, Choose, Memory, PersonMention, Place, antecedent, choose
from quotesearch.indexer.extraction.tokens import Sort, Token, tokenise
from quotesearch.indexer.model import Span, Speaker, SpeakerKind
from quotesearch.indexer.text.wordlists import word_list

_GENDERED = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}
_UNRESOLVED = frozenset("i me we us you who which that".split())
"""Pronouns that never resolve to a name."""
_DOCUMENTS = word_list("documents")
_SUBJECTS = ("he", "she")
_DEFINITE = frozenset("the this that his her their its".split())
_ARTICLES = frozenset("the a an his her their its".split())
_LEADS = 6
"""Tokens at the head of a sentence in which a mention may be its subject."""
_STAYS = 2
"""Sentences after which *they* and *it* still mean the last group or body that spoke."""
_NEVER = (Speaker("nobody"), -1_000_000)
_LONGEST_NAME = 120
"""Characters of a mention that is used as a name."""
_LONGEST_TITLE = 4
"""Tokens of a mention that can be a role without a name: *the Prime Minister*."""


@dataclass(slots=True)
class Resolver:
    """Read an article's sentences once, and return the speaker of each attribution."""

    sentences: Sequence[Sentence]
    text: str
    choose: Choose = choose
    _entities: Entities = field(init=False)
    _known_names: KnownNames = field(init=False)
    _names: list[tuple[Name, ...]] = field(init=False)
    _memory: Memory = field(init=False)
    _nameless: dict[str, Entity] = field(default_factory=dict, init=False)
    _speakers: dict[Span, Speaker] = field(default_factory=dict, init=False)
    _sources: set[int] = field(default_factory=set, init=False)
    _referents: dict[int, Entity] = field(default_factory=dict, init=False)
    _last: dict[str, tuple[Speaker, int]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._names = [tuple(names(sentence.tokens)) for sentence in self.sentences]
        all_names = [name for in_sentence in self._names for name in in_sentence]
        self._known_names = KnownNames.of(all_names)
        self._entities = Entities.of(all_names)
        self._memory = Memory(self.choose)

    def resolve(self, attributions: Sequence[Attribution]) -> list[Speaker | None]:
        """Return the speaker of each attribution, None if it has no source."""
        speakers: list[Speaker | None] = [None] * len(attributions)
        self._sources = {attribution.source.start for attribution in attributions if attribution.source is not None}
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
        """Read the mentions of a sentence, from left to right: by name, as *he* or *she*, as *his mother*."""
        tokens = self.sentences[number].tokens
        names = {name.first: name for name in self._names[number]}
        for at, token in enumerate(tokens):
            if at in names and self._known_names.is_name(names[at]):
                self._meet(names[at], number)
            elif token.low in _GENDERED and token.sort is Sort.WORD:
                self._read_pronoun(token, number)
            elif mentions.is_relation(tokens, at):
                entity = self._unnamed(spelled(tokens[at - 1 : at + 1]), token.low)
                self._remember(entity, number, token.start, subject=at < _LEADS)

    def _meet(self, name: Name, number: int) -> None:
        """Add the mention of a name to its entity."""
        tokens = self.sentences[number].tokens
        role = name.role or mentions.role_before(tokens, name) or mentions.apposed_role(tokens, name)
        belongs = bracketed(tokens, name.last)
        entity = self._entities.meet(name, tokens[name.first].start, role=role, affiliation=belongs)
        if not entity.is_body:
            self._remember(entity, number, tokens[name.first].start, subject=_is_subject(tokens, name))

    def _read_pronoun(self, token: Token, number: int) -> None:
        """Resolve *he* or *she*, and store the result for a source at this place."""
        paragraph, speaks = self.sentences[number].paragraph, token.start in self._sources
        place = Place(number, paragraph, token.start, _GENDERED[token.low], token.low in _SUBJECTS, speaks)
        entity = self._memory.resolve(place)
        if entity is not None:
            self._referents[token.start] = entity

    def _remember(self, entity: Entity, number: int, at: int, *, subject: bool = True, speaks: bool = False) -> None:
        """Add a mention to those that later pronouns may mean."""
        self._memory.remember(
            PersonMention(entity, number, self.sentences[number].paragraph, at, subject, speaks=speaks)
        )

    def _unnamed(self, mention: str, noun: str) -> Entity:
        """Return the entity of a mention without a name; the same one for the same words."""
        gender = mentions.gender_of(noun)
        entity = Entity(mention, (mention,), is_body=False, gender=gender, speaks=True, unnamed=True)
        return self._nameless.setdefault(mention, entity)

    def _speaker(self, source: Span, sentence_number: int) -> Speaker:
        """Return the speaker that the source means; the source is in that sentence or shortly before it."""
        if source not in self._speakers:
            number = sentence_number
            while number > 0 and self.sentences[number].span.start > source.start:
                number -= 1
            tokens = self.sentences[number].tokens
            first = bisect_left(tokens, source.start, key=lambda token: token.start)
            last = bisect_left(tokens, source.end, key=lambda token: token.start)
            if first == last:  # within a quotation, which is one token
                tokens = tokenise(self.text, source, ())
                first, last = 0, len(tokens)
            if last - first == 1 and tokens[first].low in RELATIVES:
                first, last = antecedent(tokens, first) or (first, last)
            self._speakers[source] = self._of_tokens(tokens[first:last], number)
        return self._speakers[source]

    def _of_tokens(self, tokens: Sequence[Token], number: int) -> Speaker:
        """Return the speaker that the tokens of a source mean."""
        if not tokens:
            return Speaker("unnamed", SpeakerKind.ANONYMOUS)
        if len(tokens) == 1 and tokens[0].low in _GENDERED:
            return self._pronoun(tokens[0], number)
        if len(tokens) == 1 and number - self._last.get(tokens[0].low, _NEVER)[1] <= _STAYS:
            return self._last[tokens[0].low][0]
        if len(tokens) == 1 and (word := tokens[0].text.replace("’", "'").partition("'")[0]).lower() in _UNRESOLVED:
            return Speaker(word, SpeakerKind.ANONYMOUS)
        speaker = self._named(tokens, number)
        if speaker.kind in (SpeakerKind.GROUP, SpeakerKind.ORGANISATION):
            self._last |= dict.fromkeys(mentions.PLURAL, (speaker, number))
        if speaker.kind is SpeakerKind.ORGANISATION:
            self._last["it"] = (speaker, number)
        return speaker

    def _named(self, tokens: Sequence[Token], number: int) -> Speaker:
        """Return the speaker that a source without a pronoun means."""
        head = mentions.head(tokens)
        name = mentions.name_in(head)
        if mentions.joined_names(head) and not (name is not None and name.is_body):
            return Speaker(spelled(head)[:_LONGEST_NAME], SpeakerKind.GROUP)
        apposed = _apposed_name(tokens, head, name)
        if apposed is not None:
            return self._person(apposed, tokens, len(tokens), number, head=head)
        leads = head[0] is self.sentences[number].tokens[0]
        if name is not None and (not leads or self._known_names.may_be_name(name)):
            return self._person(name, tokens, len(head), number, head=())
        return self._nominal(head, number)

    def _person(self, name: Name, tokens: Sequence[Token], end: int, number: int, *, head: Sequence[Token]) -> Speaker:
        """Return the speaker of a name, whose role is the `head` or the words next to the name."""
        role = (
            spelled([token for token in head if token.low not in _ARTICLES])
            or name.role
            or mentions.role_before(tokens, name)
            or mentions.role_after(tokens[end:], any_noun=True)
        )
        entity = self._entities.meet(name, tokens[0].start, role=role, affiliation=bracketed(tokens, name.last))
        entity.gender = entity.gender or mentions.gender_of(role)
        if not entity.is_body:
            entity.speaks = True
            self._remember(entity, number, tokens[0].start, speaks=True)
        return _as_speaker(entity)

    def _pronoun(self, token: Token, number: int) -> Speaker:
        """Return the speaker that *he* or *she* means; an anonymous one if that is not known."""
        entity = self._referents.get(token.start)
        if entity is None:
            return Speaker(token.low, SpeakerKind.ANONYMOUS)
        self._remember(entity, number, token.start, speaks=True)
        return _as_speaker(entity)

    def _nominal(self, head: Sequence[Token], number: int) -> Speaker:
        """Return the speaker of a source without a name: a person of that role, a group, a body or anonymous."""
        noun = mentions.noun_of(head)
        if head[0].low in _DEFINITE and len(head) <= _LONGEST_TITLE and is_role(noun):
            entity = self._entities.with_role(noun)
            if entity is not None:
                return _as_speaker(entity)
        mention = spelled(head)[:_LONGEST_NAME] or "unnamed"
        if head[0].low in NOUN_OPENERS:
            mention = mention[0].lower() + mention[1:]
        kind = mentions.kind_of(head, noun)
        if kind is SpeakerKind.ANONYMOUS and noun not in _DOCUMENTS:
            self._remember(self._unnamed(mention, noun), number, head[0].start, speaks=True)
        return Speaker(mention, kind)


def _apposed_name(tokens: Sequence[Token], head: Sequence[Token], name: Name | None) -> Name | None:
    """Return the name in apposition to a head that is a role: *the company's chief executive*, Tim Crook."""
    if name is not None and not is_role(name.words[-1].lower()):
        return None
    definite = head[0].low in _DEFINITE or any(token.low == "'s" for token in head)
    return mentions.name_after(tokens, len(head)) if definite else None


def _reading_order(attributions: Sequence[Attribution]) -> Iterable[int]:
    """Return the places of the attributions in the order in which a reader meets their sources."""
    places = (
        (attribution.sentence, attribution.source.start if attribution.source else 0, place)
        for place, attribution in enumerate(attributions)
    )
    return [place for _, _, place in sorted(places)]


def _is_subject(tokens: Sequence[Token], name: Name) -> bool:
    """Return whether a name is likely the topic: a verb follows it, or it leads its sentence and is no possessor."""
    next_word = tokens[name.last].low if name.last < len(tokens) else ""
    if name.first > 0 and (next_word in HELPING_VERBS or next_word in VERBS):
        return tokens[name.first - 1].low not in PREPOSITIONS
    if name.first >= _LEADS or next_word in ("'s", "'"):
        return False
    return not any(token.low in VERBS and not token.is_capitalised for token in tokens[: name.first])


def _as_speaker(entity: Entity) -> Speaker:
    """Return the entity as a speaker."""
    return Speaker(entity.name, entity.kind, entity.role, aliases_of(entity), entity.affiliation)
