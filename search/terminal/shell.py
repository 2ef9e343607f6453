"""Behave as a shell expects: help that begins with examples, exit codes, errors in a sentence, a closed pipe.

A command's docstring holds its help; the paragraph that begins with `Examples:` is printed before all else. What a
command returns is its exit code.
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
_UNWANTED = re.compile(r"-(?!n\d|n$|h$|-)[^\s-].*", re.DOTALL)
WIDEST = 100
"""The most columns that are used: longer lines are hard to read."""


class Command(click.Command):
    """Print the examples of the help text first."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, then what click writes."""
        for examples in self._paragraphs(examples=True):
            formatter.write(f"{examples}\n\n")
        super().format_help(ctx, formatter)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        """Write the help text without the examples."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text("\n\n".join(self._paragraphs(examples=False)))

    def _paragraphs(self, *, examples: bool) -> list[str]:
        """Return those paragraphs of the help text that are examples, or those that are not."""
        paragraphs = inspect.cleandoc(self.help or "").split("\n\n")
        return [text for text in paragraphs if text.startswith("Examples:") is examples]


class Asking(Command):
    """Take `-word` for a word that is not wanted, where no option is called so."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put such words behind the options, between quotation marks where they are several."""
        unwanted = [arg for arg in args if _UNWANTED.fullmatch(arg)]
        if not unwanted or "--" in args:
            return super().parse_args(ctx, args)
        kept = [arg for arg in args if arg not in unwanted]
        words = [f'-"{arg[1:]}"' if " " in arg and '"' not in arg else arg for arg in unwanted]
        return super().parse_args(ctx, [*kept, "--", *words])


class Commands(Command, click.Group):
    """Run commands, turning what they return and what goes wrong into exit codes.

    `modules` gives each command's module in this folder, which is imported when the command runs or is listed.
    """

    command_class = Command

    def __init__(self, *args: Any, modules: Mapping[str, str], **options: Any) -> None:  # noqa: ANN401 - click's own
        super().__init__(*args, **options)
        self._modules = modules
        self.commands.update({name: click.Command(name) for name in modules})  # names for listing and suggestions

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, imported now if it has a module."""
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
        except BrokenPipeError:  # whoever reads has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = FOUND
        except KeyboardInterrupt as interrupt:
            say("; ".join(filter(None, ("\nstopped", str(interrupt)))))
            code = STOPPED
        ctx.exit(code or FOUND)


class WithDefault(Command, click.Group):
    """Run the command `list` where none of the others is named."""

    command_class = Command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put in what is left out."""
        named = bool(args) and args[0] in (*self.commands, *ctx.help_option_names)
        return super().parse_args(ctx, args if named else ["list", *args])


@contextmanager
def interrupts(kept: str = "") -> Iterator[None]:
    """Turn Ctrl-C, and what fails because of it, into a KeyboardInterrupt that says what is kept.

    torch, stopped while it loads, fails in ways of its own; other libraries, stopped at a bad moment, go on as if
    nothing had happened, which is found out at the end.
    """
    try:
        with _heeded():
            yield
    except (Exception, KeyboardInterrupt) as error:
        if not _is_interrupt(error):
            raise
        message = str(error) if isinstance(error, KeyboardInterrupt) else ""
        raise KeyboardInterrupt(kept or message) from error


@contextmanager
def _heeded() -> Iterator[None]:
    """Raise KeyboardInterrupt at the end where Ctrl-C was pressed and somebody caught what was then raised."""
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
    """Tell whether the error was raised while an interrupt was being handled."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, KeyboardInterrupt):
        cause = cause.__context__
    return cause is not None


def say(sentence: str, *, err: bool = True) -> None:
    """Print a sentence, by itself on stderr, harmless whatever names from articles and files it holds."""
    click.echo(harmless(sentence), err=err)


class StderrHandler(logging.Handler):
    """Print what the library logs to whatever stderr is now."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print one message, with its level where that is not just information."""
        level = "" if record.levelno <= logging.INFO else f"{record.levelname.lower()}: "
        say(f"{level}{record.getMessage()}")


def log_to_stderr(ctx: click.Context, *, verbose: bool) -> None:
    """Print the library's warnings, and with `verbose` what it does, until the command ends."""
    logger, handler = logging.getLogger("quotesearch"), StderrHandler()
    previous = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO if verbose else logging.WARNING)
    ctx.call_on_close(lambda: logger.setLevel(previous))
    ctx.call_on_close(lambda: logger.removeHandler(handler))


def print_all_letters() -> None:
    """Let stdout and stderr write what their encoding has no letter for as an escape, rather than fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def choose_colour(ctx: click.Context, *, choice: bool | None) -> None:
    """Decide for all that is printed: as asked; without colour under NO_COLOR; else where stdout is a terminal."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    ctx.color = choice if choice is not None else not plain and sys.stdout.isatty()


def look() -> Look:
    """Return how wide the terminal is and whether it takes colours."""
    width = min(shutil.get_terminal_size().columns, WIDEST)
    return Look(width, colour=bool(click.get_current_context().color))


def print_json(*lines: Mapping[str, object]) -> None:
    """Print each object on a line of its own, in plain letters where stdout is not UTF-8."""
    for line in lines:
        click.echo(json.dumps(line, ensure_ascii=not writes_all_letters()))


def writes_all_letters() -> bool:
    """Tell whether stdout is UTF-8."""
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"


@click.command(cls=Command)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> int:
    """Print what makes a shell complete commands and options.

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
