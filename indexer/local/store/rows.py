"""Convert documents, quotes and speakers into rows and back. The file is not accessed."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, fields
from datetime import date
from itertools import accumulate
from typing import Any

from quotesearch.indexer import model
from quotesearch.indexer.errors import IndexDamagedError
from quotesearch.indexer.local.store.schema import folded_text
from quotesearch.indexer.records import Attributed
from quotesearch.indexer.text.normalise import fold_name

SPEAKER_COLUMNS = """speakers.name AS speaker_name, speakers.kind AS speaker_kind, speakers.role AS speaker_role,
    speakers.aliases AS speaker_aliases, speakers.affiliation AS speaker_affiliation"""
QUOTE_COLUMNS = f"""
    SELECT quotes.*, documents.id AS document_id, {SPEAKER_COLUMNS}
    FROM quotes JOIN documents ON documents.key = quotes.document JOIN speakers ON speakers.key = quotes.speaker"""
QUOTES_OF_DOCUMENT = f"{QUOTE_COLUMNS} WHERE documents.id = ? ORDER BY quotes.start, quotes.id"


@contextmanager
def reporting_damage() -> Iterator[None]:
    """Inside the block, turn the errors of a row that cannot be read into IndexDamagedError."""
    try:
        yield
    except (ValueError, TypeError, LookupError) as error:
        remedy = "restore a backup of the store, or index the articles again into another folder"
        raise IndexDamagedError(f"the store has a row that cannot be read ({error}); {remedy}") from error


def document_row(entry: Attributed) -> dict[str, object]:
    """Return the values of a document's row, by column."""
    document = entry.document
    return asdict(document) | {
        "folded_outlet": fold_name(document.outlet),
        "published": document.published.isoformat() if document.published else None,
        "fingerprint": document.fingerprint,
        "recipe": entry.recipe,
    }


def quote_row(quote: model.Quote) -> dict[str, object]:
    """Return the values of a quote's row, by column.

    Document key, speaker key and change number are not included.
    """
    text = " ".join(quote.parts)
    return {
        "id": quote.id,
        "start": quote.content[0].start,
        "text": text,
        "folded": folded_text(text),
        "content": _spans_text(quote.content),
        "cue": _spans_text(quote.cue),
        "source": _spans_text(quote.source),
        "context": _spans_text([quote.context]),
        "kind": quote.kind.value,
        "confidence": quote.confidence,
        "speaker_confidence": quote.speaker.confidence,
        "reports": quote.reports.value,
    }


def speaker_row(speaker: model.Speaker, document_id: str) -> dict[str, object]:
    """Return the values of a speaker's row, by column.

    Speakers with equal identities are one speaker. The identity of a named speaker is the folded name. Speakers without
    a name are separate in each document.
    """
    identity = fold_name(speaker.name) or "".join(speaker.name.split())  # a name without letters
    return {
        "name": speaker.name,
        "role": speaker.role,
        "affiliation": speaker.affiliation,
        "identity": identity if speaker.is_named else f"{identity}\n{document_id}",
        "surname": identity.rsplit(maxsplit=1)[-1] if speaker.is_named else "",
        "document_id": "" if speaker.is_named else document_id,
        "kind": speaker.kind.value,
        "aliases": json.dumps(speaker.aliases, ensure_ascii=False),
    }


def folded_names(speaker: model.Speaker) -> frozenset[str]:
    """Return all names of the speaker, in the form that filters compare."""
    return frozenset(folded for name in (speaker.name, *speaker.aliases) if (folded := fold_name(name)))


_HEAD_FIELDS = tuple(field.name for field in fields(model.DocumentHead))


def read_document(row: sqlite3.Row) -> model.Document:
    """Return the document of a row."""
    return model.Document(text=row["text"], **_head_values(row))


def read_head(row: sqlite3.Row) -> model.DocumentHead:
    """Return the document of a row, without its text."""
    return model.DocumentHead(**_head_values(row))


def _head_values(row: sqlite3.Row) -> dict[str, Any]:
    """Return the values of the fields that both a document and its head have."""
    return {name: row[name] for name in _HEAD_FIELDS} | {"published": read_date(row["published"])}


def read_quote(row: sqlite3.Row) -> model.Quote:
    """Return the quote of a row that QUOTE_COLUMNS selects.

    Raises ValueError if another program has damaged the row.
    """
    content = _read_spans(row["content"])
    return model.Quote(
        document_id=row["document_id"],
        text=_separate_parts(row["text"], content),
        content=content,
        context=_read_spans(row["context"])[0],
        kind=model.QuoteKind(row["kind"]),
        speaker=read_speaker(row),
        cue=_read_spans(row["cue"]),
        source=_read_spans(row["source"]),
        confidence=row["confidence"],
        reports=model.Reported(row["reports"]),
    )


def read_speaker(row: sqlite3.Row) -> model.Speaker:
    """Return the speaker of a row with SPEAKER_COLUMNS and the column `speaker_confidence`; ValueError as above."""
    return model.Speaker(
        name=row["speaker_name"],
        kind=model.SpeakerKind(row["speaker_kind"]),
        role=row["speaker_role"],
        aliases=read_aliases(row["speaker_aliases"]),
        affiliation=row["speaker_affiliation"],
        confidence=row["speaker_confidence"],
    )


def _separate_parts(joined: str, content: Sequence[model.Span]) -> str:
    """Return the text of a quote with `BETWEEN_PARTS` between its parts. A row has one space there."""
    starts = accumulate((len(span) + 1 for span in content), initial=0)
    return model.BETWEEN_PARTS.join(
        joined[start : start + len(span)] for start, span in zip(starts, content, strict=False)
    )


def read_aliases(text: str) -> tuple[str, ...]:
    """Return the names in a column of aliases. Raises ValueError if another program has damaged it."""
    aliases = json.loads(text)
    if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
        raise ValueError(f"{text!r} is not a list of names")
    return tuple(aliases)


def read_date(text: str | None) -> date | None:
    """Return the date in a column. If the column is empty, return None."""
    return date.fromisoformat(text) if text else None


def _spans_text(spans: Iterable[model.Span]) -> str:
    return json.dumps([[span.start, span.end] for span in spans])


def _read_spans(text: str) -> tuple[model.Span, ...]:
    return tuple(model.Span(start, end) for start, end in json.loads(text))
