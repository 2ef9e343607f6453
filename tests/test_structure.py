"""The structure of the tree: small modules, one place to import each third-party library, light imports."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from radon.complexity import cc_visit
from radon.visitors import Function

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SHIPPED = [ROOT / name for name in PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"]]
MODULES = sorted(
    path for top in SHIPPED for path in (top.rglob("*.py") if top.is_dir() else [top]) if path.suffix == ".py"
)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
LONGEST_MODULE = 400
"""Lines of the longest file: a longer file has two subjects."""
LONGEST_FUNCTION = 40
"""Lines of the longest function, from `def` to its end, without decorators and docstring."""
MOST_COMPLEX = 10
"""The highest cyclomatic complexity of a function, as radon counts it: each `and` and `or` is a branch."""
IMPORTERS = {
    "charset_normalizer": ("indexer/corpus/",),
    "click": ("cli.py", "search/terminal/"),
    "Stemmer": ("indexer/text/analysis.py",),
    "dateutil": ("indexer/corpus/",),
    "filelock": ("indexer/local/lock.py",),
    "huggingface_hub": ("indexer/encoder/sentence.py",),
    "matplotlib": ("search/terminal/plot.py",),
    "markdown_it": ("indexer/corpus/",),
    "numpy": (
        "indexer/protocols.py",
        "indexer/local/",
        "indexer/text/near_duplicates.py",
        "indexer/encoder/",
        "indexer/extraction/tagger/",
        "indexer/extraction/training/",
    ),
    "onnx": ("indexer/encoder/default_graph.py", "indexer/extraction/training/"),
    "onnxruntime": ("indexer/onnx_session.py", "indexer/extraction/training/"),
    "rapidfuzz": ("search/alignment.py", "indexer/local/keyword/suggestions.py", "indexer/local/store/speakers.py"),
    "sentence_transformers": ("indexer/encoder/sentence.py",),
    "simsimd": ("indexer/local/vectors/kernels.py",),
    "sqlite3": ("indexer/local/store/",),
    "tokenizers": ("indexer/onnx_session.py",),
    "torch": ("indexer/encoder/", "indexer/extraction/training/"),
    "trafilatura": ("indexer/corpus/",),
    "transformers": ("indexer/extraction/training/",),
    "wcwidth": ("search/terminal/layout.py",),
    "webencodings": ("indexer/corpus/",),
    "whoosh": ("indexer/local/keyword/",),
    "yaml": ("indexer/corpus/markdown.py",),
}
"""The files that may import each library. SQLite comes with Python, but is treated in the same way."""
SLOW = (
    "Stemmer",
    "matplotlib",
    "onnx",
    "onnxruntime",
    "rapidfuzz",
    "sentence_transformers",
    "simsimd",
    "tokenizers",
    "torch",
    "trafilatura",
    "transformers",
    "wcwidth",
    "whoosh",
    "yaml",
)
HEAVY_FOR_THE_PUBLIC_MODULE = (*SLOW, "click", "numpy", "sqlite3")


def place(path: Path) -> str:
    """Return the module's path relative to the root."""
    return path.relative_to(ROOT).as_posix()


def imported(module: ast.Module) -> Iterator[str]:
    """Yield the top-level name of each import in the module, also inside functions."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0]


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the number of lines of the function without its docstring."""
    first = function.body[0]
    documented = ast.get_docstring(function, clean=False) is not None
    docstring = (first.end_lineno or first.lineno) - first.lineno + 1 if documented else 0
    return (function.end_lineno or function.lineno) - function.lineno + 1 - docstring


@pytest.mark.parametrize("path", [*MODULES, *TESTS], ids=place)
def test_a_file_is_one_subject(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_MODULE, f"{place(path)} has {lines} lines: split it by subject"


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_a_function_fits_a_screen(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = {function.name: length(function) for function in functions if length(function) > LONGEST_FUNCTION}
    assert not long


def functions_of(path: Path) -> Iterator[Function]:
    """Yield the functions and methods of a module, including nested functions."""
    for block in cc_visit(path.read_text(encoding="utf-8")):
        yield from [block, *block.closures] if isinstance(block, Function) else ()


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_a_function_does_one_thing(path: Path) -> None:
    complex_ones = {
        function.fullname: function.complexity for function in functions_of(path) if function.complexity > MOST_COMPLEX
    }
    assert complex_ones == {}


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_a_library_is_imported_only_in_its_place(path: Path) -> None:
    known_names = sys.stdlib_module_names - IMPORTERS.keys() | {"quotesearch"}
    foreign = set(imported(ast.parse(path.read_text(encoding="utf-8")))) - known_names
    assert {name for name in foreign if not place(path).startswith(IMPORTERS.get(name, ()))} == set()


def test_each_library_is_a_declared_dependency() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    required = [*PROJECT["project"]["dependencies"], *extras["train"], *extras["plot"]]
    names = {re.split(r"[^\w-]", requirement)[0].lower() for requirement in required}
    used = {name for path in MODULES for name in imported(ast.parse(path.read_text(encoding="utf-8")))}
    foreign = used - sys.stdlib_module_names - {"quotesearch"}
    homes = packages_distributions()
    assert {name for name in foreign if names.isdisjoint(home.lower() for home in homes.get(name, ()))} == set()


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_a_module_begins_with_a_sentence_about_its_subject(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    assert docstring.partition("\n")[0].endswith((".", ":")), (
        f"{place(path)} needs a first line that is a complete sentence"
    )


def test_a_folder_of_modules_is_a_package() -> None:
    assert [place(path) for path in MODULES if not (path.parent / "__init__.py").is_file()] == []


def loaded_after(statement: str) -> set[str]:
    """Return the top-level modules that a fresh interpreter has after the statement."""
    code = f"import sys; {statement}; print(*{{name.split('.')[0] for name in sys.modules}})"
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(finished.stdout.split())


def test_the_public_module_is_light() -> None:
    assert loaded_after("import quotesearch").isdisjoint(HEAVY_FOR_THE_PUBLIC_MODULE)


def test_importing_every_module_loads_nothing_slow() -> None:
    scripts = ("training", "default_graph")
    used = (path for path in MODULES if path.parent.name not in scripts and path.stem not in scripts)
    names = (place(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in used)
    everything = ", ".join(f"quotesearch.{name}" for name in names if name != "__init__")
    assert loaded_after(f"import {everything}").isdisjoint(SLOW)
