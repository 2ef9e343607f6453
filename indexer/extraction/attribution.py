"""Attribute the quotations of an article across sentences.

`clauses` attributes within a sentence. The other quotations continue the quote before them (*"…," she said. "…"*), or
belong to the person who is still speaking (a quotation of several paragraphs, a line that ends in a colon).
"""

from collections.abc import Sequence
from dataclasses import replace

from quotesearch.indexer.extraction import clauses
from quotesearch.indexer.extraction.clauses import Attribution, Sentence
from quotesearch.indexer.extraction.lexicon import Frame
from quotesearch.indexer.extraction.quotations import Quotation
from quotesearch.indexer.model import Span

_MOST_SPANS = 100
"""Most spans of one quote: the rest of a longer quotation becomes a new quote."""
_UTTERANCE_ENDS = frozenset(".,!?…—")


def attribute(sentences: Sequence[Sentence]) -> tuple[Attribution, ...]:
    """Return the attributions of an article, in the order of their cues."""
    attributions: list[Attribution] = []
    chain: list[int] = []  # sentences that are only a quotation, which the next paragraph continues
    for number, sentence in enumerate(sentences):
        in_sentence = clauses.attributions_in(sentence, number)
        if not in_sentence and _is_open(attributions, sentences, number, started=bool(chain)):
            chain.append(number)
            continue
        if not in_sentence:
            for place in (*chain, number):
                _carry_on(attributions, sentences, place)
        attributions.extend(
            _without_rivals([_with_chain(attribution, sentences, chain) for attribution in in_sentence])
        )
        chain.clear()
    return tuple(attributions)


def _is_open(attributions: Sequence[Attribution], sentences: Sequence[Sentence], number: int, *, started: bool) -> bool:
    """Return whether the sentence is a quotation without a speaker so far that goes on in the next paragraph."""
    sentence = sentences[number]
    opening = sentence.tokens[0].quotation
    if opening is None or not opening.continues or len(sentence.tokens) > 1:
        return False
    if number and sentences[number - 1].tokens[-1].text == ":":
        return False
    if opening.resumes:
        return started
    return not (attributions and sentences[attributions[-1].sentence].paragraph == sentence.paragraph)


def _with_chain(attribution: Attribution, sentences: Sequence[Sentence], chain: Sequence[int]) -> Attribution:
    """Return the attribution with the paragraphs of quotation that its own paragraph continues."""
    opening = sentences[attribution.sentence].tokens[0].quotation
    if not chain or opening is None or not opening.resumes or opening.inner not in attribution.content:
        return attribution
    earlier = [token.quotation.inner for place in chain for token in sentences[place].tokens if token.quotation]
    return replace(attribution, content=(*earlier[-_MOST_SPANS:], *attribution.content))


def join_sentences(sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """Join a quotation that ends in *?*, *!* or *.* with a next sentence that only names the speaker: *said Moss*."""
    joined: list[Sentence] = []
    for sentence in sentences:
        if joined and _reports_on(joined[-1], sentence):
            quoting = joined[-1]
            span = Span(quoting.span.start, sentence.span.end)
            joined[-1] = Sentence(span, quoting.tokens + sentence.tokens, quoting.paragraph)
        else:
            joined.append(sentence)
    return tuple(joined)


def _reports_on(quoting: Sentence, sentence: Sentence) -> bool:
    """Return whether the sentence only reports the quotation at the end of the sentence before it."""
    adjoining = quoting.paragraph == sentence.paragraph and quoting.tokens[-1].quotation is not None
    return adjoining and clauses.only_reports(sentence.tokens)


def _without_rivals(attributions: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions except those with one quotation that is also the content of a cue right after it."""
    before_cue = {attribution.content[0] for attribution in attributions if attribution.trailing}
    return [a for a in attributions if a.trailing or len(a.content) > 1 or a.content[0] not in before_cue]


def _carry_on(attributions: list[Attribution], sentences: Sequence[Sentence], number: int) -> None:
    """Attribute the quotation at the head of a sentence without cue to the person who is still speaking, if any."""
    opening = sentences[number].tokens[0].quotation
    if opening is None:
        return
    speaking = _announced(sentences, number) or _acting(attributions, sentences, number)
    if speaking is not None:
        attributions.append(Attribution((opening.inner,), None, speaking, number, Frame.QUOTE))
    elif attributions:
        _go_on(attributions, sentences, number, opening)


def _go_on(attributions: list[Attribution], sentences: Sequence[Sentence], number: int, opening: Quotation) -> None:
    """Attribute the quotation to the last speaker: as a part of the last quote, or as a new quote."""
    last, sentence = attributions[-1], sentences[number]
    gap = sentence.paragraph - sentences[last.sentence].paragraph
    resumed = opening.resumes and gap <= 1 + len(last.content)
    if len(last.content) < _MOST_SPANS and ((gap == 0 and last.trailing) or resumed):
        attributions[-1] = replace(last, content=(*last.content, opening.inner))
    elif gap <= 1 and sentence.tokens[0].text.rstrip("\"”’'» ")[-1:] in _UTTERANCE_ENDS:  # not a title or a term
        attributions.append(Attribution((opening.inner,), None, last.source, number, Frame.QUOTE, last.trailing))


def _acting(attributions: Sequence[Attribution], sentences: Sequence[Sentence], number: int) -> Span | None:
    """Return the subject of the sentence before, if it is a person and has no quote: *Moss smiled. "…"*."""
    previous, tokens = sentences[number - 1], sentences[number - 1].tokens
    leads_on = number and previous.paragraph == sentences[number].paragraph and tokens[0].quotation is None
    if not leads_on or (attributions and attributions[-1].sentence == number - 1):
        return None
    subject = clauses.last_subject(tokens, spoken=True)
    if subject is None or not (tokens[subject[0]].low in ("he", "she") or tokens[subject[1] - 1].is_capitalised):
        return None
    return clauses.span_of(tokens, subject)


def _announced(sentences: Sequence[Sentence], number: int) -> Span | None:
    """Return the subject of the sentence before, if that ends in a colon and so announces a quotation."""
    tokens = sentences[number - 1].tokens if number else ()
    if not tokens or tokens[-1].text != ":":
        return None
    subject = clauses.last_subject(tokens)
    return None if subject is None else clauses.span_of(tokens, subject)
