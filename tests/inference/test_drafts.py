from __future__ import annotations

import pyoxigraph as ox

from loader.graph.iris import Iris
from loader.inference.judging import Judging
from loader.inference.materialise import add_new
from loader.inference.shared_things import thing_judgements

BASE = "https://w3id.org/langnghe/"
PREFIXES = f"""@prefix : <{BASE}x/> . @prefix ln: <{BASE}ontology#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def plan(name: str, status: str = "issued", area: str = "here", higher: str = "programme", end: int = 2030) -> str:
    return (
        f":{name} a ln:Plan ; ln:status <{BASE}status/{status}> ; ln:area :{area} ; ln:implements :{higher} ; "
        f'ln:periodStart "2021"^^xsd:gYear ; ln:periodEnd "{end}"^^xsd:gYear .\n'
    )


def became(text: str) -> dict[str, str]:
    store = ox.Store()
    store.load((PREFIXES + text).encode(), format=ox.RdfFormat.TURTLE)
    add_new(store, thing_judgements(store, Judging(Iris())))
    found = store.query(f"PREFIX ln: <{BASE}ontology#> SELECT ?o ?g {{ ?j ln:judgedObject ?o ; ln:grade ?g }}")
    assert isinstance(found, ox.QuerySolutions)
    return {row["o"].value.rsplit("/", 1)[-1]: row["g"].value.rsplit("/", 1)[-1] for row in found}  # type: ignore[union-attr]


DRAFT = plan("draft", status="draft")


def test_a_draft_is_of_the_issued_plan_of_its_area_programme_and_years() -> None:
    assert became(DRAFT + plan("plan")) == {"plan": "probable"}


def test_of_several_such_plans_each_is_uncertain() -> None:
    assert became(DRAFT + plan("one") + plan("two")) == {"one": "uncertain", "two": "uncertain"}


def test_another_area_programme_period_or_draft_is_not_what_it_became() -> None:
    others = plan("a", area="there") + plan("b", higher="other") + plan("c", end=2025) + plan("d", status="draft")
    assert became(DRAFT + others) == {}


def test_what_a_curator_says_of_a_draft_stands() -> None:
    assert became(DRAFT + plan("plan") + ":draft ln:draftOf :other .") == {}


def test_of_many_plans_alike_none_is_judged_to_be_what_the_draft_became() -> None:
    assert became(DRAFT + "".join(plan(f"plan-{n}") for n in range(12))) == {}
