"""Budget forms: a header in two rows, a row that counts the columns, and the present year beside those that are planned."""

from __future__ import annotations

import pytest

from tests.extraction.plan_text import plan


def form(upper: list[str], lower: list[str], counts: list[str], *rows: list[str]) -> str:
    """A table with a bar on a line of its own before and behind each cell, as web pages turned into text hold it."""
    cells = [cell for row in (upper, lower, counts, *rows) for cell in ("", *row)]
    return "|" + "".join(f"\n{cell}\n|" if cell else "\n|" for cell in cells[1:])


NAMES = ["STT", "Nội dung"]
YEARS = ["Năm 2027", "Năm 2028"]
FORMS = [
    form([*NAMES, "Năm 2026", *YEARS], ["Kế hoạch", "Ước thực hiện"], ["1", "2", "3", "4", "5", "6"],
         ["1", "Sản lượng tôm nuôi", "700", "690", "720", "740"], ["2", "Giá trị", "", "", "", ""], ["", "Sản lượng cua nuôi", "50", "49", "55", "60"]),
    form([*NAMES, "Năm hiện hành 2026", "Dự kiến 02 năm sau"], ["Dự toán tỉnh giao", "Dự toán HĐND", "Đánh giá thực hiện", *YEARS], ["A", "B", "1", "2", "3", "4", "5"],
         ["1", "Sản lượng tôm nuôi", "700", "695", "690", "720", "740"], ["2", "Sản lượng cua nuôi", "50", "50", "49", "55", "60"]),
    form([*NAMES, "Năm 2026", "Năm 2027", "So sánh năm 2027 với UTH năm 2026", "Năm 2028"], ["Dự toán", "Ước thực hiện"], ["A", "B", "1", "2", "3", "4=3/2", "5"],
         ["1", "Sản lượng tôm nuôi", "700", "690", "720", "104,3", "740"], ["2", "Sản lượng cua nuôi", "50", "49", "55", "112,2", "60"]),
]  # fmt: skip


@pytest.mark.parametrize("table", FORMS)
def test_a_form_states_aims_for_the_years_planned_and_none_for_the_present_year(table: str) -> None:
    facts = plan(f"I. CHỈ TIÊU CHỦ YẾU\n\n{table}\n")
    found = sorted((t.horizon, int(t.value)) for o in facts.objectives for t in o.targets)
    assert found == [(2027, 55), (2027, 720), (2028, 60), (2028, 740)]
