"""What narrows an answer: filters, and operators that are typed among the words."""

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
def test_only_what_the_filters_let_through_is_found(
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
def test_a_typed_filter_narrows_like_an_option(searcher: Searcher, mode: str, typed: str, expected: set[str]) -> None:
    assert set(names(searcher.search(Query.of(typed, mode=mode)))) == expected


def test_a_phrase_is_required_and_an_excluded_phrase_is_not_there(searcher: Searcher) -> None:
    results = searcher.search(Query.of("harbour"))
    phrase = " ".join(results[0].quote.text.split()[:2])
    matching = {one.quote.id for one in results if phrase.lower() in one.quote.text.lower()}
    assert {one.quote.id for one in searcher.search(Query.of(f'"{phrase}"'))} == matching
    others = searcher.search(Query.of(f'harbour -"{phrase}"'))
    assert {one.quote.id for one in others} == {one.quote.id for one in results} - matching


def test_exclusions_alone_list_the_rest_newest_first(searcher: Searcher) -> None:
    listed = searcher.search(every_quote())
    excluded = listed[0].quote.text.split()[0]
    rest = [one.document.id for one in listed if excluded not in one.quote.text]
    assert names(searcher.search(Query.of(f"-{excluded}"))) == rest
    assert "herring" not in rest


def test_a_speaker_who_is_read_out_of_the_words_is_shown(searcher: Searcher) -> None:
    results = searcher.search(Query.of("mara lindqvist on harbour"))
    assert results.query.filters.speaker == "mara lindqvist"
    assert results.query.text == "harbour"
    assert 'speaker:"mara lindqvist" harbour' in results.query.remarks[0]


@pytest.mark.parametrize("typed", ["ships on harbour", "harbour", "on harbour"])
def test_nobody_is_read_out_of_other_words(searcher: Searcher, typed: str) -> None:
    results = searcher.search(Query.of(typed))
    assert (results.query.text, results.query.filters.speaker, results.query.remarks) == (typed, None, ())


def test_a_phrase_names_no_speaker(searcher: Searcher) -> None:
    results = searcher.search(Query.of('"lindqvist on harbour"'))
    assert (results.query.filters.speaker, len(results)) == (None, 0)


def test_plain_words_are_nothing_but_words(searcher: Searcher) -> None:
    results = searcher.search(Query.of('lindqvist on "harbour" -x', plain=True))
    assert (results.query.text, results.query.required, results.query.excluded) == ('lindqvist on "harbour" -x', (), ())
    assert results.query.filters.speaker is None


def test_a_wildcard_finds_quotes_without_a_word_to_rank_by(searcher: Searcher) -> None:
    word = max(searcher.search(Query.of("harbour"))[0].quote.text.split(), key=len).strip(".,")
    for typed in (f"{word[:4]}*", f"{word[:2]}?{word[3:]}"):
        assert len(searcher.search(Query.of(typed, mode="keyword"))) > 0


def test_what_a_wildcard_finds_is_counted_and_exported(searcher: Searcher) -> None:
    query = Query.of("dredg*", mode="keyword")
    assert searcher.facets(query).quotes == 2
    assert {one.document.id for one in searcher.iter_matching(query)} == {"dredging", "herring"}
    assert searcher.search(query).spelling == ()
