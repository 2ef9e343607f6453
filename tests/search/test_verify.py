"""The verdict on a quotation: whether the archive has its words, and whose they are."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from invented import HashEncoder

from quotesearch.indexer.errors import QueryError
from quotesearch.indexer.extraction import RuleExtractor
from quotesearch.indexer.model import Document
from quotesearch.search.quote_index import QuoteIndex, open_index

STATEMENT = (
    "“We cannot wait for another winter, and the 14 trawlers cannot either,” said Mara Lindqvist, the harbour master. "
    "“The money is there. It has been there since May.”"
)
HARBOUR = f"""Harbour stays closed

{STATEMENT}

Óskar Brandt, a skipper, said that nobody had asked the fishermen about the new lighthouse.

The council had promised a second bridge by the end of the year."""
TRAM = """Tramway opens

“The money is there. It has been there since May,” Ilse Brandt told the council of Eastport on Monday."""

VALLEY = """Soldiers in the valley

“I do not believe that we should go home before the winter,” said Ada Moss.

“We will stay in the valley this year,” said Bo Lind, “unless they shoot at us first.”

“The rate rose to 1.5 percent this year,” said Ada Moss.

“We do want war and we won’t fight at their border today,” said Ada Moss.

“Thorwell will decide it this week in parliament before us,” said Bo Lind.

“In the end of course we will send 500 troops to the valley this year,” said Bo Lind.

We are who we are."""


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QuoteIndex]:
    with open_index(Path(tmp_path_factory.mktemp("verify")), create=True, encoder=HashEncoder()) as index:
        documents = [Document("harbour", HARBOUR), Document("tram", TRAM), Document("valley", VALLEY)]
        index.add(documents, extractor=RuleExtractor())
        yield index


@pytest.mark.parametrize(
    ("quotation", "speaker", "verdict"),
    [
        ("We cannot wait for another winter, and the 14 trawlers cannot either", "", "verbatim"),
        ("we cannot wait for another winter and the 14 trawlers cannot either.", "Lindqvist", "verbatim"),
        ("It has been there since May.", "Mara Lindqvist", "verbatim"),
        ("It has been there since May.", "Ilse Brandt", "verbatim"),
        ("nobody had asked the fishermen about the new lighthouse", "Óskar Brandt", "paraphrase"),
        ("nobody asked the fishermen about the new lighthouse", "Óskar Brandt", "paraphrase"),
        ("The council had promised a second bridge by the end of the year.", "", "paraphrase"),
        ("The council had promised a second bridge by the end of the year.", "Lindqvist", "other-speaker"),
        ("We can't wait for yet another winter, and the 14 trawlers cannot either", "", "near"),
        ("We cannot wait for another winter and the 14 trawlers can not either", "", "near"),
        ("we should go home before the winter", "", "partial"),
        ("The 14 trawlers cannot either, and we cannot wait for another winter", "", "partial"),
        ("By the end of the year the council had promised a second bridge", "", "partial"),
        ("We will stay in the valley this year", "", "partial"),
        ("The rate rose to 1", "", "partial"),
        ("We don't want war and we will fight at their border today", "", "not-found"),
        ("Lindqvist will decide it this week in parliament before us", "", "not-found"),
        ("we will send 600 troops to the valley this year", "", "not-found"),
        ("We are who we are.", "", "paraphrase"),
        ("aᦰb is here and there", "", "not-found"),
        ("It has been there since May.", "Ms Ilse Brandt", "verbatim"),
        ("We cannot wait for another winter, and the 15 trawlers cannot either", "", "not-found"),
        ("We can wait for another winter, and the 14 trawlers cannot either", "", "not-found"),
        ("We cannot wait for another winter", "Lindqvist", "partial"),
        ("We cannot wait for another winter, and the 14 trawlers cannot either", "Brandt", "other-speaker"),
        ("It has been there since May.", "Óskar Brandt", "other-speaker"),
        ("Bananas do not grow in the north", "", "not-found"),
        ("Bananas do not grow in the north", "Lindqvist", "not-found"),
        ("We cannot wait for another winter. It has been there since May.", "", "partial"),
    ],
)
def test_each_quotation_gets_its_verdict(opened: QuoteIndex, quotation: str, speaker: str, verdict: str) -> None:
    assert opened.verify(quotation, speaker).verdict == verdict


DENIED = """Bridge stays

Moreau did not say that the bridge would be sold. Moss believes that the ferry will sail in May.

Moss said that the fare was "a scandal and a shame for us all", and left.

The sign on the quay reads “Nobody may swim here after dark” in three languages."""


@pytest.mark.parametrize(
    ("quotation", "speaker", "verdict"),
    [
        ("the bridge would be sold", "moreau", "paraphrase"),
        ("the bridge would be sold", "", "paraphrase"),
        ("the ferry will sail in May", "moss", "paraphrase"),
        ("the fare was a scandal and a shame for us all", "moss", "paraphrase"),
        ("a scandal and a shame for us all", "moss", "verbatim"),
        ("Nobody may swim here after dark", "", "verbatim"),
    ],
)
def test_only_words_inside_quotation_marks_are_verbatim(
    tmp_path: Path, quotation: str, speaker: str, verdict: str
) -> None:
    with open_index(tmp_path, create=True, encoder=HashEncoder()) as index:
        index.add(Document("denied", DENIED))
        assert index.verify(quotation, speaker).verdict == verdict


def test_the_span_gives_the_words_of_the_quotation(opened: QuoteIndex) -> None:
    match = opened.verify("the 14 trawlers cannot either").found
    assert match is not None
    assert match.span.words(match.document.text) == "the 14 trawlers cannot either"
    assert match.quote is not None
    assert match.quote.quote.speaker.name == "Mara Lindqvist"


def test_the_span_of_an_interrupted_quotation_begins_and_ends_with_its_words(opened: QuoteIndex) -> None:
    match = opened.verify("the 14 trawlers cannot either, The money is there").found
    assert match is not None
    words = match.span.words(match.document.text)
    assert words.startswith("the 14 trawlers")
    assert words.endswith("is there")


def test_quotes_of_the_given_speaker_are_preferred_to_the_same_words_of_others(opened: QuoteIndex) -> None:
    for name in ("Mara Lindqvist", "Ilse Brandt"):
        match = opened.verify("The money is there. It has been there since May.", name).found
        assert match is not None
        assert match.quote is not None
        assert match.quote.quote.speaker.name == name


def test_a_verification_has_the_size_of_the_archive(opened: QuoteIndex) -> None:
    verified = opened.verify("Bananas do not grow in the north")
    assert (verified.documents, verified.quotes) == (3, opened.stats().counts.quotes)


def test_a_verification_can_be_converted_to_json(opened: QuoteIndex) -> None:
    verification = opened.verify("We cannot wait for another winter, and the 15 trawlers cannot either").to_json()
    assert (verification["verdict"], verification["flags"], verification["changes"]) == (
        "not-found",
        ["number"],
        [["15", "14"]],
    )
    assert verification["document"]["id"] == "harbour"
    assert verification["stored"]["speaker"]["name"] == "Mara Lindqvist"
    assert verification["searched"]["documents"] == 3


@pytest.mark.parametrize(
    ("quotation", "reason"),
    [
        ("", "give the words"),
        (" … ", "give the words"),
        ("word " * 1001, "1001 words: give at most 1000"),
        ("w" * 5_000_000, "5000000 characters: give at most 20000"),
        ("word " * 100_000, "500000 characters: give at most 20000"),
    ],
    ids=["empty", "signs", "many words", "one long word", "a book"],
)
def test_a_quotation_without_words_or_with_too_many_is_an_error_with_the_remedy(
    opened: QuoteIndex, quotation: str, reason: str
) -> None:
    with pytest.raises(QueryError, match=reason):
        opened.verify(quotation)


def test_a_speaker_name_that_is_too_long_is_an_error(opened: QuoteIndex) -> None:
    with pytest.raises(QueryError, match="give one of at most 200"):
        opened.verify("We cannot wait", "lind " * 32_000)


@pytest.mark.parametrize("speaker", ["", "Ada Moss"])
def test_a_quotation_of_stop_words_is_found_among_many_documents(tmp_path: Path, speaker: str) -> None:
    documents = [Document(f"d{n}", f"“It is what it was {n},” said Bo Lind. It is what it is not.") for n in range(20)]
    documents.append(Document("moss", f"“{'Ships sail. ' * 40} It is what it is,” said Ada Moss."))
    with open_index(tmp_path, create=True, encoder=HashEncoder()) as index:
        index.add(documents, extractor=RuleExtractor())
        assert index.verify("It is what it is", speaker).verdict == "verbatim"


@pytest.mark.parametrize(
    ("stored", "quotation", "verdict"),
    [
        ("If the council pays, then the state will pay", "If the state will pay, then the council pays", "not-found"),
        (
            "The council of Vessa blamed the port of Norrvik",
            "The port of Norrvik blamed the council of Vessa",
            "partial",
        ),
        (
            "The army attacked the rebels near the old bridge",
            "The rebels attacked the army near the old bridge",
            "not-found",
        ),
        ("I doubt he is guilty of the crime", "He is guilty of that crime", "partial"),
        ("I do not think that Mr. Obrandt is a thief and a liar", "Obrandt is a thief and a liar", "partial"),
        ("It costs us $5 million every year", "It costs us €5 million every year", "not-found"),
        ("Growth was -5 percent in the spring", "Growth was 5 percent in the spring", "not-found"),
        ("They never listen to the fishermen", "They hardly listen to the fishermen", "not-found"),
        ("If they come back we will open the lock", "They come back we will open the lock", "partial"),
        ("In Norr we have friends and we have enemies", "We have friends and in Norr we have enemies", "partial"),
        ("We will open the lock when the ice is gone", "When the ice is gone we will open the lock", "near"),
    ],
)
def test_parts_may_change_places_only_if_the_meaning_stays(
    tmp_path: Path, stored: str, quotation: str, verdict: str
) -> None:
    (tmp_path / "rows.jsonl").write_text(json.dumps({"quote": stored, "speaker": "Mara Lindqvist"}), encoding="utf-8")
    with open_index(tmp_path / "index", create=True, encoder=HashEncoder()) as index:
        index.add(tmp_path / "rows.jsonl")
        assert index.verify(quotation).verdict == verdict
