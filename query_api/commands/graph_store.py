"""Graphs on another server, by the SPARQL 1.1 Graph Store Protocol: read, replaced and removed one by one.

Each request changes one graph, and the server makes that change whole or not at all.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Self

import httpx
import pyoxigraph as ox

from loader.errors import ConfigurationError, EngineError
from query_api.commands.challenge import Credentials

_TRIPLES = "application/n-triples"
_ROWS = "application/sparql-results+json"
_COUNTS = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
_PASSING = (500, 502, 503, 504)
_PAUSES = (0.5, 2.0)
"""Seconds after which what a server failed at is asked again: Virtuoso, for one, answers 500 when two of its threads wait
for each other. No harm is done, since all that is asked here leads to the same however often it is asked (RFC 9110, 9.2.2)."""
_NAMES = 'SELECT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{start}")) }} GROUP BY ?g'
# Where servers answer queries, by how the address of their graphs ends: Oxigraph, Fuseki, RDF4J and GraphDB, Virtuoso.
_QUERIED_AT: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("/store", ("/query",)),
    ("/data", ("/query", "/sparql")),
    ("/rdf-graphs/service", ("",)),
    ("/sparql-graph-crud", ("/sparql",)),
    ("/sparql-graph-crud-auth", ("/sparql-auth",)),
)


class GraphStore:
    """The graphs of one server."""

    def __init__(
        self, url: str, *, query_url: str | None = None, timeout: float = 120.0, auth: tuple[str, str] | None = None
    ) -> None:
        """Name a server; nothing is sent yet.

        Args:
            url: address of its graphs (Graph Store Protocol).
            query_url: address where it answers queries; a guess by ``url`` if not given.
            timeout: seconds that a request may take.
            auth: user and password.
        """
        self._url = url
        self._query_urls = (query_url,) if query_url else _query_urls(url)
        self._client = httpx.Client(timeout=timeout, auth=Credentials(*auth) if auth else None)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close all connections."""
        self._client.close()

    def names(self, start: str) -> list[str] | None:
        """Return the names of the graphs that begin so, sorted; None if the server cannot be asked for them."""
        rows = self._ask(_NAMES.format(start=start))
        return None if rows is None else sorted(row["g"].value for row in rows if isinstance(row["g"], ox.NamedNode))

    def counts(self) -> dict[str, int] | None:
        """Return how many statements each graph has; None if the server cannot be asked for it."""
        rows = self._ask(_COUNTS)
        if rows is None:
            return None
        pairs = ((row["g"], row["n"]) for row in rows)
        return {g.value: int(n.value) for g, n in pairs if isinstance(g, ox.NamedNode) and isinstance(n, ox.Literal)}

    def _ask(self, query: str) -> list[ox.QuerySolution] | None:
        """Return the rows of a query; None if the server does not answer it."""
        for url in self._query_urls:
            try:
                answer = self._client.post(url, data={"query": query}, headers={"Accept": _ROWS})
                if answer.is_success:
                    rows = ox.parse_query_results(answer.content, format=ox.QueryResultsFormat.JSON)
                    if isinstance(rows, ox.QuerySolutions):
                        return list(rows)
            except (httpx.HTTPError, httpx.InvalidURL, SyntaxError, ValueError):
                continue
        return None

    def get(self, graph: str | None) -> set[ox.Triple] | None:
        """Return the statements of a graph (None: the default graph); None if the server does not give them out.

        Raises:
            EngineError: the server does not answer or refuses.
        """
        response = self._send("GET", graph, {"Accept": _TRIPLES})
        if response.status_code in (404, 410):
            return set()
        kind = response.headers.get("content-type", "").partition(";")[0].strip()
        if response.status_code in (405, 406, 501) or (response.is_success and kind != _TRIPLES):
            return None
        self._require(response)
        try:
            return {quad.triple for quad in ox.parse(response.content, format=ox.RdfFormat.N_TRIPLES)}
        except (SyntaxError, ValueError) as error:
            raise EngineError(f"the server gives out a graph that is no N-Triples: {error}", where=self._url) from error

    def put(self, graph: str | None, triples: Iterable[ox.Triple]) -> None:
        """Replace a graph.

        Raises:
            EngineError: the server does not answer or refuses.
        """
        body = ox.serialize(sorted(triples, key=str), format=ox.RdfFormat.N_TRIPLES) or b""
        self._require(self._send("PUT", graph, {"Content-Type": _TRIPLES}, body))

    def delete(self, graph: str) -> None:
        """Remove a graph; one that is gone already is no fault.

        Raises:
            EngineError: the server does not answer or refuses.
        """
        response = self._send("DELETE", graph, {})
        if response.status_code not in (404, 410):
            self._require(response)

    def _send(
        self, method: str, graph: str | None, headers: Mapping[str, str], body: bytes | None = None
    ) -> httpx.Response:
        target = {"default": ""} if graph is None else {"graph": graph}
        request = partial(self._client.request, method, self._url, params=target, headers=dict(headers), content=body)
        try:
            for pause in _PAUSES:
                response = request()
                if response.status_code not in _PASSING:
                    return response
                time.sleep(pause)
            return request()
        except httpx.InvalidURL as error:
            raise ConfigurationError(f"not a URL: {self._url}") from error
        except httpx.HTTPError as error:
            raise EngineError(
                f"the server does not answer: {error or type(error).__name__}", where=self._url
            ) from error

    def _require(self, response: httpx.Response) -> None:
        if not response.is_success:
            detail = " ".join(response.text.split())[:200]
            raise EngineError(
                f"the server answers {response.status_code} to a graph: {detail or response.reason_phrase}",
                where=self._url,
                advice="LANGNGHE_PUSH_USER=name:password" if response.status_code in (401, 403) else None,
            )


def _query_urls(url: str) -> tuple[str, ...]:
    address = url.rstrip("/")
    for end, others in _QUERIED_AT:
        if address.endswith(end):
            return tuple(address.removesuffix(end) + other for other in others)
    return (address,)
