"""Print the answer to a query: its results, what there is to count, and what is to be said of it."""

from dataclasses import dataclass

import click

from quotesearch.search.library import QuoteIndex
from quotesearch.search.query import Query
from quotesearch.search.terminal import counting, jsonl, remarks, views
from quotesearch.search.terminal.setting import Look, harmless
from quotesearch.search.terminal.shell import print_json, say


@dataclass(frozen=True, slots=True)
class Printer:
    """Print answers, one after the other, as the options ask; `lines` says that there are many."""

    look: Look
    explain: bool
    as_json: bool
    facets: bool
    lines: bool

    def answer(self, index: QuoteIndex, typed: str, query: Query) -> bool:
        """Answer a query and print that; return whether anything was found."""
        results = index.ask(query)
        if self.lines and not self.as_json:
            click.echo(harmless(f"# {typed}\n"))
        for found in results:
            if self.as_json:
                print_json(found.to_json())
            else:
                click.echo(views.result(found, self.look, explain=self.explain) + "\n")
        # After the results, which nobody should wait for: a common word may have to be counted in all of an archive.
        counted = index.facets(results.query) if results and (self.facets or not self.as_json) else None
        if counted and self.as_json:
            print_json(jsonl.facets(counted))
        elif counted and not query.offset:
            say(counting.facets(counted, results.query, self.look))
        if self.lines and self.as_json:
            print_json(jsonl.answered(typed, results))
        if remark := remarks.remark(results):
            say(remark)
        return bool(results)
