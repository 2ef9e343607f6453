"""Say how many quotes there are, and of whom, where and when: the lines below a search, and bars by month."""

from collections.abc import Sequence

from quotesearch.indexer.store import Counted, Facets
from quotesearch.search.query import Query
from quotesearch.search.terminal.layout import Cell, Look, cells, flow, painted
from quotesearch.search.terminal.render import count_of

_MOST = 5
"""How many names of a kind are shown."""
_INDENT = " " * 9


def text(counts: Facets, query: Query, look: Look) -> str:
    """Set the counts of what has all the words, a line a kind; a sentence where nothing has."""
    condition = "with all these words" if query.text else "like that"
    if not counts.quotes:
        return f"no quote {condition}"
    rows = (("by", counts.speakers), ("in", counts.outlets), ("from", counts.years), ("as", counts.kinds))
    lines = [f"{count_of(counts.quotes, 'quote')} {condition}"]
    lines += [flow(_listed(names), look, indent=_INDENT, first=f"    {label:5}") for label, names in rows if names]
    return "\n".join(lines)


def bars(months: Counted, look: Look, *, letter: str = "█") -> str:
    """Set a bar a month, the longest as wide as the terminal allows."""
    longest = max(count for _, count in months)
    reach = look.width - len("YYYY-MM  ") - len(f" {longest:,}")
    lines = []
    for month, count in months:
        bar = letter * max(round(reach * count / longest), bool(count))
        lines.append(f"{month}  {painted(cells(f'{bar} ' if bar else '', style='place'), look)}{count:,}")
    return "\n".join(lines)


def _listed(names: Counted) -> Sequence[Cell]:
    """Return the first of the names with their counts, and how many more there are."""
    listed = [cell for name, count in names[:_MOST] for cell in cells(f"{name} {count:,} · ")]
    rest = len(names) - _MOST
    return [*listed, *cells(f"{rest:,} more", style="dim")] if rest > 0 else listed[:-3]
