from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.graph.iris import Iris
from loader.kinds import Level
from loader.slugs import (
    bare_place_name,
    is_national_symbol,
    issuer_slug,
    issuer_symbol,
    leading_number,
    place_slug,
    slug,
    title_slug,
)

BASE = "https://w3id.org/langnghe/"


@pytest.mark.parametrize(
    ("number", "kind", "symbol"),
    [
        ("801/QĐ-TTg", "qd", "ttg"),
        ("52/2018/NĐ-CP", "nd", "cp"),
        ("77/2015/QH13", "luat", "qh"),
        ("1666/NQ-UBTVQH15", "nq", "ubtvqh"),
        ("3671/QĐ-BNN-KTHT", "qd", "bnn"),
        ("3671/BNN-KTHT", "qd", "bnn"),
        ("12/TT-BNNPTNT", "tt", "bnn"),
        ("4462/SNN&PTNT-PTNT", "cv", "snn"),
        ("66/TTr-SNN", "ttr", "snn"),
        ("47/2022/QĐ-UBND", "qd", "ubnd"),
        ("05-NQ/TU", "nq", "tu"),
        (None, "qd", ""),
    ],
)
def test_a_number_says_which_symbol_its_issuer_has(number: str | None, kind: str, symbol: str) -> None:
    assert issuer_symbol(number, kind) == symbol


def test_documents_have_the_iris_that_the_design_fixes() -> None:
    iris = Iris()
    assert str(iris.document("ttg", "qd", "801/QĐ-TTg", date(2022, 7, 7))) == f"{BASE}vn/ttg/2022/07/07/qd/801"
    plan = iris.document("ubnd-long-an", "qd", "617/QĐ-UBND", date(2023, 1, 31))
    assert str(plan) == f"{BASE}vn/ubnd-long-an/2023/01/31/qd/617"
    assert str(iris.contained(plan, "ke-hoach")) == f"{plan}/ke-hoach"
    assert str(iris.part(plan, "dieu-1/khoan-2")) == f"{plan}/dieu-1/khoan-2"
    assert str(iris.element(iris.part(plan, "muc-ii"), "target", 1)) == f"{plan}/muc-ii/target-1"


@pytest.mark.parametrize(
    ("path", "home"),
    [
        ("vn/ttg/2022/07/07/qd/801", "vn/ttg/2022/07/07/qd/801"),
        ("vn/ttg/2022/07/07/qd/801/", "vn/ttg/2022/07/07/qd/801"),
        ("vn/ttg/2022/07/07/qd/801/ke-hoach/muc-1/task-1", "vn/ttg/2022/07/07/qd/801"),
        ("vn/qh/luat/ngan-sach-nha-nuoc/dieu-1", "vn/qh/luat/ngan-sach-nha-nuoc"),
        ("vn/ubnd-x/draft/0123456789ab/muc-1", "vn/ubnd-x/draft/0123456789ab"),
        ("vn/ttg/2022", None),
        ("agency/long-an/so-tai-chinh/succession-1", "agency/long-an"),
        ("place/long-an", "place/long-an"),
        ("change/2025-07/long-an/cac-co-quan", "change/2025-07/long-an"),
        ("graph/inferred", None),
    ],
)
def test_what_something_belongs_to_is_seen_by_its_iri(path: str, home: str | None) -> None:
    assert Iris().home_of(BASE + path) == (home and BASE + home)
    assert Iris("https://example.org/").home_of(BASE + path) is None


def test_what_is_unknown_of_a_document_is_left_out_of_its_iri() -> None:
    iris = Iris()
    assert str(iris.document("ubnd-x", "kh", "12/KH-UBND", None)) == f"{BASE}vn/ubnd-x/kh/12"
    law = iris.document("qh", "luat", None, None, "Luật Ngân sách nhà nước")
    assert str(law) == f"{BASE}vn/qh/luat/ngan-sach-nha-nuoc"
    assert str(iris.draft("ubnd-x", "ab" * 32)) == f"{BASE}vn/ubnd-x/draft/{'ab' * 6}"


def test_the_base_is_not_fixed() -> None:
    assert str(Iris("http://localhost/").place("long-an")) == "http://localhost/place/long-an"


def test_local_issuers_carry_their_place_and_national_ones_do_not() -> None:
    assert issuer_slug("ubnd", "long-an") == "ubnd-long-an"
    assert issuer_slug("ttg", "long-an") == "ttg"
    assert issuer_slug("bnn", "long-an") == "bnn"
    assert not is_national_symbol("bcd")


def test_places_of_one_name_keep_apart() -> None:
    slugs = {
        place_slug("Hưng Yên"),
        place_slug("Hưng Yên", Level.DISTRICT, "thành phố"),
        place_slug("Châu Thành", Level.DISTRICT, "huyện", "Long An"),
        place_slug("Châu Thành", Level.DISTRICT, "huyện", "Tiền Giang"),
        place_slug("Tân Lập", Level.COMMUNE, "xã", "Khoái Châu"),
        place_slug("Tân Lập", Level.COMMUNE, "xã", "Yên Mỹ"),
    }
    assert len(slugs) == 6
    assert place_slug("Khoái Châu", Level.DISTRICT, "huyện", "Hưng Yên") == "khoai-chau"
    assert place_slug("tỉnh Long An") == place_slug("Long An") == "long-an"
    assert bare_place_name("Tỉnh Hưng Yên") == "Hưng Yên"


@pytest.mark.parametrize(
    ("name", "parent", "expected"),
    [
        ("Thạnh Hóa", "Long An", "thanh-hoa-long-an"),
        ("Sơn La", "Lai Châu", "son-la-lai-chau"),  # no such district: the rule, and not a list, keeps it apart
        ("Thái Bình", None, "huyen-thai-binh"),
    ],
)
def test_a_rural_district_with_the_name_of_a_province_keeps_apart(name: str, parent: str | None, expected: str) -> None:
    assert place_slug(name, Level.DISTRICT, "huyện", parent) == expected


def test_a_long_title_is_cut_at_a_word() -> None:
    text = title_slug("Quy định " + "rất dài " * 40, "qd")
    assert len(text) <= 80
    assert text.split("-")[-1] in ("rat", "dai")


def test_a_reorganised_body_has_the_month_behind_its_name() -> None:
    iris = Iris()
    assert str(iris.agency("tuyen-quang", "Ủy ban nhân dân", "2025-07")).endswith("/uy-ban-nhan-dan/2025-07")


@given(st.text())
def test_a_slug_is_ascii_and_slugging_it_again_changes_nothing(text: str) -> None:
    made = slug(text)
    assert made.isascii()
    assert slug(made) == made
    assert not made.startswith("-")
    assert not made.endswith("-")


@given(st.from_regex(r"[0-9]{1,4}(/20[0-9]{2})?/[A-Z]{2}-[A-Za-z&]{2,10}", fullmatch=True))
def test_every_number_gives_an_iri_without_odd_characters(number: str) -> None:
    iri = str(Iris().document(issuer_slug(issuer_symbol(number, "qd"), "x"), "qd", number, None))
    assert set(iri) <= set("abcdefghijklmnopqrstuvwxyz0123456789-/:.3")
    assert iri.endswith(f"/qd/{leading_number(number)}")
