"""The command `search`: print the results of a query, the counts below them, and notices on stderr."""

import sys
from functools import partial
from pathlib import Path

import click

from quotesearch.search import json_objects
from quotesearch.search.quote_index import QuoteIndex, open_index
from quotesearch.search.rerank import CrossEncoderReranker
from quotesearch.search.results import Results
from quotesearch.search.terminal import facets, notices, options, render, shell
from quotesearch.search.terminal.layout import harmless
from quotesearch.search.terminal.shell import look, print_json, say


@click.command(cls=shell.WithExclusions)
@options.ranked
@click.option("--stdin", "lines", is_flag=True, help="Read queries from standard input, one per line.")
@click.option("--explain", is_flag=True, help="Show the score of each result as the sum of its parts, with ranks.")
@click.option("--rerank", metavar="MODEL", help="Rerank the first 50 results with this cross-encoder (name or folder).")
@options.as_json
@click.option("--facets", is_flag=True, help="With --json, print the counts of the matching quotes as the last object.")
@options.model
@options.index
def search(  # noqa: PLR0913 - one parameter for each option
    text: str,
    ask: options.Ask,
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
    the fields speaker: outlet: kind: since: until: after: before:. Put single quotes around the whole query, because
    the shell reads some of these signs too. Operators filter, words rank. Anything that is not a valid operator is
    treated as ordinary words. With --plain, all WORDS are ordinary words.

    Without WORDS, the quotes that pass the filters are listed, newest first. Mode `keyword` matches words and starts
    quickly. Mode `dense` matches meaning and loads a model. Mode `hybrid` fuses both. `dense` and `hybrid` always find
    the nearest quotes, so their exit code is 1 only if a filter excludes all quotes.

    The counts below the results are for the quotes that have all the words. Results matched only by meaning are not
    counted, because every quote is similar to some degree.

    With --stdin, one process answers all queries, each as soon as its line arrives. With --stdin and --json, an object
    follows the results of each query. Its keys are `query` and `results` (the number of results).
    """
    if lines and text:
        raise click.UsageError("--stdin reads the words from standard input: remove WORDS")
    queries = ((line, ask(line)) for line in filter(None, map(str.strip, sys.stdin))) if lines else [("", ask(text))]
    print_answer = partial(_print_objects, counts=facets) if as_json else partial(_print, explain=explain)
    has_results = False
    with open_index(folder, model=model, reranker=CrossEncoderReranker(rerank) if rerank else None) as opened:
        for line, query in queries:
            results = opened.ask(query)
            print_answer(opened, line, results)
            if notice := notices.of_results(results):
                say(notice)
            has_results |= bool(results)
    return shell.FOUND if has_results else shell.NOTHING


def _print_objects(opened: QuoteIndex, line: str, results: Results, *, counts: bool) -> None:
    """Print the results as JSON, then the counts.

    If the query came from standard input, end with an object that says so.
    """
    for result in results:
        print_json(result.to_json())
    if results and counts:
        print_json(json_objects.facets(opened.facets(results.query)))
    if line:
        print_json(json_objects.answered_query(line, results))


def _print(opened: QuoteIndex, line: str, results: Results, *, explain: bool) -> None:
    """Print the query if it came from standard input, then the results, then the counts.

    The counts come last, because counting a common word can take long.
    """
    if line:
        click.echo(harmless(f"# {line}\n"))
    for result in results:
        click.echo(render.result(result, look(), explain=explain) + "\n")
    if results and not results.query.offset:
        say(facets.text(opened.facets(results.query), results.query, look()))
