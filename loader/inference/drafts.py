"""Which issued plan a draft became, where no curator says so.

A draft and an issued plan of the same area that implement the same document for the same years are judged to be one plan
in two states. With several such issued plans each is uncertain; with more than a few nothing is judged.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN
from loader.inference.judging import Basis, Grade, Judging

_PAIRS = """
SELECT DISTINCT ?draft ?issued WHERE {
  ?draft a %(Plan)s ; %(status)s %(draft)s ; %(area)s ?area ; %(implements)s ?higher ;
    %(periodStart)s ?start ; %(periodEnd)s ?end .
  ?issued %(area)s ?area ; a %(Plan)s ; %(status)s %(issued)s ; %(implements)s ?higher ;
    %(periodStart)s ?start ; %(periodEnd)s ?end .
  FILTER NOT EXISTS { ?draft %(draftOf)s ?known }
} ORDER BY ?draft ?issued"""
# Of so many plans alike none is told from the others, and the pairs would grow with the square of the folder.
_MOST = 5
_TERMS = ("Plan", "status", "area", "implements", "periodStart", "periodEnd", "draftOf")


def draft_judgements(store: ox.Store, judging: Judging) -> Iterator[Triple]:
    """Yield which drafts became which issued plans."""
    states = {key: str(judging.concept("status", key)) for key in ("draft", "issued")}
    solutions = store.query(_PAIRS % {**{name: str(getattr(LN, name)) for name in _TERMS}, **states})
    became: dict[ox.NamedNode, list[ox.NamedNode]] = {}
    if isinstance(solutions, ox.QuerySolutions):
        for s in solutions:
            draft, issued = s["draft"], s["issued"]
            named = isinstance(draft, ox.NamedNode) and isinstance(issued, ox.NamedNode)
            if named and judging.allows(draft, LN.draftOf, issued):
                became.setdefault(draft, []).append(issued)
    for draft, plans in became.items():
        if len(plans) > _MOST:
            continue
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
