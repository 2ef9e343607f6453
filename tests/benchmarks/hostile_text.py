"""Time extraction on hostile text at two sizes. Twice the text should take about twice the time.

    python tests/benchmarks/hostile_text.py [--rules] [--share 0.1] [--growth 3]

`--share` makes every text smaller. The network reads about 1,500 characters in a CPU second on an old processor. The
exit code is 1 if the time of a text that takes more than a tenth of a second grows by more than `--growth`.
"""

import argparse
import sys
import time
from collections.abc import Callable

from quotesearch.indexer.extraction import LearnedExtractor, RuleExtractor
from quotesearch.indexer.model import Document
from quotesearch.indexer.protocols import Extractor

MEASURABLE_SECONDS = 0.1
"""Times below this (CPU seconds) are too noisy to show how time grows with length."""
ARTICLE = (
    "“We will rebuild the wall,” said Mayor Ada Moss, the head of Eastport. She said that it was “a shame” and told "
    'the Courier: "Never." He added, “No.”\n\n'
)
SENTENCE = (
    'Ada Moss said that he said "no way at all" and Bob Hale told her that she was right, adding that it is “fine”, '
)
TEXTS: dict[str, Callable[[int], str]] = {
    "articles, 2.6 and 5.3 MB": lambda n: ARTICLE * (18_000 * n),
    "one sentence, 100,000 and 200,000": lambda n: SENTENCE * (900 * n),
    "quotation marks, 10,000 and 20,000": lambda n: '"a ' * (10_000 * n),
    "opening marks": lambda n: "“" * (10_000 * n),
    "single marks": lambda n: "‘a" * (10_000 * n),
    "full stops": lambda n: "." * (100_000 * n),
    "stops and spaces": lambda n: ". " * (50_000 * n),
    "spaces": lambda n: "a" + " " * (200_000 * n) + "b",
    "short lines": lambda n: "a\n \n" * (50_000 * n),
    "NULs": lambda n: "\0said “x y z.” " * (5_000 * n),
    "capitals": lambda n: "Ada Moss " * (15_000 * n),
    "cues alone": lambda n: "he said " * (10_000 * n),
    "cues and commas": lambda n: "a, he said, " * (10_000 * n),
    "right to left": lambda n: "قال “نعم هذا” وقال " * (5_000 * n),
    "emoji": lambda n: "😀 said “😀😀 x,” he said. " * (2_500 * n),
    "pull quotes": lambda n: "“We will rebuild the long wall again and again.”\n" * (2_500 * n),
    "one surname": lambda n: " ".join(f"Ada{place} Moss said no." for place in range(4_000 * n)),
}


def seconds(text: str, extractor: Extractor) -> float:
    """Return the CPU time that extracting the text takes."""
    started = time.process_time()
    extractor.extract(Document("hostile", text))
    return time.process_time() - started


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rules", action="store_true", help="extract with the rules only")
    parser.add_argument("--share", type=float, default=1.0, help="the share of each text to extract")
    parser.add_argument("--growth", type=float, default=float("inf"), help="exit 1 if a time grows more than this")
    options = parser.parse_args()
    too_slow = []
    extractor: Extractor = RuleExtractor() if options.rules else LearnedExtractor()
    print(f"{'text':38}{'characters':>12}{'CPU s':>8}{'twice it':>10}{'growth':>8}")
    for name, text in TEXTS.items():
        once, twice = (whole[: int(len(whole) * options.share)] for whole in (text(1), text(2)))
        spent = seconds(once, extractor), seconds(twice, extractor)
        print(f"{name:38}{len(once):12,}{spent[0]:8.2f}{spent[1]:10.2f}{spent[1] / spent[0]:8.2f}", flush=True)
        if spent[1] > MEASURABLE_SECONDS and spent[1] > options.growth * spent[0]:
            too_slow.append(name)
    if too_slow:
        sys.exit(f"more than {options.growth} times as long for twice the text: {', '.join(too_slow)}")


if __name__ == "__main__":
    main()
