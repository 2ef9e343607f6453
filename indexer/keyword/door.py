"""Import Whoosh: late, since it is slow, and quietly, since it is old."""

import importlib
import warnings
from typing import Any


def whoosh(module: str) -> Any:  # noqa: ANN401 - Whoosh has no types
    """Import a module of Whoosh, whose old way of writing newer Pythons complain about."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        warnings.simplefilter("ignore", DeprecationWarning)
        return importlib.import_module(f"whoosh.{module}")
