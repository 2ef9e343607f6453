"""Keep what is derived in step with the store: where the postings and the vectors differ from it, and how they follow.

A derived part knows the number of the last change that it holds; 0 says that it is new, gone or cannot be read.
"""

from collections.abc import Callable

from quotesearch.indexer.durable import writing_in
from quotesearch.indexer.encoder import recipe_text
from quotesearch.indexer.keyword import WhooshIndex
from quotesearch.indexer.protocols import Encoder
from quotesearch.indexer.store import Store
from quotesearch.indexer.vectors import MatrixIndex

Part = WhooshIndex | MatrixIndex

PORTIONS = {"keyword": 50_000, "vector": 256}
"""How many quotes are taken in at a time: postings cost a commit each, vectors the waiting for a model."""


def disagreements(part: Part, store: Store) -> tuple[str, ...]:
    """Say where a derived part is not what the store would make it."""
    stored, held = store.quote_ids(), part.ids()
    rows = part.damaged_rows() if isinstance(part, MatrixIndex) else 0
    files = part.damaged_files() if isinstance(part, WhooshIndex) else 0
    wrong = {
        f"holds change {part.change}, not {store.change}": part.change != store.change,
        f"lacks {len(stored - held)} quotes": stored - held,
        f"holds {len(held - stored)} quotes too many": held - stored,
        f"holds {rows} damaged rows": rows,
        f"holds {files} damaged files": files,
    }
    return tuple(f"the {part.name} index {what}; run: quotes check --repair" for what in wrong if wrong[what])


def follow(
    part: Part, store: Store, *, encoder: Callable[[], Encoder], recipe: str, stopped: Callable[[], bool]
) -> None:
    """Bring a derived part to the store's change, in portions that fit the memory; `encoder` is asked for when needed.

    What another thread stores meanwhile may be left for the next time. Where it is `stopped`, the portion that is being
    worked at is the last. IndexFolderError where its folder cannot be written.
    """
    if part.change > store.change:  # a store put back from a copy: the part is ahead of the truth
        part.clear()
    goal = store.change  # a writer at work is not run after: the little that it adds would be a commit each time
    while part.change < goal and not stopped():
        changes = store.changes_since(part.change, limit=PORTIONS[part.name])
        if isinstance(part, MatrixIndex):
            embeddings = encoder().encode([recipe_text(indexed, recipe) for indexed in changes.added])
            with writing_in(part.folder):
                part.apply(changes, embeddings)
        else:
            with writing_in(part.folder):
                part.apply(changes)
    if isinstance(part, WhooshIndex):
        with writing_in(part.folder):
            part.decode()
