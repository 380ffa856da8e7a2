"""One call from bytes to a report: graphs and plan documents, in every form."""

from __future__ import annotations

import json

import pytest
from rdflib import Graph
from validation_setting import AS_OF, EXAMPLES, ROOT

from loader.errors import GraphError, LangngheError
from loader.project import Project
from loader.validation.findings import Language
from loader.validation.report import FORMS
from loader.validation.service import check_bytes

PROJECT = Project(ROOT)
FAILING = (EXAMPLES / "TSK-10" / "fail.ttl").read_bytes()
PLAN = "KẾ HOẠCH\nPhát triển làng nghề tỉnh Hoa Sen giai đoạn 2022 - 2030\n\nI. MỤC TIÊU\nĐến năm 2025 công nhận ….. làng nghề.\n"


@pytest.mark.slow
def test_a_graph_and_the_same_graph_in_another_format_have_the_same_findings() -> None:
    turtle, rendered = check_bytes(PROJECT, FAILING, "plan.ttl", engine="turbo", as_of=AS_OF)
    assert "TSK-10" in {f.rule for f in turtle.findings}
    jsonld = Graph().parse(data=FAILING, format="turtle").serialize(format="json-ld").encode()
    other, _ = check_bytes(PROJECT, jsonld, "plan.jsonld", engine="turbo", as_of=AS_OF)
    assert other.same_findings(turtle)
    assert json.loads(rendered)["counts"]["violation"] == sum(f.severity.value == "violation" for f in turtle.findings)


def test_a_plan_document_is_read_and_checked() -> None:
    report, rendered = check_bytes(PROJECT, PLAN.encode(), "plan.txt", "html", engine="turbo", as_of=AS_OF)
    assert {"TXT-15", "TXT-25"} <= {f.rule for f in report.findings}
    assert "công nhận ….. làng nghề" in rendered.decode()


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_rendered(form: str, shapes: Graph) -> None:
    _, made = check_bytes(
        PROJECT, FAILING, "plan.ttl", form, engine="turbo", as_of=AS_OF, shapes=shapes, language=Language.EN
    )
    assert made


def test_what_cannot_be_read_is_told_with_its_name() -> None:
    with pytest.raises(GraphError, match=r"broken\.ttl"):
        check_bytes(PROJECT, b"<a> <b> ", "broken.ttl")
    with pytest.raises(LangngheError):
        check_bytes(PROJECT, b"\x00\x01\x02", "plan.bin")
    with pytest.raises(KeyError):
        check_bytes(PROJECT, FAILING, "plan.ttl", "docx", engine="turbo")
