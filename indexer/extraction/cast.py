"""Gather the cast of an article: the people and bodies it names, each with all its names.

Mentions are joined within the article only: a surname alone joins the full name that ends in it, a
first name alone the only full name that begins with it. Where two people share a surname, the
honorific and then the nearest earlier mention decide.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from quotesearch.indexer.extraction.affiliations import affiliation_in
from quotesearch.indexer.extraction.names import Name
from quotesearch.indexer.extraction.people import (
    FEMALE_NAMES,
    FEMALE_ROLES,
    FEMALE_TITLES,
    MALE_NAMES,
    MALE_ROLES,
    MALE_TITLES,
)
from quotesearch.indexer.model import SpeakerKind

_NAMESAKES = 50


@dataclass(slots=True)
class Member:
    """Collect what the article says of one person or body."""

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
        """Tell whether the member is certainly a person: by a full name, a title, a gender, or having spoken."""
        return not self.is_body and (len(self.words) > 1 or bool(self.role or self.gender) or self.speaks)

    @property
    def kind(self) -> SpeakerKind:
        """Return what sort of being the member is."""
        if self.unnamed:
            return SpeakerKind.ANONYMOUS
        return SpeakerKind.ORGANISATION if self.is_body else SpeakerKind.PERSON


@dataclass(slots=True)
class Cast:
    """Find the members of an article by full name, surname, first name and role."""

    _by_name: dict[str, Member] = field(default_factory=dict)
    _by_word: dict[str, list[Member]] = field(default_factory=dict)
    _by_role: dict[str, Member] = field(default_factory=dict)

    @classmethod
    def of(cls, names: Sequence[Name]) -> "Cast":
        """Return the cast of the names, given in the order of the text; full names are known from the start."""
        cast = cls()
        for name in names:
            if len(name.words) > 1:
                cast._add(name)
        return cast

    def meet(self, name: Name, at: int, *, role: str = "", affiliation: str = "") -> Member:
        """Return the member whom the mention at character `at` names, taking in what it adds."""
        member = self._find(name) or self._add(name)
        member.mentions += 1
        member.last_seen = at
        member.aliases.add(name.text)
        member.role = member.role or name.role or role
        member.affiliation = member.affiliation or affiliation_in(name.role or role) or affiliation
        member.gender = _told_gender(name, role) or member.gender or _gender(name)
        for noun in member.role.lower().replace("-", " ").split():
            self._by_role[noun] = member
        return member

    def with_role(self, noun: str) -> Member | None:
        """Return the member last seen whose role holds the noun, or None."""
        return self._by_role.get(noun)

    def _find(self, name: Name) -> Member | None:
        """Return the member whom the name means, or None where it is new."""
        exact = self._by_name.get(name.text.lower())
        if exact is not None:
            return exact
        if len(name.words) > 1:
            return self._same_person(name)
        candidates = self._by_word.get(name.words[0].lower(), [])[:_NAMESAKES]
        gender = _gender(name)
        fitting = [member for member in candidates if not (gender and member.gender and member.gender != gender)]
        return max(fitting, key=lambda member: (member.speaks, member.last_seen, member.mentions), default=None)

    def _same_person(self, name: Name) -> Member | None:
        """Return the member with this surname whose first name is the same, short for it, or an initial."""
        first = name.words[0].lower().rstrip(".")
        for member in self._by_word.get(name.surname, [])[:_NAMESAKES]:
            known = member.words[0].lower().rstrip(".")
            same_end = member.words[-1].lower() == name.words[-1].lower()
            if (
                same_end
                and len(member.words) > 1
                and (known == first or (len(min(known, first, key=len)) == 1 and known[0] == first[0]))
            ):
                return member
        return None

    def _add(self, name: Name) -> Member:
        """Add a member under the name, unless it is there."""
        known = self._by_name.get(name.text.lower()) or (self._same_person(name) if len(name.words) > 1 else None)
        if known is not None:
            if len(name.text) > len(known.name) and not known.is_body:
                known.name, known.words = name.text, name.words
            self._by_name.setdefault(name.text.lower(), known)
            return known
        member = Member(name.text, name.words, name.is_body, gender=_gender(name))
        self._by_name[name.text.lower()] = member
        keys = {name.surname} if member.is_body else {name.surname, name.words[0].lower()}
        for key in keys:
            self._by_word.setdefault(key, []).append(member)
        return member


def _told_gender(name: Name, role: str = "") -> str:
    """Return `m`, `f` or nothing: what honorific or role tell for certain."""
    roles = set(f"{name.role} {role}".lower().replace("-", " ").split()) | {name.honorific}
    if roles & (MALE_TITLES | MALE_ROLES):
        return "m"
    return "f" if roles & (FEMALE_TITLES | FEMALE_ROLES) else ""


def _gender(name: Name) -> str:
    """Return `m`, `f` or nothing: what honorific, role or else the first name tell."""
    if told := _told_gender(name):
        return told
    first = name.words[0].lower()
    if len(name.words) < 2 or (first in MALE_NAMES) == (first in FEMALE_NAMES):
        return ""
    return "m" if first in MALE_NAMES else "f"


def aliases_of(member: Member) -> tuple[str, ...]:
    """Return the member's other names, sorted."""
    return tuple(sorted(member.aliases - {member.name}))
