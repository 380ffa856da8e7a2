"""Short plans for tests: a frame with letterhead, into which each test puts its own part."""

from __future__ import annotations

from loader.facts import Facts
from tests.extraction.documents import facts_of

HEAD = """ỦY BAN NHÂN DÂN
TỈNH PHÚ AN

Số: 45/KH-UBND

Phú An, ngày 10 tháng 02 năm 2023

KẾ HOẠCH
Bảo tồn và phát triển làng nghề trên địa bàn tỉnh Phú An giai đoạn 2023-2030

Thực hiện Quyết định số 801/QĐ-TTg ngày 07/7/2022 của Thủ tướng Chính phủ phê duyệt Chương trình bảo tồn và phát triển làng nghề Việt Nam giai đoạn 2021-2030, UBND tỉnh ban hành Kế hoạch như sau:

"""
TAIL = """

Nơi nhận:
- Thường trực Tỉnh ủy;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Trần Thị Lan
"""


def plan(body: str, name: str = "ke-hoach.txt") -> Facts:
    """Return the facts of a plan whose body is ``body``."""
    return facts_of(HEAD + body.strip() + TAIL, name)


def aims(*bullets: str, year: int = 2025) -> Facts:
    """Return the facts of a plan with these bullets as objectives until ``year``."""
    lines = "\n".join(f"- {b}" for b in bullets)
    return plan(
        f"I. MỤC TIÊU\n1. Mục tiêu chung\nGiữ gìn nghề truyền thống của địa phương.\n2. Mục tiêu cụ thể đến năm {year}\n{lines}"
    )


def organised(body: str) -> Facts:
    """Return the facts of a plan whose part on organisation is ``body``."""
    return plan(f"I. MỤC TIÊU\nGiữ gìn nghề truyền thống của địa phương.\nII. TỔ CHỨC THỰC HIỆN\n{body}")
