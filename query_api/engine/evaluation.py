"""Which store answers a query, and the data set that it is answered on."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from loader.sparql_tokens import scan
from query_api.engine import wire
from query_api.engine.functions import custom_functions
from query_api.engine.once import once_each, without_escapes
from query_api.engine.planning import planned
from query_api.engine.planning.statistics import Statistics


@dataclass(frozen=True, slots=True)
class Stores:
    """The same data for two kinds of queries.

    Attributes:
        whole: the named graphs, and the merged graph as default graph.
        merged: the merged graph alone, which the engine goes through in two thirds of the time: in ``whole`` it
            comes upon each fact twice; None where it is not kept.
        united: the stores have no default graph of their own: it is all that stands in them, and ``merged`` has each
            fact in one graph only.
        repeated: IRIs of the predicates of facts that stand in several graphs of ``whole``, where it is united.
        statistics: counts of the facts in the default graph, which a good order of joins depends on; None if unknown.
        on_disk: what stands in them is read from disk each time it is looked at.
        refuses_services: connections are not forbidden to this process, so SERVICE must be.
    """

    whole: ox.Store
    merged: ox.Store | None = None
    united: bool = False
    repeated: frozenset[str] = frozenset()
    refuses_services: bool = False
    statistics: Statistics | None = None
    on_disk: bool = False

    def answering(self, query: str) -> ox.Store:
        """Return the store for a query that asks for no data set but those it names itself."""
        return self.whole if self.merged is None or scan(query).may_hold("GRAPH", "FROM") else self.merged

    def answer(self, request: wire.WorkerRequest) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Evaluate a query that asks for no data set but those it names itself.

        Raises:
            SyntaxError, ValueError, RuntimeError, OSError: see ``evaluate``.
        """
        text, base = request.text, request.base_iri
        # To hand them over takes a tenth of what a look-up does.
        functions = custom_functions(request.functions if "(" in text else None)
        store = self.answering(text)
        united = self.united and not _names_a_data_set(text)
        if united and self.repeated and store is self.whole:
            nothing = ox.Store().query(text, base_iri=base, custom_functions=functions)  # tells faults, too
            variables = [v.value for v in nothing.variables] if isinstance(nothing, ox.QuerySolutions) else []
            text = once_each(text, self.repeated, variables)

        def ask(query: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
            return store.query(query, base_iri=base, use_default_graph_as_union=united, custom_functions=functions)

        def selected() -> list[str]:
            nothing = ox.Store().query(text, base_iri=base, custom_functions=functions)
            return [v.value for v in nothing.variables] if isinstance(nothing, ox.QuerySolutions) else []

        if self.statistics is None or (store is not self.merged and _names_a_data_set(text)):
            return ask(text)
        reworded = planned(text, self.statistics, selected, on_disk=self.on_disk)
        if reworded == text:
            return ask(text)
        selected()  # raises what is wrong with the query as it is written; the other words may hide it
        try:
            return ask(reworded)
        except SyntaxError:  # not known to happen
            return ask(text)


def _names_a_data_set(text: str) -> bool:
    return scan(text).may_hold("FROM") and any(scan(without_escapes(text)).dataset())


def merged_alone(store: ox.Store) -> ox.Store:
    """Return the default graph of a store as a store in memory; blank nodes get other labels."""
    alone = ox.Store()
    lines = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    alone.bulk_load(input=lines or b"", format=ox.RdfFormat.N_TRIPLES)
    return alone


def evaluate(request: wire.WorkerRequest, stores: Stores) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    """Evaluate a query on the data set that it asks for.

    A data set named by the request is copied into a small store of its own: as the engine's options take it, a triple
    of two default graphs would count twice.

    Raises:
        SyntaxError: the query is malformed.
        ValueError: it names something that cannot be.
        RuntimeError: the engine does not support or allow it.
        OSError: the engine failed.
    """
    if stores.refuses_services and scan(request.text).may_hold("SERVICE"):
        raise RuntimeError("a query that holds the word SERVICE is not answered on this system")
    if not request.explicit_dataset:
        return stores.answer(request)
    chosen = ox.Store()
    for iri in request.default_graphs:
        graph = stores.whole.quads_for_pattern(None, None, None, ox.NamedNode(iri))
        chosen.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for q in graph)
    for iri in request.named_graphs:
        chosen.bulk_extend(stores.whole.quads_for_pattern(None, None, None, ox.NamedNode(iri)))
    named: list[ox.NamedNode | ox.BlankNode] = [ox.NamedNode(iri) for iri in request.named_graphs]
    # Given as options, these overrule FROM and FROM NAMED in the query.
    return chosen.query(
        request.text,
        base_iri=request.base_iri,
        default_graph=ox.DefaultGraph(),
        named_graphs=named,
        custom_functions=custom_functions(request.functions),
    )
