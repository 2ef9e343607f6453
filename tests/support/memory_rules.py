"""What the reference backend decides: who is one person, which words have a pattern, in which order quotes come."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from quotesearch.indexer.local.store.speaker_merging import BY_HAND, Join, joins_by_rule
from quotesearch.indexer.model import Speaker, SpeakerKind
from quotesearch.indexer.protocols import Vector
from quotesearch.indexer.records import (
    Attributed,
    Pattern,
    SpeakerCount,
    StoredQuote,
)
from quotesearch.indexer.text.analysis import is_stop_word, stem
from quotesearch.indexer.text.normalise import fold_name, words


@dataclass
class State:
    """What an index holds: documents with their quotes, corrections of speakers, and embeddings."""

    entries: dict[str, Attributed] = field(default_factory=dict)
    corrections: dict[str, str] = field(default_factory=dict)
    vectors: dict[str, Vector] = field(default_factory=dict)
    change: int = 0


def stored_quotes(state: State) -> Iterator[StoredQuote]:
    """Yield all quotes with their place."""
    for entry in state.entries.values():
        for quote in entry.quotes:
            line = entry.document.line_of(quote.content[0].start)
            yield StoredQuote(quote, entry.document.head, quote.context.words(entry.document.text), line)


def identity_of(speaker: Speaker, document_id: str) -> str:
    """Return what makes two speakers one: the folded name, with the document if the name means nobody elsewhere."""
    identity = fold_name(speaker.name) or "".join(speaker.name.split())
    return identity if speaker.is_named else f"{identity}\n{document_id}"


def all_joins(state: State) -> dict[str, Join]:
    """Return which identity is which other's person: by the rules of each surname, or as a user decided."""
    roles: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for one in stored_quotes(state):
        speaker = one.quote.speaker
        if speaker.is_named and speaker.kind is SpeakerKind.PERSON:
            identity = identity_of(speaker, "")
            roles[identity.split()[-1]][identity].add(fold_name(speaker.role))
    joins = {identity: join for own in roles.values() for identity, join in joins_by_rule(own).items()}
    return joins | {identity: Join(person, BY_HAND) for identity, person in state.corrections.items()}


def persons(state: State) -> dict[str, str]:
    """Return the person of each quote: the end of the chain of joins."""
    joins, found = all_joins(state), {}
    for one in stored_quotes(state):
        person, seen = identity_of(one.quote.speaker, one.document.id), set[str]()
        while person in joins and person not in seen:
            seen.add(person)
            person = joins[person].person
        found[one.quote.id] = person
    return found


def has_pattern(words: Sequence[str], pattern: Pattern) -> bool:
    """Tell whether the words have the pattern, by trying every place."""
    places = [
        [at for at in range(len(words)) if _fits(words[at : at + len(phrase)], phrase)] for phrase in pattern.phrases
    ]
    if len(places) == 1:
        return bool(places[0])
    first, second = (len(phrase) for phrase in pattern.phrases)
    gaps = (max(b - (a + first), a - (b + second)) for a in places[0] for b in places[1])
    return any(0 <= gap <= pattern.apart for gap in gaps)


def _fits(words: Sequence[str], phrase: Sequence[str]) -> bool:
    return len(words) == len(phrase) and all(map(fnmatchcase, words, phrase))


def has_words(folded: str, name: str) -> bool:
    wanted = fold_name(name).split()
    return bool(wanted) and set(wanted) <= set(folded.split())


def best(scores: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(sorted(scores, key=lambda one: (-scores[one], one)))


def newest_first(one: StoredQuote) -> tuple[float, str, int, str]:
    day = one.document.published
    return (-day.toordinal() if day else math.inf, one.document.id, one.quote.content[0].start, one.quote.id)


def counted(values: Iterator[str] | Sequence[str]) -> tuple[tuple[str, int], ...]:
    return tuple(
        sorted(((value, n) for value, n in Counter(values).items() if value), key=lambda one: (-one[1], one[0]))
    )


def commonest(values: Sequence[str]) -> str:
    counts = Counter(value for value in values if value)
    return min(counts, key=lambda value: (-counts[value], value), default="")


def speaker_count(own: Sequence[StoredQuote], joins: Mapping[str, Join]) -> SpeakerCount:
    speakers = [one.quote.speaker for one in own]
    name = commonest([one.name for one in speakers])
    names = {each for one in speakers for each in (one.name, *one.aliases)}
    joined_names = {
        (one.quote.speaker.name, joins[identity].why)
        for one in own
        if (identity := identity_of(one.quote.speaker, one.document.id)) in joins and joins[identity].person != identity
    }
    return SpeakerCount(
        name=name,
        kind=SpeakerKind(commonest([str(one.kind) for one in speakers])),
        role=commonest([one.role for one in speakers]),
        affiliation=commonest([one.affiliation for one in speakers]),
        aliases=tuple(sorted(names - {name})),
        quotes=len(own),
        document_id="" if own[0].quote.speaker.is_named else own[0].document.id,
        joined=tuple(sorted(joined_names)),
    )


def edits(one: str, other: str) -> int:
    """Return the Levenshtein distance."""
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        before, row = row, [at]
        for place, same in enumerate(other, start=1):
            row.append(min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != same)))
    return row[-1]


def significant(texts: Sequence[str], every: Mapping[str, int], quotes: int) -> tuple[str, ...]:
    """Return the words of the texts by Bo1, each term as it is mostly written."""
    counts, spellings = Counter[str](), defaultdict[str, Counter[str]](Counter)
    for text in texts:
        topical = [
            word for word in words(text) if len(word.folded) >= 3 and word.folded.isalpha() and not is_stop_word(word)
        ]
        counts.update({stem(word.folded) for word in topical})
        for word in topical:
            spellings[stem(word.folded)][word.written] += 1
    weights = {
        term: counts[term] * math.log2((1 + share) / share) + math.log2(1 + share)
        for term in counts
        for share in [every[term] / quotes]
    }
    return tuple(
        spellings[term].most_common(1)[0][0] for term in sorted(weights, key=lambda term: (-weights[term], term))
    )
