"""Quotes are counted by speaker, outlet, kind, year and month."""

from datetime import date

from local import entry, spoken

from quotesearch.indexer.local.index import LocalStorage
from quotesearch.indexer.model import QuoteKind, Speaker
from quotesearch.indexer.records import EVERYTHING, Facets, Selection


def test_everything_is_counted(storage: LocalStorage) -> None:
    storage.writer.put([entry(number) for number in range(5)])
    with storage.reader() as reader:
        counts = reader.statistics()
    assert (counts.documents, counts.quotes, counts.outlets) == (5, 20, 2)
    assert (counts.direct, counts.mixed, counts.indirect) == (20, 0, 0)
    days = [day for number in range(5) if (day := entry(number).document.published)]
    assert (counts.first, counts.last) == (min(days), max(days))


def test_an_empty_index_has_no_dates_and_no_quotes(storage: LocalStorage) -> None:
    with storage.reader() as reader:
        counts = reader.statistics()
        assert (counts.documents, counts.quotes, counts.first, counts.last) == (0, 0, None, None)
        assert reader.facets(EVERYTHING) == Facets()


def test_facets_count_the_selected_quotes_under_the_names_that_most_give(storage: LocalStorage) -> None:
    ana, bo = Speaker("Ána Lind"), Speaker("Bo Ek")
    storage.writer.put(
        [
            spoken(1, ana, ana, outlet="Gazette", published=date(2024, 1, 31)),
            spoken(2, Speaker("Ana LIND"), outlet="GAZETTE", published=date(2024, 1, 1), kind=QuoteKind.MIXED),
            spoken(3, bo, outlet="Post", published=date(2023, 5, 1)),
            spoken(4, bo),
        ]
    )
    with storage.reader() as reader:
        assert reader.facets(EVERYTHING) == Facets(
            quotes=5,
            speakers=(("Ána Lind", 3), ("Bo Ek", 2)),
            outlets=(("Gazette", 3), ("Post", 1)),
            kinds=(("direct", 4), ("mixed", 1)),
            years=(("2024", 3), ("2023", 1)),
            months=(("2024-01", 3), ("2023-05", 1)),
        )
        assert reader.facets(Selection(outlets=("Post",))).speakers == (("Bo Ek", 1),)
        assert reader.facets(Selection(outlets=("Times",))) == Facets()


def test_a_wrong_date_does_not_fill_the_timeline_with_empty_months() -> None:
    facets = Facets(months=(("2024-03", 2), ("2024-01", 1)))
    assert facets.timeline == (("2024-01", 1), ("2024-02", 0), ("2024-03", 2))
    assert Facets(months=(("2024-03", 2), ("0024-01", 1))).timeline == (("0024-01", 1), ("2024-03", 2))
    assert Facets().timeline == ()
