"""Import Whoosh: late, since it is slow, and quietly, since it is old."""

import importlib
import warnings
from collections.abc import Callable
from functools import cache
from typing import Any, cast

_LATE = ("codec.whoosh3", "matching", "reading", "searching", "writing")
"""What Whoosh imports by itself, when it is too late to keep it quiet."""


@cache
def stemmer() -> Callable[[str], str]:
    """Return Whoosh's Porter2 stemmer, which needs nothing else of it."""
    return cast("Callable[[str], str]", importlib.import_module("whoosh.lang.porter2").stem)


@cache
def whoosh(module: str) -> Any:  # noqa: ANN401 - Whoosh has no types
    """Import a module of Whoosh, whose old way of writing newer Pythons complain about."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        warnings.simplefilter("ignore", DeprecationWarning)
        for name in (module, *_LATE):
            importlib.import_module(f"whoosh.{name}")
        return importlib.import_module(f"whoosh.{module}")
