"""Make one speaker of several names, across articles: with caution, with a reason, and as people correct it.

Equal full names are one speaker anyway. Beyond that, a name with a middle initial joins the one without, and a lone
surname joins the only full name that ends in it, if both have been given the same role. What a person decided
(`corrections`) comes before any rule, and outlives the articles: it is kept by name.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from quotesearch.indexer.folding import fold_name
from quotesearch.indexer.model import SpeakerKind
from quotesearch.indexer.store.database import Database, listed

BY_HAND = "merged by hand"
_OF_SURNAMES = """
    SELECT DISTINCT identity, surname, role FROM speakers
    WHERE kind = ? AND surname IN (SELECT value FROM json_each(?)) ORDER BY identity"""
_CORRECTIONS = "SELECT identity, person FROM corrections"
_FORGET = """
    DELETE FROM joined WHERE identity NOT IN (SELECT identity FROM speakers) OR identity IN (
        SELECT identity FROM speakers WHERE surname IN (SELECT value FROM json_each(?)))"""


@dataclass(frozen=True, slots=True)
class Join:
    """Say that an identity is the person of another, and why."""

    person: str
    why: str


def rejoin(database: Database, surnames: Collection[str]) -> None:
    """Decide anew, inside a transaction, who is one person among those with these surnames."""
    wanted = listed(sorted(surnames))
    roles: defaultdict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in database.rows(_OF_SURNAMES, (SpeakerKind.PERSON.value, wanted)):
        roles[row["surname"]][row["identity"]].add(fold_name(row["role"]))
    database.run(_FORGET, (wanted,))
    joins = {identity: join for own in roles.values() for identity, join in joined(own).items()}
    for row in database.rows("SELECT identity, person, why FROM joined"):  # of other surnames
        joins.setdefault(row["identity"], Join(row["person"], row["why"]))
    for row in database.rows(_CORRECTIONS):
        joins[row["identity"]] = Join(row["person"], BY_HAND)
    database.run("DELETE FROM joined")
    rows = [(identity, _last(identity, joins), join.why) for identity, join in sorted(joins.items())]
    database.run_many("INSERT INTO joined VALUES (?, ?, ?)", [row for row in rows if row[0] != row[1]])


def _last(identity: str, joins: Mapping[str, Join]) -> str:
    """Return the person at the end of the chain of joins."""
    seen = {identity}
    while identity in joins and joins[identity].person not in seen:
        identity = joins[identity].person
        seen.add(identity)
    return identity


def joined(roles: Mapping[str, Collection[str]]) -> dict[str, Join]:
    """Return who joins whom among the identities of one surname, each with the folded roles it has been given."""
    joins = dict(_without_initials(roles))
    full = sorted({identity for identity in roles if " " in identity and identity not in joins})
    for identity in roles:
        if " " in identity or len(full) != 1:
            continue
        same = next((one for one in sorted(roles[identity]) for other in roles[full[0]] if _same_role(one, other)), "")
        if same:
            joins[identity] = Join(full[0], f"the only {identity} in the index, with the same role, {same}")
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


def _same_role(one: str, other: str) -> bool:
    """Tell whether one role is the other, or the other with more said of it."""
    words, others = set(one.split()), set(other.split())
    return bool(words and others) and (words <= others or others <= words)
