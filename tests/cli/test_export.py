"""The command `export`."""

import csv
import json

import pytest
from command_line import lines, run, says


@pytest.mark.usefixtures("shared_index")
def test_all_quotes_are_exported() -> None:
    everything = lines(run("export"))
    assert len(everything) == json.loads(run("stats", "--json").stdout)["quotes"]
    narrowed = lines(run("export", "dredging", "--speaker", "lindqvist"))
    assert [line["speaker"]["name"] for line in narrowed] == ["Mara Lindqvist", "Mara Lindqvist"]
    assert says(run("export", "zeppelin"), 1, "nothing found")


@pytest.mark.usefixtures("shared_index")
def test_quotes_are_exported_as_csv_markdown_or_citations() -> None:
    header, *rows = csv.reader(run("export", "pond", "--format", "csv").stdout.splitlines())
    assert dict(zip(header, rows[0], strict=True))["speaker"] == "Ilse Ådahl"
    assert "> “A port without dredging is a pond.”\n>\n> — **Ilse Ådahl**" in (
        run("export", "pond", "--format", "markdown").stdout
    )
    cited = run("export", "pond", "--format", "citation").stdout
    assert cited.startswith("Ilse Ådahl: “A port without dredging is a pond.” Evening Post, 4 March 2021, https://post")
    assert "characters 0–34 [" in cited
