"""The body, place or party to which a role or a bracket says that somebody belongs."""

import pytest
from sentences import tokens_of

from quotesearch.indexer.extraction.affiliations import affiliation_in, bracketed


@pytest.mark.parametrize(
    ("role", "affiliation"),
    [
        ("Norbank spokesman", "Norbank"),
        ("mayor of Eastport", "Eastport"),
        ("mayor of the Old Port", "Old Port"),
        ("professor of history at Aldern University", "Aldern University"),
        ("director of the Institute for Rivers", "Institute for Rivers"),
        ("director of the Institute for old Rivers", "Institute"),
        ("Aldern University’s former rector", "Aldern University"),
        ("the Linds' lawyer", "Linds"),
        ("Former Aldern Foreign Minister", "Aldern"),
        ("Foreign minister", ""),
        ("Aldern State professor", "Aldern State"),
        ("former State professor", ""),
        ("House Speaker", "House"),
        ("house speaker", ""),
        ("Republican candidate", "Republican"),
        ("republican candidate", ""),
        ("Republican from Ohio", ""),
        ("Secretary of State", ""),
        ("Prime Minister", ""),
        ("harbour master", ""),
        ("Norbank", ""),
        ("Norbank mayor of history", "Norbank"),
        ("Norbank mayor and Holm clerk of history", "Norbank mayor and Holm"),
        ("mayor, of Eastport,", "Eastport"),
        ("Dr. Holm of Norbank", "Norbank"),
        ("Friend of Norbank mayor", "Friend of Norbank"),
        ("", ""),
    ],
)
def test_a_role_gives_the_affiliation(role: str, affiliation: str) -> None:
    assert affiliation_in(role) == affiliation


@pytest.mark.parametrize(
    ("words_after", "affiliation"),
    [
        ("(R-Ohio)", "R-Ohio"),
        ("(D-Mo.) said", "D-Mo."),
        ("(Norbank Green Party) said", "Norbank Green Party"),
        (", R-Ohio, said", "R-Ohio"),
        (", R-Wis. said", "R-Wis."),
        ("(61)", ""),
        ("(retired)", ""),
        ("(Norbank: a port)", ""),
        ("(Norbank Party of Old and New Greens here)", ""),
        (", R-Ohio said", ""),
        (", X-Ohio, said", ""),
        (", R-Ohio-West, said", ""),
        ("— R-Ohio, said", ""),
        (", Norbank, said", ""),
        ("( R", ""),
        ("", ""),
    ],
)
def test_a_bracket_or_a_party_after_a_name_is_an_affiliation(words_after: str, affiliation: str) -> None:
    assert bracketed(tokens_of(f"Moss {words_after}"), 1) == affiliation
