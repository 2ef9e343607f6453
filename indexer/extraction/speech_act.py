"""Classify quotes by their speech act: speech, the words of a document, or a thought or stance.

The cue decides between speech and thought. A verb of saying means speech (*said he hopes*), and so do quotation marks,
because their words were said or written. A negated cue (*did not say*) means a thought. If the source of speech is a
document, the quote is the words of a document.
"""

from quotesearch.indexer.extraction.lexicon import VERBS, Frame, forms, is_negation
from quotesearch.indexer.model import QuoteKind, Reported
from quotesearch.indexer.text.wordlists import word_list

_DOCUMENTS = word_list("documents")
_THOUGHTS = word_list("thought_nouns").union(*((stem, *forms(stem)) for stem in word_list("thought_verbs")))
_SAYS = Frame.QUOTE | Frame.THAT | Frame.TELL | Frame.ASK
_NOUN_ENDS = frozenset("of by from in on for to".split())
_MARKS = ".,;:!?\"“”'’()"


def reported(cue: str, source: str, kind: QuoteKind) -> Reported:
    """Return the speech act of a quote, by the words of its cue and of its source, either of which may be empty."""
    words = [word.strip(_MARKS) for word in cue.lower().replace("’", "'").split()]
    thought = any(word in _THOUGHTS for word in words) and not any(map(_is_speech, words))  # a thought or stance
    if any(map(is_negation, words)) or (kind is QuoteKind.INDIRECT and thought):
        return Reported.THOUGHT
    return Reported.DOCUMENT if _is_document(source) else Reported.SPEECH


def _is_speech(word: str) -> bool:
    """Return whether the word is a form of a verb that reports speech."""
    frames = (form.frames for _, form in VERBS.get(word, ()))
    return word not in _THOUGHTS and any(frame & _SAYS and not frame & Frame.THOUGHT for frame in frames)


def _is_document(source: str) -> bool:
    """Return whether the source's noun is a document: *a report by the ministry*, but not *the report's author*."""
    words = [word.strip(_MARKS) for word in source.lower().split()]
    end = next((place for place, word in enumerate(words) if place and word in _NOUN_ENDS), len(words))
    return bool(words) and words[end - 1] in _DOCUMENTS
