"""Say how many quotes there are, and of whom, where and when: the lines below a search, and bars by month."""

from collections.abc import Sequence

from quotesearch.indexer.records import Counted, Facets
from quotesearch.search.query import Query
from quotesearch.search.terminal.setting import Cell, Look, cells, flow, painted
from quotesearch.search.terminal.views import many

_MOST = 5
"""How many names of a kind are shown."""
_INDENT = " " * 9


def facets(counted: Facets, query: Query, look: Look) -> str:
    """Set the counts of what has all the words, a line a kind; a sentence where nothing has."""
    which = "with all these words" if query.text else "like that"
    if not counted.quotes:
        return f"no quote {which}"
    rows = (("by", counted.speakers), ("in", counted.outlets), ("from", counted.years), ("as", counted.kinds))
    lines = [f"{many(counted.quotes, 'quote')} {which}"]
    lines += [flow(_listed(named), look, indent=_INDENT, first=f"    {label:5}") for label, named in rows if named]
    return "\n".join(lines)


def bars(months: Counted, look: Look, *, letter: str = "█") -> str:
    """Set a bar a month, the longest as wide as the terminal allows."""
    most = max(count for _, count in months)
    reach = look.width - len("YYYY-MM  ") - len(f" {most:,}")
    lines = []
    for month, count in months:
        bar = letter * max(round(reach * count / most), bool(count))
        lines.append(f"{month}  {painted(cells(f'{bar} ' if bar else '', style='place'), look)}{count:,}")
    return "\n".join(lines)


def _listed(named: Counted) -> Sequence[Cell]:
    """Return the first of the names with their counts, and how many more there are."""
    shown = [cell for name, count in named[:_MOST] for cell in cells(f"{name} {count:,} · ")]
    more = len(named) - _MOST
    return [*shown, *cells(f"{more:,} more", style="dim")] if more > 0 else shown[:-3]
