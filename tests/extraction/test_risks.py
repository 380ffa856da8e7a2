"""Risks, end to end: read from parts, sentences and tables, written, scored; what a plan says to do about each."""

from __future__ import annotations

import json

import pytest

from loader.evaluation import evaluate
from loader.extraction import extract
from loader.facts import Facts
from loader.graph.iris import Iris
from loader.graph.vocabulary import LN, RDF, SITE
from loader.graph.writing import document_triples
from loader.kinds import NoteKind
from loader.readers import read_file
from tests.extraction.documents import ROOT
from tests.extraction.plan_text import plan

FOLDER = ROOT / "tests" / "gold" / "risks"
AIM = "I. MỤC TIÊU\nGiữ gìn nghề truyền thống của địa phương.\n"
Row = tuple[str, str | None, str | None]


def risks(facts: Facts) -> list[Row]:
    return [(r.what, r.likelihood, r.mitigation) for r in facts.risks]


@pytest.mark.parametrize(
    "heading", ["RỦI RO", "DỰ BÁO RỦI RO", "RỦI RO VÀ BIỆN PHÁP ỨNG PHÓ", "KHÓ KHĂN, RỦI RO VÀ GIẢI PHÁP"]
)
def test_each_item_of_a_part_on_risks_is_one(heading: str) -> None:
    facts = plan(
        f"{AIM}II. {heading}\nTrong quá trình thực hiện có thể gặp các rủi ro sau:\n"
        "- Rủi ro về vốn: ngân sách cấp chậm; mức độ: cao; biện pháp: bố trí vốn dự phòng.\n"
        "- Rủi ro: thợ trẻ bỏ nghề. Khả năng xảy ra: thấp. Biện pháp ứng phó: mở lớp truyền nghề.\n"
        "- Giá nguyên liệu tăng."
    )
    assert risks(facts) == [
        ("Rủi ro về vốn: ngân sách cấp chậm", "cao", "bố trí vốn dự phòng"),
        ("thợ trẻ bỏ nghề", "thấp", "mở lớp truyền nghề"),
        ("Giá nguyên liệu tăng", None, None),
    ]
    assert facts.measures == ()
    assert [n for n in facts.notes if n.kind is NoteKind.UNREAD] == []


def test_fields_on_lines_below_belong_to_the_risk_above() -> None:
    facts = plan(
        f"{AIM}II. RỦI RO\n- Thiếu nguyên liệu tại chỗ\n+ Khả năng xảy ra: cao\n+ Biện pháp: quy hoạch vùng trồng.\n"
        "- Giá bán giảm\n+ Mức độ: thấp."
    )
    assert risks(facts) == [
        ("Thiếu nguyên liệu tại chỗ", "cao", "quy hoạch vùng trồng"),
        ("Giá bán giảm", "thấp", None),
    ]
    assert [n for n in facts.notes if n.kind is NoteKind.UNREAD] == []


def test_a_sub_part_on_solutions_gives_measures_and_one_on_risks_gives_risks() -> None:
    facts = plan(
        f"{AIM}II. KHÓ KHĂN, RỦI RO VÀ GIẢI PHÁP\n1. Khó khăn, rủi ro\n- Thiếu nguyên liệu tại chỗ.\n"
        "2. Giải pháp\n- Quy hoạch vùng trồng nguyên liệu cho làng nghề."
    )
    assert risks(facts) == [("Thiếu nguyên liệu tại chỗ", None, None)]
    assert [m.reading.evidence.quote for m in facts.measures] == ["Quy hoạch vùng trồng nguyên liệu cho làng nghề."]


@pytest.mark.parametrize(
    ("header", "row", "wanted"),
    [
        (
            "| TT | Rủi ro | Mức độ | Biện pháp ứng phó |",
            "| 1 | Giá bán giảm | Thấp | Ký hợp đồng |",
            ("Giá bán giảm", "Thấp", "Ký hợp đồng"),
        ),
        (
            "| TT | Rủi ro | Khả năng xảy ra | Giải pháp | Cơ quan chủ trì |",
            "| 1 | Giá bán giảm | Cao | Ký hợp đồng | Sở Công Thương |",
            ("Giá bán giảm", "Cao", "Ký hợp đồng"),
        ),
        (
            "| TT | Nguy cơ | Nguyên nhân | Biện pháp |",
            "| 1 | Giá bán giảm | Hàng ngoại rẻ | |",
            ("Giá bán giảm", None, None),
        ),
    ],
)
def test_a_row_of_a_table_of_risks_is_a_risk_and_no_task(header: str, row: str, wanted: Row) -> None:
    rule = "|" + "---|" * (header.count("|") - 1)
    facts = plan(f"{AIM}II. TỔ CHỨC THỰC HIỆN\n{header}\n{rule}\n{row}\n", "ke-hoach.md")
    assert risks(facts) == [wanted]
    assert facts.tasks == ()
    assert facts.risks[0].reading.evidence.quote == "Giá bán giảm"


def test_a_sentence_elsewhere_that_names_a_risk_and_its_answer_is_one_and_no_measure() -> None:
    facts = plan(
        f"{AIM}II. NHIỆM VỤ, GIẢI PHÁP\n- Rủi ro về giá: hàng ngoại rẻ hơn; biện pháp: ký hợp đồng bao tiêu.\n"
        "- Giảm thiểu rủi ro thiên tai cho các làng nghề ven sông."
    )
    assert risks(facts) == [("Rủi ro về giá: hàng ngoại rẻ hơn", None, "ký hợp đồng bao tiêu")]
    assert len(facts.measures) == 1


def test_risks_of_the_state_of_affairs_are_no_risks_of_the_plan() -> None:
    assert risks(plan(f"{AIM}II. THỰC TRẠNG\n1. Khó khăn, rủi ro\n- Giá bán giảm nhiều năm liền.")) == []


def test_an_invented_plan_is_read_as_annotated() -> None:
    facts = extract(read_file(FOLDER / "xa-an-binh.txt"))
    graph = document_triples(facts, Iris(SITE))
    gold = json.loads((FOLDER / "xa-an-binh.json").read_text(encoding="utf-8"))
    result = evaluate(gold, graph)
    (score,) = [s for s in result.scores if s.category == "risks"]
    assert (score.f1, [(f.name, f.right, f.of) for f in score.fields]) == (
        1.0, [("what", 4, 4), ("likelihood", 3, 3), ("mitigation", 3, 3)],
    )  # fmt: skip
    assert result.mean_f1 == 1.0
    assert len({t.object for t in graph if t.predicate == LN.hasRisk}) == 4
    assert len({t.subject for t in graph if t.predicate == RDF.type and t.object == LN.Risk}) == 4


def test_an_annotation_without_risks_is_not_scored_on_them() -> None:
    facts = extract(read_file(FOLDER / "xa-an-binh.txt"))
    gold = json.loads((FOLDER / "xa-an-binh.json").read_text(encoding="utf-8"))
    del gold["risks"]
    result = evaluate(gold, document_triples(facts, Iris(SITE)))
    assert "risks" not in [s.category for s in result.scores]
