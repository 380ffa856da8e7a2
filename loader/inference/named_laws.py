"""Which law is meant where one is cited by its name and day, without its number.

No two laws of one name are passed on one day: kind, day and name together tell it. The name of an amending law begins
otherwise than that of the law that it amends.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from loader.graph.turtle import Triple
from loader.graph.vocabulary import DCTERMS, LN, RDF
from loader.inference.judging import Basis, Grade, Judging
from loader.inference.looking import Graph, subjects
from loader.lexicon.expressions import expression
from loader.slugs import slug

_HERE = ox.DefaultGraph()


def of_named_law(law: ox.NamedNode, graph: Graph, judging: Judging) -> Iterator[Triple]:
    """Yield which law with a number one cited by name and day is; nothing where several, or none, are called so."""
    if _literals(graph, law, LN.number) or any(graph.quads_for_pattern(law, LN.identifiedWith, None, _HERE)):
        return
    names = _names(graph, law)
    same = {
        iri
        for day in _literals(graph, law, LN.dateIssued)
        for iri in subjects(graph, LN.dateIssued, day)
        if iri != law.value and _is_numbered_law(graph, ox.NamedNode(iri)) and names & _names(graph, ox.NamedNode(iri))
    }
    if len(same) != 1:
        return
    meant = ox.NamedNode(min(same))
    if not judging.allows(law, LN.identifiedWith, meant):
        return
    node = ox.NamedNode(judging.iris.element(law.value, "identified", 1))
    label = Basis("Luật nêu tên và ngày là luật nào", "Which law is cited by name and day")
    basis = Basis("Cùng loại văn bản, cùng ngày ban hành, cùng tên.", "Same kind, same day of issue, same name.")
    yield from judging.describe(node, LN.Judgement, label, Grade.PROBABLE, basis)
    yield from judging.statement(node, law, LN.identifiedWith, meant)


def _is_numbered_law(graph: Graph, node: ox.NamedNode) -> bool:
    return ox.Quad(node, RDF.type, LN.Law, _HERE) in graph and bool(_literals(graph, node, LN.number))


def _names(graph: Graph, law: ox.NamedNode) -> frozenset[str]:
    """Return the names of a law in comparable form, without their years."""
    return frozenset(
        slug(expression("year-of-a-law").sub("", name.value))
        for name in _literals(graph, law, DCTERMS.title)
        if name.language != "en"
    )


def _literals(graph: Graph, subject: ox.NamedNode, predicate: ox.NamedNode) -> frozenset[ox.Literal]:
    found = (quad.object for quad in graph.quads_for_pattern(subject, predicate, None, _HERE))
    return frozenset(value for value in found if isinstance(value, ox.Literal))
