"""Train the tagger from the command line, in float32, and write the int8 weights that ship.

    python -m quotesearch.indexer.extraction.training ../shared/data/polnear/train --out weights/

An interrupted run goes on when the same command is given again. One article in twenty-one is held out, for the
probabilities and the threshold. The folder gets `reader.onnx`, `linker.onnx`, `settings.json` and `tokenizer.json`.
"""

import argparse
import json
import logging
import shutil
from dataclasses import asdict, replace
from pathlib import Path

from quotesearch.indexer import default_model
from quotesearch.indexer.extraction.tagger.network import Network
from quotesearch.indexer.extraction.training import gold
from quotesearch.indexer.extraction.training.calibration import calibrate
from quotesearch.indexer.extraction.training.export import export
from quotesearch.indexer.extraction.training.loop import Plan, train
from quotesearch.indexer.extraction.training.network import TaggerNetwork

_HELD_OUT = slice(7, None, 21)


def main() -> None:
    """Train, export, calibrate."""
    plan = Plan()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="a folder with text/ and attributions/, such as PolNeAR's train")
    parser.add_argument("--out", type=Path, required=True, help="where checkpoint and weights go")
    parser.add_argument("--epochs", type=int, nargs="+", default=plan.epochs, help="epochs of each descent of the rate")
    parser.add_argument("--seed", type=int, default=plan.seed)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    options.out.mkdir(parents=True, exist_ok=True)
    articles = list(gold.read(options.corpus))
    held_out = articles[_HELD_OUT]
    training = [article for article in articles if article not in held_out]
    encoder = default_model.checked_folder()
    network = TaggerNetwork(str(encoder))
    train(network, training, replace(plan, epochs=tuple(options.epochs), seed=options.seed), options.out)
    export(network, options.out, int8=True)
    shutil.copyfile(encoder / "tokenizer.json", options.out / "tokenizer.json")
    settings = calibrate(Network(options.out), held_out)
    (options.out / "settings.json").write_text(json.dumps(asdict(settings)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
