"""Collect the entities of an article: the people and organisations that it names, each with all its names.

Mentions are joined within the article only: a surname alone joins the full name that ends in it, a first name alone the
only full name that begins with it. If two people share a surname, the honorific and then the nearest earlier mention
decide.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from quotesearch.indexer.extraction.affiliations import affiliation_in
from quotesearch.indexer.extraction.names import Name
from quotesearch.indexer.model import SpeakerKind

_NAMESAKES = 50
"""Entities that one word is compared with: bounds the time in an article of very many names."""


@dataclass(slots=True)
class Entity:
    """One person or organisation, with everything that the article says about it."""

    name: str
    words: tuple[str, ...]
    is_body: bool
    role: str = ""
    affiliation: str = ""
    gender: str = ""
    aliases: set[str] = field(default_factory=set)
    mentions: int = 0
    last_seen: int = -1
    speaks: bool = False
    unnamed: bool = False

    @property
    def is_sure(self) -> bool:
        """Return whether the entity is certainly a person: by a full name, a role, a gender, or because it speaks."""
        return not self.is_body and (len(self.words) > 1 or bool(self.role or self.gender) or self.speaks)

    @property
    def kind(self) -> SpeakerKind:
        """Return the kind of speaker that the entity is."""
        if self.unnamed:
            return SpeakerKind.ANONYMOUS
        return SpeakerKind.ORGANISATION if self.is_body else SpeakerKind.PERSON


@dataclass(slots=True)
class Entities:
    """The entities of an article, by full name, surname, first name and role."""

    _by_name: dict[str, Entity] = field(default_factory=dict)
    _by_word: dict[str, list[Entity]] = field(default_factory=dict)
    _by_role: dict[str, Entity] = field(default_factory=dict)

    @classmethod
    def of(cls, names: Sequence[Name]) -> "Entities":
        """Return the entities of the full names, given in the order of the text."""
        entities = cls()
        for name in names:
            if len(name.words) > 1:
                entities._add(name)
        return entities

    def meet(self, name: Name, at: int, *, role: str = "", affiliation: str = "") -> Entity:
        """Return the entity of the mention at character `at`, after adding what the mention says about it."""
        entity = self._find(name) or self._add(name)
        entity.mentions += 1
        entity.last_seen = at
        entity.aliases.add(name.text)
        entity.role = entity.role or name.role or role
        entity.affiliation = entity.affiliation or affiliation_in(name.role or role) or affiliation
        entity.gender = name.certain_gender(role) or entity.gender or name.gender
        for noun in entity.role.lower().replace("-", " ").split():
            self._by_role[noun] = entity
        return entity

    def with_role(self, noun: str) -> Entity | None:
        """Return the last entity whose role contains the noun; None if there is no such entity."""
        return self._by_role.get(noun)

    def _find(self, name: Name) -> Entity | None:
        """Return the entity that the name means; None if it is new."""
        entity = self._known_entity(name)
        if entity is not None or len(name.words) > 1:
            return entity
        candidates = self._by_word.get(name.words[0].lower(), [])[:_NAMESAKES]
        fitting = [entity for entity in candidates if not name.gender or entity.gender in ("", name.gender)]
        return max(fitting, key=lambda entity: (entity.speaks, entity.last_seen, entity.mentions), default=None)

    def _known_entity(self, name: Name) -> Entity | None:
        """Return the entity of this name, or of its surname with the same first name, a short form or an initial."""
        namesakes = self._by_word.get(name.surname, [])[:_NAMESAKES] if len(name.words) > 1 else []
        same_person = (entity for entity in namesakes if _is_same(entity.words, name.words))
        return self._by_name.get(name.text.lower()) or next(same_person, None)

    def _add(self, name: Name) -> Entity:
        """Return the entity of the name, which is new unless the name is a longer or shorter form of a known one."""
        entity = self._known_entity(name)
        if entity is None:
            entity = Entity(name.text, name.words, name.is_body, gender=name.gender)
            keys = {name.surname} if entity.is_body else {name.surname, name.words[0].lower()}
            for key in keys:
                self._by_word.setdefault(key, []).append(entity)
        elif len(name.text) > len(entity.name) and not entity.is_body:
            entity.name, entity.words = name.text, name.words
        self._by_name.setdefault(name.text.lower(), entity)
        return entity


def aliases_of(entity: Entity) -> tuple[str, ...]:
    """Return the entity's other names, sorted."""
    return tuple(sorted(entity.aliases - {entity.name}))


def _is_same(words: Sequence[str], other_words: Sequence[str]) -> bool:
    """Return whether two names with one surname can be one person's: *Ada Moss*, *Ada B. Moss* and *A. Moss*."""
    if len(words) < 2 or words[-1].lower() != other_words[-1].lower():
        return False
    first, second = words[0].lower().rstrip("."), other_words[0].lower().rstrip(".")
    return first == second or (min(len(first), len(second)) == 1 and first[0] == second[0])
