"""Cited instruments and their roles."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.extraction.citations import mentions, normal_number, parse_date
from loader.kinds import RelationRole
from loader.rules import rule
from tests.extraction.documents import facts_of
from tests.extraction.plan_text import HEAD, TAIL, plan


@pytest.mark.parametrize(
    ("text", "kind", "number", "day", "issuer"),
    [
        (
            "Quyết định số 801/QĐ-TTg ngày 07/7/2022 của Thủ tướng Chính phủ phê duyệt Chương trình",
            "qd",
            "801/QĐ-TTg",
            date(2022, 7, 7),
            "Thủ tướng Chính phủ",
        ),
        (
            "Nghị định số 52/2018/NĐ-CP ngày 12 tháng 4 năm 2018 của Chính phủ về phát triển ngành nghề nông thôn",
            "nd",
            "52/2018/NĐ-CP",
            date(2018, 4, 12),
            "Chính phủ",
        ),
        ("Kế hoạch số 18/KH-UBND ngày 29-01-2024 của UBND tỉnh", "kh", "18/KH-UBND", date(2024, 1, 29), "UBND tỉnh"),
        ("Nghị quyết số 14-NQ/TU ngày 20/01/2022 của Tỉnh ủy", "nq", "14-NQ/TU", date(2022, 1, 20), "Tỉnh ủy"),
        (
            "Quyết định số 47/2022/QĐ-UBND ngày 18/8/2022 của UBND tỉnh",
            "qd",
            "47/2022/QĐ-UBND",
            date(2022, 8, 18),
            "UBND tỉnh",
        ),
        ("Công văn số 7325/BNN-KTHT ngày 31/10/2022", "cv", "7325/BNN-KTHT", date(2022, 10, 31), None),
        ("Quyết định số 4182 /QĐ-UBND", "qd", "4182/QĐ-UBND", None, None),
        ("Tờ trình số 87/TTr-KT ngày 02/3/2022", "ttr", "87/TTr-KT", date(2022, 3, 2), None),
        ("Kết luận liên ngành tư pháp Trung ương số 5/KL-LNTPTW", "kl", "5/KL-LNTPTW", None, None),
        ("Kế hoạch liên tịch số 7/KHLT-CA-SGD ngày 04/5/2024", "kh", "7/KHLT-CA-SGD", date(2024, 5, 4), None),
        ("Chỉ thị của Ban Bí thư số 36-CT/TW ngày 16/8/2019", "ct", "36-CT/TW", date(2019, 8, 16), "Ban Bí thư"),
        (
            "Quyết định của Ủy ban nhân dân tỉnh Hà Bắc số 15/QĐ-UBND",
            "qd",
            "15/QĐ-UBND",
            None,
            "Ủy ban nhân dân tỉnh Hà Bắc",
        ),
    ],
)
def test_a_citation_is_read_with_number_date_and_issuer(
    text: str, kind: str, number: str, day: date | None, issuer: str | None
) -> None:
    (found,) = mentions(text)
    assert (found.citation.kind, found.citation.number, found.citation.date, found.citation.issuer) == (
        kind,
        number,
        day,
        issuer,
    )


def test_a_law_is_cited_by_name() -> None:
    one, other = mentions(
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015; Luật Bảo vệ môi trường ngày 17/11/2020;"
    )
    assert (one.citation.title, one.citation.number) == ("Luật Tổ chức chính quyền địa phương", None)
    assert other.citation.date == date(2020, 11, 17)


def test_a_date_that_does_not_exist_is_kept_as_printed() -> None:
    (found,) = mentions("Quyết định số 12/QĐ-UBND ngày 31/02/2022 của UBND tỉnh")
    assert (found.citation.date, found.citation.printed_date) == (None, "31/02/2022")


def test_an_instrument_with_a_blank_number_is_named_by_its_words() -> None:
    (found,) = mentions("Công văn số ..../BNN-KTHT ngày .../.../2023 của Bộ Công Thương về làng nghề")
    assert (found.citation.number, found.citation.issuer) == (None, "Bộ Công Thương")
    assert found.citation.title == "Công văn số ..../BNN-KTHT ngày .../.../2023 của Bộ Công Thương"


def test_a_strategy_named_without_its_decision_is_cited() -> None:
    (found,) = mentions("theo Chiến lược phát triển ngành muối đến năm 2030, tầm nhìn đến năm 2045 và quy định khác")
    assert (found.citation.kind, found.citation.title) == (
        "cl",
        "Chiến lược phát triển ngành muối đến năm 2030, tầm nhìn đến năm 2045",
    )


def test_a_planning_named_without_its_decision_is_cited() -> None:
    (found,) = mentions("phù hợp với Quy hoạch mạng lưới thư viện thời kỳ 2021 - 2030, tầm nhìn đến năm 2050.")
    assert (found.citation.kind, found.citation.title) == (
        "qh",
        "Quy hoạch mạng lưới thư viện thời kỳ 2021 - 2030, tầm nhìn đến năm 2050",
    )


@pytest.mark.parametrize("kind", ["Nghị quyết", "Nghị Quyết", "nghị quyết", "NGHỊ QUYẾT"])
def test_the_kind_may_be_written_with_any_capitals(kind: str) -> None:
    (found,) = mentions(f"Căn cứ {kind} số 48/NQ-CP ngày 03/4/2023 của Chính phủ về biển")
    assert (found.citation.kind, found.citation.number, found.citation.issuer) == ("nq", "48/NQ-CP", "Chính phủ")


def test_a_list_in_brackets_behind_its_theme_gives_each_instrument() -> None:
    found = mentions(
        "Căn cứ các Nghị định của Chính phủ quy định chi tiết Luật Thư viện (số 5/2024/NĐ-CP ngày 07/5/2024, số 8/2025/NĐ-CP ngày 12/8/2025);"
    )
    assert [m.citation.number for m in found if m.citation.kind == "nd"] == ["5/2024/NĐ-CP", "8/2025/NĐ-CP"]


OPENING = """Căn cứ Nghị định số 52/2018/NĐ-CP ngày 12/4/2018 của Chính phủ về phát triển ngành nghề nông thôn;
Căn cứ Chương trình số 20/CTr-TU ngày 05/01/2022 của Tỉnh ủy;
Thực hiện Quyết định số 801/QĐ-TTg ngày 07/7/2022 của Thủ tướng Chính phủ phê duyệt Chương trình bảo tồn và phát triển làng nghề;
Theo đề nghị của Sở Công Thương tại Tờ trình số 87/TTr-SCT ngày 02/3/2023, UBND tỉnh ban hành Kế hoạch như sau:

"""


def roles(text: str) -> dict[str | None, RelationRole]:
    return {r.citation.number: r.role for r in facts_of(text).relations}


def test_the_opening_line_tells_the_role() -> None:
    head = HEAD.split("Thực hiện Quyết định")[0]
    found = roles(
        head + OPENING + "I. MỤC TIÊU\n- Công nhận 03 nghề theo Thông tư số 11/2020/TT-BNNPTNT ngày 01/9/2020."
    )
    assert found == {
        "52/2018/NĐ-CP": RelationRole.BASED_ON,
        "20/CTr-TU": RelationRole.BASED_ON,
        "801/QĐ-TTg": RelationRole.IMPLEMENTS,
        "87/TTr-SCT": RelationRole.PROPOSED_IN,
        "11/2020/TT-BNNPTNT": RelationRole.CITES,
    }


def test_a_plan_of_the_province_that_carries_out_a_decision_is_implemented_and_the_decision_cited() -> None:
    head = HEAD.split("Thực hiện Quyết định")[0]
    found = roles(
        head
        + "Thực hiện Kế hoạch số 157/KH-UBND ngày 14/10/2022 của UBND tỉnh triển khai Quyết định số 801/QĐ-TTg ngày 07/7/2022 của Thủ tướng Chính phủ, UBND ban hành Kế hoạch:\n\nI. MỤC TIÊU\n- Công nhận 03 nghề."
    )
    assert found == {"157/KH-UBND": RelationRole.IMPLEMENTS, "801/QĐ-TTg": RelationRole.CITES}


def test_an_instrument_with_a_role_is_not_cited_besides() -> None:
    facts = plan("I. NHIỆM VỤ\n- Tổ chức thực hiện Quyết định số 801/QĐ-TTg ngày 07/7/2022 trên địa bàn tỉnh.")
    assert [r.role for r in facts.relations] == [RelationRole.IMPLEMENTS]


def test_the_plan_does_not_cite_itself() -> None:
    assert all(
        r.citation.number != "45/KH-UBND"
        for r in plan("I. NHIỆM VỤ\n- Thực hiện Kế hoạch số 45/KH-UBND ngày 10/02/2023.").relations
    )


def test_spaces_around_the_strokes_of_a_number_go() -> None:
    assert normal_number("4182 / QĐ - UBND") == "4182/QĐ-UBND"


@given(
    st.dates(min_value=date(1990, 1, 1), max_value=date(2040, 12, 31)),
    st.sampled_from(["{d}/{m}/{y}", "{d:02}/{m:02}/{y}", "{d}-{m}-{y}", "{d} tháng {m} năm {y}", "{d:02}.{m:02}.{y}"]),
)
def test_every_form_of_a_date_gives_the_day(day: date, form: str) -> None:
    assert parse_date("ngày " + form.format(d=day.day, m=day.month, y=day.year)) == day


@given(st.text(max_size=60))
def test_any_text_is_searched_without_error(text: str) -> None:
    assert all(0 <= m.start < m.core_end <= m.end <= len(text) for m in mentions(text))


def test_what_the_title_of_a_basis_names_is_no_basis_of_its_own() -> None:
    head = HEAD.split("Thực hiện Quyết định")[0]
    found = roles(
        head
        + "Căn cứ Quyết định số 15/QĐ-UBND ngày 05/01/2024 của Ban Chỉ đạo tỉnh thi hành Nghị định số 52/2018/NĐ-CP ngày 12/4/2018 của Chính phủ về phát triển ngành nghề nông thôn;\n"
        "Căn cứ Luật Thư viện năm 2019; Luật Di sản văn hóa năm 2001; Nghị quyết số 9/NQ-HĐND ngày 02/02/2024 của HĐND tỉnh;\n"
        "UBND tỉnh ban hành Kế hoạch như sau:\n\nI. MỤC TIÊU\n- Công nhận 03 nghề."
    )
    assert found["15/QĐ-UBND"] is RelationRole.BASED_ON
    assert found["52/2018/NĐ-CP"] is RelationRole.CITES
    assert found["9/NQ-HĐND"] is RelationRole.BASED_ON


def cited_numbers(line: str, role: str) -> list[str | None]:
    found = facts_of(HEADED.format(line))
    return sorted((r.citation.number or r.citation.title or "") for r in found.relations if r.role.value == role)


HEADED = """ỦY BAN NHÂN DÂN
TỈNH PHÚ AN
Số: 45/KH-UBND
Phú An, ngày 10 tháng 02 năm 2025
KẾ HOẠCH
Mở rộng thư viện xã
{}
I. NHIỆM VỤ
- Mở lớp tập huấn cho cán bộ thư viện các xã.
"""


def test_laws_inside_the_title_of_an_amending_law_are_mentioned_and_no_basis() -> None:
    line = "Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Thư viện số 5/2024/QH15, Luật Nhà ở số 6/2024/QH15 và Luật Thuế số 7/2024/QH15;"
    assert cited_numbers(line, "cites") == ["5/2024/QH15", "6/2024/QH15", "7/2024/QH15"]


def test_a_list_of_decisions_goes_on_behind_the_title_of_each() -> None:
    line = "Căn cứ các Quyết định của Thủ tướng Chính phủ: số 11/QĐ-TTg ngày 01/02/2024 giao vốn; số 12/QĐ-TTg ngày 05/3/2024 phân bổ sách;"
    assert cited_numbers(line, "basedOn") == ["11/QĐ-TTg", "12/QĐ-TTg"]


def test_the_resolution_of_a_party_congress_is_a_basis_without_number() -> None:
    line = "Căn cứ Nghị quyết Đại hội Đảng bộ xã lần thứ II, nhiệm kỳ 2025 - 2030;"
    assert cited_numbers(line, "basedOn") == ["Nghị quyết Đại hội Đảng bộ xã lần thứ II, nhiệm kỳ 2025 - 2030"]


def carried_out(title: str, opening: str) -> list[str | None]:
    """What a plan of that title with that opening carries out."""
    head = HEAD.partition("KẾ HOẠCH")[0]
    text = f"{head}{title}\n\n{opening}\n\nI. MỤC TIÊU\n1. Mục tiêu chung\nNâng cao đời sống nhân dân.\n"
    return [r.citation.number for r in facts_of(text).relations if r.role is RelationRole.IMPLEMENTS]


def test_a_strategy_named_with_the_decision_that_issued_it_is_one_instrument() -> None:
    opening = (
        "Triển khai Chiến lược bảo vệ môi trường quốc gia đến năm 2030 (ban hành kèm theo Quyết định số 450/QĐ-TTg ngày "
        "13/4/2022 của Thủ tướng Chính phủ), UBND tỉnh ban hành Kế hoạch như sau:"
    )
    assert carried_out("Bảo vệ môi trường giai đoạn 2026 - 2030", opening) == ["450/QĐ-TTg"]


def test_a_title_that_names_the_strategy_it_carries_out_says_so_where_no_decision_does() -> None:
    title = "Thực hiện Chiến lược quốc gia về phòng, chống thiên tai đến năm 2030"
    assert carried_out(title, "UBND tỉnh ban hành Kế hoạch như sau:") == [None]


def test_the_issuer_named_in_a_title_is_no_part_of_its_theme() -> None:
    basis = "Căn cứ Nghị quyết số 19/NQ-CP ngày 04/3/2022 của Chính phủ sửa đổi Chương trình hành động của Chính phủ về kinh tế biển;"
    assert carried_out("KẾ HOẠCH\nPHÁT TRIỂN CHÍNH PHỦ SỐ", basis) == []
    own = "Căn cứ Nghị quyết số 19/NQ-CP ngày 04/3/2022 của Chính phủ ban hành Chương trình hành động của Chính phủ về kinh tế biển;"
    assert carried_out("KẾ HOẠCH\nPHÁT TRIỂN KINH TẾ BIỂN", own) == ["19/NQ-CP"]


def test_a_plan_that_lost_its_title_is_called_as_the_sentence_that_issues_it() -> None:
    opening = (
        "Căn cứ Quyết định số 640/QĐ-TTg ngày 02/5/2022 của Thủ tướng Chính phủ phê duyệt Chương trình phủ xanh đồi trọc;\n\n"
        "Ủy ban nhân dân tỉnh ban hành Kế hoạch thực hiện Chương trình phủ xanh đồi trọc trên địa bàn tỉnh, với những nội dung như sau:"
    )
    assert carried_out("", opening) == ["640/QĐ-TTg"]


def test_what_the_plan_above_carries_out_is_read_from_its_title() -> None:
    facts = facts_of(
        HEAD.replace(
            "Thực hiện Quyết định số 801/QĐ-TTg ngày 07/7/2022 của Thủ tướng Chính phủ",
            "Thực hiện Kế hoạch số 12/KH-UBND ngày 05/01/2023 của UBND tỉnh thực hiện Chương trình số 8-CTr/TU ngày 06/6/2022 của Tỉnh ủy "
            "về thực hiện Nghị quyết số 21-NQ/TW ngày 01/2/2022 của Bộ Chính trị",
        )
    )
    carriers = {r.citation.number: r.carried_out_by and r.carried_out_by.number for r in facts.relations}
    assert carriers == {"12/KH-UBND": None, "8-CTr/TU": "12/KH-UBND", "21-NQ/TW": "8-CTr/TU"}


def test_views_and_proposals_inside_a_basis_have_roles_of_their_own() -> None:
    found = facts_of(
        HEAD.replace(
            "UBND tỉnh ban hành",
            "trên cơ sở kết luận của Thường trực Tỉnh ủy tại Thông báo số 57-TB/TU ngày 12/12/2022, ý kiến của Thường trực HĐND tỉnh tại "
            "Công văn số 427/HĐND-DT ngày 09/10/2022 và đề xuất của Ban Dân tộc tỉnh tại Tờ trình số 33/TTr-BDT ngày 13/02/2023, UBND tỉnh ban hành",
        ).replace("2021-2030, trên", "2021-2030; trên")
        + "I. MỤC TIÊU\n- Công nhận 03 nghề truyền thống.\n"
    )
    roles = {r.citation.number: r.role for r in found.relations}
    assert roles["57-TB/TU"] is RelationRole.BASED_ON
    assert roles["427/HĐND-DT"] is RelationRole.BASED_ON
    assert roles["33/TTr-BDT"] is RelationRole.PROPOSED_IN


def test_a_circular_and_a_plan_of_the_same_body_are_bases_and_nothing_more() -> None:
    found = facts_of(
        HEAD.replace(
            "Thực hiện Quyết định",
            "Căn cứ Thông tư số 6/2022/TT-BNNPTNT ngày 30/6/2022 của Bộ Nông nghiệp và Phát triển nông thôn hướng dẫn thực hiện Chương trình bảo tồn và "
            "phát triển làng nghề;\n\nCăn cứ Kế hoạch số 77/KH-UBND ngày 17/9/2022 của UBND tỉnh Phú An bảo tồn và phát triển làng nghề trên địa bàn tỉnh "
            "Phú An năm 2022;\n\nThực hiện Quyết định",
        )
        + "I. MỤC TIÊU\n- Công nhận 03 nghề truyền thống.\n"
    )
    carried_out = {r.citation.number for r in found.relations if r.role is RelationRole.IMPLEMENTS}
    assert carried_out == {"801/QĐ-TTg"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tổ chức thi hành Luật Thư viện trên địa bàn tỉnh", "Luật Thư viện"),
        ("theo Luật Thi đua, khen thưởng và các văn bản", "Luật Thi đua, khen thưởng"),
        ("thi hành Luật Thư viện bảo đảm kịp thời", "Luật Thư viện"),
    ],
)
def test_the_name_of_a_law_ends_where_the_sentence_goes_on(text: str, name: str) -> None:
    (found,) = mentions(text)
    assert found.citation.title == name


def test_the_report_of_who_examined_a_submission_is_no_proposal() -> None:
    line = "Xét Tờ trình số 45/TTr-UBND ngày 25/11/2025 của Ủy ban nhân dân tỉnh; Báo cáo thẩm tra số 18/BC-HĐND ngày 03/12/2025 của Ban Văn hóa - Xã hội;"
    found = roles(HEAD.split("Thực hiện Quyết định")[0] + line + "\n\nI. MỤC TIÊU\nGiữ nghề.")
    assert found == {"45/TTr-UBND": RelationRole.PROPOSED_IN, "18/BC-HĐND": RelationRole.CITES}


def test_a_law_cited_again_without_its_number_is_the_same_law() -> None:
    opening = "Căn cứ Luật Nhà ở số 27/2023/QH15 ngày 27 tháng 11 năm 2023;\nCăn cứ Nghị định số 100/2024/NĐ-CP ngày 26/7/2024 của Chính phủ quy định chi tiết một số điều của Luật Nhà ở về phát triển nhà ở xã hội;\n"
    facts = facts_of(HEAD.split("Thực hiện Quyết định")[0] + opening + "\nI. MỤC TIÊU\nGiữ nghề.")
    assert sorted(r.citation.number or "" for r in facts.relations) == ["100/2024/NĐ-CP", "27/2023/QH15"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("đáp ứng văn bản số 12/BNV-CB và 15/BNV-TL; hoàn thành", ["12/BNV-CB", "15/BNV-TL"]),
        ("theo Quyết định số 12/QĐ-TTg, 13/QĐ-TTg và số 14/QĐ-TTg về du lịch", ["12/QĐ-TTg", "13/QĐ-TTg", "14/QĐ-TTg"]),
        ("theo Quyết định số 12/QĐ-TTg và 15 xã", ["12/QĐ-TTg"]),
        ("theo Quyết định số 12/QĐ-TTg, 15/20 xã đạt chuẩn", ["12/QĐ-TTg"]),
    ],
)
def test_a_kind_named_once_holds_for_the_numbers_that_follow(text: str, numbers: list[str]) -> None:
    assert [m.citation.number for m in mentions(text)] == numbers


def test_an_instrument_named_in_the_title_of_what_is_proposed_proposes_nothing() -> None:
    facts = plan(
        "Theo đề nghị của Sở Công Thương tại Tờ trình số 04/TTr-SCT ngày 02/10/2025 về Kế hoạch thực hiện Nghị quyết số 70-NQ/TW ngày 20/8/2025 của Bộ Chính trị;"
    )
    roles = {r.citation.number: r.role for r in facts.relations}
    assert roles["04/TTr-SCT"] is RelationRole.PROPOSED_IN
    assert roles["70-NQ/TW"] is not RelationRole.PROPOSED_IN


@pytest.mark.parametrize("carries", ["TRIỂN KHAI THI HÀNH", "THI HÀNH", "THỰC HIỆN"])
def test_a_law_that_a_title_in_capitals_names_is_carried_out(carries: str) -> None:
    text = HEAD.replace(
        "Bảo tồn và phát triển làng nghề trên địa bàn tỉnh Phú An giai đoạn 2023-2030",
        f"{carries} LUẬT THƯ VIỆN CÔNG CỘNG TRÊN ĐỊA BÀN TỈNH PHÚ AN",
    )
    body = "I. NHIỆM VỤ\n- Phổ biến Luật Thư viện công cộng, Luật Lưu trữ và Luật Thư viện.\n"
    found = [(r.citation.title, r.role) for r in facts_of(text + body).relations if r.citation.kind == "luat"]
    assert sorted(found) == [
        ("Luật Lưu trữ", RelationRole.CITES),
        ("Luật Thư viện", RelationRole.CITES),
        ("Luật Thư viện công cộng", RelationRole.IMPLEMENTS),
    ]


def test_instruments_of_footnotes_behind_the_signature_are_cited() -> None:
    facts = facts_of(
        f"{HEAD}I. NHIỆM VỤ\nMở thư viện theo các văn bản đã ban hành[1].{TAIL}\n\n[1]\nKế hoạch số 12/KH-UBND ngày 05/3/2022 của UBND "
        "tỉnh về thư viện; Quyết định số 34/QĐ-BVHTTDL ngày 06/4/2022 của Bộ Văn hóa, Thể thao và Du lịch về phòng đọc.\n\n"
        "[2] Thông tư số 56/2022/TT-BTC ngày 07/5/2022 của Bộ Tài chính.\n"
    )
    cited = {r.citation.number for r in facts.relations if r.role is RelationRole.CITES}
    assert cited == {"12/KH-UBND", "34/QĐ-BVHTTDL", "56/2022/TT-BTC"}


def test_results_that_a_plan_starts_from_are_no_basis() -> None:
    facts = plan(
        "Trên cơ sở những kết quả đã đạt được và các mục tiêu của Nghị quyết số 15-NQ/TU ngày 02/10/2021 của Tỉnh ủy, các sở mở lớp;"
    )
    assert {r.citation.number: r.role for r in facts.relations}["15-NQ/TU"] is RelationRole.CITES


def test_a_law_that_a_sentence_follows_is_cited_though_its_name_is_written_small() -> None:
    facts = plan("I. NHIỆM VỤ\n- Các xã bố trí kinh phí theo quy định của Luật phòng bệnh.")
    assert "Luật phòng bệnh" in {r.citation.title for r in facts.relations}


def test_the_title_of_an_instrument_stands_behind_what_its_issuer_is_called_now() -> None:
    (mention,) = mentions(
        "Căn cứ Quyết định số 12/QĐ-BXD ngày 05/3/2024 của Bộ Xây dựng (nay là Bộ Kiến thiết) về việc phê duyệt Đề án nhà ở;"
    )
    assert mention.citation.title == "phê duyệt Đề án nhà ở"


@pytest.mark.parametrize(
    "rest", ["ban hành ngày 5/3/2026", "(sau đây gọi tắt là Kế hoạch)", "về Sở Y tế để tổng hợp", "được thông qua"]
)
def test_the_name_of_an_amended_law_ends_in_front_of_what_is_said_of_it(rest: str) -> None:
    m = rule("law.amending").find(f"theo Luật sửa đổi, bổ sung một số điều của Luật Thư viện và quy chuẩn đọc {rest}")
    assert m is not None
    assert m[0] == "Luật sửa đổi, bổ sung một số điều của Luật Thư viện và quy chuẩn đọc"


def test_a_plan_to_enforce_an_amending_law_carries_out_that_law_besides_the_plan_from_above() -> None:
    law = "Luật sửa đổi, bổ sung một số điều của Luật Thư viện công cộng"
    head = HEAD.replace(
        "Bảo tồn và phát triển làng nghề trên địa bàn tỉnh Phú An giai đoạn 2023-2030",
        f"TRIỂN KHAI THI HÀNH {law.upper()} TRÊN ĐỊA BÀN TỈNH",
    )
    head = head[: head.index("Thực hiện Quyết định")]
    body = (
        f"Thực hiện Quyết định số 5/QĐ-TTg ngày 07/7/2022 của Thủ tướng Chính phủ ban hành Kế hoạch triển khai thi hành {law}. "
        "UBND tỉnh ban hành Kế hoạch như sau:\n\nI. NHIỆM VỤ\n- Dạy nghề cho các hộ trong xã."
    )
    found = {
        (r.role, r.citation.number or (r.citation.title or "").lower())
        for r in facts_of(head + body + TAIL, "ke-hoach.txt").relations
    }
    assert found == {(RelationRole.IMPLEMENTS, "5/QĐ-TTg"), (RelationRole.IMPLEMENTS, law.lower())}


def test_instruments_of_one_sentence_that_each_say_what_they_are_about_are_cited_one_by_one() -> None:
    text = (
        "Căn cứ Nghị định số 24/2020/NĐ-CP ngày 24/02/2020 của Chính phủ quy định về bến đò, Nghị định số 117/2020/NĐ-CP "
        "ngày 28/9/2020 của Chính phủ về xử phạt, Kế hoạch số 5/KH-BXD ngày 05/3/2024 thực hiện Nghị quyết số 20/NQ-CP, "
        "Nghị quyết số 21/NQ-CP của Chính phủ"
    )
    assert [(m.citation.number, m.citation.title) for m in mentions(text)] == [
        ("24/2020/NĐ-CP", "quy định về bến đò"),
        ("117/2020/NĐ-CP", "xử phạt"),
        ("5/KH-BXD", "thực hiện Nghị quyết số 20/NQ-CP, Nghị quyết số 21/NQ-CP của Chính phủ"),
        ("20/NQ-CP", None),
        ("21/NQ-CP", None),
    ]


def _opened_by(line: str) -> str:
    letterhead, _ = HEAD.split("Thực hiện Quyết định")
    return letterhead + line + "\nI. MỤC TIÊU\n1. Xây 05 bến đò.\n" + TAIL


def test_a_programme_named_without_the_decision_that_approved_it_is_carried_out() -> None:
    facts = facts_of(
        _opened_by("Thực hiện Chương trình mục tiêu quốc gia về bến đò đến năm 2030, UBND tỉnh lập kế hoạch như sau:")
    )
    assert [(r.role, r.citation.title) for r in facts.relations] == [
        (RelationRole.IMPLEMENTS, "Chương trình mục tiêu quốc gia về bến đò đến năm 2030"),
    ]


def test_a_directive_that_urges_to_carry_a_programme_out_is_a_basis_only() -> None:
    title = "Chương trình bảo tồn và phát triển làng nghề giai đoạn 2021-2030"
    facts = facts_of(
        _opened_by(
            f"Căn cứ Chỉ thị số 7/CT-TTg ngày 05/3/2024 của Thủ tướng Chính phủ về tăng cường thực hiện {title};"
        )
    )
    assert [r.role for r in facts.relations] == [RelationRole.BASED_ON]
