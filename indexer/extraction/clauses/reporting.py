"""Tell whether a sentence only reports, and find its last subject: for attribution across sentences."""

from collections.abc import Sequence

from quotesearch.indexer.extraction.clauses import content, subjects
from quotesearch.indexer.extraction.clauses.attributions import Range
from quotesearch.indexer.extraction.clauses.cues import Cue, find_cues
from quotesearch.indexer.extraction.lexicon import Frame
from quotesearch.indexer.extraction.tokens import Token

_LONGEST = 16
"""Most tokens of a sentence that only reports."""
_CONTENT_OPENERS = frozenset("that if whether why how to about what he she it they".split())


def only_reports(tokens: Sequence[Token]) -> bool:
    """Tell whether the sentence holds only cue, source, recipient and time: *Ms Hale asked reporters on Monday.*."""
    cues = find_cues(tokens) if len(tokens) <= _LONGEST else ()
    return bool(cues) and _has_speaker(tokens, cues[0]) and not _has_content(tokens, cues[0])


def _has_speaker(tokens: Sequence[Token], cue: Cue) -> bool:
    """Tell whether the sentence begins with the subject of the cue."""
    if not cue.form.frames & Frame.QUOTE or cue.first == 0 or cue.passive:
        return False
    source = subjects.subject_before(tokens, cue, 0)
    return source is not None and source[0] == 0


def _has_content(tokens: Sequence[Token], cue: Cue) -> bool:
    """Tell whether content may follow the cue."""
    rest = tokens[cue.last :]
    if any(token.quotation or token.text == ":" or token.low in _CONTENT_OPENERS for token in rest):
        return True
    addressed = bool(cue.form.frames & (Frame.TELL | Frame.ASK))
    return not addressed and content.after(tokens, cue, cue.last, len(tokens)) is not None


def last_subject(tokens: Sequence[Token], *, spoken: bool = False) -> Range | None:
    """Return the subject of the last cue that has one, or else of the sentence; `spoken` takes cues of speech only."""
    cues = [cue for cue in find_cues(tokens) if not spoken or cue.form.frames & Frame.QUOTE]
    candidates = (subjects.subject_before(tokens, cue, 0) for cue in reversed(cues))
    subject = next((source for source in candidates if source is not None), None)
    return subject or subjects.leading_subject(tokens, len(tokens))
