"""Judgements on things that several documents may speak of, one thing at a time: bodies, instruments, plans as a whole.

What is judged of one depends on what is looked up for it, and on nothing else that came up before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import pyoxigraph as ox

from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN, RDF
from loader.inference.drafts import of_draft
from loader.inference.judging import Judging
from loader.inference.lineage import Derived, Lineage
from loader.inference.looking import Graph, nodes, subjects
from loader.inference.named_laws import of_named_law
from loader.inference.successions import of_body, of_derived, of_group, of_instrument

JUDGED_CLASSES = (LN.Agency, LN.AgencyGroup, LN.Plan, LN.Law)
"""Classes whose instances are judged so; besides them, whatever something replaces."""


class SharedThings:
    """Judges things of one graph.

    Attributes:
        derived: the bodies that came up while the last thing was judged, and that nothing states, by IRI.
    """

    def __init__(self, graph: Graph, judging: Judging, as_of: date | None) -> None:
        """Look up what changed all bodies of a kind or place.

        Args:
            graph: what is looked up in.
            judging: writer of judgements.
            as_of: changes after that day are left out; all are taken without one.
        """
        self._graph = graph
        self._judging = judging
        self._lineage = Lineage(graph, judging, as_of)
        self.derived: dict[str, Derived] = {}

    def judge(self, iri: str) -> list[Triple]:
        """Return what is judged of a thing."""
        graph, lineage, judging = self._graph, self._lineage, self._judging
        thing = ox.NamedNode(iri)
        types = nodes(graph, thing, RDF.type)
        lineage.forget()
        found: list[Triple] = []
        if LN.Agency.value in types:
            found += of_body(thing, lineage, judging)
        self.derived = dict(lineage.derived)
        if LN.AgencyGroup.value in types:
            found += of_group(thing, graph, lineage, judging)
        if LN.Plan.value in types:
            found += of_draft(thing, graph, judging)
        if LN.Law.value in types:
            found += of_named_law(thing, graph, judging)
        return [*found, *of_instrument(thing, graph, lineage, judging)]

    def is_body(self, iri: str) -> bool:
        """Say whether something is stated to be a body."""
        return LN.Agency.value in nodes(self._graph, ox.NamedNode(iri), RDF.type)


def judged_things(graph: Graph) -> frozenset[str]:
    """Return the IRIs of the things of a graph that may be judged."""
    found = {iri for kind in JUDGED_CLASSES for iri in subjects(graph, RDF.type, kind)}
    replaced = (quad.object for quad in graph.quads_for_pattern(None, LN.replaces, None, ox.DefaultGraph()))
    return frozenset(found | {value.value for value in replaced if isinstance(value, ox.NamedNode)})


def described(derived: Iterable[Derived], judging: Judging) -> Iterator[Triple]:
    """Yield what is known of bodies that came up only while others were judged, each perhaps several times."""
    chosen: dict[str, Derived] = {}
    for one in sorted(derived, key=lambda some: some.order):
        chosen.setdefault(one.node.value, one)
    for iri in sorted(chosen):
        yield from of_derived(chosen[iri], judging)


def thing_judgements(store: ox.Store, judging: Judging, as_of: date | None = None) -> Iterator[Triple]:
    """Yield the judgements on all things of a graph.

    Args:
        store: all statements, in the default graph.
        judging: writer of judgements.
        as_of: see ``SharedThings``.
    """
    things = SharedThings(store, judging, as_of)
    derived: list[Derived] = []
    for iri in sorted(judged_things(store)):
        yield from things.judge(iri)
        derived += things.derived.values()
    yield from described(derived, judging)
