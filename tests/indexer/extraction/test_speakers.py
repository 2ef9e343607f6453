"""The speaker of a source, end to end: names, titles, roles, pronouns, groups, people without a name."""

import pytest

from quotesearch.indexer.extraction import RuleExtractor
from quotesearch.indexer.model import Document, Speaker


def speakers(text: str) -> list[Speaker]:
    return [quote.speaker for quote in RuleExtractor().extract(Document("d", text))]


def names(text: str) -> list[str]:
    return [speaker.name for speaker in speakers(text)]


@pytest.mark.parametrize(
    ("source", "name", "role"),
    [
        ("Secretary-General Jonas Falk", "Jonas Falk", "Secretary-General"),
        ("Alliance Secretary-General Jonas Falk", "Jonas Falk", "Alliance Secretary-General"),
        ("Secretary of State Mira Okafor", "Mira Okafor", "Secretary of State"),
        ("Sen. Ada Moss (R-Ohio)", "Ada Moss", "Sen."),
        ("former harbour master Bo Lind", "Bo Lind", "former harbour master"),
        ("Bo Lind, the mayor of Eastport,", "Bo Lind", "mayor of Eastport"),
        ("Bo Lind, 61, a fisherman,", "Bo Lind", "fisherman"),
        ("Dr. Bo Lind", "Bo Lind", ""),
        ("Mr. Lind", "Lind", ""),
        ("Bo van der Lind", "Bo van der Lind", ""),
        ("Leader of the Opposition Ada Moss", "Ada Moss", "Leader of the Opposition"),
    ],
)
def test_title_and_role_are_parted_from_the_name(source: str, name: str, role: str) -> None:
    (speaker,) = speakers(f"{source} said the ferry would sail at noon.")
    assert (speaker.name, speaker.role, speaker.kind) == (name, role, "person")


@pytest.mark.parametrize(
    ("source", "affiliation"),
    [
        ("Alliance Secretary-General Jonas Falk", "Alliance"),
        ("Norbank’s chief engineer, Jonas Falk,", "Norbank"),
        ("Jonas Falk, the mayor of Eastport,", "Eastport"),
        ("Jonas Falk, a professor of history at Aldern University,", "Aldern University"),
        ("Jonas Falk, director of the Norbank Institute for Rivers,", "Norbank Institute for Rivers"),
        ("Bank of Aldern Governor Jonas Falk", "Bank of Aldern"),
        ("Aldern State professor Jonas Falk", "Aldern State"),
        ("Former Aldern Foreign Minister Jonas Falk", "Aldern"),
        ("Sen. Jonas Falk (R-Ohio)", "R-Ohio"),
        ("Senator Jonas Falk (D-Mo.)", "D-Mo."),
        ("House Speaker Jonas Falk, R-Wis.,", "House"),
        ("Jonas Falk, R-Wis.,", "R-Wis."),
        ("Republican candidate Jonas Falk", "Republican"),
        ("Secretary of State Jonas Falk", ""),
        ("Prime Minister Jonas Falk", ""),
        ("Jonas Falk, a former harbour master,", ""),
        ("Jonas Falk (61)", ""),
        ("Jonas Falk, X-ray technician,", ""),
    ],
)
def test_a_role_or_a_bracket_gives_the_affiliation_of_a_speaker(source: str, affiliation: str) -> None:
    (speaker,) = speakers(f"{source} said the ferry would sail at noon.")
    assert (speaker.name, speaker.affiliation) == ("Jonas Falk", affiliation)


def test_a_body_that_is_named_by_a_place_keeps_its_whole_name() -> None:
    assert names("The Port of Norbank said the quay was shut.") == ["Port of Norbank"]


def test_a_title_with_capitals_is_not_another_person() -> None:
    text = "Chief Minister R. Vasud met the engineers. The Chief Minister said the dam was safe. “It holds,” he said."
    assert names(text) == ["R. Vasud", "R. Vasud"]


def test_a_surname_is_the_full_name_met_before() -> None:
    resolved = speakers("Ada Moss said the dam was safe. Moss said the road was not.")
    assert [speaker.name for speaker in resolved] == ["Ada Moss", "Ada Moss"]
    assert resolved[1].aliases == ("Moss",)


def test_a_surname_is_the_full_name_that_comes_later() -> None:
    assert names("Moss said the dam was safe. The engineer, Ada Moss, said she had checked.") == ["Ada Moss"] * 2


def test_honorifics_tell_two_people_of_one_surname_apart() -> None:
    text = "Carl Brandt said he was tired. Greta Brandt said she was not. Mr. Brandt said good night to everybody."
    assert names(text) == ["Carl Brandt", "Greta Brandt", "Carl Brandt"]


def test_a_pronoun_is_the_person_last_spoken_of() -> None:
    assert names("Ada Moss said the dam was safe. “It will hold,” she said.") == ["Ada Moss", "Ada Moss"]


def test_a_pronoun_passes_over_people_of_the_other_gender() -> None:
    text = "Ada Moss met Peter Crane at the dam. “It will hold,” she said. “I hope so,” he said."
    assert names(text) == ["Ada Moss", "Peter Crane"]


def test_names_inside_quotations_do_not_attract_pronouns() -> None:
    text = "Peter Crane said, “Robert Hale built it.” “It will hold,” he said."
    assert names(text) == ["Peter Crane", "Peter Crane"]


def test_a_role_alone_is_the_person_who_has_it() -> None:
    text = "Senator Ada Moss opened the dam. The senator said it would hold."
    assert names(text) == ["Ada Moss"]


@pytest.mark.parametrize(
    ("source", "name", "kind"),
    [
        ("A senior French diplomat", "a senior French diplomat", "anonymous"),
        ("One engineer familiar with the plan", "one engineer", "anonymous"),
        ("Several officials", "several officials", "group"),
        ("Alliance leaders", "Alliance leaders", "group"),
        ("The harbour company", "the harbour company", "organisation"),
        ("The Eastport Harbour Commission", "Eastport Harbour Commission", "organisation"),
        ("A ministry report", "a ministry report", "organisation"),
    ],
)
def test_a_source_without_a_name_keeps_its_words(source: str, name: str, kind: str) -> None:
    (speaker,) = speakers(f"{source} said the ferry would sail at noon.")
    assert (speaker.name, speaker.kind) == (name, kind)


def test_a_pronoun_without_anybody_before_it_is_not_guessed() -> None:
    (speaker,) = speakers("“It will hold,” he said.")
    assert (speaker.name, speaker.kind) == ("he", "anonymous")


@pytest.mark.parametrize(
    ("source", "name", "role"),
    [
        ("The company's chief executive, Tim Crook,", "Tim Crook", "company's chief executive"),
        ("Her challenger, Ambrose Quill,", "Ambrose Quill", "challenger"),
        ("The Harbour Secretary, Ada Moss,", "Ada Moss", "Harbour Secretary"),
        ("Governor Mark Carnell of the Bank of Aldern", "Mark Carnell", "Governor"),
        ("Mrs May", "May", ""),
        ("Marcus Bell of Tiller & Co", "Marcus Bell", ""),
        ("Beekeeper Nora Flint", "Nora Flint", "Beekeeper"),
        ("Petter Lund, 44, a carpenter from Holm,", "Petter Lund", "carpenter from Holm"),
        ("Johnson & Sons", "Johnson & Sons", ""),
    ],
)
def test_a_name_next_to_a_role_or_a_body_is_the_speaker(source: str, name: str, role: str) -> None:
    (speaker,) = speakers(f"{source} said the ferry would sail at noon.")
    assert (speaker.name, speaker.role) == (name, role)


def test_an_inverted_role_keeps_the_name_after_it() -> None:
    (speaker,) = speakers("“Sales doubled,” said the company's chief executive, Tim Crook.")
    assert (speaker.name, speaker.role) == ("Tim Crook", "company's chief executive")


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("A lawyer for Harvey Wein", "a lawyer for Harvey Wein"),
        ("A friend of Prince Harold", "a friend of Prince Harold"),
        ("The Prime Minister", "the Prime Minister"),
        ("The rebel council that controls the eastern bank", "the rebel council"),
    ],
)
def test_a_spokesman_is_not_the_body(source: str, name: str) -> None:
    (speaker,) = speakers(f"{source} said the ferry would sail at noon.")
    assert speaker.name == name


def test_a_place_is_not_the_speaker_at_that_place() -> None:
    assert names("In Aldern, the mayor said the plan would work.") == ["the mayor"]


def test_a_title_alone_is_the_person_with_that_title() -> None:
    text = "Prime Minister Bo Lind spoke at noon. The Prime Minister said he would resign."
    assert names(text) == ["Bo Lind"]


def test_it_is_the_body_last_spoken_of() -> None:
    assert names("The Apple Company said sales rose. It said profits would fall.") == ["Apple Company"] * 2


def test_a_pronoun_after_an_unnamed_speaker_is_that_speaker() -> None:
    text = "Ada Moss met the press. A senior diplomat said it was late. “They were right to be afraid,” he said."
    assert names(text) == ["a senior diplomat"] * 2


def test_two_names_are_a_group() -> None:
    (speaker,) = speakers("Ada Moss and Bo Lind said the ferry would sail at noon.")
    assert (speaker.name, speaker.kind) == ("Ada Moss and Bo Lind", "group")
