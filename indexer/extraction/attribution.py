"""Link content, cue and source: sentence by sentence, then over the paragraph and the article.

Within a sentence each cue takes the content beside it. Quotations that are left over go on with the
quote before them (*"…," she said. "…"*), or belong to whoever is still speaking (a quotation over
several paragraphs, a line that ends in a colon).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from quotesearch.indexer.extraction import content, sources
from quotesearch.indexer.extraction.cues import ACCORDING, SIGNATURE, Cue, find_cues
from quotesearch.indexer.extraction.lexicon import Frame
from quotesearch.indexer.extraction.quotations import Quotation
from quotesearch.indexer.extraction.sources import Range
from quotesearch.indexer.extraction.tokens import Sort, Token
from quotesearch.indexer.model import Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """Hold a sentence's place, tokens and the number of its paragraph."""

    span: Span
    tokens: tuple[Token, ...]
    paragraph: int


@dataclass(frozen=True, slots=True)
class Attribution:
    """Link content to its cue and source; `sentence` is the number of the sentence that holds the cue."""

    content: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    sentence: int
    frames: Frame
    trailing: bool = False
    """The source stands after the (first) content."""


def attribute(sentences: Sequence[Sentence]) -> tuple[Attribution, ...]:
    """Return the attributions of an article, in the order of their cues."""
    found: list[Attribution] = []
    for number, sentence in enumerate(sentences):
        own = list(_in_sentence(sentence, number))
        left_over = _left_over(sentence, own)
        if left_over and not own:
            _carry_on(found, sentences, number, left_over)
        found.extend(own)
    return tuple(found)


def join_sentences(sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """Join a quotation that ends in *?*, *!* or a stop with the sentence behind it that only says who spoke."""
    joined: list[Sentence] = []
    for sentence in sentences:
        last = joined[-1] if joined else None
        if last is not None and last.paragraph == sentence.paragraph and last.tokens[-1].quotation and _only_reports(sentence):
            span = Span(last.span.start, sentence.span.end)
            joined[-1] = Sentence(span, last.tokens + sentence.tokens, last.paragraph)
        else:
            joined.append(sentence)
    return tuple(joined)


def _only_reports(sentence: Sentence) -> bool:
    """Tell whether the sentence is a source and a cue of speech with nothing left to report: *Ms Hale asked.*"""
    cue = next(iter(find_cues(sentence.tokens[:12])), None)
    if cue is None or not cue.form.frames & Frame.QUOTE or cue.form.frames & Frame.TELL or cue.first == 0 or cue.passive:
        return False
    source = sources.subject_before(sentence.tokens, cue, 0)
    return source is not None and source[0] == 0 and content.after(sentence.tokens, cue, cue.last, len(sentence.tokens)) is None


def _left_over(sentence: Sentence, own: Sequence[Attribution]) -> list[Span]:
    """Return the quotations of the sentence that no attribution covers."""
    taken = [span for attribution in own for span in attribution.content]
    quotations = (token.quotation for token in sentence.tokens if token.quotation is not None)
    return [q.inner for q in quotations if not any(span.overlaps(q.inner) for span in taken)]


def _carry_on(found: list[Attribution], sentences: Sequence[Sentence], number: int, spans: Sequence[Span]) -> None:
    """Give the quotations of a sentence without cue to whoever is still speaking, if anybody is."""
    sentence = sentences[number]
    opening = sentence.tokens[0].quotation
    if opening is None or opening.inner != spans[0]:
        return
    introduced = _introduced(sentences, number)
    if introduced is not None:
        found.append(Attribution((spans[0],), None, introduced, number, Frame.QUOTE))
        return
    if not found:
        return
    last = found[-1]
    beside = sentences[last.sentence].paragraph == sentence.paragraph
    gap = sentence.paragraph - sentences[last.sentence].paragraph
    if (beside and last.trailing) or (opening.resumes and gap <= 1 + len(last.content)):
        found[-1] = replace(last, content=(*last.content, *spans[:1]))
    elif gap <= 1:
        found.append(Attribution((spans[0],), None, last.source, number, Frame.QUOTE, trailing=last.trailing))


def _introduced(sentences: Sequence[Sentence], number: int) -> Span | None:
    """Return the subject of the sentence before, where it ends in a colon and so announces a quotation."""
    tokens = sentences[number - 1].tokens if number else ()
    if not tokens or tokens[-1].text != ":":
        return None
    subjects = [sources.subject_before(tokens, cue, 0) for cue in find_cues(tokens)]
    known = [subject for subject in subjects if subject is not None]
    subject = known[-1] if known else sources.leading_subject(tokens, len(tokens) - 1)
    return None if subject is None else _span(tokens, subject)


def _in_sentence(sentence: Sentence, number: int) -> Iterator[Attribution]:
    """Yield the attributions whose cue stands in the sentence."""
    tokens = sentence.tokens
    cues = find_cues(tokens)
    if not cues:
        yield from _signed(sentence, number)
        return
    floor, subject = 0, None
    for place, cue in enumerate(cues):
        source = _source(tokens, cue, floor, subject)
        if source is not None and source[1] <= cue.first and not cue.form.gerund:
            subject = source
        link = _link(tokens, cue, source, floor, _limit(tokens, cues, place))
        if link is None:
            continue
        source, ranges, trailing = link
        spans = tuple(span for span in (_span(tokens, piece) for piece in ranges) if span is not None)
        if not spans:
            continue
        yield Attribution(spans, _span(tokens, (cue.first, cue.last)), _span(tokens, source), number, cue.form.frames, trailing=trailing)
        if trailing:
            floor = max(floor, cue.last, *(piece[1] for piece in ranges))


def _source(tokens: Sequence[Token], cue: Cue, floor: int, subject: Range | None) -> Range | None:
    """Return the source that stands before the cue or is shared with an earlier cue of the sentence."""
    if cue.passive:
        return None
    if cue.form is ACCORDING:
        return sources.subject_after(tokens, cue)
    named = cue.first > 0 and tokens[cue.first - 1].is_capitalised
    own = None if (cue.form.gerund and not named) or cue.infinitive else sources.subject_before(tokens, cue, floor)
    if own is not None and tokens[own[0]].low == "who":
        own = sources.antecedent(tokens, own[0])
    if own is None and cue.first > floor and tokens[cue.first - 1].low in ("who", "which", "that"):
        own = sources.antecedent(tokens, cue.first - 1)
    shared = cue.form.gerund or cue.infinitive or (cue.first > 0 and tokens[cue.first - 1].low in ("and", "but", "then", "or"))
    if own is None and shared:
        own = subject or sources.leading_subject(tokens, cue.first)
    return own


def _limit(tokens: Sequence[Token], cues: Sequence[Cue], place: int) -> int:
    """Return where content after the cue must end: where another cue takes over, or at the sentence's end."""
    for cue in cues[place + 1 :]:
        if _takes_over(tokens, cue):
            return cue.first - (2 if cue.first > 1 and tokens[cue.first - 2].text == "," else 1)
        subject = sources.subject_before(tokens, cue, cues[place].last)
        if subject is not None and _opens_clause(tokens, subject[0], cue):
            return subject[0] - 1
    return content.sentence_end(tokens)


def _takes_over(tokens: Sequence[Token], cue: Cue) -> bool:
    """Tell whether the cue, having no subject of its own, goes on with the subject of the one before."""
    before = tokens[cue.first - 1]
    if cue.form.gerund or cue.form is ACCORDING:
        return _ends_with_comma(before)
    return before.low in ("and", "but") and not cue.form.base and Frame.THOUGHT not in cue.form.frames


def _opens_clause(tokens: Sequence[Token], start: int, cue: Cue) -> bool:
    """Tell whether a main clause with a cue of speech of its own begins at `start`."""
    if start == 0 or not cue.form.frames & Frame.QUOTE:
        return False
    before = tokens[start - 1]
    main = tokens[0].low in ("while", "although", "though", "when", "as", "if", "after", "since", "because")
    return before.low in ("and", "but") or (main and before.text == ",")


def _ends_with_comma(token: Token) -> bool:
    """Tell whether the token is a comma, or a quotation that holds one before its closing mark."""
    return token.text == "," or (token.quotation is not None and token.text.rstrip("\"”’'»").endswith(","))


def _link(
    tokens: Sequence[Token], cue: Cue, source: Range | None, floor: int, limit: int
) -> tuple[Range, list[Range], bool] | None:
    """Return source, content ranges and whether the source trails, or None where there is no attribution."""
    if cue.form is ACCORDING:
        return _according(tokens, cue, source, floor)
    edge = source[0] if source is not None and source[1] <= cue.first else cue.first
    inverted = source is None and not cue.passive
    leading = content.before(tokens, cue, edge, floor)
    if leading is not None:
        end = cue.last
        if inverted:
            source = sources.subject_after(tokens, cue)
            end = source[1] if source is not None else end
        if source is None:
            return None
        quoted = tokens[leading[1] - 1].sort is Sort.QUOTATION
        second = content.resumed(tokens, end, limit, quoted=quoted)
        return source, [leading, *([second] if second else [])], True
    if source is None:
        return None
    trailing = content.after(tokens, cue, cue.last, limit)
    return None if trailing is None else (source, [trailing], False)


def _according(tokens: Sequence[Token], cue: Cue, source: Range | None, floor: int) -> tuple[Range, list[Range], bool] | None:
    """Return the link of *according to*: the rest of its sentence is content."""
    if source is None:
        return None
    if cue.first > floor + 1:
        last = cue.first - 1 if tokens[cue.first - 1].text == "," else cue.first
        return source, [(floor, last)], True
    begin = source[1] + 1 if source[1] < len(tokens) and tokens[source[1]].text == "," else source[1]
    end = content.sentence_end(tokens)
    return (source, [(begin, end)], False) if begin < end else None


def _signed(sentence: Sentence, number: int) -> Iterator[Attribution]:
    """Yield the attribution of a quotation that is signed (*"…" — Name*) or introduced (*Name: "…"*)."""
    tokens = sentence.tokens
    if len(tokens) < 3:
        return
    if tokens[0].sort is Sort.QUOTATION and tokens[1].text in "—–-―" and tokens[2].is_capitalised and len(tokens) < 14:
        yield _made(tokens, [(0, 1)], (1, 2), (2, content.sentence_end(tokens)), number, trailing=True)
    elif tokens[0].is_capitalised and len(tokens) < 12:
        colon = next((i for i, token in enumerate(tokens) if token.text == ":"), None)
        if colon and colon + 1 < len(tokens) and tokens[colon + 1].sort is Sort.QUOTATION:
            yield _made(tokens, [(colon + 1, colon + 2)], (colon, colon + 1), (0, colon), number, trailing=False)


def _made(  # noqa: PLR0913
    tokens: Sequence[Token], ranges: Sequence[Range], cue: Range, source: Range, number: int, *, trailing: bool
) -> Attribution:
    """Return the attribution of token ranges."""
    spans = tuple(span for span in (_span(tokens, piece) for piece in ranges) if span is not None)
    return Attribution(spans, _span(tokens, cue), _span(tokens, source), number, SIGNATURE.frames, trailing=trailing)


def _span(tokens: Sequence[Token], piece: Range) -> Span | None:
    """Return the characters of a token range without outer commas; a lone quotation loses its marks."""
    first, last = piece
    while first < last and tokens[first].text in ",;:—–-―":
        first += 1
    while first < last and tokens[last - 1].text in ",;:—–-―":
        last -= 1
    if first >= last:
        return None
    quotation: Quotation | None = tokens[first].quotation
    if last - first == 1 and quotation is not None:
        return quotation.inner
    return Span(tokens[first].start, tokens[last - 1].end)
