"""Overdue duties: a day given from outside, the last year of an action or of its plan."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from loader.build import build
from loader.commands.why import why
from loader.graph.dataset import parse_file
from loader.graph.iris import Iris
from loader.graph.vocabulary import LN, RDF
from loader.inference.closure import Reasoner, infer
from loader.inference.judging import Judging
from loader.inference.lapsing import overdue_judgements
from loader.project import Project
from loader.sources import last_received

PREFIXES = """
@prefix : <https://w3id.org/langnghe/x/> .
@prefix ln: <https://w3id.org/langnghe/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
FACTS = """
:plan a ln:Plan ; ln:periodEnd "2025"^^xsd:gYear .
:own a ln:Task ; ln:inDocument :plan ; ln:endYear "2024"^^xsd:gYear .
:longer a ln:Task ; ln:inDocument :plan ; ln:endYear "2030"^^xsd:gYear .
:twice a ln:Task ; ln:inDocument :plan ; ln:endYear "2024"^^xsd:gYear , "2030"^^xsd:gYear .
:report a ln:ReportingDuty ; ln:inDocument :plan .
:measure a ln:Measure ; ln:inDocument :plan .
:open a ln:Task ; ln:inDocument :open-plan .
:open-plan a ln:Plan .
"""


@pytest.fixture(scope="module")
def project() -> Project:
    return Project.find(Path(__file__).parent)


def overdue(day: date) -> set[str]:
    store = ox.Store()
    store.load((PREFIXES + FACTS).encode(), format=ox.RdfFormat.TURTLE)
    found = overdue_judgements(store, Judging(Iris()), day)
    return {str(t.subject).rsplit("/", 1)[-1].rstrip(">") for t in found if t.predicate == LN.isOverdue}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 12, 31), set()),
        (date(2025, 1, 1), {"own"}),
        (date(2026, 1, 1), {"own", "report"}),
        (date(2031, 1, 1), {"own", "report", "longer", "twice"}),
    ],
)
def test_an_action_is_overdue_from_the_year_after_its_last_one_or_after_its_plans(
    day: date, expected: set[str]
) -> None:
    assert overdue(day) == expected


@pytest.mark.parametrize("reasoner", list(Reasoner))
def test_both_reasoners_put_what_is_overdue_into_its_class_and_name_the_day(
    project: Project, reasoner: Reasoner
) -> None:
    ontology = [quad.triple for quad in parse_file(project.axioms)]
    inferred = infer([(PREFIXES + FACTS).encode()], ontology, Iris(), reasoner, date(2026, 11, 22))
    triples = [quad.triple for quad in ox.parse(inferred.ntriples, format=ox.RdfFormat.N_TRIPLES)]
    members = {t.subject for t in triples if t.predicate == RDF.type and t.object == LN.OverdueDuty}
    assert members == {t.subject for t in triples if t.predicate == LN.isOverdue}
    assert len(members) == 2
    assert [t.object for t in triples if t.predicate == LN.asOf] == [
        ox.Literal("2026-11-22", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date"))
    ]


def test_without_a_day_nothing_is_said_of_being_overdue(project: Project) -> None:
    ontology = [quad.triple for quad in parse_file(project.axioms)]
    inferred = infer([(PREFIXES + FACTS).encode()], ontology, Iris())
    assert b"#isOverdue" not in inferred.ntriples
    assert b"#asOf" not in inferred.ntriples


def test_the_day_is_the_one_given_or_that_of_the_last_document_received(project: Project, tmp_path: Path) -> None:
    received = last_received(project.manifest)
    assert received is not None
    assert f'asOf> "{received}"'.encode() in project.inferred.read_bytes()
    source = sorted(project.sources.glob("*.txt"))[0]
    silent = build(project, [source], tmp_path)
    assert b"#asOf" not in silent.inferred.read_bytes()
    late = build(project, [source], tmp_path, as_of=date(2031, 5, 1))
    assert b'asOf> "2031-05-01"' in late.inferred.read_bytes()
    assert b"#OverdueDuty" in late.inferred.read_bytes()


def test_why_tells_the_day_and_the_last_year_behind_an_overdue_duty(project: Project) -> None:
    duties = [quad.subject for quad in parse_file(project.inferred) if quad.predicate == LN.isOverdue]
    task = str(duties[0]).strip("<>")
    shown = CliRunner().invoke(why, [task, "a", "ln:OverdueDuty"], catch_exceptions=False)
    assert shown.exit_code == 0, shown.output
    assert "ngày xét" in shown.output
    assert "no result is recorded" in shown.output
    direct = CliRunner().invoke(why, [task, "ln:isOverdue", "true"], catch_exceptions=False)
    assert "stated or judged" in direct.output
