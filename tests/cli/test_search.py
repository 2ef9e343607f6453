"""The command `search`: results, lists, counts and notices."""

import json
import re
from pathlib import Path

import pytest
from command_line import ARCHIVE, HARBOUR, LIGHTHOUSE, lines, run, says


@pytest.mark.usefixtures("shared_index")
@pytest.mark.parametrize("mode", ["hybrid", "keyword", "dense"])
def test_a_quote_is_found_by_its_words(mode: str) -> None:
    outcome = run("search", "another", "winter", "--mode", mode)
    assert (outcome.exit_code, outcome.stdout.splitlines()[0]) == (
        0,
        "  1 “We cannot wait for another winter,” … “and will not.”",
    )


@pytest.mark.usefixtures("shared_index")
def test_a_quote_is_found_by_its_meaning() -> None:
    assert lines(run("search", "fish will flee", "--mode", "dense", "--json"))[0]["speaker"]["name"] == "Oskar Brandt"


def test_the_index_is_named_before_or_after_the_command(built_index: Path) -> None:
    after = run("search", "herring", "--mode", "keyword", "--index", built_index)
    assert after.stdout == run("--index", built_index, "search", "herring", "--mode", "keyword").stdout
    assert after.exit_code == 0


def test_the_index_after_the_command_wins(built_index: Path, tmp_path: Path) -> None:
    assert run("--index", tmp_path, "search", "herring", "--mode", "keyword", "--index", built_index).exit_code == 0


def test_a_search_without_an_index_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert says(run("search", "herring"), 2, "error: no index in index_data")


@pytest.mark.usefixtures("shared_index")
def test_accents_and_case_of_a_speaker_do_not_matter() -> None:
    assert "pond" in run("search", "port", "--speaker", "ilse ADAHL", "--mode", "keyword").stdout


@pytest.mark.usefixtures("shared_index")
def test_the_exit_code_is_1_if_nothing_is_found() -> None:
    assert says(run("search", "zeppelin", "--mode", "keyword"), 1, "nothing found")
    assert says(run("search", "harbour", "--since", "2030"), 1, "nothing found")


@pytest.mark.usefixtures("shared_index")
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ([], "nothing to search for"),
        (["harbour", "--since", "May"], "write YYYY"),
        (["harbour", "--since", "2020", "--until", "2019"], "swap the two dates"),
        (["harbour", "--kind", "verbatim"], "direct, mixed, indirect"),
        (["harbour", "--limit", "0"], "the limit is 0: give 1 or more"),
        (["harbour", "--speaker", ""], "name of the speaker is empty"),
        (["harbour", "--model", "another-model"], "error: "),
    ],
)
def test_an_invalid_query_is_an_error_in_one_sentence(wrong: list[str], sentence: str) -> None:
    assert says(run("search", *wrong), 2, sentence)


@pytest.mark.usefixtures("shared_index")
def test_filters_without_words_list_the_newest_first() -> None:
    outcome = run("search", "--outlet", "evening post", "--until", "2021", "--json")
    assert [line["quote"] for line in lines(outcome)] == [ARCHIVE["quote"]]


@pytest.mark.usefixtures("shared_index")
def test_json_is_one_object_a_line_with_a_schema_version() -> None:
    first, *_ = lines(run("search", "harbour", "--json", "--explain"))
    assert (first["schema_version"], first["rank"]) == (1, 1)
    assert {"retriever", "rank", "score", "share"} == first["why"][0].keys()


@pytest.mark.usefixtures("shared_index")
def test_each_span_in_json_gives_the_words_of_the_quote() -> None:
    for line in lines(run("search", "--kind", "direct,mixed,indirect", "--json")):
        text = {"harbour.txt": HARBOUR, "lighthouse.txt": LIGHTHOUSE}.get(Path(line["document"]["path"]).name)
        if text is not None:
            assert " … ".join(text[start:end] for start, end in line["spans"]) == line["quote"]
            assert text.splitlines()[line["line"] - 1].count(text[slice(*line["spans"][0])]) == 1


@pytest.mark.usefixtures("shared_index")
def test_explain_shows_the_parts_of_the_score() -> None:
    by_score, by_rank = (run("search", "port", "--explain", "--fusion", how).stdout for how in ("convex", "rrf"))
    assert re.search(r"score 0\.\d+ = 0\.\d+ from dense \(rank \d, 0\.\d+\)", by_score)
    assert re.search(r"score 0\.0\d+ = 0\.0\d+ from dense \(rank \d, 0\.\d+\)", by_rank)


@pytest.mark.usefixtures("shared_index")
def test_a_word_with_a_minus_is_excluded_and_is_no_option() -> None:
    every = {line["id"] for line in lines(run("search", "port", "--json", "--limit", "50"))}
    first = lines(run("search", "port", "--json", "--limit", "50"))[0]
    word, phrase = first["quote"].split()[-1].strip(".,”"), " ".join(first["quote"].split()[:2])
    for unwanted in (f"-{word}", f"-{phrase}"):
        remaining = {line["id"] for line in lines(run("search", "port", unwanted, "--json", "--limit", "50"))}
        assert first["id"] not in remaining
        assert remaining < every


@pytest.mark.usefixtures("shared_index")
def test_a_query_that_names_a_speaker_is_explained_except_with_plain() -> None:
    first = json.loads(run("search", "--kind", "direct", "--json", "--limit", "1").stdout)
    name = first["speaker"]["name"]
    understood = run("search", f"{name} on port")
    assert f'speaker:"{name}" port' in understood.stderr
    assert "read as" not in run("search", f"{name} on port", "--plain").stderr


@pytest.mark.usefixtures("shared_index")
def test_a_page_names_the_offset_of_the_next_page() -> None:
    outcome = run("search", "--kind", "direct,mixed,indirect", "--limit", "2")
    assert outcome.stderr.endswith("more results with --offset 2\n")
    assert len(re.findall(r"^    [0-9a-f]{16} · ", outcome.stdout, re.MULTILINE)) == 2


@pytest.mark.usefixtures("shared_index")
def test_a_search_counts_the_quotes_that_have_all_its_words() -> None:
    outcome = run("search", "dredging", "late", "--mode", "keyword")
    assert "1 quote with all these words\n    by   Mara Lindqvist 1\n" in outcome.stderr
    assert "    as   indirect 1\n" in outcome.stderr


@pytest.mark.usefixtures("shared_index")
def test_facets_are_the_last_json_object_if_asked_for() -> None:
    assert "facets" not in lines(run("search", "dredging", "--mode", "keyword", "--json"))[-1]
    *records, counts_line = lines(run("search", "dredging", "--mode", "keyword", "--json", "--facets"))
    assert counts_line["facets"]["quotes"] == len(records)
    assert ["Ilse Ådahl", 1] in counts_line["facets"]["speakers"]
    assert counts_line["facets"]["months"] == [["2021-03", 1]]


@pytest.mark.usefixtures("shared_index")
def test_a_word_that_no_quote_has_gets_a_suggestion() -> None:
    outcome = run("search", "dregding", "--mode", "keyword")
    assert says(outcome, 1, "dregding is in no quote: did you mean dredging?")


def test_the_same_words_in_several_articles_are_one_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        ARCHIVE | {"id": outlet, "outlet": outlet, "date": f"2021-03-0{day}", "quote": words}
        for day, (outlet, words) in enumerate(
            [
                ("Gazette", "A port without dredging is a pond."),
                ("Herald", "A port without dredging is just a pond"),
                ("Observer", "a port without dredging is a pond"),
            ],
            start=2,
        )
    ]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    monkeypatch.setenv("QUOTESEARCH_INDEX", str(tmp_path / "index"))
    assert run("index", tmp_path / "rows.jsonl").exit_code == 0
    (record,) = lines(run("search", "pond", "--mode", "keyword", "--json"))
    assert (record["first_seen"], record["outlets"]) == ("2021-03-02", ["Gazette", "Herald", "Observer"])
    assert len(record["occurrences"]) == 2
    text_output = run("search", "pond", "--mode", "keyword").stdout
    assert "3 reports in Gazette, Herald, Observer, first 2 March 2021" in text_output
    assert len(lines(run("search", "pond", "--mode", "keyword", "--json", "--each"))) == 3


@pytest.mark.usefixtures("shared_index")
def test_each_line_of_standard_input_is_a_query() -> None:
    stdin = "pond\n\nzeppelin zeppelin\nspeaker:lindqvist dredging\n"
    outcome = run("search", "--stdin", "--mode", "keyword", stdin=stdin)
    assert outcome.exit_code == 0
    assert [line for line in outcome.stdout.splitlines() if line.startswith("# ")] == [
        "# pond",
        "# zeppelin zeppelin",
        "# speaker:lindqvist dredging",
    ]
    assert run("search", "--stdin", "--mode", "keyword", stdin="zeppelin\n").exit_code == 1


@pytest.mark.usefixtures("shared_index")
def test_the_results_of_each_line_are_counted_in_json() -> None:
    records = lines(run("search", "--stdin", "--mode", "keyword", "--json", stdin="pond\nzeppelin\n"))
    ends = [(record["query"], record["results"]) for record in records if "query" in record]
    assert ends == [("pond", len(records) - 2), ("zeppelin", 0)]
    alone = lines(run("search", "pond", "--mode", "keyword", "--json"))
    assert records[: len(records) - 2] == alone


@pytest.mark.usefixtures("shared_index")
def test_words_and_standard_input_exclude_each_other() -> None:
    assert says(run("search", "pond", "--stdin", stdin="pond\n"), 2, "remove WORDS")


def test_an_invalid_query_is_reported_before_a_missing_index(tmp_path: Path) -> None:
    outcome = run("search", "pond", "--since", "someday", "--index", tmp_path / "none")
    assert says(outcome, 2, "'someday' is not a date")
