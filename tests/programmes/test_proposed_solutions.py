"""The solutions that are proposed from a decision: headings above its measures, or these where the heading says nothing."""

from __future__ import annotations

import pytest

from loader.proposing.cues import phrases_of, proposed_cues
from loader.proposing.solutions import solutions_of
from tests.extraction.documents import facts_of

DECISION = """THỦ TƯỚNG CHÍNH PHỦ
Số: 1248/QĐ-TTg
Hà Nội, ngày 19 tháng 7 năm 2021

QUYẾT ĐỊNH
Phê duyệt Chương trình phòng, chống tai nạn trẻ em giai đoạn 2021 - 2030

Căn cứ Luật Trẻ em ngày 05 tháng 4 năm 2016;

QUYẾT ĐỊNH:
Điều 1. Phê duyệt Chương trình với những nội dung sau:
I. MỤC TIÊU
- 70% trẻ em biết bơi an toàn.
II. {heading}
1. Truyền thông, nâng cao nhận thức về phòng, chống tai nạn trẻ em.
2. Dạy bơi an toàn cho trẻ em tại các trường tiểu học.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký ban hành.
"""


@pytest.mark.parametrize("heading", ["NHIỆM VỤ, GIẢI PHÁP", "Các nhiệm vụ và giải pháp chủ yếu"])
def test_a_measure_below_a_heading_that_names_only_the_part_is_a_solution(heading: str) -> None:
    found = solutions_of(facts_of(DECISION.format(heading=heading)), "vn/x")
    assert [s.heading for s in found] == [
        "Truyền thông, nâng cao nhận thức về phòng, chống tai nạn trẻ em",
        "Dạy bơi an toàn cho trẻ em tại các trường tiểu học",
    ]
    assert len({s.element for s in found}) == 2


@pytest.mark.parametrize(
    ("sentence", "phrases"),
    [
        ("Trang bị xe thư viện lưu động phục vụ vùng sâu, vùng xa;", ["xe thư viện lưu động"]),
        ("Số hóa tài liệu, liên thông thư viện.", ["số hóa tài liệu", "liên thông thư viện"]),
        ("Tập huấn sơ cấp cứu ban đầu cho lái xe, cảnh sát giao thông và tình nguyện viên.", ["sơ cấp cứu ban đầu"]),
        (
            "Xóa điểm đen trên quốc lộ; bố trí khu vực đưa đón học sinh tại cổng trường.",
            ["xóa điểm đen", "khu vực đưa đón học sinh"],
        ),
        ("Tăng cường truyền thông.", []),
    ],
)
def test_an_action_is_about_what_stands_behind_its_verb(sentence: str, phrases: list[str]) -> None:
    assert phrases_of(sentence) == phrases


def test_words_that_two_solutions_or_the_title_have_tell_no_solution() -> None:
    cues = proposed_cues(
        ["Đầu tư thư viện", "Nâng cao nghiệp vụ"],
        [["Trang bị xe thư viện lưu động.", "Mở lớp bồi dưỡng."], ["Bồi dưỡng người lái xe thư viện lưu động.", "Phát triển văn hóa đọc."]],
        "Đề án phát triển văn hóa đọc",
    )  # fmt: skip
    assert cues == [("đầu tư thư viện", "lớp bồi dưỡng"), ("nâng cao nghiệp vụ", "người lái xe thư viện lưu động")]
