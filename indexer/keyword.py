"""Rank quotes by the terms they share with a query: the door to Whoosh, its schema, analysis and postings.

Only what the released Whoosh 2.7.4 has is used. Nothing a user types is parsed by Whoosh's query
language: the text is analysed into terms and asked for as a union of weighted terms, so nothing
raises and a long query finds quotes that hold only part of it.

Whoosh keeps pickles inside its files, and opening a pickle runs what its maker put there: never open
a keyword folder that came from a stranger. Delete it and let `quotes check --repair` rebuild it from the store.
"""

from collections.abc import Collection
from pathlib import Path

from quotesearch.indexer.model import Ranking, Span
from quotesearch.indexer.protocols import Changes


def terms(text: str) -> frozenset[str]:
    """Return the terms that a query of this text asks for; its stop words only where there is nothing else."""
    raise NotImplementedError


def mark(text: str, query: str) -> tuple[Span, ...]:
    """Return where in `text` the words stand that share a term with `query`, in order."""
    raise NotImplementedError


class WhooshIndex:
    """Hold the postings of all quotes in a folder (implements KeywordIndex).

    A folder that does not open cleanly reads as new (change 0) and is made anew by the next `apply`.
    """

    def __init__(self, folder: Path) -> None:
        """Open the folder; nothing is written before the first `apply`."""
        raise NotImplementedError

    @property
    def change(self) -> int:
        """Return the number of the last change held; 0 when new."""
        raise NotImplementedError

    def apply(self, changes: Changes) -> None:
        """Take the changes in, all or nothing; applying them again changes nothing."""
        raise NotImplementedError

    def search(self, text: str, *, depth: int, within: Collection[str] | None = None) -> Ranking:
        """Rank the best `depth` quotes by BM25 over quote, speaker, context and title; only those in `within`."""
        raise NotImplementedError

    def ids(self) -> frozenset[str]:
        """Return the ids of all quotes held."""
        raise NotImplementedError

    def refresh(self) -> None:
        """See what another process has committed since; cheap when nothing was."""
        raise NotImplementedError

    def clear(self) -> None:
        """Forget everything: the index is new again, at change 0."""
        raise NotImplementedError

    def close(self) -> None:
        """Let the files go."""
        raise NotImplementedError
