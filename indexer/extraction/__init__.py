"""Find who said what in a document: content, cue, source, attribution, speaker.

Read in this order: `quotations` (marks), `segmentation` (paragraphs, sentences), `tokens`, `article` (all of these),
`boilerplate` (not part of the article); the rules: `clauses` (within a sentence), `attribution` (across sentences),
`transcripts`; the trained `tagger`; the speaker of a source: `names`, `mentions`, `affiliations`, `entities`,
`pronouns`, `speakers`; `speech_act` and `confidence`; `quotes` (attributions become quotes); the order of the steps:
`rules`, `learned`. Word lists are in `data/`.
"""

from quotesearch.indexer.extraction.learned import LearnedExtractor
from quotesearch.indexer.extraction.rules import RuleExtractor

__all__ = ["LearnedExtractor", "RuleExtractor"]
