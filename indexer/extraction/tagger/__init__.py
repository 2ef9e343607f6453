"""Tag the cue, source and content of attributions with a small network, and estimate their probabilities.

Read in this order: `pieces` (the input of the network), `network` (the import of onnxruntime), `decoding` (scores to
spans), `calibration` (probabilities), `tagging` (the order of the steps), `reconcile` (with scanner and rules).
The weights and their card lie in `weights/`.
How they were trained: `quotesearch.indexer.extraction.training`.
"""
