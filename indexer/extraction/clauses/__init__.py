"""Parse one sentence: find the cues in it, and for each cue its source and its content.

`attributions_in` is the entry. Read in this order: `attributions` (the types), `cues`, `noun_phrases`, `subjects` (the
source of a cue), `adverbials`, `content`, `bylines` (quotations without a cue), `linking` (all of these).
"""

from quotesearch.indexer.extraction.clauses.attributions import DASHES, Attribution, Range, Sentence, span_of
from quotesearch.indexer.extraction.clauses.linking import attributions_in, last_subject, only_reports

__all__ = ["DASHES", "Attribution", "Range", "Sentence", "attributions_in", "last_subject", "only_reports", "span_of"]
