"""Reading notes: which doubts are raised about a text, and which are not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loader.extraction import extract
from loader.extraction.doubts.syllables import is_syllable, skeleton
from loader.facts import Facts, Note
from loader.kinds import NoteKind
from loader.readers import read
from tests.timing import assert_in_proportion

PROJECT = Path(__file__).resolve().parents[2]

HEAD = """ỦY BAN NHÂN DÂN
TỈNH HOA SEN

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

{number}
{date}

KẾ HOẠCH
Bảo tồn và phát triển làng nghề trên địa bàn tỉnh Hoa Sen giai đoạn 2022 - 2030

Thực hiện Quyết định số 52/2020/QĐ-TTg ngày 05/3/2020 của Thủ tướng Chính phủ, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:

"""
TAIL = """
Nơi nhận:
- Các sở, ngành tỉnh;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Trần Văn Mẫu
"""
SOUND = """I. MỤC TIÊU
1. Mục tiêu chung
Giữ gìn và phát huy giá trị của làng nghề.
2. Mục tiêu cụ thể đến năm 2025
- Trên 70% làng nghề (8/10 làng nghề) hoạt động có hiệu quả.
II. NHIỆM VỤ, GIẢI PHÁP
- Tổ chức tham quan, học tập kinh nghiệm; hỗ trợ nghệ nhân truyền nghề.
III. KINH PHÍ
Từ ngân sách tỉnh 12 tỷ đồng (ngân sách sự nghiệp 5 tỷ đồng; ngân sách đầu tư 7 tỷ đồng).
IV. TỔ CHỨC THỰC HIỆN
1. Sở Công Thương
Chủ trì tổ chức hội chợ làng nghề hàng năm.
2. UBND các huyện, thành phố
Xây dựng kế hoạch của địa phương; báo cáo trước ngày 30/11 hàng năm.
"""


def plan(
    body: str = SOUND,
    *,
    number: str = "Số: 15/KH-UBND",
    date: str = "Hoa Sen, ngày 12 tháng 5 năm 2022",
    tail: str = TAIL,
) -> Facts:
    return extract(read((HEAD.format(number=number, date=date) + body + tail).encode(), "plan.txt"))


def with_line(line: str) -> Facts:
    """Return the sound plan with one more bullet among its measures."""
    return plan(SOUND.replace("II. NHIỆM VỤ, GIẢI PHÁP\n", f"II. NHIỆM VỤ, GIẢI PHÁP\n- {line}\n"))


def of_kind(facts: Facts, kind: NoteKind) -> list[Note]:
    return [n for n in facts.notes if n.kind is kind]


def shown(facts: Facts, kind: NoteKind) -> list[str]:
    return [n.reading.evidence.quote for n in of_kind(facts, kind)]


def test_a_sound_plan_raises_no_doubt() -> None:
    assert plan().notes == ()


def test_every_note_quotes_the_source_and_speaks_both_languages() -> None:
    facts = with_line("Sưu tâm mẫu cổ (theo phụ lục I kèm theo; ngày 31/6/2023, ngày 04/012023.")
    assert len(facts.notes) >= 4
    for note in facts.notes:
        evidence = note.reading.evidence
        assert " ".join(facts.source.text[evidence.start : evidence.end].split()) == evidence.quote
        assert note.message
        assert note.message_en
        assert note.message != note.message_en
        assert note.reading.rule.startswith("doubts.")
        assert 0 < note.reading.confidence <= 1


def test_notes_stand_in_the_order_of_the_text_and_are_stable() -> None:
    facts = with_line("Sưu tâm mẫu cổ; nâng tầm sản phâm; mở mở rộng; ngày 31/6/2023.")
    starts = [n.reading.evidence.start for n in facts.notes]
    assert starts == sorted(starts)
    again = with_line("Sưu tâm mẫu cổ; nâng tầm sản phâm; mở mở rộng; ngày 31/6/2023.")
    assert again.notes == facts.notes


@pytest.mark.parametrize("number", ["Số: /KH-UBND", "Số:      /KH-UBND", "Số: .../KH-UBND", "Số: …../KH-UBND"])
def test_a_blank_number_is_noted(number: str) -> None:
    assert len(of_kind(plan(number=number), NoteKind.BLANK_NUMBER)) == 1


@pytest.mark.parametrize(
    "date",
    [
        "Hoa Sen, ngày tháng năm 2023",
        "Hoa Sen, ngày   tháng   năm 2023",
        "Hoa Sen, ngày ... tháng ... năm 2023",
        "Hoa Sen, ngày …/…/2023",
    ],
)
def test_a_blank_date_is_noted(date: str) -> None:
    assert len(of_kind(plan(date=date), NoteKind.BLANK_DATE)) == 1


def test_a_cited_instrument_with_blanks_is_noted() -> None:
    facts = with_line("Theo Công văn số .../SNN-PTNT ngày .../.../2023 của Sở.")
    assert shown(facts, NoteKind.BLANK_NUMBER) == ["số .../SNN-PTNT"]
    assert shown(facts, NoteKind.BLANK_DATE) == ["ngày .../.../2023"]


@pytest.mark.parametrize(
    ("act", "message"),
    [
        ("Kế hoạch số     /KH-UBND", "Phụ lục để trống số của chính văn bản này (15/KH-UBND)"),
        ("Quyết định số     /QĐ-UBND", "Số của văn bản được dẫn để trống: “số /QĐ-UBND”"),
    ],
)
def test_an_annex_that_leaves_the_plans_own_number_blank_is_told_so(act: str, message: str) -> None:
    annex = f"\n\nPHỤ LỤC I\nDANH SÁCH LÀNG NGHỀ\n(Kèm theo {act} ngày 12/5/2022 của Ủy ban nhân dân tỉnh)\n1. Gốm\n"
    assert [n.message for n in of_kind(plan(tail=TAIL + annex), NoteKind.BLANK_NUMBER)] == [message]


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("Tổng hợp, báo cáo Ủy ban nhân dân tỉnh hằng quý (trước ngày 15/6 và 15/12).", 1),
        ("Rà soát danh mục hằng tháng, vào ngày 10/3, 10/6, 10/9 và 10/12.", 1),
        ("Báo cáo hằng quý (trước ngày 15/3, 15/6, 15/9 và 15/12).", 0),
        # One day for all; a day of the month; two days a year; another rhythm in the sentence.
        ("Báo cáo hằng quý trước ngày 15/12.", 0),
        ("Báo cáo hằng quý trước ngày 15 của tháng cuối quý.", 0),
        ("Báo cáo hằng năm (trước ngày 15/6 và 15/12).", 0),
        ("Báo cáo 6 tháng, hằng quý (trước ngày 15/6 và 15/12).", 0),
    ],
)
def test_what_is_done_every_quarter_has_its_days(line: str, count: int) -> None:
    found = with_line(line).notes
    assert len([n for n in found if n.reading.rule == "doubts.rhythm-and-days"]) == count


def test_dots_in_place_of_a_figure_are_noted_but_not_an_ellipsis_of_a_list() -> None:
    assert shown(with_line("Phát triển ….. làng nghề."), NoteKind.BLANK_FIGURE) == ["Phát triển ….. làng nghề"]
    assert not with_line("Phát triển nghề mây, tre, đan,... làng nghề gắn với du lịch.").notes


@pytest.mark.parametrize(
    ("printed", "proposed"),
    [("04/012023", "04/01/2023"), ("07/72022", "07/07/2022"), ("0501/2021", "05/01/2021"), ("2/5/20222", "02/05/2022")],
)
def test_a_malformed_date_is_read(printed: str, proposed: str) -> None:
    (note,) = of_kind(with_line(f"Theo Tờ trình số 6/TTr-SNN ngày {printed}."), NoteKind.MALFORMED_DATE)
    assert printed in note.reading.evidence.quote
    assert note.proposed == proposed
    assert proposed in note.message


@pytest.mark.parametrize("printed", ["31/02/2022", "31/6/2023", "30 tháng 02 năm 2023", "12/13/2022"])
def test_a_date_that_no_calendar_has_is_noted(printed: str) -> None:
    assert len(of_kind(with_line(f"Theo Tờ trình số 6/TTr-SNN ngày {printed}."), NoteKind.IMPOSSIBLE_DATE)) == 1


@pytest.mark.parametrize("printed", ["29/02/2020", "31/12/2021", "05 tháng 4 năm 2021"])
def test_a_real_date_is_not_noted(printed: str) -> None:
    assert not with_line(f"Theo Tờ trình số 6/TTr-SNN ngày {printed}.").notes


def test_a_decision_without_its_symbol_is_noted_with_the_symbol_proposed() -> None:
    (note,) = of_kind(with_line("Theo Quyết định số 77/BNN-KTHT ngày 02/3/2022."), NoteKind.MALFORMED_NUMBER)
    assert note.proposed == "77/QĐ-BNN-KTHT"


@pytest.mark.parametrize(
    "cited",
    [
        "Nghị quyết số 202/2025/QH15", "Nghị quyết số 14-NQ/TU", "Kế hoạch số 55-KH/TU", "Quyết định số 12/2021/QĐ-UBND", "Công văn số 73/BNN-KTHT",
        "Thông tư số 04/2022/TT-BNNPTNT", "Tờ trình số 6/TTr-SNN", "Nghị quyết số 08/2023/NQ-HĐND",
    ],
)  # fmt: skip
def test_a_well_formed_number_is_not_noted(cited: str) -> None:
    assert not of_kind(with_line(f"Theo {cited}."), NoteKind.MALFORMED_NUMBER)


def test_a_space_in_the_number_keeps_the_printed_form_and_is_noted() -> None:
    (note,) = of_kind(plan(number="Số: 15 /KH-UBND"), NoteKind.MALFORMED_NUMBER)
    assert note.reading.evidence.quote == "15 /KH-UBND"
    assert note.proposed == "15/KH-UBND"


DECISION = """ỦY BAN NHÂN DÂN
TỈNH HOA SEN

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 61/QĐ-UBND
Hoa Sen, ngày 31 tháng 01 năm 2023

QUYẾT ĐỊNH
Ban hành Kế hoạch phát triển làng nghề tỉnh Hoa Sen giai đoạn 2022 - 2030

ỦY BAN NHÂN DÂN TỈNH HOA SEN

Căn cứ Nghị định số 52/2018/NĐ-CP ngày 12/4/2018 của Chính phủ;

QUYẾT ĐỊNH:

Điều 1. Ban hành kèm theo Quyết định này Kế hoạch phát triển làng nghề.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký./.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trần Văn Mẫu

KẾ HOẠCH
Phát triển làng nghề tỉnh Hoa Sen giai đoạn 2022 - 2030
(Kèm theo {attached} của UBND tỉnh)

"""


@pytest.mark.parametrize(
    ("attached", "kind"),
    [
        ("Quyết định số 61/QĐ-UBND ngày 31/01/2023", None),
        ("Quyết định số 16/QĐ-UBND ngày 31/01/2023", NoteKind.INCONSISTENT_NUMBER),
        ("Kế hoạch số 61/KH-UBND ngày 31/01/2023", NoteKind.INCONSISTENT_NUMBER),
        ("Quyết định số 61/QĐ-UBND ngày 13/01/2023", NoteKind.INCONSISTENT_DATE),
    ],
)
def test_the_attached_plan_must_name_the_decision_that_issues_it(attached: str, kind: NoteKind | None) -> None:
    facts = extract(read((DECISION.format(attached=attached) + SOUND).encode(), "plan.txt"))
    found = {n.kind for n in facts.notes} & {NoteKind.INCONSISTENT_NUMBER, NoteKind.INCONSISTENT_DATE}
    assert found == ({kind} if kind else set())


def test_two_dates_of_one_instrument_are_noted() -> None:
    facts = with_line("Theo Nghị định số 52/2018/NĐ-CP ngày 12/4/2018 và Nghị định số 52/2018/NĐ-CP ngày 14/02/2018.")
    (note,) = of_kind(facts, NoteKind.INCONSISTENT_DATE)
    assert "12/04/2018" in note.message
    assert "14/02/2018" in note.message


def test_one_day_of_two_years_is_two_dates_of_an_instrument_that_one_body_alone_gives() -> None:
    line = "Quyết định số 801/QĐ-TTg ngày 07/7/2022 của Thủ tướng Chính phủ phê duyệt Chương trình; đưa Quyết định số {} vào thực tế"
    (note,) = of_kind(
        with_line(line.format("801/QĐ-TTg ngày 07/7/2021 của Thủ tướng Chính phủ")), NoteKind.INCONSISTENT_DATE
    )
    assert "07/07/2021" in note.message
    assert not of_kind(
        with_line(line.format("801/QĐ-TTg ngày 12/5/2021 của Thủ tướng Chính phủ")), NoteKind.INCONSISTENT_DATE
    )


@pytest.mark.parametrize(
    ("opening", "count"),
    [
        ("ban hành Kế hoạch bảo tồn và phát triển làng nghề giai đoạn 2021 - 2030 như sau:", 1),
        ("ban hành Kế hoạch bảo tồn và phát triển làng nghề giai đoạn 2022 - 2030 như sau:", 0),
        ("ban hành Kế hoạch thực hiện Chương trình làng nghề giai đoạn 2021 - 2030 như sau:", 0),
        # Its own area stands in front of the period: that of the plan, though it carries out a programme.
        (
            "ban hành Kế hoạch thực hiện Chương trình bảo tồn và phát triển làng nghề trên địa bàn tỉnh giai đoạn 2021 - 2030, với các nội dung như sau:",
            1,
        ),
        (
            "ban hành Kế hoạch bảo tồn và phát triển làng nghề trên địa bàn tỉnh Hoa Sen giai đoạn 2021 - 2025 như sau:",
            1,
        ),
        (
            "ban hành Kế hoạch bảo tồn và phát triển làng nghề trên địa bàn tỉnh Kim Sơn giai đoạn 2021 - 2025 như sau:",
            0,
        ),
        (
            "ban hành Kế hoạch thực hiện Chương trình bảo tồn và phát triển làng nghề trên địa bàn tỉnh giai đoạn 2022 - 2030, với các nội dung như sau:",
            0,
        ),
        # The programme's, of the country or of another subject; two periods; a part of the own one.
        (
            "ban hành Kế hoạch thực hiện Chương trình bảo tồn và phát triển làng nghề Việt Nam trên địa bàn tỉnh giai đoạn 2021 - 2030 như sau:",
            0,
        ),
        (
            "ban hành Kế hoạch thực hiện Chương trình bảo tồn và phát triển làng nghề Việt Nam giai đoạn 2021 - 2030 trên địa bàn tỉnh như sau:",
            0,
        ),
        (
            "ban hành Kế hoạch giai đoạn 2022 - 2030 thực hiện Chương trình bảo tồn và phát triển làng nghề trên địa bàn tỉnh giai đoạn 2021 - 2030 như sau:",
            0,
        ),
        ("ban hành Kế hoạch thực hiện Chương trình nông thôn mới trên địa bàn tỉnh giai đoạn 2021 - 2030 như sau:", 0),
    ],
)
def test_the_opening_that_issues_the_plan_names_the_period_of_its_title(opening: str, count: int) -> None:
    text = (HEAD.format(number="Số: 15/KH-UBND", date="Hoa Sen, ngày 12 tháng 5 năm 2022") + SOUND + TAIL).replace(
        "ban hành Kế hoạch như sau:", opening
    )
    assert len(of_kind(extract(read(text.encode(), "plan.txt")), NoteKind.INCONSISTENT_PERIOD)) == count


@pytest.mark.parametrize(
    ("cited", "opening", "count"),
    [
        ("", "thực hiện Chương trình bảo tồn và phát triển làng nghề giai đoạn 2021 - 2030 như sau:", 1),
        (
            "",
            "thực hiện Chương trình bảo tồn và phát triển làng nghề trên địa bàn tỉnh giai đoạn 2021 - 2030, tầm nhìn đến năm 2045, cụ thể như sau:",
            1,
        ),
        # The same years; a part of them; another programme; the years of the programme that is cited.
        ("", "thực hiện Chương trình bảo tồn và phát triển làng nghề giai đoạn 2022 - 2030 như sau:", 0),
        ("", "thực hiện Chương trình bảo tồn và phát triển làng nghề giai đoạn 2022 - 2025 như sau:", 0),
        ("", "thực hiện Chương trình phát triển làng nghề giai đoạn 2021 - 2030 như sau:", 0),
        (
            "Quyết định số 801/QĐ-TTg phê duyệt Chương trình bảo tồn và phát triển làng nghề giai đoạn 2021 - 2030; ",
            "thực hiện Chương trình bảo tồn và phát triển làng nghề giai đoạn 2021 - 2030 như sau:",
            0,
        ),
    ],
)
def test_the_opening_repeats_the_title_of_a_plan_that_carries_out_a_programme(
    cited: str, opening: str, count: int
) -> None:
    text = HEAD.format(number="Số: 15/KH-UBND", date="Hoa Sen, ngày 12 tháng 5 năm 2022") + SOUND + TAIL
    text = text.replace("\nBảo tồn và", "\nThực hiện Chương trình bảo tồn và", 1).replace("như sau:", opening, 1)
    text = text.replace("Thực hiện Quyết định số 52", f"Thực hiện {cited}Quyết định số 52")
    assert len(of_kind(extract(read(text.encode(), "plan.txt")), NoteKind.INCONSISTENT_PERIOD)) == count


def test_a_basis_dated_after_the_plan_is_noted() -> None:
    assert len(of_kind(plan(date="Hoa Sen, ngày 12 tháng 5 năm 2019"), NoteKind.INCONSISTENT_DATE)) == 1


def test_the_plans_own_period_must_stay_the_same() -> None:
    facts = with_line("Bảo tồn và phát triển làng nghề tỉnh Hoa Sen giai đoạn 2023 - 2030.")
    (note,) = of_kind(facts, NoteKind.INCONSISTENT_PERIOD)
    assert note.proposed == "2022-2030"


def test_a_period_of_the_plans_subject_that_begins_too_early_is_noted() -> None:
    facts = with_line("Xác định bảo tồn, phát triển làng nghề là nhiệm vụ thường xuyên trong giai đoạn 2020 - 2030.")
    (note,) = of_kind(facts, NoteKind.INCONSISTENT_PERIOD)
    assert note.proposed == "2022-2030"


def test_a_subject_that_is_everybodys_work_is_so_in_the_plans_years() -> None:
    longer = "Bảo tồn và phát triển làng nghề, nghề truyền thống trên địa bàn tỉnh Hoa Sen"
    line = "- Các sở xác định phát triển làng nghề là nhiệm vụ trọng tâm giai đoạn {} - 2030.\n"
    for year, count in ((2021, 1), (2026, 0)):
        text = HEAD.format(number="Số: 15/KH-UBND", date="Hoa Sen, ngày 12 tháng 5 năm 2022") + SOUND + TAIL
        text = text.replace("Bảo tồn và phát triển làng nghề trên địa bàn tỉnh Hoa Sen", longer, 1)
        text = text.replace("II. NHIỆM VỤ, GIẢI PHÁP\n", f"II. NHIỆM VỤ, GIẢI PHÁP\n{line.format(year)}")
        assert len(of_kind(extract(read(text.encode(), "plan.txt")), NoteKind.INCONSISTENT_PERIOD)) == count


def test_a_plan_carried_out_in_years_beyond_its_own_is_noted() -> None:
    facts = with_line("Các đơn vị chủ động triển khai Kế hoạch trong giai đoạn 2021 - 2025.")
    (note,) = of_kind(facts, NoteKind.INCONSISTENT_PERIOD)
    assert note.proposed == "2022-2030"


@pytest.mark.parametrize(
    ("title", "count"),
    [
        ("PHÂN CÔNG NHIỆM VỤ BẢO TỒN VÀ PHÁT TRIỂN LÀNG NGHỀ TỈNH HOA SEN GIAI ĐOẠN 2021 - 2025", 1),
        # A part of the plan's years; what was done before; another area; what a programme sets; years that are over.
        ("PHÂN CÔNG NHIỆM VỤ BẢO TỒN VÀ PHÁT TRIỂN LÀNG NGHỀ TỈNH HOA SEN GIAI ĐOẠN 2022 - 2025", 0),
        ("KẾT QUẢ THỰC HIỆN NHIỆM VỤ BẢO TỒN VÀ PHÁT TRIỂN LÀNG NGHỀ TỈNH HOA SEN GIAI ĐOẠN 2021 - 2025", 0),
        ("CHỈ TIÊU BẢO TỒN VÀ PHÁT TRIỂN LÀNG NGHỀ VIỆT NAM GIAI ĐOẠN 2021 - 2030", 0),
        (
            "CHỈ TIÊU CỦA CHƯƠNG TRÌNH BẢO TỒN VÀ PHÁT TRIỂN LÀNG NGHỀ TRÊN ĐỊA BÀN TỈNH HOA SEN GIAI ĐOẠN 2021 - 2030",
            0,
        ),
        ("NHIỆM VỤ BẢO TỒN VÀ PHÁT TRIỂN LÀNG NGHỀ TỈNH HOA SEN GIAI ĐOẠN 2016 - 2020", 0),
    ],
)
def test_an_annex_of_what_the_plan_sets_begins_no_earlier(title: str, count: int) -> None:
    rows = "TT\tNhiệm vụ\tCơ quan chủ trì\tThời gian\n1\tMở lớp truyền nghề\tSở Công Thương\t2023\n"
    annex = f"\n\nPHỤ LỤC I\n{title}\n(Kèm theo Kế hoạch số 15/KH-UBND ngày 12/5/2022 của Ủy ban nhân dân tỉnh)\n{rows}"
    assert len(of_kind(plan(tail=TAIL + annex), NoteKind.INCONSISTENT_PERIOD)) == count


def test_a_period_of_an_act_cited_elsewhere_is_that_acts() -> None:
    national = "Thực hiện Chương trình bảo tồn và phát triển làng nghề Việt Nam giai đoạn 2021 - 2030."
    line = "Xác định bảo tồn, phát triển làng nghề là nhiệm vụ thường xuyên trong giai đoạn 2021 - 2030."
    assert not of_kind(with_line(f"{national}\n- {line}"), NoteKind.INCONSISTENT_PERIOD)


@pytest.mark.parametrize(
    "line",
    [
        "Lồng ghép Chương trình bảo tồn và phát triển làng nghề Việt Nam giai đoạn 2021 - 2030.",
        "Xác định bảo tồn, phát triển làng nghề là nhiệm vụ thường xuyên trong giai đoạn 2026 - 2030.",
        "Thực hiện trong giai đoạn 2024 - 2025.",
        "Triển khai Kế hoạch trong giai đoạn 2023 - 2025.",
        "Kết quả thực hiện Kế hoạch trong giai đoạn 2016 - 2022.",
        "Bố trí vốn theo kế hoạch đầu tư công trong giai đoạn 2021 - 2025.",
        "Theo Quyết định số 9/QĐ-UBND về bảo tồn, phát triển làng nghề tỉnh Hoa Sen giai đoạn 2016 - 2030.",
    ],
)
def test_periods_of_others_and_parts_of_the_own_are_not_noted(line: str) -> None:
    assert not of_kind(with_line(line), NoteKind.INCONSISTENT_PERIOD)


@pytest.mark.parametrize(
    ("replaced", "by", "count"),
    [
        ("- Trên 70%", "- Đến năm 2035, có 20 làng nghề gắn với du lịch.\n- Trên 70%", 1),
        # A part of its own for a later year, a year that is another instrument's, a year of the programme carried out.
        (
            "- Trên 70%",
            "- Có 5 làng nghề.\n3. Mục tiêu đến năm 2035\n- Có 20 làng nghề.\n4. Đến năm 2025\n- Trên 70%",
            0,
        ),
        ("của làng nghề.", "của làng nghề, góp phần hoàn thành các chỉ tiêu của Chương trình đến năm 2035.", 0),
        ("của làng nghề.", "của làng nghề theo Nghị quyết của Tỉnh ủy đến năm 2035.", 0),
        ("của làng nghề.", "của làng nghề, góp phần đạt chỉ tiêu mà Nghị quyết đặt ra đến năm 2035.", 0),
        ("của làng nghề.", "của làng nghề; đến năm 2035 làng nghề phát triển bền vững.", 1),
        # How much a task makes is the task's.
        ("nghề hàng năm.", "nghề hàng năm.\n- Hỗ trợ 12 cơ sở sửa lò, thực hiện trong các năm 2034 - 2035.", 0),
        (
            "ban hành Kế hoạch",
            "thực hiện Chương trình giai đoạn 2021 - 2035, ban hành Kế hoạch như sau:\nI. MỤC TIÊU\n- Đến năm 2035, có 20 làng nghề.",
            0,
        ),
    ],
)
def test_an_objective_beyond_the_period_is_noted_where_nothing_announces_it(replaced: str, by: str, count: int) -> None:
    text = HEAD.format(number="Số: 15/KH-UBND", date="Hoa Sen, ngày 12 tháng 5 năm 2022") + SOUND + TAIL
    facts = extract(read(text.replace(replaced, by, 1).encode(), "plan.txt"))
    assert len(of_kind(facts, NoteKind.INCONSISTENT_PERIOD)) == count


def test_undated_objectives_of_a_plan_of_years_are_noted() -> None:
    facts = plan(SOUND.replace("2. Mục tiêu cụ thể đến năm 2025", "2. Mục tiêu cụ thể"))
    assert shown(facts, NoteKind.MISSING_HORIZON) == ["Mục tiêu cụ thể"]


def test_skipped_and_repeated_numbers_are_noted() -> None:
    assert shown(
        plan(SOUND.replace("III. KINH", "V. KINH").replace("IV. TỔ", "VI. TỔ")), NoteKind.SKIPPED_NUMBERING
    ) == ["KINH PHÍ"]
    assert shown(plan(SOUND.replace("2. UBND", "1. UBND")), NoteKind.REPEATED_NUMBERING) == [
        "UBND các huyện, thành phố"
    ]
    assert shown(plan(SOUND.replace("2. UBND", "3. UBND")), NoteKind.SKIPPED_NUMBERING) == ["UBND các huyện, thành phố"]


def test_points_may_leave_out_the_letter_dd() -> None:
    points = "".join(f"{letter}) Việc thứ {letter}.\n" for letter in ("a", "b", "c", "d", "e"))
    assert not of_kind(plan(SOUND.replace("III. KINH", f"1. Các việc\n{points}III. KINH")), NoteKind.SKIPPED_NUMBERING)


TABLE = "TT\tNhiệm vụ\tCơ quan chủ trì\tThời gian\n1\tMở lớp dạy nghề\tSở Công Thương\t2023\n2\tTổ chức hội chợ\tSở Tài chính\t2024\n{row}"


@pytest.mark.parametrize(
    ("row", "count"),
    [
        ("3\tLập bản đồ\tSở Xây dựng\t2025\n", 0),
        ("4\tLập bản đồ\tSở Xây dựng\t2025\n", 1),
        ("\tLập bản đồ\tSở Xây dựng\t2025\n4\tIn sách\tSở Y tế\t2025\n", 1),
    ],
)
def test_row_numbers_must_run_on(row: str, count: int) -> None:
    facts = plan(SOUND + TABLE.format(row=row))
    assert len(of_kind(facts, NoteKind.SKIPPED_NUMBERING)) == count


def test_an_announced_annex_must_be_there() -> None:
    facts = with_line("Lập danh mục làng nghề (chi tiết tại Phụ lục I, II kèm theo).")
    (note,) = of_kind(facts, NoteKind.MISSING_ANNEX)
    assert "I, II" in note.message
    there = plan(
        SOUND.replace("III. KINH", "Theo phụ lục kèm theo.\nIII. KINH"),
        tail=TAIL + "\nPHỤ LỤC\nDANH MỤC LÀNG NGHỀ\n1. Làng gốm\n2. Làng mộc\n",
    )
    assert not of_kind(there, NoteKind.MISSING_ANNEX)


def test_a_list_to_be_handed_in_is_no_announced_annex() -> None:
    assert not of_kind(with_line("Gửi tờ trình và danh sách kèm theo về Sở Công Thương."), NoteKind.MISSING_ANNEX)
    assert of_kind(with_line("Hỗ trợ các làng nghề (có danh sách kèm theo)."), NoteKind.MISSING_ANNEX)
    assert not of_kind(
        with_line("Theo mẫu tại Phụ lục I kèm theo Thông tư số 04/2022/TT-BNNPTNT."), NoteKind.MISSING_ANNEX
    )


ANNEXES = (
    TAIL
    + "\nPHỤ LỤC {first}\nDANH MỤC LÀNG NGHỀ\n1. Làng gốm\n2. Làng mộc\nPHỤ LỤC {second}\nDANH MỤC TOUR\n1. Tour An\n2. Tour Hòa\n"
)


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("Hình thành các chuỗi liên kết (danh mục chuỗi tại Phụ lục III).", 1),
        ("Hình thành các chuỗi liên kết theo danh mục tại Phụ lục số III.", 1),
        ("Phân kỳ chỉ tiêu như ở Phụ lục II, Phụ lục III.", 0),
        ("Hình thành các chuỗi liên kết (danh mục chuỗi tại Phụ lục II).", 0),
        ("Hình thành các chuỗi liên kết (danh mục chuỗi tại Phụ lục I và II).", 0),
        # An annex of another act; numbers of another kind.
        ("Xét công nhận theo tiêu chí tại Phụ lục III Nghị định số 52/2018/NĐ-CP.", 0),
        ("Xét công nhận theo tiêu chí tại Phụ lục III của Thông tư này.", 0),
        ("Thực hiện Thông tư số 05/2025/TT-BNNMT (biểu mẫu tại Phụ lục III).", 0),
        ("Thực hiện Nghị định 52. Biểu mẫu tại Phụ lục III.", 0),
        ("Hình thành các chuỗi liên kết (danh mục chuỗi tại Phụ lục 3).", 0),
    ],
)
def test_an_annex_pointed_at_must_be_among_the_numbered_ones(line: str, count: int) -> None:
    body = SOUND.replace("III. KINH", f"{line}\nIII. KINH")
    facts = plan(body, tail=ANNEXES.format(first="I", second="II"))
    assert len(of_kind(facts, NoteKind.MISSING_ANNEX)) == count


def test_an_annex_pointed_at_may_be_in_another_file() -> None:
    line = "Hình thành các chuỗi liên kết (danh mục chuỗi tại Phụ lục III)."
    assert not of_kind(with_line(line), NoteKind.MISSING_ANNEX)
    one = plan(SOUND.replace("III. KINH", f"{line}\nIII. KINH"), tail=TAIL + "\nPHỤ LỤC\nDANH MỤC\n1. Làng gốm\n")
    assert not of_kind(one, NoteKind.MISSING_ANNEX)


def test_a_footnote_mark_needs_its_footnote() -> None:
    assert len(of_kind(with_line("Công nhận làng nghề truyền thống[1]; mở lớp."), NoteKind.MISSING_FOOTNOTE)) == 1
    both = plan(SOUND.replace("truyền nghề.", "truyền nghề[1]."), tail=TAIL + "\n")
    assert len(of_kind(both, NoteKind.MISSING_FOOTNOTE)) == 1


def test_a_bare_text_lacks_its_letterhead_and_signature() -> None:
    bare = "KẾ HOẠCH\nPhát triển làng nghề tỉnh Hoa Sen giai đoạn 2022 - 2030\n\n" + SOUND
    (note,) = of_kind(extract(read(bare.encode(), "plan.txt")), NoteKind.MISSING_LETTERHEAD)
    for part in ("Quốc hiệu", "cơ quan ban hành", "số", "ngày", "chữ ký"):
        assert part in note.message


def test_a_signature_without_a_name_is_noted() -> None:
    facts = plan(tail=TAIL.replace("Trần Văn Mẫu\n", ""))
    assert [n.reading.rule for n in facts.notes] == ["doubts.missing-signer"]
    assert [n.kind for n in facts.notes] == [NoteKind.MISSING_SIGNER]


def test_a_plan_without_a_word_of_its_own_on_funding_is_noted() -> None:
    body = re.sub(r"III\. KINH.*?\nIV\.", "III.", SOUND, flags=re.DOTALL)
    assert [(n.kind, n.reading.rule) for n in plan(body).notes] == [
        (NoteKind.MISSING_FUNDING, "doubts.no-funding-part")
    ]


@pytest.mark.parametrize(
    ("printed", "proposed"),
    [
        ("Suu tầm mẫu vật cổ", "Sưu tầm"), ("Suru tâm tài liệu", "Sưu tầm"), ("nâng tầm sản phâm của tỉnh", "sản phẩm"), ("phát huy vai trò nghề nhân, thợ giỏi", "nghệ nhân"),
        ("sản phẩm có thể mạnh xuất khẩu", "thế mạnh"), ("hoạt động du lịch, thăm quan", "tham quan"), ("hỗ trợ 100 ngưòi lao động", "người"),
        ("bảo vệ môi trưòng", "môi trường"), ("lan tỏa, cây nghề truyền thống ra vùng khác", "cấy nghề"), ("chính sách phát triển, đề các tổ chức biết", "để các"),
        ("ít nhât hai lớp", "ít nhất"), ("tổ chức hội ngộ giao thương", "hội nghị giao thương"), ("khuyến khích đâu tư", "đầu tư"), ("xây dựng kê hoạch chi tiết", "kế hoạch"),
    ],
)  # fmt: skip
def test_a_misread_word_is_noted_with_the_reading_proposed(printed: str, proposed: str) -> None:
    (note,) = of_kind(with_line(f"{printed}."), NoteKind.SUSPECTED_MISREADING)
    assert note.proposed == proposed
    assert note.proposed.lower() != note.reading.evidence.quote.lower()


@pytest.mark.parametrize(
    "line",
    [
        "Thúc đẩy du nhập nghề mới; nhân rộng mô hình làng nghề nhân dịp lễ hội.", "Chuyển giao công nghệ truyền thống; tái sản xuất; chấn chỉnh thiếu sót.",
        "Người dân có thể mạnh dạn đầu tư.", "Tổng kết kết quả thực hiện; hành vi vi phạm; danh hiệu Nghệ nhân nhân dân.", "Hoá chất, thuỷ sản, khoẻ mạnh, hoà nhập.",
        "Đưa sản phẩm lên website, sàn internet; xử lý bằng hầm biogas.", "Đồng bào Khmer, Jrai, Bahnar, Ê Đê và M'nông ở Đắk Lắk.", "Từng bước, dần dần, luôn luôn giữ nghề.",
        "Công nhân các nhà máy; công nhận làng nghề; nhân dân và nhận định.",
        "Bảo đảm không gián đoạn chính sách; không gián cách các lớp học; diện tích sắn xuất khẩu tăng.", "Cụm công nghiệp lấp đầy nhanh.",
        "Kỹ thuật nặn gốm của người M’nông Rlăm; chế biến dong riềng, làm miến dong.",
        "Chế biến cá kho, thịt kho; bảo hộ nhãn hiệu “Quà kê hoạch xứ biển”.", "Dựng bảng kê hoạch Tân Lập.", "Dựng kê hoạch năm; xem lại kê hoạch tháng.",
    ],
)  # fmt: skip
def test_sound_words_are_left_alone(line: str) -> None:
    facts = with_line(line)
    assert not of_kind(facts, NoteKind.SUSPECTED_MISREADING)
    assert not of_kind(facts, NoteKind.REPEATED_WORD)


def test_a_misread_word_that_is_none_is_noted_once() -> None:
    facts = with_line("Bán sản phâm tại chợ.\n- Đưa sản phâm lên mạng.")
    assert shown(facts, NoteKind.SUSPECTED_MISREADING) == ["sản phâm"]


def test_a_word_printed_twice_is_noted() -> None:
    assert shown(with_line("Ngay sau khi khi có tiêu chí; trình trình tỉnh."), NoteKind.REPEATED_WORD) == [
        "khi khi",
        "trình trình",
    ]


@pytest.mark.parametrize(
    "line",
    ["Phê duyệt quy hoạch công trình trình cấp có thẩm quyền.", "Hỗ trợ cơ sở sở hữu nhãn hiệu.", "Tổng kết kết quả."],
)
def test_a_word_that_begins_as_the_one_before_it_ends_is_not_printed_twice(line: str) -> None:
    assert not of_kind(with_line(line), NoteKind.REPEATED_WORD)


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("sau khi Bộ ban hành tiêu chí)", ")"),
        ("nông thôn mới.”", "”"),
        ("xây dựng mô hình (theo quy định; mở lớp", "("),
        ("Chương trình “Mỗi xã một sản phẩm; mở lớp", "“"),
    ],
)
def test_a_mark_without_its_partner_is_noted(line: str, mark: str) -> None:
    (note,) = of_kind(with_line(line), NoteKind.UNBALANCED_MARK)
    assert mark in note.reading.evidence.quote


@pytest.mark.parametrize(
    "line",
    [
        "a) việc một; b) việc hai; 1) việc ba.",
        "Chương trình “Mỗi xã một sản phẩm” (OCOP).",
        'Thương hiệu "Nem chua" và “Gốm cổ”.',
        "Gồm: (i) gốm; (ii) mộc.",
    ],
)
def test_numbers_of_lists_and_pairs_are_no_stray_marks(line: str) -> None:
    assert not of_kind(with_line(line), NoteKind.UNBALANCED_MARK)


@pytest.mark.parametrize(
    ("line", "figures"),
    [
        ("Trên 80% làng nghề (6/8 làng nghề) hoạt động có hiệu quả", ("80", "6/8", "75")), ("Có 12/16 hộ đã nối điện, chiếm 78% tổng số hộ", ("78", "12/16", "75")), ("Ít nhất 50% cơ sở (10/25 cơ sở) đạt chuẩn", ("50", "10/25", "40")),
        ("Kinh phí là 25 tỷ đồng (tỉnh 12 tỷ đồng; huyện 6 tỷ đồng; dân 9 tỷ đồng)", ("25", "27")), ("Kinh phí 3 tỷ đồng, gồm 2.500 triệu đồng của tỉnh và 700 triệu đồng của huyện", ("3", "3,2")),
        ("Kinh phí 12.500 triệu đồng, trong đó: trung ương 5.000 triệu đồng; tỉnh 4.000 triệu đồng; vốn hợp pháp khác 3.000 triệu đồng", ("12.500", "12000")),
        # A list of sources, budgets and others, is whole.
        ("Kinh phí 900 triệu đồng, trong đó: ngân sách tỉnh 400 triệu đồng; ngân sách huyện 200 triệu đồng; đóng góp của các hộ 200 triệu đồng", ("900", "800")),
        ("Kinh phí 6 tỷ đồng, trong đó: vốn xã hội hóa 2 tỷ đồng; nguồn sự nghiệp 1 tỷ đồng; ngân sách huyện 2 tỷ đồng", ("6", "5")),
    ],
)  # fmt: skip
def test_figures_that_contradict_each_other_are_noted_with_both(line: str, figures: tuple[str, ...]) -> None:
    (note,) = of_kind(with_line(line), NoteKind.CONTRADICTORY_FIGURES)
    for figure in figures:
        assert figure in note.message
        assert figure in note.message_en


@pytest.mark.parametrize(
    "line",
    [
        "Trên 70% làng nghề (6/8 làng nghề) hoạt động có hiệu quả", "Có 12/16 hộ đã nối điện, chiếm 75% tổng số hộ", "Có 12/16 hộ đan lưới, chiếm 30% lao động của thôn", "Khoảng 65% làng nghề (2/3 làng nghề) có sản phẩm", "28/37 làng nghề (75,7%) hoạt động có hiệu quả",
        "Kinh phí 3 tỷ đồng (tỉnh 2.500 triệu đồng; huyện 500 triệu đồng)", "Kinh phí 10 tỷ đồng, trong đó ngân sách tỉnh 4 tỷ đồng, ngân sách huyện 1 tỷ đồng",
        # Parts of a part, and a second way to part the whole.
        "Kinh phí 20 tỷ đồng, trong đó: ngân sách 12 tỷ đồng, gồm tỉnh 8 tỷ đồng và xã 4 tỷ đồng; vốn hợp pháp khác 8 tỷ đồng", "Kinh phí 20 tỷ đồng, gồm ngân sách 12 tỷ đồng, vốn của dân 8 tỷ đồng; năm 2023 là 9 tỷ đồng, năm 2024 là 11 tỷ đồng",
        "Kinh phí 30 tỷ đồng (năm 2023 là 8 tỷ đồng; năm 2024 và 2025 mỗi năm 11 tỷ đồng)",
        # Budgets only, no colon, two parts only, or an amount for some work: more may be left.
        "Kinh phí 9 tỷ đồng, trong đó: ngân sách tỉnh 4 tỷ đồng; ngân sách huyện 2 tỷ đồng; ngân sách xã 1 tỷ đồng",
        "Kinh phí 9 tỷ đồng, trong đó ngân sách tỉnh 4 tỷ đồng, ngân sách huyện 2 tỷ đồng, vốn của dân 1 tỷ đồng", "Kinh phí 9 tỷ đồng, trong đó: ngân sách tỉnh 4 tỷ đồng; vốn của dân 1 tỷ đồng",
        "Kinh phí 9 tỷ đồng, trong đó: ngân sách tỉnh 4 tỷ đồng; mua máy móc 2 tỷ đồng; vốn của doanh nghiệp 1 tỷ đồng",
    ],
)  # fmt: skip
def test_figures_that_agree_are_not_noted(line: str) -> None:
    assert not of_kind(with_line(line), NoteKind.CONTRADICTORY_FIGURES)


@given(part=st.integers(1, 60), whole=st.integers(1, 60), share=st.integers(1, 100))
@settings(max_examples=40, deadline=None)
def test_a_share_above_is_noted_exactly_when_the_gloss_does_not_exceed_it(part: int, whole: int, share: int) -> None:
    found = of_kind(
        with_line(f"Trên {share}% làng nghề ({part}/{whole} làng nghề) hoạt động có hiệu quả"),
        NoteKind.CONTRADICTORY_FIGURES,
    )
    assert bool(found) == (part > whole or part * 100 <= share * whole)


@pytest.mark.parametrize(
    ("line", "terms"),
    [
        ("Công nhận 07 hợp tác xã, trong đó có 05 hợp tác xã ở vùng núi và 04 hợp tác xã ở ven biển", "5 + 4"),
        ("Hỗ trợ 12 hộ gồm: 6 hộ làm gốm, 4 hộ làm mộc", "6 + 4"),
        ("Hiện có 28 xã, xã vùng cao được chọn (trong đó có 19 xã và 08 xã vùng cao)", "19 + 8"),
        (
            "Công nhận 99 hợp tác xã; trong đó: địa bàn tỉnh An (cũ) 50 hợp tác xã, tỉnh Bình (cũ) 48 hợp tác xã",
            "50 + 48",
        ),
        (
            "Toàn huyện có 04 hợp tác xã đang hoạt động, gồm: hợp tác xã Mây (xã Hòa), hợp tác xã Gốm (xã An), hợp tác xã rèn, đúc Bình Minh (xã Lộc); thu hút 90 lao động",
            "3",
        ),
        ("Chọn 2 xã bao gồm: xã Hòa, xã An và xã Lộc", "3"),
    ],
)
def test_a_count_that_its_parts_do_not_make_is_noted(line: str, terms: str) -> None:
    (note,) = of_kind(with_line(line), NoteKind.CONTRADICTORY_FIGURES)
    assert terms in note.message
    assert terms in note.message_en


@pytest.mark.parametrize(
    "line",
    [
        "Công nhận 09 hợp tác xã, trong đó có 05 hợp tác xã ở vùng núi và 04 hợp tác xã ở ven biển",
        # Some of them only; the same may be counted twice; another thing; a list left open.
        "Công nhận 12 hợp tác xã, trong đó có 05 hợp tác xã ở vùng núi và 04 hợp tác xã ở ven biển",
        "Công nhận 07 hợp tác xã, trong đó có 05 hợp tác xã kiểu mới và 04 hợp tác xã gắn với du lịch",
        "Hỗ trợ 12 hợp tác xã gồm 100 hộ làm gốm, 200 hộ làm mộc",
        "Hỗ trợ 12 hộ gồm: 6 hộ làm gốm, 4 hộ làm mộc và các hộ khác",
        "Hiện có 28 xã, xã vùng cao được chọn (trong đó có 20 xã và 08 xã vùng cao)",
        "Hiện có 28 xã, xã vùng cao được chọn (trong đó có 03 xã và 08 xã vùng cao)",
        "Hiện có 28 xã được chọn (trong đó có 19 xã và 08 xã vùng cao)",
        "Công nhận 99 hợp tác xã; trong đó: địa bàn tỉnh An (cũ) 50 hợp tác xã, tỉnh Bình (cũ) 49 hợp tác xã",
        "Công nhận 99 hợp tác xã; trong đó: riêng An 50 hợp tác xã, Bình 48 hợp tác xã",
        # Lists that are whole; left open; of another thing; or in which one cannot tell where a member ends.
        "Chọn 3 xã gồm: xã Hòa, xã An và xã Lộc",
        "Chọn 4 xã gồm: xã Hòa, An, Lộc, Bình",
        "Chọn 4 xã gồm: xã Hòa, xã An và các xã khác",
        "Chọn 3 xã gồm: xã Hòa, xã An và thị trấn Lộc",
        "Chọn 4 xã gồm: xã Hòa, xã An, …",
        "Chọn 4 xã, trong đó có: xã Hòa, xã An",
        "Có 4 hợp tác xã gồm: hợp tác xã mây, tre; hợp tác xã gốm",
        "Có 4 hợp tác xã, gồm: hợp tác xã mây, tre, hợp tác xã gốm",
        "Có 3 hợp tác xã gồm: hợp tác xã Mây (xã Hòa), Gốm (xã An), hợp tác xã Rèn (xã Lộc)",
        "Có 3 hợp tác xã, gồm: hợp tác xã Mây (xã Hòa) và Gốm An, hợp tác xã Rèn (xã Lộc)",
        "Có 3 hợp tác xã, gồm: hợp tác xã mộc và nón lá Hòa, hợp tác xã gốm An",
        "Có 3 hợp tác xã, gồm: hợp tác xã mộc, nón lá Hòa, hợp tác xã gốm An",
        "Có 3 hợp tác xã, gồm: hội Hòa, hợp tác xã gốm An, hợp tác xã rèn Lộc",
    ],
)
def test_parts_that_may_make_the_count_are_not_noted(line: str) -> None:
    assert not of_kind(with_line(line), NoteKind.CONTRADICTORY_FIGURES)


def test_a_share_that_falls_in_a_later_year_is_noted() -> None:
    later = "3. Mục tiêu cụ thể đến năm 2030\n- {share}% làng nghề hoạt động có hiệu quả.\nII. NHIỆM"
    lower = plan(SOUND.replace("(8/10 làng nghề) ", "").replace("II. NHIỆM", later.format(share=60), 1))
    (note,) = of_kind(lower, NoteKind.CONTRADICTORY_FIGURES)
    assert "70" in note.message
    assert "60" in note.message
    assert "2030" in note.message
    assert not of_kind(plan(SOUND.replace("II. NHIỆM", later.format(share=90), 1)), NoteKind.CONTRADICTORY_FIGURES)


def test_a_body_named_in_two_ways_is_noted() -> None:
    facts = with_line("Sở Kế hoạch Đầu tư tham mưu; Sở Kế hoạch và Đầu tư, Sở Kế hoạch và Đầu tư tổng hợp.")
    (note,) = of_kind(facts, NoteKind.INCONSISTENT_NAME)
    assert note.reading.evidence.quote == "Sở Kế hoạch Đầu tư"
    assert note.proposed == "Sở Kế hoạch và Đầu tư"


@pytest.mark.parametrize(
    ("line", "kind", "quote"),
    [
        ("Theo nghị định của Chính Phủ.", NoteKind.LETTER_CASE, "Chính Phủ"),
        ("Sở Tài chính, sở Kế hoạch và Đầu tư tổng hợp.", NoteKind.LETTER_CASE, "sở Kế hoạch và Đầu tư"),
        ("UBND các huyện, thị xã, thành phố phối hợp.", NoteKind.INCONSISTENT_NAME, ""),
    ],
)
def test_capitals_and_groups_that_differ_are_noted(line: str, kind: NoteKind, quote: str) -> None:
    (found,) = shown(with_line(line), kind)
    assert quote in found


def test_initials_behind_the_closing_stroke_are_a_mark_of_the_drafter() -> None:
    facts = plan(SOUND.rstrip().rstrip(".") + "./.NVH\n")
    assert [n.reading.rule for n in of_kind(facts, NoteKind.DRAFTER_MARK)] == ["doubts.initials"]
    assert not of_kind(facts, NoteKind.SUSPECTED_MISREADING)


def test_a_sentence_cut_by_a_blank_line_is_no_warning_of_the_reader() -> None:
    facts = with_line("Tổ chức các lớp dạy nghề cho lao động trong các làng\n\nnghề của tỉnh hằng năm.")
    assert [n.reading.rule for n in of_kind(facts, NoteKind.CUT_SENTENCE)] == ["doubts.cut-sentence"]
    assert not of_kind(facts, NoteKind.READER_WARNING)


def test_a_name_that_is_cut_off_is_noted_and_a_whole_one_is_not() -> None:
    (note,) = of_kind(with_line("Phối hợp với Sở Nông nghiệp và Phát triển; các sở, ngành."), NoteKind.DAMAGED_NAME)
    assert note.proposed == "Sở Nông nghiệp và Phát triển nông thôn"
    for whole in (
        "Sở Lao động - Thương binh và Xã hội",
        "Phòng Văn hóa và Thông tin",
        "Sở Văn hóa, Thể thao và Du lịch",
        "Sở Nông nghiệp và Môi trường",
    ):
        assert not of_kind(with_line(f"Phối hợp với {whole}; các sở, ngành."), NoteKind.DAMAGED_NAME)


TASKS = (
    "TT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\n"
    "1\tHướng dẫn lập hồ sơ đề nghị phong tặng danh hiệu nghệ nhân ưu tú, nghệ nhân nhân dân cho thợ giỏi làng nghề truyền thống\tSở Nội vụ\tSở Tài chính\n"
    "2\tLập hồ sơ đề nghị phong tặng nghệ nhân ưu tú, nghệ nhân nhân dân cho thợ giỏi trong làng nghề truyền thống của tỉnh\tSở Nội vụ\tSở Tài chính\n"
    "3\tCấp kinh phí hằng năm cho các lớp dạy nghề trong làng nghề\tSở Tài chính\tSở Tài chính; Sở Nội vụ\n"
)


def test_twin_tasks_and_a_lead_that_also_coordinates_are_noted() -> None:
    facts = plan(SOUND + TASKS)
    (twin,) = of_kind(facts, NoteKind.DUPLICATE_TASK)
    (double,) = of_kind(facts, NoteKind.LEAD_COORDINATES)
    assert "Sở Nội vụ" in twin.message
    # Tasks on one subject share its long name and do different things.
    subject = "chuyển đổi số trong hoạt động xây dựng, quản lý, khai thác kết cấu hạ tầng giao thông trên địa bàn tỉnh"
    rows = f"TT\tNhiệm vụ\tCơ quan chủ trì\n1\tBiên soạn tài liệu, mở lớp bồi dưỡng cán bộ về {subject}\tSở Xây dựng\n2\tRà soát, sửa đổi quy định, ban hành cơ chế, chính sách cho {subject}\tSở Xây dựng\n"
    assert not of_kind(plan(SOUND + rows), NoteKind.DUPLICATE_TASK)
    # An annex of assignments says again what the text in front of it says; its products are no stray targets.
    said = f"Biên soạn tài liệu, mở lớp bồi dưỡng cán bộ về {subject}"
    annex = f"PHỤ LỤC\nTT\tNhiệm vụ\tCơ quan chủ trì\tSản phẩm\n1\t{said}\tSở Xây dựng\t02 chuyên mục/tháng\n"
    told = plan(f"{SOUND.rstrip()}\n3. Sở Xây dựng\n{said}.\n{annex}")
    assert len([task for task in told.tasks if said in task.reading.evidence.quote]) == 2
    assert not of_kind(told, NoteKind.DUPLICATE_TASK)
    assert not of_kind(told, NoteKind.TARGET_OUTSIDE_SECTION)
    assert "Sở Tài chính" in double.message


_MONEY = (
    "\nBIỂU 01: NHU CẦU KINH PHÍ\nĐơn vị tính: triệu đồng\nTT\tNội dung\tTổng số\tNăm 2026\tNăm 2027\n"
    "1\tDạy nghề\t3.000\t1.000\t2.000\n2\tKhôi phục nghề\t5.000\t2.000\t3.000\n\tTổng cộng\t8.000\t3.000\t5.000\n"
)


@pytest.mark.parametrize(
    ("said", "table", "noted"),
    [
        ("8.000 triệu đồng; chi tiết tại Phụ lục 01 kèm theo", _MONEY, False),
        ("khoảng 9.500 triệu đồng, từ ngân sách; chi tiết tại Phụ lục 01 kèm theo", _MONEY, True),
        ("9.500 triệu đồng, cả vốn của dân", _MONEY, False),
        # By years and by sources at once.
        ("36 tỷ đồng, trong đó năm 2026 là 6 tỷ đồng; ngân sách 21 tỷ đồng, xã hội hóa 15 tỷ đồng", "", False),
        # The unit may stand in the title of the column; sums of two units cannot be told apart.
        (
            "khoảng 9.500 triệu đồng (chi tiết tại Phụ lục 01), từ ngân sách",
            _MONEY.replace("Đơn vị tính: triệu đồng\n", "").replace("Tổng số", "Tổng số (triệu đồng)"),
            True,
        ),
        (
            "8.000 triệu đồng (chi tiết tại Phụ lục 01), từ ngân sách",
            _MONEY.replace("Đơn vị tính: triệu đồng\n", "").replace("Tổng số", "Tổng số (triệu đồng)"),
            False,
        ),
        (
            "khoảng 9.500 triệu đồng (chi tiết tại Phụ lục 01), từ ngân sách",
            _MONEY.replace("Tổng số", "Tổng số (tỷ đồng)"),
            False,
        ),
        # Each sum adds up the rows of its own group.
        ("8.000 triệu đồng", _MONEY.replace("2\tKhôi", "\tCộng\t3.000\t1.000\t2.000\n2\tKhôi"), False),
        # "Tổng kết" sums up nothing.
        ("8.000 triệu đồng", _MONEY.replace("2\tKhôi phục nghề", "2\tTổng kết Kế hoạch"), False),
    ],
)
def test_a_total_is_held_against_the_annex_that_its_sentence_points_at(said: str, table: str, noted: bool) -> None:
    facts = plan(
        SOUND.replace("Từ ngân sách tỉnh 12 tỷ đồng", f"Tổng kinh phí {said}.\nTừ ngân sách tỉnh 12 tỷ đồng") + table
    )
    assert bool(of_kind(facts, NoteKind.CONTRADICTORY_FIGURES)) is noted
    assert not of_kind(facts, NoteKind.MISSING_ANNEX)
    assert not [message for message in (n.message for n in of_kind(facts, NoteKind.UNREAD)) if "dòng" in message]
    # Needs of money are no targets.
    assert [t.printed for o in facts.objectives for t in o.targets] == ["70%"]


@given(st.text(alphabet="abcdeghiklmnopqrstuvxyăâđêôơư\u0300\u0301\u0303\u0309\u0323", max_size=9))
def test_the_skeleton_of_a_skeleton_is_itself_and_syllables_take_any_text(text: str) -> None:
    plain = skeleton(unicodedata.normalize("NFC", text))
    assert skeleton(plain) == plain
    assert isinstance(is_syllable(unicodedata.normalize("NFC", text)), bool)


@pytest.mark.parametrize(
    "syllable",
    ["nghiêng", "giếng", "gì", "quyết", "khuỷu", "thuở", "oanh", "yêu", "ưu", "rượu", "quít", "xoèn", "ngoằn", "phích"],
)
def test_a_syllable_of_the_language_is_known_as_such(syllable: str) -> None:
    assert is_syllable(syllable)


@pytest.mark.parametrize("string", ["nhât", "suru", "suu", "ngưòi", "trưòng", "phátt", "ôg", "biêt"])
def test_a_string_that_cannot_be_a_syllable_is_known_as_such(string: str) -> None:
    assert not is_syllable(string)


def test_the_time_grows_with_the_length_only() -> None:
    part = "II. NHIỆM" + SOUND.split("II. NHIỆM", 1)[1]
    assert_in_proportion(lambda times: plan(SOUND + part * times), 20, 200)


@pytest.mark.parametrize(
    "hostile",
    [
        lambda n: "(" * 3 * n,
        lambda n: "“" * n + "”" * n,
        lambda n: "khi " * n,
        lambda n: "ngày " + "." * 3 * n,
        lambda n: "số " + " " * n + "/",
        lambda n: "phụ lục " * n,
    ],
    ids=["brackets", "quotes", "words", "dots", "spaces", "annexes"],
)
def test_hostile_paragraphs_are_survived_with_few_notes(hostile: Callable[[int], str]) -> None:
    found: list[int] = []
    assert_in_proportion(lambda n: found.append(len(with_line(hostile(n)).notes)), 1_000, 10_000)
    assert max(found) < 40


@pytest.mark.parametrize("share", [0.35, 0.5, 0.8])
def test_a_text_that_breaks_off_inside_a_sentence_is_noted(share: float) -> None:
    head = HEAD.format(number="Số: 12/KH-UBND", date="Hoa Sen, ngày 12 tháng 5 năm 2022")
    whole = head + SOUND + TAIL
    begin, end = len(head), whole.index("Nơi nhận")
    at = int(begin + share * (end - begin))
    while not (whole[at - 1].isalpha() and whole[at].isalpha()):
        at -= 1
    facts = extract(read(whole[:at].encode(), "ke-hoach.txt"))
    assert [n.reading.rule for n in of_kind(facts, NoteKind.CUT_SENTENCE)] == ["doubts.breaks-off"]


WHOLE = (
    "Hỗ trợ các cơ sở trong làng nghề đổi mới thiết bị, mở rộng sản xuất.",
    "Kết nối các làng nghề với doanh nghiệp lữ hành, đưa khách tham quan về địa phương.",
    "Phát triển du lịch gắn với các chương trình, dự án trên địa bàn tỉnh.",
    "Đưa sản phẩm của làng nghề lên sàn thương mại điện tử trong và ngoài nước.",
    "Mở các lớp dạy nghề cho lao động nông thôn tại các làng nghề.",
)


def with_bullets(*bullets: str) -> Facts:
    listed = "".join(f"- {bullet}\n" for bullet in bullets)
    return plan(SOUND.replace("II. NHIỆM VỤ, GIẢI PHÁP\n", f"II. NHIỆM VỤ, GIẢI PHÁP\n{listed}"))


@pytest.mark.parametrize(
    "line",
    [
        "Nâng cấp đường giao thông, điện chiếu sáng tại các làng nghề có đông khách tham",
        "Bố trí mặt bằng, xây dựng điểm trưng bày sản phẩm tại trung tâm xã, khu du",
        "Huy động nguồn lực của doanh nghiệp, cộng đồng; lồng ghép có hiệu quả với các chương",
        "Khôi phục các nghề truyền thống đang mai một trên địa bàn các huyện, thành phố và",
    ],
)
def test_a_sentence_that_stops_halfway_before_the_next_provision_is_noted(line: str) -> None:
    (note,) = of_kind(with_bullets(*WHOLE[:3], line, *WHOLE[3:]), NoteKind.CUT_SENTENCE)
    assert note.reading.rule == "doubts.stops-halfway"
    assert note.reading.evidence.quote.endswith(line[-12:])


@pytest.mark.parametrize(
    "line",
    [
        "Xây dựng cơ sở dữ liệu về làng nghề của tỉnh phục vụ chuyển đổi số",
        "Hỗ trợ các cơ sở trong làng nghề xử lý nước thải, bảo vệ môi trường",
        "Mở các lớp dạy nghề cho lao động nông thôn tại các xã của huyện Cao Bằng",
        "Đưa sản phẩm tới khách tham",
    ],
)
def test_a_sentence_that_only_lacks_its_full_stop_is_no_cut_one(line: str) -> None:
    assert not of_kind(with_bullets(*WHOLE[:3], line, *WHOLE[3:]), NoteKind.CUT_SENTENCE)


def test_where_bullets_end_without_a_mark_none_of_them_is_cut() -> None:
    bare = [bullet.rstrip(".") for bullet in WHOLE]
    cut = "Huy động nguồn lực của doanh nghiệp, cộng đồng; lồng ghép có hiệu quả với các chương"
    assert not of_kind(with_bullets(*bare, cut, *bare), NoteKind.CUT_SENTENCE)


@pytest.mark.parametrize("tail", [TAIL, ""])
def test_a_text_that_ends_with_a_full_stop_is_not_noted(tail: str) -> None:
    head = HEAD.format(number="Số: 12/KH-UBND", date="Hoa Sen, ngày 12 tháng 5 năm 2022")
    assert not of_kind(extract(read((head + SOUND + tail).encode(), "ke-hoach.txt")), NoteKind.CUT_SENTENCE)


@pytest.mark.parametrize(
    "words", ["công ăn việc làm", "nơi ăn chốn ở", "an cư lạc nghiệp", "xóa đói giảm nghèo", "uống nước nhớ nguồn"]
)
def test_an_idiom_is_no_misread_word(words: str) -> None:
    assert not of_kind(
        with_line(f"Tạo điều kiện để người dân ổn định {words} tại các làng nghề."), NoteKind.SUSPECTED_MISREADING
    )


@pytest.mark.parametrize(
    "words", ["các hộ đan đát ở xã", "các hộ ở xã Nghĩa An ở phía đông", "làng Phú Hiền có", "nghề gác kèo ong có"]
)
def test_what_ends_with_a_name_or_a_craft_is_no_misread_word(words: str) -> None:
    assert not of_kind(
        with_line(f"Hỗ trợ {words} điều kiện vay vốn để mở rộng làng nghề."), NoteKind.SUSPECTED_MISREADING
    )


def test_no_name_of_a_craft_holds_a_misread_word() -> None:
    named = re.findall(
        r'^name = "([^"]+)"', (PROJECT / "data" / "villages" / "crafts.toml").read_text(encoding="utf-8"), re.M
    )
    lines = [f"- Hỗ trợ các hộ {name} ở xã; khôi phục {name} có điều kiện tại làng nghề." for name in named]
    text = HEAD.format(number="Số: 12/KH-UBND", date="Hoa Sen, ngày 12 tháng 5 năm 2022") + "II. NHIỆM VỤ\n"
    facts = extract(read((text + "\n".join(lines) + TAIL).encode(), "ke-hoach.txt"))
    assert named
    assert [note.message for note in of_kind(facts, NoteKind.SUSPECTED_MISREADING)] == []


def test_a_syllable_that_makes_a_word_with_the_next_is_not_doubted() -> None:
    assert not with_line("Khai thác hợp lý nguồn lục bình cho nghề đan.").notes


def test_a_word_that_the_text_has_elsewhere_is_not_cut_in_two() -> None:
    line = "Khai thác nguồn lục cây cho nghề dệt"
    assert shown(with_line(f"{line}."), NoteKind.SUSPECTED_MISREADING) == ["nguồn lục"]
    assert not of_kind(with_line(f"{line}; trồng lục cây trên đất bãi."), NoteKind.SUSPECTED_MISREADING)


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("Công nhận 18 hợp tác xã, trong đó khu vực Bắc 08 hợp tác xã, khu vực Nam 05 hợp tác xã, khu vực Tây 04 hợp tác xã.", 1),
        ("Công nhận 17 hợp tác xã, trong đó khu vực Bắc 08 hợp tác xã, khu vực Nam 05 hợp tác xã, khu vực Tây 04 hợp tác xã.", 0),
        ("Hiện có 97 hợp tác xã, trong đó 66 hợp tác xã trên địa bàn tỉnh Hòa (cũ) và 29 hợp tác xã trên địa bàn huyện Mai.", 1),
        ("03 hợp tác xã có tổng cộng 150 hộ với 300 lao động, cụ thể: gốm A 70 hộ, mộc B 50 hộ, mây C 20 hộ.", 1),
        ("03 hợp tác xã có tổng cộng 150 hộ với 300 lao động, cụ thể: gốm A 70 hộ, mộc B 80 hộ.", 0),
    ],
)  # fmt: skip
def test_parts_told_by_place_or_one_by_one_are_all_of_a_count(line: str, count: int) -> None:
    told = [n for n in with_line(line).notes if n.reading.rule == "doubts.parts-and-count"]
    assert len(told) == count


@pytest.mark.parametrize(
    ("line", "terms"),
    [
        ("Toàn huyện có 1.250 hộ đan lát, chia ra: 700 hộ ven sông, 400 hộ vùng núi và 250 hộ ven biển; thu hút 2.900 lao động.", "700 + 400 + 250"),
        ("Hiện có 23 cơ sở, bao gồm 12 cơ sở dệt, 8 cơ sở mộc, 4 cơ sở rèn; tạo việc làm cho 300 lao động.", "12 + 8 + 4"),
        ("Có 88 hợp tác xã còn hoạt động, gồm 65 hợp tác xã thuộc địa bàn tỉnh Hòa (trước sắp xếp) và 25 hợp tác xã thuộc tỉnh Sen (trước sắp xếp), thu hút khoảng 27 nghìn lao động.", "65 + 25"),
        ("Toàn tỉnh có 38 nghề, làng nghề, gồm 07 nghề truyền thống, 12 làng nghề và 18 làng nghề truyền thống.", "7 + 12 + 18"),
        ("Công nhận mới 08 làng nghề, trong đó phía Đông 05 làng, phía Tây 04 làng.", "5 + 4"),
        ("Có 42 làng nghề được công nhận, trong đó huyện An 15 làng, huyện Bình 14 làng, thị xã Cát 16 làng.", "15 + 14 + 16"),
        ("Xã có 64 hộ làm nghề, trong đó: thôn Thượng 30 hộ; thôn Trung 20 hộ và thôn Hạ 11 hộ.", "30 + 20 + 11"),
        ("Có 12 sản phẩm OCOP, gồm 8 sản phẩm 3 sao, 5 sản phẩm 4 sao; thu nhập tăng 5%.", "8 + 5"),
        ("Toàn xã có 96 hộ làm nghề, gồm:\n+ Thôn Đông: 40 hộ;\n+ Thôn Đoài: 36 hộ;\n+ Thôn Nam: 22 hộ.", "40 + 36 + 22"),
        ("Kinh phí 20 tỷ đồng (năm 2026: 8 tỷ đồng; năm 2027: 12 tỷ đồng), trong đó:\n+ Ngân sách tỉnh: 9 tỷ đồng;\n+ Ngân sách xã: 4 tỷ đồng;\n+ Vốn hợp pháp khác: 6 tỷ đồng.", "9 + 4 + 6"),
        ("Kinh phí 20 tỷ đồng (năm 2026: 8 tỷ đồng; năm 2027: 12 tỷ đồng), gồm: ngân sách tỉnh 9 tỷ đồng; ngân sách xã 4 tỷ đồng; vốn hợp pháp khác 6 tỷ đồng.", "9 + 4 + 6"),
        ("Kinh phí 15 tỷ đồng, gồm:\n+ Ngân sách tỉnh 9 tỷ đồng;\n+ Ngân sách xã là 4 tỷ đồng;\n+ Vốn của doanh nghiệp, hộ dân 3 tỷ đồng.", "9 + 4 + 3"),
        ("Có 57 làng nghề được công nhận, gồm: 30 làng nghề thuộc tỉnh Hòa cũ, 16 làng nghề thuộc tỉnh Sen cũ và 10 làng nghề thuộc tỉnh Mai cũ; trong đó có 21 làng nghề truyền thống.", "30 + 16 + 10"),
        ("Có 57 làng nghề, gồm 30 làng nghề thuộc tỉnh Hòa, 26 làng nghề thuộc tỉnh Sen; trong đó 21 làng nghề truyền thống.", "30 + 26"),
        ("Có 57 hộ, gồm 30 hộ ở thôn Đông và 26 hộ ở thôn Đoài, trong đó 21 hộ khá.", "30 + 26"),
        ("Tổng kinh phí dự kiến: 2.900 triệu đồng, phân kỳ như sau:\n+ Năm 2023: 400 triệu đồng;\n+ Năm 2024: 1.250 triệu đồng;\n+ Năm 2025: 1.150 triệu đồng.", "400 + 1250 + 1150"),
        ("Nhu cầu vốn là 9 tỷ đồng, cụ thể:\n+ Giai đoạn 2021 - 2025: 4 tỷ đồng;\n+ Giai đoạn 2026 - 2030: 6 tỷ đồng.", "4 + 6"),
        ("Tổng kinh phí 9 tỷ đồng, phân bổ theo từng năm như sau:\n+ Năm 2024: 4.000 triệu đồng;\n+ Năm 2025: 4.500 triệu đồng.", "4 + 4,5"),
    ],
)  # fmt: skip
def test_parts_told_in_prose_or_bullets_are_added_up(line: str, terms: str) -> None:
    (note,) = of_kind(with_line(line), NoteKind.CONTRADICTORY_FIGURES)
    assert terms in note.message


@pytest.mark.parametrize(
    "line",
    [
        "Toàn xã có 98 hộ làm nghề, gồm:\n+ Thôn Đông: 40 hộ;\n+ Thôn Đoài: 36 hộ;\n+ Thôn Nam: 22 hộ.",
        "Kinh phí 20 tỷ đồng (năm 2026: 8 tỷ đồng; năm 2027: 12 tỷ đồng), trong đó:\n+ Ngân sách tỉnh: 9 tỷ đồng;\n+ Ngân sách xã: 4 tỷ đồng.",
        "Công nhận 08 làng nghề, trong đó có 02 làng nghề truyền thống.",
        "Công nhận 15 làng nghề, trong đó năm 2026 có 5 làng, năm 2027 có 6 làng.",
        "Có 180 làng nghề được công nhận, trong đó 154 làng nghề đang hoạt động, 26 làng nghề đã ngừng.",
        "Có 40 làng nghề, trong đó chủ yếu ở huyện An 15 làng, huyện Bình 14 làng, huyện Cát 9 làng.",
        "Có 300 hộ, trong đó ấp A 20 hộ, ấp B 30 hộ và ấp C 25 hộ làm nghề.",
        "Có khoảng 40 làng nghề, gồm 20 làng gốm, 10 làng mộc, 12 làng dệt.",
        "Hỗ trợ 12 hợp tác xã gồm 6 hợp tác xã gắn với du lịch, 8 hợp tác xã đạt chuẩn.",
        "Có 05 làng nghề với 120 hộ, trong đó ấp A 60 hộ, ấp B 60 hộ.",
        "Có 20 làng nghề, gồm 12 làng nghề truyền thống, 8 làng nghề và 15 nghề truyền thống.",
        "Có 20 làng nghề, gồm 12 làng đan lát, 8 làng mộc. Xã An có 14 hộ, gồm 7 hộ gốm và 7 hộ mộc.",
        # What is said of all parts behind them is none of them; what parts one of them stands among them.
        "Có 56 làng nghề được công nhận, gồm: 30 làng nghề thuộc tỉnh Hòa cũ, 16 làng nghề thuộc tỉnh Sen cũ và 10 làng nghề thuộc tỉnh Mai cũ; trong đó có 21 làng nghề truyền thống.",
        "Có 56 làng nghề, gồm 30 làng nghề thuộc tỉnh Hòa, 26 làng nghề thuộc tỉnh Sen; trong đó 21 làng nghề truyền thống.",
        "Có 56 hộ, gồm 30 hộ ở thôn Đông và 26 hộ ở thôn Đoài, trong đó 21 hộ khá.",
        "Có 60 hộ, gồm 30 hộ ở thôn Đông, trong đó 21 hộ khá, 20 hộ ở thôn Đoài và 10 hộ ở thôn Nam.",
        "Có 60 hộ, gồm 30 hộ ở thôn Đông và 20 hộ ở thôn Đoài, trong đó 8 hộ khá, 10 hộ ở thôn Nam.",
        "Có 60 hộ, gồm 30 hộ ở thôn Đông; 20 hộ ở thôn Đoài; trong đó 8 hộ khá; 10 hộ ở thôn Nam.",
        # Money by years: all of it, roughly told, by year and source at once, so much each year, some years only.
        "Tổng kinh phí dự kiến: 2.800 triệu đồng, phân kỳ như sau:\n+ Năm 2023: 400 triệu đồng;\n+ Năm 2024: 1.250 triệu đồng;\n+ Năm 2025: 1.150 triệu đồng.",
        "Tổng kinh phí khoảng 3 tỷ đồng, phân kỳ như sau:\n+ Năm 2023: 1.700 triệu đồng;\n+ Năm 2024: 1.250 triệu đồng.",
        "Tổng kinh phí 9 tỷ đồng, cụ thể:\n+ Năm 2023: 4 tỷ đồng;\n+ Năm 2024: 5 tỷ đồng;\n+ Ngân sách tỉnh: 6 tỷ đồng.",
        "Tổng kinh phí 9 tỷ đồng, cụ thể:\n+ Năm 2023: 3 tỷ đồng;\n+ Các năm 2024, 2025: 3 tỷ đồng.",
        "Tổng kinh phí 9 tỷ đồng, cụ thể:\n+ Năm 2023: 3 tỷ đồng;\n+ Năm 2024: 3 tỷ đồng;\n+ Các năm sau theo khả năng cân đối.",
        "Mức hỗ trợ 9 tỷ đồng, cụ thể:\n+ Xây dựng hạ tầng: 4 tỷ đồng;\n+ Đào tạo nghề: 2 tỷ đồng.",
        "Tổng kinh phí 9 tỷ đồng/năm, phân kỳ như sau:\n+ Năm 2023: 3 tỷ đồng;\n+ Năm 2024: 3 tỷ đồng.",
        "Tổng kinh phí 9 tỷ đồng, trong đó:\n+ Năm 2023: 3 tỷ đồng;\n+ Năm 2024: 3 tỷ đồng.",
    ],
)
def test_parts_that_make_their_count_or_are_some_of_it_only_are_not_noted(line: str) -> None:
    assert not of_kind(with_line(line), NoteKind.CONTRADICTORY_FIGURES)


@pytest.mark.parametrize(
    ("here", "there", "count"),
    [
        ("Đánh giá 39 hợp tác xã đã được công nhận.", "Hỗ trợ 37 hợp tác xã đã được công nhận.", 1),
        ("Đánh giá 39 hợp tác xã đã được tỉnh công nhận.", "Hỗ trợ 39 hợp tác xã đã được công nhận.", 0),
        ("Đánh giá 39 hợp tác xã đã được công nhận.", "Hỗ trợ 7 hợp tác xã đã được công nhận tại xã Hòa.", 0),
        ("Đánh giá 39 hợp tác xã đã được công nhận.", "Đến năm 2025 có 45 hợp tác xã đã được công nhận.", 0),
    ],
)
def test_what_is_recognised_in_the_whole_area_is_counted_once(here: str, there: str, count: int) -> None:
    told = [n for n in with_line(f"{here}\n- {there}").notes if n.reading.rule == "doubts.two-counts"]
    assert len(told) == count


_TOTAL = "1. Tổng kinh phí dự kiến 30.000 triệu đồng, gồm: ngân sách tỉnh 21.000 triệu đồng, nguồn huy động khác 9.000 triệu đồng."


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        ((_TOTAL, "2. Phân kỳ: năm 2026 là 9.200 triệu đồng; năm 2027 là 10.500 triệu đồng; năm 2028 là 11.300 triệu đồng."), 1),
        ((_TOTAL, "2. Phân kỳ: năm 2026 là 9.200 triệu đồng; năm 2027 là 10.500 triệu đồng; năm 2028 là 10.300 triệu đồng."), 0),
        ((_TOTAL, "2. Năm 2026 là 9.200 triệu đồng. Năm 2027 là 10.500 triệu đồng. Năm 2028 là 11.300 triệu đồng."), 1),
        ((_TOTAL, "2. Phân kỳ:", "- Năm 2026: 9.200 triệu đồng;", "- Năm 2027: 10.500 triệu đồng;", "- Năm 2028: 11.300 triệu đồng."), 1),
        # Not the whole period, of one source, another unit, far off, rough, or the sum of a source.
        ((_TOTAL, "2. Phân kỳ: năm 2026 là 9.200 triệu đồng; năm 2027 là 10.500 triệu đồng; năm 2029 là 11.300 triệu đồng."), 0),
        ((_TOTAL, "2. Ngân sách tỉnh: năm 2026 là 9.200 triệu đồng; năm 2027 là 10.500 triệu đồng; năm 2028 là 11.300 triệu đồng."), 0),
        ((_TOTAL, "2. Phân kỳ vốn ngân sách tỉnh:", "- Năm 2026: 9.200 triệu đồng;", "- Năm 2027: 10.500 triệu đồng;", "- Năm 2028: 11.300 triệu đồng."), 0),
        ((_TOTAL, "2. Phân kỳ: năm 2026 là 9 tỷ đồng; năm 2027 là 10 tỷ đồng; năm 2028 là 12 tỷ đồng."), 0),
        ((_TOTAL, "2. Phân kỳ: năm 2026 là 3.000 triệu đồng; năm 2027 là 3.000 triệu đồng; năm 2028 là 2.500 triệu đồng."), 0),
        ((_TOTAL, "2. Phân kỳ: năm 2026 là khoảng 9.200 triệu đồng; năm 2027 là 10.500 triệu đồng; năm 2028 là 11.300 triệu đồng."), 0),
        ((_TOTAL.replace("30.000", "25.000"), "2. Phân kỳ: năm 2026 là 7.000 triệu đồng; năm 2027 là 7.000 triệu đồng; năm 2028 là 7.000 triệu đồng."), 0),
        # Two totals: of which one the years are is not said.
        ((_TOTAL, "2. Tổng kinh phí đào tạo 32.000 triệu đồng.", "3. Phân kỳ: năm 2026 là 9.200 triệu đồng; năm 2027 là 10.500 triệu đồng; năm 2028 là 11.300 triệu đồng."), 0),
        # Its parts are told in the total's own sentence.
        (("1. Tổng kinh phí 30.000 triệu đồng, gồm: năm 2026: 9.200 triệu đồng; năm 2027: 10.500 triệu đồng; năm 2028: 11.300 triệu đồng.",), 0),
    ],
)  # fmt: skip
def test_the_money_of_all_years_is_held_against_the_one_total_of_its_part(lines: tuple[str, ...], count: int) -> None:
    given = "Từ ngân sách tỉnh 12 tỷ đồng (ngân sách sự nghiệp 5 tỷ đồng; ngân sách đầu tư 7 tỷ đồng)."
    body = SOUND.replace(given, "\n".join(lines)).replace("đến năm 2025", "đến năm 2028")
    head = HEAD.replace("2022 - 2030", "2026 - 2028").format(
        number="Số: 15/KH-UBND", date="Hoa Sen, ngày 12 tháng 12 năm 2025"
    )
    facts = extract(read((head + body + TAIL).encode(), "plan.txt"))
    assert len([n for n in facts.notes if n.reading.rule == "doubts.years-and-total"]) == count


@pytest.mark.parametrize(("last", "count"), [("15.000", 1), ("17.000", 0)])
def test_sources_in_a_paragraph_of_their_own_give_the_total_before_them(last: str, count: int) -> None:
    body = SOUND.replace(
        "Từ ngân sách tỉnh 12 tỷ đồng (ngân sách sự nghiệp 5 tỷ đồng; ngân sách đầu tư 7 tỷ đồng).",
        "1. Tổng nhu cầu kinh phí dự kiến 68.500 triệu đồng.\n"
        f"2. Cơ cấu nguồn vốn: ngân sách tỉnh 42.500 triệu đồng; ngân sách huyện 9.000 triệu đồng; vốn hợp pháp khác {last} triệu đồng.",
    )
    assert len([n for n in plan(body).notes if n.reading.rule == "doubts.parts-and-total"]) == count


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("Tổng nhu cầu kinh phí thực hiện Kế hoạch giai đoạn 2021 - 2030 là 9 tỷ đồng.", 1),
        ("Tổng nhu cầu kinh phí thực hiện Kế hoạch giai đoạn 2023 - 2025 là 9 tỷ đồng.", 0),
        ("Kế hoạch này được triển khai thực hiện trong giai đoạn 2022 - 2025.", 1),
        ("Xác định nhiệm vụ, giải pháp của giai đoạn 2021 - 2030.", 1),
        ("Làm căn cứ để các xã bố trí nguồn lực thực hiện trong giai đoạn 2021 - 2030.", 1),
        ("Làm căn cứ để các xã bố trí nguồn lực thực hiện trong giai đoạn 2026 - 2030.", 0),
        # The years of the programme that the plan carries out.
        (
            "Cụ thể hóa mục tiêu quốc gia giai đoạn 2021 - 2030.\n- Làm căn cứ bố trí nguồn lực thực hiện trong giai đoạn 2021 - 2030.",
            0,
        ),
        ("Tổng kết mục tiêu, nhiệm vụ của Chương trình, mục tiêu, nhiệm vụ của giai đoạn 2021 - 2030.", 0),
    ],
)
def test_the_plans_own_money_work_and_time_are_of_its_period(line: str, count: int) -> None:
    assert len(of_kind(with_line(line), NoteKind.INCONSISTENT_PERIOD)) == count


@pytest.mark.parametrize(
    ("last", "count"), [("200", 1), ("220", 0), ("20", 0)], ids=["nearly all", "all", "some of many"]
)
def test_bullets_that_come_near_their_total_are_meant_to_be_all_of_it(last: str, count: int) -> None:
    body = SOUND.replace(
        "Từ ngân sách tỉnh 12 tỷ đồng (ngân sách sự nghiệp 5 tỷ đồng; ngân sách đầu tư 7 tỷ đồng).",
        "Kinh phí thực hiện là 1.280 triệu đồng, trong đó:\n- Rà soát: 120 triệu đồng;\n- Truyền nghề: 665 triệu đồng;\n"
        f"- Xúc tiến thương mại: 275 triệu đồng;\n- Phương án bảo vệ môi trường: {last} triệu đồng.",
    )
    assert len([n for n in plan(body).notes if n.reading.rule == "doubts.parts-and-total"]) == count


@pytest.mark.parametrize(
    ("line", "count"),
    [
        (
            "Toàn tỉnh có 17 nghề truyền thống, trong đó địa bàn An Hòa (cũ) có 10 và địa bàn Phú Mỹ (cũ) có 06, với 400 hộ.",
            1,
        ),
        (
            "Toàn tỉnh có 17 nghề truyền thống, trong đó địa bàn An Hòa (cũ) có 11 và địa bàn Phú Mỹ (cũ) có 06, với 400 hộ.",
            0,
        ),
        ("Toàn tỉnh có 17 nghề truyền thống, trong đó huyện An Hòa có 10 và huyện Phú Mỹ có 09.", 1),
        ("Toàn tỉnh có 17 nghề truyền thống, trong đó huyện An Hòa có 10 và huyện Phú Mỹ có 06.", 0),
        ("Toàn tỉnh có 17 nghề truyền thống, trong đó huyện An Hòa có 8, huyện Phú Mỹ có 05 và huyện Ba Sao có 03.", 1),
        ("Toàn tỉnh có khoảng 17 nghề truyền thống, trong đó phía Bắc có 10 và phía Nam có 06.", 0),
        (
            "Toàn tỉnh có 31 nghề và làng nghề, gồm: 14 làng nghề và 17 nghề truyền thống; trong đó phía Bắc có 20 và phía Nam có 11.",
            0,
        ),
        ("Đến năm 2024, toàn tỉnh có 17 nghề truyền thống, trong đó huyện An Hòa có 10 và huyện Phú Mỹ có 09.", 1),
    ],
)
def test_bare_figures_of_places_add_up_to_their_count(line: str, count: int) -> None:
    found = with_line(line).notes
    assert len([n for n in found if n.reading.rule == "doubts.parts-and-count"]) == count


def test_one_piece_of_work_that_two_bodies_are_to_lead_is_noted() -> None:
    work = "mở các lớp đào tạo nghề cho lao động trong làng nghề"
    first = (
        f"3. Sở Giáo dục và Đào tạo\nChủ trì, phối hợp với UBND các huyện, thành phố {work}, bình quân 20 lớp/năm.\n"
    )
    (note,) = of_kind(
        plan(f"{SOUND}{first}4. Sở Nội vụ\nChủ trì {work}; tham mưu khen thưởng.\n"), NoteKind.DUPLICATE_TASK
    )
    assert "Sở Giáo dục và Đào tạo và Sở Nội vụ" in note.message
    # Who works with others leads nothing; words behind a comma may divide the work; committees work in their own areas.
    for second in (
        f"4. Sở Nội vụ\nPhối hợp {work}.\n",
        f"4. Sở Nội vụ\nChủ trì {work}, thuộc lĩnh vực thêu ren.\n",
        f"4. Sở Nội vụ\nChủ trì {work}, hợp tác xã làm gốm tham gia hội chợ.\n",
        f"4. UBND huyện Ba Sao\nChủ trì {work}.\n",
    ):
        assert not of_kind(plan(f"{SOUND}{first}{second}"), NoteKind.DUPLICATE_TASK)


def test_the_general_aim_is_of_the_plans_period() -> None:
    body = SOUND.replace("giá trị của làng nghề.", "giá trị của làng nghề trên địa bàn tỉnh giai đoạn 2021 - 2025.")
    assert len(of_kind(plan(body), NoteKind.INCONSISTENT_PERIOD)) == 1


@pytest.mark.parametrize(("number", "count"), [("1847/KH-UBND", 1), ("1874/KH-UBND", 0), ("1849/KH-UBND", 0)])
def test_digits_in_another_order_are_told(number: str, count: int) -> None:
    line = f"Thực hiện Kế hoạch số 1874/KH-UBND ngày 18/3/2021 của tỉnh; lồng ghép với Kế hoạch số {number} của tỉnh."
    assert len([n for n in with_line(line).notes if n.reading.rule == "doubts.swapped-digits"]) == count


@pytest.mark.parametrize(
    ("here", "there", "count"),
    [
        ("2046/KH-UBND ngày 24/11/2021 của UBND tỉnh Hoa Sen", "2064/KH-UBND ngày 24/11/2021 của UBND tỉnh Hoa Sen", 1),
        ("2046/KH-UBND ngày 24/11/2021 của UBND tỉnh", "2846/KH-UBND ngày 24 tháng 11 năm 2021 của UBND tỉnh Hoa Sen", 1),
        ("2046/KH-UBND ngày 24/11/2021 của UBND tỉnh Hoa Sen về làng nghề", "2064/KH-UBND ngày 24/11/2021 của UBND tỉnh Hoa Sen và Kế hoạch này", 1),
        # The same; the next acts of that day; another day, body or symbol; several slips.
        ("2046/KH-UBND ngày 24/11/2021 của UBND tỉnh", "2046/KH-UBND ngày 24/11/2021 của UBND tỉnh", 0),
        ("2046/KH-UBND ngày 24/11/2021 của UBND tỉnh", "2047/KH-UBND ngày 24/11/2021 của UBND tỉnh", 0),
        ("2046/KH-UBND ngày 24/11/2021 của UBND tỉnh", "2064/KH-UBND ngày 25/11/2021 của UBND tỉnh", 0),
        ("2046/KH-UBND ngày 24/11/2021 của UBND tỉnh Hoa Sen", "2064/KH-UBND ngày 24/11/2021 của UBND huyện Mai", 0),
        ("2046/KH-UBND ngày 24/11/2021 của UBND tỉnh", "2604/KH-UBND ngày 24/11/2021 của UBND tỉnh", 0),
    ],
)  # fmt: skip
def test_one_instrument_of_a_day_has_one_number(here: str, there: str, count: int) -> None:
    line = f"Thực hiện Kế hoạch số {here}.\n- Lồng ghép với Kế hoạch số {there}."
    assert len([n for n in with_line(line).notes if n.reading.rule == "doubts.two-numbers"]) == count


@pytest.mark.parametrize(
    ("numbers", "kinds"), [("5 6 6 8", ["repeated-numbering"]), ("5 6 8 9", ["skipped-numbering"])]
)
def test_one_slip_of_numbers_is_told_once(numbers: str, kinds: list[str]) -> None:
    items = "".join(f"{n}. Sở thứ {at}\nChủ trì tổ chức hội chợ hằng năm.\n" for at, n in enumerate(numbers.split()))
    body = SOUND.replace("1. Sở Công Thương", "1. Sở Xây dựng\n2. Sở Y tế\n3. Sở Tư pháp\n4. Sở Công Thương")
    body = body[: body.index("2. UBND các huyện")] + items
    told = [n.kind.value for n in plan(body).notes if n.kind.value.endswith("numbering")]
    assert told == kinds


def test_a_place_and_an_office_of_another_kind_of_unit() -> None:
    head = HEAD.replace("TỈNH HOA SEN", "THỊ XÃ HOA SEN").replace("tỉnh Hoa Sen", "thị xã Hoa Sen")
    lines = (
        "- Phối hợp với UBND xã Kim Sơn mở lớp.\n- Phối hợp với UBND phường Kim Sơn mở lớp.\n"
        "- Gửi Phòng Kinh tế để tổng hợp.\n- Gửi Phòng Nông nghiệp và Phát triển nông thôn thị xã để tổng hợp.\n"
    )
    body = SOUND.replace("II. NHIỆM VỤ, GIẢI PHÁP\n", f"II. NHIỆM VỤ, GIẢI PHÁP\n{lines}")
    text = head.format(number="Số: 15/KH-UBND", date="Hoa Sen, ngày 12 tháng 5 năm 2022") + body + TAIL
    told = {n.reading.rule for n in extract(read(text.encode(), "plan.txt")).notes}
    assert {"doubts.two-kinds", "doubts.unit-office"} <= told


def test_a_head_of_an_office_bears_no_small_letter_by_mistake() -> None:
    assert not of_kind(with_line("Xét đề nghị của Trưởng phòng Kinh tế huyện."), NoteKind.LETTER_CASE)


def test_the_only_annex_bears_no_second_number() -> None:
    body = SOUND.replace(
        "- Tổ chức tham quan", "- Rà soát (danh mục tại Phụ lục II kèm theo Kế hoạch này).\n- Tổ chức tham quan"
    )
    tail = TAIL + "\nPHỤ LỤC\nDANH MỤC NHIỆM VỤ\n1. Mở lớp.\n"
    assert len(of_kind(plan(body, tail=tail), NoteKind.MISSING_ANNEX)) == 1
    assert not of_kind(plan(body.replace("Phụ lục II", "Phụ lục I"), tail=tail), NoteKind.MISSING_ANNEX)
