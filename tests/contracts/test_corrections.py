"""Corrections of attributions in every backend: they act at once, survive changes of the article, can be undone."""

from dataclasses import replace

import pytest
from contract import by_meaning, by_words, finish, selected
from invented import LineExtractor

from quotesearch.indexer.errors import NotFoundError, QueryError
from quotesearch.indexer.model import Document, Quote, QuoteKind, Span, Speaker, SpeakerKind
from quotesearch.indexer.protocols import Storage
from quotesearch.indexer.records import EVERYTHING, MAX_NAME, Attributed, Correction, Selection

LINES = ("Mara Lindqvist: we sail at noon", "Óskar Brandt: the quay is closed", "Jón Ek: nobody has asked us")
SAIL, QUAY, ASKED = "we sail at noon", "the quay is closed", "nobody has asked us"


def article(*lines: str, document_id: str = "d", recipe: str = "1", **roles: str) -> Attributed:
    """Return an article with a quote in each line `Name: words`; a role is given by the surname of the speaker."""
    document = Document(document_id, "\n".join(lines))
    quotes = []
    for quote in LineExtractor().extract(document):
        role = roles.get(quote.speaker.name.split()[-1].lower(), "")
        speaker = replace(quote.speaker, role=role, confidence=0.75)
        quotes.append(replace(quote, speaker=speaker, confidence=0.5))
    return Attributed(document, tuple(quotes), recipe)


def store(storage: Storage, *entries: Attributed) -> None:
    storage.writer.put(entries)
    finish(storage)


def quotes_of(storage: Storage, document_id: str = "d") -> dict[str, Quote]:
    """Return the stored quotes of an article by their words; of quotes with the same words, the last."""
    with storage.reader() as reader:
        return {quote.text: quote for quote in reader.document_quotes(document_id)}


def names_of(storage: Storage, document_id: str = "d") -> list[tuple[str, str]]:
    """Return the words and the speaker of each quote of an article, in order."""
    with storage.reader() as reader:
        return [(quote.text, quote.speaker.name) for quote in reader.document_quotes(document_id)]


def correct(storage: Storage, words: str, speaker: str | None, *, document_id: str = "d") -> Correction:
    """Correct the quote with these words."""
    correction = storage.writer.correct(quotes_of(storage, document_id)[words].id, speaker)
    finish(storage)
    return correction


def corrections(storage: Storage) -> tuple[Correction, ...]:
    with storage.reader() as reader:
        return reader.corrections()


@pytest.fixture
def filled(storage: Storage) -> Storage:
    store(storage, article(*LINES))
    return storage


# -- the speaker --------------------------------------------------------------------------------


def test_a_corrected_quote_has_the_new_speaker_at_once(filled: Storage) -> None:
    before = quotes_of(filled)
    correct(filled, SAIL, "Ida Holm")
    quotes = quotes_of(filled)
    corrected = Speaker("Ida Holm", SpeakerKind.PERSON)
    assert quotes[SAIL] == replace(before[SAIL], speaker=corrected, confidence=1.0)
    assert quotes[SAIL].id == before[SAIL].id
    assert (quotes[QUAY], quotes[ASKED]) == (before[QUAY], before[ASKED])


def test_a_corrected_quote_is_found_by_its_new_speaker_only(filled: Storage) -> None:
    quote_id = quotes_of(filled)[SAIL].id
    correct(filled, SAIL, "Ida Holm")
    with filled.reader() as reader:
        assert by_words(reader, "holm") == (quote_id,)
        assert quote_id in by_meaning(reader, "sail")
        assert selected(reader, Selection(speakers=("Holm",))) == [quote_id]
        assert selected(reader, Selection(speakers=("Lindqvist",))) == []
        assert [(count.name, count.quotes) for count in reader.speakers("holm")] == [("Ida Holm", 1)]
        assert reader.speakers("lindqvist") == ()
        assert dict(reader.facets(EVERYTHING).speakers) == {"Ida Holm": 1, "Jón Ek": 1, "Óskar Brandt": 1}


@pytest.mark.parametrize("name", ["Greta Falk", "greta  FALK", "Falk"])
def test_a_name_that_the_index_knows_means_that_speaker_with_the_role(filled: Storage, name: str) -> None:
    store(filled, article("Greta Falk: the mill pays", document_id="e", falk="mayor"))
    correct(filled, SAIL, name)
    speaker = quotes_of(filled)[SAIL].speaker
    assert (speaker.name, speaker.role, speaker.confidence) == ("Greta Falk", "mayor", 1.0)
    with filled.reader() as reader:
        assert [(count.name, count.quotes) for count in reader.speakers("falk")] == [("Greta Falk", 2)]


def test_a_speaker_of_the_same_article_has_the_role_that_the_article_gives(storage: Storage) -> None:
    others = [article("Mara Lindqvist: yes", document_id=f"e{n}", lindqvist="senator") for n in range(3)]
    store(storage, article(*LINES, lindqvist="mayor"), *others)
    correct(storage, QUAY, "Mara Lindqvist")
    quotes = quotes_of(storage)
    assert quotes[QUAY].speaker == replace(quotes[SAIL].speaker, confidence=1.0)


def test_a_name_that_two_speakers_have_is_stored_as_it_was_given(filled: Storage) -> None:
    store(filled, article("Greta Falk: the mill pays", "Jonas Falk: it does not", document_id="e", falk="mayor"))
    correct(filled, SAIL, "Falk")
    speaker = quotes_of(filled)[SAIL].speaker
    assert (speaker.name, speaker.role) == ("Falk", "")


@pytest.mark.parametrize("kind", [SpeakerKind.ORGANISATION, SpeakerKind.GROUP, SpeakerKind.ANONYMOUS])
def test_a_part_of_a_name_does_not_mean_a_body(filled: Storage, kind: SpeakerKind) -> None:
    body = article("Holm Shipyard Workers: the mill pays", document_id="e")
    speaker = replace(body.quotes[0].speaker, kind=kind, aliases=())
    store(filled, replace(body, quotes=(replace(body.quotes[0], speaker=speaker),)))
    correct(filled, SAIL, "Holm")
    assert quotes_of(filled)[SAIL].speaker == Speaker("Holm")


def test_a_short_form_of_a_body_means_the_body(filled: Storage) -> None:
    body = article("Harbour Workers' Union: the mill pays", document_id="e")
    speaker = Speaker("Harbour Workers' Union", SpeakerKind.ORGANISATION, aliases=("HWU",))
    store(filled, replace(body, quotes=(replace(body.quotes[0], speaker=speaker),)))
    correct(filled, SAIL, "HWU")
    assert quotes_of(filled)[SAIL].speaker.name == "Harbour Workers' Union"


@pytest.mark.parametrize("name", ["", "  ", "…!", "x" * (MAX_NAME + 1), "Mara \udcff"])
def test_a_name_that_is_empty_too_long_or_no_text_is_refused_and_nothing_changes(filled: Storage, name: str) -> None:
    before = names_of(filled)
    with pytest.raises(QueryError, match="give"):
        correct(filled, SAIL, name)
    assert names_of(filled) == before
    assert corrections(filled) == ()


def test_an_unknown_quote_is_not_corrected(filled: Storage) -> None:
    for speaker in ("Ida Holm", None):
        with pytest.raises(NotFoundError, match="copy an id from the results of a search"):
            filled.writer.correct("0123456789abcdef", speaker)
    assert corrections(filled) == ()


# -- not a quote --------------------------------------------------------------------------------


def test_what_is_not_a_quote_is_removed_at_once(filled: Storage) -> None:
    quote_id = quotes_of(filled)[SAIL].id
    correct(filled, SAIL, None)
    with filled.reader() as reader:
        assert [quote.text for quote in reader.document_quotes("d")] == [QUAY, ASKED]
        assert reader.quotes([quote_id]) == {}
        assert by_words(reader, "sail lindqvist") == ()
        assert reader.speakers("lindqvist") == ()
        assert reader.facets(EVERYTHING).quotes == reader.statistics().quotes == 2


# -- another version of the article -------------------------------------------------------------


@pytest.mark.parametrize(
    "edition",
    [
        article("A day in the town.", "Ilse Arriaga: more light", *LINES),
        article(*LINES, recipe="2"),
        article("Mara Lindqvist: “We sail … at noon”,", *LINES[1:]),
    ],
    ids=["edited elsewhere", "another extractor", "other punctuation"],
)
def test_corrections_survive_another_version_of_the_article(filled: Storage, edition: Attributed) -> None:
    correct(filled, SAIL, "Ida Holm")
    correct(filled, QUAY, None)
    report = filled.writer.put([edition])
    assert (report.changed, report.quotes) == (1, len(edition.quotes) - 1)
    assert [name for _, name in names_of(filled)][-2:] == ["Ida Holm", "Jón Ek"]
    assert QUAY not in quotes_of(filled)


def test_other_words_at_the_same_place_are_not_corrected(filled: Storage) -> None:
    correct(filled, SAIL, "Ida Holm")
    store(filled, article("Mara Lindqvist: we sail at dawn", *LINES[1:]))
    assert names_of(filled)[0] == ("we sail at dawn", "Mara Lindqvist")


def test_the_same_words_twice_in_one_article_are_both_corrected(storage: Storage) -> None:
    store(storage, article(*LINES, "Óskar Brandt: We sail at noon!"))
    correct(storage, SAIL, "Ida Holm")
    assert [name for _, name in names_of(storage)] == ["Ida Holm", "Óskar Brandt", "Jón Ek", "Ida Holm"]


def test_the_same_words_in_another_article_are_not_corrected(filled: Storage) -> None:
    store(filled, article(*LINES, document_id="e"))
    correct(filled, SAIL, None)
    assert SAIL in quotes_of(filled, "e")


def test_a_correction_is_kept_for_a_removed_article(filled: Storage) -> None:
    correct(filled, SAIL, "Ida Holm")
    filled.writer.remove(["d"])
    assert len(corrections(filled)) == 1
    store(filled, article(*LINES))
    assert names_of(filled)[0] == (SAIL, "Ida Holm")


def test_a_corrected_article_is_unchanged_for_the_next_indexing(filled: Storage) -> None:
    correct(filled, SAIL, "Ida Holm")
    assert filled.writer.fingerprints(["d"]) == {"d": article(*LINES).stamp}
    assert filled.writer.put([article(*LINES)]).unchanged == 1
    assert names_of(filled)[0] == (SAIL, "Ida Holm")


def test_quotes_without_letters_are_told_apart_by_their_signs(storage: Storage) -> None:
    store(storage, article("Mara Lindqvist: ?!", "Jón Ek: !!"))
    correct(storage, "?!", "Ida Holm")
    assert names_of(storage) == [("?!", "Ida Holm"), ("!!", "Jón Ek")]


# -- the list, and undoing ----------------------------------------------------------------------


def test_corrections_are_listed_in_the_order_of_their_numbers(filled: Storage) -> None:
    assert corrections(filled) == ()
    first, second = correct(filled, QUAY, None), correct(filled, SAIL, "Ida Holm")
    assert first == Correction(1, "d", QUAY, None)
    assert second == Correction(2, "d", SAIL, Speaker("Ida Holm"))
    assert corrections(filled) == (first, second)


def test_a_second_correction_of_a_quote_replaces_the_first(filled: Storage) -> None:
    correct(filled, SAIL, "Ida Holm")
    second = correct(filled, SAIL, "Greta Falk")
    assert corrections(filled) == (second,)
    assert (second.number, names_of(filled)[0]) == (1, (SAIL, "Greta Falk"))


def test_after_undoing_the_next_indexing_restores_the_answer_of_the_extractor(filled: Storage) -> None:
    original = names_of(filled)
    number, other = correct(filled, SAIL, "Ida Holm").number, correct(filled, QUAY, None)
    assert filled.writer.undo_correction(number).words == SAIL
    assert corrections(filled) == (other,)
    assert names_of(filled)[0] == (SAIL, "Ida Holm")
    assert filled.writer.fingerprints(["d"]) != {"d": article(*LINES).stamp}
    store(filled, article(*LINES))
    assert names_of(filled) == [original[0], original[2]]
    filled.writer.undo_correction(other.number)
    store(filled, article(*LINES))
    assert names_of(filled) == original


def test_a_correction_of_a_removed_article_is_undone(filled: Storage) -> None:
    number = correct(filled, SAIL, None).number
    filled.writer.remove(["d"])
    filled.writer.undo_correction(number)
    store(filled, article(*LINES))
    assert SAIL in quotes_of(filled)


def test_an_unknown_correction_is_not_undone(filled: Storage) -> None:
    number = correct(filled, SAIL, None).number
    filled.writer.undo_correction(number)
    for unknown in (number, 99, 2**63):
        with pytest.raises(NotFoundError, match="quotes correct --list"):
            filled.writer.undo_correction(unknown)


# -- the confidence of the name -----------------------------------------------------------------


def test_speakers_with_other_confidences_are_one_speaker(storage: Storage) -> None:
    text = "we sail at noon"
    document = Document("d", text)
    places = {0.25: Span(0, 7), 1.0: Span(8, 15)}
    quotes = tuple(
        Quote.of(
            document,
            content=(place,),
            context=Span(0, len(text)),
            kind=QuoteKind.DIRECT,
            speaker=Speaker("Mara Lindqvist", confidence=confidence),
        )
        for confidence, place in places.items()
    )
    store(storage, Attributed(document, quotes))
    with storage.reader() as reader:
        assert reader.document_quotes("d") == quotes
        assert [(count.name, count.quotes) for count in reader.speakers()] == [("Mara Lindqvist", 2)]
