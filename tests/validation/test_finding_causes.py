"""Findings of one cause told as one flaw with its places, in every form of the report."""

from __future__ import annotations

import csv
import io
import json

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SH
from validation_setting import Check

from loader.validation.causes import causes
from loader.validation.findings import Origin, Report, Severity
from loader.validation.report import render
from loader.validation.terms import RULE

PREFIXES = """
@prefix ln: <https://w3id.org/langnghe/ontology#> .
@prefix ex: <https://w3id.org/langnghe/vn/ubnd-ex/2023/01/31/qd/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix role: <https://w3id.org/langnghe/role/> .
@prefix status: <https://w3id.org/langnghe/status/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
TASKS = """
<{plan}/task-{n}> a ln:Task ; rdfs:label "Việc {n}"@vi ; ln:inDocument <{plan}> ; ln:hasAssignment <{plan}/task-{n}/lead> .
<{plan}/task-{n}/lead> ln:role role:lead ; ln:agent ex:body ; ln:agentAsPrinted "Sở Công Thương" .
<{plan}> ln:hasTask <{plan}/task-{n}> .
"""
DECISION = "https://w3id.org/langnghe/vn/ubnd-ex/2023/01/31/qd/617"
DRAFT = "https://w3id.org/langnghe/vn/ubnd-ex/draft/0123456789ab"


def data(document: str, tasks: int) -> str:
    plan = f"{document}/ke-hoach"
    head = f"""
<{document}> a ln:Decision ; ln:promulgates <{plan}> ; ln:status status:issued .
<{plan}> a ln:Plan ; ln:status status:issued .
ex:body a ln:Agency ; skos:prefLabel "Sở Công Thương tỉnh Ví dụ"@vi .
"""
    return PREFIXES + head + "".join(TASKS.format(plan=plan, n=n) for n in range(1, tasks + 1))


@pytest.fixture(scope="module")
def report(check: Check) -> Report:
    return check(data(DECISION, 3))


def test_tasks_without_deliverable_are_one_flaw_of_the_decision_that_promulgates_the_plan(report: Report) -> None:
    found = [c for c in causes(report) if c.findings[0].rule == "TSK-03"]
    assert [len(c.findings) for c in found] == [3]
    assert found[0].document == DECISION
    assert found[0].message.vi == "3 nhiệm vụ không nêu sản phẩm phải có."
    assert found[0].message.en == "3 tasks state no deliverable."
    assert found[0].origin is Origin.DOCUMENT
    assert found[0].bodies == ("Sở Công Thương tỉnh Ví dụ",)


def test_one_place_keeps_the_message_of_its_finding(check: Check) -> None:
    found = [c for c in causes(check(data(DECISION, 1))) if c.findings[0].rule == "TSK-03"]
    assert [c.message.vi for c in found] == ["Nhiệm vụ không nêu sản phẩm phải có."]


def test_every_finding_is_in_one_flaw_and_the_gravest_stand_first(report: Report) -> None:
    told = causes(report)
    assert sorted(f.key for c in told for f in c.findings) == sorted(f.key for f in report.findings)
    ranks = [c.severity.rank for c in told]
    assert ranks == sorted(ranks)
    assert len({c.key for c in told}) == len(told)


def test_a_superseded_draft_stands_behind_all_documents_that_hold(check: Check) -> None:
    draft = data(DRAFT, 2) + f"<{DRAFT}> ln:draftOf ex:617 . <{DRAFT}/task> a ln:Task ; ln:inDocument <{DRAFT}> ."
    told = causes(check(data(DECISION, 2) + draft.replace(PREFIXES, "")))
    became = [bool(c.became) for c in told]
    assert any(became)
    assert became == sorted(became)
    assert {c.document for c in told if c.became} == {DRAFT}
    assert any(c.severity is Severity.VIOLATION for c in told if c.became)


def test_the_last_successor_of_the_issuer_is_named_as_who_mends(check: Check) -> None:
    events = f"""
<{DECISION}> ln:issuedBy ex:long-an .
ex:long-an a ln:Agency ; skos:prefLabel "Ủy ban nhân dân tỉnh Long An"@vi .
ex:between a ln:Agency ; skos:prefLabel "Ủy ban nhân dân tỉnh Ở Giữa"@vi .
ex:tay-ninh a ln:Agency ; skos:prefLabel "Ủy ban nhân dân tỉnh Tây Ninh"@vi .
ex:one a ln:Reorganisation ; ln:original ex:long-an ; ln:resulting ex:between ; ln:changeDate "2025-03-01"^^xsd:date .
ex:two a ln:Reorganisation ; ln:original ex:between ; ln:resulting ex:tay-ninh ; ln:changeDate "2025-07-01"^^xsd:date .
ex:to-come a ln:Reorganisation ; ln:original ex:tay-ninh ; ln:resulting ex:long-an ; ln:changeDate "2090-01-01"^^xsd:date .
"""
    told = [c for c in causes(check(data(DECISION, 2) + events)) if c.findings[0].rule == "TSK-03"]
    assert [c.mender.vi.rpartition(": ")[2] for c in told] == ["Ủy ban nhân dân tỉnh Tây Ninh"]
    ended = events.replace("; ln:resulting ex:tay-ninh ", "")
    told = [c for c in causes(check(data(DECISION, 2) + ended)) if c.findings[0].rule == "TSK-03"]
    assert [c.answers for c in told] == [""]
    assert [c.mender.en.partition(":")[0] for c in told] == ["The issuing body, by amending or correcting the document"]


def test_json_and_csv_tell_the_flaw_of_each_finding_and_who_mends_it(report: Report) -> None:
    record = json.loads(render(report, "json"))
    told = {key: cause["key"] for cause in record["causes"] for key in cause["findings"]}
    assert set(told) == {finding["key"] for finding in record["findings"]}
    assert all(cause["mender"]["vi"] and cause["remedy"]["en"] for cause in record["causes"])
    rows = list(csv.DictReader(io.StringIO(render(report, "csv").decode("utf-8-sig"))))
    assert {row["key"]: row["flaw"] for row in rows} == told
    assert all(row["mended_by"] for row in rows)


def test_turtle_points_from_flaws_to_whole_shacl_results(report: Report) -> None:
    graph = Graph().parse(data=render(report, "ttl"), format="turtle")
    results = set(graph.objects(None, SH.result))
    pointed = list(graph.objects(None, RULE["hasResult"]))
    assert set(pointed) == results
    assert len(pointed) == len(results)
    for flaw in graph.subjects(RDF.type, RULE["Cause"]):
        assert isinstance(graph.value(flaw, RULE["origin"]), URIRef)


def test_the_page_tells_what_to_do_first_with_its_remedy_before_the_list_of_findings(check: Check) -> None:
    broken = data(DECISION, 2) + f"<{DECISION}/ke-hoach/task-9> a ln:Task ; ln:inDocument <{DECISION}/ke-hoach> ."
    page = render(check(broken), "html").decode()
    first = page.index('id="first"')
    assert first < page.index('id="documents"') < page.index('id="findings"')
    screen = page[first : page.index('id="documents"')]
    assert "Nhiệm vụ không có cơ quan chủ trì." in screen
    assert "Giao rõ một cơ quan chủ trì." in screen
    assert "Cơ quan ban hành, khi sửa đổi" in screen
    assert "2 nhiệm vụ không nêu sản phẩm" in screen or "3 nhiệm vụ không nêu sản phẩm" in screen


def test_what_only_a_national_document_can_mend_stands_behind_the_flaws_of_a_place(check: Check) -> None:
    national = "https://w3id.org/langnghe/vn/ttg/2022/07/07/qd/5"
    levels = f"""
<{DECISION}> ln:level <https://w3id.org/langnghe/level/province> .
<{national}> a ln:Decision ; ln:level <https://w3id.org/langnghe/level/national> ; ln:dateIssued "2022-07-07"^^xsd:date ; ln:basedOn ex:law .
ex:law rdfs:label "Luật cũ"@vi ; ln:effectiveUntil "2024-12-31"^^xsd:date .
"""
    told = causes(check(data(DECISION, 3) + levels))
    behind = [c.document == national and c.severity is not Severity.VIOLATION for c in told]
    assert any(c.document == national and c.findings[0].rule == "CUR-02" for c in told)
    assert behind == sorted(behind)
