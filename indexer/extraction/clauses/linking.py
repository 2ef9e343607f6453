"""Link the content, cue and source of each attribution within one sentence.

For attribution across sentences: tell whether a sentence only reports, and find its last subject.
"""

from collections.abc import Iterator, Sequence

from quotesearch.indexer.extraction.clauses import attributions, bylines, content, subjects
from quotesearch.indexer.extraction.clauses.attributions import Attribution, Link, Range, Sentence, sentence_end
from quotesearch.indexer.extraction.clauses.cues import ACCORDING, Cue, find_cues
from quotesearch.indexer.extraction.lexicon import Frame
from quotesearch.indexer.extraction.names import ROLES
from quotesearch.indexer.extraction.tokens import Sort, Token

_NEAR, _FEW = 30, 5
"""Most tokens and cues near a cue that can matter to it: keeps the time linear in a sentence without end."""
_SHARING = frozenset("and but then or".split())
"""Words before a cue that shares the subject of an earlier one."""
_LONGEST_REPORT = 16
"""Most tokens of a sentence that only reports."""
_CONTENT_OPENERS = frozenset("that if whether why how to about what he she it they".split())
_SUBORDINATORS = frozenset("while although though when as if after since because".split())


def attributions_in(sentence: Sentence, number: int) -> list[Attribution]:
    """Return the attributions of the sentence, which is sentence `number` of its article, in the order of their cues.

    A sentence without a cue has an attribution only if its quotation has a byline.
    """
    cues = find_cues(sentence.tokens)
    if cues:
        return list(_attributions(sentence.tokens, cues, number))
    link = bylines.link_in(sentence.tokens)
    attribution = None if link is None else attributions.attribution_of(sentence.tokens, link, number)
    return [] if attribution is None else [attribution]


def _attributions(tokens: Sequence[Token], cues: Sequence[Cue], number: int) -> Iterator[Attribution]:
    """Yield the attributions of the cues; each takes the tokens after the content of the one before it."""
    floor, subject = 0, None
    for place, cue in enumerate(cues):
        source = _source(tokens, cue, floor, subject)
        if source is not None and source[1] <= cue.first and not cue.form.gerund:
            subject = source
        link = _link(tokens, cue, source, (floor, _limit(tokens, cues, place)))
        attribution = None if link is None else attributions.attribution_of(tokens, link, number)
        if link is None or attribution is None:
            continue
        yield attribution
        if link.trailing:
            floor = max(floor, cue.last, *(piece[1] for piece in link.content))


def _source(tokens: Sequence[Token], cue: Cue, floor: int, subject: Range | None) -> Range | None:
    """Return the source that stands before the cue, or `subject`, that of an earlier cue, if the cue shares it."""
    if cue.passive:
        return None
    if cue.form is ACCORDING:
        return subjects.subject_after(tokens, cue)
    in_list = _is_listed(tokens, cue)
    own_source = None if in_list else _own_source(tokens, cue, floor)
    if own_source is None and (in_list or _shares_subject(tokens, cue)):
        return subject or subjects.leading_subject(tokens, cue.first)
    return own_source


def _is_listed(tokens: Sequence[Token], cue: Cue) -> bool:
    """Return whether the cue is the next act of a list: *Moss rose, then said*."""
    return cue.first > 0 and tokens[cue.first].low == "then" and tokens[cue.first - 1].text == ","


def _own_source(tokens: Sequence[Token], cue: Cue, floor: int) -> Range | None:
    """Return the subject right before the cue, or the noun phrase that a relative pronoun there refers to."""
    source = subjects.subject_before(tokens, cue, floor) if _may_have_subject(tokens, cue) else None
    if source is not None and tokens[source[0]].low == "who":
        source = subjects.antecedent(tokens, source[0])
    if source is None and cue.first > floor and tokens[cue.first - 1].low in ("who", "which", "that"):
        source = subjects.antecedent(tokens, cue.first - 1)
    return source


def _may_have_subject(tokens: Sequence[Token], cue: Cue) -> bool:
    """Return whether the cue can have a subject before it: a participle only right after a name."""
    after_name = cue.first > 0 and tokens[cue.first - 1].is_capitalised
    return (after_name or not cue.form.gerund) and not cue.infinitive


def _shares_subject(tokens: Sequence[Token], cue: Cue) -> bool:
    """Return whether the cue shares the subject of an earlier cue or of the sentence: *…, adding that*, *and said*."""
    return cue.form.gerund or cue.infinitive or (cue.first > 0 and tokens[cue.first - 1].low in _SHARING)


def _limit(tokens: Sequence[Token], cues: Sequence[Cue], place: int) -> int:
    """Return the end of content after the cue: the next cue that starts a clause, or the end of the sentence."""
    for cue in cues[place + 1 : place + _FEW]:
        if _takes_over(tokens, cue):
            return cue.first - (2 if cue.first > 1 and tokens[cue.first - 2].text == "," else 1)
        if _ends_relative_clause(tokens, cues[place], cue):
            return cue.first - 1
        subject = subjects.subject_before(tokens, cue, cues[place].last)
        if subject is not None and _opens_clause(tokens, subject[0], cue):
            return subject[0] - 1
    return sentence_end(tokens)


def _ends_relative_clause(tokens: Sequence[Token], inner: Cue, cue: Cue) -> bool:
    """Return whether `inner` is the verb of a relative clause that a comma before `cue` closes: *Moss, who …, said*."""
    inside = inner.first > 1 and tokens[inner.first - 1].low in ("who", "which") and tokens[inner.first - 2].text == ","
    return inside and not cue.form.gerund and tokens[cue.first - 1].text == ","


def _takes_over(tokens: Sequence[Token], cue: Cue) -> bool:
    """Return whether the cue has no subject and shares the subject of the cue before it."""
    previous = tokens[cue.first - 1]
    if cue.form.gerund or cue.form is ACCORDING:
        return attributions.ends_with_comma(previous)
    return previous.low in ("and", "but") and not cue.form.base and Frame.THOUGHT not in cue.form.frames


def _opens_clause(tokens: Sequence[Token], start: int, cue: Cue) -> bool:
    """Return whether a main clause with its own cue of speech begins at `start`."""
    if start == 0 or not cue.form.frames & Frame.QUOTE:
        return False
    previous = tokens[start - 1]
    return previous.low in ("and", "but") or (tokens[0].low in _SUBORDINATORS and previous.text == ",")


def _link(tokens: Sequence[Token], cue: Cue, source: Range | None, stretch: Range) -> Link | None:
    """Return the link of the cue within the stretch of tokens; None if it attributes no words."""
    floor, limit = stretch
    if cue.form is ACCORDING:
        return _according(tokens, cue, source, floor)
    inverted = None if source is not None else _inverted_subject(tokens, cue)
    speaker = source or inverted
    if speaker is None:
        return None
    end = cue.last if inverted is None else inverted[1]
    leading = content.before(tokens, cue, (floor, min(speaker[0], cue.first)), end)
    if leading is not None:
        return _link_of(cue, speaker, _parts(tokens, leading, end, limit), trailing=True)
    if inverted is not None and not _heads_quotation(tokens, cue, end, limit):
        return None
    trailing_content = content.after(tokens, cue, end, limit)
    return None if trailing_content is None else _link_of(cue, speaker, [trailing_content], trailing=False)


def _inverted_subject(tokens: Sequence[Token], cue: Cue) -> Range | None:
    """Return the subject after the cue; the subject of a passive is not its source."""
    return None if cue.passive else subjects.subject_after(tokens, cue)


def _link_of(cue: Cue, source: Range, parts: Sequence[Range], *, trailing: bool) -> Link:
    """Return the link of the cue."""
    return Link(source, (cue.first, cue.last), parts, cue.form.frames, trailing)


def _heads_quotation(tokens: Sequence[Token], cue: Cue, end: int, limit: int) -> bool:
    """Return whether cue and source head the sentence and a quotation follows them: *Said Moss: "…"*."""
    return cue.first == 0 and limit > end + 1 and tokens[end + 1].quotation is not None


def _parts(tokens: Sequence[Token], leading: Range, end: int, limit: int) -> list[Range]:
    """Return the content before the cue, and the part after it if the cue interrupts the content."""
    first, last = _without_earlier_cue(tokens, leading)
    quoted = any(token.quotation for token in tokens[first:last])
    second = content.resumed(tokens, end, limit, quoted=quoted)
    return [(first, last)] if second is None else [(first, last), second]


def _without_earlier_cue(tokens: Sequence[Token], leading: Range) -> Range:
    """Return the content without the words of an earlier cue: the quotation in *Aides told us, "…," said one*."""
    first, last = leading
    window = tokens[max(first, last - _NEAR) : last]
    if tokens[last - 1].sort is not Sort.QUOTATION or not find_cues(window):
        return leading
    start = last - 1
    while start > first and tokens[start - 1].sort is Sort.QUOTATION:
        start -= 1
    return start, last


def _according(tokens: Sequence[Token], cue: Cue, source: Range | None, floor: int) -> Link | None:
    """Return the link of *according to*: the rest of its sentence is content."""
    if source is None:
        return None
    if cue.first > floor + 1:
        last = cue.first - 1 if tokens[cue.first - 1].text == "," else cue.first
        return _link_of(cue, source, [(floor, last)], trailing=True)
    if cue.first > 1:
        return None  # after a quote with its own cue
    return _leading_according(tokens, cue, source)


def _leading_according(tokens: Sequence[Token], cue: Cue, source: Range) -> Link | None:
    """Return the link of *according to* at the head of its sentence: the content begins after the source's comma."""
    end = sentence_end(tokens)
    commas = [at for at in range(source[0], min(source[1] + 1, end)) if tokens[at].text == ","]
    apposed = len(commas) > 1 and any(token.low in ROLES for token in tokens[commas[0] : commas[1]])
    last = commas[1 if apposed else 0] if commas else source[1]
    start = last + 1 if commas else last
    return _link_of(cue, (source[0], last), [(start, end)], trailing=False) if start < end else None


def only_reports(tokens: Sequence[Token]) -> bool:
    """Return whether the sentence holds only cue, source, recipient and time: *Ms Hale asked reporters on Monday.*."""
    cues = find_cues(tokens) if len(tokens) <= _LONGEST_REPORT else ()
    return bool(cues) and _has_speaker(tokens, cues[0]) and not _has_content(tokens, cues[0])


def _has_speaker(tokens: Sequence[Token], cue: Cue) -> bool:
    """Return whether the sentence begins with the subject of the cue."""
    if not cue.form.frames & Frame.QUOTE or cue.first == 0 or cue.passive:
        return False
    source = subjects.subject_before(tokens, cue, 0)
    return source is not None and source[0] == 0


def _has_content(tokens: Sequence[Token], cue: Cue) -> bool:
    """Return whether content may follow the cue."""
    next_tokens = tokens[cue.last :]
    if any(token.quotation or token.text == ":" or token.low in _CONTENT_OPENERS for token in next_tokens):
        return True
    addressed = bool(cue.form.frames & (Frame.TELL | Frame.ASK))
    return not addressed and content.after(tokens, cue, cue.last, len(tokens)) is not None


def last_subject(tokens: Sequence[Token], *, spoken: bool = False) -> Range | None:
    """Return the subject of the last cue that has one, or else of the sentence; `spoken` takes cues of speech only."""
    cues = [cue for cue in find_cues(tokens) if not spoken or cue.form.frames & Frame.QUOTE]
    candidates = (subjects.subject_before(tokens, cue, 0) for cue in reversed(cues))
    subject = next((source for source in candidates if source is not None), None)
    return subject or subjects.leading_subject(tokens, len(tokens))
