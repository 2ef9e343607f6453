"""Selecting, listing and counting: the same tests run on the reference backend and on the local one."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from contract import by_meaning, by_words, entry, fill, finish, id_of, opened, phrase, retrieved, selected
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented import HashEncoder

from quotesearch.indexer.errors import QueryError
from quotesearch.indexer.model import QuoteKind, Reported, SpeakerKind
from quotesearch.indexer.protocols import Storage
from quotesearch.indexer.records import EVERYTHING, MAX_NAME, Attributed, Pattern, Selection
from quotesearch.indexer.text.analysis import terms

BRIDGE = entry("the harbour needs a second bridge", outlet="Evening Post", published=date(2024, 3, 1), title="Harbour")
LIGHT = entry("the lighthouse needs more light", name="Óskar Brandt", outlet="Gazette", published=date(2024, 5, 2))
PAINT = entry("fresh paint for the old mill", title="The Miller’s Tale", kind=QuoteKind.INDIRECT)
ALL = (BRIDGE, LIGHT, PAINT)


@pytest.fixture
def filled(storage: Storage) -> Storage:
    fill(storage, *ALL)
    return storage


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (EVERYTHING, ALL),
        (Selection(speakers=("lindqvist",)), (BRIDGE, PAINT)),
        (Selection(speakers=("OSKAR",)), (LIGHT,)),
        (Selection(speakers=("Brandt Óskar",)), (LIGHT,)),
        (Selection(speakers=("osk",)), ()),
        (Selection(speakers=("brandt", "lindqvist")), ALL),
        (Selection(outlets=("post",)), (BRIDGE,)),
        (Selection(outlets=("post", "gazette")), (BRIDGE, LIGHT)),
        (Selection(since=date(2024, 3, 2)), (LIGHT,)),
        (Selection(until=date(2024, 3, 1)), (BRIDGE,)),
        (Selection(since=date(2024, 3, 1), until=date(2024, 5, 2)), (BRIDGE, LIGHT)),
        (Selection(kinds=frozenset({QuoteKind.INDIRECT})), (PAINT,)),
        (Selection(kinds=frozenset({QuoteKind.INDIRECT, QuoteKind.DIRECT})), ALL),
        (Selection(reports=frozenset({Reported.DOCUMENT})), ()),
        (Selection(speakers=("lindqvist",), kinds=frozenset({QuoteKind.DIRECT})), (BRIDGE,)),
        (Selection(all_terms=terms("the lighthouse needs light")), (LIGHT,)),
        (Selection(all_terms=terms("brandt light")), (LIGHT,)),
        (Selection(all_terms=terms("lighthouse harbour")), ()),
        (Selection(all_terms=terms("bridge unheardof")), ()),
        (Selection(all_terms=terms("needs"), speakers=("brandt",)), (LIGHT,)),
    ],
)
def test_all_answers_are_about_the_quotes_that_pass_the_selection(
    filled: Storage, selection: Selection, expected: tuple[Attributed, ...]
) -> None:
    ids = set(map(id_of, expected))
    with filled.reader() as reader:
        assert set(selected(reader, selection)) == ids
        assert set(retrieved(reader, "needs paint", selection).candidates) == ids
        assert set(by_words(reader, "needs paint", selection)) <= ids
        assert set(by_meaning(reader, "needs", selection)) == ids
        assert reader.facets(selection).quotes == len(ids)
        assert set(reader.select(selection, terms=terms("needs"), limit=10).scores) == ids


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("second bridge", {id_of(BRIDGE)}),
        ("bridge second", set()),
        ("second bridges", set()),
        ("needs", {id_of(BRIDGE), id_of(LIGHT)}),
        ("need", set()),
        ("light*", {id_of(LIGHT)}),
        ("har*", {id_of(BRIDGE)}),
        ("mi?l", {id_of(PAINT)}),
        ("lig*ouse", {id_of(LIGHT)}),
        ("li*t*se needs", {id_of(LIGHT)}),
        ("more li*", {id_of(LIGHT)}),
        ("th* har*", {id_of(BRIDGE)}),
        ("brandt", set()),
        ("zz*", set()),
        ("zz?z", set()),
    ],
)
def test_a_phrase_is_consecutive_words_of_the_quote(filled: Storage, words: str, expected: set[str]) -> None:
    with filled.reader() as reader:
        assert set(selected(reader, phrase(words))) == expected
        excluded = Selection(excluded=phrase(words).required)
        assert set(selected(reader, excluded)) == set(map(id_of, ALL)) - expected


@pytest.mark.parametrize(
    ("phrases", "apart", "matches"),
    [
        (("harbour", "bridge"), 3, True),
        (("harbour", "bridge"), 2, False),
        (("bridge", "harbour"), 3, True),
        (("second bridge", "the harbour"), 2, True),
        (("needs a", "a second"), 5, False),
        (("har*", "br*"), 3, True),
        (("har*r", "br?dge"), 3, True),
    ],
)
def test_two_phrases_are_near_each_other_in_either_order(
    filled: Storage, phrases: tuple[str, str], apart: int, *, matches: bool
) -> None:
    with filled.reader() as reader:
        assert set(selected(reader, phrase(*phrases, apart=apart))) == ({id_of(BRIDGE)} if matches else set())


WORDS = ["the", "old", "mill", "needs", "light", "li*", "mi?l", "ol*d", "the*"]
PHRASES = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(tuple), min_size=1, max_size=2)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    texts=st.lists(st.lists(st.sampled_from(WORDS[:5]), min_size=1, max_size=6).map(" ".join), min_size=1, max_size=5),
    phrases=PHRASES,
    apart=st.integers(0, 3),
)
def test_every_backend_finds_the_same_patterns(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], phrases: list[tuple[str, ...]], apart: int
) -> None:
    added = [entry(text, document_id=f"{place} {text}") for place, text in enumerate(texts)]
    assert alike(tmp_path_factory.mktemp("local"), added, Selection(required=(Pattern(tuple(phrases), apart),)))


NAMES = ["Mara Lindqvist", "Óskar Brandt", "Lindqvist", "the harbour authority", "Ilse van der Meer"]
SELECTIONS = st.builds(
    Selection,
    speakers=st.lists(st.sampled_from([*NAMES, "meer", "mara", "zz"]), max_size=2).map(tuple),
    outlets=st.lists(st.sampled_from(["Gazette", "post", "evening"]), max_size=1).map(tuple),
    since=st.none() | st.dates(date(2024, 1, 1), date(2024, 6, 1)),
    until=st.none() | st.dates(date(2024, 6, 1), date(2024, 12, 31)),
    kinds=st.frozensets(st.sampled_from(QuoteKind), max_size=2),
    reports=st.frozensets(st.sampled_from(Reported), max_size=2),
    all_terms=st.frozensets(st.sampled_from(["light", "mill", "old", "lindqvist"]), max_size=2),
    required=st.lists(st.sampled_from(WORDS).map(lambda word: Pattern(((word,),))), max_size=1).map(tuple),
    excluded=st.lists(st.sampled_from(WORDS).map(lambda word: Pattern(((word,),))), max_size=1).map(tuple),
)
ENTRIES = st.lists(
    st.builds(
        entry,
        st.lists(st.sampled_from(WORDS[:5]), min_size=1, max_size=4).map(" ".join),
        name=st.sampled_from(NAMES),
        outlet=st.sampled_from(["", "Gazette", "Evening Post"]),
        published=st.none() | st.dates(date(2024, 1, 1), date(2024, 12, 31)),
        kind=st.sampled_from(QuoteKind),
        reports=st.sampled_from(Reported),
        role=st.sampled_from(["", "mayor", "mayor of Norbank"]),
    ),
    max_size=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(entries=ENTRIES, selection=SELECTIONS)
def test_every_backend_lets_the_same_quotes_pass(
    tmp_path_factory: pytest.TempPathFactory, entries: list[Attributed], selection: Selection
) -> None:
    assert alike(tmp_path_factory.mktemp("local"), entries, selection)


def alike(folder: Path, entries: list[Attributed], selection: Selection) -> bool:
    """Return whether both backends list, count and retrieve the same quotes of the same articles."""
    answers = []
    for backend in ("memory", "local"):
        storage = opened(backend, folder)
        fill(storage, *entries)
        with storage.reader() as reader:
            candidates = retrieved(reader, "light mill", selection, depth=50, feedback=2).candidates
            answers.append(
                (
                    selected(reader, selection),
                    set(candidates),
                    {
                        key: (candidate.keyword > 0, round(candidate.dense, 3), candidate.words)
                        for key, candidate in candidates.items()
                    },
                    reader.facets(selection),
                    reader.speakers(),
                    reader.statistics(),
                )
            )
        storage.close()
    assert answers[0] == answers[1]
    return True


# -- listing ------------------------------------------------------------------------------------


def test_a_listing_is_newest_first_undated_last_in_reading_order(filled: Storage) -> None:
    with filled.reader() as reader:
        assert selected(reader, EVERYTHING) == [id_of(LIGHT), id_of(BRIDGE), id_of(PAINT)]


@pytest.mark.parametrize("words", ["", "light"])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
def test_the_pages_of_a_listing_are_the_whole_listing(storage: Storage, size: int, words: str) -> None:
    days = [None, date(2024, 1, 1), date(2024, 1, 1), date(2023, 5, 5)]
    fill(storage, *(entry(f"light {'light' * (n % 2)} {n}", published=days[n % 4]) for n in range(11)))
    with storage.reader() as reader:
        whole = reader.select(EVERYTHING, terms=terms(words), limit=100)
        pages, after = [], None
        while True:
            page = reader.select(EVERYTHING, terms=terms(words), after=after, limit=size)
            pages += list(page.scores.items())
            after = page.following
            if after is None:
                break
        assert pages == list(whole.scores.items())
        assert len(pages) == 11


def test_with_terms_a_listing_is_by_score_and_has_quotes_without_any_of_them(filled: Storage) -> None:
    with filled.reader() as reader:
        scores = reader.select(EVERYTHING, terms=terms("lighthouse light"), limit=10).scores
        assert next(iter(scores)) == id_of(LIGHT)
        assert scores[id_of(PAINT)] == scores[id_of(BRIDGE)] == 0
        assert list(scores)[1:] == sorted([id_of(PAINT), id_of(BRIDGE)])


def test_facets_count_by_speaker_outlet_kind_year_and_month(filled: Storage) -> None:
    with filled.reader() as reader:
        facets = reader.facets(EVERYTHING)
    assert facets.quotes == 3
    assert facets.speakers == (("Mara Lindqvist", 2), ("Óskar Brandt", 1))
    assert facets.outlets == (("Evening Post", 1), ("Gazette", 1))
    assert facets.kinds == (("direct", 2), ("indirect", 1))
    assert facets.years == (("2024", 2),)
    assert facets.months == (("2024-03", 1), ("2024-05", 1))


# -- quotes, documents, speakers ------------------------------------------------------------------


def test_quotes_are_returned_in_the_order_of_the_ids_with_their_places(filled: Storage) -> None:
    with filled.reader() as reader:
        stored = reader.quotes([id_of(PAINT), "0" * 16, id_of(BRIDGE)])
        assert list(stored) == [id_of(PAINT), id_of(BRIDGE)]
        bridge = stored[id_of(BRIDGE)]
        assert (bridge.quote, bridge.document, bridge.line) == (BRIDGE.quotes[0], BRIDGE.document.head, 1)
        assert bridge.context == BRIDGE.document.text
        assert bridge.copies == ()


def test_a_copy_tells_whether_it_has_the_same_speaker(storage: Storage) -> None:
    words = "nobody can wait for another winter without light in the old harbour"
    first, same_speaker, other_speaker = (
        entry(words, document_id=f"d{n}", name=name)
        for n, name in enumerate(["Mara Lindqvist", "mara lindqvist".title(), "Óskar Brandt"])
    )
    fill(storage, first, same_speaker, other_speaker, BRIDGE)
    with storage.reader() as reader:
        copies = reader.quotes([id_of(first)], copies=True)[id_of(first)].copies
        assert {copy.stored.quote.id: copy.same_person for copy in copies} == {
            id_of(same_speaker): True,
            id_of(other_speaker): False,
        }


def test_documents_with_most_of_the_words_come_first(filled: Storage) -> None:
    with filled.reader() as reader:
        similar = reader.documents_like(
            ["lighthouse", "light", "needs"],
            limit=2,
            selection=Selection(speakers=("brandt",)),
            also=[PAINT.document.id],
        )
        assert [document.document for document in similar] == [LIGHT.document, BRIDGE.document, PAINT.document]
        assert [document.is_similar for document in similar] == [True, True, False]
        assert [document.selected for document in similar] == [{id_of(LIGHT)}, set(), set()]
        assert similar[0].quotes == LIGHT.quotes
        assert reader.documents_like([], limit=3) == ()


def test_speakers_are_counted_and_found_by_any_of_their_names(storage: Storage) -> None:
    fill(
        storage,
        entry("one", name="Mara Lindqvist", role="harbour master", aliases=("Lindqvist",)),
        entry("two", name="Mara Lindqvist", role="mayor"),
        entry("three", name="Mara Lindqvist", role="mayor"),
        entry("four", name="the harbour authority", speaker_kind=SpeakerKind.ORGANISATION),
    )
    with storage.reader() as reader:
        first, second = reader.speakers()
        assert (first.name, first.role, first.aliases, first.quotes) == ("Mara Lindqvist", "mayor", ("Lindqvist",), 3)
        assert (second.quotes, bool(second.document_id)) == (1, True)
        assert reader.speakers("lindqvist mara") == (first,)
        assert reader.speakers(limit=1) == (first,)
        assert reader.speakers("nobody") == ()
        assert reader.suggest_speakers("Mara Lindkvist") == ("Mara Lindqvist",)


def test_a_surname_joins_the_only_full_name_with_the_same_role(storage: Storage) -> None:
    full, alone = entry("one", role="mayor"), entry("two", name="Lindqvist", role="mayor")
    fill(storage, full, alone)
    with storage.reader() as reader:
        (speaker,) = reader.speakers()
        assert (speaker.name, [name for name, _ in speaker.joined]) == ("Lindqvist", ["Lindqvist"])
        assert set(selected(reader, Selection(speakers=("mara",)))) == {id_of(full), id_of(alone)}
    fill(storage, entry("three", name="Ada Lindqvist", role="mayor"))
    with storage.reader() as reader:
        assert len(reader.speakers()) == 3


def test_users_merge_and_split_speakers(storage: Storage) -> None:
    fill(storage, entry("one", name="Ada Moss"), entry("two", name="Ada Finch"), entry("three", name="A. Moss"))
    storage.writer.merge_speakers("Ada Finch", "Ada Moss")
    finish(storage)
    with storage.reader() as reader:
        assert [(speaker.name, speaker.quotes) for speaker in reader.speakers("finch")] == [("Ada Finch", 2)]
        assert len(selected(reader, Selection(speakers=("ada moss",)))) == 2
    storage.writer.split_speaker("Ada Finch")
    with storage.reader() as reader:
        assert [(speaker.name, speaker.quotes) for speaker in reader.speakers("finch")] == [("Ada Finch", 1)]


def test_a_word_that_no_quote_has_gets_the_nearest_one(filled: Storage) -> None:
    with filled.reader() as reader:
        assert reader.suggest_terms(["lighthuose", "bridge", "lindqvist", "zzzzzz"]) == {"lighthuose": "lighthouse"}


def test_significant_words_distinguish_a_period_from_the_others(storage: Storage) -> None:
    ferries = [
        entry(f"the ferry {word} again", published=date(2023, 4, 1 + n)) for n, word in enumerate(["sails", "waits"])
    ]
    mills = [
        entry(f"the mill {word} again", published=date(2024, 4, 1 + n)) for n, word in enumerate(["turns", "stops"])
    ]
    fill(storage, *ferries, *mills, entry("the undated well is dry"))
    with storage.reader() as reader:
        by_year = reader.significant_terms(EVERYTHING, by_month=False, limit=1)
        assert [(topic.period, topic.quotes) for topic in by_year] == [("", 1), ("2023", 2), ("2024", 2)]
        assert [topic.words for topic in by_year[1:]] == [("ferry",), ("mill",)]
        months = reader.significant_terms(replace(EVERYTHING, since=date(2024, 1, 1)), by_month=True, limit=1)
        assert [topic.period for topic in months] == ["2024-04"]


def test_quotes_are_found_by_id_prefix_and_documents_by_id_url_or_path(storage: Storage) -> None:
    light = entry("more light", document_id="d1", url="https://news.example/1", path=str(Path("here.txt").absolute()))
    fill(storage, light, BRIDGE)
    with storage.reader() as reader:
        assert reader.find_quotes(id_of(light)[:6], limit=2) == light.quotes
        assert [quote.id for quote in reader.find_quotes("", limit=5)] == sorted(map(id_of, (light, BRIDGE)))
        assert reader.find_quotes("", limit=1)[0].id == min(map(id_of, (light, BRIDGE)))
        for name in ("d1", "https://news.example/1", "here.txt", "./here.txt"):
            assert reader.find_documents(name) == ("d1",)
        assert reader.find_documents("nobody") == ()


def test_statistics_count_documents_quotes_speakers_and_outlets(filled: Storage) -> None:
    with filled.reader() as reader:
        statistics = reader.statistics()
    assert (statistics.documents, statistics.quotes, statistics.speakers, statistics.outlets) == (3, 3, 2, 2)
    assert (statistics.direct, statistics.mixed, statistics.indirect) == (2, 0, 1)
    assert (statistics.first, statistics.last) == (date(2024, 3, 1), date(2024, 5, 2))


def test_the_description_has_the_model_and_its_dimension(filled: Storage) -> None:
    with filled.reader() as reader:
        described = reader.description
    assert (described.model, described.dimension) == (HashEncoder.name, HashEncoder.dimension)
    assert described == filled.description


def test_a_name_that_is_too_long_is_refused() -> None:
    with pytest.raises(QueryError, match="200"):
        Selection(speakers=("x" * (MAX_NAME + 1),))
