"""Measure how well the same words of the same speaker are found to be one quote, and print tables.

    python tests/quality/measure_copies.py [--errors] [--index /tmp/polnear]

The archive is ours: 402 quotes of invented people, 88 further reports of some of them (`archive/copies.jsonl`: the
very words, other typesetting, edited, shortened, the speaker named otherwise) and 63 that only look like one (another
number, negation, name or speaker, a stock phrase, another statement). Precision and recall are those of pairs.

With `--index`, an index of real articles: how many pairs of quotes in two articles are one quote by the same rules when
each quote is compared with every other that has half its words, and how many of them the keys of MinHash offer.
"""

import argparse
import sys
import tempfile
from collections import Counter, defaultdict
from contextlib import closing
from itertools import combinations
from pathlib import Path

from measure_verify import Blank, own_id, rows, written

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
        opened.add(written(folder, "quotes.jsonl", "copies.jsonl"))


def all_quotes(reader: Reader) -> dict[str, StoredQuote]:
    """Return all quotes with their possible copies, by id in ascending order."""
    return reader.quotes(sorted(reader.select(EVERYTHING, limit=10**9).scores), copies=True)


def grouped_pairs(reader: Reader) -> Pairs:
    """Return the pairs of quotes that grouping puts together, by the ids of the archive."""
    stored_quotes = all_quotes(reader)
    names = {key: own_id(stored.document.id) for key, stored in stored_quotes.items()}
    groups = [group_of(stored) for stored in stored_quotes.values()]
    return {frozenset((names[group.stored.quote.id], names[other])) for group in groups for other in group.ids} - {
        frozenset((name,)) for name in names.values()
    }


def true_pairs() -> Pairs:
    """Return the pairs of reports that are of one quote."""
    reports: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows("copies.jsonl"):
        if row["of"]:
            reports[row["of"]].append(row["id"])
    return {frozenset(pair) for of, ids in reports.items() for pair in combinations([of, *ids], 2)}


def measure(*, errors: bool = False) -> dict[str, float]:
    """Return precision and recall, in per cent, and with `errors` print the wrong pairs."""
    with tempfile.TemporaryDirectory() as folder:
        index_all(Path(folder))
        with closing(open_storage(Path(folder) / "index", encoder=Blank())) as storage, storage.reader() as reader:
            found = grouped_pairs(reader)
    true = true_pairs()
    if errors:
        tell(found - true, "together, and should not be")
        tell(true - found, "apart, and should not be")
    right = len(found & true)
    return {"precision": round(100 * right / len(found), 1), "recall": round(100 * right / len(true), 1)}


def tell(pairs: Pairs, what: str) -> None:
    """Print pairs with their words."""
    known = {row["id"]: row for row in rows("quotes.jsonl") + rows("copies.jsonl")}
    for pair in sorted(map(sorted, pairs)):
        print(f"{what}:")
        for name in pair:
            row = known[name]
            print(f"    {name} {row.get('how', ''):12} {row['speaker']}: {row['quote']}")
    print(Counter(known[name].get("how", "") for pair in pairs for name in pair))


def offered(reader: Reader) -> tuple[int, int]:
    """Return how many pairs of quotes in two articles are one quote, and how many of them share a key."""
    stored_quotes = all_quotes(reader)
    words = {key: frozenset(folded_words(stored.quote.text)) for key, stored in stored_quotes.items()}
    having: defaultdict[str, set[str]] = defaultdict(set)
    for key, own in words.items():
        for word in own:
            having[word].add(key)
    pairs = shared = 0
    for key, own in words.items():
        rare = sorted(own, key=lambda word: (len(having[word]), word))[: max(1, len(own) // 2 + 1)]
        near = {copy.stored.quote.id: copy.same_person for copy in stored_quotes[key].copies}
        for other in {other for word in rare for other in having[word] if other > key}:
            common = len(own & words[other]) / max(len(own), len(words[other]))
            if common >= 0.5 and stored_quotes[key].document.id != stored_quotes[other].document.id:
                copy = Copy(stored_quotes[other], near.get(other, False))
                shown = stored_quotes[key]
                one = difference(Wording.of(shown.quote.text), shown, copy) is not None
                pairs += one
                shared += one and other in near
    return pairs, shared


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="print every pair that is judged wrongly")
    parser.add_argument("--index", type=Path, help="an index of real articles")
    options = parser.parse_args()
    for name, value in measure(errors=options.errors).items():
        sys.stdout.write(f"{name:12}{value:6.1f}\n")
    if options.index:
        with closing(open_storage(options.index)) as storage, storage.reader() as reader:
            pairs, shared = offered(reader)
        sys.stdout.write(f"real articles: {pairs} pairs are one quote; the keys offer {shared} of them\n")


if __name__ == "__main__":
    main()
