"""Names in a sentence: their first and last words, roles and honorifics; words that are not a name."""

import pytest
from sentences import place_of, tokens_of

from quotesearch.indexer.extraction.names import KnownNames, Name, ends_person, is_role, names, parse, spelled


def names_in(sentence: str) -> list[str]:
    return [name.text for name in names(tokens_of(sentence))]


def only(sentence: str) -> Name:
    (name,) = names(tokens_of(sentence))
    return name


def parsed(words: str) -> Name | None:
    tokens = tokens_of(words)
    return parse(tokens, 0, len(tokens))


def a_name(*words: str, role: str = "", honorific: str = "", first: int = 0) -> Name:
    return Name(words, role, honorific, first, first + len(words))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("They met Ada Moss and Bo Lind there.", ["Ada Moss", "Bo Lind"]),
        ("It was Bo van Lind at Norbank.", ["Bo van Lind", "Norbank"]),
        ("We met Bo van there.", ["Bo"]),
        ("The Bank of Aldern and Tiller & Sons paid.", ["Bank of Aldern", "Tiller & Sons"]),
        ("It was of Aldern.", ["Aldern"]),
        ("They met Moss of the board.", ["Moss"]),
        ("The Institute for Rivers closed.", ["Institute for Rivers"]),
        (
            "So it was Nora Flint of Aldern who met Bo Lind for Norbank on a cold day.",
            ["Nora Flint", "Aldern", "Bo Lind", "Norbank"],
        ),
        ("However the rain fell.", []),
        ("Yesterday Moss left.", ["Moss"]),
        ("However Moss left.", ["Moss"]),
        ("She said No.", []),
        ("In 1999 the Dam broke.", ["Dam"]),
        ("Moss’s dog and Lind's cat fled.", ["Moss", "Lind"]),
        ("Dr. Moss left with Mr. Lind.", ["Moss", "Lind"]),
    ],
)
def test_a_name_is_a_run_of_capitalised_words(sentence: str, expected: list[str]) -> None:
    assert names_in(sentence) == expected


def test_a_run_of_capitals_is_cut_after_twelve_words() -> None:
    run = " ".join(f"Q{letter}" for letter in "abcdefghijklmno")
    sentence = f"they met {run} there at last with no more ado on the day"
    assert [len(name.split()) for name in names_in(sentence)] == [12, 3]


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("Dam Breaks Near Old Norbank Mill", 0),
        ("Dam Breaks of Old Norbank", 2),
        ("Dam Breaks near Old Norbank Mill Today Again", 0),
        ("Dam breaks Near Old Norbank Mill", 2),
    ],
)
def test_a_headline_has_no_names(sentence: str, count: int) -> None:
    assert len(names_in(sentence)) == count


@pytest.mark.parametrize(
    ("words", "role", "honorific", "name"),
    [
        ("Alliance Secretary-General Jonas Falk", "Alliance Secretary-General", "", "Jonas Falk"),
        ("Secretary of State Mira Okafor", "Secretary of State", "", "Mira Okafor"),
        ("Minister for Trade Moss", "Minister for Trade", "", "Moss"),
        ("Governor of New Norbank Harbour Mira Okafor", "Governor of New Norbank Harbour", "", "Mira Okafor"),
        ("Sen. Ada Moss", "Sen.", "", "Ada Moss"),
        ("Mrs Ada Moss", "", "mrs", "Ada Moss"),
        ("Mr. Moss", "", "mr", "Moss"),
        ("Queen Ada", "Queen", "", "Ada"),
        ("House Speaker Bo Lind", "House Speaker", "", "Bo Lind"),
        ("Deputy Lind", "Deputy", "", "Lind"),
        ("First Norbank", "", "", "Norbank"),
        ("House Norbank", "", "", "House Norbank"),
        ("Beekeeper Nora Flint", "Beekeeper", "", "Nora Flint"),
        ("Norbank Bo Lind", "", "", "Norbank Bo Lind"),
        ("Nora Nora Flint", "", "", "Nora Nora Flint"),
        ("Beekeeper Nora Mary Flint", "", "", "Beekeeper Nora Mary Flint"),
        ("The Moss", "", "", "Moss"),
        ("Moss & Sons", "", "", "Moss & Sons"),
        ("Moss ’s", "", "", "Moss"),
        ("Senator", "", "", "Senator"),
        ("Mr 9", "", "mr", "9"),
    ],
)
def test_role_honorific_and_name_are_split(words: str, role: str, honorific: str, name: str) -> None:
    result = parsed(words)
    assert result is not None
    assert (result.role, result.honorific, result.text) == (role, honorific, name)


@pytest.mark.parametrize("words", ["The", "But When", "1999", "“Moss”", ","])
def test_function_words_and_numbers_are_not_a_name(words: str) -> None:
    assert parsed(words) is None


def test_an_office_before_a_name_is_its_role() -> None:
    name = only("they met the leader of the Opposition Wren Moss there and all was well again")
    assert (name.text, name.role, name.honorific) == ("Wren Moss", "leader of the Opposition", "")


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("they met the friend of the Opposition Wren Moss there", "Opposition Wren Moss"),
        ("they met the leader of a Opposition Wren Moss there", "Opposition Wren Moss"),
        ("they met the leader in the Opposition Wren Moss there", "Opposition Wren Moss"),
        ("they met the leader of the Norbank Wren Moss there", "Norbank Wren Moss"),
        ("they met the leader of the Opposition there", "Opposition"),
    ],
)
def test_a_name_without_an_office_keeps_its_first_word(sentence: str, text: str) -> None:
    assert only(sentence).text == text


def test_a_name_knows_its_tokens() -> None:
    sentence = "they met the leader of the Opposition Wren Moss and Beekeeper Nora Flint there with no more ado"
    tokens = tokens_of(sentence)
    places = [[token.text for token in tokens[name.first : name.last]] for name in names(tokens)]
    assert places == [["Wren", "Moss"], ["Nora", "Flint"]]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Bo Lind of Norbank", True),
        ("Bo Lind for Norbank", True),
        ("Bo Lind in of", False),
        ("Royal Bank of Norbank", False),
        ("Royal Tribunal of Norbank", False),
        ("Old Governor of Norbank", False),
        ("Governor Lind of Norbank", False),
        ("The Friends of Norbank", False),
        ("old Friends of Norbank", False),
        ("Old friends of Norbank", False),
        ("Lind of Norbank", False),
    ],
)
def test_of_ends_the_name_of_a_person_only(sentence: str, *, expected: bool) -> None:
    tokens = tokens_of(sentence)
    place = max(place for place, token in enumerate(tokens) if token.text in ("of", "for"))
    assert ends_person(tokens, place) is expected


def test_other_words_do_not_end_a_persons_name() -> None:
    tokens = tokens_of("Bo Lind in Norbank")
    assert not ends_person(tokens, place_of(tokens, "in"))


@pytest.mark.parametrize("word", ["minister", "sen.", "vice-president", "ex-minister", "secretary-general"])
def test_a_role_may_be_hyphened_or_abbreviated(word: str) -> None:
    assert is_role(word)


@pytest.mark.parametrize("word", ["dam", "minister-free", "prime", ""])
def test_other_words_are_not_roles(word: str) -> None:
    assert not is_role(word)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Lind ’s dam (Ohio), he said.", "Lind’s dam ( Ohio), he said."),
        (", the dogs' dam ,", "the dogs' dam"),
        ("the “so he says” dam", "the dam"),
    ],
)
def test_words_are_spelled_with_normal_spacing_and_without_quotations(words: str, expected: str) -> None:
    assert spelled(tokens_of(words)) == expected


@pytest.mark.parametrize(
    ("words", "surname"),
    [(("Ada", "Moss"), "moss"), (("Bo", "Lind", "Jr."), "lind"), (("Bo", "Lind", "III"), "lind"), (("Jr",), "jr")],
)
def test_a_surname_is_not_a_suffix(words: tuple[str, ...], surname: str) -> None:
    assert a_name(*words).surname == surname


@pytest.mark.parametrize(
    "name",
    [
        a_name("Norbank", "Committee"),
        a_name("Committee", "Norbank"),
        a_name("Lind", "Inc."),
        a_name("Port", "of", "Old", "Norbank"),
        a_name("Senate"),
        a_name("NATO"),
        a_name("U.N."),
        a_name("ABCDEF"),
    ],
)
def test_a_body_is_known_by_its_last_words_or_as_an_acronym(name: Name) -> None:
    assert name.is_body


@pytest.mark.parametrize(
    "name",
    [
        a_name("Ada", "Moss"),
        a_name("Committee", "Ada", "Moss"),
        a_name("Moss"),
        a_name("A."),
        a_name("ABCDEFG"),
        a_name("LIND", honorific="mr"),
        a_name("LIND", role="mayor"),
    ],
)
def test_other_names_are_not_a_body(name: Name) -> None:
    assert not name.is_body


def test_names_inside_a_sentence_and_full_names_are_sure() -> None:
    known_names = KnownNames.of([a_name("Moss", first=2), a_name("Lind"), a_name("Ada", "Cole")])
    assert known_names == KnownNames(frozenset({"Moss", "Ada", "Cole"}), frozenset({"cole"}))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (a_name("Harbours"), False),
        (a_name("Moss"), True),
        (a_name("Ada", "Lind"), True),
        (a_name("Senate"), True),
        (a_name("Lind", role="mayor"), True),
        (a_name("Lind", honorific="mr"), True),
        (a_name("Minister"), False),
        (a_name("Bishop"), True),
        (a_name("Minister", honorific="mr"), True),
    ],
)
def test_a_single_word_is_a_name_if_the_article_uses_it_as_one(name: Name, *, expected: bool) -> None:
    known_names = KnownNames(frozenset({"Moss", "Minister"}), frozenset({"bishop"}))
    assert known_names.is_name(name) is expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Varnholt", True),
        ("Officials", False),
        ("Ross", True),
        ("Yates", False),
        ("Moss", True),
        ("Gates", True),
        ("Crowd", False),
        ("Committee", True),
        ("Tribunal", False),
        ("Minister", False),
        ("Later", False),
    ],
)
def test_the_source_at_the_head_of_a_sentence_may_be_a_name(word: str, *, expected: bool) -> None:
    assert KnownNames(frozenset({"Gates"}), frozenset()).may_be_name(a_name(word)) is expected
