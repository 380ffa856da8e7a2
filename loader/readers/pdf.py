"""PDF with text: paragraphs in reading order, ruled tables, without what repeats on each page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from loader.errors import InputError
from loader.readers.encoding import legacy_warning
from loader.readers.layout import HIDDEN_WORTH_A_NOTE, Composer, LaidOut
from loader.readers.legacy import from_tcvn3, from_vni, repair
from loader.readers.ocr import BROKEN_NOTE, NOTE, missing_part, recognise_pages, recognise_scan
from loader.readers.pdf_cells import cell_lines, column_lines
from loader.readers.pdf_file import read_pages
from loader.readers.pdf_furniture import Sheet, without_furniture
from loader.readers.pdf_grid import Grid, find_grids
from loader.readers.pdf_legibility import is_illegible
from loader.readers.pdf_lines import Beside, Row, columns_of, find_columns, rows_of, unbroken
from loader.readers.pdf_page import Page, Word
from loader.readers.pdf_paragraphs import Margins, Text, paragraphs
from loader.readers.pdf_tables import Entry, PageTable


def read_pdf(data: bytes, name: str) -> LaidOut:
    """Read a PDF; pages that are pictures (a scan), or whose text layer is rubbish, go through OCR.

    Raises:
        InputError: damaged, protected by a password, too large, or all its text is hidden.
        UnsupportedFormat: a scan or illegible text, and OCR is not installed.
    """
    sheets, warnings = _sheets(data, name)
    illegible = [number for number, sheet in enumerate(sheets, 1) if sheet.illegible]
    if illegible and (2 * len(illegible) >= len(sheets) or missing_part() is None):
        unread = [number for number, sheet in enumerate(sheets, 1) if sheet.illegible or sheet.bare]
        return read_recognised(recognise_pages(data, unread, name), name, BROKEN_NOTE)
    if any(sheet.bare for sheet in sheets) and (all(sheet.empty for sheet in sheets) or missing_part() is None):
        return read_recognised(recognise_scan(data, name), name)
    if sheets and all(sheet.empty for sheet in sheets) and any(sheet.hidden for sheet in sheets):
        raise InputError("the text of the file cannot be seen on its pages", where=name)
    return _lay_out(sheets, warnings, name)


def read_recognised(data: bytes, name: str, note: str = NOTE) -> LaidOut:
    """Read a PDF that OCR made; a warning says so.

    Raises:
        InputError: damaged.
    """
    sheets, warnings = _sheets(data, name)
    return _lay_out(sheets, [note, *warnings], name)


def _sheets(data: bytes, name: str) -> tuple[list[Sheet], list[str]]:
    """Read all pages; text in a legacy encoding is read as Unicode, which a warning tells."""
    sheets: list[Sheet] = []
    legacy: str | None = None
    decided = False
    for page in read_pages(data, name):
        if not decided and len(page.words) > 30:
            _, legacy = repair(" ".join(word.text for word in page.words))
            decided = True
        illegible = not legacy and is_illegible(page)
        if legacy:
            decode = from_vni if legacy == "vni" else from_tcvn3
            page = replace(page, words=tuple(replace(w, text=decode(w.text)) for w in page.words))
        sheets.append(_sheet(page, illegible))
    return sheets, [legacy_warning(legacy)] if legacy else []


def _lay_out(sheets: list[Sheet], warnings: Sequence[str], name: str) -> LaidOut:
    notes: list[tuple[str, str]] = []
    items: list[Text | PageTable] = []
    for sheet in without_furniture(sheets):
        for begins, item in _items(sheet, notes):
            whole = _together(items[-1], item, begins) if items else None
            if whole is not None:
                items[-1] = whole
            else:
                items.append(item)
    composer = Composer()
    for item in items:
        if isinstance(item, Text):
            composer.line(item.line())
        else:
            composer.table(item.cells(), name)
    told = [*warnings]
    told += [
        f"trang {n} là ảnh, không có chữ / page {n} is a picture without text"
        for n, s in enumerate(sheets, 1)
        if s.bare
    ]
    told += [
        f"trang {n} có chữ không nhìn thấy được, đã bỏ / hidden text on page {n} was left out"
        for n, s in enumerate(sheets, 1)
        if s.hidden >= HIDDEN_WORTH_A_NOTE
    ]
    told += [
        f"trang {n}: lớp chữ hỏng, không đọc được / the text layer of page {n} is broken"
        for n, s in enumerate(sheets, 1)
        if s.illegible
    ]
    told += [f"trang {n} quá nhiều ký tự / page {n} was read in part" for n, s in enumerate(sheets, 1) if s.cut]
    return composer.finish(notes, told[:50])


def _sheet(page: Page, illegible: bool) -> Sheet:
    grids = find_grids(page.across, page.down)
    inside: dict[tuple[int, int], list[Word]] = {}
    outside: list[Word] = []
    for word in page.words:
        x, y = (word.x0 + word.x1) / 2, word.base - 0.3 * word.size
        for g, grid in enumerate(grids):
            box = grid.box_at(x, y)
            if box is not None:
                inside.setdefault((g, grid.boxes.index(box)), []).append(word)
                break
        else:
            outside.append(word)
    tables = tuple(t for g, grid in enumerate(grids) if (t := _table(g, grid, inside)) is not None)
    bare = page.pictures and len(page.words) < 5
    rows = tuple(rows_of(outside))
    return Sheet(page.width, page.height, rows, tables, bare, page.cut, page.hidden, illegible)


def _table(index: int, grid: Grid, inside: dict[tuple[int, int], list[Word]]) -> PageTable | None:
    rows: list[list[Entry]] = [[] for _ in range(len(grid.ys) - 1)]
    for b, box in enumerate(grid.boxes):
        words = inside.get((index, b), [])
        lines = tuple(cell_lines(rows_of(words, split=False), box.x1 - box.x0 - 9)) if words else ()
        rows[box.row].append(Entry(lines, box.column, box.across, box.down))
    if not any(e.lines for row in rows for e in row):
        return None
    return PageTable(tuple(tuple(sorted(row, key=lambda e: e.column)) for row in rows), grid.xs, grid.top, grid.bottom)


def _together(last: Text | PageTable, item: Text | PageTable, first: bool) -> Text | PageTable | None:
    """Return what two neighbours make if the end of a page or column cut them; ``first``: the second begins one."""
    if isinstance(item, PageTable) and isinstance(last, PageTable):
        return last.joined(item) if item.continues(last) else None
    if first and isinstance(item, Text) and isinstance(last, Text):
        return last.joined(item) if last.goes_on(item) else None
    return None


def _items(sheet: Sheet, notes: list[tuple[str, str]]) -> Iterator[tuple[bool, Text | PageTable]]:
    """Paragraphs and tables of a page in reading order, each with whether it begins the page or a further column."""
    first = True
    for begins, item in _columns_of(sheet, notes):
        yield begins or first, item
        first = False


def _columns_of(sheet: Sheet, notes: list[tuple[str, str]]) -> Iterator[tuple[bool, Text | PageTable]]:
    rows = _take_footnotes(sheet.rows, sheet.height, notes)
    margins = Margins.of(rows, sheet.width)
    edges = [float("-inf"), *(t.top for t in sheet.tables), float("inf")]
    for k in range(len(edges) - 1):
        if k:
            yield False, sheet.tables[k - 1]
        together: list[Row] = []
        for item in find_columns(unbroken([r for r in rows if edges[k] <= r.base < edges[k + 1]])):
            if isinstance(item, Row):
                together.append(item)
                continue
            yield from ((False, text) for text in paragraphs(together, margins))
            together = []
            if item.long:
                for place, column in enumerate(columns_of(item)):
                    texts = paragraphs(column, Margins.of(column, sheet.width))
                    yield from ((n == 0 and place > 0, text) for n, text in enumerate(texts))
            else:
                yield False, _pair(item)
        yield from ((False, text) for text in paragraphs(together, margins))


def _pair(item: Beside) -> PageTable:
    columns = [tuple(column_lines(side)) for side in (item.left, item.right)]
    entries = tuple(Entry(lines, k, 1, 1) for k, lines in enumerate(columns))
    edges = (item.left[0].x0, item.right[0].x0, item.right[0].x1)
    return PageTable((entries,), edges, item.left[0].top, item.left[-1].bottom, ruled=False)


def _take_footnotes(rows: Sequence[Row], height: float, notes: list[tuple[str, str]]) -> list[Row]:
    """Take the footnotes at the bottom of a page out of its rows."""
    start = next((i for i, r in enumerate(rows) if r.note and r.base > 0.45 * height and _small(r, rows)), None)
    if start is None or any(not _small(r, rows) for r in rows[start:]):
        return list(rows)
    for row in rows[start:]:
        if row.note:
            notes.append((row.note, row.text))
        else:
            mark, words = notes[-1]
            notes[-1] = (mark, f"{words} {row.text}")
    return list(rows[:start])


def _small(row: Row, rows: Sequence[Row]) -> bool:
    sizes = sorted(r.size for r in rows)
    return row.size < 0.95 * sizes[len(sizes) // 2] or row.note != ""
