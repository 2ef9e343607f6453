"""The command `correct`: name the speaker, remove what is not a quote, list and undo corrections."""

from pathlib import Path

import pytest
from command_line import HARBOUR, lines, run, says

WORDS = "nobody asked us"


def id_of(words: str) -> str:
    """Return the id of the quote that a keyword search for the words finds first."""
    return str(lines(run("search", words, "--mode", "keyword", "--json"))[0]["id"])


@pytest.fixture
def quote_id(own_index: Path) -> str:
    assert own_index.is_dir()
    return id_of(WORDS)


def test_a_corrected_quote_is_found_under_its_new_speaker(quote_id: str) -> None:
    outcome = run("correct", quote_id[:10], "--speaker", "Ida Holm")
    assert outcome.exit_code == 0
    assert outcome.stdout.startswith(f"     1  Ida Holm: {WORDS} ·")
    assert outcome.stderr == "quotes correct --undo 1 undoes this correction\n"
    (result,) = lines(run("search", WORDS, "--speaker", "holm", "--json"))
    assert (result["speaker"]["name"], result["confidence"], result["speaker"]["confidence"]) == ("Ida Holm", 1, 1)
    assert [line["name"] for line in lines(run("speakers", "holm", "--json"))] == ["Ida Holm"]


def test_a_correction_survives_when_the_article_is_edited_elsewhere(tmp_path: Path) -> None:
    article, index = tmp_path / "harbour.txt", ("--index", tmp_path / "index")
    article.write_text(HARBOUR, encoding="utf-8")
    run("index", article, *index)
    quote = lines(run("search", WORDS, "--mode", "keyword", "--json", *index))[0]
    run("correct", str(quote["id"]), "--speaker", "Lindqvist", *index)
    article.write_text(HARBOUR.replace("Rain is", "Fog is").replace("ferries until", "ships until"), encoding="utf-8")
    assert "1 changed" in run("index", article, *index).stdout
    (corrected,) = (
        line
        for line in lines(run("search", WORDS, "--mode", "keyword", "--json", *index))
        if line["quote"] == quote["quote"]
    )
    assert (corrected["speaker"]["name"], corrected["id"] == quote["id"]) == ("Mara Lindqvist", False)


def test_what_is_not_a_quote_is_removed_and_comes_back_after_undo(quote_id: str, articles: Path) -> None:
    before = run("show", quote_id).stdout
    outcome = run("correct", quote_id, "--not-a-quote")
    assert (outcome.exit_code, outcome.stdout[:28]) == (0, f"     1  not a quote: {WORDS}"[:28])
    assert says(run("show", quote_id), 1, "no quote has the id")
    assert "1 unchanged" in run("index", articles / "harbour.txt").stdout
    undone = run("correct", "--undo", "1")
    assert (undone.exit_code, undone.stdout) == (0, outcome.stdout)
    assert "the next `quotes index` of the article restores the first answer" in undone.stderr
    assert "1 changed" in run("index", articles / "harbour.txt").stdout
    assert run("show", quote_id).stdout == before
    assert run("check").exit_code == 0


def test_corrections_are_listed(quote_id: str) -> None:
    assert says(run("correct", "--list"), 1, "no corrections")
    first = run("correct", quote_id, "--speaker", "Ida Holm").stdout
    second = run("correct", id_of("another winter"), "--not-a-quote", "--json")
    assert run("correct", "--list").stdout.startswith(first)
    listed = lines(run("correct", "--list", "--json"))
    assert listed[1] == lines(second)[0]
    assert [(line["number"], line["speaker"] and line["speaker"]["name"]) for line in listed] == [
        (1, "Ida Holm"),
        (2, None),
    ]


@pytest.mark.usefixtures("own_index")
@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("38be",),
        ("38be", "--speaker", "Ida Holm", "--not-a-quote"),
        ("38be", "--list"),
        ("38be", "--undo", "1"),
        ("--speaker", "Ida Holm"),
        ("--not-a-quote",),
        ("--list", "--undo", "1"),
        ("--undo", "0"),
    ],
)
def test_any_other_combination_of_options_is_an_error(arguments: tuple[str, ...]) -> None:
    assert says(run("correct", *arguments), 2, "Usage: ")


def test_an_id_or_name_that_is_wrong_is_an_error_with_a_remedy(quote_id: str) -> None:
    assert says(run("correct", "nosuchquote", "--not-a-quote"), 1, "copy an id from the results of a search")
    assert says(run("correct", "", "--not-a-quote"), 2, "give more characters")
    assert says(run("correct", quote_id, "--speaker", " "), 2, "give the name as it should be printed")
    assert says(run("correct", quote_id, "--speaker", "x" * 201), 2, "give one of at most 200")
    assert says(run("correct", "--undo", "7"), 1, "no correction has the number 7: quotes correct --list shows")
    assert says(run("correct", "--list"), 1, "no corrections")
