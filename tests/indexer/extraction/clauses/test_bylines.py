"""A quotation next to a name is linked to it without a verb of speech."""

import pytest
from sentences import tokens_of, words_of

from quotesearch.indexer.extraction.clauses.bylines import link_in
from quotesearch.indexer.extraction.lexicon import Frame

LONG = "one two three four five six seven"


def linked(sentence: str) -> tuple[str | None, str | None, str | None] | None:
    """Return content, cue and source."""
    tokens = tokens_of(sentence)
    link = link_in(tokens)
    if link is None:
        return None
    assert link.frames == Frame.QUOTE
    return words_of(tokens, link.content[0]), words_of(tokens, link.cue), words_of(tokens, link.source)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("“It holds.” — Ada Moss.", ("“It holds.”", "—", "Ada Moss")),
        ("“It holds.” - Ada Moss", ("“It holds.”", "-", "Ada Moss")),
        ("“It holds.” — ada moss.", None),
        ("“It holds.” ! Ada Moss.", None),
        ("Yes — Ada Moss.", None),
        (f"“It holds.” — Ada {LONG} eight nine ten", ("“It holds.”", "—", f"Ada {LONG} eight nine ten")),
        (f"“It holds.” — Ada {LONG} eight nine ten eleven", None),
        ("“It holds.” Ada", None),
        ("“It,” cackled Bo Lind.", ("“It,”", "cackled", "Bo Lind")),
        ("“It,” Bo Lind cackled.", ("“It,”", "cackled", "Bo Lind")),
        ("“It,” he cackled.", ("“It,”", "cackled", "he")),
        ("“It,” shrugs she", ("“It,”", "shrugs", "she")),
        ("“It,” cackled the clerk.", None),
        ("“It,” cackling Bo Lind.", None),
        ("“It,” Cackled Bo Lind.", None),
        ("“It” cackled Bo Lind.", None),
        ("It, cackled Bo Lind.", None),
        ("“It,” cackled Bo Ada Van Lind.", ("“It,”", "cackled", "Bo Ada Van Lind")),
        ("“It,” cackled Bo Ada Van Der Lind.", None),
        ("“It,” cackled.", None),
        ("Ada Moss: “It holds.”", ("“It holds.”", ":", "Ada Moss")),
        ("ada Moss: “It holds.”", None),
        ("Ada Moss: it holds", None),
        ("Ada Moss:", None),
        (": “It holds.” yes", None),
        ("Ada Moss “It holds.” yes", None),
        (f"Ada {'Bo ' * 8}: “It holds.”", ("“It holds.”", ":", f"Ada {'Bo ' * 7}Bo")),
        (f"Ada {'Bo ' * 9}: “It holds.”", None),
        ("Ada Moss was blunt: “It holds.”", ("“It holds.”", ":", "Ada Moss")),
        ("Moss's view: “It holds.”", ("“It holds.”", ":", "Moss 's view")),
        ("The plan is clear: “It holds.”", None),
        ("He was blunt: “It holds.”", ("“It holds.”", ":", "He")),
        ("She was blunt: “It holds.”", ("“It holds.”", ":", "She")),
        ("It was blunt: “It holds.”", None),
        ("In town was Moss: “It holds.”", None),
        ("Moss was " + "x " * 27 + ": “It holds.”", ("“It holds.”", ":", "Moss")),
        ("Moss was " + "x " * 28 + ": “It holds.”", None),
    ],
)
def test_a_quotation_is_signed_tagged_or_introduced(sentence: str, expected: tuple[str, str, str] | None) -> None:
    assert linked(sentence) == expected


def test_the_source_trails_a_signed_or_tagged_quotation_and_precedes_an_introduced_one() -> None:
    links = [link_in(tokens_of(text)) for text in ("“It.” — Ada Moss", "“It,” cackled Bo.", "Ada Moss: “It.”")]
    assert [link.trailing for link in links if link is not None] == [True, True, False]
