"""Decide which names in different articles mean the same person. Each decision has a reason; users can correct it.

Equal full names are always the same person. There are two more rules. A name with a middle initial joins the name
without it. A surname alone joins the only full name that ends with it, if both have the same role. A user's decision
(`merges`) takes precedence over every rule. It is stored by name, so it remains when the articles are removed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from quotesearch.indexer.local.store.database import Connection, json_array
from quotesearch.indexer.local.store.schema import surname_of
from quotesearch.indexer.model import SpeakerKind
from quotesearch.indexer.text.normalise import fold_name

BY_HAND = "merged by hand"
"""The reason of a join that a user decided."""
_OF_SURNAMES = """
    SELECT DISTINCT identity, surname, role FROM speakers
    WHERE kind = ? AND surname IN (SELECT value FROM json_each(?)) ORDER BY identity"""
_MERGES = "SELECT identity, person FROM merges"
_DELETE_JOINS = "DELETE FROM joined WHERE surname IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Join:
    """The decision that an identity is the person of another identity, with the reason."""

    person: str
    why: str


def update_joins(connection: Connection, surnames: Collection[str]) -> None:
    """Decide again, inside a transaction, which identities with these surnames are the same person.

    The rules join names with the same surname; only a merge by a user joins different surnames. So surnames that such
    merges connect with `surnames` are updated too. All other surnames stay as they are.
    """
    merges = {row["identity"]: row["person"] for row in connection.rows(_MERGES)}
    surnames = connected([(surname_of(name), surname_of(person)) for name, person in merges.items()], surnames)
    array = json_array(sorted(surnames))
    joins = {name: join for roles in _roles(connection, array).values() for name, join in joins_by_rule(roles).items()}
    joins |= {name: Join(person, BY_HAND) for name, person in merges.items() if surname_of(name) in surnames}
    persons = {identity: _final_person(identity, joins) for identity in sorted(joins)}
    rows = [(name, person, joins[name].why, surname_of(name)) for name, person in persons.items() if name != person]
    connection.run(_DELETE_JOINS, (array,))
    connection.run_many("INSERT INTO joined VALUES (?, ?, ?, ?)", rows)


def _roles(connection: Connection, surnames: str) -> dict[str, dict[str, set[str]]]:
    """Return the folded roles of each identity, by surname and identity."""
    roles: defaultdict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in connection.rows(_OF_SURNAMES, (SpeakerKind.PERSON.value, surnames)):
        roles[row["surname"]][row["identity"]].add(fold_name(row["role"]))
    return roles


def connected(pairs: Iterable[tuple[str, str]], start: Collection[str]) -> set[str]:
    """Return the names in `start`, and all names that are connected with them through one or more pairs."""
    reached, edges = set(start), list(pairs)
    while new_names := {end for pair in edges for end in pair if not reached.isdisjoint(pair)} - reached:
        reached |= new_names
    return reached


def _final_person(identity: str, joins: Mapping[str, Join]) -> str:
    """Return the person at the end of a chain of joins."""
    visited = {identity}
    while identity in joins and joins[identity].person not in visited:
        identity = joins[identity].person
        visited.add(identity)
    return identity


def joins_by_rule(roles: Mapping[str, Collection[str]]) -> dict[str, Join]:
    """Return the joins that the rules make between identities of one surname.

    `roles` has each identity's folded roles.
    """
    joins = dict(_initial_joins(roles))
    full = sorted({identity for identity in roles if " " in identity and identity not in joins})
    if len(full) != 1:
        return joins
    for identity in (name for name in roles if " " not in name):
        role = _shared_role(roles[identity], roles[full[0]])
        if role:
            joins[identity] = Join(full[0], f"the only {identity} in the index, with the same role, {role}")
    return joins


def _initial_joins(roles: Collection[str]) -> Iterator[tuple[str, Join]]:
    """Yield the joins of names with a middle initial to the same name without it."""
    with_initials: defaultdict[str, set[str]] = defaultdict(set)
    for identity in roles:
        first, *middle, last = identity.split() if " " in identity else ("", identity)
        if middle and all(len(word) == 1 for word in middle):
            with_initials[f"{first} {last}"].add(identity)
    for name, identities in sorted(with_initials.items()):
        if name in roles and len(identities) == 1:  # different initials are different people
            yield identities.pop(), Join(name, "the same name with a middle initial")


def _shared_role(roles: Collection[str], other_roles: Collection[str]) -> str:
    """Return the first role that is the same as one of the other roles. If there is no such role, return ""."""
    return next((role for role in sorted(roles) if any(_same_role(role, second) for second in other_roles)), "")


def _same_role(first: str, second: str) -> bool:
    """Return whether one role has all words of the other role.

    Then the roles are equal, or one is more detailed.
    """
    words, second_words = set(first.split()), set(second.split())
    return bool(words and second_words) and (words <= second_words or second_words <= words)
