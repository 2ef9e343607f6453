"""Find who said what in a document: content, cue, source, attribution, speaker.

Read in this order: `quotations` (marks), `segmentation` (paragraphs, sentences), `tokens`, `reading` (all of these),
`furniture` (what is not article); the rules: `cues`, `sources`, `content`, `links`, `signatures`, `attribution` (links
the three); the trained `tagger`; the speaker of a source: `names`, `mentions`, `affiliations`, `entities`, `pronouns`,
`speakers`; `speech_act` and `confidence`; `quotes` (all of an attribution in one quote); the order of the steps:
`rules`, `learned`. Word lists are in `data/`.
"""

from quotesearch.indexer.extraction.learned import LearnedExtractor
from quotesearch.indexer.extraction.rules import RuleExtractor

__all__ = ["LearnedExtractor", "RuleExtractor"]
