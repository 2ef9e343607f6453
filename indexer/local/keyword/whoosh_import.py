"""Import Whoosh late, because that is slow. Suppress the warnings that its old code causes in newer Pythons."""

import importlib
import warnings
from functools import cache
from typing import Any

_IMPORTED_BY_WHOOSH = ("codec.whoosh3", "matching", "reading", "searching", "writing")
"""Whoosh would import these modules later, when warnings are shown again. So they are imported in advance."""


@cache
def whoosh(module: str) -> Any:  # noqa: ANN401 - Whoosh has no types
    """Import a module of Whoosh."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        warnings.simplefilter("ignore", DeprecationWarning)
        for name in (module, *_IMPORTED_BY_WHOOSH):
            importlib.import_module(f"whoosh.{name}")
        return importlib.import_module(f"whoosh.{module}")
