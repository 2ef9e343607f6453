"""Texts become terms, and marks show the words of a text that share a term with a query."""

import itertools

from hypothesis import given
from hypothesis import strategies as st
from invented import indexed

from quotesearch.indexer.records import IndexedQuote
from quotesearch.indexer.text.analysis import field_terms, mark, terms


def test_terms_are_stems_of_folded_words_without_stop_words() -> None:
    assert terms("The Générals’ operations are operating") == {"general", "oper"}


def test_stop_words_are_terms_if_a_query_has_nothing_else() -> None:
    assert terms("to be or not to be") == {"to", "be", "or", "not"}
    assert terms("?!") == frozenset()


def test_words_in_capitals_are_no_stop_words() -> None:
    assert terms("US and WHO") == {"us", "who"}
    assert terms("U.S. troops") == {"us", "troop"}


def test_marks_show_the_words_of_the_query_in_any_form() -> None:
    text = "Operating costs: they’re the general’s, not the operation’s."
    assert [span.words(text) for span in mark(text, "the generals operate")] == [
        "Operating",
        "general’s",
        "operation’s",
    ]
    assert mark(text, "!") == ()


@given(text=st.text(), query=st.text())
def test_marks_are_words_in_order(text: str, query: str) -> None:
    marks = mark(text, query)
    assert all(a.end <= b.start for a, b in itertools.pairwise(marks))
    assert all(terms(span.words(text)) or not span for span in marks)


def test_the_context_field_has_only_the_words_around_the_quote() -> None:
    quote = indexed("the bridge is dark", name="Ana", title="A day").quote
    fields = field_terms(IndexedQuote(quote, "A day", "Ana: the bridge is dark near the bridge"))
    assert fields["text"] == ["the", "bridg", "is", "dark"]
    assert fields["context"] == ["ana", "near", "the", "bridg"]
    assert fields["title"] == ["a", "day"]


def test_a_word_of_a_speakers_names_counts_once() -> None:
    assert field_terms(indexed("yes", name="Mara Lindqvist"))["speaker"] == ["lindqvist", "mara"]
