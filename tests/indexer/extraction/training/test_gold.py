"""Gold attributions are read from brat files, and articles vary with their annotations in place."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from quotesearch.indexer.extraction.training import gold
from quotesearch.indexer.extraction.training.gold import Article, Relation
from quotesearch.indexer.extraction.training.variation import surnames, varied
from quotesearch.indexer.model import Span


def corpus(folder: Path, files: dict[str, str]) -> Path:
    """Write annotation files and a text of ten letters for each article."""
    for name in ("text", "attributions"):
        (folder / name).mkdir()
    for name, annotation in files.items():
        (folder / "attributions" / f"{name}.ann").write_text(annotation, encoding="utf-8")
        (folder / "text" / f"{name.split('_')[0]}.txt").write_text("abcdefghij", encoding="utf-8")
    return folder


def test_events_with_content_are_relations(tmp_path: Path) -> None:
    lines = (
        "T1\tSource 0 1\ta",
        "T2\tCue 2 3\tc",
        "T3\tContent 8 9;4 6;7 7\te",
        "E1\tContent:T3 Cue:T2 Source:T1",
        "E2\tCue:T2",
    )
    (article,) = gold.read(corpus(tmp_path, {"boat": "\n".join(lines)}))
    relation = Relation((Span(0, 1),), (Span(2, 3),), (Span(4, 6), Span(8, 9)))
    assert article == Article("boat", "abcdefghij", (relation,))


def test_numbered_roles_are_joined_and_unknown_targets_dropped(tmp_path: Path) -> None:
    annotation = "T1\tContent 4 6\te\nT2\tContent 0 1\ta\nE1\tContent:T1 Content2:T2 Source:T9"
    (article,) = gold.read(corpus(tmp_path, {"boat": annotation}))
    assert article.relations == (Relation((), (), (Span(0, 1), Span(4, 6))),)


def test_the_first_of_several_annotations_of_an_article_counts(tmp_path: Path) -> None:
    first, second = "T1\tContent 4 6\te\nE1\tContent:T1", "T1\tContent 0 1\ta\nE1\tContent:T1"
    articles = list(gold.read(corpus(tmp_path, {"boat_0a1b": first, "boat_0c1d": second, "tram": second})))
    assert [(article.name, article.relations[0].content[0].start) for article in articles] == [("boat", 4), ("tram", 0)]


TEXT = '“We ‘all’ sail,” said Ada B. Moss; it’s "late".\n  Peter Crane met Ann York. The crane fell. Bob Moss left.'


class Chance(random.Random):
    """Random numbers that are given; `choice` takes the last, `sample` the first, `randint` the highest."""

    def __init__(self, *numbers: float) -> None:
        super().__init__(1)
        self.numbers = list(numbers)

    def random(self) -> float:
        return self.numbers.pop(0) if self.numbers else 0.99

    def choice(self, seq: Sequence[Any]) -> Any:  # noqa: ANN401
        return seq[-1]

    def sample(self, population: Sequence[Any], k: int, *, counts: object = None) -> list[Any]:  # noqa: ARG002
        return list(population[:k])

    def randint(self, a: int, b: int) -> int:  # noqa: ARG002
        return b


def varied_text(*numbers: float, text: str = TEXT) -> str:
    return varied(Article("a", text, ()), Chance(*numbers), ["Ek", "Lindqvist"]).text


def test_surnames_are_the_last_of_capitalised_words_and_no_common_words() -> None:
    assert surnames([Article("a", TEXT, ())]) == ["Moss"]
    assert surnames([Article("a", "Peter Crane met Bo Li.", ()), Article("b", "Ann Wolfe left.", ())]) == [
        "Crane",
        "Wolfe",
    ]


def test_an_article_may_stay_as_it_is() -> None:
    assert varied_text(0.35, 0.48, 0.1, 0.15) == TEXT


def test_most_surnames_are_exchanged_each_for_one_other() -> None:
    assert varied_text(0.34, 0.79, 0.48) == TEXT.replace("Moss", "Lindqvist")
    assert varied_text(0.34, 0.8, 0.48) == TEXT


def test_marks_are_restyled() -> None:
    def style(number: float) -> str:
        return varied_text(0.9, number)

    assert style(0.29) == TEXT.translate(str.maketrans("“”‘’", "\"\"''"))
    assert style(0.30).startswith("‘We “all” sail,’")
    assert 'it’s "late"' in style(0.39)
    assert style(0.40) == TEXT.replace("“", "«").replace("”", "»")
    assert style(0.44) == TEXT.replace('"late"', "“late”")
    assert varied_text(0.9, 0.44, text='"a" ("b") —"c"x"') == "“a” (“b”) —“c”x”"
    assert style(0.48) == TEXT


def test_a_few_marks_are_lost() -> None:
    assert varied_text(0.9, 0.9, 0.09) == TEXT.replace("“", "").replace("”", "").replace('"late', "late")
    assert varied_text(0.9, 0.9, 0.09, text="“a” b") == "a b"


def test_paragraphs_are_joined() -> None:
    assert varied_text(0.9, 0.9, 0.9, 0.14, 0.5) == TEXT.replace("\n  ", " ")
    assert varied_text(0.9, 0.9, 0.9, 0.15, 0.5) == TEXT


def test_annotations_move_with_the_text() -> None:
    def place(words: str) -> Span:
        return Span(TEXT.index(words), TEXT.index(words) + len(words))

    relation = Relation((place("Ada B. Moss"),), (place("said"),), (place("“We ‘all’ sail,”"), place("Bob Moss left.")))
    article = varied(Article("a", TEXT, (relation,)), Chance(0.34, 0.1, 0.48, 0.05), ["Ek"])
    (moved,) = article.relations
    assert [span.words(article.text) for span in (*moved.source, *moved.cue, *moved.content)] == [
        "Ada B. Ek",
        "said",
        "We ‘all’ sail,",
        "Bob Ek left.",
    ]
    inside = Relation((), (), (Span(place("Moss").start + 1, place("Moss").end),))
    article = varied(Article("a", TEXT, (inside,)), Chance(0.34, 0.1, 0.48), ["Ek"])
    assert article.relations[0].content[0].words(article.text) == "k"
    lost = Relation((), (), (place("“"),))
    assert varied(Article("a", TEXT, (lost,)), Chance(0.9, 0.48, 0.05), []).relations == ()
