"""Format the counts of quotes: the lines below the results of a search, and the bars of a timeline."""

from collections.abc import Sequence

from quotesearch.indexer.records import Counted, Facets
from quotesearch.search.query import Query
from quotesearch.search.terminal.layout import Cell, Look, cells, flow, painted
from quotesearch.search.terminal.render import count_of

_MAX_NAMES = 5
"""The most names on a line."""
_INDENT = " " * 9


def text(counts: Facets, query: Query, look: Look) -> str:
    """Return the counts of the matching quotes, one facet on each line."""
    if not counts.quotes:
        return "no quote with all these words" if query.text else "no quote matches these filters"
    verb = "matches" if counts.quotes == 1 else "match"
    condition = "with all these words" if query.text else f"{verb} these filters"
    rows = (("by", counts.speakers), ("in", counts.outlets), ("from", counts.years), ("as", counts.kinds))
    lines = [f"{count_of(counts.quotes, 'quote')} {condition}"]
    lines += [flow(_listed(names), look, indent=_INDENT, first=f"    {label:5}") for label, names in rows if names]
    return "\n".join(lines)


def bars(months: Counted, look: Look, *, letter: str = "█") -> str:
    """Return a bar for each month. The longest bar fills the terminal."""
    longest = max(count for _, count in months)
    reach = look.width - len("YYYY-MM  ") - len(f" {longest:,}")
    lines = []
    for month, count in months:
        bar = letter * max(round(reach * count / longest), bool(count))
        lines.append(f"{month}  {painted(cells(f'{bar} ' if bar else '', style='place'), look)}{count:,}")
    return "\n".join(lines)


def _listed(names: Counted) -> Sequence[Cell]:
    """Return the first names with their counts, then the number of names that are not shown."""
    shown_names = [cell for name, count in names[:_MAX_NAMES] for cell in cells(f"{name} {count:,} · ")]
    hidden = len(names) - _MAX_NAMES
    return [*shown_names, *cells(f"{hidden:,} more", style="dim")] if hidden > 0 else shown_names[:-3]
