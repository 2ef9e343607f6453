"""Measure how many broken lines the direct tests of extraction catch.

    python tests/quality/break_lines.py [FILE_OR_FOLDER ...] [--lines 50] [--seed 1] [--at-least 70]

Random lines of code are broken one at a time, in a temporary copy of the tree. A condition is negated, `and` becomes
`or`, `<` becomes `<=`, a constant changes, a result becomes None, or a statement is deleted. After each change, the
tests of `tests/indexer/extraction` run. A line is caught if they fail or take longer than the time limit. Docstrings,
comments, imports and annotations are never broken. The same seed breaks the same lines in the same way.

The exit code is 1 if less than `--at-least` % of the lines are caught.
"""

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = "tests/indexer/extraction"
FILE_LIMIT, TIME_LIMIT = 60, 300
"""Seconds for the test file of the broken module, and for all tests.

They are limited because a broken loop may never end.
"""
COMPARISONS = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
OPERATIONS = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr, ast.Mult: ast.Div}
Break = tuple[ast.AST, str]
"""The replacement of a node, and its description in the table."""


def breaks_of(node: ast.AST) -> Iterator[Break]:
    """Yield the replacements of an expression."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in COMPARISONS:
        yield ast.Compare(node.left, [COMPARISONS[type(node.ops[0])]()], node.comparators), "other comparison"
    elif isinstance(node, ast.BoolOp):
        swapped = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield ast.BoolOp(swapped, node.values), "and <-> or"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand, "without not"
    elif isinstance(node, ast.BinOp) and type(node.op) in OPERATIONS:
        yield ast.BinOp(node.left, OPERATIONS[type(node.op)](), node.right), "other operator"
    elif isinstance(node, ast.Constant):
        yield from breaks_of_constant(node)


def breaks_of_constant(node: ast.Constant) -> Iterator[Break]:
    """Yield the replacements of a constant."""
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value), "other truth value"
    elif isinstance(node.value, int | float):
        yield ast.Constant(node.value + 1 if node.value != 1 else 0), "other number"
    elif isinstance(node.value, str) and node.value:
        yield ast.Constant("§"), "other string"


def breaks_of_statement(node: ast.stmt) -> Iterator[Break]:
    """Yield the replacements of a statement."""
    if isinstance(node, ast.If | ast.While):
        negated = type(node)(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
        yield negated, "negated condition"
    elif isinstance(node, ast.Return) and node.value is not None and not is_none(node.value):
        yield ast.Return(ast.Constant(None)), "returns None"
    elif isinstance(node, ast.Assign | ast.AugAssign | ast.Continue | ast.Break | ast.Raise | ast.Expr):
        yield ast.Pass(), "deleted"


def is_none(node: ast.expr) -> bool:
    """Return whether the expression is the constant None. A broken return would not change it."""
    return isinstance(node, ast.Constant) and node.value is None


def unbreakable(tree: ast.Module) -> set[ast.AST]:
    """Return the nodes that must not be broken.

    They are docstrings (also of variables), annotations, imports, f-strings and `__all__`.
    """
    nodes: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            nodes |= set(ast.walk(node))
        annotations = [getattr(node, name, None) for name in ("annotation", "returns")]
        for annotation in annotations:
            nodes |= set(ast.walk(annotation)) if isinstance(annotation, ast.AST) else set()
        exports = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        if exports or isinstance(node, ast.JoinedStr | ast.Import | ast.ImportFrom):
            nodes |= set(ast.walk(node))
    return nodes


def breaks_by_line(source: str) -> dict[int, list[tuple[ast.AST, Break]]]:
    """Return the ways to break each line of code, by line."""
    tree = ast.parse(source)
    skipped = unbreakable(tree)
    breaks: dict[int, list[tuple[ast.AST, Break]]] = {}
    for node in ast.walk(tree):
        if node in skipped or not hasattr(node, "lineno"):
            continue
        replacements = breaks_of_statement(node) if isinstance(node, ast.stmt) else breaks_of(node)
        breaks.setdefault(node.lineno, []).extend((node, replacement) for replacement in replacements)
    return {line: options for line, options in breaks.items() if options}


def broken(source: str, node: ast.AST, replacement: ast.AST) -> str:
    """Return the source with the node replaced. The rest of the file keeps its text."""
    lines = source.encode().split(b"\n")
    text = ast.unparse(ast.fix_missing_locations(ast.copy_location(replacement, node)))
    text = text.replace("\n", "\n" + " " * node.col_offset) if isinstance(node, ast.stmt) else f"({text})"
    head, tail = lines[node.lineno - 1][: node.col_offset], lines[node.end_lineno - 1][node.end_col_offset :]
    return b"\n".join([*lines[: node.lineno - 1], head + text.encode() + tail, *lines[node.end_lineno :]]).decode()


def chosen_breaks(files: list[Path], count: int, chance: random.Random) -> Iterator[tuple[Path, int, str, str]]:
    """Yield file, line, description and broken source of random lines. Each line is chosen at most once."""
    sources = {file: file.read_text(encoding="utf-8") for file in files}
    options = {(file, line): ways for file in files for line, ways in breaks_by_line(sources[file]).items()}
    for file, line in sorted(chance.sample(sorted(options), min(count, len(options)))):
        node, (replacement, description) = chance.choice(options[file, line])
        yield file, line, description, broken(sources[file], node, replacement)


def nearest_tests(tree: Path, place: Path) -> list[str]:
    """Return the tests to run: first the test file of the module, then all tests of extraction."""
    relative = place.relative_to("indexer/extraction")
    test_file = Path(TESTS) / relative.with_name(f"test_{relative.name}")
    return [*([test_file.as_posix()] if (tree / test_file).is_file() else []), TESTS]


def is_caught(tree: Path, place: Path) -> bool:
    """Return whether the tests fail in the tree."""
    environment = {**os.environ, "PYTHONPATH": str(tree / ".dev")}
    for compiled in (tree / place).parent.glob(f"__pycache__/{place.stem}.*"):
        compiled.unlink()  # a file that changes twice in a second looks unchanged
    for tests in nearest_tests(tree, place):
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", tests]
        limit = TIME_LIMIT if tests == TESTS else FILE_LIMIT
        try:
            finished = subprocess.run(
                command, cwd=tree, env=environment, capture_output=True, timeout=limit, check=False
            )
        except subprocess.TimeoutExpired:
            return True
        if finished.returncode:
            return True
    return False


def main() -> None:
    """Break the lines and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("places", nargs="*", type=Path, default=[ROOT / "indexer" / "extraction"])
    parser.add_argument("--lines", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at-least", type=float, default=0, help="%% of the lines that the tests must catch")
    options = parser.parse_args()
    places = [place.resolve() for place in options.places]
    files = sorted({file for place in places for file in (place.rglob("*.py") if place.is_dir() else [place])})
    caught = []
    with tempfile.TemporaryDirectory() as scratch:
        tree = Path(scratch, "tree")
        shutil.copytree(
            ROOT, tree, symlinks=True, ignore=shutil.ignore_patterns(".git", ".venv", ".*_cache", "__pycache__")
        )
        for file, line, description, source in chosen_breaks(files, options.lines, random.Random(options.seed)):  # noqa: S311
            place = file.relative_to(ROOT)
            (tree / place).write_text(source, encoding="utf-8")
            caught.append(is_caught(tree, place))
            shutil.copyfile(file, tree / place)
            print(f"{'caught' if caught[-1] else 'MISSED'}  {place}:{line}  {description}", flush=True)
    share = 100 * sum(caught) / len(caught)
    print(f"{sum(caught)} of {len(caught)} caught: {share:.0f} %")
    if share < options.at_least:
        sys.exit(f"less than {options.at_least:.0f} %")


if __name__ == "__main__":
    main()
