"""Answers from an index: the right quotes, inside the filters, each with its place and its reasons."""

import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from quotesearch.indexer import pipeline
from quotesearch.indexer.errors import ModelError
from quotesearch.indexer.index import Index
from quotesearch.indexer.model import Document, Quote, QuoteKind, Record, Reported, Span, Speaker, SpeakerKind
from quotesearch.search.query import Query
from quotesearch.search.results import Results
from quotesearch.search.searcher import DEPTH, Searcher

LINDQVIST = Speaker("Mara Lindqvist", role="harbour master", aliases=("Lindqvist",))
BRANDT = Speaker("Óskar Brandt", role="skipper")
SKIPPER = Speaker("a skipper", SpeakerKind.ANONYMOUS)


class WordEncoder:
    """Embed a text as the sum of a fixed direction for each of its words."""

    name = "words"
    dimension = 32

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        rows = [sum((self._direction(word) for word in text.lower().split()), np.full(32, 1e-6)) for text in texts]
        return np.array([row / np.linalg.norm(row) for row in rows], dtype=np.float32).reshape(-1, 32)

    @staticmethod
    def _direction(word: str) -> NDArray[np.float64]:
        seed = hashlib.sha256(word.strip(".,“”").encode()).digest()
        return np.random.default_rng(list(seed)).standard_normal(32)


class NoEncoder(WordEncoder):
    """Fail as a model that cannot be loaded does."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:  # noqa: ARG002 - nothing is encoded
        raise ModelError("the model cannot be loaded; use --mode keyword")


class NoExtractor:
    """Find nothing: these documents bring their quotes."""

    def extract(self, document: Document) -> tuple[Quote, ...]:  # noqa: ARG002 - nothing is looked at
        return ()


def said(name: str, sentence: str, speaker: Speaker, day: date | None, *, kind: QuoteKind = QuoteKind.DIRECT) -> Record:
    text = f"First line.\n{sentence}"
    outlet = "Evening Post" if kind is QuoteKind.INDIRECT else "Gazette"
    document = Document(name, text, title=f"About {name}", outlet=outlet, published=day, path=f"/articles/{name}.txt")
    whole = Span(12, len(text))
    return Record(document, (Quote.of(document, content=(whole,), context=whole, kind=kind, speaker=speaker),))


RECORDS = (
    said("dredging", "The dredging of the harbour cannot wait", LINDQVIST, date(2024, 5, 7)),
    said("ferries", "Large ferries will stay away", LINDQVIST, date(2023, 1, 31), kind=QuoteKind.INDIRECT),
    said("herring", "Dredged sand drives away the herring", BRANDT, date(2024, 5, 31)),
    said("nobody", "Nobody asked us about the harbour", SKIPPER, None, kind=QuoteKind.MIXED),
)


def filled(folder: Path, records: Sequence[Record], encoder: WordEncoder) -> Index:
    index = Index.open(folder, create=True, encoder=encoder)
    pipeline.add(index, records, extractor=NoExtractor())
    return index


@pytest.fixture
def encoder() -> WordEncoder:
    return WordEncoder()


@pytest.fixture
def index(tmp_path: Path, encoder: WordEncoder) -> Iterator[Index]:
    with filled(tmp_path / "index", RECORDS, encoder) as opened:
        encoder.asked.clear()
        yield opened


@pytest.fixture
def searcher(index: Index) -> Searcher:
    return Searcher(index)


def names(results: Results) -> list[str]:
    return [found.document.id for found in results]


@pytest.mark.parametrize("mode", ["hybrid", "keyword", "dense"])
def test_the_quote_that_says_it_comes_first(searcher: Searcher, mode: str) -> None:
    assert names(searcher.search(Query.of("dredging of the harbour", mode=mode)))[0] == "dredging"


def test_a_result_has_the_quote_its_document_and_its_place(searcher: Searcher) -> None:
    found = searcher.search(Query.of("herring", mode="keyword"))[0]
    assert found.rank == 1
    assert found.quote == (RECORDS[2].quotes or ())[0]
    assert (found.document.title, found.document.path) == ("About herring", "/articles/herring.txt")
    assert (found.line, found.context) == (2, "Dredged sand drives away the herring")


def test_the_querys_words_are_marked_in_any_form(searcher: Searcher) -> None:
    found = searcher.search(Query.of("dredging herrings", speaker="Brandt", mode="keyword"))[0]
    assert [span.words(found.quote.text) for span in found.marks] == ["Dredged", "herring"]


def test_each_reason_is_given_and_they_add_up(searcher: Searcher) -> None:
    for found in searcher.search(Query.of("harbour dredging")):
        assert [reason.retriever for reason in found.why] == ["dense", "feedback", "keyword", "substance"]
        assert math.fsum(reason.share for reason in found.why) == found.score


def test_keyword_mode_embeds_nothing(searcher: Searcher, encoder: WordEncoder) -> None:
    assert [reason.retriever for reason in searcher.search(Query.of("harbour", mode="keyword"))[0].why] == [
        "keyword",
        "substance",
    ]
    assert encoder.asked == []


def test_dense_mode_asks_for_the_query_alone(searcher: Searcher, encoder: WordEncoder) -> None:
    assert [reason.retriever for reason in searcher.search(Query.of("harbour", mode="dense"))[0].why] == [
        "dense",
        "feedback",
        "substance",
    ]
    assert encoder.asked == ["harbour"]


def test_a_long_question_is_not_moved_towards_its_answers(searcher: Searcher) -> None:
    results = searcher.search(Query.of("dredging harbour ferries herring skipper"))
    assert {reason.retriever for found in results for reason in found.why} == {"dense", "keyword", "substance"}


def test_of_the_same_words_the_surer_attribution_comes_first(tmp_path: Path, encoder: WordEncoder) -> None:
    record = said("a", "The dredging of the harbour cannot wait", LINDQVIST, None)
    assert record.quotes is not None
    records = [
        Record(replace(record.document, id=name), (replace(record.quotes[0], document_id=name, confidence=sure),))
        for name, sure in (("doubtful", 0.3), ("sure", 0.9))
    ]
    with filled(tmp_path / "index", records, encoder) as index:
        found = Searcher(index).search(Query.of("harbour dredging", each=True))
        assert [one.quote.confidence for one in found] == [0.9, 0.3]


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


def test_an_unknown_speaker_finds_nothing_but_near_names(searcher: Searcher, encoder: WordEncoder) -> None:
    results = searcher.search(Query.of("harbour", speaker="Lindquist"))
    assert (len(results), results.unknown_speaker) == (0, "Lindquist")
    assert "Mara Lindqvist" in results.near_speakers
    assert encoder.asked == []


def test_a_known_speaker_whom_other_filters_leave_out_is_not_unknown(searcher: Searcher) -> None:
    results = searcher.search(Query.of("harbour", speaker="Lindqvist", since="2030"))
    assert (len(results), results.unknown_speaker, results.near_speakers) == (0, "", ())


def test_without_words_the_filtered_are_listed_newest_first(searcher: Searcher, encoder: WordEncoder) -> None:
    results = searcher.search(Query.of(kind="direct,mixed,indirect"))
    assert names(results) == ["herring", "dredging", "ferries", "nobody"]
    assert [(found.rank, found.score, found.why, found.marks) for found in results][:1] == [(1, 0.0, (), ())]
    assert encoder.asked == []


def test_a_list_has_pages(searcher: Searcher) -> None:
    first = searcher.search(Query.of(kind="direct,mixed,indirect", limit=3))
    second = searcher.search(Query.of(kind="direct,mixed,indirect", limit=3, offset=3))
    assert (names(first), first.more) == (["herring", "dredging", "ferries"], True)
    assert (names(second), second.more, second[0].rank) == (["nobody"], False, 4)


@pytest.mark.parametrize("mode", ["hybrid", "keyword", "dense"])
def test_pages_go_on_where_the_last_one_ended(searcher: Searcher, mode: str) -> None:
    whole = searcher.search(Query.of("harbour", mode=mode))
    pages = [searcher.search(Query.of("harbour", mode=mode, limit=1, offset=at)) for at in range(len(whole) + 1)]
    assert [found for page in pages for found in page] == list(whole)
    assert [page.more for page in pages] == [True] * (len(whole) - 1) + [False, False]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """Search more quotes than each retriever offers at first; all of them have the query's word."""
    records = [said(f"d{number:03}", f"The harbour opens at {number}", LINDQVIST, None) for number in range(DEPTH + 30)]
    with filled(tmp_path_factory.mktemp("many"), records, WordEncoder()) as index:
        yield Searcher(index)


def test_a_page_deeper_than_the_depth_is_reached(many: Searcher) -> None:
    deep = many.search(Query.of("harbour", mode="keyword", limit=20, offset=DEPTH + 15))
    assert [found.rank for found in deep] == list(range(DEPTH + 16, DEPTH + 31))


@pytest.mark.parametrize("mode", ["keyword", "dense"])
def test_pages_past_the_depth_hold_every_quote_once_and_say_where_they_end(many: Searcher, mode: str) -> None:
    pages = [many.search(Query.of("harbour", mode=mode, limit=10, offset=at)) for at in range(0, DEPTH + 30, 10)]
    found = [name for page in pages for name in names(page)]
    assert sorted(found) == [f"d{number:03}" for number in range(DEPTH + 30)]
    assert [page.more for page in pages] == [True] * (len(pages) - 1) + [False]


def test_pages_of_one_depth_are_one_fused_ranking(many: Searcher) -> None:
    whole = many.search(Query.of("harbour", limit=DEPTH - 1))
    pages = [many.search(Query.of("harbour", limit=33, offset=at)) for at in range(0, DEPTH - 1, 33)]
    assert [found for page in pages for found in page] == list(whole)
    assert len(set(names(whole))) == DEPTH - 1


def test_the_same_question_has_the_same_answer(index: Index) -> None:
    query = Query.of("harbour dredging")
    assert Searcher(index).search(query) == Searcher(index).search(query)


def test_an_empty_index_finds_nothing(tmp_path: Path, encoder: WordEncoder) -> None:
    with Index.open(tmp_path / "empty", create=True, encoder=encoder) as index:
        assert not Searcher(index).search(Query.of("harbour"))
        results = Searcher(index).search(Query.of("harbour", speaker="Lindqvist"))
        assert (len(results), results.near_speakers) == (0, ())


def test_what_the_store_no_longer_holds_is_left_out(index: Index, searcher: Searcher) -> None:
    index.store.remove(["dredging"])
    assert "dredging" not in names(searcher.search(Query.of("dredging of the harbour", mode="keyword")))


def test_a_removed_document_is_not_found(index: Index, searcher: Searcher) -> None:
    index.remove(["dredging"])
    assert "dredging" not in names(searcher.search(Query.of("dredging of the harbour")))


def test_a_reader_sees_what_a_writer_has_stored_since(tmp_path: Path, encoder: WordEncoder) -> None:
    filled(tmp_path / "index", RECORDS[:1], encoder).close()
    with Index.open(tmp_path / "index", encoder=encoder) as reading:
        searcher = Searcher(reading)
        assert names(searcher.search(Query.of("herring", mode="keyword"))) == []
        filled(tmp_path / "index", RECORDS[2:3], encoder).close()
        assert names(searcher.search(Query.of("herring", mode="keyword"))) == ["herring"]


def test_a_model_that_cannot_be_used_says_so(tmp_path: Path, encoder: WordEncoder) -> None:
    filled(tmp_path / "index", RECORDS, encoder).close()
    with Index.open(tmp_path / "index", encoder=NoEncoder()) as index:
        with pytest.raises(ModelError, match="--mode keyword"):
            Searcher(index).search(Query.of("harbour"))
        assert names(Searcher(index).search(Query.of("herring", mode="keyword"))) == ["herring"]


@pytest.mark.parametrize("text", ["“”…", "the of and", '" OR speaker:* NOT (', "ß" * 500, "\x00\u202e"])
@pytest.mark.parametrize("mode", ["hybrid", "keyword", "dense"])
def test_no_words_make_a_search_fail(searcher: Searcher, text: str, mode: str) -> None:
    searcher.search(Query.of(text, mode=mode))


def test_a_changed_document_answers_with_its_new_words(tmp_path: Path, encoder: WordEncoder) -> None:
    filled(tmp_path / "index", RECORDS, encoder).close()
    changed = said("dredging", "The lighthouse is for sale", LINDQVIST, date(2024, 5, 7))
    assert replace(changed.document, text=RECORDS[0].document.text) == RECORDS[0].document
    with filled(tmp_path / "index", [changed], encoder) as index:
        assert names(Searcher(index).search(Query.of("lighthouse", mode="keyword"))) == ["dredging"]
        assert "dredging" not in names(Searcher(index).search(Query.of("waiting", mode="keyword")))


def test_thoughts_are_found_when_asked_for(index: Index, searcher: Searcher) -> None:
    record = said("doubts", "The dredging of the harbour is a mistake", BRANDT, None)
    thought = replace(record, quotes=tuple(replace(quote, reports=Reported.THOUGHT) for quote in record.quotes or ()))
    pipeline.add(index, [thought], extractor=NoExtractor())
    assert "doubts" not in names(searcher.search(Query.of("dredging of the harbour")))
    assert "doubts" in names(searcher.search(Query.of("dredging of the harbour", thoughts=True)))
    assert "doubts" not in names(searcher.search(Query.of(speaker="Brandt")))
    assert "doubts" in names(searcher.search(Query.of(speaker="Brandt", thoughts=True)))


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
def test_what_is_typed_narrows_like_an_option(searcher: Searcher, mode: str, typed: str, expected: set[str]) -> None:
    assert set(names(searcher.search(Query.of(typed, mode=mode)))) == expected


def test_a_phrase_is_required_and_an_excluded_word_is_not_there(searcher: Searcher) -> None:
    every = searcher.search(Query.of("harbour"))
    first = every[0].quote.text.split()
    phrase = " ".join(first[:2])
    having = {found.quote.id for found in every if phrase.lower() in found.quote.text.lower()}
    assert {found.quote.id for found in searcher.search(Query.of(f'"{phrase}"'))} == having
    left = searcher.search(Query.of(f'harbour -"{phrase}"'))
    assert {found.quote.id for found in left} == {found.quote.id for found in every} - having


def test_exclusions_alone_list_the_rest_newest_first(searcher: Searcher) -> None:
    every = searcher.search(Query.of(kind="direct,mixed,indirect"))
    without = searcher.search(Query.of(f"-{every[0].quote.text.split()[0]}"))
    assert every[0].quote.id not in {found.quote.id for found in without}


def test_a_speaker_who_is_read_out_of_the_words_is_shown(searcher: Searcher) -> None:
    results = searcher.search(Query.of("mara lindqvist on harbour"))
    assert results.query.filters.speaker == "mara lindqvist"
    assert results.query.text == "harbour"
    assert 'speaker:"mara lindqvist" harbour' in results.query.remarks[0]


@pytest.mark.parametrize("typed", ["ships on harbour", "harbour", "on harbour"])
def test_nobody_is_read_out_of_other_words(searcher: Searcher, typed: str) -> None:
    results = searcher.search(Query.of(typed))
    assert (results.query.text, results.query.filters.speaker, results.query.remarks) == (typed, None, ())


def test_plain_words_are_nothing_but_words(searcher: Searcher) -> None:
    results = searcher.search(Query.of('lindqvist on "harbour" -x', plain=True))
    assert (results.query.text, results.query.required, results.query.excluded) == ('lindqvist on "harbour" -x', (), ())
    assert results.query.filters.speaker is None


def test_similar_quotes_are_the_nearest_ones_without_the_quote_itself(searcher: Searcher, encoder: WordEncoder) -> None:
    every = searcher.search(Query.of("harbour", mode="dense"))
    encoder.asked.clear()
    first = every[0].quote
    results = searcher.similar(first, limit=2)
    assert len(results) == 2
    assert first.id not in {found.quote.id for found in results}
    assert results[0].score >= results[1].score
    assert encoder.asked == []


def test_a_phrase_is_nobodys_words_on_something(searcher: Searcher) -> None:
    results = searcher.search(Query.of('"lindqvist on harbour"'))
    assert (results.query.filters.speaker, len(results)) == (None, 0)


def test_a_wildcard_finds_what_has_no_word_to_rank_by(searcher: Searcher) -> None:
    word = max(searcher.search(Query.of("harbour"))[0].quote.text.split(), key=len).strip(".,")
    for typed in (f"{word[:4]}*", f"{word[:2]}?{word[3:]}"):
        assert len(searcher.search(Query.of(typed, mode="keyword"))) > 0


def test_pages_of_an_archive_of_copies_are_one_list(tmp_path: Path, encoder: WordEncoder) -> None:
    records = []
    for number in range(40):
        for copy in range(6):
            words = f"The harbour of town {number} needs a second bridge and more light before winter {number}"
            records.append(said(f"n{number} c{copy}", words, LINDQVIST, None))
    with filled(tmp_path / "index", records, encoder) as index:
        whole = names(Searcher(index).search(Query.of("harbour bridge", limit=40)))
        searcher = Searcher(index)
        pages = [names(searcher.search(Query.of("harbour bridge", limit=7, offset=start))) for start in range(0, 42, 7)]
    assert [name for page in pages for name in page] == whole
    assert len({name.split()[0] for name in whole}) == len(whole) == 40


def test_what_a_wildcard_finds_is_counted_and_exported(searcher: Searcher) -> None:
    query = Query.of("dredg*", mode="keyword")
    assert searcher.facets(query).quotes == 2
    assert {found.document.id for found in searcher.every(query)} == {"dredging", "herring"}
    assert searcher.search(query).spelling == ()


def test_a_slip_gets_the_word_that_was_meant(searcher: Searcher) -> None:
    assert searcher.search(Query.of("dregding hrabour", mode="keyword")).spelling == (
        ("dregding", "dredging"),
        ("hrabour", "harbour"),
    )
    long = Query.of(" ".join(f"nonsense{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"), mode="keyword")
    assert searcher.search(long).spelling == ()
