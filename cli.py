"""Talk to people at a command line: each command parses, calls the library and prints.

stdout carries results only; everything else goes to stderr. Exit 0 says that something was found, 1 that
nothing was, 2 that it could not be done. A search is a new process each time, so that a command imports what others
have no use for when it is run.
"""

import atexit
import gc
import os

gc.disable()  # what is imported stays: to look for rubbish in it, now or at the end, takes a tenth of a search
atexit.register(gc.freeze)
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy would start threads for products that are never large

from collections.abc import Iterable
from pathlib import Path

import click

from quotesearch.search.library import open_index
from quotesearch.search.query import Query
from quotesearch.search.rerank import CrossEncoderReranker
from quotesearch.search.terminal import options, shell, views
from quotesearch.search.terminal.shell import look, print_json, say

gc.freeze()
gc.enable()

_ELSEWHERE = {
    "compare": "comparing",
    "export": "exporting",
    "extract": "finding",
    "show": "showing",
    "similar": "showing",
    "speakers": "speakers",
    "timeline": "timeline",
    "verify": "verifying",
}
"""The commands that have a module of their own in `search/terminal/`, imported when they are run or listed."""


@click.group(cls=shell.Commands, elsewhere=_ELSEWHERE, context_settings={"help_option_names": ["-h", "--help"]})
@options.main_index
@click.option("--color/--no-color", "colour", default=None, help="With or without colour; NO_COLOR counts too.")
@click.option("-v", "--verbose", is_flag=True, help="Say on stderr what is being done.")
@click.version_option(package_name="quotesearch", prog_name="quotes", message="%(prog)s %(version)s")
@click.pass_context
def main(ctx: click.Context, folder: Path, *, colour: bool | None, verbose: bool) -> None:
    """Find who said what in news articles.

    Examples:
      quotes index articles/
      quotes search harbour dredging
      quotes search is it safe --speaker "Mara Lindqvist" --since 2024

    `quotes COMMAND -h` shows a command's examples and options. The exit code is 0 if something was found, 1 if
    nothing was, 2 after an error.
    """
    ctx.obj = folder
    shell.print_all_letters()
    shell.choose_colour(ctx, asked=colour)
    shell.log_to_stderr(ctx, verbose=verbose)


main.add_command(shell.completion)


@main.command()
@click.argument("paths", nargs=-1, required=True)
@options.fields
@options.encoding
@options.model
@click.option("-j", "--jobs", type=click.IntRange(1), help="Articles read side by side.  [default: one a core]")
@click.option("-q", "--quiet", is_flag=True, help="Show no progress bar.")
@options.index
def index(  # noqa: PLR0913 - what may be chosen, each by its name
    paths: tuple[str, ...],
    fields: dict[str, str],
    folder: Path,
    *,
    encoding: str | None,
    model: str | None,
    jobs: int | None,
    quiet: bool,
) -> int:
    """Read articles and store their quotes.

    Examples:
      quotes index articles/ "archive/*.html" column.md letters.txt.gz
      quotes index feed.jsonl --map text=body --map outlet=newspaper
      quotes --index press/ index releases.csv --encoding cp1252
      curl -s https://news.example/a | quotes index -

    PATHS are files, folders, patterns, or - for standard input: plain text, Markdown, HTML, JSON Lines, CSV, gzip of
    these. Rows with `quote` and `speaker` are quotes already. An article that has not changed is passed over.

    What cannot be read is listed on stderr. The exit code is 0 if anything was read, 2 if nothing could be.
    """
    from quotesearch.indexer import corpus
    from quotesearch.search.terminal.progress import watching

    records = corpus.read(paths, fields=fields, encoding=encoding)
    with (
        shell.interrupts("what was stored is kept: run the same command again to go on"),
        open_index(folder, create=True, model=model) as opened,
        watching(paths, quiet=quiet) as watch,
    ):
        report = opened.add(watch.over(records), jobs=jobs or os.cpu_count() or 1, progress=watch.stored)
    for reason in report.failed:
        say(f"not read: {reason}")
    click.echo(views.report(report))
    return shell.FOUND if report.read > len(report.failed) else shell.ERROR


@main.command(cls=shell.Asking)
@options.queries
@click.option("--explain", is_flag=True, help="Show each retriever's rank and score and how they were fused.")
@click.option("--rerank", metavar="MODEL", help="Score the first 50 again with this cross-encoder: a name or folder.")
@options.as_json
@click.option("--facets", is_flag=True, help="With --json: print the counts too, in a last object.")
@options.model
@options.index
def search(  # noqa: PLR0913 - what may be chosen, each by its name
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

    WORDS may hold "phrases", -exclusions, wildcards (dredg*), neighbours (harbour NEAR/5 dredging) and the fields
    speaker: outlet: kind: since: until: after: before: (put single quotes around it all, for the shell's sake).
    Operators narrow the answer, words rank it; --plain takes all of it as words.

    Without WORDS, all that the other options let through is listed, newest first. Mode `keyword` goes by words and
    starts quickly, `dense` goes by meaning and loads a model, `hybrid` fuses the two. Ranking by meaning always offers
    its nearest quotes, so exit code 1 comes from the filters or from `--mode keyword`.

    With --stdin each line is a query of its own, answered as it comes by one process; with --json as well, an object
    with `query` and `results` (how many) follows those of each.
    """
    from quotesearch.search.terminal.searching import Printer

    printer = Printer(look(), explain=explain, as_json=as_json, facets=facets, lines=lines)
    with open_index(folder, model=model, reranker=CrossEncoderReranker(rerank) if rerank else None) as opened:
        found = [printer.answer(opened, typed, query) for typed, query in queries]
    return shell.FOUND if any(found) else shell.NOTHING


@main.command()
@click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT...")
@options.index
def remove(documents: tuple[str, ...], folder: Path) -> int:
    """Take documents out of the index, with their quotes.

    Examples:
      quotes remove articles/retracted.txt
      quotes remove https://news.example/2024/harbour

    DOCUMENT is an id, a path or a url; a path takes out all that was read from the file, which stays where it is.
    """
    with open_index(folder, write=True) as opened:
        removed = opened.remove(documents)
    click.echo(f"{removed} document{'' if removed == 1 else 's'} removed")
    return shell.FOUND


@main.command()
@options.as_json
@options.index
def stats(folder: Path, *, as_json: bool) -> int:
    """Say what the index holds.

    Examples:
      quotes stats
      quotes --index press/ stats --json
    """
    from quotesearch.search.terminal import jsonl

    with open_index(folder) as opened:
        held = opened.stats()
    print_json(jsonl.stats(held)) if as_json else click.echo(views.stats(held, look()))
    return shell.FOUND


@main.command()
@click.option("--repair", is_flag=True, help="Rebuild what can be rebuilt from the stored documents.")
@options.index
def check(folder: Path, *, repair: bool) -> int:
    """See whether all parts of the index agree.

    Examples:
      quotes check
      quotes check --repair

    Each disagreement is printed, and the exit code is 1.
    """
    with open_index(folder, write=repair) as opened:
        rebuilt = opened.repair() if repair else ()
        problems = opened.check()
    if rebuilt:
        say(f"rebuilt: {', '.join(rebuilt)}")
    for problem in problems:
        say(problem, err=False)
    if not problems:
        say("all parts of the index agree")
    return shell.NOTHING if problems else shell.FOUND
