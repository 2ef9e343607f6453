"""Ask the retrievers: each for its own list, and then for its score of whatever the others listed.

Two more say something of the candidates without listing any. *Feedback* is how near they are to the first three by
meaning: a query of two or three words says little, and what answers it best says more (Rocchio's pseudo-relevance
feedback, 1971). *Substance* is how much a quote says and how sure its speaker is.
"""

from collections.abc import Callable, Collection

from quotesearch.indexer.index import Index
from quotesearch.indexer.keyword import terms
from quotesearch.indexer.model import Ranking
from quotesearch.search.fusion import LOWEST, SUBSTANCE, Retrieved
from quotesearch.search.query import Mode

Search = Callable[..., Ranking]
_SHORT_QUERY = 4
"""Terms up to which a query is moved towards its first answers; on longer ones that gained nothing."""
_ANSWERS = 3


def retrieve(
    index: Index, text: str, *, mode: Mode, depth: int, within: Collection[str] | None = None
) -> dict[str, Retrieved]:
    """Return what is said of the candidates, the best `depth` of each retriever that the mode names.

    A retriever that knows nothing of a candidate (it shares no term with the text) gives it the lowest score there is.
    """
    searches = _searches(index, text, mode)
    rankings = {name: search(depth=depth, within=within) for name, search in searches.items()}
    candidates = frozenset(scored.quote_id for ranking in rankings.values() for scored in ranking)
    said = {name: _completed(name, searches[name], ranking, candidates) for name, ranking in rankings.items()}
    if "dense" in said and len(terms(text)) <= _SHORT_QUERY:
        said["feedback"] = _feedback(index, said["dense"].ranking, candidates)
    substance = {quote_id: told.score for quote_id, told in index.store.substance(candidates).items()}
    return said | {SUBSTANCE: Retrieved(Ranking(), substance)}


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


def _feedback(index: Index, ranking: Ranking, candidates: Collection[str]) -> Retrieved:
    """Return how near the candidates are to the first answers, on average."""
    vectors = [index.vectors.vector(scored.quote_id) for scored in ranking.entries[:_ANSWERS]]
    answers = [vector for vector in vectors if vector is not None]
    if not answers:
        return Retrieved(Ranking(), {})
    middle = (sum(answers[1:], answers[0]) / len(answers)).astype(answers[0].dtype)
    near = index.vectors.search(middle, depth=len(candidates), within=candidates)
    return Retrieved(Ranking(), {scored.quote_id: scored.score for scored in near})
