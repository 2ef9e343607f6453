"""Train the tagger: gold articles in, weights out. Needs the extra `quotesearch[train]`.

    python -m quotesearch.indexer.extraction.training POLNEAR/train --out FOLDER

Read in this order: `gold` (annotated articles), `variation` (other outlets' styles), `examples` (windows with their
labels), `network`, `loop` (steps and checkpoints), `export` (to ONNX), `calibration` (probabilities and threshold).
Nothing here is needed to extract quotes, and nothing else imports it.
"""
