"""The same inference by owlrl, the reference reasoner: slow, and less its junk equal to the rules.

owlrl also states things nobody asks for: every term the same as itself, literals as subjects, types of literals, axioms
about OWL itself. Kept is what is about a named thing outside the ontology and is said with a term that is not built in.
"""

from __future__ import annotations

from collections.abc import Iterable

import owlrl
from rdflib import Graph, URIRef
from rdflib.namespace import OWL, RDF, RDFS, XSD
from rdflib.term import Node

from loader.graph.conversion import from_rdflib, to_rdflib
from loader.graph.turtle import Triple

_BUILT_IN = (str(RDF), str(RDFS), str(OWL), str(XSD))


def _useful(triple: tuple[Node, Node, Node], terms: set[Node]) -> bool:
    subject, predicate, value = triple
    if not isinstance(subject, URIRef) or subject in terms or str(subject).startswith(_BUILT_IN):
        return False
    if predicate == RDF.type:
        return isinstance(value, URIRef) and not str(value).startswith(_BUILT_IN)
    return isinstance(predicate, URIRef) and not str(predicate).startswith(_BUILT_IN)


def materialise(triples: Iterable[Triple], ontology: Iterable[Triple]) -> list[Triple]:
    """Return what owlrl infers from the triples and the ontology, without the triples and without its junk.

    Args:
        triples: the facts, without blank nodes.
        ontology: the graph of the ontology.
    """
    facts = to_rdflib(triples)
    axioms = to_rdflib(ontology)
    terms = set(axioms.subjects())
    whole = Graph(bind_namespaces="none")
    for triple in (*facts, *axioms):
        whole.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(whole)
    asserted = set(facts)
    return list(from_rdflib(t for t in whole if t not in asserted and _useful(t, terms)))
