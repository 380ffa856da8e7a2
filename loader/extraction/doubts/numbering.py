"""Numbering of provisions and table rows: numbers left out, repeated, out of order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from loader.extraction.doubts.stretches import Finding, Part, Stretch, note
from loader.facts import Note
from loader.kinds import NoteKind
from loader.readers.blocks import Cell
from loader.structure.grids import Grid, GridRow
from loader.structure.provisions import Division, Node, Outline

_LABELS = {
    "part": "Phần",
    "chapter": "Chương",
    "division": "Mục",
    "article": "Điều",
    "section": "mục",
    "clause": "khoản/mục",
    "point": "điểm",
}
_LABELS_EN = {
    "part": "Part",
    "chapter": "Chapter",
    "division": "Division",
    "article": "Article",
    "section": "section",
    "clause": "clause",
    "point": "point",
}
# Where "đ" is left out by habit: "d" is followed by "e".
_SKIPPABLE = frozenset({("d", "e")})


def numbering(outline: Outline, found: Sequence[Stretch]) -> Iterator[Note]:
    """Yield the doubts about the numbering of provisions and rows."""
    by_path = {(s.division, s.path): s for s in found if s.part is Part.BODY}
    for index, division in enumerate(outline.divisions):
        yield from _siblings(division.body, index, by_path)
        for node in division.walk():
            if node.children:
                yield from _siblings(node.children, index, by_path)
    yield from _rows(outline.divisions, found)


def _siblings(nodes: Sequence[Node], division: int, by_path: dict[tuple[int, str], Stretch]) -> Iterator[Note]:
    series: dict[str, list[Node]] = {}
    for node in nodes:
        if node.numbered and node.ordinal is not None:
            series.setdefault(node.style, []).append(node)
    for style, members in series.items():
        first = members[0]
        stretch = by_path.get((division, first.path))
        if (
            first.ordinal is not None
            and first.ordinal > 1
            and len(members) > 1
            and stretch is not None
            and style != "article"
        ):
            yield _missing_start(first, stretch)
        for at, (before, here) in enumerate(pairwise(members)):
            stretch = by_path.get((division, here.path))
            if stretch is not None and not _follows_the_one_meant(members, at):
                yield from _pair(before, here, stretch)


def _follows_the_one_meant(members: Sequence[Node], at: int) -> bool:
    """Whether the number before a gap is used twice, so that the second stands for the missing one (5, 6, 6, 8): one slip."""
    if at == 0:
        return False
    first, second, here = (node.ordinal for node in members[at - 1 : at + 2])
    return first is not None and first == second and here == first + 2


def _missing_start(first: Node, stretch: Stretch) -> Note:
    vi = f"Đánh số bắt đầu từ {first.number}, không có số đứng trước"
    en = f"The numbering starts at {first.number}; nothing precedes it"
    return note(Finding(NoteKind.SKIPPED_NUMBERING, vi, en, "numbering-start"), stretch, 0, _head(stretch))


def _pair(before: Node, here: Node, stretch: Stretch) -> Iterator[Note]:
    last, now = before.ordinal, here.ordinal
    if (
        last is None
        or now is None
        or now == last + 1
        or (now == 1 and last > 1)
        or (before.number, here.number) in _SKIPPABLE
    ):
        return
    label, label_en = _LABELS.get(here.kind, "mục"), _LABELS_EN.get(here.kind, "item")
    if now == last:
        above, above_en = _above(here)
        vi = f"Số {here.number} được dùng hai lần liền nhau ({label} {here.number}{above})"
        en = f"Number {here.number} is used twice in a row ({label_en} {here.number}{above_en})"
        finding = Finding(NoteKind.REPEATED_NUMBERING, vi, en, "repeated-number")
    elif now > last:
        above, above_en = _above(here)
        vi = f"Đánh số nhảy cóc: sau {before.number} là {here.number}{above}"
        en = f"The numbering skips: {before.number} is followed by {here.number}{above_en}"
        finding = Finding(NoteKind.SKIPPED_NUMBERING, vi, en, "skipped-number")
    else:
        vi = f"Đánh số không theo thứ tự: sau {before.number} lại là {here.number}"
        en = f"The numbering is out of order: {before.number} is followed by {here.number}"
        finding = Finding(NoteKind.REPEATED_NUMBERING, vi, en, "number-out-of-order")
    yield note(finding, stretch, 0, _head(stretch))


def _above(node: Node) -> tuple[str, str]:
    """Return the part that a provision stands in, as its number says it, in both languages; "" at the top."""
    above = node.section.rpartition(".")[0]
    return (f", thuộc {above}", f", in {above}") if above else ("", "")


def _head(stretch: Stretch) -> int:
    """Return the end of the first words of a stretch, at most 60 characters, cut at a word."""
    text = stretch.text
    if len(text) <= 60:
        return len(text)
    cut = text.rfind(" ", 0, 60)
    return cut if cut > 0 else 60


def _rows(divisions: Sequence[Division], found: Sequence[Stretch]) -> Iterator[Note]:
    cells: dict[tuple[int, str], Stretch] = {}
    for stretch in found:
        if stretch.part is Part.CELL and stretch.role != "number":
            cells.setdefault((stretch.division, stretch.path), stretch)
    for index, division in enumerate(divisions):
        for node in division.walk():
            if node.grid is not None and node.grid.has("number"):
                yield from _row_numbers(node.grid, node.path, index, cells)


def _row_numbers(grid: Grid, path: str, division: int, cells: dict[tuple[int, str], Stretch]) -> Iterator[Note]:
    last: int | None = None
    unnumbered: tuple[int, GridRow] | None = None
    for at, row in enumerate(grid.rows, 1):
        if not row.number.isdigit() or _carried(grid, row):
            if not row.number and _opens_row(grid, row):
                unnumbered = (at, row)
            continue
        now = int(row.number)
        here = cells.get((division, _row_path(path, at)))
        if last is not None and here is not None:
            if (
                now == last + 2
                and unnumbered is not None
                and (blank := cells.get((division, _row_path(path, unnumbered[0]))))
            ):
                vi = f"Ô số thứ tự để trống: sau {last} là {now}, dòng này lẽ ra mang số {last + 1}"
                en = f"A blank row number: {last} is followed by {now}; this row should be {last + 1}"
                yield note(
                    Finding(NoteKind.SKIPPED_NUMBERING, vi, en, "blank-row-number", str(last + 1)),
                    blank,
                    0,
                    _head(blank),
                )
            elif now > last + 1:
                vi, en = f"Số thứ tự trong bảng nhảy từ {last} sang {now}", f"Row numbers jump from {last} to {now}"
                yield note(Finding(NoteKind.SKIPPED_NUMBERING, vi, en, "skipped-row"), here, 0, _head(here))
            elif now == last:
                vi, en = (
                    f"Số thứ tự {now} được dùng cho hai dòng liền nhau",
                    f"Row number {now} is used for two rows in turn",
                )
                yield note(Finding(NoteKind.REPEATED_NUMBERING, vi, en, "repeated-row"), here, 0, _head(here))
        last, unnumbered = now, None


def _row_path(path: str, at: int) -> str:
    return f"{path}/hang-{at}" if path else f"hang-{at}"


def _carried(grid: Grid, row: GridRow) -> bool:
    cell: Cell | None = grid.cell(row, "number")
    return cell is not None and cell.carried


def _opens_row(grid: Grid, row: GridRow) -> bool:
    """Whether a row without number names a lead of its own, as numbered rows do."""
    cell = grid.cell(row, "lead")
    return cell is not None and bool(cell.text) and not cell.carried
