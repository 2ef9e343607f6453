"""The public names of `import quotesearch`: they exist, cost nothing to import, and work as in the README."""

import ast
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

import quotesearch

HEAVY = {"numpy", "whoosh", "torch", "click", "trafilatura", "sqlite3", "sentence_transformers"}


def names_in_stub(root: Path) -> dict[str, str]:
    """Return the names that the stub gives to type checkers, each with its module."""
    body = ast.parse((root / "__init__.pyi").read_text(encoding="utf-8")).body
    imports = [node for node in body if isinstance(node, ast.ImportFrom)]
    homes = {name.name: (node.module or "").removeprefix("quotesearch.") for node in imports for name in node.names}
    renamed = {ast.unparse(node.targets[0]): ast.unparse(node.value) for node in body if isinstance(node, ast.Assign)}
    return {name: homes.pop(original) for name, original in renamed.items()} | homes


@pytest.mark.parametrize("name", quotesearch.__all__)
def test_each_public_name_exists(name: str) -> None:
    assert getattr(quotesearch, name) is not None
    assert name in dir(quotesearch)


def test_type_checkers_see_the_names_that_python_finds(root: Path) -> None:
    assert names_in_stub(root) == quotesearch._MODULES
    assert sorted([*quotesearch._MODULES, "__version__"]) == quotesearch.__all__


def test_a_name_that_is_not_public_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'unknown_name'"):
        _ = quotesearch.unknown_name


def test_the_version_is_the_installed_one() -> None:
    assert quotesearch.__version__ == metadata.version("quotesearch")


def test_every_public_error_is_a_quotesearch_error() -> None:
    errors = [getattr(quotesearch, name) for name in quotesearch.__all__ if name.endswith("Error")]
    assert errors
    assert all(issubclass(error, quotesearch.QuoteSearchError) for error in errors)


def test_importing_loads_nothing_heavy() -> None:
    code = "import quotesearch, sys; print(*{name.split('.')[0] for name in sys.modules})"
    finished = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    assert HEAVY.isdisjoint(finished.stdout.split())


def test_importing_sets_up_no_logging() -> None:
    handlers = (
        "logging.root.handlers, [type(handler).__name__ for handler in logging.getLogger('quotesearch').handlers]"
    )
    code = f"import quotesearch, logging; quotesearch.open; print({handlers})"
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert finished.stdout == "[] ['NullHandler']\n"  # so warnings are not printed on the stderr of a program


def test_extracting_from_a_text_needs_no_index() -> None:
    text = "“We sail at noon,” said Mara Lindqvist."
    (quote,) = quotesearch.extract(text)
    assert quote.speaker.name == "Mara Lindqvist"
    assert [span.words(text) for span in quote.content] == [quote.text]
