"""Answer who speaks: filters by name, counts, and names that look alike."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from quotesearch.indexer.local.store.database import Connection, listed
from quotesearch.indexer.local.store.rows import read_aliases, sound
from quotesearch.indexer.model import SpeakerKind
from quotesearch.indexer.records import MAX_NAME, SpeakerCount
from quotesearch.indexer.text.normalise import fold_name

# Speakers one of whose names contains every given word; their other names come along by the person they are.
NAMED = """
    SELECT key FROM persons WHERE person IN (
        SELECT persons.person FROM names JOIN persons ON persons.key = names.speaker
        WHERE NOT EXISTS (
            SELECT 1 FROM json_each(?) AS word
            WHERE instr(' ' || names.folded || ' ', ' ' || word.value || ' ') = 0))"""
_COUNTS = """
    SELECT speakers.identity, person, document_id, name, speakers.kind, role, affiliation, aliases, count(*) AS quotes
    FROM persons AS speakers JOIN quotes ON quotes.speaker = speakers.key"""
_JOINED = "SELECT identity, why FROM joined"
_LEAST_LIKENESS = 60
"""Per cent of two names that have to be the same for one to be suggested for the other."""


def speaker_counts(connection: Connection, name: str) -> tuple[SpeakerCount, ...]:
    """Return the speakers whom `name` means (all for an empty one), those with most quotes first, then by name."""
    if name.strip():
        words = set(fold_name(name).split())
        where = f"{_COUNTS} WHERE speakers.key IN ({NAMED}) GROUP BY speakers.key"
        rows = connection.rows(where, (listed(words),)) if words else []
    else:
        rows = connection.rows(f"{_COUNTS} GROUP BY speakers.key")
    speakers: defaultdict[str, list[sqlite3.Row]] = defaultdict(list)
    for row in rows:
        speakers[row["person"]].append(row)
    why = {row["identity"]: row["why"] for row in connection.rows(_JOINED)}
    with sound():
        counts = [_count(rows, why) for rows in speakers.values()]
    return tuple(sorted(counts, key=lambda count: (-count.quotes, count.name, count.document_id)))


def _count(rows: list[sqlite3.Row], why: Mapping[str, str]) -> SpeakerCount:
    """Make one speaker of all the ways in which documents name them."""
    name, kind, role, affiliation = (
        commonest((row[column], row["quotes"]) for row in rows if row[column])
        for column in ("name", "kind", "role", "affiliation")
    )
    names = {row["name"] for row in rows} | {alias for row in rows for alias in read_aliases(row["aliases"])}
    return SpeakerCount(
        name=name,
        kind=SpeakerKind(kind),
        role=role,
        affiliation=affiliation,
        aliases=tuple(sorted(names - {name})),
        quotes=sum(row["quotes"] for row in rows),
        document_id=rows[0]["document_id"],
        joined=tuple(sorted({(row["name"], why[row["identity"]]) for row in rows if row["identity"] in why})),
    )


def commonest(counted: Iterable[tuple[str, int]]) -> str:
    """Return the value with the highest sum, the first in the alphabet of several; empty for none."""
    totals: Counter[str] = Counter()
    for value, count in counted:
        totals[value] += count
    return min(totals, key=lambda value: (-totals[value], value), default="")


def near_names(connection: Connection, name: str, *, limit: int) -> tuple[str, ...]:
    """Return the names of speakers who have a name that looks like `name`, nearest first, then by name.

    A name is compared with the whole of another, or with as many of its words as it has itself.
    """
    from rapidfuzz import fuzz  # noqa: PLC0415 - imported only if nobody has the name
    from rapidfuzz.process import extract  # noqa: PLC0415 - as above

    wanted = fold_name(name[:MAX_NAME])
    rows = connection.rows(
        "SELECT DISTINCT names.folded, name FROM names JOIN speakers ON speakers.key = names.speaker"
    )
    names: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        for part in _windows(row["folded"][:MAX_NAME].split(), len(wanted.split())):
            names[part].add(row["name"])
    best: dict[str, float] = {}
    for part, likeness, _ in extract(wanted, list(names), scorer=fuzz.ratio, score_cutoff=_LEAST_LIKENESS, limit=None):
        for one in names[part]:
            best[one] = max(likeness, best.get(one, 0.0))
    return tuple(sorted(best, key=lambda one: (-best[one], one))[:limit])


def _windows(words: list[str], size: int) -> set[str]:
    """Return the whole name, and every stretch of so many words of it."""
    starts = range(len(words) - size + 1) if size else ()
    return {" ".join(words), *(" ".join(words[start : start + size]) for start in starts)}
