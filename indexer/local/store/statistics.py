"""Count the store's content: all of it, or the quotes of a selection by speaker, outlet, kind, year and month."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from quotesearch.indexer.local.store.database import Connection
from quotesearch.indexer.local.store.rows import read_date, reporting_damage
from quotesearch.indexer.local.store.selection import Conditions
from quotesearch.indexer.local.store.speakers import commonest
from quotesearch.indexer.records import Facets, Statistics

_COUNTS = """
    SELECT (SELECT count(*) FROM documents) AS documents, count(*) AS quotes,
        (SELECT count(DISTINCT person) FROM persons) AS speakers,
        (SELECT count(DISTINCT folded_outlet) FROM documents WHERE folded_outlet != '') AS outlets,
        count(*) FILTER (WHERE kind = 'direct') AS direct, count(*) FILTER (WHERE kind = 'mixed') AS mixed,
        count(*) FILTER (WHERE kind = 'indirect') AS indirect,
        (SELECT min(published) FROM documents) AS first, (SELECT max(published) FROM documents) AS last
    FROM quotes"""
_BY_RECIPE = """
    SELECT CASE WHEN recipe LIKE 'given %' THEN 'given' ELSE recipe END AS name, count(*) AS number
    FROM documents GROUP BY 1"""
_BY_VALUE = """
    SELECT persons.person, persons.name, documents.outlet, documents.folded_outlet, quotes.kind,
        substr(documents.published, 1, 7) AS month, count(*) AS quotes
    FROM quotes JOIN documents ON documents.key = quotes.document JOIN persons ON persons.key = quotes.speaker
    WHERE {where} GROUP BY 1, 2, 3, 4, 5, 6"""
_Tally = Counter[str]


def statistics(connection: Connection) -> Statistics:
    """Count documents, quotes, speakers and outlets, and return the first and last date of the documents."""
    row = dict(connection.rows(_COUNTS)[0])
    recipes = Counter({each["name"]: each["number"] for each in connection.rows(_BY_RECIPE)})
    with reporting_damage():
        dates = {name: read_date(row[name]) for name in ("first", "last")}
        return Statistics(**row | dates, recipes=_ordered(recipes))


def facets(connection: Connection, conditions: Conditions) -> Facets:
    """Count the quotes that meet the conditions."""
    speakers: defaultdict[str, _Tally] = defaultdict(Counter)
    outlets: defaultdict[str, _Tally] = defaultdict(Counter)
    kinds, months = _Tally(), _Tally()
    for row in connection.rows(_BY_VALUE.format(where=conditions.where), conditions.parameters):
        speakers[row["person"]][row["name"]] += row["quotes"]
        outlets[row["folded_outlet"]][row["outlet"]] += row["quotes"]
        kinds[row["kind"]] += row["quotes"]
        months[row["month"] or ""] += row["quotes"]
    years = _Tally()
    for month, count in months.items():
        years[month[:4]] += count
    return Facets(
        quotes=kinds.total(),
        speakers=_ordered(_totals_by_name(speakers.values())),
        outlets=_ordered(_totals_by_name(outlets.values())),
        kinds=_ordered(kinds),
        years=_ordered(years),
        months=_ordered(months),
    )


def _totals_by_name(tallies: Iterable[_Tally]) -> _Tally:
    """Return the sum of each tally, under the name that most of its quotes give."""
    totals = _Tally()
    for names in tallies:
        totals[commonest(names.items())] += names.total()
    return totals


def _ordered(tally: _Tally) -> tuple[tuple[str, int], ...]:
    """Return the counts, the highest first, then by name. An unknown value (empty name) is left out."""
    return tuple(sorted(((name, count) for name, count in tally.items() if name), key=lambda pair: (-pair[1], pair[0])))
