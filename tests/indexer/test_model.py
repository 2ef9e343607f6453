"""The nouns: an object that exists is valid."""

from datetime import UTC, date, datetime

import pytest

from quotesearch.indexer.model import Document, Speaker


def test_a_time_of_publication_is_narrowed_to_its_date() -> None:
    for moment in (datetime(2024, 1, 1, 12, tzinfo=UTC), date(2024, 1, 1)):
        published = Document("d", "text", published=moment).published
        assert type(published) is date
        assert published == date(2024, 1, 1)
    assert Document("d", "text").published is None


@pytest.mark.parametrize("published", ["2024-01-01", 2024, ""])
def test_a_published_value_that_is_not_a_date_is_refused(published: object) -> None:
    with pytest.raises(TypeError, match=r"which is not a date; give a datetime\.date or None"):
        Document("d", "text", published=published)


@pytest.mark.parametrize("confidence", [-0.1, 1.1, float("nan")])
def test_a_confidence_of_a_name_that_is_no_probability_is_refused(confidence: float) -> None:
    with pytest.raises(ValueError, match=r"is not in \[0, 1\]"):
        Speaker("Mara Lindqvist", confidence=confidence)
