"""Find speakers: filters by name, counts of their quotes, and similar names."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from quotesearch.indexer.local.store.database import Connection, json_array
from quotesearch.indexer.local.store.rows import read_aliases, reporting_damage
from quotesearch.indexer.model import SpeakerKind
from quotesearch.indexer.records import MAX_NAME, SpeakerCount
from quotesearch.indexer.text.normalise import fold_name

# Selects the speakers of which a name contains all words of the parameter, and all other names of the same persons.
SPEAKERS_WITH_NAME = """
    SELECT key FROM persons WHERE person IN (
        SELECT persons.person FROM names JOIN persons ON persons.key = names.speaker
        WHERE NOT EXISTS (
            SELECT 1 FROM json_each(?) AS word
            WHERE instr(' ' || names.folded || ' ', ' ' || word.value || ' ') = 0))"""
_COUNTS = """
    SELECT speakers.identity, person, document_id, name, speakers.kind, role, affiliation, aliases, count(*) AS quotes
    FROM persons AS speakers JOIN quotes ON quotes.speaker = speakers.key"""
_NAMES = "SELECT DISTINCT names.folded, name FROM names JOIN speakers ON speakers.key = names.speaker"
_JOINED = "SELECT identity, why FROM joined"
_MIN_SIMILARITY = 60
"""The lowest similarity of two names for a suggestion, in per cent (rapidfuzz's `ratio`)."""


def speaker_counts(connection: Connection, name: str) -> tuple[SpeakerCount, ...]:
    """Return the speakers that match `name`: most quotes first, then by name. The name "" matches all speakers."""
    if name.strip():
        words = set(fold_name(name).split())
        where = f"{_COUNTS} WHERE speakers.key IN ({SPEAKERS_WITH_NAME}) GROUP BY speakers.key"
        rows = connection.rows(where, (json_array(words),)) if words else []
    else:
        rows = connection.rows(f"{_COUNTS} GROUP BY speakers.key")
    speakers: defaultdict[str, list[sqlite3.Row]] = defaultdict(list)
    for row in rows:
        speakers[row["person"]].append(row)
    why = {row["identity"]: row["why"] for row in connection.rows(_JOINED)}
    with reporting_damage():
        counts = [_count(rows, why) for rows in speakers.values()]
    return tuple(sorted(counts, key=lambda count: (-count.quotes, count.name, count.document_id)))


def _count(rows: list[sqlite3.Row], why: Mapping[str, str]) -> SpeakerCount:
    """Return one speaker, made from the rows for all forms in which documents name this person."""
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


def commonest(counts: Iterable[tuple[str, int]]) -> str:
    """Return the value with the highest total. If several have it, return the first in the alphabet.

    Without values, "".
    """
    totals: Counter[str] = Counter()
    for value, count in counts:
        totals[value] += count
    return min(totals, key=lambda value: (-totals[value], value), default="")


def similar_names(connection: Connection, name: str, *, limit: int) -> tuple[str, ...]:
    """Return the names of speakers that have a similar name, most similar first, then by name.

    `name` is compared with each whole name, and with each part of a name that has as many words as `name`.
    """
    from rapidfuzz import fuzz  # noqa: PLC0415 - needed only if no speaker has the name
    from rapidfuzz.process import extract  # noqa: PLC0415 - as above

    folded = fold_name(name[:MAX_NAME])
    names: defaultdict[str, set[str]] = defaultdict(set)
    for row in connection.rows(_NAMES):
        for part in _windows(row["folded"][:MAX_NAME].split(), len(folded.split())):
            names[part].add(row["name"])
    similarities: dict[str, float] = {}
    for part, ratio, _ in extract(folded, list(names), scorer=fuzz.ratio, score_cutoff=_MIN_SIMILARITY, limit=None):
        for full_name in names[part]:
            similarities[full_name] = max(ratio, similarities.get(full_name, 0.0))
    return tuple(sorted(similarities, key=lambda full_name: (-similarities[full_name], full_name))[:limit])


def _windows(words: list[str], size: int) -> set[str]:
    """Return the whole name, and every sequence of `size` consecutive words of it."""
    starts = range(len(words) - size + 1) if size else ()
    return {" ".join(words), *(" ".join(words[start : start + size]) for start in starts)}
