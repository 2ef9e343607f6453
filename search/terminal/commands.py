"""Define `quotes`, the group of all commands.

Results are printed on stdout, everything else on stderr. The exit code is 0 if something was found, 1 if nothing was
found, 2 after an error. Each search is a new process, so a command's module is imported only when the command runs.
"""

from pathlib import Path

import click

from quotesearch.search.terminal import options, shell

_MODULES = {
    **{name: name for name in "compare correct export extract index search show speakers timeline verify".split()},
    "check": "maintain",
    "remove": "maintain",
    "stats": "maintain",
    "similar": "show",
}
"""The module in `search/terminal/` of each command."""


@click.group(cls=shell.Commands, modules=_MODULES, context_settings={"help_option_names": ["-h", "--help"]})
@options.main_index
@click.option(
    "--color/--no-color",
    "colour",
    default=None,
    help="Print in colour or not.  [default: colour on a terminal, unless NO_COLOR is set]",
)
@click.option("-v", "--verbose", is_flag=True, help="Print the steps of the command on stderr.")
@click.version_option(package_name="quotesearch", prog_name="quotes", message="%(prog)s %(version)s")
@click.pass_context
def quotes(ctx: click.Context, folder: Path, *, colour: bool | None, verbose: bool) -> None:
    """Search quotes in news articles, with their speakers.

    Examples:
      quotes index articles/
      quotes search harbour dredging
      quotes search is it safe --speaker "Mara Lindqvist" --since 2024

    `quotes COMMAND -h` shows the examples and options of a command. The exit code is 0 if something was found, 1 if
    nothing was found, 2 after an error.
    """
    ctx.obj = folder
    shell.print_all_letters()
    shell.choose_colour(ctx, choice=colour)
    shell.log_to_stderr(ctx, verbose=verbose)


quotes.add_command(shell.completion)
