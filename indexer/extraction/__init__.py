"""Extract the attributed quotes of a document: content, cue, source, attribution, speaker.

Read the modules in this order: `quotations` (marks), `segmentation` (paragraphs, sentences), `tokens`, `article` (all
of these), `boilerplate` (text that is not part of the article); the rules: `clauses` (within a sentence), `attribution`
(across sentences), `transcripts`; the trained `tagger`; the speaker of a source: `names`, `mentions`, `affiliations`,
`entities`, `pronouns`, `speakers`; `speech_act` and `confidence`; `quotes` (from attributions to quotes); the order of
the steps: `extractors`. Word lists are in `text/data/`.
"""

from quotesearch.indexer.extraction.extractors import LearnedExtractor, RuleExtractor

__all__ = ["LearnedExtractor", "RuleExtractor"]
