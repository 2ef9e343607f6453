"""The speakers of given sources in a text, in the order of the text."""

import re
from collections.abc import Sequence

import pytest

from quotesearch.indexer.extraction.article import read_paragraphs
from quotesearch.indexer.extraction.clauses import Attribution
from quotesearch.indexer.extraction.lexicon import Frame
from quotesearch.indexer.extraction.pronouns import PersonMention, Place, choose
from quotesearch.indexer.extraction.segmentation import paragraphs
from quotesearch.indexer.extraction.speakers import Resolver
from quotesearch.indexer.model import Span, Speaker, SpeakerKind


def resolved(text: str, *sources: str) -> list[Speaker | None]:
    """Return the speaker of each source, the next such words in the text."""
    return resolver_of(text)[0].resolve(attributions_of(text, sources))


def resolver_of(text: str) -> tuple[Resolver, list[tuple[list[PersonMention], Place]]]:
    """Return a resolver, and the list to which it adds each pronoun with its candidates."""
    choices: list[tuple[list[PersonMention], Place]] = []

    def noting(mentions: Sequence[PersonMention], place: Place) -> PersonMention | None:
        choices.append((list(mentions), place))
        return choose(mentions, place)

    return Resolver(read_paragraphs(text, paragraphs(text)).sentences, text, noting), choices


def attributions_of(text: str, sources: Sequence[str]) -> list[Attribution]:
    sentences = read_paragraphs(text, paragraphs(text)).sentences
    attributions, at = [], 0
    for source in sources:
        match = re.compile(rf"(?<!\w){re.escape(source)}(?!\w)").search(text, at)
        assert match is not None, source
        at = match.start()
        number = next(number for number, sentence in enumerate(sentences) if at < sentence.span.end)
        at = match.end()
        attributions.append(Attribution((Span(*match.span()),), None, Span(*match.span()), number, Frame.QUOTE))
    return attributions


def names(text: str, *sources: str) -> list[str]:
    return [speaker.name for speaker in resolved(text, *sources) if speaker is not None]


def test_an_attribution_without_source_has_no_speaker() -> None:
    text = "Ada Moss left."
    (attribution,) = attributions_of(text, ["Ada Moss"])
    sourceless = Attribution(attribution.content, None, None, 0, Frame.QUOTE)
    speakers = resolver_of(text)[0].resolve([sourceless, attribution])
    assert [speaker and speaker.name for speaker in speakers] == [None, "Ada Moss"]


def test_speakers_are_in_the_order_of_the_attributions() -> None:
    text = "Ada Moss left. Peter Crane slept. She sang. He snored."
    attributions = attributions_of(text, ["Ada Moss", "Peter Crane", "She", "He"])
    speakers = resolver_of(text)[0].resolve(attributions[::-1])
    assert [speaker and speaker.name for speaker in speakers] == ["Peter Crane", "Ada Moss", "Peter Crane", "Ada Moss"]


def test_one_source_of_two_attributions_is_resolved_once() -> None:
    text = "Ada Moss left."
    (attribution,) = attributions_of(text, ["Ada Moss"])
    first, second = resolver_of(text)[0].resolve([attribution, attribution])
    assert first is second


def test_a_source_in_an_earlier_sentence_is_resolved_there() -> None:
    text = "Ada Moss left. The dam held. It rained."
    (attribution,) = attributions_of(text, ["Ada Moss"])
    later = Attribution(attribution.content, None, attribution.source, 2, Frame.QUOTE)
    (speaker,) = resolver_of(text)[0].resolve([later])
    assert speaker == Speaker("Ada Moss", aliases=())


def test_a_source_inside_a_quotation_is_read() -> None:
    assert names("“We met Mayor Bo Lind there,” they wrote.", "Mayor Bo Lind") == ["Bo Lind"]
    assert names("“We met Mayor Bo Lind there,” they wrote.", "We") == ["We"]


def test_a_source_without_words_is_unnamed() -> None:
    blank = Attribution((Span(0, 3),), None, Span(3, 4), 0, Frame.QUOTE)
    assert resolver_of("Ada Moss left.")[0].resolve([blank]) == [Speaker("unnamed", SpeakerKind.ANONYMOUS)]


@pytest.mark.parametrize("word", ["I", "We", "you", "who", "Which", "that", "Us", "Me"])
def test_a_pronoun_that_never_resolves_keeps_its_word(word: str) -> None:
    assert resolved(f"So {word} left.", word) == [Speaker(word, SpeakerKind.ANONYMOUS)]


def test_a_contracted_pronoun_loses_its_verb() -> None:
    assert names("“So I’m late,” they wrote.", "I’m") == ["I"]


def test_a_relative_pronoun_is_the_noun_before_it() -> None:
    assert names("They met Ada Moss, who left.", "who") == ["Ada Moss"]
    assert names("They met Ada Moss, who left.", "who left") == ["who left"]


@pytest.mark.parametrize(
    ("pronoun", "name"), [("he", "Peter Crane"), ("she", "Ada Moss"), ("They", "They"), ("it", "it")]
)
def test_he_and_she_are_the_last_person_of_that_gender(pronoun: str, name: str) -> None:
    assert names(f"Ada Moss met Peter Crane. Then {pronoun} left.", pronoun) == [name]


def test_a_group_or_a_body_is_they_for_two_sentences() -> None:
    text = "Several clerks left. They sang. It rained. They slept. It rained. It poured. It hailed. They woke."
    assert names(text, "Several clerks", "They", "They", "They") == [*["several clerks"] * 2, "They", "They"]


def test_a_body_is_it_and_a_group_is_not() -> None:
    assert names("The company left. It sang. They slept.", "The company", "It", "They") == ["the company"] * 3
    assert names("Several clerks left. It sang.", "Several clerks", "It") == ["several clerks", "It"]


def test_a_person_does_not_replace_the_body_that_it_means() -> None:
    assert names("The company left. Ada Moss too. It sang.", "The company", "Ada Moss", "It")[2] == "the company"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Ada Moss and Bo Lind", Speaker("Ada Moss and Bo Lind", SpeakerKind.GROUP)),
        ("Moss and Lind Company", Speaker("Moss and Lind Company", SpeakerKind.GROUP)),
        ("the Norbank Council", Speaker("Norbank Council", SpeakerKind.ORGANISATION)),
        ("the company's chief engineer, Tim Crook,", Speaker("Tim Crook", role="company's chief engineer")),
        ("Norbank's mayor, Tim Crook,", Speaker("Tim Crook", role="Norbank's mayor", affiliation="Norbank")),
        ("chief engineer, Tim Crook,", Speaker("chief engineer", SpeakerKind.ANONYMOUS)),
        ("his friend Ada Moss, Tim Crook,", Speaker("Ada Moss")),
        ("Ada Moss (R-Ohio)", Speaker("Ada Moss", affiliation="R-Ohio")),
        ("the former mayor Ada Moss", Speaker("Ada Moss", role="former mayor")),
        ("Ada Moss, a welder of Holm,", Speaker("Ada Moss", role="welder of Holm")),
        ("a senior diplomat", Speaker("a senior diplomat", SpeakerKind.ANONYMOUS)),
        ("Senior diplomat", Speaker("Senior diplomat", SpeakerKind.ANONYMOUS)),
        ("Her diplomats", Speaker("her diplomats", SpeakerKind.GROUP)),
        (",", Speaker("unnamed", SpeakerKind.ANONYMOUS)),
    ],
)
def test_a_source_without_pronoun(source: str, expected: Speaker) -> None:
    assert resolved(f"So {source} left and slept all day in the old mill.", source) == [expected]


def test_a_long_mention_is_cut() -> None:
    source = "the " + "very " * 40 + "old clerk"
    assert len(names(f"So {source} left.", source)[0]) == 120
    source = "Ada Moss and Bo Lind " + "Lind " * 40
    assert len(names(f"So {source} left.", source.strip())[0]) == 120


def test_a_word_at_the_head_of_a_sentence_is_a_name_if_it_is_used_as_one() -> None:
    assert names("Harbours left.", "Harbours") == ["Harbours"]
    assert resolved("Harbours left.", "Harbours") == [Speaker("Harbours", SpeakerKind.GROUP)]
    assert resolved("So Harbours left.", "Harbours") == [Speaker("Harbours")]
    assert resolved("Varnholt left.", "Varnholt") == [Speaker("Varnholt")]


@pytest.mark.parametrize("source", ["The senator", "this senator", "The junior Aldern senator"])
def test_a_role_is_the_person_who_has_it(source: str) -> None:
    assert names(f"Senator Ada Moss left. So {source} slept.", source) == ["Ada Moss"]


@pytest.mark.parametrize("source", ["a senator", "the most junior Aldern senator", "the clerk", "the dam"])
def test_another_noun_is_not_the_person_who_has_a_role(source: str) -> None:
    assert names(f"Senator Ada Moss left. So {source} slept.", source) == [source]


def test_a_person_who_is_quoted_attracts_pronouns() -> None:
    text = "Ada Moss met Eva Cole at the dam. In the evening, the road closed for Ada Moss. She slept."
    assert names(text, "Ada Moss", "She") == ["Ada Moss", "Ada Moss"]
    assert names("A senior diplomat left. He slept.", "A senior diplomat", "He") == ["a senior diplomat"] * 2
    assert names("A report arrived. He slept.", "A report", "He") == ["a report", "he"]


def test_one_mention_without_a_name_is_one_speaker() -> None:
    text = "His wife left. Then his wife slept. She snored."
    assert names(text, "His wife", "his wife", "She") == ["his wife"] * 3
    assert resolved(text, "She") == [Speaker("his wife", SpeakerKind.ANONYMOUS)]
    assert names("He met his wife. She snored.", "She") == ["his wife"]
    assert names("He met his clerk. She snored.", "She") == ["she"]


def candidates_of(text: str) -> list[PersonMention]:
    """Return the candidates of the last pronoun in the text, the first in the text first."""
    resolver, choices = resolver_of(text)
    resolver.resolve(attributions_of(text, [text.rsplit(maxsplit=1)[-1].strip(".")]))
    return choices[-1][0][::-1]


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("Ada Moss left. So she slept.", [True]),
        ("Yesterday Ada Moss has left. So she slept.", [True]),
        ("Yesterday Ada Moss said so. So she slept.", [True]),
        ("For Ada Moss said so. So she slept.", [False]),
        ("Ada Moss's dog left. So she slept.", [False]),
        ("Yesterday Ada Moss of Holm left. So she slept.", [True]),
        ("They said Ada Moss left. So she slept.", [False]),
        ("The old stone dam at Holm pleased Ada Moss. So she slept.", [False]),
        ("Of all that Ada Moss. So she slept.", [True]),
        ("Then his mother left. So she slept.", [True]),
        ("The old stone dam at Holm pleased his mother. So she slept.", [False]),
    ],
)
def test_a_mention_is_a_subject_by_its_place(text: str, subjects: list[bool]) -> None:
    text = text.replace("she slept", "slept she")
    entities = [mention.subject for mention in candidates_of(text) if not mention.pronoun]
    assert entities == subjects


def test_a_pronoun_knows_its_place_and_whether_it_speaks() -> None:
    text = "Ada Moss left.\n\nThen she met her. So did he."
    resolver, choices = resolver_of(text)
    resolver.resolve(attributions_of(text, ["she", "he"]))
    assert [(place.sentence, place.paragraph, place.gender) for _, place in choices] == [
        (1, 1, "f"),
        (1, 1, "f"),
        (2, 1, "m"),
    ]
    assert [text[place.at :].split(maxsplit=1)[0].strip(".") for _, place in choices] == ["she", "her", "he"]
    assert [(place.subject, place.speaks) for _, place in choices] == [(True, True), (False, False), (True, True)]


@pytest.mark.parametrize(
    ("text", "sources", "mentions"),
    [
        ("A senior diplomat left. So she slept.", ["A senior diplomat"], [(0, True, True, False)]),
        ("A senior diplomat left. So she slept.", [], []),
        ("They said Ada Moss left. So she slept.", ["Ada Moss"], [(10, True, True, False)]),
        ("They said Ada Moss left. So she slept.", [], [(10, False, False, False)]),
        ("They met his wife. So she slept.", [], [(13, True, False, False)]),
        (
            "Ada Moss left. They met her. So she slept.",
            ["her"],
            [(0, True, False, False), (24, True, True, False)],
        ),
        (
            "Ada Moss left. They met her. So she slept.",
            [],
            [(0, True, False, False), (24, False, False, True)],
        ),
    ],
)
def test_a_source_is_remembered_as_a_speaking_subject(
    text: str, sources: list[str], mentions: list[tuple[int, bool, bool, bool]]
) -> None:
    resolver, choices = resolver_of(text)
    resolver.resolve(attributions_of(text, [*sources, "she"]))
    candidates = choices[-1][0][::-1]
    assert [(mention.at, mention.subject, mention.speaks, mention.pronoun) for mention in candidates] == mentions


def test_a_speaker_gets_the_gender_of_its_role() -> None:
    assert names("Quill Holm, a spokeswoman for Aldern, left. Bo Lind slept. She snored.", "Quill Holm", "She") == [
        "Quill Holm",
        "Quill Holm",
    ]


def test_a_lone_word_is_a_person_if_it_speaks() -> None:
    text = "Varnholt left. So she slept."
    assert names(text, "Varnholt", "she") == ["Varnholt", "Varnholt"]
    assert names(text, "she") == ["she"]


def test_a_body_does_not_attract_pronouns() -> None:
    assert names("The Norbank Council left. So she slept.", "Norbank Council", "she") == ["Norbank Council", "she"]


def test_a_name_gives_all_its_facts() -> None:
    text = "Ada Moss, the mayor of Eastport, left on a cold day. Moss slept. Carl Moss (R-Ohio) woke at the old dam."
    assert resolved(text, "Moss", "Carl Moss")[0] == Speaker(
        "Ada Moss", role="mayor of Eastport", aliases=("Moss",), affiliation="Eastport"
    )
    assert resolved(text, "Carl Moss") == [Speaker("Carl Moss", affiliation="R-Ohio")]
