"""Decide which names of speakers are one person across articles: with caution, with a reason, and as users correct it.

Equal full names are one person anyway. Beyond that, a name with a middle initial joins the one without, and a lone
surname joins the only full name that ends in it, if both have been given the same role. What a user decided
(`corrections`) comes before any rule, and outlives the articles: it is kept by name.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from quotesearch.indexer.local.store.database import Connection, listed
from quotesearch.indexer.local.store.schema import surname_of
from quotesearch.indexer.model import SpeakerKind
from quotesearch.indexer.text.normalise import fold_name

BY_HAND = "merged by hand"
_OF_SURNAMES = """
    SELECT DISTINCT identity, surname, role FROM speakers
    WHERE kind = ? AND surname IN (SELECT value FROM json_each(?)) ORDER BY identity"""
_CORRECTIONS = "SELECT identity, person FROM corrections"
_FORGET = "DELETE FROM joined WHERE surname IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Join:
    """Say that an identity is the person of another, and why."""

    person: str
    why: str


def rejoin(connection: Connection, surnames: Collection[str]) -> None:
    """Decide again, inside a transaction, which of the identities with these surnames are one person.

    The rules join names of one surname; only a correction joins two surnames. So the surnames that corrections connect
    with those given are decided too, and all others stay as they are.
    """
    corrections = {row["identity"]: row["person"] for row in connection.rows(_CORRECTIONS)}
    surnames = connected([(surname_of(one), surname_of(other)) for one, other in corrections.items()], surnames)
    wanted = listed(sorted(surnames))
    joins = {identity: join for own in _roles(connection, wanted).values() for identity, join in joined(own).items()}
    joins |= {one: Join(other, BY_HAND) for one, other in corrections.items() if surname_of(one) in surnames}
    persons = {identity: _last(identity, joins) for identity in sorted(joins)}
    rows = [(one, other, joins[one].why, surname_of(one)) for one, other in persons.items() if one != other]
    connection.run(_FORGET, (wanted,))
    connection.run_many("INSERT INTO joined VALUES (?, ?, ?, ?)", rows)


def _roles(connection: Connection, surnames: str) -> dict[str, dict[str, set[str]]]:
    """Return by surname and identity the folded roles that the identity has been given."""
    roles: defaultdict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in connection.rows(_OF_SURNAMES, (SpeakerKind.PERSON.value, surnames)):
        roles[row["surname"]][row["identity"]].add(fold_name(row["role"]))
    return roles


def connected(pairs: Iterable[tuple[str, str]], start: Collection[str]) -> set[str]:
    """Return all that the pairs connect with the start, the start included."""
    reached, edges = set(start), list(pairs)
    while fresh := {end for pair in edges for end in pair if not reached.isdisjoint(pair)} - reached:
        reached |= fresh
    return reached


def _last(identity: str, joins: Mapping[str, Join]) -> str:
    """Return the person at the end of the chain of joins."""
    seen = {identity}
    while identity in joins and joins[identity].person not in seen:
        identity = joins[identity].person
        seen.add(identity)
    return identity


def joined(roles: Mapping[str, Collection[str]]) -> dict[str, Join]:
    """Return which identities of one surname join which other, by the folded roles that each has been given."""
    joins = dict(_without_initials(roles))
    full = sorted({identity for identity in roles if " " in identity and identity not in joins})
    if len(full) != 1:
        return joins
    for identity in (one for one in roles if " " not in one):
        role = _shared_role(roles[identity], roles[full[0]])
        if role:
            joins[identity] = Join(full[0], f"the only {identity} in the index, with the same role, {role}")
    return joins


def _without_initials(roles: Collection[str]) -> Iterator[tuple[str, Join]]:
    """Yield the identities with a middle initial that are joined to the one without."""
    plain: defaultdict[str, set[str]] = defaultdict(set)
    for identity in roles:
        first, *middle, last = identity.split() if " " in identity else ("", identity)
        if middle and all(len(word) == 1 for word in middle):
            plain[f"{first} {last}"].add(identity)
    for name, others in sorted(plain.items()):
        if name in roles and len(others) == 1:  # two initials are two people
            yield others.pop(), Join(name, "the same name with a middle initial")


def _shared_role(ours: Collection[str], theirs: Collection[str]) -> str:
    """Return the first of our roles that one of theirs is, or says more or less of; empty if there is none."""
    return next((role for role in sorted(ours) if any(_same_role(role, other) for other in theirs)), "")


def _same_role(one: str, other: str) -> bool:
    """Tell whether one role is the other, or the other with more words."""
    words, others = set(one.split()), set(other.split())
    return bool(words and others) and (words <= others or others <= words)
