"""Link content, cue and source within one sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quotesearch.indexer.extraction import content, sources
from quotesearch.indexer.extraction.cues import ACCORDING, Cue, find_cues
from quotesearch.indexer.extraction.lexicon import Frame
from quotesearch.indexer.extraction.names import ROLES
from quotesearch.indexer.extraction.phrases import Range
from quotesearch.indexer.extraction.tokens import Sort, Token
from quotesearch.indexer.model import Span

_NEAR, _FEW = 30, 5
"""How many tokens and cues near a cue can matter to it: keeps the time linear in a sentence without end."""


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
    probability: float | None = None
    """How likely the tagger holds it to be right; the rules do not say."""


def in_sentence(sentence: Sentence, number: int, cues: Sequence[Cue]) -> Iterator[Attribution]:
    """Yield the attributions of the cues, which stand in the sentence."""
    tokens = sentence.tokens
    floor, subject = 0, None
    for place, cue in enumerate(cues):
        source = _source(tokens, cue, floor, subject)
        if source is not None and source[1] <= cue.first and not cue.form.gerund:
            subject = source
        link = _link(tokens, cue, source, floor, _limit(tokens, cues, place))
        if link is None:
            continue
        source, ranges, trailing = link
        spans = tuple(span for span in (span_of(tokens, piece) for piece in ranges) if span is not None)
        if not spans:
            continue
        yield Attribution(
            spans,
            span_of(tokens, (cue.first, cue.last)),
            span_of(tokens, source),
            number,
            cue.form.frames,
            trailing=trailing,
        )
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
    listed = tokens[cue.first].low == "then" and cue.first > 0 and tokens[cue.first - 1].text == ","
    own = None if listed else own
    shared = (
        listed
        or cue.form.gerund
        or cue.infinitive
        or (cue.first > 0 and tokens[cue.first - 1].low in ("and", "but", "then", "or"))
    )
    if own is None and shared:
        own = subject or sources.leading_subject(tokens, cue.first)
    return own


def _limit(tokens: Sequence[Token], cues: Sequence[Cue], place: int) -> int:
    """Return where content after the cue must end: where another cue takes over, or at the sentence's end."""
    for cue in cues[place + 1 : place + _FEW]:
        if _takes_over(tokens, cue):
            return cue.first - (2 if cue.first > 1 and tokens[cue.first - 2].text == "," else 1)
        if _ends_relative_clause(tokens, cues[place], cue):
            return cue.first - 1
        subject = sources.subject_before(tokens, cue, cues[place].last)
        if subject is not None and _opens_clause(tokens, subject[0], cue):
            return subject[0] - 1
    return content.sentence_end(tokens)


def _ends_relative_clause(tokens: Sequence[Token], inner: Cue, cue: Cue) -> bool:
    """Tell whether `inner` is the verb of a relative clause that a comma before `cue` closes: *Moss, who …, said*."""
    inside = inner.first > 1 and tokens[inner.first - 1].low in ("who", "which") and tokens[inner.first - 2].text == ","
    return inside and not cue.form.gerund and tokens[cue.first - 1].text == ","


def _takes_over(tokens: Sequence[Token], cue: Cue) -> bool:
    """Tell whether the cue, having no subject of its own, goes on with the subject of the one before."""
    before = tokens[cue.first - 1]
    if cue.form.gerund or cue.form is ACCORDING:
        return ends_with_comma(before)
    return before.low in ("and", "but") and not cue.form.base and Frame.THOUGHT not in cue.form.frames


def _opens_clause(tokens: Sequence[Token], start: int, cue: Cue) -> bool:
    """Tell whether a main clause with a cue of speech of its own begins at `start`."""
    if start == 0 or not cue.form.frames & Frame.QUOTE:
        return False
    before = tokens[start - 1]
    main = tokens[0].low in ("while", "although", "though", "when", "as", "if", "after", "since", "because")
    return before.low in ("and", "but") or (main and before.text == ",")


def ends_with_comma(token: Token) -> bool:
    """Tell whether the token is a comma, or a quotation that holds one before its closing mark."""
    return token.text == "," or (token.quotation is not None and token.text.rstrip("\"”’'»").endswith(","))


def _link(
    tokens: Sequence[Token], cue: Cue, source: Range | None, floor: int, limit: int
) -> tuple[Range, list[Range], bool] | None:
    """Return source, content ranges and whether the source trails, or None where there is no attribution."""
    if cue.form is ACCORDING:
        return _according(tokens, cue, source, floor)
    own = source is not None and source[1] <= cue.first
    edge = source[0] if source is not None and own else cue.first
    behind = None if source is not None or cue.passive else sources.subject_after(tokens, cue)
    end = behind[1] if behind is not None else cue.last
    leading = content.before(tokens, cue, (floor, edge), end)
    speaker = source or behind
    if speaker is None:
        return None
    if leading is None:
        heads = cue.first == 0 and behind is not None and limit > end + 1 and tokens[end + 1].quotation is not None
        trailing = content.after(tokens, cue, end, limit) if source is not None or heads else None
        return None if trailing is None else (speaker, [trailing], False)
    leading = _own_part(tokens, leading)
    quoted = any(token.quotation for token in tokens[leading[0] : leading[1]])
    second = content.resumed(tokens, end, limit, quoted=quoted)
    return speaker, [leading, *([second] if second else [])], True


def _own_part(tokens: Sequence[Token], leading: Range) -> Range:
    """Return the content without an earlier cue's words: only the quotation in *Aides told us, "…," said one*."""
    first, last = leading
    window = tokens[max(first, last - _NEAR) : last]
    if tokens[last - 1].sort is not Sort.QUOTATION or not find_cues(window):
        return leading
    start = last - 1
    while start > first and tokens[start - 1].sort is Sort.QUOTATION:
        start -= 1
    return start, last


def _according(
    tokens: Sequence[Token], cue: Cue, source: Range | None, floor: int
) -> tuple[Range, list[Range], bool] | None:
    """Return the link of *according to*: the rest of its sentence is content."""
    if source is None:
        return None
    if cue.first > floor + 1:
        last = cue.first - 1 if tokens[cue.first - 1].text == "," else cue.first
        return source, [(floor, last)], True
    if cue.first > 1:
        return None  # behind a quote that has its own cue
    end = content.sentence_end(tokens)
    commas = [at for at in range(source[0], min(source[1] + 1, end)) if tokens[at].text == ","]
    apposed = len(commas) > 1 and any(token.low in ROLES for token in tokens[commas[0] : commas[1]])
    comma = commas[1 if apposed else 0] if commas else source[1]
    begin = comma + 1 if commas else comma
    return ((source[0], comma), [(begin, end)], False) if begin < end else None


def span_of(tokens: Sequence[Token], piece: Range) -> Span | None:
    """Return the characters of a token range without outer commas; a lone quotation loses its marks."""
    first, last = piece
    while first < last and tokens[first].text in ",;:—–-―":
        first += 1
    while first < last and tokens[last - 1].text in ",;:—–-―":
        last -= 1
    if first >= last:
        return None
    quotation = tokens[first].quotation
    if last - first == 1 and quotation is not None:
        return quotation.inner
    return Span(tokens[first].start, tokens[last - 1].end)
