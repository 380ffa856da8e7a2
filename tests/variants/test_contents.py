"""Other names, numbers, days and shares: the same facts, changed in the same way."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from loader.facts import Facts
from tests.extraction.documents import annotated, evaluation_of, facts_of, records
from tests.variants.making import (
    Change,
    higher_shares,
    later,
    other_days,
    renaming,
    renumbered,
    with_higher_shares,
    with_words,
)

pytestmark = pytest.mark.slow

# Names of places and signers, and the names put in their place: one word for two, with a hyphen, with foreign letters.
NAMES = {
    "long-an": {"Long An": "Bình Thuận", "Nguyễn Minh Lâm": "Trần Quốc Hưng"},
    "tuyen-quang": {"Tuyên Quang": "Kon Tum"},
    "khoai-chau": {"Khoái Châu": "Bắc Bình", "Hưng Yên": "Đắk Lắk"},
    "tinh-quang-nam": {"Quảng Nam": "Bà Rịa - Vũng Tàu"},
    "tinh-ben-tre": {"Bến Tre": "Cà Mau"},
    "tinh-gia-lai-quyet-dinh": {"Gia Lai": "Hà Giang"},
    "xa-liem-trach": {"Liêm Trạch": "Tân Hiệp", "Thanh Liêm": "Hóc Môn", "Hà Nam": "Kiên Giang"},
    "huyen-kim-son": {"Kim Sơn": "Ea Kar", "Ninh Bình": "Đắk Nông"},
    "thi-xa-ninh-hoa": {"Ninh Hòa": "Sông Cầu", "Khánh Hòa": "Phú Yên"},
    "thanh-pho-hai-phong": {"Hải Phòng": "Đà Nẵng"},
    "so-ninh-binh-2025": {"Ninh Bình": "Lâm Đồng"},
}


@cache
def base(name: str) -> Facts:
    document = annotated(name)
    return facts_of(document.text, document.path.name)


def changed_records(name: str, change: Change) -> tuple[Counter[str], Counter[str]]:
    """Return the facts of a changed document, and the facts of the document changed afterwards."""
    document = annotated(name)
    wanted = Counter(change(line) for line in records(base(name)).elements())
    return records(facts_of(change(document.text), document.path.name)), wanted


def assert_same(found: Counter[str], wanted: Counter[str]) -> None:
    assert sorted((wanted - found).elements()) == []
    assert sorted((found - wanted).elements()) == []


@pytest.mark.parametrize("name", NAMES)
def test_other_names_change_nothing_but_names(name: str) -> None:
    change = renaming(NAMES[name])
    found, wanted = changed_records(name, change)
    # Titles are compared in small letters, in which names are not replaced.
    strip = [line for line in (*found, *wanted) if line.startswith("title")]
    for line in strip:
        found.pop(line, None), wanted.pop(line, None)
    assert_same(found, wanted)


@pytest.mark.parametrize("name", NAMES)
def test_other_numbers_of_instruments_change_nothing_but_numbers(name: str) -> None:
    found, wanted = changed_records(name, renumbered)
    for line in [line for line in (*found, *wanted) if line.startswith("title")]:
        found.pop(line, None), wanted.pop(line, None)
    assert_same(found, wanted)


@pytest.mark.parametrize("name", [n for n in NAMES if n not in ("so-ninh-binh-2025",)])
def test_a_year_later_everything_is_a_year_later(name: str) -> None:
    assert_same(*changed_records(name, later))


@pytest.mark.parametrize("name", ["long-an", "thi-xa-ninh-hoa"])
def test_other_days_are_read_as_printed(name: str) -> None:
    document = annotated(name)
    before = evaluation_of(document.gold, base(name))
    after = evaluation_of(
        with_words(document.gold, other_days), facts_of(other_days(document.text), document.path.name)
    )
    assert after.mean_f1 >= before.mean_f1 - 1e-9, [m for s in after.scores for m in s.misses]


@pytest.mark.parametrize("name", ["long-an", "tinh-ben-tre"])
def test_other_shares_are_read_as_printed(name: str) -> None:
    document = annotated(name)
    before = evaluation_of(document.gold, base(name))
    after = evaluation_of(with_higher_shares(document.gold), facts_of(higher_shares(document.text), document.path.name))
    assert after.mean_f1 >= before.mean_f1 - 1e-9, [m for s in after.scores for m in s.misses]
