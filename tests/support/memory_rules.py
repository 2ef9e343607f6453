"""The rules of the reference backend: persons, patterns, the order of quotes, counts and significant words."""

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
    Correction,
    Pattern,
    SpeakerCount,
    StoredQuote,
)
from quotesearch.indexer.text.analysis import is_stop_word, stem
from quotesearch.indexer.text.normalise import fold_name, words


@dataclass
class State:
    """The content of an index: documents with their quotes, merges of speakers, corrections of quotes, embeddings."""

    entries: dict[str, Attributed] = field(default_factory=dict)
    merges: dict[str, str] = field(default_factory=dict)
    corrections: dict[tuple[str, str], Correction] = field(default_factory=dict)
    vectors: dict[str, Vector] = field(default_factory=dict)
    change: int = 0


def stored_quotes(state: State) -> Iterator[StoredQuote]:
    """Yield all quotes with their documents and lines."""
    for entry in state.entries.values():
        for quote in entry.quotes:
            line = entry.document.line_of(quote.content[0].start)
            yield StoredQuote(quote, entry.document.head, quote.context.words(entry.document.text), line)


def identity_of(speaker: Speaker, document_id: str) -> str:
    """Return the key of a speaker: the folded name. If it is not a proper name, the document id is added."""
    identity = fold_name(speaker.name) or "".join(speaker.name.split())
    return identity if speaker.is_named else f"{identity}\n{document_id}"


def all_joins(state: State) -> dict[str, Join]:
    """Return, for each identity that is another name of a person, its join.

    Joins are made by the rules or by the user.
    """
    roles: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for stored in stored_quotes(state):
        speaker = stored.quote.speaker
        if speaker.is_named and speaker.kind is SpeakerKind.PERSON:
            identity = identity_of(speaker, "")
            roles[identity.split()[-1]][identity].add(fold_name(speaker.role))
    joins = {
        identity: join
        for roles_by_identity in roles.values()
        for identity, join in joins_by_rule(roles_by_identity).items()
    }
    return joins | {identity: Join(person, BY_HAND) for identity, person in state.merges.items()}


def persons(state: State) -> dict[str, str]:
    """Return the person of each quote by its id. The person is the end of the chain of joins."""
    joins, person_by_quote = all_joins(state), {}
    for stored in stored_quotes(state):
        person, visited = identity_of(stored.quote.speaker, stored.document.id), set[str]()
        while person in joins and person not in visited:
            visited.add(person)
            person = joins[person].person
        person_by_quote[stored.quote.id] = person
    return person_by_quote


def has_pattern(words: Sequence[str], pattern: Pattern) -> bool:
    """Return whether the words contain the pattern. Every place is tried."""
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
    name_words = fold_name(name).split()
    return bool(name_words) and set(name_words) <= set(folded.split())


def best(scores: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(sorted(scores, key=lambda quote_id: (-scores[quote_id], quote_id)))


def newest_first(stored: StoredQuote) -> tuple[float, str, int, str]:
    day = stored.document.published
    return (-day.toordinal() if day else math.inf, stored.document.id, stored.quote.content[0].start, stored.quote.id)


def by_frequency(values: Iterator[str] | Sequence[str]) -> tuple[tuple[str, int], ...]:
    return tuple(
        sorted(((value, n) for value, n in Counter(values).items() if value), key=lambda pair: (-pair[1], pair[0]))
    )


def commonest(values: Sequence[str]) -> str:
    counts = Counter(value for value in values if value)
    return min(counts, key=lambda value: (-counts[value], value), default="")


def speaker_count(quotes: Sequence[StoredQuote], joins: Mapping[str, Join]) -> SpeakerCount:
    """Return the count of the speaker of these quotes."""
    speakers = [stored.quote.speaker for stored in quotes]
    name = commonest([speaker.name for speaker in speakers])
    names = {any_name for speaker in speakers for any_name in (speaker.name, *speaker.aliases)}
    joined_names = {
        (stored.quote.speaker.name, joins[identity].why)
        for stored in quotes
        if (identity := identity_of(stored.quote.speaker, stored.document.id)) in joins
        and joins[identity].person != identity
    }
    return SpeakerCount(
        name=name,
        kind=SpeakerKind(commonest([str(speaker.kind) for speaker in speakers])),
        role=commonest([speaker.role for speaker in speakers]),
        affiliation=commonest([speaker.affiliation for speaker in speakers]),
        aliases=tuple(sorted(names - {name})),
        quotes=len(quotes),
        document_id="" if quotes[0].quote.speaker.is_named else quotes[0].document.id,
        joined=tuple(sorted(joined_names)),
    )


def edits(first: str, second: str) -> int:
    """Return the Levenshtein distance."""
    row = list(range(len(second) + 1))
    for at, letter in enumerate(first, start=1):
        previous_row, row = row, [at]
        for place, second_letter in enumerate(second, start=1):
            row.append(min(previous_row[place] + 1, row[-1] + 1, previous_row[place - 1] + (letter != second_letter)))
    return row[-1]


def significant(texts: Sequence[str], term_counts: Mapping[str, int], quotes: int) -> tuple[str, ...]:
    """Return the words of the texts by their Bo1 weights. Each term has its most frequent spelling."""
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
        for share in [term_counts[term] / quotes]
    }
    return tuple(
        spellings[term].most_common(1)[0][0] for term in sorted(weights, key=lambda term: (-weights[term], term))
    )
