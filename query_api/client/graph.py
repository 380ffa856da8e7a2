"""For notebooks and scripts: ask a built graph or a remote endpoint, and get tables and networks.

    >>> client = connect("data/ttl")                          # doctest: +SKIP
    >>> client.frame("SELECT ?plan { ?plan a ln:Plan }")      # doctest: +SKIP

Prefixes that the project knows need not be declared: the client writes the missing PREFIX lines into the query.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import httpx
import pyoxigraph as ox
import rdflib

from loader.errors import ConfigurationError, EngineError, QueryError
from loader.graph.vocabulary import DCTERMS, LN, RDF, RDFS, SITE, SKOS
from loader.project import Project
from loader.sparql_tokens import scan
from query_api.asking.asked import ask_with
from query_api.asking.hints import Lack, hints_in, lack_of_rows, misspelt, ontology_terms
from query_api.client.frames import frame_of
from query_api.client.networks import describe, network_of_rows, network_of_triples
from query_api.engine.faults import query_error
from query_api.engine.functions import custom_functions
from query_api.engine.loading import load
from query_api.engine.results import Rows, rows_of
from query_api.engine.wire import Failure
from query_api.query_text import guard
from query_api.query_text.advice import advise, drive
from query_api.query_text.advisor import Hint
from query_api.query_text.causes import explain
from query_api.query_text.profile import QUERIES, Profile, profile_of
from query_api.served.examples import find_example, load_examples
from query_api.served.prefixes import FUNCTIONS, KNOWN, shorten

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

_LABELS = (RDFS.label.value, SKOS.prefLabel.value, DCTERMS.title.value)
_LABEL_BATCH = 500
_BINDINGS = "application/sparql-results+json"
_TRIPLES = "application/n-triples"


class QueryHintWarning(UserWarning):
    """A query finds nothing, and the data tell why."""


class Backend(Protocol):
    """Where queries go: a store in this process or an endpoint elsewhere."""

    def solve(self, query: str) -> Rows | bool:
        """Evaluate a SELECT or ASK."""
        ...

    def triples(self, query: str) -> Iterable[ox.Triple]:
        """Evaluate a CONSTRUCT or DESCRIBE."""
        ...

    def hints(self, query: str, lack: Lack) -> list[Hint]:
        """Say why the query last evaluated finds less than it asks for."""
        ...


def connect(source: str | Path | Sequence[Path | str], *, timeout: float = 60.0) -> Client:
    """Open a built graph or an endpoint.

    Args:
        source: URL of a SPARQL endpoint ("https://…/sparql"), or RDF files or folders of them.
        timeout: seconds to wait for an endpoint's answer.

    Raises:
        GraphError: the files do not load.
    """
    if isinstance(source, str) and source.startswith(("http://", "https://")):
        return Client(RemoteBackend(source, timeout))
    paths = [Path(source)] if isinstance(source, str | Path) else [Path(p) for p in source]
    return Client(LocalBackend(load(paths).store))


class Client:
    """Asks queries; see ``connect``."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def select(self, query: str) -> Rows:
        """Return the rows of a SELECT.

        Raises:
            QueryError: the query is malformed, or no SELECT.
        """
        result = self._backend.solve(with_prefixes(query))
        if not isinstance(result, Rows):
            raise QueryError("this is no SELECT", advice="use ask() or construct()")
        return result

    def ask(self, query: str) -> bool:
        """Return the answer of an ASK.

        Raises:
            QueryError: the query is malformed, or no ASK.
        """
        result = self._backend.solve(with_prefixes(query))
        if not isinstance(result, bool):
            raise QueryError("this is no ASK", advice="use select() or construct()")
        return result

    def construct(self, query: str) -> rdflib.Graph:
        """Return the graph of a CONSTRUCT or DESCRIBE.

        Raises:
            QueryError: the query is malformed, or yields no graph.
        """
        data = ox.serialize(self._backend.triples(with_prefixes(query)), format=ox.RdfFormat.N_TRIPLES)
        graph = rdflib.Graph()
        for prefix, namespace in KNOWN.items():
            graph.bind(prefix, namespace)
        return graph.parse(data=data, format="nt")

    def question(self, name: str | int, **values: str | Sequence[str]) -> str:
        """Return the query of a stored question of the project, with other values for its parameters.

            >>> client.frame(client.question(4, place="long-an"))          # doctest: +SKIP

        Args:
            name: its number or name.
            values: by parameter, a value or several: an IRI, the end of one ("long-an") or a label ("Tỉnh Long An").

        Raises:
            ConfigurationError: there is no such question, parameter or value; what is possible is said.
        """
        example = find_example(load_examples(*Project.find().question_folders), str(name))
        given = [(k, v) for k, some in values.items() for v in ([some] if isinstance(some, str) else some)]
        return ask_with(self.select, example, given).query

    def answer(self, name: str | int, **values: str | Sequence[str]) -> Rows:
        """Return the rows of a stored question, with other values for its parameters; see ``question``."""
        return self.select(self.question(name, **values))

    def labels(self, iris: Iterable[str]) -> dict[str, str]:
        """Return the label of each IRI that has one, Vietnamese first."""
        rank = {"vi": 0, "en": 1}
        best: dict[str, tuple[int, str]] = {}
        wanted = list(dict.fromkeys(iris))
        path = "|".join(f"<{p}>" for p in _LABELS)
        for i in range(0, len(wanted), _LABEL_BATCH):
            values = " ".join(f"<{iri}>" for iri in wanted[i : i + _LABEL_BATCH])
            rows = self.select(f"SELECT ?s ?label {{ VALUES ?s {{ {values} }} ?s {path} ?label }}")
            for s, label in rows.rows:
                if isinstance(s, ox.NamedNode) and isinstance(label, ox.Literal):
                    candidate = (rank.get(label.language or "", 2), label.value)
                    best[s.value] = min(best.get(s.value, candidate), candidate)
        return {iri: label for iri, (_, label) in best.items()}

    def frame(self, query: str, *, labels: bool = False) -> pd.DataFrame:
        """Return the rows of a SELECT as a pandas table with typed columns.

        Whole numbers and years become ``Int64``, other numbers ``Float64``, booleans ``boolean``, dates
        ``datetime64``, times with a zone the same in UTC, all else ``string``; a column that none of these keeps as it
        is has Python values (``query_api.client.frames``). Where nothing is found, a ``QueryHintWarning`` says why, if the data
        tell it.

        Args:
            query: a SELECT.
            labels: add, behind each column of IRIs, a column ``…_label``.

        Raises:
            QueryError: the query is malformed, or no SELECT.
        """
        rows = self.select(query)
        for hint in self.hints(query, rows):
            warnings.warn(QueryHintWarning(f"{hint.vi} · {hint.en}" if hint.vi else hint.en), stacklevel=2)
        return frame_of(rows, self.labels if labels else None)

    def hints(self, query: str, rows: Rows) -> list[Hint]:
        """Return why a SELECT finds nothing, or leaves variables unbound, where the data tell it; see ``frame``."""
        lack = lack_of_rows(rows)
        return self._backend.hints(with_prefixes(query), lack) if lack is not None else []

    def network(self, query: str) -> nx.MultiDiGraph[str]:
        """Return a network for networkx.

        A SELECT gives an edge per row: its first variable is the source, the last of the first three the target, the
        one between them the relation; further variables become attributes of the edge. A CONSTRUCT or DESCRIBE gives
        an edge per triple between IRIs; its literals become attributes of the node.

        Every node has ``label``, ``types`` (prefixed names, sorted, parted by spaces) and ``short`` (its prefixed
        name); every edge has ``relation`` (the IRI). All attributes are numbers, booleans or texts, so that
        ``networkx.write_graphml`` and ``write_gexf`` take the network (``query_api.client.networks``). A variable called
        ``relation``, or like something that these formats keep for themselves (``id``), gets an underscore.

        Raises:
            QueryError: the query is malformed, or a SELECT of fewer than two variables.
        """
        form = scan(query).form
        drawn = (
            network_of_triples(self._backend.triples(with_prefixes(query)))
            if form in ("CONSTRUCT", "DESCRIBE")
            else network_of_rows(self.select(query))
        )
        return describe(drawn, self.labels(drawn.iris), self._types(drawn.iris))

    def _types(self, iris: Iterable[str]) -> dict[str, set[str]]:
        """Return the types of each IRI as prefixed names."""
        types: dict[str, set[str]] = {}
        wanted = list(iris)
        for i in range(0, len(wanted), _LABEL_BATCH):
            values = " ".join(f"<{iri}>" for iri in wanted[i : i + _LABEL_BATCH])
            rows = self.select(f"SELECT ?s ?type {{ VALUES ?s {{ {values} }} ?s {RDF.type} ?type }}")
            for s, kind in rows.rows:
                if isinstance(s, ox.NamedNode) and isinstance(kind, ox.NamedNode):
                    types.setdefault(s.value, set()).add(shorten(kind.value))
        return types


class LocalBackend:
    """A store in this process."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._profile: Profile | None = None

    def solve(self, query: str) -> Rows | bool:
        """Evaluate a SELECT or ASK."""
        result = self._query(query)
        if isinstance(result, ox.QueryTriples):
            raise QueryError("this query yields a graph", advice="use construct()")
        return bool(result) if isinstance(result, ox.QueryBoolean) else rows_of(result)

    def triples(self, query: str) -> Iterable[ox.Triple]:
        """Evaluate a CONSTRUCT or DESCRIBE."""
        result = self._query(query)
        if not isinstance(result, ox.QueryTriples):
            raise QueryError("this query yields no graph", advice="use select() or ask()")
        return result

    def hints(self, query: str, lack: Lack) -> list[Hint]:
        """Hold the query against what the data look like."""
        scanned = scan(query)
        try:
            if self._profile is None:
                self._profile = profile_of([self._rows(q) for q in QUERIES])
            spoken = misspelt(scanned, ontology_terms())
            known = {f"{LN.NAMESPACE}{name}" for name, _ in guard.misspelt(scanned, LN.NAMESPACE, ontology_terms())}
            return [*spoken, *drive(advise(scanned, self._profile, lack.unbound, known), self._rows)]
        except QueryError:  # no hint is worth an error
            return []

    def _rows(self, query: str) -> Rows:
        result = self.solve(query)
        return result if isinstance(result, Rows) else Rows((), ())

    def _query(self, query: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        scanned = scan(query)
        guard.check(scanned)
        try:
            return self._store.query(query, base_iri=SITE, custom_functions=custom_functions(FUNCTIONS))
        except SyntaxError as error:
            fault = query_error(Failure("syntax", str(error)), query)
            raise (explain(fault, scanned, KNOWN) if isinstance(fault, QueryError) else fault) from None
        except RuntimeError as error:
            raise QueryError(str(error)) from None


class RemoteBackend:
    """A SPARQL 1.1 endpoint, asked by POST."""

    def __init__(self, url: str, timeout: float) -> None:
        self._url = url
        self._client = httpx.Client(timeout=timeout)  # one for all: connections are kept, certificates read once
        self._said: list[Hint] = []

    def solve(self, query: str) -> Rows | bool:
        """Evaluate a SELECT or ASK; an endpoint that gives its rows in pages is asked for all of them.

        Raises:
            EngineError: it says that it left rows out, and not where they are.
        """
        response = self._post(query, _BINDINGS)
        result = ox.parse_query_results(response.content, format=ox.QueryResultsFormat.JSON)
        if not isinstance(result, ox.QuerySolutions):
            return bool(result)
        found = rows_of(result)
        while response.headers.get("row-limit-reached") == "true":
            if "next" not in response.links:
                limit = response.headers.get("row-limit", "a number of")
                raise EngineError(f"the endpoint leaves out rows behind {limit} rows", where=self._url)
            address = str(response.url.join(response.links["next"]["url"]))
            response = self._send("GET", address, _BINDINGS)
            page = ox.parse_query_results(response.content, format=ox.QueryResultsFormat.JSON)
            assert isinstance(page, ox.QuerySolutions)
            found = Rows(found.variables, found.rows + rows_of(page).rows)
        return found

    def triples(self, query: str) -> Iterable[ox.Triple]:
        """Evaluate a CONSTRUCT or DESCRIBE."""
        data = self._post(query, _TRIPLES).content
        return (q.triple for q in ox.parse(data, format=ox.RdfFormat.N_TRIPLES))

    def hints(self, query: str, lack: Lack) -> list[Hint]:
        """Return what the endpoint said of the query that it last answered."""
        return self._said

    def _post(self, query: str, accept: str) -> httpx.Response:
        response = self._send("POST", self._url, accept, {"query": query})
        self._said = hints_in(response.headers)
        return response

    def _send(self, method: str, url: str, accept: str, data: dict[str, str] | None = None) -> httpx.Response:
        try:
            response = self._client.request(method, url, data=data, headers={"Accept": accept})
        except httpx.InvalidURL as error:
            raise ConfigurationError(f"not a URL: {self._url}") from error
        except httpx.HTTPError as error:
            raise EngineError(
                f"the endpoint does not answer: {error or type(error).__name__}", where=self._url
            ) from error
        if response.is_success:
            return response
        detail = _detail(response)
        if response.status_code == 400:
            raise QueryError(detail)
        raise EngineError(f"the endpoint answers {response.status_code}: {detail}", where=self._url)


def with_prefixes(query: str) -> str:
    """Return the query with PREFIX lines for the known prefixes that it uses without declaring them."""
    names = sorted({t.text.partition(":")[0] for t in scan(query).undeclared()} & KNOWN.keys())
    return "".join(f"PREFIX {name}: <{KNOWN[name]}> " for name in names) + query


def _detail(response: httpx.Response) -> str:
    if response.headers.get("content-type", "").startswith("application/problem+json"):
        problem = response.json()
        return " ".join(str(problem[k]) for k in ("detail", "advice") if k in problem)
    return " ".join(response.text.split())[:300] or response.reason_phrase
