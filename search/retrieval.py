"""Ask the retrievers: each for its own list, and then for its score of whatever the others listed."""

from collections.abc import Callable, Collection

from quotesearch.indexer.index import Index
from quotesearch.indexer.model import Ranking
from quotesearch.search.fusion import LOWEST, Retrieved
from quotesearch.search.query import Mode

Search = Callable[..., Ranking]


def retrieve(
    index: Index, text: str, *, mode: Mode, depth: int, within: Collection[str] | None = None
) -> dict[str, Retrieved]:
    """Return what each retriever that the mode names says of the candidates, the best `depth` of each retriever.

    A retriever that knows nothing of a candidate (it shares no term with the text) gives it the lowest score there is.
    """
    searches = _searches(index, text, mode)
    rankings = {name: search(depth=depth, within=within) for name, search in searches.items()}
    candidates = {scored.quote_id for ranking in rankings.values() for scored in ranking}
    return {name: _completed(name, searches[name], ranking, candidates) for name, ranking in rankings.items()}


def _searches(index: Index, text: str, mode: Mode) -> dict[str, Search]:
    """Return how to ask each retriever; dense retrieval alone loads the model."""
    searches: dict[str, Search] = {}
    if mode is not Mode.DENSE:
        searches["keyword"] = lambda **how: index.keyword.search(text, **how)
    if mode is not Mode.KEYWORD:
        vector = index.encoder.encode([text])[0]
        searches["dense"] = lambda **how: index.vectors.search(vector, **how)
    return searches


def _completed(name: str, search: Search, ranking: Ranking, candidates: Collection[str]) -> Retrieved:
    """Return the retriever's list with its scores of the candidates that others listed."""
    scores = {scored.quote_id: scored.score for scored in ranking}
    missing = frozenset(candidates) - scores.keys()
    rest = search(depth=len(missing), within=missing) if missing else Ranking()
    return Retrieved(
        ranking,
        dict.fromkeys(missing, LOWEST[name]) | {scored.quote_id: scored.score for scored in rest} | scores,
    )
