"""Addresses that tests open, and what they look for on the pages."""

from __future__ import annotations

import httpx
from bs4 import BeautifulSoup

SITE = "https://w3id.org/langnghe/"
THANH_HOA = "vn/ubnd-thanh-hoa/2022/11/29/qd/4182/ke-hoach"
LONG_AN = "vn/ubnd-long-an/2023/01/31/qd/617/ke-hoach"
LANG_SON = "vn/ubnd-lang-son/2024/10/30/kh/244"
TUYEN_QUANG = "vn/ubnd-tuyen-quang/draft/df9548712b17"
KHOAI_CHAU = "vn/ubnd-khoai-chau/2024/01/09/kh/11"
PLANS = (THANH_HOA, LONG_AN, LANG_SON, TUYEN_QUANG, KHOAI_CHAU)
PROGRAMME = "vn/ttg/2022/07/07/qd/801/chuong-trinh"
EFFECTIVE_2030 = f"{PROGRAMME}/muc-tieu-2030/target-6"
TARGET = "vn/ubnd-lang-son/2024/10/30/kh/244/muc-ii/2/2.2/gach-4/target-1"
TASK = "vn/ubnd-long-an/2023/01/31/qd/617/ke-hoach/phu-luc/hang-37/task-1"
AGENCY = "agency/long-an/so-cong-thuong"
ADDRESSES = (
    "/",
    "/coverage",
    "/coverage?verdict=below",
    "/plans",
    *(f"/plans/{plan}" for plan in PLANS),
    f"/plans/{LANG_SON}?kind=tasks",
    f"/plans/{LANG_SON}?view=print",
    f"/trace/{EFFECTIVE_2030}",
    f"/trace/{TARGET}",
    f"/trace/{TASK}?at=2024-06-01",
    f"/trace/{KHOAI_CHAU}",
    f"/graph/{AGENCY}",
    f"/graph/{LANG_SON}",
    f"/graph/{TARGET}?rel=derivesFrom",
)


_TAKEN: dict[tuple[str, str, tuple[tuple[str, str], ...]], BeautifulSoup] = {}


def soup_of(http: httpx.Client, address: str, **values: str) -> BeautifulSoup:
    """Return a page, which must be there; one that was taken before as it was then, for one address shows one page."""
    key = str(http.base_url), address, tuple(sorted(values.items()))
    if key not in _TAKEN:
        answer = http.get(address, params=values or None)
        assert answer.status_code == 200, (address, answer.text[:300])
        assert answer.headers["content-type"].startswith("text/html")
        _TAKEN[key] = BeautifulSoup(answer.text, "lxml")
    return _TAKEN[key]


def words(text: str) -> str:
    """Return a text with each run of white space as one space."""
    return " ".join(text.split())
