"""Who said what within an article: each shape of attribution that newspapers use, on invented sentences."""

import pytest

from quotesearch.indexer.extraction import RuleExtractor
from quotesearch.indexer.model import Document, Quote


def quotes(text: str) -> list[Quote]:
    return list(RuleExtractor().extract(Document("d", text)))


def said(text: str) -> list[tuple[str, str]]:
    return [(quote.speaker.name, quote.text) for quote in quotes(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“The dam will hold,” Ada Moss said.", [("Ada Moss", "The dam will hold,")]),
        ("“The dam will hold,” said Ada Moss.", [("Ada Moss", "The dam will hold,")]),
        ("Ada Moss said, “The dam will hold.”", [("Ada Moss", "The dam will hold.")]),
        ("Ada Moss said: “The dam will hold.”", [("Ada Moss", "The dam will hold.")]),
        ("Ada Moss told reporters on Tuesday: “The dam will hold.”", [("Ada Moss", "The dam will hold.")]),
        ("Ada Moss told the Eastport Courier, “The dam will hold.”", [("Ada Moss", "The dam will hold.")]),
        ("“Will it hold?” Ada Moss asked.", [("Ada Moss", "Will it hold?")]),
        ("“It will hold!” shouted Ada Moss.", [("Ada Moss", "It will hold!")]),
        ("In a letter to the council, Ada Moss wrote, “The dam will hold.”", [("Ada Moss", "The dam will hold.")]),
        ("“The dam will hold.” — Ada Moss", [("Ada Moss", "The dam will hold.")]),
        ("Ada Moss: “The dam will hold.”", [("Ada Moss", "The dam will hold.")]),
        ("Ada Moss was blunt: “The dam will hold.”", [("Ada Moss", "The dam will hold.")]),
        ("Ada Moss said in an interview, “The dam will hold.”", [("Ada Moss", "The dam will hold.")]),
        ("Asked about the flood, Ada Moss said, “The dam will hold.”", [("Ada Moss", "The dam will hold.")]),
        ("Ada Moss, who built it, said “the dam will hold.”", [("Ada Moss", "the dam will hold.")]),
        ("Ada Moss, the chief engineer, told us: “It will hold.”", [("Ada Moss", "It will hold.")]),
    ],
)
def test_a_direct_quote_is_found_with_its_speaker(text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected
    assert [quote.kind for quote in quotes(text)] == ["direct"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Moss said that the dam would hold.", ("Ada Moss", "that the dam would hold")),
        ("Ada Moss said the dam would hold.", ("Ada Moss", "the dam would hold")),
        ("The dam would hold, Ada Moss said.", ("Ada Moss", "The dam would hold")),
        ("The dam would hold, according to Ada Moss.", ("Ada Moss", "The dam would hold")),
        ("According to Ada Moss, the dam would hold.", ("Ada Moss", "the dam would hold")),
        ("Ada Moss told the council that the dam would hold.", ("Ada Moss", "that the dam would hold")),
        ("Ada Moss asked whether the dam would hold.", ("Ada Moss", "whether the dam would hold")),
        ("Ada Moss vowed to keep the dam standing.", ("Ada Moss", "to keep the dam standing")),
        ("Ada Moss has also repeatedly argued that the dam is safe.", ("Ada Moss", "that the dam is safe")),
    ],
)
def test_an_indirect_quote_is_found_with_its_speaker(text: str, expected: tuple[str, str]) -> None:
    assert said(text) == [expected]
    assert quotes(text)[0].kind == "indirect"


def test_a_paraphrase_with_quoted_words_is_mixed() -> None:
    (quote,) = quotes("Ada Moss said the dam was “as sound as a bell” after the storm.")
    assert (quote.kind, quote.speaker.name) == ("mixed", "Ada Moss")
    assert quote.text == "the dam was “as sound as a bell” after the storm"


def test_an_interrupted_quotation_is_one_quote_of_two_spans() -> None:
    (quote,) = quotes("“The dam will hold,” Ada Moss said on Monday, “but the road will not.”")
    assert quote.text == "The dam will hold, … but the road will not."
    assert len(quote.content) == 2


def test_an_interrupted_paraphrase_is_one_quote_of_two_spans() -> None:
    assert said("The old dam, Ada Moss said, would never break.") == [("Ada Moss", "The old dam … would never break")]


def test_a_quotation_continues_after_its_cue() -> None:
    assert said("“The dam will hold,” Ada Moss said. “The road will not.”") == [
        ("Ada Moss", "The dam will hold, … The road will not.")
    ]


def test_a_quotation_over_paragraphs_is_one_quote() -> None:
    text = "“We began with one boat,” said Ada Moss. “Then there were two.\n\n“Now there are nine.”"
    assert said(text) == [("Ada Moss", "We began with one boat, … Then there were two. … Now there are nine.")]


def test_a_paragraph_of_quotation_has_the_speaker_of_the_paragraph_before() -> None:
    text = "Ada Moss said the dam would hold.\n\n“I have looked at every stone.”"
    assert said(text)[1] == ("Ada Moss", "I have looked at every stone.")


def test_a_colon_at_the_end_of_a_line_announces_a_quotation() -> None:
    text = "Later that day Ada Moss issued a short statement:\n\n“The dam is closed until Friday.”"
    assert said(text) == [("Ada Moss", "The dam is closed until Friday.")]


def test_the_cue_right_after_a_quotation_wins_over_one_before_it() -> None:
    text = "Several engineers told the Courier, “The dam is sound,” said one engineer who had seen the report."
    assert said(text) == [("one engineer", "The dam is sound,")]


def test_two_cues_of_one_subject_are_two_quotes() -> None:
    text = "Ada Moss said the dam was safe and warned that the road was not."
    assert said(text) == [("Ada Moss", "the dam was safe"), ("Ada Moss", "that the road was not")]


def test_a_participle_shares_the_subject() -> None:
    text = "Ada Moss praised the crews, adding that nobody had slept."
    assert said(text)[-1] == ("Ada Moss", "that nobody had slept")


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “wonder dam” cost nine million crowns.",
        "Earl “Bud” Hollis lives below the dam.",
        "The orchestra played “The River at Night” twice.",
        "“The dam will hold.”",
        "The council's claims and its reports fill three shelves.",
        "The report calls are recorded.",
        "Ada Moss never said that she would resign.",
        "No, Ada Moss did not say that the dam was safe.",
        "The council rejected the plan and thanked its clerk.",
        "The company added 3,000 jobs in May.",
        "The company declined to comment.",
        "Father Quill found a swarm of bees in the loft.",
        "Paul Grant criticised Ada Moss.",
        "One clerk asked to remain anonymous because he feared for his post.",
        "The plan is clear: “Build it now.”",
    ],
)
def test_text_without_attribution_is_not_a_quote(text: str) -> None:
    assert said(text) == []


def test_cue_and_source_have_their_places_in_the_text() -> None:
    text = "“The dam will hold,” Ada Moss has said."
    (quote,) = quotes(text)
    assert [span.words(text) for span in quote.cue] == ["has said"]
    assert [span.words(text) for span in quote.source] == ["Ada Moss"]
    assert quote.context.words(text) == text


def test_british_single_marks_work_like_double_ones() -> None:
    text = "‘We’ve waited long enough,’ said Ada Moss. ‘The councillors’ patience is gone.’"
    assert said(text) == [("Ada Moss", "We’ve waited long enough, … The councillors’ patience is gone.")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The plan was, she said, “cruel and unfair”.", "The plan was … cruel and unfair"),
        ("It was “cruel”, Ada Moss said, and “unfair”.", "It was “cruel” … and “unfair”"),
        ("Two people were hurt, police said, after a cart hit a tree.", "Two people were hurt"),
        ("EASTPORT — “We are ready,” Ada Moss said.", "We are ready,"),
        ("EASTPORT, March 3 (Lantern) - The dam will hold, Ada Moss said on Monday.", "The dam will hold"),
        ("“It is not the end,” Moss said, according to two people who were in the room.", "It is not the end,"),
        ("The deal is done, the ministry confirmed.", "The deal is done"),
        ("The deal is done, two sources told the Courier.", "The deal is done"),
        ("Moss denied that the dam was unsafe.", "that the dam was unsafe"),
        ("“Star Boat” director Georg Luk said the film was finished.", "the film was finished"),
    ],
)
def test_the_content_is_neither_cut_short_nor_padded(text: str, expected: str) -> None:
    assert [words for _, words in said(text)] == [expected]


def test_a_cue_at_the_end_takes_all_paragraphs_of_its_quotation() -> None:
    text = "“We began with one boat.\n\n“Then there were two.\n\n“Now there are nine,” said Ada Moss."
    assert said(text) == [("Ada Moss", "We began with one boat. … Then there were two. … Now there are nine,")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "“I hate it,” said Ada Moss. “I love it,” smiled Bo Lind.",
            [("Ada Moss", "I hate it,"), ("Bo Lind", "I love it,")],
        ),
        ("“Stop,” Bo Lind cackled.", [("Bo Lind", "Stop,")]),
        ("Ada Moss said no to it. Bo Lind shrugged. “I love it.”", [("Bo Lind", "I love it.")]),
        (
            "“No,” said Ada Moss.\n\nAsked again, Crane laughed. “Not yet.”",
            [("Ada Moss", "No,"), ("Crane", "Not yet.")],
        ),
        (
            "What did they say? “Nothing,” shrugs Crane. “He sent a wreath.”",
            [("Crane", "Nothing, … He sent a wreath.")],
        ),
    ],
)
def test_the_words_of_the_next_person_are_not_joined_to_the_last(text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text)[-len(expected) :] == expected


def test_a_long_apposition_does_not_hide_the_subject() -> None:
    text = "Two officials, speaking because they were told to by the board, said the mayor was told of it in May."
    assert said(text) == [("two officials", "the mayor was told of it in May")]
