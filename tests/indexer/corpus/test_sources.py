"""Names stand for files: each once, in a fixed order, and none outside the folder named."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from quotesearch.indexer import corpus
from quotesearch.indexer.corpus.sources import Format, Source, expand


def names(tmp_path: Path, *sources: str | Path) -> list[str]:
    """Return the files that the sources stand for, as seen from the test's folder."""
    return [
        os.path.relpath(outcome.origin.path, tmp_path) for outcome in expand(sources) if isinstance(outcome, Source)
    ]


def errors(*sources: str | Path) -> list[str]:
    """Return the error messages about the sources."""
    return [str(outcome) for outcome in expand(sources) if not isinstance(outcome, Source)]


@pytest.fixture
def folder(tmp_path: Path, writing: Callable) -> Path:
    """Make a folder of articles and other things."""
    inside = [
        "b.txt",
        "a/z.md",
        "a/b/y.HTML",
        "c.jsonl.gz",
        "d.csv",
        "notes.pdf",
        "a/picture.png",
        ".hidden.txt",
        ".git/x.txt",
    ]
    for name in inside:
        writing(f"news/{name}", "It is old.")
    return tmp_path / "news"


def test_a_folder_gives_its_articles_sorted(tmp_path: Path, folder: Path) -> None:
    assert names(tmp_path, folder) == [
        "news/a/b/y.HTML",
        "news/a/z.md",
        "news/b.txt",
        "news/c.jsonl.gz",
        "news/d.csv",
    ]
    assert errors(folder) == []


def test_counting_counts_what_is_read(folder: Path) -> None:
    assert corpus.count([folder]) == 5
    assert corpus.count([folder, folder / "b.txt", "no-such-file", "-"]) == 6
    assert corpus.count([]) == 0


def test_a_single_name_is_accepted(folder: Path) -> None:
    assert corpus.count(str(folder)) == corpus.count(folder) == 5  # type: ignore[arg-type]


def test_a_file_named_twice_is_read_once(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "link.txt").symlink_to(folder / "b.txt")
    sources = [folder / "b.txt", folder / "a" / ".." / "b.txt", tmp_path / "link.txt", folder / "*.txt"]
    assert names(tmp_path, *sources) == ["news/b.txt"]


def test_relative_names_give_absolute_ids(folder: Path, reading: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert reading("b.txt").only.id == str(folder / "b.txt")


def test_a_pattern_matches_files_and_folders(tmp_path: Path, folder: Path) -> None:
    assert names(tmp_path, folder / "*.txt") == ["news/b.txt"]
    assert names(tmp_path, folder / "**" / "*.md") == ["news/a/z.md"]
    assert names(tmp_path, tmp_path / "new?") == names(tmp_path, folder)


@pytest.mark.parametrize(
    "pattern", ["**", "**/*.txt", "**/**/b.txt", "*/**/b.*", "new[s]/**/b.txt", "**/news/**/b.txt"]
)
def test_a_deep_pattern_may_be_relative(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, pattern: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert folder.name == "news"
    sources_found = [source.origin.name for source in expand([pattern]) if isinstance(source, Source)]
    assert "news/b.txt" in sources_found
    assert len(sources_found) == len(set(sources_found))


@pytest.mark.parametrize("deep", ["**", "**/**"])
def test_a_deep_pattern_does_not_go_in_circles(tmp_path: Path, folder: Path, deep: str) -> None:
    for name in "klmnop":  # six links to their own folder are 6 ** 40 paths
        (folder / name).symlink_to(".")
    assert names(tmp_path, f"{folder}/{deep}/*.txt") == ["news/b.txt"]


def test_a_pattern_that_matches_nothing_is_an_error(folder: Path) -> None:
    assert errors(folder / "*.epub") == [f"{folder}/*.epub: the pattern matches no file; check it"]


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tmp_path: Path, writing: Callable) -> None:
    writing("a[1].txt", "It is old.")
    writing("a1.txt", "It is cold.")
    assert names(tmp_path, tmp_path / "a[1].txt") == ["a[1].txt"]


@pytest.mark.parametrize("name", ["", "a\0b", "no-such-file.txt", "no/such/folder"])
def test_a_name_without_files_is_an_error(name: str) -> None:
    assert len(errors(name)) == 1


def test_a_missing_file_does_not_stop_the_rest(reading: Callable, writing: Callable, tmp_path: Path) -> None:
    outcome = reading(tmp_path / "gone.txt", writing("a.txt", "It is old."))
    assert len(outcome.documents) == 1
    assert outcome.errors == [f"{tmp_path}/gone.txt: cannot be read: No such file or directory; check the name"]


def test_a_folder_without_articles_is_an_error(tmp_path: Path, writing: Callable) -> None:
    writing("album/picture.png", "It is old.")
    (error,) = errors(tmp_path / "album")
    assert "no articles in the folder; it needs files that end in .txt, .md," in error


def test_a_named_file_with_an_unknown_suffix_is_read(reading: Callable, writing: Callable) -> None:
    assert reading(writing("README", "It is old.")).only.text == "It is old."
    assert reading(writing("article.log.gz", "It is old.")).only.text == "It is old."


@pytest.mark.parametrize(
    ("name", "advice"), [("a.pdf", "its text to .txt"), ("a.json", "JSON Lines"), ("a.xlsx", ".csv")]
)
def test_a_format_without_a_reader_says_what_to_convert_it_to(
    name: str, advice: str, reading: Callable, writing: Callable
) -> None:
    assert f"{name}: has a format that cannot be read; convert" in (error := reading(writing(name, "It is old.")).error)
    assert advice in error


def test_a_folder_that_may_not_be_listed_is_an_error(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scandir = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("/a"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert names(tmp_path, folder) == ["news/b.txt", "news/c.jsonl.gz", "news/d.csv"]
    assert errors(folder) == [f"{folder}/a: the folder cannot be read: Permission denied; check permissions"]


def test_links_inside_a_folder_do_not_lead_out_of_it(tmp_path: Path, folder: Path, writing: Callable) -> None:
    secret = writing("secret/s.txt", "It is old.")
    (folder / "s.txt").symlink_to(secret)
    (folder / "s").symlink_to(secret.parent)
    (folder / "loop").symlink_to(folder)
    (folder / "broken.txt").symlink_to("gone.txt")
    assert corpus.count([folder]) == 5
    assert names(tmp_path, folder / "s*.txt", folder / "s" / "*.txt") == ["secret/s.txt"]
    assert names(tmp_path, folder / "**" / "s.txt") == []


def test_a_link_to_an_article_inside_the_folder_is_that_article(tmp_path: Path, folder: Path) -> None:
    (folder / "0.txt").symlink_to(folder / ".hidden.txt")
    (folder / "1.txt").symlink_to(folder / "b.txt")
    assert names(tmp_path, folder)[:2] == ["news/.hidden.txt", "news/b.txt"]
    assert corpus.count([folder]) == 6


def test_a_link_that_is_named_is_followed(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "mine").symlink_to(folder)
    assert names(tmp_path, tmp_path / "mine") == names(tmp_path, folder)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert "is not a regular file; pipe it to the command, with - as its name" in errors(tmp_path / "a.txt")[0]
    assert "no articles in the folder" in errors(tmp_path)[0]


def test_a_name_that_is_not_text_is_an_error_that_can_be_printed(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(path, "wb") as file:  # noqa: PTH123 - a Path holds no bytes
        file.write(b"It is old.")
    (error,) = errors(tmp_path)
    assert error.encode()
    assert "caf\\xe9.txt: its name is not valid UTF-8; rename it" in error


def test_the_suffix_tells_the_format(writing: Callable) -> None:
    paths = [writing(name, "x") for name in ("a.TXT", "a.xhtml.GZ", "a.ndjson", "a.tsv", "a.csv.gz", "a.zzz")]
    formats = [(source.format, source.gzipped) for source in expand(paths) if isinstance(source, Source)]
    assert formats == [
        (Format.TEXT, False),
        (Format.PAGE, True),
        (Format.JSON_LINES, False),
        (Format.TSV, False),
        (Format.CSV, True),
        (Format.TEXT, False),
    ]
