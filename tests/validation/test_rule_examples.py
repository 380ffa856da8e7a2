"""Every rule has one example that breaks it and one that keeps it."""

from __future__ import annotations

import pyshacl
import pytest
from rdflib import Graph
from validation_setting import EXAMPLES, ROOT, Check, only, read

from loader.project import Project
from loader.validation.findings import Report, RuleOutcome
from loader.validation.queries import QueryGraph
from loader.validation.results import results
from loader.validation.rules import Catalogue
from loader.validation.shacl_engines import run
from loader.validation.shapes import load_shapes
from loader.validation.terms import RULE

CODES = [rule.code for rule in Catalogue.of(load_shapes(Project.find(ROOT).shape_folders)).rules]


def outcome_of(report: Report, code: str) -> RuleOutcome:
    return next(outcome for outcome in report.outcomes if outcome.rule.code == code)


@pytest.mark.parametrize("code", CODES)
def test_failing_example_is_found_with_a_full_message_in_both_languages(code: str, check: Check) -> None:
    report = check(EXAMPLES / code / "fail.ttl", code=code)
    found = [finding for finding in report.findings if finding.rule == code]
    assert found
    assert outcome_of(report, code).verdict == "failed"
    for finding in found:
        assert finding.message.vi
        assert finding.message.en
        assert finding.message.vi != finding.message.en
        assert "{?" not in finding.message.vi + finding.message.en
        assert finding.severity is report.rule(code).severity


@pytest.mark.parametrize("code", CODES)
def test_passing_example_is_tested_and_passes(code: str, check: Check) -> None:
    report = check(EXAMPLES / code / "pass.ttl", code=code)
    outcome = outcome_of(report, code)
    assert outcome.tested > 0
    assert outcome.verdict == "passed", [f.message.vi for f in report.findings if f.rule == code]


def test_the_successor_named_is_the_one_that_exists_today(check: Check) -> None:
    said = [f.message.vi for f in check(EXAMPLES / "CUR-04" / "fail.ttl", code="CUR-04").findings]
    (planning,) = [message for message in said if message.startswith("Sở Kế hoạch và Đầu tư")]
    assert "Sở Tài chính tỉnh Tây Ninh" in planning
    assert "Sở Tài chính tỉnh Long An" not in planning
    # The successor of the body is not that of all its work.
    (labour,) = [message for message in said if message.startswith("Sở Lao động")]
    assert "nay là Sở Nội vụ tỉnh Long An (việc giáo dục nghề nghiệp chuyển sang Sở Giáo dục và Đào tạo)" in labour


def test_targets_that_came_due_are_told_once_a_year(check: Check) -> None:
    (finding,) = check(EXAMPLES / "CUR-09" / "fail.ttl", code="CUR-09").findings
    assert "2025" in finding.message.vi


def test_targets_told_together_are_named_with_their_own_years_and_the_first_is_quoted(check: Check) -> None:
    found = check(EXAMPLES / "TGT-18" / "fail.ttl", code="TGT-18").findings
    (growth,) = [f for f in found if "nhắc tới" in f.message.vi]
    assert growth.message.vi.endswith("“thu nhập bình quân” (2025), “tốc độ tăng” (2030).")
    assert str(growth.value).endswith("t3")


def test_a_law_that_amends_another_is_told_with_it(check: Check) -> None:
    said = [f.message.vi for f in check(EXAMPLES / "CUR-02" / "fail.ttl", code="CUR-02").findings]
    assert not any("sửa đổi, bổ sung" in message for message in said)


def test_all_kinds_of_reports_that_come_too_late_are_told(check: Check) -> None:
    said = [f.message.vi for f in check(EXAMPLES / "XLV-07" / "fail.ttl", code="XLV-07").findings]
    assert len(said) == 3
    assert sum("nơi gửi báo cáo cho cơ quan ấy" in message for message in said) == 1


def test_bodies_that_go_on_where_the_issuer_goes_on_are_told_once(check: Check) -> None:
    said = [f.message.vi for f in check(EXAMPLES / "CUR-05" / "fail.ttl", code="CUR-05").findings]
    kept = "ở đó vẫn có cơ quan cùng loại với cơ quan được giao việc (Sở Công Thương)"
    # Names change only where a tỉnh became part of a city.
    assert sum(message.endswith(f"{kept}.") for message in said) == 1
    assert sum(message.endswith(f"{kept}, chữ “tỉnh” trong tên gọi đổi thành “thành phố”.") for message in said) == 1


def test_the_end_of_a_district_is_told_once_with_its_bodies(check: Check) -> None:
    said = [f.message.vi for f in check(EXAMPLES / "CUR-05" / "fail.ttl", code="CUR-05").findings]
    (district,) = [message for message in said if message.startswith("Ủy ban nhân dân thành phố Sông Sen")]
    assert "đã kết thúc hoạt động ngày 01/07/2025" in district
    assert district.endswith("; cùng cấp ấy, cơ quan có tên trong kế hoạch cũng không còn (Phòng Kinh tế).")


def test_work_that_an_ended_body_leads_is_told_apart_from_what_it_shares(check: Check) -> None:
    said = [f.message.vi for f in check(EXAMPLES / "CUR-04" / "fail.ttl", code="CUR-04").findings]
    (town,) = [message for message in said if "thành phố Hồ Sen" in message]
    (port,) = [message for message in said if "thị xã Bến Sen" in message]
    assert "đã kết thúc hoạt động" in town
    assert town.endswith("kế hoạch giao việc cho cơ quan này.")
    assert port.endswith("kế hoạch nêu cơ quan này phối hợp thực hiện.")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("REF-01", "Viện dẫn thiếu số: “Tờ trình số /TTr-SCT”."),
        ("REF-01", "Viện dẫn thiếu số, ký hiệu và ngày ban hành: “Quyết định của tỉnh”."),
        ("CUR-08", "(định hướng đến năm 2090 còn tiếp tục)."),
        ("TSK-15", "“Mở lớp đan lát”."),
        ("TSK-19", "Cùng một việc, hai cơ quan chủ trì: Sở Khoa học và Công nghệ và Sở Công Thương"),
        ("TSK-19", "Sở Công Thương (V.4) và Sở Khoa học và Công nghệ (Phụ lục), ở đó Sở Công Thương chỉ phối hợp"),
        ("RPT-14", "(qua Phòng Kinh tế và Hạ tầng)"),
        ("TXT-09", "; ngày đúng là 12/04/2018"),
    ],
)
def test_a_finding_says_what_is_known_and_says_it_once(code: str, words: str, check: Check) -> None:
    said = [f.message.vi for f in check(EXAMPLES / code / "fail.ttl", code=code).findings]
    assert sum(words in message for message in said) == 1, said


def test_what_replaced_a_basis_is_followed_to_the_end(check: Check) -> None:
    told = [finding.message.vi for finding in check(EXAMPLES / "CUR-01" / "fail.ttl", code="CUR-01").findings]
    assert sum("thay bằng Luật B, nay là Luật C" in message for message in told) == 1


def test_every_folder_of_examples_belongs_to_a_rule() -> None:
    assert {folder.name for folder in EXAMPLES.iterdir()} == set(CODES)


PARTS = 8
"""Graphs that the examples are put into: the reference engine compares what is in one graph with all else in it."""


def union_of_examples(part: int) -> Graph:
    """The examples of every eighth rule in one graph, each under a namespace of its own."""
    graph = Graph()
    for file in [file for folder in sorted(EXAMPLES.iterdir())[part::PARTS] for file in sorted(folder.glob("*.ttl"))]:
        own = f"https://example.org/{file.parent.name}/{file.stem}/"
        text = file.read_text(encoding="utf-8").replace("<https://example.org/>", f"<{own}>")
        graph.parse(data=text, format="turtle")
    return graph


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_both_engines_give_equal_reports_on_all_examples(check: Check, part: int) -> None:
    data = union_of_examples(part)
    reference, fast = check(data, "pyshacl"), check(data, "turbo")
    assert len(reference.findings) > len(CODES) // PARTS
    assert reference.same_findings(fast)
    assert reference.documents == fast.documents


@pytest.mark.slow
@pytest.mark.parametrize("code", ["TGT-14", "TSK-17", "REF-01", "XLV-07", "CUR-06", "TXT-08", "XLV-04", "DOC-22"])
def test_answering_queries_by_oxigraph_gives_what_pyshacl_alone_gives(
    code: str, shapes: Graph, hierarchy: Graph
) -> None:
    graph = read(EXAMPLES / code / "fail.ttl") + hierarchy
    rules = only(shapes, RULE[code])
    _, alone, _ = pyshacl.validate(graph, shacl_graph=rules, inference="none", inplace=True)
    ours = run(QueryGraph(graph), rules, "pyshacl")
    assert set(results(alone, rules)) == set(results(ours, rules))
    assert list(results(ours, rules))


def test_what_is_left_of_a_plan_names_the_successors_that_are_known(check: Check) -> None:
    said = [f.message.vi for f in check(EXAMPLES / "CUR-17" / "fail.ttl", code="CUR-17").findings]
    assert any(
        "2 cơ quan" in message and message.endswith("thuộc nơi kế tục (Sở Tài chính tỉnh Long An).") for message in said
    ), said
    assert any(message.endswith("; kết quả thuộc nơi kế tục (chưa xác định là nơi nào).") for message in said), said
