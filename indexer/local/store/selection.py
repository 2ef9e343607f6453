"""Turn a selection into SQL conditions on quotes and their documents, with parameters."""

from dataclasses import dataclass, field

from quotesearch.indexer.local.store.database import Connection, json_array
from quotesearch.indexer.local.store.patterns import matching_pattern
from quotesearch.indexer.local.store.speakers import SPEAKERS_WITH_NAME
from quotesearch.indexer.records import Selection
from quotesearch.indexer.text.normalise import fold_name

FROM = "FROM quotes JOIN documents ON documents.key = quotes.document"
_OUTLET = """documents.folded_outlet IN (
    SELECT DISTINCT folded_outlet FROM documents AS others WHERE folded_outlet != '' AND NOT EXISTS (
        SELECT 1 FROM json_each(?) AS word
        WHERE instr(' ' || others.folded_outlet || ' ', ' ' || word.value || ' ') = 0))"""


@dataclass(slots=True)
class Conditions:
    """SQL conditions that must all be met, and their parameters in the order of the question marks."""

    sql: list[str] = field(default_factory=lambda: ["true"])
    parameters: list[object] = field(default_factory=list)

    @classmethod
    def of(cls, connection: Connection, selection: Selection) -> "Conditions":
        """Return the conditions of a selection without `all_terms`, which only the keyword index can check."""
        conditions = cls()
        for column, values in (("kind", selection.kinds), ("reports", selection.reports)):
            if values:
                conditions.add(f"quotes.{column} IN (SELECT value FROM json_each(?))", json_array(sorted(values)))
        for sign, day in ((">=", selection.since), ("<=", selection.until)):
            if day:
                conditions.add(f"documents.published {sign} ?", day.isoformat())
        conditions.add_names(f"quotes.speaker IN ({SPEAKERS_WITH_NAME})", selection.speakers)
        conditions.add_names(_OUTLET, selection.outlets)
        for pattern in selection.required:
            conditions.add(*matching_pattern(connection, pattern))
        for pattern in selection.excluded:
            condition, parameter = matching_pattern(connection, pattern)
            conditions.add(f"NOT {condition}", parameter)
        return conditions

    def add(self, condition: str, *parameters: object) -> None:
        """Add one condition."""
        self.sql.append(condition)
        self.parameters += parameters

    def add_names(self, condition: str, names: tuple[str, ...]) -> None:
        """Add the condition that one of the names matches. A name without letters matches nothing."""
        words = [folded.split() for folded in map(fold_name, names) if folded]
        if names:
            self.add(f"({' OR '.join([condition] * len(words)) or 'false'})", *map(json_array, words))

    @property
    def where(self) -> str:
        """Return the conditions as SQL, joined with AND."""
        return " AND ".join(self.sql)
