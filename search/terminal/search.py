"""The command `search`: print the results of a query, the counts below them, and notices on stderr."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import click

from quotesearch.search import json_objects
from quotesearch.search.query import Query
from quotesearch.search.quote_index import QuoteIndex, open_index
from quotesearch.search.rerank import CrossEncoderReranker
from quotesearch.search.results import SearchResult
from quotesearch.search.terminal import facets, notices, options, render, shell
from quotesearch.search.terminal.layout import Look, harmless
from quotesearch.search.terminal.shell import look, print_json, say


@click.command(cls=shell.Asking)
@options.queries
@click.option("--explain", is_flag=True, help="Show each retriever's rank and score and how they were fused.")
@click.option(
    "--rerank", metavar="MODEL", help="Score the first 50 results again with this cross-encoder: a name or a folder."
)
@options.as_json
@click.option("--facets", is_flag=True, help="With --json: print the counts as the last object.")
@options.model
@options.index
def search(  # noqa: PLR0913 - one parameter for each option
    queries: Iterable[tuple[str, Query]],
    model: str | None,
    rerank: str | None,
    folder: Path,
    *,
    explain: bool,
    as_json: bool,
    facets: bool,
    lines: bool,
) -> int:
    """Find quotes by words and meaning, best first.

    Examples:
      quotes search harbour dredging
      quotes search is it safe --speaker lindqvist --kind direct --since 2024-05
      quotes search '"combat role" -ukraine speaker:lindqvist after:2024-05'
      quotes search lindqvist on dredging
      quotes search --speaker "harbour authority"
      quotes search closing the port --mode keyword --explain
      quotes search ferry --json --limit 100 | jq -r .quote
      quotes search --stdin --json < questions.txt

    WORDS may contain "phrases", -exclusions, wildcards (dredg*), words near each other (harbour NEAR/5 dredging) and
    the fields speaker: outlet: kind: since: until: after: before: (put single quotes around the whole query, because
    the shell reads these signs too). Operators filter, words rank. With --plain, everything is words.

    Without WORDS, the quotes that pass the filters are listed, newest first. Mode `keyword` matches words and starts
    quickly, `dense` matches meaning and loads a model, `hybrid` fuses both. `dense` and `hybrid` always find the
    nearest quotes, so the exit code is 1 only if a filter excludes all quotes, or with `--mode keyword`.

    With --stdin, each line is a query, and one process answers all of them as they come. With --json too, each query's
    results end with an object that has `query` and the number of `results`.
    """
    printer = Printer(look(), explain=explain, as_json=as_json, facets=facets, lines=lines)
    with open_index(folder, model=model, reranker=CrossEncoderReranker(rerank) if rerank else None) as opened:
        answered = [printer.answer(opened, typed, query) for typed, query in queries]
    return shell.FOUND if any(answered) else shell.NOTHING


@dataclass(frozen=True, slots=True)
class Printer:
    """Print answers, one after the other, as the options ask; `lines` says that there are many."""

    look: Look
    explain: bool
    as_json: bool
    facets: bool
    lines: bool

    def answer(self, index: QuoteIndex, line: str, query: Query) -> bool:
        """Answer a query and print the answer; return whether there are results."""
        results = index.ask(query)
        if self.lines and not self.as_json:
            click.echo(harmless(f"# {line}\n"))
        for result in results:
            self._print_result(result)
        if results:
            self._print_facets(index, results.query)
        if self.lines and self.as_json:
            print_json(json_objects.answered_query(line, results))
        if remark := notices.of_results(results):
            say(remark)
        return bool(results)

    def _print_result(self, result: SearchResult) -> None:
        """Print one result."""
        if self.as_json:
            print_json(result.to_json())
        else:
            click.echo(render.result(result, self.look, explain=self.explain) + "\n")

    def _print_facets(self, index: QuoteIndex, query: Query) -> None:
        """Print the counts, which come after the results because counting a common word can take long."""
        if self.as_json and self.facets:
            print_json(json_objects.facets(index.facets(query)))
        elif not self.as_json and not query.offset:
            say(facets.text(index.facets(query), query, self.look))
