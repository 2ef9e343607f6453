"""Filters, and operators that are typed among the words of a query."""

import pytest
from statements import every_quote, names

from quotesearch.search.query import Query
from quotesearch.search.searcher import Searcher


@pytest.mark.parametrize("mode", ["hybrid", "keyword", "dense"])
@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"speaker": "lindqvist"}, {"dredging", "ferries"}),
        ({"speaker": "OSKAR BRANDT"}, {"herring"}),
        ({"outlet": "evening post"}, {"ferries"}),
        ({"since": "2024"}, {"dredging", "herring"}),
        ({"until": "2023-01"}, {"ferries"}),
        ({"since": "2024-05-08", "until": "2024-05"}, {"herring"}),
        ({"kind": "mixed,indirect"}, {"ferries", "nobody"}),
        ({"speaker": "lindqvist", "since": "2024", "kind": "direct"}, {"dredging"}),
        ({"speaker": "lindqvist", "outlet": "Daily Nothing"}, set()),
    ],
)
def test_only_quotes_that_pass_the_filters_are_found(
    searcher: Searcher, mode: str, filters: dict[str, str], expected: set[str]
) -> None:
    text = "harbour ferries dredging herring"
    assert set(names(searcher.search(Query.of(text, mode=mode, **filters)))) == expected


@pytest.mark.parametrize("mode", ["hybrid", "keyword", "dense"])
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ('harbour "TYPED"', set()),
        ("speaker:lindqvist harbour", {"dredging", "ferries"}),
        ('speaker:"Óskar Brandt" herring', {"herring"}),
        ("since:2024-05-08 until:2024-05 herring", {"herring"}),
        ("before:2023-02 harbour", {"ferries"}),
        ("kind:mixed,indirect harbour", {"ferries", "nobody"}),
        ("Lindqvist on harbour", {"dredging", "ferries"}),
    ],
)
def test_a_typed_filter_works_like_an_option(searcher: Searcher, mode: str, typed: str, expected: set[str]) -> None:
    assert set(names(searcher.search(Query.of(typed, mode=mode)))) == expected


def test_a_phrase_is_required_and_an_excluded_phrase_is_not_found(searcher: Searcher) -> None:
    results = searcher.search(Query.of("harbour"))
    phrase = " ".join(results[0].quote.text.split()[:2])
    matching = {result.quote.id for result in results if phrase.lower() in result.quote.text.lower()}
    assert {result.quote.id for result in searcher.search(Query.of(f'"{phrase}"'))} == matching
    remaining = searcher.search(Query.of(f'harbour -"{phrase}"'))
    assert {result.quote.id for result in remaining} == {result.quote.id for result in results} - matching


def test_exclusions_without_words_list_the_other_quotes_newest_first(searcher: Searcher) -> None:
    newest = searcher.search(every_quote())
    excluded = newest[0].quote.text.split()[0]
    expected = [result.document.id for result in newest if excluded not in result.quote.text]
    assert names(searcher.search(Query.of(f"-{excluded}"))) == expected
    assert "herring" not in expected


def test_a_speaker_named_in_the_words_becomes_a_filter_with_a_notice(searcher: Searcher) -> None:
    results = searcher.search(Query.of("mara lindqvist on harbour"))
    assert results.query.filters.speaker == "mara lindqvist"
    assert results.query.text == "harbour"
    assert 'speaker:"mara lindqvist" harbour' in results.query.remarks[0]


@pytest.mark.parametrize("typed", ["ships on harbour", "harbour", "on harbour"])
def test_words_without_a_speaker_stay_words(searcher: Searcher, typed: str) -> None:
    results = searcher.search(Query.of(typed))
    assert (results.query.text, results.query.filters.speaker, results.query.remarks) == (typed, None, ())


def test_a_phrase_does_not_name_a_speaker(searcher: Searcher) -> None:
    results = searcher.search(Query.of('"lindqvist on harbour"'))
    assert (results.query.filters.speaker, len(results)) == (None, 0)


def test_plain_text_has_no_operators_and_no_speaker(searcher: Searcher) -> None:
    results = searcher.search(Query.of('lindqvist on "harbour" -x', plain=True))
    assert (results.query.text, results.query.required, results.query.excluded) == ('lindqvist on "harbour" -x', (), ())
    assert results.query.filters.speaker is None


def test_a_wildcard_finds_quotes_without_a_word_to_rank_by(searcher: Searcher) -> None:
    word = max(searcher.search(Query.of("harbour"))[0].quote.text.split(), key=len).strip(".,")
    for typed in (f"{word[:4]}*", f"{word[:2]}?{word[3:]}"):
        assert len(searcher.search(Query.of(typed, mode="keyword"))) > 0


def test_quotes_found_by_a_wildcard_are_counted_and_exported(searcher: Searcher) -> None:
    query = Query.of("dredg*", mode="keyword")
    assert searcher.facets(query).quotes == 2
    assert {result.document.id for result in searcher.iter_matching(query)} == {"dredging", "herring"}
    assert searcher.search(query).spelling == ()
