"""Answer who speaks: filters by name, counts, and names that look alike."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from heapq import nlargest

from quotesearch.indexer.folding import fold_name
from quotesearch.indexer.model import SpeakerKind
from quotesearch.indexer.store.database import Database, listed
from quotesearch.indexer.store.nouns import SpeakerCount
from quotesearch.indexer.store.rows import read_aliases, sound

# Speakers one of whose names contains every given word; their other names come along by the person they are.
NAMED = """
    SELECT key FROM persons WHERE person IN (
        SELECT persons.person FROM names JOIN persons ON persons.key = names.speaker
        WHERE NOT EXISTS (
            SELECT 1 FROM json_each(:speaker_words) AS word
            WHERE instr(' ' || names.folded || ' ', ' ' || word.value || ' ') = 0))"""
_COUNTS = """
    SELECT speakers.identity, person, document_id, name, speakers.kind, role, affiliation, aliases, count(*) AS quotes
    FROM persons AS speakers JOIN quotes ON quotes.speaker = speakers.key"""
_JOINED = "SELECT identity, why FROM joined"
_LIKENESS = 0.6
_SHORTLIST = 200


def speaker_counts(database: Database, name: str) -> tuple[SpeakerCount, ...]:
    """Return the speakers whom `name` means (all for an empty one), those with most quotes first, then by name."""
    if name.strip():
        words = fold_name(name).split()
        where = f"{_COUNTS} WHERE speakers.key IN ({NAMED}) GROUP BY speakers.key"
        rows = database.rows(where, {"speaker_words": listed(words)}) if words else []
    else:
        rows = database.rows(f"{_COUNTS} GROUP BY speakers.key")
    speakers: defaultdict[str, list[sqlite3.Row]] = defaultdict(list)
    for row in rows:
        speakers[row["person"]].append(row)
    why = {row["identity"]: row["why"] for row in database.rows(_JOINED)}
    with sound():
        counts = [_count(rows, why) for rows in speakers.values()]
    return tuple(sorted(counts, key=lambda count: (-count.quotes, count.name, count.document_id)))


def _count(rows: list[sqlite3.Row], why: Mapping[str, str]) -> SpeakerCount:
    """Make one speaker of all the ways in which documents name them."""
    name = commonest((row["name"], row["quotes"]) for row in rows)
    names = {row["name"] for row in rows} | {alias for row in rows for alias in read_aliases(row["aliases"])}
    return SpeakerCount(
        name=name,
        kind=SpeakerKind(commonest((row["kind"], row["quotes"]) for row in rows)),
        role=commonest((row["role"], row["quotes"]) for row in rows if row["role"]),
        affiliation=commonest((row["affiliation"], row["quotes"]) for row in rows if row["affiliation"]),
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


def near_names(database: Database, name: str, *, limit: int) -> tuple[str, ...]:
    """Return the names of speakers who have a name that looks like `name`, nearest first.

    Trigrams choose a short list, so that the slow comparison sees few names of many.
    """
    wanted = fold_name(name)
    rows = database.rows("SELECT DISTINCT names.folded, name FROM names JOIN speakers ON speakers.key = names.speaker")
    named: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        named[row["folded"]].add(row["name"])
    shared = {folded: len(_trigrams(wanted) & _trigrams(folded)) for folded in named}
    shortlist = nlargest(
        _SHORTLIST, (folded for folded in shared if shared[folded]), key=lambda one: (shared[one], one)
    )
    return _nearest({folded: _likeness(wanted, folded) for folded in shortlist}, named)[:limit]


def _nearest(likeness: Mapping[str, float], named: Mapping[str, set[str]]) -> tuple[str, ...]:
    """Return the speakers' names, by the likeness of their best name."""
    best: dict[str, float] = {}
    for folded, value in likeness.items():
        for name in named[folded]:
            best[name] = max(value, best.get(name, 0.0))
    alike = (name for name in best if best[name] >= _LIKENESS)
    return tuple(sorted(alike, key=lambda name: (-best[name], name)))


def _trigrams(folded: str) -> frozenset[str]:
    padded = f"  {folded} "
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


def _likeness(wanted: str, folded: str) -> float:
    """Return how alike the two are, in [0, 1]: the whole name, or as many of its words as were given."""
    parts = folded.split()
    size = len(wanted.split())
    windows = {" ".join(parts[i : i + size]) for i in range(len(parts) - size + 1)} | {folded}
    return max(SequenceMatcher(None, wanted, window, autojunk=False).ratio() for window in windows)
