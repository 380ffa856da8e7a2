"""Letterhead, title and signature."""

from __future__ import annotations

from datetime import date

import pytest

from loader.facts import Instrument
from loader.kinds import Level, Status
from tests.extraction.documents import facts_of

BODY = "\n\nI. MỤC TIÊU\n- Công nhận 03 nghề truyền thống.\n"


NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\nĐộc lập - Tự do - Hạnh phúc"
TAIL = "\nNơi nhận:\n- Các sở;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n"


def head(lines: str, title: str = "Bảo tồn làng nghề năm 2024", tail: str = "") -> Instrument:
    return facts_of(f"{lines}\n\nKẾ HOẠCH\n{title}\n{BODY}{tail}").instruments[-1]


@pytest.mark.parametrize(
    ("lines", "level", "kind", "name", "issuer"),
    [
        (
            "ỦY BAN NHÂN DÂN\nTỈNH LONG KHÁNH\n\nSố: 1/KH-UBND\n\nLong Khánh, ngày 02 tháng 3 năm 2024",
            Level.PROVINCE,
            "tỉnh",
            "Long Khánh",
            "Ủy ban nhân dân tỉnh Long Khánh",
        ),
        (
            "UBND HUYỆN TÂN HÒA\n\nSố: 1/KH-UBND\n\nTân Hòa, ngày 02 tháng 3 năm 2024",
            Level.DISTRICT,
            "huyện",
            "Tân Hòa",
            "Ủy ban nhân dân huyện Tân Hòa",
        ),
        (
            "ỦY BAN NHÂN DÂN\nXÃ BÌNH AN\n\nSố: 1/KH-UBND\n\nBình An, ngày 02 tháng 3 năm 2024",
            Level.COMMUNE,
            "xã",
            "Bình An",
            "Ủy ban nhân dân xã Bình An",
        ),
        (
            "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ CẦN THƠ\n\nSố: 1/KH-UBND\n\nCần Thơ, ngày 02 tháng 3 năm 2024",
            Level.PROVINCE,
            "thành phố",
            "Cần Thơ",
            "Ủy ban nhân dân thành phố Cần Thơ",
        ),
        (
            "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ TÂN HÒA\n\nSố: 1/KH-UBND\n\nTân Hòa, ngày 02 tháng 3 năm 2024",
            Level.DISTRICT,
            "thành phố",
            "Tân Hòa",
            "Ủy ban nhân dân thành phố Tân Hòa",
        ),
        (
            "ỦY BAN NHÂN DÂN\nTHỊ XÃ TÂN HÒA\n\nSố: 1/KH-UBND\n\nTân Hòa, ngày 02 tháng 3 năm 2024",
            Level.DISTRICT,
            "thị xã",
            "Tân Hòa",
            "Ủy ban nhân dân thị xã Tân Hòa",
        ),
        (
            "UBND TỈNH LONG KHÁNH\nSỞ CÔNG THƯƠNG\n\nSố: 1/KH-SCT\n\nLong Khánh, ngày 02 tháng 3 năm 2024",
            Level.PROVINCE,
            "tỉnh",
            "Long Khánh",
            "Sở Công Thương tỉnh Long Khánh",
        ),
        (
            "BỘ CÔNG THƯƠNG\n\nSố: 1/KH-BCT\n\nHà Nội, ngày 02 tháng 3 năm 2024",
            Level.NATIONAL,
            "",
            "Việt Nam",
            "Bộ Công Thương",
        ),
    ],
)
def test_the_issuer_tells_level_and_area(lines: str, level: Level, kind: str, name: str, issuer: str) -> None:
    found = head(lines)
    assert found.area is not None
    assert (found.level, found.area.kind, found.area.name) == (level, kind, name)
    assert found.issuer is not None
    assert found.issuer.casefold() == issuer.casefold()
    assert (found.date, found.status) == (date(2024, 3, 2), Status.ISSUED)


@pytest.mark.parametrize(
    ("printed", "number"),
    [("617/QĐ-UBND", "617/QĐ-UBND"), ("4182 /QĐ-UBND", "4182/QĐ-UBND"), ("47/2022/QĐ-UBND", "47/2022/QĐ-UBND")],
)
def test_the_number_is_normalised_and_its_printed_form_kept(printed: str, number: str) -> None:
    found = head(f"UBND TỈNH LONG KHÁNH\nSố: {printed}\nLong Khánh, ngày 02 tháng 3 năm 2024")
    assert (found.number, found.printed_number) == (number, printed)


@pytest.mark.parametrize("blank", ["Số:      /KH-UBND", "Số: ..../KH-UBND", "Số: ___/KH-UBND"])
def test_a_document_without_number_and_day_is_a_draft(blank: str) -> None:
    found = head(f"UBND TỈNH LONG KHÁNH\n{blank}\nLong Khánh, ngày ... tháng ... năm 2024")
    assert (found.number, found.date, found.status) == (None, None, Status.DRAFT)


def test_the_word_draft_makes_a_draft() -> None:
    assert (
        head("UBND TỈNH LONG KHÁNH\nSố: 12/KH-UBND\nDỰ THẢO\nLong Khánh, ngày 02 tháng 3 năm 2024").status
        is Status.DRAFT
    )


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Bảo tồn làng nghề tỉnh Long Khánh giai đoạn 2021-2030", (2021, 2030)),
        ("Bảo tồn làng nghề giai đoạn từ năm 2023 đến năm 2025", (2023, 2025)),
        ("Bảo tồn làng nghề năm 2024", (2024, 2024)),
        ("Bảo tồn làng nghề giai đoạn 2023 – 2025, định hướng đến năm 2030", (2023, 2025)),
        (
            "Thực hiện Quyết định số 801/QĐ-TTg ngày 07 tháng 7 năm 2022 trên địa bàn tỉnh giai đoạn 2022-2030",
            (2022, 2030),
        ),
    ],
)
def test_the_title_tells_the_period(title: str, period: tuple[int, int]) -> None:
    found = head("UBND TỈNH LONG KHÁNH\nSố: 1/KH-UBND\nLong Khánh, ngày 02 tháng 3 năm 2024", title)
    assert (found.period_start, found.period_end) == period
    assert found.title == title


@pytest.mark.parametrize(
    ("tail", "role", "authority"),
    [
        ("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nLê Văn Bình", "Chủ tịch", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        (
            "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n(Đã ký)\nLê Văn Bình",
            "Phó Chủ tịch",
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ),
        ("KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nLê Văn Bình", "Phó Giám đốc", ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
    ],
)
def test_the_signature_tells_who_signed_in_which_office(tail: str, role: str, authority: tuple[str, ...]) -> None:
    found = head(
        "UBND TỈNH LONG KHÁNH\nSố: 1/KH-UBND\nLong Khánh, ngày 02 tháng 3 năm 2024",
        tail=f"\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\n{tail}\n",
    )
    assert (found.signer, found.signer_role, found.authority) == ("Lê Văn Bình", role, authority)
    assert found.recipients == ("Như trên", "Lưu: VT")


@pytest.mark.parametrize(
    "tail",
    [
        "Nơi nhận:\tTM. ỦY BAN NHÂN DÂN\n- UBND tỉnh;\tCHỦ TỊCH\n- Lưu: VT.\n\tLê Văn Bình",
        "Nơi nhận:\tTM. ỦY BAN NHÂN DÂN\n- UBND tỉnh;\tCHỦ TỊCH\n- Lưu: VT.\tLê Văn Bình",
        "Nơi nhận:\n- UBND tỉnh;\tTM. ỦY BAN NHÂN DÂN\n- Lưu: VT.\tCHỦ TỊCH\n\n\tLê Văn Bình",
    ],
)
def test_a_signature_pasted_beside_the_recipients_is_read_apart_from_them(tail: str) -> None:
    found = head("UBND TỈNH LONG KHÁNH\nSố: 1/KH-UBND\nLong Khánh, ngày 02 tháng 3 năm 2024", tail=f"\n{tail}\n")
    assert (found.signer, found.signer_role) == ("Lê Văn Bình", "Chủ tịch")
    assert found.recipients == ("UBND tỉnh", "Lưu: VT")


def test_a_district_knows_the_province_that_its_opening_names() -> None:
    facts = facts_of(
        "UBND HUYỆN TÂN HÒA\nSố: 1/KH-UBND\nTân Hòa, ngày 02 tháng 3 năm 2024\n\nKẾ HOẠCH\nBảo tồn làng nghề năm 2024\n\n"
        f"Thực hiện Kế hoạch số 5/KH-UBND ngày 01/02/2024 của UBND tỉnh Long Khánh, UBND huyện ban hành Kế hoạch:{BODY}"
    )
    area = facts.instruments[-1].area
    assert area is not None
    assert area.parent == "Long Khánh"


def test_a_decision_with_its_plan_is_two_instruments_of_one_number() -> None:
    facts = facts_of(
        "ỦY BAN NHÂN DÂN\nTỈNH LONG KHÁNH\nSố: 12/QĐ-UBND\nLong Khánh, ngày 02 tháng 3 năm 2024\n\nQUYẾT ĐỊNH\nVề việc ban hành Kế hoạch bảo tồn làng nghề\n\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH\nCăn cứ Luật Tổ chức chính quyền địa phương;\n"
        "QUYẾT ĐỊNH:\nĐiều 1. Ban hành kèm theo Quyết định này Kế hoạch.\nĐiều 2. Có hiệu lực kể từ ngày ký.\nNơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\nLê Văn Bình\n\n"
        f"KẾ HOẠCH\nBảo tồn làng nghề giai đoạn 2024-2025\n(Kèm theo Quyết định số 12/QĐ-UBND ngày 02/3/2024 của UBND tỉnh Long Khánh){BODY}"
    )
    decision, plan = facts.instruments
    assert (decision.kind, decision.number, decision.promulgates) == ("qd", "12/QĐ-UBND", "ke-hoach")
    assert (plan.key, plan.kind, plan.number, plan.date) == ("ke-hoach", "kh", None, date(2024, 3, 2))
    assert all(o.reading.evidence.document == "ke-hoach" for o in facts.objectives)


@pytest.mark.parametrize(
    "stamp",
    [
        "VĂN PHÒNG UBND HUYỆN MAI\nĐẾN\nSố: 4521\nNgày: 14/3/2024\nChuyển: anh Nam\n\n{}",
        "SỞ Y TẾ\nCÔNG VĂN ĐẾN\nSố: 4521\n\n{}",
        "{}\n\nĐẾN Số: 4521\nNgày: 14/3/2024",
    ],
)
def test_the_stamp_of_who_received_a_plan_is_no_part_of_its_letterhead(stamp: str) -> None:
    own = "ỦY BAN NHÂN DÂN\nTỈNH LONG KHÁNH\n\nSố: 1/KH-UBND\n\nLong Khánh, ngày 02 tháng 3 năm 2024"
    found = head(stamp.format(own))
    assert (found.issuer, found.number, found.date) == (
        "Ủy ban nhân dân tỉnh Long Khánh",
        "1/KH-UBND",
        date(2024, 3, 2),
    )


@pytest.mark.parametrize(
    ("number", "about", "title"),
    [
        ("Số: 8801/UBND-NL", "V/v phòng cháy rừng", "phòng cháy rừng"),
        ("Số: 12/SNN-KL", "V/v: mở lớp nghề", "mở lớp nghề"),
    ],
)
def test_an_official_letter_is_a_letter_and_its_abstract_its_title(number: str, about: str, title: str) -> None:
    own = "ỦY BAN NHÂN DÂN\nTỈNH LONG KHÁNH\n"
    body = "Kính gửi: Các sở, ban, ngành.\n\nTriển khai Công điện số 7/CĐ-TTg ngày 27/7/2025 của Thủ tướng Chính phủ, yêu cầu:\n\n1. Trực ban 24 giờ.\n"
    found = facts_of(f"{own}\n{number}\n\nLong Khánh, ngày 02 tháng 3 năm 2024\n\n{about}\n\n{body}").instruments[-1]
    assert (found.kind, found.title, found.date) == ("cv", title, date(2024, 3, 2))


@pytest.mark.parametrize(
    ("line", "sign", "kind"),
    [
        ("BIÊN BẢN", "BB", "bb"), ("GIẤY MỜI", "GM", "gm"), ("KẾT LUẬN THANH TRA", "KL", "kl"), ("THÔNG TƯ", "TT", "tt"),
        ("NGHỊ ĐỊNH", "NĐ", "nd"), ("CHIẾN LƯỢC", "CL", "cl"), ("THÔNG TƯ LIÊN TỊCH", "TTLT", "ttlt"),
    ],
)  # fmt: skip
def test_papers_of_other_kinds_are_no_plans(line: str, sign: str, kind: str) -> None:
    own = f"ỦY BAN NHÂN DÂN\nTỈNH LONG KHÁNH\n\nSố: 1/{sign}-UBND\n\nLong Khánh, ngày 02 tháng 3 năm 2024\n\n{NATION}"
    found = facts_of(f"{own}\n\n{line}\n\nHọp bàn công tác trồng rừng\n\n1. Thành phần: các sở.\n{TAIL}").instruments[
        -1
    ]
    assert (found.kind, found.title) == (kind, "Họp bàn công tác trồng rừng")
    assert found.issuer == "Ủy ban nhân dân tỉnh Long Khánh"


@pytest.mark.parametrize("sign", ["BB", "GM", "TB", "NQ", "CT", "HD", "KL", "CĐ", "PA"])
def test_the_sign_in_a_number_tells_the_kind_where_no_line_does(sign: str) -> None:
    own = f"ỦY BAN NHÂN DÂN\nTỈNH LONG KHÁNH\n\nSố: 1/{sign}-UBND\n\nLong Khánh, ngày 02 tháng 3 năm 2024\n\n{NATION}"
    found = facts_of(f"{own}\n\nHọp bàn công tác trồng rừng.\n{TAIL}").instruments[-1]
    assert found.kind == sign.lower().replace("đ", "d")


def test_a_number_on_the_line_below_its_word_is_read() -> None:
    found = head("ỦY BAN NHÂN DÂN\nTỈNH LONG KHÁNH\n\nSố:\n772/KH-UBND\n\nLong Khánh, ngày 02 tháng 3 năm 2024")
    assert found.number == "772/KH-UBND"


def test_a_letterhead_without_its_unit_takes_the_place_of_the_date_and_the_kind_that_the_opening_names() -> None:
    found = facts_of(
        "ỦY BAN NHÂN DÂN\n\nSố: 232/KH-UBND\n\nLong Khánh, ngày 15 tháng 4 năm 2024\n\nKẾ HOẠCH\nBảo đảm an toàn giao thông năm 2024\n\n"
        f"Tình hình trật tự, an toàn giao thông trên địa bàn tỉnh còn phức tạp.{BODY}"
    ).instruments[-1]
    assert (found.issuer, found.level) == ("Ủy ban nhân dân tỉnh Long Khánh", Level.PROVINCE)


def test_a_date_broken_into_two_lines_is_read() -> None:
    found = head("UBND TỈNH LONG KHÁNH\nSố: 1/KH-UBND\nLong Khánh, ngày 02 tháng 3 năm\n2024")
    assert str(found.date) == "2024-03-02"


def test_a_line_on_the_time_of_the_plan_tells_where_its_period_begins() -> None:
    text = "UBND TỈNH LONG KHÁNH\nSố: 1/KH-UBND\nLong Khánh, ngày 02 tháng 3 năm 2025\n\nKẾ HOẠCH\nPhòng, chống ma túy đến năm 2030\n"
    body = "\nI. PHẠM VI, THỜI GIAN\n1. Thời gian thực hiện Chương trình: Từ năm 2025 đến hết năm 2030.\n"
    found = facts_of(text + body).instruments[-1]
    assert (found.period_start, found.period_end) == (2025, 2030)


def test_a_period_from_now_on_begins_in_the_year_of_issue() -> None:
    text = "UBND TỈNH LONG KHÁNH\nSố: 1/KH-UBND\nLong Khánh, ngày 02 tháng 3 năm 2025\n\nKẾ HOẠCH\nPhòng, chống ma túy đến năm 2028\n"
    found = facts_of(f"{text}\nI. PHẠM VI, THỜI GIAN\n1. Thời gian thực hiện: Từ nay đến hết năm 2028.\n").instruments[
        -1
    ]
    assert (found.period_start, found.period_end) == (2025, 2028)


def test_a_signature_in_the_cells_of_a_markdown_table_is_read() -> None:
    tail = (
        "\n| **Nơi nhận:** - Các xã; - Lưu: VT. | **TM. ỦY BAN NHÂN DÂN** **CHỦ TỊCH** **Hà Tiến Lâm** |\n|---|---|\n"
    )
    found = head("UBND TỈNH LONG KHÁNH\nSố: 1/KH-UBND\nLong Khánh, ngày 02 tháng 3 năm 2024", tail=tail)
    assert (found.signer, found.signer_role) == ("Hà Tiến Lâm", "Chủ tịch")


def test_a_plan_of_several_bodies_has_the_title_below_its_kind_and_the_leading_body_and_its_signature() -> None:
    joint = facts_of(
        "UBND TỈNH PHÚ AN\nSỞ Y TẾ - CÔNG AN TỈNH - TỈNH ĐOÀN\n\nSố: 12/KHPH-SYT-CAT-TĐTN\n\nPhú An, ngày 06 tháng 4 năm 2026\n\nKẾ HOẠCH PHỐI HỢP\n"
        "Bảo vệ trẻ em trên môi trường mạng tại tỉnh Phú An giai đoạn 2026 - 2028\n\n"
        "Sở Y tế, Công an tỉnh và Tỉnh đoàn thống nhất ban hành Kế hoạch phối hợp như sau:\n\n"
        "I. MỤC TIÊU\nBảo vệ trẻ em.\nII. TỔ CHỨC THỰC HIỆN\n1. Công an tỉnh\n- Hướng dẫn người dân tố giác tội phạm.\n\n"
        "TỈNH ĐOÀN\nBÍ THƯ\n\nHoàng Anh Dũng\n\nCÔNG AN TỈNH\nGIÁM ĐỐC\n\nNguyễn Xuân Trường\n\nSỞ Y TẾ\nGIÁM ĐỐC\n\nĐặng Thị Minh Hà\n"
    ).instruments[-1]
    assert joint.title == "Bảo vệ trẻ em trên môi trường mạng tại tỉnh Phú An giai đoạn 2026 - 2028"
    assert joint.area is not None
    assert (joint.area.name, joint.signer) == ("Phú An", "Đặng Thị Minh Hà")
    assert joint.issuer == "Sở Y tế tỉnh Phú An"


@pytest.mark.parametrize(
    "tail",
    [
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nHà Tiến Lâm\n\nNơi nhận: Bộ Nội vụ (b/c); các sở; Lưu: VT, NN.\n",
        "Nơi nhận:\nBộ Nội vụ (b/c);\ncác sở;\nLưu: VT, NN.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nHà Tiến Lâm\n",
        "Nơi nhận: - Bộ Nội vụ (b/c); - các sở; - Lưu: VT, NN\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nHà Tiến Lâm\n",
    ],
)
def test_recipients_in_one_paragraph_or_without_dashes_are_read(tail: str) -> None:
    found = head("UBND TỈNH LONG KHÁNH\nSố: 1/KH-UBND\nLong Khánh, ngày 02 tháng 3 năm 2024", tail=f"\n{tail}")
    assert found.recipients == ("Bộ Nội vụ (b/c)", "các sở", "Lưu: VT, NN")
    assert found.signer == "Hà Tiến Lâm"


def test_the_time_of_a_task_and_the_blank_date_of_the_decision_are_no_period_of_the_plan() -> None:
    head = PLAN_WITHOUT_PERIOD
    fields = "1. Mở lớp đọc sách\n- Cơ quan thực hiện: Sở Văn hóa.\n- Thời gian thực hiện: năm 2026 - 2027.\n"
    (found,) = facts_of(f"{head}I. NHIỆM VỤ\n{fields}").instruments
    assert (found.period_start, found.period_end) == (None, None)


PLAN_WITHOUT_PERIOD = """ỦY BAN NHÂN DÂN
TỈNH PHÚ AN

Số: 45/KH-UBND

Phú An, ngày 10 tháng 02 năm 2025

KẾ HOẠCH
Triển khai thi hành Luật Thư viện trên địa bàn tỉnh Phú An
(Kèm theo Quyết định số /QĐ-UBND ngày tháng năm 2025 của Ủy ban nhân dân tỉnh)

"""
