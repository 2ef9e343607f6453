"""Find who said what in a document: content, cue, source, attribution, speaker.

Read in this order: `quotations` (marks), `passages` (paragraphs, sentences), `tokens`, `cues`,
`sources`, `content`, `links`, `signatures`, `attribution` (links the three), `names`, `cast`, `speakers` (whom a source
means), `furniture` (what is not article), `confidence`, `rules` (the order of the steps).
"""

from quotesearch.indexer.extraction.rules import RuleExtractor

__all__ = ["RuleExtractor"]
