"""Ask the retrievers: each for its own list, and then for its score of whatever the others listed.

Two more say something of the candidates without listing any. *Feedback* is how near they are to the first three by
meaning: a query of two or three words says little, and what answers it best says more (Rocchio's pseudo-relevance
feedback, 1971). *Substance* is how much a quote says and how sure its speaker is.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from quotesearch.indexer.index import Index
from quotesearch.indexer.keyword import terms
from quotesearch.indexer.model import Ranking, Reported
from quotesearch.indexer.protocols import Vector
from quotesearch.search.fusion import LOWEST, SUBSTANCE, Retrieved
from quotesearch.search.query import Mode

_SHORT_QUERY = 4
"""Terms up to which a query is moved towards its first answers; on longer ones that gained nothing."""
_ANSWERS = 3


@dataclass(frozen=True, slots=True)
class Retrieval:
    """Hold what each retriever says of the candidates, and whether there are no more of them."""

    retrieved: Mapping[str, Retrieved]
    exhausted: bool


def retrieve(  # noqa: PLR0913 - what narrows the candidates, each by its name
    index: Index,
    text: str,
    *,
    mode: Mode,
    depth: int,
    within: Collection[str] | None = None,
    thoughts: bool = True,
) -> Retrieval:
    """Return what is said of the candidates, the best `depth` of each retriever that the mode names.

    A retriever that knows nothing of a candidate (it shares no term with the text) gives it the lowest score there is.
    Without `thoughts`, those that report one are left out afterwards, which is quicker than to know them all before.
    """
    lists: dict[str, Ranking] = {}
    scores: dict[str, dict[str, float]] = {}
    vector = None if mode is Mode.KEYWORD else index.embedding(text)
    if vector is not None:
        lists["dense"] = index.vectors.search(vector, depth=depth, within=within)
        scores["dense"] = _scores(lists["dense"])
    if mode is not Mode.DENSE:
        ranked = index.keyword.search(text, depth=depth, within=within, also=scores.get("dense", {}))
        lists["keyword"], scores["keyword"] = Ranking(ranked.entries[:depth]), _scores(ranked)
    substance = index.store.substance({quote_id for own in scores.values() for quote_id in own})
    held = {key: told for key, told in substance.items() if thoughts or told.reports is not Reported.THOUGHT}
    if vector is not None:
        scores["dense"] |= _near(index, vector, held.keys() - scores["dense"].keys())
    said = {name: _said(name, lists[name], scores[name], held) for name in lists}
    if "dense" in said and len(terms(text)) <= _SHORT_QUERY:
        said["feedback"] = _feedback(index, said["dense"].ranking, held)
    said[SUBSTANCE] = Retrieved(Ranking(), {quote_id: told.score for quote_id, told in held.items()})
    return Retrieval(said, exhausted=all(len(ranking) < depth for ranking in lists.values()))


def retrieve_near(index: Index, vector: Vector, *, depth: int) -> Retrieval:
    """Return the `depth` quotes nearest to a vector, less those that report thoughts."""
    ranking = index.vectors.search(vector, depth=depth)
    told = index.store.substance(_scores(ranking))
    held = {key for key in told if told[key].reports is not Reported.THOUGHT}
    return Retrieval({"dense": _said("dense", ranking, _scores(ranking), held)}, exhausted=len(ranking) < depth)


def _scores(ranking: Ranking) -> dict[str, float]:
    """Return the scores by id."""
    return {scored.quote_id: scored.score for scored in ranking}


def _near(index: Index, vector: Vector, ids: Collection[str]) -> dict[str, float]:
    """Return how near the quotes are to a vector."""
    return _scores(index.vectors.search(vector, depth=len(ids), within=ids)) if ids else {}


def _said(name: str, ranking: Ranking, scores: Mapping[str, float], held: Collection[str]) -> Retrieved:
    """Return what a retriever says of those of the candidates that are held."""
    listed = Ranking(tuple(scored for scored in ranking if scored.quote_id in held))
    return Retrieved(listed, {quote_id: scores.get(quote_id, LOWEST[name]) for quote_id in held})


def _feedback(index: Index, ranking: Ranking, candidates: Collection[str]) -> Retrieved:
    """Return how near the candidates are to the first answers, on average."""
    vectors = [index.vectors.vector(scored.quote_id) for scored in ranking.entries[:_ANSWERS]]
    answers = [vector for vector in vectors if vector is not None]
    if not answers:
        return Retrieved(Ranking(), {})
    middle = (sum(answers[1:], answers[0]) / len(answers)).astype(answers[0].dtype)
    return Retrieved(Ranking(), _near(index, middle, candidates))
