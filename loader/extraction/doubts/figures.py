"""Figures that contradict each other: a share and its gloss, parts and their sum, a later target below an earlier one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from loader.extraction.doubts.amounts import money, plain, printed, scale
from loader.extraction.doubts.listing import listed_counts
from loader.extraction.doubts.parted_counts import parted_counts
from loader.extraction.doubts.parted_money import parted_money
from loader.extraction.doubts.stretches import Finding, Part, Stretch, note
from loader.extraction.quantities import decimal_of
from loader.extraction.target_tables import is_sum_label
from loader.facts import Note, Objective, Target
from loader.kinds import Comparator, NoteKind
from loader.programmes import is_growth
from loader.rules import rule
from loader.structure.grids import Grid, GridRow
from loader.structure.provisions import Outline

_NO_WORD = re.compile(r"[^\w\s]")
_LEAST_PARTS = 2
_GROWING = frozenset({"percent"})
_ROUNDING = Decimal("0.6")
_APPROXIMATE = Decimal(5)
_NEAR = Decimal("0.02")
"""Share of a total by which one that is told roughly may miss the sum of its annex."""


def figures(outline: Outline, found: Sequence[Stretch], objectives: Sequence[Objective]) -> Iterator[Note]:
    """Yield the doubts about figures."""
    for stretch in found:
        if stretch.part is Part.HEAD or stretch.part is Part.TAIL:
            continue
        text = stretch.text
        if "%" in text and "/" in text:
            yield from _glosses(stretch)
        if "%" in text and "(" in text:
            yield from _of_counted(stretch)
        if rule("figure-doubt.parted").holds(text):
            yield from listed_counts(stretch)
        if ".." in text or "…" in text or "__" in text:
            yield from _blank_figures(stretch)
    yield from parted_counts(found)
    yield from parted_money(found)
    yield from _two_counts(found)
    yield from _sum_rows(outline, found)
    yield from _total_of_annex(outline, found)
    yield from _falling_targets(objectives, found)


def _glosses(stretch: Stretch) -> Iterator[Note]:
    for name in ("share-glossed", "fraction-glossed", "fraction-told"):
        for m in rule(f"figure-doubt.{name}").all(stretch.text):
            groups = m.groupdict()
            comparator = next((c for c in ("more", "least", "about", "most") if groups.get(c)), "")
            yield from _check(stretch, m, comparator)


def _of_counted(stretch: Stretch) -> Iterator[Note]:
    for m in rule("figure-doubt.of-counted").all(stretch.text):
        if m["noun"] == m["same"]:
            yield from _check(stretch, m, "")


def _check(stretch: Stretch, m: re.Match[str], comparator: str) -> Iterator[Note]:
    share = decimal_of(m["share"])
    part, whole = Decimal(m["part"]), Decimal(m["whole"])
    if whole == 0:
        return
    real = part * 100 / whole
    if part > whole:
        vi = f"{part}/{whole}: phần lớn hơn tổng thể"
        en = f"{part}/{whole}: the part exceeds the whole"
    elif _agrees(real, share, comparator):
        return
    else:
        word = {"more": "trên ", "least": "ít nhất ", "about": "khoảng ", "most": "không quá "}.get(comparator, "")
        word_en = {"more": "above ", "least": "at least ", "about": "about ", "most": "at most "}.get(comparator, "")
        vi = (
            f"Ghi {word}{printed(share)}% nhưng {part}/{whole} chỉ là {printed(real)}%"
            if real < share
            else f"Ghi {word}{printed(share)}% nhưng {part}/{whole} là {printed(real)}%"
        )
        en = f"Printed {word_en}{printed(share)} %, but {part}/{whole} is {printed(real)} %"
    end = m.end()
    yield note(Finding(NoteKind.CONTRADICTORY_FIGURES, vi, en, "share-and-gloss"), stretch, m.start(), end)


def _agrees(real: Decimal, share: Decimal, comparator: str) -> bool:
    if comparator == "more":
        return real > share
    if comparator == "least":
        return real >= share - _ROUNDING
    if comparator == "most":
        return real <= share + _ROUNDING
    return abs(real - share) <= (_APPROXIMATE if comparator == "about" else _ROUNDING)


def _two_counts(found: Sequence[Stretch]) -> Iterator[Note]:
    """Yield a count of what is recognised in the whole area that differs from the one told first."""
    first: dict[str, re.Match[str]] = {}
    for stretch in found:
        if stretch.part is not Part.BODY:
            continue
        for m in rule("figure-doubt.recognised").all(stretch.text):
            before = stretch.text[: m.start()]
            clause = before[max(before.rfind(mark) for mark in ".;:(") + 1 :]
            if rule("figure-doubt.of-a-part").holds(clause):
                continue
            known = first.setdefault(m["noun"], m)
            if int(known["value"]) != int(m["value"]):
                vi = f"Ở đây ghi “{m[0]}”, ở chỗ trước ghi “{known[0]}”"
                en = f"Here it says “{m[0]}”, in an earlier place “{known[0]}”"
                finding = Finding(NoteKind.CONTRADICTORY_FIGURES, vi, en, "two-counts")
                yield note(finding, stretch, m.start(), m.end())


def _blank_figures(stretch: Stretch) -> Iterator[Note]:
    for m in rule("figure-doubt.blank").all(stretch.text):
        vi, en = f"Con số để trống: “{m[0]}”", f"A figure is left blank: “{m[0]}”"
        yield note(Finding(NoteKind.BLANK_FIGURE, vi, en, "blank-figure"), stretch, m.start(), m.end())


def _sum_rows(outline: Outline, found: Sequence[Stretch]) -> Iterator[Note]:
    by_place = {(s.division, s.path, s.words.start): s for s in found if s.part is Part.CELL}
    for index, division in enumerate(outline.divisions):
        for node in division.walk():
            if node.grid is not None:
                yield from _sum_row(node.grid, node.path, index, by_place)


def _sum_row(grid: Grid, path: str, division: int, cells: dict[tuple[int, str, int], Stretch]) -> Iterator[Note]:
    sums = [row for row in grid.rows if _is_sum(row)]
    if len(sums) != 1:
        return  # each adds up a group of its own
    for at, row in enumerate(grid.rows, 1):
        if row is not sums[0]:
            continue
        numbered = [r for r in grid.rows if r is not row and r.number.isdigit()]
        for column, cell in enumerate(row.cells):
            if grid.columns[column].role not in ("funding", "") or (total := plain(cell.text.text)) is None:
                continue
            values = [
                v
                for r in numbered
                if column < len(r.cells)
                and not r.cells[column].carried
                and (v := plain(r.cells[column].text.text)) is not None
            ]
            added = sum(values, Decimal(0))
            stretch = cells.get((division, f"{path}/hang-{at}" if path else f"hang-{at}", cell.text.start))
            if len(values) >= _LEAST_PARTS and added != total and stretch is not None:
                title = grid.columns[column].title
                vi = f"Dòng tổng ghi {cell.text.text} ({title}) nhưng các dòng cộng lại là {printed(added)}"
                en = f"The sum row gives {cell.text.text} ({title}), but the rows add up to {printed(added)}"
                yield note(Finding(NoteKind.CONTRADICTORY_FIGURES, vi, en, "sum-row"), stretch)


def _total_of_annex(outline: Outline, found: Sequence[Stretch]) -> Iterator[Note]:
    """Yield a total in the text that is none of the sums of the one annex of money to which its sentence points."""
    units = {m["unit"] for s in found if (m := rule("figure-doubt.table-unit").find(s.text)) is not None}
    grids = [node.grid for division in outline.divisions for node in division.walk() if node.grid is not None]
    titles = [column.title for grid in grids for column in grid.columns]
    units |= {m["unit"] for t in titles if (m := rule("figure-doubt.column-unit").find(t)) is not None}
    sums = [[row for row in grid.rows if _is_sum(row)] for grid in grids]
    rows = [of_grid[0] for of_grid in sums if len(of_grid) == 1]
    if len(units) != 1 or len(rows) != 1 or any(len(of_grid) > 1 for of_grid in sums):
        return
    worth = scale(units.pop())
    values = [v * worth for cell in rows[0].cells if (v := plain(cell.text.text)) is not None]
    for stretch in found:
        m = rule("figure-doubt.total-by-annex").find(stretch.text) if stretch.part is Part.BODY else None
        if m is None or not values:
            continue
        total = money(m["total"], m["unit"])
        if any(abs(v - total) <= total * _NEAR for v in values):
            continue
        shown = printed(max(values) / scale(m["unit"]))
        vi = f"Câu này ghi tổng {m['total']} {m['unit']} nhưng dòng tổng của phụ lục là {shown} {m['unit']}"
        en = f"The sentence gives a total of {m['total']} {m['unit']}, but the sum row of the annex is {shown}"
        yield note(Finding(NoteKind.CONTRADICTORY_FIGURES, vi, en, "sum-row"), stretch, m.start("total"), m.end("unit"))


def _is_sum(row: GridRow) -> bool:
    return any(is_sum_label(c.text.text) for c in row.cells[:3])


def _falling_targets(objectives: Sequence[Objective], found: Sequence[Stretch]) -> Iterator[Note]:
    """Yield the shares that a plan wants lower in a later year than in an earlier one."""
    best: dict[tuple[str, str], Target] = {}
    targets = [t for o in objectives for t in o.targets if t.horizon is not None and t.unit in _GROWING]
    for target in sorted(targets, key=lambda t: (t.horizon or 0, t.reading.evidence.start)):
        if target.comparator is Comparator.AT_MOST or is_growth(target.indicator):
            continue
        key = (target.indicator, _subject(target.what)) if target.indicator == "other" else (target.indicator, "")
        before = best.get(key)
        if (
            before is not None
            and (before.horizon or 0) < (target.horizon or 0)
            and target.value < before.value
            and _subject(before.what) == _subject(target.what)
        ):
            vi = f"Chỉ tiêu năm {target.horizon} ({printed(target.value)}%) thấp hơn chỉ tiêu năm {before.horizon} ({printed(before.value)}%) của cùng nội dung"
            en = f"The target for {target.horizon} ({printed(target.value)} %) is below the one for {before.horizon} ({printed(before.value)} %)"
            place = target.reading.evidence
            stretch = next(
                (s for s in found if s.words.start <= place.start < s.words.end and s.document == place.document), None
            )
            if stretch is not None:
                start = next((i for i, o in enumerate(stretch.words.offsets) if o >= place.start), 0)
                end = next((i for i, o in enumerate(stretch.words.offsets) if o >= place.end), len(stretch.words))
                yield note(Finding(NoteKind.CONTRADICTORY_FIGURES, vi, en, "falling-target"), stretch, start, end)
        best[key] = target


def _subject(what: str) -> str:
    return " ".join(_NO_WORD.sub(" ", what.lower()).split())
