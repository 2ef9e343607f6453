"""Tag cue, source and content with a small network: an article in, attributions with probabilities out.

Read in this order: `pieces` (what the network sees of a text), `network` (the door to onnxruntime), `decoding`
(scores to spans), `belief` (how likely it is right), `tagging` (the order of the steps), `agreement` (with scanner
and rules). The weights and their card lie in `weights/`.
How they were trained: `quotesearch.indexer.extraction.training`.
"""
