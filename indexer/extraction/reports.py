"""Tell what a quote reports: speech, a document's words, or a thought or stance that nobody need have spoken.

The cue decides between speech and thought: a verb of saying anywhere in it makes it speech (*said he hopes*), and words
between quotation marks were said or written by somebody; but what was *not* said is no speech. Speech whose source is
a document is the document's.
"""

from collections.abc import Sequence

from quotesearch.indexer.extraction.lexicon import VERBS, Frame, forms
from quotesearch.indexer.extraction.people import DOCUMENTS
from quotesearch.indexer.model import QuoteKind, Reported

_THOUGHTS = frozenset(
    form
    for stem in (
        "think believe hope fear expect worry doubt consider understand anticipate know feel realize realise assume "
        "suspect guess want seek wish prefer aim plan intend decide care like love hate enjoy trust admire respect "
        "regard view imagine envision foresee desire remember forget wonder contemplate ponder crave loathe dread "
        "resent distrust mistrust favor favour see find look determine choose agree disagree support oppose try "
        "attempt hesitate await appreciate value approve reject decline refuse veto back endorse block embrace adopt "
        "pursue ignore"
    ).split()
    for form in (stem, *forms(stem))
) | frozenset(
    "belief beliefs hopes fears worries doubts thought thoughts view views opinion opinions feeling feelings "
    "hopeful confident convinced certain sure aware unaware concerned worried afraid fearful wary sceptical skeptical "
    "optimistic pessimistic eager willing unwilling reluctant interested determined committed opposed supportive glad "
    "happy proud surprised pleased disappointed angry upset frustrated concern concerns interest desire desires "
    "intention intentions intent plans ambition ambitions expectation expectations suspicion suspicions confidence "
    "mind eyes".split()
)
_NEGATIONS = frozenset("not never nor neither without cannot".split())
_SAYS = Frame.QUOTE | Frame.THAT | Frame.TELL | Frame.ASK
_MARKS = ".,;:!?\"“”'’()"


def reported(cue: str, source: str, kind: QuoteKind) -> Reported:
    """Return what a quote reports, by the words of its cue and of its source, either of which may be empty."""
    words = [word.strip(_MARKS) for word in cue.lower().replace("’", "'").split()]
    unsaid = any(word in _NEGATIONS or word.endswith("n't") for word in words)
    if unsaid or (kind is QuoteKind.INDIRECT and _is_thought(words)):
        return Reported.THOUGHT
    return Reported.DOCUMENT if _is_document(source) else Reported.SPEECH


def _is_thought(words: Sequence[str]) -> bool:
    """Tell whether the words of a cue name a state of mind or a stance and no act of speech."""
    return any(word in _THOUGHTS for word in words) and not any(_is_speech(word) for word in words)


def _is_speech(word: str) -> bool:
    """Tell whether the word is a form of a verb that reports speech."""
    frames = (form.frames for _, form in VERBS.get(word, ()))
    return any(each & _SAYS and not each & Frame.THOUGHT and word not in _THOUGHTS for each in frames)


def _is_document(source: str) -> bool:
    """Tell whether the source's noun is a document: *a report by the ministry*, but not *the report's author*."""
    words = [word.strip(_MARKS) for word in source.lower().split()]
    ends = (
        place for place, word in enumerate(words) if place and word in ("of", "by", "from", "in", "on", "for", "to")
    )
    head = words[: next(ends, len(words))]
    return bool(head) and head[-1] in DOCUMENTS
