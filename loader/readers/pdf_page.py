"""One PDF page as PDFium sees it: words with their places, ruled lines, whether there are pictures.

PDFium (of the browser Chromium) reads a page some ten times faster than pure-Python readers and is hardened against
hostile files. Places are in points from the upper left corner of the page as shown.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from dataclasses import dataclass

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from loader.readers.pdf_matrix import Matrix, matrix_of, times
from loader.readers.pdf_turning import Direction, Place, direction_of, turned_place
from loader.readers.pdf_visibility import Visibility

MAX_CHARACTERS = 60_000
"""Most characters read of one page; a dense page has 5,000."""

MAX_OBJECTS = 40_000
"""Most drawing objects of a page that are looked at for ruled lines; a map has more, a table never."""

_HYPHENS = frozenset({0x02, 0xFFFE})  # how PDFium reports a hyphen at the end of a line
_THICKEST_RULE = 4.0
_WATERMARK = 1.8
"""Pale words so many times as large as the text lie behind it."""


@dataclass(frozen=True, slots=True)
class Word:
    """Characters that stand together on one line.

    Attributes:
        text: the characters.
        x0: left edge, points.
        x1: right edge, points.
        base: baseline, points from the top of the page.
        size: font size as shown, points.
        bold: set in a bold face.
        italic: set in an italic face.
        spaces: how many spaces stand before it in the file (not those that PDFium guesses).
        spaced_at: where the first of them stands, points; the word's own left edge when nothing says.
    """

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    italic: bool
    spaces: int
    spaced_at: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal or vertical line: ``at`` is its y (or x), it runs from ``start`` to ``end``."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page.

    Attributes:
        width: of the page as it is read, points.
        height: of the page as it is read, points.
        words: what a reader of the page sees.
        across: level lines.
        down: upright lines.
        pictures: there are pictures on it.
        cut: it was read in part.
        hidden: letters that are there but not seen.
        unmapped: letters of which the file does not say what they stand for.
        turned: the text runs sideways or upside down on the page as shown, and is read upright.
    """

    width: float
    height: float
    words: tuple[Word, ...]
    across: tuple[Rule, ...]
    down: tuple[Rule, ...]
    pictures: bool
    cut: bool
    hidden: int = 0
    unmapped: int = 0
    turned: bool = False


def read_page(page: ctypes.c_void_p) -> Page:
    """Read a loaded page (``FPDF_PAGE``)."""
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    place = _placing(page, width, height)
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        across, down, pictures = _rules(page, place)
        return Page(width, height, (), across, down, pictures, False)
    try:
        turning = turned_place(text, place, width, height)
        read = _read_words(text, turning.place, Visibility(page, text), turning.turned)
    finally:
        pdfium.FPDFText_ClosePage(text)
    across, down, pictures = _rules(page, turning.place)
    return Page(
        turning.width, turning.height, read.words, across, down, pictures, read.cut, read.hidden, read.unmapped,
        turning.turned,
    )  # fmt: skip


def _placing(page: ctypes.c_void_p, width: float, height: float) -> Place:
    """From PDF coordinates (origin at the lower left, before rotation) to places on the page as shown."""
    box = pdfium.FS_RECTF()
    if pdfium.FPDF_GetPageBoundingBox(page, box):
        x0, y0, x1, y1 = box.left, box.bottom, box.right, box.top
    else:
        x0, y0, x1, y1 = 0.0, 0.0, width, height
    match pdfium.FPDFPage_GetRotation(page):
        case 1:
            return lambda x, y: (y - y0, x - x0)
        case 2:
            return lambda x, y: (x1 - x, y - y0)
        case 3:
            return lambda x, y: (y1 - y, x1 - x)
        case _:
            return lambda x, y: (x - x0, y1 - y)


@dataclass(frozen=True, slots=True)
class _Read:
    """The words of a page; whether it was read in part; letters not seen, and such of unknown meaning."""

    words: tuple[Word, ...]
    cut: bool
    hidden: int
    unmapped: int


def _read_words(text: ctypes.c_void_p, place: Place, visibility: Visibility, turned: bool) -> _Read:
    count = pdfium.FPDFText_CountChars(text)
    box = pdfium.FS_RECTF()
    ox, oy = ctypes.c_double(), ctypes.c_double()
    at_x, at_y, at_box = ctypes.byref(ox), ctypes.byref(oy), ctypes.byref(box)
    character, origin, loose = (
        pdfium.FPDFText_GetUnicode,
        pdfium.FPDFText_GetCharOrigin,
        pdfium.FPDFText_GetLooseCharBox,
    )
    words: list[Word] = []
    letters: list[str] = []
    first = 0
    x0 = x1 = base = size = 0.0
    spaces = next_spaces = 0
    spaced_at, next_spaced_at = 0.0, math.inf
    high = hidden = unmapped = 0
    seen, strange, faint = True, False, False
    pale: set[int] = set()

    def close() -> None:
        nonlocal hidden
        if letters and not seen:
            hidden += len(letters)
            letters.clear()
        elif letters:
            bold, italic = _face(text, first)
            if faint:
                pale.add(len(words))
            words.append(Word("".join(letters), x0, x1, base, size, bold, italic, spaces, spaced_at))
            letters.clear()

    for i in range(min(count, MAX_CHARACTERS)):
        code = character(text, i)
        if code in _HYPHENS:
            code = 0x2D
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        if code <= 32 or code in (0xA0, 0x200B, 0xFEFF, 0xFFFF) or code > 0x10FFFF or 0x2000 <= code <= 0x200A:
            close()
            if code not in (0, 0x200B, 0xFEFF, 0xFFFF) and pdfium.FPDFText_IsGenerated(text, i) != 1:
                if not next_spaces and origin(text, i, at_x, at_y):
                    next_spaced_at = place(ox.value, oy.value)[0]
                next_spaces += 1
            continue
        if not origin(text, i, at_x, at_y) or not loose(text, i, at_box):
            continue
        left, line = place(ox.value, oy.value)
        a, top = place(box.left, box.top)
        b, bottom = place(box.right, box.bottom)
        left, right = min(a, b), max(a, b)
        height = abs(bottom - top)
        if not (math.isfinite(left) and math.isfinite(right) and math.isfinite(line) and 0 < height < 500):
            continue
        letter = chr(code)
        if letters:
            gap = left - x1
            apart = abs(line - base) > 0.25 * size or gap > 0.25 * size or left < x0 - 0.25 * size
            if apart and not unicodedata.combining(letter):
                close()
        if not letters:
            if turned and _runs_otherwise(text, i, ox.value, oy.value, place):
                continue
            if abs(pdfium.FPDFText_GetCharAngle(text, i) % (math.pi / 2)) > 0.05 and _slanted(text, i):
                continue
            first, x0, x1, base, size = i, left, right, line, _font_size(text, i) or height
            spaces, next_spaces = next_spaces, 0
            spaced_at, next_spaced_at = min(left, next_spaced_at), math.inf
            middle = (box.left + box.right) / 2, (oy.value + (box.top + box.bottom) / 2) / 2
            seen = visibility.sees(i, *middle, size)
            faint = visibility.is_faint(i)
            strange = pdfium.FPDFText_HasUnicodeMapError(text, i) == 1  # of a word's letters, all or none as a rule
        unmapped += code == 0xFFFD or 0xE000 <= code < 0xF900 or strange
        letters.append(letter)
        x1 = max(x1, right)
    close()
    return _Read(_without_watermark(words, pale), count > MAX_CHARACTERS, hidden, unmapped)


def _without_watermark(words: list[Word], pale: set[int]) -> tuple[Word, ...]:
    """Leave out words that are pale and much larger than the text."""
    if not pale or len(pale) * 2 > len(words):
        return tuple(words)
    usual = sorted(word.size for word in words)[len(words) // 2]
    return tuple(word for k, word in enumerate(words) if k not in pale or word.size < _WATERMARK * usual)


def _runs_otherwise(text: ctypes.c_void_p, index: int, x: float, y: float, place: Place) -> bool:
    """Whether a character of a turned page is not turned with it (an upright page number)."""
    direction = direction_of(text, index, x, y, place)
    return direction is not None and direction is not Direction.RIGHT


def _slanted(text: ctypes.c_void_p, index: int) -> bool:
    """Whether a character is turned by no multiple of a right angle (a watermark)."""
    turned: float = pdfium.FPDFText_GetCharAngle(text, index) % (math.pi / 2)
    return 0.05 < turned < math.pi / 2 - 0.05


def _font_size(text: ctypes.c_void_p, index: int) -> float:
    """Size of a character's font as shown, points; 0 if not known."""
    m = pdfium.FS_MATRIX()
    size = pdfium.FPDFText_GetFontSize(text, index)
    if not pdfium.FPDFText_GetMatrix(text, index, m):
        return 0.0
    shown = size * math.hypot(m.c, m.d)
    return shown if 1 < shown < 300 else 0.0


def _face(text: ctypes.c_void_p, index: int) -> tuple[bool, bool]:
    flags = ctypes.c_int()
    buffer = ctypes.create_string_buffer(128)
    length = pdfium.FPDFText_GetFontInfo(text, index, buffer, 128, ctypes.byref(flags))
    name = buffer.value.decode("latin-1").lower() if 0 < length <= 128 else ""
    bold = "bold" in name or "black" in name or pdfium.FPDFText_GetFontWeight(text, index) >= 600
    return bold, "italic" in name or "oblique" in name or bool(flags.value & 64)


def _rules(page: ctypes.c_void_p, place: Place) -> tuple[tuple[Rule, ...], tuple[Rule, ...], bool]:
    across: list[Rule] = []
    down: list[Rule] = []
    pictures = False
    seen = 0
    count = pdfium.FPDFPage_CountObjects(page)
    todo: list[tuple[ctypes.c_void_p, Matrix, int]] = [
        (pdfium.FPDFPage_GetObject(page, i), (1, 0, 0, 1, 0, 0), 0) for i in range(min(max(count, 0), MAX_OBJECTS))
    ]
    while todo and seen < MAX_OBJECTS:
        item, outer, depth = todo.pop()
        seen += 1
        match pdfium.FPDFPageObj_GetType(item):
            case pdfium.FPDF_PAGEOBJ_PATH:
                _path(item, times(matrix_of(item), outer), place, across, down)
            case pdfium.FPDF_PAGEOBJ_IMAGE:
                pictures = True
            case pdfium.FPDF_PAGEOBJ_FORM if depth < 6:
                inner = times(matrix_of(item), outer)
                for k in range(min(pdfium.FPDFFormObj_CountObjects(item), MAX_OBJECTS - seen)):
                    todo.append((pdfium.FPDFFormObj_GetObject(item, k), inner, depth + 1))
    if seen >= MAX_OBJECTS:
        return (), (), pictures
    return tuple(across), tuple(down), pictures


def _path(item: ctypes.c_void_p, m: Matrix, place: Place, across: list[Rule], down: list[Rule]) -> None:
    """Straight parts of a path that lie level or upright; a thin filled box is one line."""
    count = min(pdfium.FPDFPath_CountSegments(item), 2000)
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    parts: list[tuple[tuple[float, float], tuple[float, float]]] = []
    start: tuple[float, float] | None = None
    last: tuple[float, float] | None = None
    for i in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(item, i)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if not pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
            continue
        at = place(x.value * m[0] + y.value * m[2] + m[4], x.value * m[1] + y.value * m[3] + m[5])
        if not (math.isfinite(at[0]) and math.isfinite(at[1])):
            return
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = at
        elif last is not None and kind == pdfium.FPDF_SEGMENT_LINETO:
            parts.append((last, at))
        last = at
        points.append(at)
        if pdfium.FPDFPathSegment_GetClose(segment) and start is not None:
            parts.append((last, start))
            last = start
    if not points:
        return
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    if y1 - y0 <= _THICKEST_RULE < x1 - x0:
        across.append(Rule((y0 + y1) / 2, x0, x1))
    elif x1 - x0 <= _THICKEST_RULE < y1 - y0:
        down.append(Rule((x0 + x1) / 2, y0, y1))
    else:
        for (ax, ay), (bx, by) in parts:
            if abs(ay - by) < 0.5 and abs(ax - bx) > 1:
                across.append(Rule(ay, min(ax, bx), max(ax, bx)))
            elif abs(ax - bx) < 0.5 and abs(ay - by) > 1:
                down.append(Rule(ax, min(ay, by), max(ay, by)))
