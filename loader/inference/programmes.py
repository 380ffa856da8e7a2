"""Which plans name a programme in their title: those are expected to trace to it.

A plan issued before the programme, or after its period, names another one, whatever its title.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from loader.graph.turtle import Triple
from loader.graph.vocabulary import DCTERMS, LN
from loader.phrases import plain_words

_PROGRAMMES = """
SELECT ?programme ?words ?since ?last {
  ?programme %(titleWords)s ?words ; %(carriedOutFrom)s ?since . OPTIONAL { ?programme %(periodEnd)s ?last }
}"""
_PLANS = """
SELECT DISTINCT ?plan ?title ?issued ?end WHERE {
  ?plan a %(Plan)s ; %(title)s ?title .
  OPTIONAL { ?plan %(dateIssued)s ?issued }
  OPTIONAL { ?plan %(periodEnd)s ?end }
}"""
_YEAR = 4


def _plain(text: str) -> str:
    return f" {plain_words(text)} "


def programme_judgements(store: ox.Store) -> Iterator[Triple]:
    """Yield which plans name which programme."""
    terms = {
        name: str(getattr(LN, name)) for name in ("titleWords", "carriedOutFrom", "Plan", "dateIssued", "periodEnd")
    }
    rows = store.query(_PROGRAMMES % terms)
    programmes = [
        (s["programme"], _plain(s["words"].value), s["since"].value, _value(s["last"]))
        for s in (rows if isinstance(rows, ox.QuerySolutions) else ())
        if isinstance(s["words"], ox.Literal) and isinstance(s["since"], ox.Literal)
    ]
    if not programmes:
        return
    named: set[tuple[str, str]] = set()
    plans = store.query(_PLANS % {**terms, "title": str(DCTERMS.title)})
    for s in plans if isinstance(plans, ox.QuerySolutions) else ():
        plan, title = s["plan"], s["title"]
        if not isinstance(plan, ox.NamedNode) or not isinstance(title, ox.Literal):
            continue
        words = _plain(title.value)
        issued, end = _value(s["issued"]), _value(s["end"])
        for programme, wanted, since, last in programmes:
            other = _is_older(issued, end, since) or _is_later(issued, last)
            if wanted in words and isinstance(programme, ox.NamedNode) and not other:
                named.add((plan.value, programme.value))
    for plan_iri, programme_iri in sorted(named):
        yield ox.Triple(ox.NamedNode(plan_iri), LN.namesProgramme, ox.NamedNode(programme_iri))


def _is_older(issued: str | None, end: str | None, since: str) -> bool:
    """Whether a plan was issued before a programme; one without a date when its last year is over by then."""
    if issued is not None:
        return issued < since
    return end is not None and end[:_YEAR] < since[:_YEAR]


def _is_later(issued: str | None, last: str | None) -> bool:
    """Whether a plan was issued after the last year of a programme."""
    return issued is not None and last is not None and issued[:_YEAR] > last[:_YEAR]


def _value(term: object) -> str | None:
    return term.value if isinstance(term, ox.Literal) else None
