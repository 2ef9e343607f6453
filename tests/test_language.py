"""The language of the project: texts that an engineer reads once, and names that are nouns or verbs.

The lists have habits that were frequent in this project, not everything that is hard to read. If a text is found,
rewrite the sentence for a reader whose second language is English; another word with the same habit is no help.
"""

import ast
import io
import re
import tokenize
import tomllib
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
WHEEL = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"][
    "wheel"
]
SHIPPED = [ROOT / name for name in WHEEL["only-include"] if name != "index_data"]
PAGES = [ROOT / name for name in ("README.md", "CHANGELOG.md", "index_data/README.md")]
FILES = {
    "source": [*(file for path in SHIPPED for file in (path.rglob("*.py") if path.is_dir() else [path])), *PAGES],
    "tests": [*(ROOT / "tests").rglob("*.py")],
}
MOST_HARD, MOST_VAGUE = 3.0, 2.0
"""The highest share, in per cent, of texts with a habit, and of vague names."""
HABITS = {
    "the object of the verb has no name": (
        r"\b(?:return|say|hold|tell|know|find|name|keep|print|show|give|decide|count|make)s?\b"
        r"(?: \w+)? (?:what|who|whose|whoever|whatever|whichever)\b"
    ),
    "where instead of if": (
        r"\bwhere (?:there (?:is|are)|it (?:is|has|can)|that is|they|none|nothing|nobody|no|one|all|some|any|"
        r"the \w+ is)\b"
    ),
    "archaic or literary word": (
        r"\b(?:anew|noughts?|whom|lest|likest|likelier|meanwhile|thereof|nobody|whoever|astray|in vain|be had|held to|"
        r"save (?:for|those|that)|of (?:its|one's|his|their) own|by (?:itself|oneself)|is none|for none)\b"
    ),
    "behind or beside instead of after or next to": r"\b(?:behind|beside)\b",
}
HABIT = re.compile("|".join(f"(?:{pattern})" for pattern in HABITS.values()), re.IGNORECASE)
VAGUE_NAMES = frozenset(
    "all again any asked before begun behind beside both chosen data done drawn each even few found given having held "
    "here info kept known left listed made many matched mine more most near offered one other others own ranked rest "
    "said same seen shown some stuff such taken theirs then there thing things told wanted what which who".split()
)


def comments(source: str) -> Iterator[str]:
    """Yield each comment; comments in consecutive lines are one text."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    by_line = {token.start[0]: token.string for token in tokens if token.type == tokenize.COMMENT}
    for _, run in groupby(enumerate(by_line), key=lambda pair: pair[1] - pair[0]):
        yield " ".join(re.sub(r"^[#!]+ *(?:noqa[^-]*-?)?", "", by_line[line]) for _, line in run)


def literal(node: ast.expr) -> str:
    """Return the constant parts of a string expression."""
    parts = (part.value for part in ast.walk(node) if isinstance(part, ast.Constant))
    return " ".join(part for part in parts if isinstance(part, str))


def python_texts(source: str) -> Iterator[str]:
    """Yield docstrings, strings below an assignment, help texts, messages of raised errors, and comments."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Expr(value=ast.Constant(value=str(text))):
                yield text
            case ast.keyword(arg="help" | "short_help" | "epilog", value=value):
                yield literal(value)
            case ast.Raise(exc=ast.Call(args=[message, *_])):
                yield literal(message)
    yield from comments(source)


def markdown_texts(source: str) -> Iterator[str]:
    """Yield paragraphs, list items and table rows outside code blocks."""
    prose = re.sub(r"^```.*?^```", "", source, flags=re.DOTALL | re.MULTILINE)
    yield from re.split(r"\n\s*\n|\n(?=\s*(?:[-*|#]|\d+\.))", prose)


def texts(path: Path) -> Iterator[str]:
    """Yield the texts of a file that have at least two words."""
    source = path.read_text(encoding="utf-8")
    for text in markdown_texts(source) if path.suffix == ".md" else python_texts(source):
        if len(re.findall(r"[A-Za-z]{2,}", text)) > 1:
            yield " ".join(text.split())


def names(source: str) -> Iterator[str]:
    """Yield the name of each variable, parameter and function, once for each place that binds it."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name) | ast.FunctionDef(name=name):
                yield name
            case ast.ExceptHandler(name=str(name)):
                yield name


def is_vague(name: str) -> bool:
    """Return whether the name is a participle, a pronoun or another word that names no thing."""
    return name.strip("_") in VAGUE_NAMES and not name.startswith("__")


@pytest.mark.parametrize("part", FILES)
def test_few_texts_are_hard_to_read(part: str) -> None:
    all_texts = [(path.relative_to(ROOT), text) for path in FILES[part] for text in texts(path)]
    hard = [f"{path}: {text[:200]}" for path, text in all_texts if HABIT.search(text)]
    share = 100 * len(hard) / len(all_texts)
    assert share <= MOST_HARD, f"{share:.1f} % of {len(all_texts)} texts:\n" + "\n".join(hard)


@pytest.mark.parametrize("part", FILES)
def test_few_names_are_vague(part: str) -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in FILES[part] if path.suffix == ".py"}
    bound = [(path.relative_to(ROOT), name) for path, source in sources.items() for name in names(source)]
    vague = [f"{path}: {name}" for path, name in bound if is_vague(name)]
    share = 100 * len(vague) / len(bound)
    assert share <= MOST_VAGUE, f"{share:.1f} % of {len(bound)} names:\n" + "\n".join(vague)


@pytest.mark.parametrize(
    "text",
    [
        "Return what the query asks for.",
        "None where there is no speaker.",
        "Return the speaker whom the pronoun means.",
        "The index is built anew.",
        "All but the quote behind the cue.",
    ],
)
def test_a_habit_is_found(text: str) -> None:
    assert HABIT.search(text)


def test_a_plain_sentence_has_no_habit() -> None:
    assert not HABIT.search("Return the terms of the query, or an empty set if the query has no terms.")


def test_all_texts_of_a_module_are_read() -> None:
    source = (
        '"""Doc."""\nSIZE = 1\n"""Size."""\n# first\n# second\nf(help="help " + text)  # third\nraise E(f"bad {x}")\n'
    )
    assert [*python_texts(source)] == ["Doc.", "Size.", "bad ", "help ", "first second third"]


def test_all_paragraphs_of_a_page_are_read() -> None:
    source = "# Title\n\nOne\nparagraph.\n\n- item one\n- item two\n\n```console\ncode\n```\n| a | row |\n"
    assert [text.strip() for text in markdown_texts(source) if text.strip()] == [
        "# Title",
        "One\nparagraph.",
        "- item one",
        "- item two",
        "| a | row |",
    ]


def test_all_bound_names_are_read() -> None:
    source = (
        "def f(a, *b, c=1):\n    d = [e for e in a]\n    with x as g: pass\n    try: pass\n    except E as h: pass\n"
    )
    assert sorted(names(source)) == ["a", "b", "c", "d", "e", "f", "g", "h"]
