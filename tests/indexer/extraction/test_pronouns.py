"""Pronouns: *he* and *she*, the relative *who* and *which*, *I* within a quotation."""

import math
from dataclasses import replace

import pytest
from sentences import tokens_of

from quotesearch.indexer.extraction import pronouns
from quotesearch.indexer.extraction.clauses import Attribution
from quotesearch.indexer.extraction.entities import Entity
from quotesearch.indexer.extraction.lexicon import Frame
from quotesearch.indexer.extraction.pronouns import Memory, PersonMention, Place, antecedent, first_persons
from quotesearch.indexer.model import Span, Speaker, SpeakerKind


def person(name: str = "Ada Moss", gender: str = "f") -> Entity:
    return Entity(name, tuple(name.split()), is_body=False, gender=gender, mentions=1)


def seen(
    entity: Entity, at: int = 0, *, sentence: int = 0, subject: bool = True, speaks: bool = False
) -> PersonMention:
    return PersonMention(entity, sentence, 0, at, subject, speaks)


def she(at: int = 100, *, sentence: int = 0, subject: bool = True, speaks: bool = False, paragraph: int = 0) -> Place:
    return Place(sentence, paragraph, at, "f", subject, speaks)


def remembering(*mentions: PersonMention) -> Memory:
    memory = Memory(pronouns.choose)
    for mention in mentions:
        memory.remember(mention)
    return memory


def test_candidates_are_the_earlier_mentions_of_fitting_people_the_nearest_first() -> None:
    ada, eva, bo = person(), person("Eva Cole"), person("Bo Lind", "m")
    unknown, lone, body = (
        person("Quill Holm", ""),
        person("Quill", ""),
        Entity("Norbank Council", ("a", "b"), is_body=True),
    )
    mentions = [seen(entity, at) for at, entity in enumerate((ada, eva, bo, unknown, lone, body))]
    later = seen(ada, 100)
    assert pronouns.candidates([*mentions, later], she(100)) == [mentions[3], mentions[1], mentions[0]]


def test_a_mention_more_than_six_sentences_before_is_not_a_candidate() -> None:
    mentions = [seen(person(), 0, sentence=0), seen(person(), 1, sentence=1)]
    assert pronouns.candidates(mentions, she(sentence=6)) == mentions[::-1]
    assert pronouns.candidates(mentions, she(sentence=7)) == mentions[1:]


def test_the_evidence_for_a_candidate() -> None:
    ada = person()
    mention = PersonMention(ada, 3, 1, 50, subject=True, speaks=True, pronoun=True)
    one_mention = math.log(2)
    assert pronouns.evidence(mention, 0, she(sentence=3, paragraph=1, speaks=True)) == (
        *(0, 1, 0, 1, 1, 1, 1, 1, one_mention, 1, 1, 0),
    )
    assert pronouns.evidence(mention, 2, she(sentence=5, paragraph=2, subject=False)) == (
        *(2, 0, 1, 1, 0, 1, 0, 1, one_mention, 1, 0, 2),
    )
    object_ = PersonMention(person(gender=""), 3, 1, 50, subject=False)
    object_.entity.mentions = 20
    assert pronouns.evidence(object_, 9, she(sentence=3, paragraph=1, speaks=True)) == (
        *(0, 1, 0, 0, 0, 0, 0, 0, math.log(9), 0, 0, 5),
    )


def test_the_most_salient_candidate_is_chosen_and_the_nearest_of_equals() -> None:
    objects = [seen(person(), 3, subject=False), seen(person(), 2, subject=False)]
    subject = seen(person(), 1)
    assert pronouns.choose([*objects, subject], she()) is subject
    assert pronouns.choose(objects, she(), [0.0] * len(pronouns.FEATURES)) is objects[0]
    assert pronouns.choose([], she()) is None


QUIET = PersonMention(person(), 3, 1, 50, subject=False)
OBJECT = Place(3, 1, 100, "f", subject=False)


@pytest.mark.parametrize(
    ("better", "worse", "place"),
    [
        (QUIET, replace(QUIET, sentence=1), replace(OBJECT, sentence=4)),
        (QUIET, replace(QUIET, sentence=2), OBJECT),
        (QUIET, replace(QUIET, paragraph=0), OBJECT),
        (replace(QUIET, subject=True), QUIET, OBJECT),
        (replace(QUIET, subject=True), QUIET, replace(OBJECT, subject=True)),
        (replace(QUIET, speaks=True), QUIET, OBJECT),
        (replace(QUIET, speaks=True), QUIET, replace(OBJECT, speaks=True)),
        (replace(QUIET, pronoun=True), QUIET, OBJECT),
        (replace(QUIET, subject=True), replace(QUIET, speaks=True), OBJECT),
        (QUIET, replace(QUIET, entity=person(gender="")), OBJECT),
        (replace(QUIET, entity=Entity("a", ("a",), is_body=False, gender="f", mentions=3)), QUIET, OBJECT),
    ],
)
def test_a_mention_is_more_salient_if_it_is_near_prominent_frequent_and_of_known_gender(
    better: PersonMention, worse: PersonMention, place: Place
) -> None:
    assert pronouns.choose([better, worse], place) is better
    assert pronouns.choose([worse, better], place) is better


def test_the_features_have_a_weight_and_a_prior_each() -> None:
    assert len(pronouns.FEATURES) == len(pronouns.WEIGHTS) == len(pronouns.PRIOR)


def test_a_pronoun_gives_its_gender_and_is_a_mention_itself() -> None:
    ada = person(gender="")
    memory = remembering(seen(ada))
    assert memory.resolve(she(10, sentence=5)) is ada
    assert ada.gender == "f"
    assert memory.resolve(she(20, sentence=9)) is ada
    assert memory.resolve(she(30, sentence=16)) is None


def test_a_pronoun_without_candidates_means_no_entity() -> None:
    assert remembering(seen(person("Bo Lind", "m"))).resolve(she()) is None


def test_a_mention_that_speaks_replaces_the_one_in_its_sentence() -> None:
    ada, eva = person(), person("Eva Cole")
    memory = remembering(seen(ada, 0), seen(eva, 5), seen(ada, 9, speaks=True))
    assert memory._mentions == [seen(ada, 0, speaks=True), seen(eva, 5)]


def test_other_mentions_are_added() -> None:
    ada, eva = person(), person("Eva Cole")
    assert len(remembering(seen(ada, 0), seen(ada, 9))._mentions) == 2
    assert len(remembering(seen(ada, 0), seen(ada, 9, sentence=1, speaks=True))._mentions) == 2
    assert len(remembering(seen(ada, 0), seen(eva, 9, speaks=True))._mentions) == 2


def test_a_pronoun_looks_back_over_sixty_mentions() -> None:
    ada = person()
    crowd = [seen(person("Bo Lind", "m"), place) for place in range(1, 60)]
    assert remembering(seen(ada), *crowd).resolve(she()) is ada
    assert remembering(seen(ada), *crowd, crowd[-1]).resolve(she()) is None


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Ada Moss, who built the dam, spoke.", "Ada Moss"),
        ("Ada Moss — who built the dam — spoke.", "Ada Moss"),
        ("Ada Moss too, who built the dam, spoke.", "Ada Moss"),
        ("It is a gift to the mayor, who thanked them.", "the mayor"),
        ("They met Bo Lind, a clerk at the Harbour Office, who denied it.", "Bo Lind, a clerk at the Harbour Office"),
        ("Moss is a former river pilot who opposes the dam.", "Moss"),
        ("Moss was an old pilot who opposes the dam.", "Moss"),
        ("Moss remains a pilot who opposes the dam.", "Moss"),
        ("Moss became the pilot who opposes the dam.", "Moss"),
        ("Moss likes a pilot who opposes the dam.", "a pilot"),
        ("Moss and the pilot who opposes the dam.", "the pilot"),
        ("we met a fox, a pilot who left", "a pilot"),
        ("Moss, our pilot who left", "our pilot"),
        ("The square has become a home for demonstrators here, who call for footage.", "demonstrators"),
        ("The plan could answer both Greens and Liberals, who doubted it.", "both Greens and Liberals"),
        ("They saw foxes and clerks who left.", "clerks"),
        ("They saw Moss and clerks who left.", "clerks"),
        ("He wrote to the company, which declined.", "the company"),
        ("They built a road to the company, which declined.", "the company"),
        ("They met a clerk of the company, who declined.", "a clerk of the company"),
        ("They met a friend of the dam which fell.", "a friend of the dam"),
        ("They met the crowd who left.", "the crowd"),
        ("They met all the clerks who left.", "all the clerks"),
        ("They met Said clerks who left.", "Said clerks"),
        ("They said clerks who left.", "clerks"),
        ("They went clerks who left.", "clerks"),
        ("They were clerks who left.", "clerks"),
        ("They saw: clerks & co. who left.", "clerks & co."),
        ("There's Lind's clerk who left.", "There's Lind's clerk"),
        ("and the clerk who left.", "the clerk"),
    ],
)
def test_a_relative_pronoun_means_the_being_before_it(text: str, phrase: str) -> None:
    tokens = tokens_of(text)
    relative = next(place for place, token in enumerate(tokens) if token.low in ("who", "which"))
    place = antecedent(tokens, relative)
    assert place is not None
    first, last = place
    assert text[tokens[first].start : tokens[last - 1].end] == phrase


@pytest.mark.parametrize("text", ["Who said so?", "and who said so?", ", who said so", "They gave it to you who left."])
def test_a_relative_pronoun_without_a_noun_has_no_antecedent(text: str) -> None:
    tokens = tokens_of(text)
    relative = next(place for place, token in enumerate(tokens) if token.low == "who")
    assert antecedent(tokens, relative) is None


def test_a_noun_phrase_is_bounded() -> None:
    assert antecedent(tokens_of("big " * 40 + "clerks who left"), 41) == (11, 41)


TEXT = "“I fear the worst,” said Ada Moss. I know that it is late."
MOSS, NOBODY = Speaker("Ada Moss"), Speaker("I", SpeakerKind.ANONYMOUS)


def attribution(content: str, source: str | None, *, last: bool = False) -> Attribution:
    def place(words: str) -> Span:
        start = TEXT.rindex(words) if last else TEXT.index(words)
        return Span(start, start + len(words))

    return Attribution((place(content),), None, place(source) if source else None, 0, Frame.QUOTE)


def test_the_first_person_in_a_quotation_is_its_speaker() -> None:
    attributions = [attribution("I fear the worst,", "Ada Moss"), attribution("the worst", "I")]
    assert first_persons(TEXT, attributions, [MOSS, NOBODY]) == [MOSS, MOSS]


def test_the_first_person_outside_quotations_has_no_name() -> None:
    attributions = [attribution("I fear the worst,", "Ada Moss"), attribution("that it is late", "I", last=True)]
    assert first_persons(TEXT, attributions, [MOSS, NOBODY]) == [MOSS, NOBODY]


def test_a_quotation_without_a_speaker_gives_no_speaker() -> None:
    attributions = [attribution("I fear the worst,", "Ada Moss"), attribution("the worst", "I")]
    assert first_persons(TEXT, attributions, [None, NOBODY]) == [None, NOBODY]


def test_other_sources_in_a_quotation_keep_their_speaker() -> None:
    cole = Speaker("Eva Cole")
    attributions = [
        attribution("I fear the worst,", "Ada Moss"),
        attribution("worst", "the"),
        attribution("fear", None),
    ]
    assert first_persons(TEXT, attributions, [MOSS, cole, None]) == [MOSS, cole, None]


def test_a_first_person_is_not_the_speaker_of_its_own_content() -> None:
    assert first_persons(TEXT, [attribution("I fear the worst,", "I")], [NOBODY]) == [NOBODY]


def test_the_nearest_quotation_around_a_first_person_counts() -> None:
    cole = Speaker("Eva Cole")
    attributions = [
        attribution("“I fear the worst,”", "Ada Moss"),
        attribution("I fear", "the"),
        attribution("the worst", "I"),
    ]
    assert first_persons(TEXT, attributions, [MOSS, cole, NOBODY])[2] == cole


@pytest.mark.parametrize(("contents", "speaker"), [(11, MOSS), (12, NOBODY)])
def test_few_contents_before_a_first_person_are_looked_at(contents: int, speaker: Speaker) -> None:
    text = "x" * 40 + "I go"
    around = Attribution((Span(0, 44),), None, None, 0, Frame.QUOTE)
    inside = [Attribution((Span(1, 2 + number),), None, None, 0, Frame.QUOTE) for number in range(contents)]
    first_person = Attribution((Span(42, 44),), None, Span(40, 41), 0, Frame.QUOTE)
    speakers = [MOSS, *[None] * contents, NOBODY]
    assert first_persons(text, [around, *inside, first_person], speakers)[-1] == speaker
