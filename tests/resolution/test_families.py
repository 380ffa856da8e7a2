"""Groups and committees have kinds, and the wordings of one group meet there."""

from __future__ import annotations

import pytest

from loader.kinds import Level
from loader.lexicon.families import families, families_of
from loader.resolution.agencies import VIET_NAM, Basis, Setting, Unit, resolve_name

LONG_AN = Setting(Unit("long-an", "Long An", Level.PROVINCE, "tỉnh"), None, None)


@pytest.mark.parametrize(
    ("wordings", "expected"),
    [
        (
            (
                "Ủy ban nhân dân các huyện, thị xã, thành phố",
                "Ủy ban nhân dân huyện, thành phố",
                "Uỷ ban nhân dân các huyện, thành phố",
                "Chủ tịch Ủy ban nhân dân các huyện, thị xã, thành phố",
            ),
            ("nhom-ubnd-huyen",),
        ),
        (
            ("Ủy ban nhân dân cấp xã", "Ủy ban nhân dân xã, phường, đặc khu", "Ủy ban nhân dân các phường, xã"),
            ("nhom-ubnd-xa",),
        ),
        (
            ("Các sở, ban, ngành", "Các sở ngành có liên quan", "Giám đốc các sở", "Thủ trưởng các ban, ngành, đơn vị"),
            ("nhom-so-nganh",),
        ),
        (("Các bộ, ngành, địa phương", "Bộ, ngành, địa phương"), ("nhom-bo-nganh", "nhom-dia-phuong")),
        (("Các cơ quan, đơn vị liên quan", "Đơn vị liên quan", "Các đơn vị"), ("nhom-co-quan-don-vi",)),
        (("Các tổ chức chính trị - xã hội", "Các đoàn thể tỉnh"), ("nhom-to-chuc-chinh-tri-xa-hoi",)),
    ],
)
def test_the_wordings_of_a_group_are_of_one_family(wordings: tuple[str, ...], expected: tuple[str, ...]) -> None:
    for wording in wordings:
        assert families_of(wording, group=True) == expected, wording


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Ban Chỉ đạo các Chương trình mục tiêu quốc gia", "ban-chi-dao"),
        ("Ban chỉ đạo", "ban-chi-dao"),
        ("Tổ giúp việc Ban Chỉ đạo", "to-giup-viec"),
        ("Tổ công tác triển khai Đề án", "to-giup-viec"),
        ("Hội đồng xét công nhận làng nghề", "hoi-dong"),
        ("Hội Sinh vật cảnh", "hoi-hiep-hoi"),
        ("Công an", "luc-luong-vu-trang"),
    ],
)
def test_a_committee_or_a_body_of_no_kind_is_of_the_family_of_its_head(name: str, family: str) -> None:
    assert families_of(name, group=False) == (family,)


def test_marks_tell_words_apart() -> None:
    """ "Một số tỉnh" names no department (sở)."""
    assert "nhom-so-nganh" not in families_of("Một số tỉnh đủ điều kiện", group=True)


def test_no_family_has_two_names_and_every_one_can_be_met() -> None:
    assert len({f.key for f in families()}) == len(families())
    assert all(f.words if f.group else f.heads for f in families())


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Sở Tài chính (cơ quan chủ trì)", "Sở Tài chính"),
        ("Bộ Công an (Trung tâm Dữ liệu quốc gia)", "Bộ Công an"),
        ("Giám đốc Sở Tài chính", "Sở Tài chính"),
    ],
)
def test_what_stands_in_brackets_or_heads_a_body_makes_no_other_body(printed: str, name: str) -> None:
    body = resolve_name(printed, LONG_AN)
    assert body.name == name
    assert body.basis is Basis.LISTED
    assert body.unit.slug in ("long-an", VIET_NAM.slug)


def test_divisions_of_a_district_are_no_departments_of_the_province() -> None:
    assert families_of("Các phòng, ban ngành", group=True) == ("nhom-phong-nganh",)
    assert set(families_of("Các sở, phòng, ban ngành", group=True)) == {"nhom-so-nganh", "nhom-phong-nganh"}
    assert families_of("Các ban, ngành", group=True) == ("nhom-so-nganh",)
