"""Measure the grouping of copies and print tables.

Copies are quotes with the same words and speaker in several articles.

    python tests/quality/measure_copies.py [--errors] [--index /tmp/polnear]

The archive has 402 quotes of invented people. `archive/copies.jsonl` has 88 further reports of some of them: the same
words, other typesetting, edited, shortened, another name of the speaker. It also has 63 reports that only look like
copies: another number, negation, name or speaker, a stock phrase, another statement. Precision and recall count pairs.

With `--index`, an index of real articles is measured. Each quote is compared with every other quote that has half of
its words. The result is the number of pairs of copies in different articles, and how many of these pairs share a
MinHash key.
"""

import argparse
import sys
import tempfile
from collections import Counter, defaultdict
from contextlib import closing
from itertools import combinations
from pathlib import Path

from measure_verify import Blank, archive_id, rows, write_rows

from quotesearch.indexer.backends import open_storage
from quotesearch.indexer.protocols import Reader
from quotesearch.indexer.records import EVERYTHING, Copy, StoredQuote
from quotesearch.indexer.text.normalise import folded_words
from quotesearch.indexer.text.sentences import Wording
from quotesearch.search.copies import difference, group_of
from quotesearch.search.quote_index import open_index

Pairs = set[frozenset[str]]


def index_all(folder: Path) -> None:
    """Index the quotes and their further reports in a folder."""
    with open_index(folder / "index", create=True, encoder=Blank()) as opened:
        opened.add(write_rows(folder, "quotes.jsonl", "copies.jsonl"))


def all_quotes(reader: Reader) -> dict[str, StoredQuote]:
    """Return all quotes with their possible copies, by id in ascending order."""
    return reader.quotes(sorted(reader.select(EVERYTHING, limit=10**9).scores), copies=True)


def grouped_pairs(reader: Reader) -> Pairs:
    """Return the pairs of quotes that are in one group, by the ids of the archive."""
    stored_quotes = all_quotes(reader)
    names = {key: archive_id(stored.document.id) for key, stored in stored_quotes.items()}
    groups = [group_of(stored) for stored in stored_quotes.values()]
    return {frozenset((names[group.stored.quote.id], names[copy_id])) for group in groups for copy_id in group.ids} - {
        frozenset((name,)) for name in names.values()
    }


def true_pairs() -> Pairs:
    """Return the pairs of reports of the same quote."""
    reports: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows("copies.jsonl"):
        if row["of"]:
            reports[row["of"]].append(row["id"])
    return {frozenset(pair) for of, ids in reports.items() for pair in combinations([of, *ids], 2)}


def measure(*, errors: bool = False) -> dict[str, float]:
    """Return precision and recall, in per cent. With `errors`, print the wrong pairs."""
    with tempfile.TemporaryDirectory() as folder:
        index_all(Path(folder))
        with closing(open_storage(Path(folder) / "index", encoder=Blank())) as storage, storage.reader() as reader:
            grouped = grouped_pairs(reader)
    true = true_pairs()
    if errors:
        print_pairs(grouped - true, "grouped, but not copies")
        print_pairs(true - grouped, "copies, but not grouped")
    right = len(grouped & true)
    return {"precision": round(100 * right / len(grouped), 1), "recall": round(100 * right / len(true), 1)}


def print_pairs(pairs: Pairs, label: str) -> None:
    """Print pairs with their words."""
    rows_by_id = {row["id"]: row for row in rows("quotes.jsonl") + rows("copies.jsonl")}
    for pair in sorted(map(sorted, pairs)):
        print(f"{label}:")
        for name in pair:
            row = rows_by_id[name]
            print(f"    {name} {row.get('how', ''):12} {row['speaker']}: {row['quote']}")
    print(Counter(rows_by_id[name].get("how", "") for pair in pairs for name in pair))


def pairs_by_keys(reader: Reader) -> tuple[int, int]:
    """Return the number of pairs of copies in different articles, and how many of them share a key."""
    stored_quotes = all_quotes(reader)
    words = {key: frozenset(folded_words(stored.quote.text)) for key, stored in stored_quotes.items()}
    ids_by_word: defaultdict[str, set[str]] = defaultdict(set)
    for key, own_words in words.items():
        for word in own_words:
            ids_by_word[word].add(key)
    pairs = shared = 0
    for key, own_words in words.items():
        rare = sorted(own_words, key=lambda word: (len(ids_by_word[word]), word))[: max(1, len(own_words) // 2 + 1)]
        copies = {copy.stored.quote.id: copy.same_person for copy in stored_quotes[key].copies}
        for other_id in {other_id for word in rare for other_id in ids_by_word[word] if other_id > key}:
            common = len(own_words & words[other_id]) / max(len(own_words), len(words[other_id]))
            if common >= 0.5 and stored_quotes[key].document.id != stored_quotes[other_id].document.id:
                copy = Copy(stored_quotes[other_id], copies.get(other_id, False))
                stored = stored_quotes[key]
                is_copy = difference(Wording.of(stored.quote.text), stored, copy) is not None
                pairs += is_copy
                shared += is_copy and other_id in copies
    return pairs, shared


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="print every pair that is wrong")
    parser.add_argument("--index", type=Path, help="an index of real articles")
    options = parser.parse_args()
    for name, value in measure(errors=options.errors).items():
        sys.stdout.write(f"{name:12}{value:6.1f}\n")
    if options.index:
        with closing(open_storage(options.index)) as storage, storage.reader() as reader:
            pairs, shared = pairs_by_keys(reader)
        sys.stdout.write(f"real articles: {pairs} pairs of copies, of which {shared} share a key\n")


if __name__ == "__main__":
    main()
