"""Overdue duties: a day given from outside, the last year of an action or of its plan."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from loader.build import build
from loader.commands.why import why
from loader.graph.dataset import parse_file
from loader.graph.iris import Iris
from loader.graph.vocabulary import LN, RDF
from loader.inference.closure import Reasoner, infer
from loader.inference.judging import Judging
from loader.inference.lapsing import next_changes, overdue_judgements
from loader.programmes import axiom_files
from loader.project import Project
from loader.sources import last_received

PREFIXES = """
@prefix : <https://w3id.org/langnghe/x/> .
@prefix ln: <https://w3id.org/langnghe/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
FACTS = """
:plan a ln:Plan ; ln:periodStart "2023"^^xsd:gYear ; ln:periodEnd "2025"^^xsd:gYear ; ln:dateIssued "2023-03-01"^^xsd:date .
:own a ln:Task ; ln:inDocument :plan ; ln:endYear "2024"^^xsd:gYear .
:longer a ln:Task ; ln:inDocument :plan ; ln:endYear "2030"^^xsd:gYear .
:twice a ln:Task ; ln:inDocument :plan ; ln:endYear "2024"^^xsd:gYear , "2030"^^xsd:gYear .
:untimed a ln:Task ; ln:inDocument :plan .
:report a ln:ReportingDuty ; ln:inDocument :plan ; ln:dueDay "--11-15"^^xsd:gMonthDay .
:asked a ln:ReportingDuty ; ln:inDocument :plan .
:conditional a ln:ReportingDuty ; ln:inDocument :plan ; ln:dueDay "--11-15"^^xsd:gMonthDay ;
  ln:recurrence <https://w3id.org/langnghe/recurrence/conditional> .
:measure a ln:Measure ; ln:inDocument :plan .
:open a ln:Task ; ln:inDocument :open-plan .
:open-plan a ln:Plan .
:draft a ln:Plan ; ln:status <https://w3id.org/langnghe/status/draft> ; ln:periodEnd "2023"^^xsd:gYear .
:of-draft a ln:Task ; ln:inDocument :draft ; ln:endYear "2023"^^xsd:gYear .
"""


def result(item: str, on: str, achievement: str = "done", number: int = 1) -> str:
    return (
        f':r{number} a ln:Result ; ln:ofItem :{item} ; ln:resultDate "{on}"^^xsd:date ;'
        f" ln:achievement <https://w3id.org/langnghe/achievement/{achievement}> .\n"
    )


@pytest.fixture(scope="module")
def project() -> Project:
    return Project.find(Path(__file__).parent)


def objects(day: date, results: str, predicate: ox.NamedNode) -> set[str]:
    store = ox.Store()
    store.load((PREFIXES + FACTS + results).encode(), format=ox.RdfFormat.TURTLE)
    found = overdue_judgements(store, Judging(Iris()), day)
    return {str(t.object).rsplit("/", 1)[-1].rstrip(">") for t in found if t.predicate == predicate}


def judged(day: date, results: str = "", predicate: ox.NamedNode = LN.isOverdue) -> set[str]:
    store = ox.Store()
    store.load((PREFIXES + FACTS + results).encode(), format=ox.RdfFormat.TURTLE)
    found = overdue_judgements(store, Judging(Iris()), day)
    return {str(t.subject).rsplit("/", 1)[-1].rstrip(">") for t in found if t.predicate == predicate}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2023, 11, 15), set()),
        (date(2023, 11, 16), {"report"}),
        (date(2024, 12, 31), {"report"}),
        (date(2025, 1, 1), {"own", "report"}),
        (date(2026, 1, 1), {"own", "report"}),
        (date(2031, 1, 1), {"own", "report", "longer", "twice"}),
    ],
)
def test_work_is_overdue_from_the_day_after_its_due_date(day: date, expected: set[str]) -> None:
    assert judged(day) == expected


def test_conditional_duties_drafts_and_work_without_a_time_are_never_overdue() -> None:
    assert not judged(date(2040, 1, 1)) & {"conditional", "of-draft", "untimed", "asked", "open", "measure"}


def test_a_result_clears_what_is_overdue() -> None:
    assert judged(date(2026, 1, 1), result("own", "2025-02-01")) == {"report"}


SHARED = """
:report ln:reporter :finance , :health ; ln:hasAssignment :a1 , :a2 .
:a1 ln:agent :finance ; ln:agentAsPrinted "Sở Tài chính" . :a2 ln:agent :health ; ln:agentAsPrinted "Sở YT" .
"""


def of(number: int, whose: str) -> str:
    return f":r{number} {whose} .\n"


@pytest.mark.parametrize(
    ("whose", "left"),
    [
        (["ln:achievedBy :finance"], {"health"}),
        (['ln:achievedByName "Sở Y tế"'], {"finance"}),
        (["ln:achievedBy :finance", 'ln:achievedByName "SỞ Y TẾ"'], set()),
        (['ln:achievedByName "Sở Nội vụ"'], {"finance", "health"}),
        ([""], set()),
    ],
)
def test_a_result_of_one_body_clears_shared_work_for_that_body_only(whose: list[str], left: set[str]) -> None:
    day = date(2026, 1, 1)
    said = SHARED + "".join(
        result("report", "2025-11-10", number=n) + (of(n, one) if one else "") for n, one in enumerate(whose)
    )
    assert ("report" in judged(day, said)) == bool(left)
    told = objects(day, said, LN.overdueFor)
    assert told == (left if 0 < len(left) < 2 else set())


@pytest.mark.parametrize(
    ("name", "whose"), [("Sở Tài chính", {"finance"}), ("SỞ Y TẾ", {"health"}), ("Sở Tài chánh", set())]
)
def test_whose_a_result_is_follows_from_the_names_of_those_given_the_work(name: str, whose: set[str]) -> None:
    said = SHARED + result("report", "2025-11-10") + of(1, f'ln:achievedByName "{name}"')
    assert objects(date(2026, 1, 1), said, LN.achievedBy) == whose


@pytest.mark.parametrize("achievement", ["partly", "not-done"])
def test_work_that_is_not_done_stays_overdue(achievement: str) -> None:
    assert "own" in judged(date(2026, 1, 1), result("own", "2025-02-01", achievement))


def test_a_report_of_an_earlier_year_does_not_clear_this_years() -> None:
    assert "report" in judged(date(2026, 1, 1), result("report", "2024-11-10"))
    assert "report" not in judged(date(2026, 1, 1), result("report", "2025-11-10"))
    assert "report" not in judged(date(2026, 1, 1), result("report", "2025-12-20"))


def test_the_end_of_a_plans_years_is_a_note_on_the_plan() -> None:
    assert judged(date(2025, 12, 31), predicate=LN.isLapsed) == set()
    assert judged(date(2026, 1, 1), predicate=LN.isLapsed) == {"plan"}


@given(st.permutations(["own", "report", "longer", "twice"]), st.dates(date(2023, 1, 1), date(2032, 1, 1)))
def test_the_order_of_results_does_not_matter(order: list[str], day: date) -> None:
    results = [result(item, "2025-11-20", number=n) for n, item in enumerate(order)]
    assert judged(day, "".join(results)) == judged(day, "".join(sorted(results)))


@given(st.dates(date(2023, 1, 1), date(2035, 1, 1)), st.sampled_from(["own", "longer", "twice"]))
def test_one_more_result_never_makes_more_overdue(day: date, item: str) -> None:
    assert judged(day, result(item, "2025-11-20")) <= judged(day)


@pytest.mark.slow
@pytest.mark.parametrize("reasoner", list(Reasoner))
def test_both_reasoners_put_what_is_overdue_into_its_class_and_name_the_day(
    project: Project, reasoner: Reasoner
) -> None:
    ontology = [quad.triple for file in axiom_files(project) for quad in parse_file(file)]
    inferred = infer([(PREFIXES + FACTS).encode()], ontology, Iris(), reasoner, date(2026, 11, 22))
    triples = [quad.triple for quad in ox.parse(inferred.ntriples, format=ox.RdfFormat.N_TRIPLES)]
    members = {t.subject for t in triples if t.predicate == RDF.type and t.object == LN.OverdueDuty}
    assert members == {t.subject for t in triples if t.predicate == LN.isOverdue}
    assert len(members) == 2
    assert [t.object for t in triples if t.predicate == LN.asOf] == [
        ox.Literal("2026-11-22", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date"))
    ]


def test_without_a_day_nothing_is_said_of_being_overdue(project: Project) -> None:
    ontology = [quad.triple for file in axiom_files(project) for quad in parse_file(file)]
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


@pytest.mark.slow
def test_why_tells_the_day_and_the_last_year_behind_an_overdue_duty(project: Project) -> None:
    duties = [quad.subject for quad in parse_file(project.inferred) if quad.predicate == LN.isOverdue]
    task = str(duties[0]).strip("<>")
    shown = CliRunner().invoke(why, [task, "a", "ln:OverdueDuty"], catch_exceptions=False)
    assert shown.exit_code == 0, shown.output
    assert re.search(r"Ngày xét · the day considered: \d\d/\d\d/\d{4}", shown.output)
    assert "no result is recorded" in shown.output
    direct = CliRunner().invoke(why, [task, "ln:isOverdue", "true"], catch_exceptions=False)
    assert "stated or judged" in direct.output


YEARS = st.none() | st.integers(2021, 2029)
DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))


@st.composite
def times(draw: st.DrawFn) -> str:
    """Return a plan with one piece of work, each with some of the times that they may have."""
    plan = [f'ln:{name} "{year}"' for name in ("periodStart", "periodEnd") if (year := draw(YEARS)) is not None] + [
        f'ln:dateIssued "{draw(DAYS).isoformat()}"' for _ in range(draw(st.integers(0, 1)))
    ]
    work = [f'ln:{name} "{year}"' for name in ("startYear", "endYear") if (year := draw(YEARS)) is not None]
    due = draw(st.lists(st.sampled_from(["--02-29", "--06-30", "--11-15", "--12-31"]), max_size=2))
    work += [f'ln:dueDay "{day}"' for day in due]
    return f"{':plan a ln:Plan ; ' + ' ; '.join(plan) if plan else ':plan a ln:Plan'} .\n" + (
        " ; ".join([":work a ln:ReportingDuty ; ln:inDocument :plan", *work]) + " .\n"
    )


@given(facts=times(), day=DAYS, later=st.integers(1, 900), done=st.none() | DAYS)
@settings(max_examples=300, deadline=None)
def test_nothing_else_is_judged_before_the_day_that_is_told(
    facts: str, day: date, later: int, done: date | None
) -> None:
    store = ox.Store()
    text = PREFIXES + facts + (result("work", done.isoformat()) if done else "")
    store.load(text.encode(), format=ox.RdfFormat.TURTLE)

    def told(on: date) -> set[str]:
        return {str(t) for t in overdue_judgements(store, Judging(Iris()), on)}

    changes = min((after for _, after in next_changes(store, Judging(Iris()), day)), default=None)
    assert changes is None or changes > day
    last = day + timedelta(days=later)
    last = last if changes is None else min(last, changes - timedelta(days=1))
    assert told(day) == told(last)
