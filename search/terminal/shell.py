"""Run commands as a shell expects: help with examples first, exit codes, short errors, closed pipes, Ctrl-C.

A command's docstring is its help. The paragraph that begins with `Examples:` is printed first. A command returns its
exit code.
"""

import inspect
import io
import json
import logging
import os
import re
import shutil
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from types import FrameType
from typing import Any

import click
from click.shell_completion import get_completion_class

from quotesearch.indexer.errors import NotFoundError, QuoteSearchError
from quotesearch.search.terminal.layout import Look, harmless

FOUND, NOTHING, ERROR, STOPPED = 0, 1, 2, 130
_EXCLUSION = re.compile(r"-(?!n\d|n$|h$|-)[^\s-].*", re.DOTALL)
"""An argument that excludes a word: a minus and a word. Options such as -n, -n5, -h or --json are not matched."""
MAX_WIDTH = 100
"""The most columns that are used, because longer lines are hard to read."""


class Command(click.Command):
    """A command whose help text begins with examples."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, then the help of click."""
        for examples in self._paragraphs(examples=True):
            formatter.write(f"{examples}\n\n")
        super().format_help(ctx, formatter)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        """Write the help text without the examples."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text("\n\n".join(self._paragraphs(examples=False)))

    def _paragraphs(self, *, examples: bool) -> list[str]:
        """Return the paragraphs of the help text that are examples.

        If `examples` is false, return the other paragraphs.
        """
        paragraphs = inspect.cleandoc(self.help or "").split("\n\n")
        return [text for text in paragraphs if text.startswith("Examples:") is examples]


class WithExclusions(Command):
    """A command that reads `-word` as an excluded word, if no option has this name."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Move the excluded words after the options. Put quotation marks around an argument of several words."""
        exclusions = [arg for arg in args if _EXCLUSION.fullmatch(arg)]
        if not exclusions or "--" in args:
            return super().parse_args(ctx, args)
        remaining = [arg for arg in args if arg not in exclusions]
        words = [f'-"{arg[1:]}"' if " " in arg and '"' not in arg else arg for arg in exclusions]
        return super().parse_args(ctx, [*remaining, "--", *words])


class Commands(Command, click.Group):
    """A group that turns return values and errors of its commands into exit codes.

    `modules` maps each command to its module in this folder. The module is imported when the command runs or is listed.
    """

    command_class = Command

    def __init__(self, *args: Any, modules: Mapping[str, str], **options: Any) -> None:  # noqa: ANN401 - click's own
        super().__init__(*args, **options)
        self._modules = modules
        # lists and suggestions need the names
        self.commands.update({name: click.Command(name) for name in modules})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command.

        If the command has a module, the module is imported now.
        """
        if cmd_name not in self._modules:
            return super().get_command(ctx, cmd_name)
        module = import_module(f"quotesearch.search.terminal.{self._modules[cmd_name]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own signature
        """Run the command and end with its exit code."""
        try:
            with interrupts():
                code = super().invoke(ctx)
        except NotFoundError as error:
            say(str(error))
            code = NOTHING
        except QuoteSearchError as error:
            say(f"error: {error}")
            code = ERROR
        except BrokenPipeError:  # the program that reads stdout has closed the pipe
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = FOUND
        except KeyboardInterrupt as interrupt:
            say("; ".join(filter(None, ("\nstopped", str(interrupt)))))
            code = STOPPED
        ctx.exit(code or FOUND)


class WithDefault(Command, click.Group):
    """A group that runs the command `list` if no command is named."""

    command_class = Command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Add `list` if it is missing."""
        named = bool(args) and args[0] in (*self.commands, *ctx.help_option_names)
        return super().parse_args(ctx, args if named else ["list", *args])


@contextmanager
def interrupts(notice: str = "") -> Iterator[None]:
    """Raise KeyboardInterrupt after Ctrl-C, with the message `notice`, even if a library hides the interrupt.

    torch raises another error if it is interrupted during its import. Other libraries catch the interrupt and continue.
    In that case, KeyboardInterrupt is raised at the end.
    """
    try:
        with _interruptible():
            yield
    except (Exception, KeyboardInterrupt) as error:
        if not _is_interrupt(error):
            raise
        message = str(error) if isinstance(error, KeyboardInterrupt) else ""
        raise KeyboardInterrupt(notice or message) from error


@contextmanager
def _interruptible() -> Iterator[None]:
    """If Ctrl-C was pressed and a library caught the interrupt, raise KeyboardInterrupt at the end."""
    signals: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        signals.append(number)
        signal.default_int_handler(number, frame)

    previous = signal.getsignal(signal.SIGINT)
    is_ours = threading.current_thread() is threading.main_thread() and callable(previous)
    try:
        if is_ours:
            signal.signal(signal.SIGINT, note)
        yield
        if signals:
            raise KeyboardInterrupt
    finally:
        if is_ours:
            signal.signal(signal.SIGINT, previous)


def _is_interrupt(error: BaseException) -> bool:
    """Tell whether the error was raised while an interrupt was handled."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, KeyboardInterrupt):
        cause = cause.__context__
    return cause is not None


def say(sentence: str, *, err: bool = True) -> None:
    """Print a sentence on stderr, or on stdout.

    Remove control characters, because it may contain names from articles.
    """
    click.echo(harmless(sentence), err=err)


class StderrHandler(logging.Handler):
    """A handler that prints the log messages of the library on the current stderr."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print one message. If its level is above INFO, print the level first."""
        level = "" if record.levelno <= logging.INFO else f"{record.levelname.lower()}: "
        say(f"{level}{record.getMessage()}")


def log_to_stderr(ctx: click.Context, *, verbose: bool) -> None:
    """Print the warnings of the library until the command ends. With `verbose`, print its other messages too."""
    logger, handler = logging.getLogger("quotesearch"), StderrHandler()
    previous = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO if verbose else logging.WARNING)
    ctx.call_on_close(lambda: logger.setLevel(previous))
    ctx.call_on_close(lambda: logger.removeHandler(handler))


def print_all_letters() -> None:
    """Print letters that stdout or stderr cannot encode as escapes, instead of raising an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def choose_colour(ctx: click.Context, *, choice: bool | None) -> None:
    """Choose whether the output has colour.

    The user's choice counts. Without a choice, there is colour if stdout is a terminal and NO_COLOR is not set.
    """
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    ctx.color = choice if choice is not None else not plain and sys.stdout.isatty()


def look() -> Look:
    """Return the width of the terminal, and whether it shows colours."""
    width = min(shutil.get_terminal_size().columns, MAX_WIDTH)
    return Look(width, colour=bool(click.get_current_context().color))


def print_json(*lines: Mapping[str, object]) -> None:
    """Print each object on one line, in ASCII if stdout is not UTF-8."""
    for line in lines:
        click.echo(json.dumps(line, ensure_ascii=not writes_all_letters()))


def writes_all_letters() -> bool:
    """Tell whether stdout is UTF-8."""
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"


@click.command(cls=Command)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> int:
    """Print the script with which a shell completes commands.

    Examples:
      eval "$(quotes completion bash)"      # in ~/.bashrc
      eval "$(quotes completion zsh)"       # in ~/.zshrc
      quotes completion fish > ~/.config/fish/completions/quotes.fish
    """
    script = get_completion_class(shell)
    if script is None:
        return ERROR
    click.echo(script(ctx.find_root().command, {}, "quotes", "_QUOTES_COMPLETE").source())
    return FOUND
