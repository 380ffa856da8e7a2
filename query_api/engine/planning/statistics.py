"""How many facts of which kind a store holds: what a good order of joins depends on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from query_api.engine.triples import RDF_TYPE

_FEW, _SHORT = 256, 200
"""So many objects of a predicate, none of more characters, are counted one by one; classes always are."""
_BY_PREDICATE = "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p"
_DISTINCT = "SELECT (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects) {{ ?s {} ?o }}"
_BY_OBJECT = "SELECT ?o (COUNT(*) AS ?n) {{ ?s {} ?o }} GROUP BY ?o"


@dataclass(frozen=True, slots=True)
class Counts:
    """What is known of a predicate.

    Attributes:
        triples: facts with it.
        subjects: different subjects of these.
        objects: different objects of these.
        by_object: object, as N-Triples have it → facts; of all objects or of none.
    """

    triples: int
    subjects: int
    objects: int
    by_object: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Statistics:
    """What is known of a store.

    Attributes:
        triples: of the default graph.
        predicates: IRI → counts.
    """

    triples: int
    predicates: Mapping[str, Counts]

    def to_json(self) -> dict[str, Any]:
        """Return them as values of JSON."""
        return {
            "triples": self.triples,
            "predicates": {
                iri: [c.triples, c.subjects, c.objects, dict(c.by_object)] for iri, c in self.predicates.items()
            },
        }

    @classmethod
    def of_json(cls, told: Mapping[str, Any]) -> Statistics:
        """Read what ``to_json`` gave.

        Raises:
            KeyError, TypeError, ValueError: it is something else.
        """
        return cls(int(told["triples"]), {iri: Counts(*counts) for iri, counts in told["predicates"].items()})


def measure(store: ox.Store, *, united: bool = False) -> Statistics:
    """Count what a store holds, one predicate at a time: what is kept in memory meanwhile are the nodes of one.

    Args:
        store: each fact stands once in its default graph.
        united: its default graph is all of its graphs.

    Raises:
        OSError: it cannot be read.
    """

    def rows(query: str) -> ox.QuerySolutions:
        found = store.query(query, use_default_graph_as_union=united)
        assert isinstance(found, ox.QuerySolutions)
        return found

    predicates = {}
    for row in rows(_BY_PREDICATE):
        predicate, triples = row["p"], int(row["n"].value)
        (counted,) = rows(_DISTINCT.format(predicate))
        subjects, objects = int(counted["subjects"].value), int(counted["objects"].value)
        by_object = {}
        if objects <= _FEW or predicate.value == RDF_TYPE:
            by_object = {str(one["o"]): int(one["n"].value) for one in rows(_BY_OBJECT.format(predicate))}
            if predicate.value != RDF_TYPE and any(len(text) > _SHORT for text in by_object):
                by_object = {}
        predicates[predicate.value] = Counts(triples, subjects, objects, by_object)
    return Statistics(sum(counts.triples for counts in predicates.values()), predicates)
