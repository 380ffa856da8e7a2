"""Which issued plan a draft became, where no curator says so.

A draft and an issued plan of the same area that implement the same document for the same years are judged to be one plan
in two states. With several such issued plans each is uncertain; with more than a few nothing is judged.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN, RDF
from loader.inference.judging import Basis, Grade, Judging
from loader.inference.looking import Graph, subjects

# Of so many plans alike none is told from the others, and the pairs would grow with the square of the folder.
_MOST = 5
_SHARED = (LN.implements, LN.periodStart, LN.periodEnd)
_HERE = ox.DefaultGraph()


def of_draft(draft: ox.NamedNode, graph: Graph, judging: Judging) -> Iterator[Triple]:
    """Yield which issued plans a plan became, if it is a draft."""
    if not _has_status(graph, draft, "draft", judging) or _values(graph, draft, LN.draftOf):
        return
    shared = [_values(graph, draft, predicate) for predicate in _SHARED]
    beside = {iri for area in _values(graph, draft, LN.area) for iri in subjects(graph, LN.area, area)}
    plans = [
        issued
        for issued in map(ox.NamedNode, sorted(beside))
        if _has_status(graph, issued, "issued", judging)
        and ox.Quad(issued, RDF.type, LN.Plan, _HERE) in graph
        and all(_values(graph, issued, p) & values for p, values in zip(_SHARED, shared, strict=True))
        and judging.allows(draft, LN.draftOf, issued)
    ]
    if len(plans) > _MOST:
        return
    for count, issued in enumerate(plans, 1):
        node = ox.NamedNode(judging.iris.element(draft.value, "draft-of", count))
        label = Basis("Dự thảo của văn bản đã ban hành", "Draft of an issued document")
        basis = Basis(
            "Cùng địa bàn, cùng thực hiện một văn bản, cùng thời kỳ"
            + ("." if len(plans) == 1 else f"; có {len(plans)} văn bản như thế."),
            "Same area, same document implemented, same years"
            + ("." if len(plans) == 1 else f"; there are {len(plans)} such documents."),
        )
        grade = Grade.PROBABLE if len(plans) == 1 else Grade.UNCERTAIN
        yield from judging.describe(node, LN.Judgement, label, grade, basis)
        yield from judging.statement(node, draft, LN.draftOf, issued)


def _has_status(graph: Graph, plan: ox.NamedNode, key: str, judging: Judging) -> bool:
    return ox.Quad(plan, LN.status, judging.concept("status", key), _HERE) in graph


def _values(graph: Graph, subject: ox.NamedNode, predicate: ox.NamedNode) -> frozenset[ox.NamedNode | ox.Literal]:
    found = (quad.object for quad in graph.quads_for_pattern(subject, predicate, None, _HERE))
    return frozenset(value for value in found if isinstance(value, ox.NamedNode | ox.Literal))
