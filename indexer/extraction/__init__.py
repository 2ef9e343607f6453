"""Find who said what in a document: content, cue, source, attribution, speaker.

Read in this order: `quotations` (marks), `passages` (paragraphs, sentences), `tokens`, `article` (all of these),
`boilerplate` (not part of the article); the rules: `clauses` (within a sentence), `attribution` (across sentences),
`transcripts`; the trained `tagger`; the speaker of a source: `names`, `cast`, `relatives`, `salience`, `speakers`,
`quoted`; `reports` and `confidence`; `quotes` (attributions become quotes); the order of the steps: `rules`, `learned`.
"""

from quotesearch.indexer.extraction.learned import LearnedExtractor
from quotesearch.indexer.extraction.rules import RuleExtractor

__all__ = ["LearnedExtractor", "RuleExtractor"]
