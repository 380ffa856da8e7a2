"""Small queries of the server itself: for pages, search and descriptions; never text from a request."""

from __future__ import annotations

import pyoxigraph as ox

from query_api.engine.base import Engine, QueryRequest, read_all
from query_api.engine.formats import N_TRIPLES, TSV
from query_api.engine.results import Rows, rows_of

_DEADLINE = 10.0


async def ask_rows(engine: Engine, query: str, *, seconds: float = _DEADLINE) -> Rows:
    """Return the rows of a SELECT that takes at most so many seconds."""
    answer = await engine.query(QueryRequest(query, TSV, N_TRIPLES, seconds))
    found = ox.parse_query_results(await read_all(answer), format=ox.QueryResultsFormat.TSV)
    return rows_of(found) if isinstance(found, ox.QuerySolutions) else Rows((), ())


async def ask_triples(engine: Engine, query: str) -> list[ox.Triple]:
    """Return the triples of a CONSTRUCT."""
    answer = await engine.query(QueryRequest(query, TSV, N_TRIPLES, _DEADLINE))
    return [q.triple for q in ox.parse(await read_all(answer), format=ox.RdfFormat.N_TRIPLES)]
