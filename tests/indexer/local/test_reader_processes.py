"""Readers while another process writes: they never wait or fail, and each answer matches its query."""

import subprocess
import sys
import time
from itertools import chain
from pathlib import Path

from invented import HashEncoder, LineExtractor, article
from local import local_index

from quotesearch.indexer.local.index import LocalStorage
from quotesearch.indexer.protocols import Retrieval
from quotesearch.indexer.records import EVERYTHING, Pattern, Selection, StoredQuote
from quotesearch.indexer.text.analysis import field_terms, terms
from quotesearch.indexer.text.normalise import folded_words

WRITER = Path(__file__).resolve().parents[2] / "support" / "indexing.py"
ARTICLES, EDITIONS = 12, 6
QUERY = "harbour tramway"
PHRASE = Selection(required=(Pattern((("the", "harbour"),)),))
BY_NAME = Selection(speakers=("Lindqvist",))
ALL_TERMS = Selection(all_terms=terms("harbour needs"))


def terms_of(stored: StoredQuote) -> set[str]:
    return set(chain.from_iterable(field_terms(stored.indexed).values()))


def must_answer(storage: LocalStorage) -> int:
    """Query one view in several ways, check each answer against its query, and return the number of quotes."""
    vector = HashEncoder().encode([QUERY])[0]
    with storage.reader() as reader:
        unfiltered, named = reader.retrieve(
            Retrieval(terms=terms(QUERY), vector=vector, depth=30),
            Retrieval(BY_NAME, terms=terms(QUERY), vector=vector),
        )
        by_phrase = reader.select(PHRASE, limit=1000).scores
        by_terms = reader.select(ALL_TERMS, limit=1000).scores
        stored = reader.quotes(reader.select(EVERYTHING, limit=10_000).scores)
        repeated = reader.quotes(reader.select(EVERYTHING, limit=10_000).scores)
        assert stored == repeated
        assert len(stored) == reader.statistics().quotes == reader.facets(EVERYTHING).quotes
        assert {*unfiltered.candidates, *named.candidates, *by_phrase, *by_terms} <= stored.keys()
        texts = {quote_id: " ".join(folded_words(quote.quote.text)) for quote_id, quote in stored.items()}
        assert by_phrase.keys() == {quote_id for quote_id, text in texts.items() if "the harbour" in text}
        assert all(terms("harbour needs") <= terms_of(stored[quote_id]) for quote_id in by_terms)
        by_word = unfiltered.candidates.keys() & set(unfiltered.lists["keyword"])
        assert all(terms(QUERY) & terms_of(stored[quote_id]) for quote_id in by_word)
        assert all("Lindqvist" in stored[quote_id].quote.speaker.name for quote_id in named.candidates)
        for quote_id, row in reader.vectors(unfiltered.candidates).items():
            exact = HashEncoder().encode(
                [f"{stored[quote_id].quote.speaker.name}: {stored[quote_id].quote.text} {stored[quote_id].context}"]
            )
            assert abs(row - exact[0]).max() < 1e-3
        assert_whole_articles(stored)
    return len(stored)


def assert_whole_articles(stored: dict[str, StoredQuote]) -> None:
    """Check that every stored article has all the quotes of one of its editions."""
    by_document: dict[str, set[str]] = {}
    for quote in stored.values():
        by_document.setdefault(quote.document.id, set()).add(quote.quote.text)
    for document_id, texts in by_document.items():
        assert texts in EDITION_TEXTS[document_id]


EDITION_TEXTS = {
    f"article-{number}": [
        {quote.text for quote in LineExtractor().extract(article(number, edition=edition))}
        for edition in range(EDITIONS)
    ]
    for number in range(ARTICLES)
}


def test_old_and_new_readers_answer_while_a_process_changes_every_article(tmp_path: Path) -> None:
    command = [sys.executable, str(WRITER), str(tmp_path), str(ARTICLES), "--editions", str(EDITIONS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        while not (tmp_path / "manifest.json").exists():
            time.sleep(0.01)
        versions, counts = set[object](), list[int]()
        with local_index(tmp_path) as old:
            while writer.poll() is None:
                counts.append(must_answer(old))
                with old.reader() as reader:
                    versions.add(reader.version())
                with local_index(tmp_path) as new:
                    must_answer(new)
            old.catch_up()
            assert must_answer(old) == 4 * ARTICLES
            assert old.check() == ()
        assert writer.returncode == 0
        assert writer.stdout
        assert writer.stdout.read().endswith("done\n")
    assert counts == sorted(counts)
    assert len(versions) > 3
