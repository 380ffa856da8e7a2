"""Who issued a document: letterheads broken into lines, Party committees, councils, cities by date, places in titles."""

from __future__ import annotations

from datetime import date

import pytest

from loader.extraction.issuers import body_name
from loader.extraction.letterhead_lines import body_names
from loader.extraction.places import VIET_NAM, named_place, place
from loader.facts import Instrument
from loader.kinds import Level
from tests.extraction.documents import facts_of

MOTTO = "-------\n|\nCỘNG\nHÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n-------\n|\n"
PARTY = "*\nĐẢNG CỘNG SẢN VIỆT NAM\n"


def issued(lines: str, number: str = "1/KH-UBND", year: int = 2024, kind: str = "KẾ HOẠCH") -> Instrument:
    return facts_of(
        f"{lines}\nSố: {number}\nLong Khánh, ngày 02 tháng 3 năm {year}\n\n{kind}\nBảo tồn làng nghề năm {year}\n\n"
        "I. MỤC TIÊU\n- Công nhận 03 nghề truyền thống.\n"
    ).instruments[0]


@pytest.mark.parametrize(
    "lines",
    [
        f"ỦY\nBAN NHÂN DÂN\nTỈNH LONG KHÁNH\n{MOTTO}",
        f"ỦY BAN\nNHÂN DÂN\nTỈNH\nLONG KHÁNH\n{MOTTO}",
        f"ỦY BAN NHÂN DÂN TỈNH LONG\nKHÁNH\n{MOTTO}",
        f"UỶ BAN NHÂN\nDÂN TỈNH\nLONG KHÁNH\n{MOTTO}",
        "ỦY BAN NHÂN DÂN TỈNH LONG KHÁNH CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
        "ỦY BAN NHÂN DÂN     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH LONG KHÁNH     Độc lập - Tự do - Hạnh phúc",
        "**ỦY BAN NHÂN DÂN**\n**TỈNH LONG KHÁNH**\n\nDỰ THẢO LẦN 2",
    ],
)
def test_a_broken_letterhead_names_the_committee_whole(lines: str) -> None:
    found = issued(lines)
    assert found.issuer == "Ủy ban nhân dân tỉnh Long Khánh"
    assert found.area == place("tỉnh", "Long Khánh")


@pytest.mark.parametrize(
    ("lines", "issuer", "level", "parent"),
    [
        ("TỈNH ỦY LONG KHÁNH", "Tỉnh ủy Long Khánh", Level.PROVINCE, None),
        ("TỈNH\nỦY LONG KHÁNH", "Tỉnh ủy Long Khánh", Level.PROVINCE, None),
        ("THÀNH ỦY HẢI PHÒNG", "Thành ủy Hải Phòng", Level.PROVINCE, None),
        ("THÀNH ỦY TÂN HÒA", "Thành ủy Tân Hòa", Level.DISTRICT, None),
        ("ĐẢNG BỘ TỈNH LONG KHÁNH\nHUYỆN ỦY TÂN HÒA", "Huyện ủy Tân Hòa", Level.DISTRICT, "Long Khánh"),
        ("HUYỆN ỦY TÂN HÒA\nĐẢNG ỦY XÃ BÌNH AN", "Đảng ủy xã Bình An", Level.COMMUNE, "Tân Hòa"),
        ("BAN THƯỜNG VỤ TỈNH ỦY\nLONG KHÁNH", "Ban Thường vụ Tỉnh ủy Long Khánh", Level.PROVINCE, None),
        ("BAN CHẤP HÀNH ĐẢNG BỘ\nTỈNH LONG KHÁNH", "Ban Chấp hành Đảng bộ tỉnh Long Khánh", Level.PROVINCE, None),
    ],
)
def test_a_party_committee_has_level_and_place(lines: str, issuer: str, level: Level, parent: str | None) -> None:
    found = issued(f"{lines}\n{PARTY}", "12-KH/TU")
    assert (found.number, found.issuer, found.level) == ("12-KH/TU", issuer, level)
    assert found.area is not None
    assert found.area.parent == parent


@pytest.mark.parametrize("lines", ["HỘI ĐỒNG\nNHÂN DÂN\nHUYỆN TÂN HÒA", "HỘI ĐỒNG NHÂN DÂN\nHUYỆN TÂN HÒA"])
def test_a_council_is_no_committee(lines: str) -> None:
    found = issued(f"{lines}\n{MOTTO}", "5/NQ-HĐND", kind="NGHỊ QUYẾT")
    assert (found.kind, found.issuer, found.level) == ("nq", "Hội đồng nhân dân huyện Tân Hòa", Level.DISTRICT)


@pytest.mark.parametrize(
    ("lines", "issuer"),
    [
        ("UBND TỈNH LONG KHÁNH\nSỞ NÔNG NGHIỆP\nVÀ PHÁT TRIỂN NÔNG THÔN", "Sở Nông nghiệp và Phát triển nông thôn tỉnh Long Khánh"),
        ("UBND TỈNH LONG KHÁNH\nBAN DÂN TỘC", "Ban Dân tộc tỉnh Long Khánh"),
        ("SỞ NỘI VỤ\nTỈNH LONG KHÁNH", "Sở Nội vụ tỉnh Long Khánh"),
        ("UBND THÀNH PHỐ HẢI PHÒNG\nSỞ QUY HOẠCH - KIẾN TRÚC", "Sở Quy hoạch - Kiến trúc thành phố Hải Phòng"),
        ("UBND TỈNH LONG KHÁNH\nCÔNG AN TỈNH", "Công an tỉnh Long Khánh"),
        ("BỘ CÔNG AN\nCÔNG AN TỈNH LONG KHÁNH", "Công an tỉnh Long Khánh"),
        ("UBND TỈNH\nSỞ Y TẾ", "Sở Y tế tỉnh Long Khánh"),
        ("UBND TP. HẢI PHÒNG\nSỞ Y TẾ", "Sở Y tế thành phố Hải Phòng"),
        ("UBND TỈNH LONG KHÁNH\nSỞ LAO ĐỘNG -\nTHƯƠNG BINH VÀ XÃ\nHỘI", "Sở Lao động - Thương binh và Xã hội tỉnh Long Khánh"),
        ("ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM\nTỈNH LONG KHÁNH", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Long Khánh"),
        ("TỈNH ỦY LONG KHÁNH\nBAN TUYÊN GIÁO\n*", "Ban Tuyên giáo Tỉnh ủy Long Khánh"),
        ("TỈNH ỦY LONG KHÁNH\nVĂN PHÒNG\n*", "Văn phòng Tỉnh ủy Long Khánh"),
        ("VĂN PHÒNG CHÍNH PHỦ", "Văn phòng Chính phủ"),
        ("UBND HUYỆN CHÂU THÀNH\nPHÒNG KINH TẾ", "Phòng Kinh tế huyện Châu Thành"),
    ],
)  # fmt: skip
def test_a_department_belongs_to_the_unit_above_it(lines: str, issuer: str) -> None:
    assert issued(lines, "3/KH-SNN").issuer == issuer


def test_a_ministry_broken_into_lines_is_whole_and_central() -> None:
    found = issued(f"BỘ NÔNG NGHIỆP\nVÀ MÔI TRƯỜNG\n{MOTTO}", "1/KH-BNNMT")
    assert (found.issuer, found.level) == ("Bộ Nông nghiệp và Môi trường", Level.NATIONAL)
    assert found.area == VIET_NAM


def test_the_motto_is_no_commune() -> None:
    assert body_names(["CỘNG HÒA XÃ", "HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]) == []


@pytest.mark.parametrize(("year", "level"), [(2024, Level.DISTRICT), (2025, Level.PROVINCE)])
def test_a_city_rises_on_its_day(year: int, level: Level) -> None:
    found = issued("ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HUẾ", year=year)
    assert (found.issuer, found.level) == ("Ủy ban nhân dân thành phố Huế", level)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Phát triển du lịch tỉnh Long Khánh giai đoạn 2026-2030", "Long Khánh"),
        ("ĐỔI MỚI CÔNG NGHỆ TRÊN ĐỊA BÀN TỈNH LONG KHÁNH ĐỐI VỚI CÁC NGÀNH MŨI NHỌN", "Long Khánh"),
        ("HỖ TRỢ CÁC XÃ, PHƯỜNG VÙNG CAO TỈNH LONG KHÁNH ĐỊNH HƯỚNG ĐẾN NĂM 2045", "Long Khánh"),
        ("Phát triển nghề muối huyện Năm Căn năm 2026", "Năm Căn"),
    ],
)
def test_a_place_in_a_title_ends_with_its_name(title: str, name: str) -> None:
    found = named_place(title)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("SỞ CÔNG THƯƠNG", "Sở Công Thương"),
        ("SỞ VĂN HOÁ, THỂ THAO VÀ DU LỊCH", "Sở Văn hóa, Thể thao và Du lịch"),
        ("CHI CỤC KIỂM LÂM", "Chi cục Kiểm lâm"),
    ],
)
def test_a_body_in_capitals_is_written_as_in_running_text(printed: str, written: str) -> None:
    assert body_name(printed) == written


@pytest.mark.parametrize(
    ("kind", "symbol"), [("CÔNG ĐIỆN", "cd"), ("THÔNG BÁO", "tb"), ("CHỈ THỊ", "ct"), ("NGHỊ QUYẾT", "nq")]
)
def test_the_line_above_the_title_tells_the_kind(kind: str, symbol: str) -> None:
    assert issued("ỦY BAN NHÂN DÂN\nTỈNH LONG KHÁNH", kind=kind).kind == symbol


@pytest.mark.parametrize(
    "title",
    [
        "Thực hiện Nghị quyết số 5-NQ/TU ngày 05 tháng 3 năm 2023 của Tỉnh ủy về du lịch",
        "Triển khai Luật Thư viện năm 2019",
        "THỰC HIỆN QUYẾT ĐỊNH SỐ 12/QĐ-TTG NGÀY 07/7/2022 CỦA THỦ TƯỚNG CHÍNH PHỦ",
    ],
)
def test_the_date_of_what_a_title_cites_is_no_period(title: str) -> None:
    found = facts_of(
        f"UBND TỈNH LONG KHÁNH\nSố: 1/KH-UBND\nLong Khánh, ngày 02 tháng 3 năm 2024\n\nKẾ HOẠCH\n{title}\n\n"
        "I. MỤC TIÊU\n- Công nhận 03 nghề truyền thống.\n"
    ).instruments[-1]
    assert (found.date, found.period_start, found.period_end) == (date(2024, 3, 2), None, None)


@pytest.mark.parametrize(
    ("lines", "issuer"),
    [
        ("SỞ Y TẾ TÂY NINH\nBỆNH VIỆN SẢN NHI", "Bệnh viện Sản Nhi"),
        ("PHÒNG GD&ĐT HUYỆN TÂN HÒA\nTRƯỜNG THCS KIM CHUNG", "Trường THCS Kim Chung"),
        ("BỘ GIÁO DỤC VÀ ĐÀO TẠO\nTRƯỜNG ĐẠI HỌC HÀ BẮC", "Trường Đại học Hà Bắc"),
        ("SỞ Y TẾ TÂY NINH", "Sở Y tế Tây Ninh"),
    ],
)
def test_a_school_or_hospital_issues_in_its_own_name(lines: str, issuer: str) -> None:
    assert issued(lines, "1/KH-XX").issuer == issuer


def test_a_school_belongs_to_the_unit_whose_body_is_printed_above_it() -> None:
    school = issued("SỞ GDĐT TỈNH HÀ BẮC\nTRƯỜNG THPT KIM CHUNG", "1/KH-THPT")
    assert (school.level, school.area.name if school.area else None) == (Level.PROVINCE, "Hà Bắc")
    school = issued("ỦY BAN NHÂN DÂN XÃ BÌNH AN\nTRƯỜNG TIỂU HỌC KIM CHUNG", "1/KH-TH")
    assert (school.level, school.area.name if school.area else None) == (Level.COMMUNE, "Bình An")


@pytest.mark.parametrize(
    ("lines", "issuer"),
    [
        ("UBND HUYỆN LÝ NHÂN\nPHÒNG NỘI VỤ", "Phòng Nội vụ huyện Lý Nhân"),
        ("UBND TỈNH CAO BẰNG\nBAN DÂN TỘC", "Ban Dân tộc tỉnh Cao Bằng"),
        ("SỞ NÔNG NGHIỆP TỈNH HÀ BẮC\nCHI CỤC KIỂM LÂM TỈNH HÀ BẮC", "Chi cục Kiểm lâm tỉnh Hà Bắc"),
        ("BAN CHQS XÃ BÌNH AN", "Ban CHQS xã Bình An"),
        ("VĂN PHÒNG UBND TỈNH HÀ BẮC", "Văn phòng UBND tỉnh Hà Bắc"),
        ("CHI CỤC KIỂM LÂM LÂM ĐỒNG", "Chi cục Kiểm lâm Lâm Đồng"),
        ("SỞ Y TẾ HÀ BẮC\nTRUNG TÂM Y TẾ LONG KHÁNH", "Trung tâm Y tế Long Khánh"),
        ("ỦY BAN MTTQ VIỆT NAM\nTỈNH HÀ BẮC", "Ủy ban MTTQ Việt Nam tỉnh Hà Bắc"),
    ],
)
def test_the_body_below_its_superior_issues(lines: str, issuer: str) -> None:
    assert issued(lines, "1/TB-XX", kind="THÔNG BÁO").issuer == issuer
