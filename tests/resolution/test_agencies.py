from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.facts import Agent
from loader.kinds import AgentKind, Level
from loader.lexicon import body_kinds
from loader.resolution.agencies import (
    Basis,
    Setting,
    Unit,
    issuer_segment,
    parent_of,
    province_of,
    resolve,
    resolve_name,
)

PROVINCE = Unit("bac-ha", "Bắc Hà", Level.PROVINCE, "tỉnh")
DISTRICT = Unit("nam-khe", "Nam Khê", Level.DISTRICT, "huyện", "bac-ha")
IN_PROVINCE = Setting(PROVINCE, PROVINCE, date(2023, 1, 31))
IN_DISTRICT = Setting(DISTRICT, PROVINCE, date(2024, 1, 9))
AGRICULTURE = "Sở Nông nghiệp và Phát triển nông thôn"
LABOUR = "Sở Lao động - Thương binh và Xã hội"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Sở NN&PTNT", AGRICULTURE),
        ("Sở NNPTNT", AGRICULTURE),
        ("Sở Nông nghiệp và PTNT", AGRICULTURE),
        ("SNN&PTNT", AGRICULTURE),
        ("SNN", AGRICULTURE),
        ("Sở Lao động, Thương binh và Xã hội", LABOUR),
        ("Sở LĐ-TB&XH", LABOUR),
        ("Sở LĐTBXH", LABOUR),
        ("Sở Kế hoạch Đầu tư", "Sở Kế hoạch và Đầu tư"),
        ("Sở KH&ĐT", "Sở Kế hoạch và Đầu tư"),
        ("Sở KH&CN", "Sở Khoa học và Công nghệ"),
        ("Sở VHTT&DL", "Sở Văn hóa, Thể thao và Du lịch"),
        ("Sở Văn hoá, Thể thao và Du lịch", "Sở Văn hóa, Thể thao và Du lịch"),
        ("Sở CT", "Sở Công Thương"),
        ("sở công thương", "Sở Công Thương"),
        ("Sở Công Thương Bắc Hà", "Sở Công Thương"),
        ("Giám đốc Sở Tài chính", "Sở Tài chính"),
        ("Phó Giám đốc Sở Tài chính tỉnh Bắc Hà", "Sở Tài chính"),
        ("Chủ tịch Ủy ban nhân dân tỉnh", "Ủy ban nhân dân"),
        ("Uỷ ban nhân dân tỉnh", "Ủy ban nhân dân"),
        ("Chánh Văn phòng UBND tỉnh", "Văn phòng Ủy ban nhân dân"),
        ("Liên minh HTX tỉnh", "Liên minh Hợp tác xã"),
        ("Ủy ban MTTQ Việt Nam tỉnh", "Ủy ban Mặt trận Tổ quốc Việt Nam"),
        ("Văn phòng Điều phối xây dựng nông thôn mới tỉnh", "Văn phòng Điều phối nông thôn mới"),
        ("Đài Phát thanh - Truyền hình tỉnh", "Đài Phát thanh và Truyền hình"),
    ],
)
def test_variants_of_a_name_mean_one_body_of_the_province(written: str, meant: str) -> None:
    body = resolve_name(written, IN_PROVINCE)
    assert (body.name, body.unit, body.basis) == (meant, PROVINCE, Basis.LISTED)


@pytest.mark.parametrize("kind", ["huyện", "quận", "phường"])
@pytest.mark.parametrize("written", ["UBND Thành phố", "Chủ tịch UBND thành phố", "Hội Nông dân Thành phố"])
def test_below_a_city_of_the_level_of_a_province_the_city_is_that_city(written: str, kind: str) -> None:
    city = Unit("da-nang", "Đà Nẵng", Level.PROVINCE)
    unit = Unit("nam-khe", "Nam Khê", Level.COMMUNE if kind == "phường" else Level.DISTRICT, kind, city.slug)
    assert resolve_name(written, Setting(unit, city, date(2024, 1, 9))).unit == city


def test_a_city_below_a_province_stays_itself_where_it_speaks() -> None:
    unit = Unit("thanh-pho-nam-khe", "Nam Khê", Level.DISTRICT, "thành phố", "bac-ha")
    assert resolve_name("UBND thành phố", Setting(unit, PROVINCE, date(2024, 1, 9))).unit == unit
    before = Setting(DISTRICT, Unit("hue", "Huế", Level.PROVINCE), date(2024, 1, 9))
    assert resolve_name("UBND thành phố", before).unit == DISTRICT


@pytest.mark.parametrize(
    ("written", "meant", "basis"),
    [
        ("Sở Nông nghiệp và Phát triển", AGRICULTURE, Basis.CUT_OFF),
        ("Sở Nông nghệp và Phát triển nông thôn", AGRICULTURE, Basis.SIMILAR),
        ("Sở Tài nguyên và Môi trườn", "Sở Tài nguyên và Môi trường", Basis.SIMILAR),
    ],
)
def test_a_damaged_name_is_matched_with_less_confidence(written: str, meant: str, basis: Basis) -> None:
    body = resolve_name(written, IN_PROVINCE)
    assert (body.name, body.basis) == (meant, basis)
    assert 0 < body.confidence < 1


@pytest.mark.parametrize(
    "written",
    [
        "Trung tâm Xúc tiến đầu tư",
        "Trung tâm Xúc tiến Đầu tư, Thương mại",
        "Trung tâm Khuyến công",
        "Viện Hàn lâm Khoa học",
    ],
)
def test_a_centre_is_the_one_of_all_its_words(written: str) -> None:
    body = resolve_name(f"{written} tỉnh", IN_PROVINCE)
    assert (body.kind, body.basis) == (None, Basis.UNLISTED)


@pytest.mark.parametrize("written", ["Sở Nông nghiệp", "Sở Tài nguyên", "Sở Văn hóa", "Công ty Cổ phần Mây tre"])
def test_a_name_that_could_mean_several_bodies_stays_as_written(written: str) -> None:
    body = resolve_name(written, IN_PROVINCE)
    assert (body.name, body.kind, body.basis) == (written, None, Basis.UNLISTED)


@pytest.mark.parametrize(
    ("written", "name", "unit"),
    [
        ("Ủy ban nhân dân huyện", "Ủy ban nhân dân", "nam-khe"),
        ("Ủy ban nhân dân", "Ủy ban nhân dân", "nam-khe"),
        ("UBND huyện Nam Khê", "Ủy ban nhân dân", "nam-khe"),
        ("Ủy ban nhân dân tỉnh", "Ủy ban nhân dân", "bac-ha"),
        ("Ủy ban nhân dân tỉnh Bắc Hà", "Ủy ban nhân dân", "bac-ha"),
        ("Ủy ban nhân dân tỉnh Hưng Yên", "Ủy ban nhân dân", "hung-yen"),
        ("Ủy ban nhân dân thành phố Hà Nội", "Ủy ban nhân dân", "ha-noi"),
        ("Ủy ban nhân dân xã Đại Tập", "Ủy ban nhân dân", "xa-dai-tap-nam-khe"),
        ("phòng Nông nghiệp và PTNT", "Phòng Nông nghiệp và Phát triển nông thôn", "nam-khe"),
        ("Phòng Kinh tế Hạ tầng", "Phòng Kinh tế và Hạ tầng", "nam-khe"),
        ("Trưởng phòng Tài chính Kế hoạch", "Phòng Tài chính - Kế hoạch", "nam-khe"),
        ("Sở Công Thương", "Sở Công Thương", "bac-ha"),
        ("Bộ NN&PTNT", "Bộ Nông nghiệp và Phát triển nông thôn", "viet-nam"),
        ("Thủ tướng Chính phủ", "Thủ tướng Chính phủ", "viet-nam"),
    ],
)
def test_a_districts_plan_speaks_of_its_own_offices_and_its_provinces_departments(
    written: str, name: str, unit: str
) -> None:
    body = resolve_name(written, IN_DISTRICT)
    assert (body.name, body.unit.slug) == (name, unit)


def test_a_group_stays_a_group() -> None:
    agent = Agent("các sở, ban, ngành", "các sở, ban, ngành", AgentKind.GROUP)
    body = resolve(agent, IN_PROVINCE)
    assert body.group
    assert (body.label, body.unit) == ("Các sở, ban, ngành", PROVINCE)


def test_a_label_says_the_place_once() -> None:
    assert resolve_name("Sở Tài chính", IN_PROVINCE).label == "Sở Tài chính tỉnh Bắc Hà"
    assert resolve_name("Báo Bắc Hà", IN_PROVINCE).label == "Báo Bắc Hà"
    assert resolve_name("Công an tỉnh", IN_PROVINCE).label == "Công an tỉnh Bắc Hà"
    assert resolve_name("Bộ Công Thương", IN_PROVINCE).label == "Bộ Công Thương"


def test_a_department_is_a_part_of_its_committee() -> None:
    parent = parent_of(resolve_name("Sở Công Thương", IN_DISTRICT))
    assert parent is not None
    assert (parent.name, parent.unit.slug) == ("Ủy ban nhân dân", "bac-ha")
    assert parent_of(resolve_name("Ủy ban nhân dân tỉnh", IN_PROVINCE)) is None


@pytest.mark.parametrize(
    ("number", "kind", "issuer", "segment"),
    [
        ("801/QĐ-TTg", "qd", "Thủ tướng Chính phủ", "ttg"),
        ("617/QĐ-UBND", "qd", "Ủy ban nhân dân tỉnh", "ubnd-bac-ha"),
        ("195/KH-UBND", "kh", "UBND tỉnh Hưng Yên", "ubnd-hung-yen"),
        ("4462/SNN&PTNT-PTNT", "cv", None, "snn-bac-ha"),
        ("3671/BNN-KTHT", "qd", "Bộ Nông nghiệp và Phát triển nông thôn", "bnn"),
        (None, "luat", "Quốc hội", "qh"),
        (None, "nd", "Chính phủ", "cp"),
    ],
)
def test_the_issuer_of_an_instrument_names_its_segment(
    number: str | None, kind: str, issuer: str | None, segment: str
) -> None:
    body = resolve_name(issuer, IN_PROVINCE) if issuer else None
    assert issuer_segment(number, kind, body, IN_PROVINCE) == segment


@given(st.sampled_from(body_kinds()), st.sampled_from([IN_PROVINCE, IN_DISTRICT]))
def test_every_listed_name_and_alias_finds_its_kind(kind: object, setting: Setting) -> None:
    from loader.lexicon import BodyKind

    assert isinstance(kind, BodyKind)
    for name in (kind.name, *kind.aliases):
        body = resolve_name(name, setting)
        assert body.basis is Basis.LISTED, name
        assert body.kind is not None
        assert kind.name == body.kind.name or name in (*body.kind.aliases, body.kind.name), name


@given(st.text(max_size=60))
def test_any_text_gives_some_body_of_some_place(name: str) -> None:
    body = resolve_name(name, IN_DISTRICT)
    assert body.unit.slug
    assert 0 < body.confidence <= 1


COMMUNE = Unit("xa-nam-khe", "Nam Khê", Level.COMMUNE, "xã")
ALONE = Setting(COMMUNE, None, date(2025, 9, 18))


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("UBND tỉnh", Level.PROVINCE),
        ("UBND Thành phố", Level.PROVINCE),
        ("Chủ tịch UBND huyện", Level.DISTRICT),
        ("Hội đồng nhân dân tỉnh", Level.PROVINCE),
    ],
)
def test_a_committee_of_a_level_above_is_not_the_issuers_own(written: str, level: Level) -> None:
    body, own = resolve_name(written, ALONE), resolve_name("UBND xã", ALONE)
    assert (body.level, body.label) == (level, body.name)
    assert body.name not in ("Ủy ban nhân dân", own.name)
    assert own.label == "Ủy ban nhân dân xã Nam Khê"


def test_below_an_unknown_province_the_city_is_above_the_district() -> None:
    body = resolve_name("UBND Thành phố", Setting(DISTRICT, None, date(2024, 1, 9)))
    assert (body.label, body.level) == ("Ủy ban nhân dân thành phố", Level.PROVINCE)
    commune = resolve_name("UBND Thành phố", Setting(COMMUNE, None, date(2024, 1, 9)))
    assert (commune.label, commune.level) == ("Ủy ban nhân dân thành phố", Level.DISTRICT)
    assert (
        resolve_name("UBND huyện", Setting(DISTRICT, None, date(2024, 1, 9))).label == "Ủy ban nhân dân huyện Nam Khê"
    )


@pytest.mark.parametrize(
    ("written", "label"),
    [
        (f"{AGRICULTURE} Hà Nội", f"{AGRICULTURE} thành phố Hà Nội"),
        ("Sở Du lịch Thừa Thiên Huế", "Sở Du lịch tỉnh Thừa Thiên Huế"),
        ("Sở Công Thương", "Sở Công Thương"),
        ("Sở Công Thương Thành phố", "Sở Công Thương"),
        ("Sở Công Thương tỉnh", "Sở Công Thương"),
    ],
)
def test_a_department_is_of_the_province_behind_its_name_never_of_a_commune(written: str, label: str) -> None:
    body = resolve_name(written, ALONE)
    assert body.label == label
    above = parent_of(body)
    assert above is None or above.unit.level is Level.PROVINCE


def test_a_department_without_a_place_is_that_of_the_province_above() -> None:
    assert resolve_name("Sở Công Thương", Setting(COMMUNE, PROVINCE, None)).label == "Sở Công Thương tỉnh Bắc Hà"


@pytest.mark.parametrize(
    ("written", "province"),
    [
        ("UBND thành phố Hà Nội", "Hà Nội"),
        ("Sở Du lịch Lào Cai", "Lào Cai"),
        ("UBND huyện Nam Khê", None),
        ("Sở Du lịch", None),
    ],
)
def test_a_body_tells_the_province_in_its_name(written: str, province: str | None) -> None:
    assert province_of(written, None) == province
