"""Tell names from the common nouns and titles that merely begin with a capital, by what the article does elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from quotesearch.indexer.extraction.lexicon import ADVERBS
from quotesearch.indexer.extraction.mentions import is_role
from quotesearch.indexer.extraction.names import Name
from quotesearch.indexer.extraction.people import BODIES, GROUPS, ROLES

_SHORT_NAME = 4


@dataclass(frozen=True, slots=True)
class Naming:
    """Hold the words that are names in an article: `sure` ones, and the surnames of full names."""

    sure: frozenset[str]
    surnames: frozenset[str]

    @classmethod
    def of(cls, names: Sequence[Name]) -> Self:
        """Return what the names of an article tell: those within a sentence and those of several words are sure."""
        sure = frozenset(word for name in names if name.first or len(name.words) > 1 for word in name.words)
        return cls(sure, frozenset(name.surname for name in names if len(name.words) > 1))

    def is_name(self, name: Name) -> bool:
        """Tell whether it is one, and neither a common noun that begins a sentence nor a title: *the Minister*."""
        word = name.words[0]
        if len(name.words) == 1 and not name.honorific and is_role(word.lower()):
            return word.lower() in self.surnames
        return len(name.words) > 1 or word in self.sure or name.is_body or bool(name.role or name.honorific)

    def may_be_name(self, name: Name) -> bool:
        """Tell whether a source that begins its sentence is a name; *Macron* is, *Officials* is not."""
        word = name.words[0]
        common = word.lower() in GROUPS | BODIES | ROLES | ADVERBS or (word.endswith("s") and len(word) > _SHORT_NAME)
        return self.is_name(name) or not common
