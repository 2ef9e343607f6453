"""The command `speakers`: lists, merging, splitting and topics."""

from pathlib import Path

import pytest
from command_line import lines, run, says


@pytest.mark.usefixtures("shared_index")
def test_an_unknown_speaker_gets_similar_names() -> None:
    suggestions = "no speaker named Lindquist; similar names: Mara Lindqvist"
    assert says(run("search", "harbour", "--speaker", "Lindquist"), 1, suggestions)
    assert says(run("speakers", "Lindquist"), 1, suggestions)


@pytest.mark.usefixtures("shared_index")
def test_speakers_are_listed_with_their_counts() -> None:
    assert run("speakers").stdout.splitlines()[0].startswith("     3  Mara Lindqvist")
    assert [line["name"] for line in lines(run("speakers", "brandt", "--json"))] == ["Oskar Brandt"]
    assert run("speakers", "list", "brandt").stdout == run("speakers", "brandt").stdout
    limited = run("speakers", "--limit", "1")
    assert (len(limited.stdout.splitlines()), limited.stderr) == (1, "4 more with --limit 5\n")


def test_speakers_are_merged_and_split(own_index: Path, articles: Path) -> None:
    assert own_index.is_dir()
    names = [str(line["name"]) for line in lines(run("speakers", "--json"))]
    first, second = names[:2]
    assert run("speakers", "merge", first, second).stdout == f"{first} is now {second}\n"
    assert "merged by hand" in run("speakers", second).stdout
    run("index", articles / "harbour.txt")
    assert len(lines(run("speakers", "--json"))) == len(names) - 1
    assert run("speakers", "split", first).exit_code == 0
    assert sorted(str(line["name"]) for line in lines(run("speakers", "--json"))) == sorted(names)
    assert says(run("speakers", "merge", "Nobody Atall", second), 1, "no quoted speaker is named exactly")


@pytest.mark.usefixtures("shared_index")
def test_topics_of_a_speaker_are_listed_by_time() -> None:
    outcome = run("speakers", "topics", "lindqvist")
    assert outcome.exit_code == 0
    assert outcome.stdout.startswith("undated")
    assert "lighthouse" in outcome.stdout
    (topics_line,) = lines(run("speakers", "topics", "Ådahl", "--json"))
    assert (topics_line["period"], topics_line["quotes"]) == ("2021-03", 1)
    assert says(run("speakers", "topics", "lindquist"), 1, "similar names: Mara Lindqvist")
