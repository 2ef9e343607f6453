"""Make an archive of any size from random words with the statistics of real articles.

The same seed makes the same archive.

    python tests/benchmarks/generated.py --folder /tmp/scale --quotes 100000

Word frequencies follow the law of Zipf and Mandelbrot; the size of the vocabulary follows Heaps' law. The vocabulary
has first the whole words of the model's tokenizer, in its order, and then invented words. Quotes have 4 to 40 words,
and an article has 8 quotes. Another outlet prints some of them again. Frequencies of speakers are as unequal as those
of words.

An embedding is the sum of a random vector for each word and a common vector, so that embeddings are as similar to each
other as real embeddings. A real model would need hours for a million. A search with them takes as long as with real
embeddings, but its results have no meaning. The real model encodes the queries.
"""

import argparse
import json
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from quotesearch.indexer import default_model, pipeline
from quotesearch.indexer.backends import open_storage
from quotesearch.indexer.encoder import DEFAULT_MODEL
from quotesearch.indexer.extraction import LearnedExtractor
from quotesearch.indexer.model import Document, Quote, QuoteKind, Record, Span, Speaker, SpeakerKind

QUOTES_AN_ARTICLE = 8
_SYLLABLES = [
    first + vowel for first in "b d f g k l m n p r s t v z br tr st kl".split() for vowel in "a e i o u".split()
]


class Words:
    """Draw random words with the frequencies of the law of Zipf and Mandelbrot."""

    def __init__(self, size: int, seed: int) -> None:
        self._chance = np.random.default_rng(seed)
        ranks = np.arange(size)
        weights = 1 / (ranks + 2.7) ** 1.07
        self._up_to = np.cumsum(weights / weights.sum())
        whole_words = _whole_words()
        self._names = [whole_words[rank] if rank < len(whole_words) else _invented(rank) for rank in range(size)]

    def draw(self, count: int) -> list[str]:
        """Return `count` words."""
        return [self._names[rank] for rank in np.searchsorted(self._up_to, self._chance.random(count)).tolist()]

    def topical(self, count: int) -> list[str]:
        """Return `count` words like the words of a query: not among the hundred most common words."""
        low = self._up_to[100]
        points = low + (self._up_to[-1] - low) * self._chance.random(count)
        return [self._names[rank] for rank in np.minimum(np.searchsorted(self._up_to, points), len(self._names) - 1)]

    def number(self, below: int) -> int:
        """Return a whole number from 0 to `below` - 1. Small numbers are more likely."""
        return int(below * self._chance.random() ** 2)


def _whole_words() -> list[str]:
    """Return the words that are one piece of the tokenizer, the most common first."""
    described = json.loads((default_model.installed_folder() / "tokenizer.json").read_text(encoding="utf-8"))
    vocabulary = described["model"]["vocab"]
    return [piece for piece in sorted(vocabulary, key=vocabulary.get) if piece.isascii() and piece.isalpha()][26:]


def _invented(rank: int) -> str:
    """Return an invented word: the rank in syllables."""
    letters, remainder = "", rank
    while remainder or len(letters) < 4:
        letters += _SYLLABLES[remainder % len(_SYLLABLES)]
        remainder //= len(_SYLLABLES)
    return letters


def vocabulary(quotes: int) -> int:
    """Return the number of different words in an archive, by Heaps' law with the constants of news."""
    return int(30 * (40 * quotes) ** 0.55)


def records(quotes: int, seed: int = 1) -> Iterator[Record]:
    """Yield articles that have this number of quotes in total."""
    words = Words(vocabulary(quotes), seed)
    people = [
        f"{_invented(7919 * n + 3).title()} {_invented(104_729 * n + 5).title()}" for n in range(max(20, quotes // 20))
    ]
    repeated_texts: list[str] = []
    for number in range(quotes // QUOTES_AN_ARTICLE):
        lines, spans, speakers, at = list[str](), list[Span](), list[str](), 0
        for _ in range(QUOTES_AN_ARTICLE):
            repeats = repeated_texts and words.number(50) == 49
            text = (
                repeated_texts[words.number(len(repeated_texts))]
                if repeats
                else " ".join(words.draw(4 + words.number(37)))
            )
            if len(repeated_texts) < 1000:
                repeated_texts.append(text)
            speaker, around = people[words.number(len(people))], " ".join(words.draw(12))
            lines.append(f"“{text},” said {speaker}, {around}.")
            spans.append(Span(at + 1, at + 1 + len(text)))
            speakers.append(speaker)
            at += len(lines[-1]) + 1
        day = date(2010, 1, 1) + timedelta(days=words.number(5800))
        document = Document(
            id=f"generated-{number}",
            text="\n".join(lines),
            title=" ".join(words.topical(7)),
            outlet=f"Paper {words.number(60)}",
            published=day,
        )
        yield Record(document, tuple(_quotes(document, lines, spans, speakers)))


def _quotes(document: Document, lines: Sequence[str], spans: Sequence[Span], names: Sequence[str]) -> Iterator[Quote]:
    """Yield the quotes of an article. Each is on a line of its text."""
    start = 0
    for line, span, name in zip(lines, spans, names, strict=True):
        context, speaker = Span(start, start + len(line)), Speaker(name, SpeakerKind.PERSON)
        yield Quote.of(document, content=(span,), context=context, kind=QuoteKind.DIRECT, speaker=speaker)
        start += len(line) + 1


class DrawnEncoder:
    """Embed a text as the sum of a random vector for each word and a common vector (implements Encoder)."""

    name = DEFAULT_MODEL
    dimension = 384

    def __init__(self) -> None:
        chance = np.random.default_rng(0)
        self._directions = chance.standard_normal((1 << 16, self.dimension)).astype(np.float32)
        self._common = chance.standard_normal(self.dimension).astype(np.float32)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a unit row for each text."""
        rows = np.empty((len(texts), self.dimension), np.float32)
        for row, text in zip(rows, texts, strict=True):
            places = [crc32(word.encode()) & 0xFFFF for word in text.split()]
            row[:] = self._directions[places].sum(axis=0) + 0.6 * max(1, len(places)) ** 0.5 * self._common
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def build(folder: Path, quotes: int, seed: int = 1) -> None:
    """Index an archive with this number of quotes, if it is missing. Write time and memory to a file next to it."""
    if report_path(folder).exists():
        return
    started = time.monotonic()
    with closing(open_storage(folder, create=True, encoder=DrawnEncoder())) as storage:
        pipeline.add(storage, records(quotes, seed), extractor=LearnedExtractor(), batch=256)
    took = {"quotes": quotes, "seconds": time.monotonic() - started, "megabytes": most_memory()}
    report_path(folder).write_text(json.dumps(took), encoding="utf-8")


def report_path(folder: Path) -> Path:
    """Return the path of the file that records how much time and memory making the archive took."""
    return folder.with_name(f"{folder.name}-made.json")


def most_memory() -> float:
    """Return the largest memory of this process until now, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def queries(quotes: int, words: int, count: int, seed: int = 2) -> list[str]:
    """Return `count` queries of `words` words each."""
    vocabulary_words = Words(vocabulary(quotes), seed)
    return [" ".join(vocabulary_words.topical(words)) for _ in range(count)]


def main() -> None:
    """Make the archive."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--quotes", type=int, default=100_000)
    options = parser.parse_args()
    build(options.folder, options.quotes)
    sys.stdout.write(report_path(options.folder).read_text(encoding="utf-8") + "\n")


if __name__ == "__main__":
    main()
