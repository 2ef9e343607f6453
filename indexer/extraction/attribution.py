"""Attribute over sentences: join what was cut apart, and give left-over quotations to whoever is still speaking.

Within a sentence each cue takes the content beside it (`links`). Quotations that are left over go on
with the quote before them (*"…," she said. "…"*), or belong to whoever is still speaking (a quotation
over several paragraphs, a line that ends in a colon).
"""

from collections.abc import Sequence
from dataclasses import replace

from quotesearch.indexer.extraction import content, sources
from quotesearch.indexer.extraction.cues import Cue, find_cues
from quotesearch.indexer.extraction.lexicon import Frame
from quotesearch.indexer.extraction.links import Attribution, Sentence, in_sentence, span_of
from quotesearch.indexer.extraction.phrases import Range
from quotesearch.indexer.extraction.quotations import Quotation
from quotesearch.indexer.extraction.signatures import signed
from quotesearch.indexer.extraction.tokens import Token
from quotesearch.indexer.model import Span

_MOST_SPANS = 100
_SHORT = 16
_OPENS_CONTENT = frozenset("that if whether why how to about what he she it they".split())


def attribute(sentences: Sequence[Sentence]) -> tuple[Attribution, ...]:
    """Return the attributions of an article, in the order of their cues."""
    found: list[Attribution] = []
    chain: list[int] = []  # sentences that only quote and whose quotation the next paragraph takes up
    for number, sentence in enumerate(sentences):
        cues = find_cues(sentence.tokens)
        own = list(in_sentence(sentence, number, cues) if cues else signed(sentence, number))
        if not own and _stays_open(found, sentences, number, started=bool(chain)):
            chain.append(number)
            continue
        if own:
            own = [_with_chain(each, sentences, chain) for each in own]
        else:
            for place in (*chain, number):
                _carry_on(found, sentences, place)
        chain.clear()
        found.extend(_without_rivals(own))
    return tuple(found)


def _stays_open(found: Sequence[Attribution], sentences: Sequence[Sentence], number: int, *, started: bool) -> bool:
    """Tell whether the sentence is a quotation that goes on in the next paragraph and that nobody has yet claimed."""
    sentence = sentences[number]
    opening = sentence.tokens[0].quotation
    if opening is None or not opening.continues or len(sentence.tokens) > 1:
        return False
    if number and sentences[number - 1].tokens[-1].text == ":":
        return False
    if opening.resumes:
        return started
    return not (found and sentences[found[-1].sentence].paragraph == sentence.paragraph)


def _with_chain(own: Attribution, sentences: Sequence[Sentence], chain: Sequence[int]) -> Attribution:
    """Return the attribution with the paragraphs of quotation that led up to its own."""
    opening = sentences[own.sentence].tokens[0].quotation
    if not chain or opening is None or not opening.resumes or opening.inner not in own.content:
        return own
    before = [token.quotation.inner for place in chain for token in sentences[place].tokens if token.quotation]
    return replace(own, content=(*before[-_MOST_SPANS:], *own.content))


def join_sentences(sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """Join a quotation that ends in *?*, *!* or a stop with the sentence behind it that only says who spoke."""
    joined: list[Sentence] = []
    for sentence in sentences:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.paragraph == sentence.paragraph
            and last.tokens[-1].quotation
            and _only_reports(sentence)
        ):
            span = Span(last.span.start, sentence.span.end)
            joined[-1] = Sentence(span, last.tokens + sentence.tokens, last.paragraph)
        else:
            joined.append(sentence)
    return tuple(joined)


def _only_reports(sentence: Sentence) -> bool:
    """Tell whether the sentence only says who spoke, to whom and when, as *Ms Hale asked reporters on Monday.* does."""
    tokens = sentence.tokens
    cue = next(iter(find_cues(tokens[:_SHORT])), None)
    if cue is None or not cue.form.frames & Frame.QUOTE or cue.first == 0 or cue.passive:
        return False
    source = sources.subject_before(tokens, cue, 0)
    if source is None or source[0] > 0 or len(tokens) > _SHORT:
        return False
    if any(token.quotation or token.text == ":" or token.low in _OPENS_CONTENT for token in tokens[cue.last :]):
        return False
    addressed = Frame.TELL | Frame.ASK
    return bool(cue.form.frames & addressed) or content.after(tokens, cue, cue.last, len(tokens)) is None


def _without_rivals(own: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions less those whose one quotation a cue right behind it claims as well."""
    claimed = {attribution.content[0] for attribution in own if attribution.trailing}
    return [a for a in own if a.trailing or len(a.content) > 1 or a.content[0] not in claimed]


def _carry_on(found: list[Attribution], sentences: Sequence[Sentence], number: int) -> None:
    """Give the quotation that heads a sentence without cue to whoever is still speaking, if anybody is."""
    sentence = sentences[number]
    opening = sentence.tokens[0].quotation
    if opening is None:
        return
    speaking = _introduced(sentences, number) or _beat(found, sentences, number)
    if speaking is not None:
        found.append(Attribution((opening.inner,), None, speaking, number, Frame.QUOTE))
    elif found:
        _go_on(found, sentences, number, opening)


def _go_on(found: list[Attribution], sentences: Sequence[Sentence], number: int, opening: Quotation) -> None:
    """Give the quotation to whoever spoke last: as more of the same quote, or as one of its own."""
    last, sentence = found[-1], sentences[number]
    gap = sentence.paragraph - sentences[last.sentence].paragraph
    taken_up = opening.resumes and gap <= 1 + len(last.content)
    if len(last.content) < _MOST_SPANS and ((gap == 0 and last.trailing) or taken_up):
        found[-1] = replace(last, content=(*last.content, opening.inner))
    elif gap <= 1 and _is_utterance(sentence.tokens[0]):
        found.append(Attribution((opening.inner,), None, last.source, number, Frame.QUOTE, trailing=last.trailing))


def _beat(found: Sequence[Attribution], sentences: Sequence[Sentence], number: int) -> Span | None:
    """Return who acts in the sentence right before, where that names somebody and quotes nobody: *Moss smiled. "…"*."""
    before = sentences[number - 1] if number else None
    if before is None or before.paragraph != sentences[number].paragraph or before.tokens[0].quotation is not None:
        return None
    if found and found[-1].sentence == number - 1:
        return None
    tokens = before.tokens
    cues = [cue for cue in find_cues(tokens) if cue.form.frames & Frame.QUOTE]
    subject = _last_subject(tokens, cues, len(tokens))
    if subject is None or not (tokens[subject[0]].low in ("he", "she") or tokens[subject[1] - 1].is_capitalised):
        return None
    return span_of(tokens, subject)


def _is_utterance(token: Token) -> bool:
    """Tell whether a quotation without a cue is something said, not a title or a term: it has an end of its own."""
    return token.text.rstrip("\"”’'» ")[-1:] in tuple(".,!?…—")


def _introduced(sentences: Sequence[Sentence], number: int) -> Span | None:
    """Return the subject of the sentence before, where it ends in a colon and so announces a quotation."""
    tokens = sentences[number - 1].tokens if number else ()
    if not tokens or tokens[-1].text != ":":
        return None
    subject = _last_subject(tokens, find_cues(tokens), len(tokens) - 1)
    return None if subject is None else span_of(tokens, subject)


def _last_subject(tokens: Sequence[Token], cues: Sequence[Cue], end: int) -> Range | None:
    """Return the subject of the last of the cues that has one, or else of the sentence before token `end`."""
    subjects = [sources.subject_before(tokens, cue, 0) for cue in cues]
    known = [subject for subject in subjects if subject is not None]
    return known[-1] if known else sources.leading_subject(tokens, end)
