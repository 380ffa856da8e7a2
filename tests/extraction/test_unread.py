"""Nothing is lost silently: a statement of a part whose kind is known gives a fact, or a note that says it was not read."""

from __future__ import annotations

from pathlib import Path

import pytest

from loader.extraction.nearest import nearest_rule
from loader.facts import Facts, Note
from loader.graph.conversion import LN_NODES, to_rdflib
from loader.graph.iris import Iris
from loader.graph.vocabulary import SITE
from loader.graph.writing import document_triples
from loader.kinds import NoteKind
from tests.extraction.documents import SOURCES, facts_of
from tests.extraction.plan_text import organised, plan

STRANGE = "Trời mưa thì hoãn sang tuần kế tiếp."


def unread(facts: Facts) -> list[Note]:
    return [n for n in facts.notes if n.kind is NoteKind.UNREAD]


def quotes(facts: Facts) -> list[list[str]]:
    return [[e.quote for e in (n.reading.evidence, *n.also)] for n in unread(facts)]


def test_words_in_brackets_that_point_to_annexes_are_nothing_to_read() -> None:
    pointing = "(Phân công tại Phụ lục 1; kinh phí từng năm như Phụ lục 2 kèm theo)"
    assert not unread(organised(f"1. Sở Công Thương\n- Hỗ trợ làng nghề dự hội chợ.\n{pointing}"))


def test_a_numbered_sentence_that_assigns_work_on_money_is_a_task_and_no_heading() -> None:
    facts = organised(
        "1. Sở Công Thương theo dõi việc thực hiện Kế hoạch.\n2. Sở Tài chính bố trí kinh phí thực hiện Kế hoạch."
    )
    assert [(t.leads[0].name, t.reading.evidence.quote) for t in facts.tasks][1] == (
        "Sở Tài chính", "Sở Tài chính bố trí kinh phí thực hiện Kế hoạch.",
    )  # fmt: skip
    assert unread(facts) == []


@pytest.mark.parametrize(
    ("part", "nearest"),
    [
        ("IV. TỔ CHỨC THỰC HIỆN", "tasks.subject"),
        ("III. KINH PHÍ THỰC HIỆN", "funding.source"),
        ("III. CHẾ ĐỘ BÁO CÁO", "duties.clause"),
    ],
)
def test_a_sentence_that_gives_no_fact_becomes_a_note_with_its_place_and_the_nearest_rule(
    part: str, nearest: str
) -> None:
    facts = plan(f"I. MỤC TIÊU\nGiữ gìn nghề truyền thống của địa phương.\n{part}\n1. {STRANGE}")
    (note,) = unread(facts)
    evidence = note.reading.evidence
    assert (evidence.quote, evidence.section) == (STRANGE, f"{part.split('.')[0]}.1")
    assert facts.source.text[evidence.start : evidence.end] == STRANGE
    assert (note.message, note.message_en, note.nearest) == ("Chưa đọc được 1 câu", "1 sentence not read", nearest)


def test_neighbouring_sentences_are_one_note_and_what_was_read_between_them_parts_notes() -> None:
    facts = organised(
        f"1. {STRANGE}\n2. Nắng thì đi tiếp theo lệ thường.\n3. Sở Công Thương theo dõi việc thực hiện Kế hoạch.\n4. Gió to thì ở lại qua đêm."
    )
    assert quotes(facts) == [[STRANGE, "Nắng thì đi tiếp theo lệ thường."], ["Gió to thì ở lại qua đêm."]]
    assert unread(facts)[0].message == "Chưa đọc được 2 câu"


def test_a_row_of_a_table_that_yields_nothing_is_noted() -> None:
    facts = plan(
        "I. MỤC TIÊU\nGiữ gìn nghề truyền thống của địa phương.\nII. MỤC TIÊU CỤ THỂ\n"
        "| TT | Chỉ tiêu | Đơn vị | Năm 2025 |\n|---|---|---|---|\n"
        "| 1 | Làng nghề được công nhận | làng | 12 |\n| 2 | Mức sống của thợ thủ công | | cao |\n",
        "ke-hoach.md",
    )
    (note,) = unread(facts)
    assert note.reading.evidence.quote == "Mức sống của thợ thủ công"
    assert note.message_en == "1 row of a table not read"


@pytest.mark.parametrize(
    "line",
    [
        "(Chi tiết tại Phụ lục I kèm theo)",
        "Các cơ quan thực hiện những việc sau đây:",
        "Trên đây là Kế hoạch bảo tồn và phát triển làng nghề năm 2023./.",
    ],
)
def test_what_a_rule_knows_to_state_nothing_is_not_noted_and_does_not_count(line: str) -> None:
    facts = organised(f"1. Sở Công Thương theo dõi việc thực hiện Kế hoạch.\n2. {line}")
    assert unread(facts) == []
    assert [s.read == s.stated > 0 for s in facts.read_shares] == [True]


def test_a_part_of_unknown_kind_and_the_state_of_affairs_are_not_noted() -> None:
    assert unread(plan(f"I. THỰC TRẠNG\n1. {STRANGE}\nII. CHUYỆN BÊN LỀ\n{STRANGE}")) == []


def test_fields_on_lines_of_their_own_belong_to_the_task_above() -> None:
    facts = organised(
        "1. Xây dựng bản đồ làng nghề của tỉnh\n- Cơ quan chủ trì: Sở Công Thương.\n- Thời gian: 2025.\n- Sản phẩm: bản đồ số."
    )
    assert len(facts.tasks) == 1
    assert unread(facts) == []


def test_the_share_that_was_read_is_stated_of_the_document_and_never_rounded_up() -> None:
    long = "Sở Công Thương theo dõi việc thực hiện Kế hoạch " + "và các chương trình khác của tỉnh " * 60
    facts = organised(f"1. {long.strip()}.\n2. {STRANGE}")
    (share,) = facts.read_shares
    assert share.stated - share.read == len(STRANGE)
    graph = to_rdflib(document_triples(facts, Iris(SITE)))
    ((_, value),) = graph.subject_objects(LN_NODES.readShare)
    assert 0.97 < float(str(value)) <= share.read / share.stated < 1
    ((note, nearest),) = graph.subject_objects(LN_NODES.nearestRule)
    assert str(nearest) == "tasks.subject"
    assert [str(q) for e in graph.objects(note, LN_NODES.evidence) for q in graph.objects(e, LN_NODES.quote)] == [
        STRANGE
    ]


def test_the_nearest_rule_is_the_one_whose_examples_are_most_like_the_words() -> None:
    assert nearest_rule("Đơn vị chủ trì tham mưu là Sở Y tế", aims=False) == "vi.task-field.lead"
    assert nearest_rule(STRANGE, aims=False) is None


@pytest.mark.parametrize("source", SOURCES, ids=lambda p: p.stem[:3])
def test_the_sources_are_read_whole(source: Path) -> None:
    facts = facts_of(source.read_bytes(), source.name)
    assert quotes(facts) == []
    assert all(s.read == s.stated for s in facts.read_shares)


def test_the_label_of_a_sum_is_no_sentence() -> None:
    assert not unread(organised("1. Sở Công Thương\n- Hỗ trợ làng nghề dự hội chợ.\nTổng cộng"))
