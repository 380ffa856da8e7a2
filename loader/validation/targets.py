"""What a rule looks at: the focus nodes of its target declarations."""

from __future__ import annotations

from rdflib import Graph, URIRef
from rdflib.term import Node

from loader.graph.vocabulary import RDF, RDFS, SH


def focus_nodes(data: Graph, shapes: Graph, shape: URIRef) -> set[Node]:
    """Return the focus nodes of a shape in a data graph (SHACL, section 2.1.3).

    A node named by ``sh:targetNode`` counts only if the data say something of it.
    """
    found: set[Node] = set()
    classes = set(shapes.objects(shape, SH.targetClass))
    if (shape, RDF.type, RDFS.Class) in shapes:
        classes.add(shape)
    for target_class in classes:
        for kind in data.transitive_subjects(RDFS.subClassOf, target_class):
            found.update(data.subjects(RDF.type, kind))
    for predicate in shapes.objects(shape, SH.targetSubjectsOf):
        found.update(data.subjects(_iri(predicate), None))
    for predicate in shapes.objects(shape, SH.targetObjectsOf):
        found.update(data.objects(None, _iri(predicate)))
    for node in shapes.objects(shape, SH.targetNode):
        if (node, None, None) in data:
            found.add(node)
    return found


def _iri(node: Node) -> URIRef:
    return URIRef(str(node))
