"""What of a PDF page's text a reader of the page sees.

Text may be there for programs only: without ink (render mode 3, no opacity), in the colour of what lies under it, too
small to be read, beyond the edge of the page, outside its clip, or under a box. The invisible text that OCR lays
over the picture of a scanned page is that picture's text, and counts as seen.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from functools import cached_property

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from loader.readers.pdf_matrix import Matrix, matrix_of, times

MAX_COVERS = 3_000
"""Most boxes and pictures of a page that are looked at; beyond, no text is taken for covered."""

LEAST_SIZE = 2.0
"""Points; smaller letters are a millimetre at most a third high, and nobody reads them."""

_SAME_COLOUR = 24
"""Colours that differ by less in each channel (of 255) are the same to the eye."""

_LEAST_OPACITY = 13
_FAINT = 150
_FAINT_OPACITY = 140
_NO_INK = frozenset({3, 7})
_MOST_SEGMENTS = 8
_WHITE = (255, 255, 255)

Colour = tuple[int, int, int]
_Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Cover:
    """A filled box or a picture: its place in the drawing order, its extent, its colour (None for a picture)."""

    order: int
    box: _Box
    colour: Colour | None

    def holds(self, x: float, y: float) -> bool:
        return self.box[0] <= x <= self.box[2] and self.box[1] <= y <= self.box[3]


@dataclass(frozen=True, slots=True)
class _Ink:
    """How a text object is drawn."""

    order: int
    colour: Colour
    drawn: bool
    faint: bool
    clip: _Box | None


class Visibility:
    """Tells of each character of a page whether it is seen; places are in PDF coordinates."""

    def __init__(self, page: ctypes.c_void_p, text: ctypes.c_void_p) -> None:
        self._page = page
        self._text = text
        self._inks: dict[int, _Ink] = {}

    def sees(self, index: int, x: float, y: float, size: float) -> bool:
        """Whether the character at ``index``, its middle at (x, y), ``size`` points high, is seen."""
        if 0 < size < LEAST_SIZE:
            return False
        x0, y0, x1, y1 = self._extent
        if not (x0 <= x <= x1 and y0 <= y <= y1):
            return False
        ink = self._ink(index)
        if ink is None:
            return True
        if ink.clip is not None and not _inside(ink.clip, x, y):
            return False
        under = [cover for cover in self._covers if cover.holds(x, y)]
        if not ink.drawn:
            return any(cover.colour is None for cover in under)
        if any(cover.order > ink.order and cover.colour is not None for cover in under):
            # A box over the text hides it, unless it is the ground of a scan's text layer.
            return any(cover.colour is None for cover in under)
        ground = max((cover for cover in under if cover.order < ink.order), key=lambda c: c.order, default=None)
        if ground is None:
            return not _alike(ink.colour, _WHITE)
        return ground.colour is None or not _alike(ink.colour, ground.colour)

    def is_faint(self, index: int) -> bool:
        """Whether a character is drawn so pale that it may be a watermark."""
        ink = self._ink(index)
        return ink is not None and ink.faint

    @cached_property
    def _extent(self) -> _Box:
        box = pdfium.FS_RECTF()
        if pdfium.FPDF_GetPageBoundingBox(self._page, box):
            return box.left, box.bottom, box.right, box.top
        return -1e9, -1e9, 1e9, 1e9

    def _ink(self, index: int) -> _Ink | None:
        item = pdfium.FPDFText_GetTextObject(self._text, index)
        if not item:
            return None
        address = ctypes.cast(item, ctypes.c_void_p).value or 0
        known = self._inks.get(address)
        if known is None:
            mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
            r, g, b, a = (ctypes.c_uint() for _ in range(4))
            stroked = mode in (1, 5)
            ask = pdfium.FPDFPageObj_GetStrokeColor if stroked else pdfium.FPDFPageObj_GetFillColor
            told = ask(item, r, g, b, a)
            colour = (r.value, g.value, b.value) if told else (0, 0, 0)
            drawn = mode not in _NO_INK and (not told or a.value >= _LEAST_OPACITY)
            faint = told and (min(colour) >= _FAINT or a.value < _FAINT_OPACITY)
            order, clip = self._drawn.get(address, (MAX_COVERS * 100, None))
            known = self._inks[address] = _Ink(order, colour, drawn, bool(faint), clip)
        return known

    @property
    def _covers(self) -> list[_Cover]:
        return self._objects[0]

    @property
    def _drawn(self) -> dict[int, tuple[int, _Box | None]]:
        return self._objects[1]

    @cached_property
    def _objects(self) -> tuple[list[_Cover], dict[int, tuple[int, _Box | None]]]:
        """Boxes and pictures in drawing order, and the place and clip of each text object."""
        covers: list[_Cover] = []
        drawn: dict[int, tuple[int, _Box | None]] = {}
        count = min(max(pdfium.FPDFPage_CountObjects(self._page), 0), 40_000)
        todo = [(pdfium.FPDFPage_GetObject(self._page, i), (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), 0) for i in range(count)]
        todo.reverse()
        order = 0
        while todo and order < 40_000:
            item, outer, depth = todo.pop()
            order += 1
            match pdfium.FPDFPageObj_GetType(item):
                case pdfium.FPDF_PAGEOBJ_TEXT:
                    address = ctypes.cast(item, ctypes.c_void_p).value or 0
                    drawn[address] = (order, _clip(item) if depth == 0 else None)
                case pdfium.FPDF_PAGEOBJ_IMAGE:
                    if (box := _bounds(item, outer)) is not None:
                        covers.append(_Cover(order, box, None))
                case pdfium.FPDF_PAGEOBJ_SHADING:
                    if (box := _bounds(item, outer)) is not None:
                        covers.append(_Cover(order, box, None))
                case pdfium.FPDF_PAGEOBJ_PATH:
                    colour = _fill(item)
                    if colour is not None and (box := _bounds(item, outer)) is not None and _is_box(box):
                        covers.append(_Cover(order, box, colour))
                case pdfium.FPDF_PAGEOBJ_FORM if depth < 6:
                    inner = times(matrix_of(item), outer)
                    inside = [
                        pdfium.FPDFFormObj_GetObject(item, k) for k in range(pdfium.FPDFFormObj_CountObjects(item))
                    ]
                    todo += [(child, inner, depth + 1) for child in reversed(inside)]
        if len(covers) > MAX_COVERS:
            covers = []
        return covers, drawn


def _inside(box: _Box, x: float, y: float) -> bool:
    return box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1


def _alike(a: Colour, b: Colour) -> bool:
    return all(abs(p - q) < _SAME_COLOUR for p, q in zip(a, b, strict=True))


def _is_box(box: _Box) -> bool:
    return box[2] - box[0] > 4 and box[3] - box[1] > 4


def _fill(item: ctypes.c_void_p) -> Colour | None:
    """Return the colour of an opaque filled box, None for other paths."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(item, mode, stroke) or not mode.value:
        return None
    if pdfium.FPDFPath_CountSegments(item) > _MOST_SEGMENTS:
        return None
    r, g, b, a = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(item, r, g, b, a) or a.value < 200:
        return None
    return r.value, g.value, b.value


def _bounds(item: ctypes.c_void_p, outer: Matrix) -> _Box | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return None
    corners = [(x, y) for x in (left.value, right.value) for y in (bottom.value, top.value)]
    xs = [x * outer[0] + y * outer[2] + outer[4] for x, y in corners]
    ys = [x * outer[1] + y * outer[3] + outer[5] for x, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _clip(item: ctypes.c_void_p) -> _Box | None:
    """Return the box that all clips of an object leave, None without clips."""
    path = pdfium.FPDFPageObj_GetClipPath(item)
    count = pdfium.FPDFClipPath_CountPaths(path) if path else 0
    box: _Box | None = None
    x, y = ctypes.c_float(), ctypes.c_float()
    for k in range(min(max(count, 0), 50)):
        points: list[tuple[float, float]] = []
        for s in range(min(max(pdfium.FPDFClipPath_CountPathSegments(path, k), 0), 500)):
            segment = pdfium.FPDFClipPath_GetPathSegment(path, k, s)
            if pdfium.FPDFPathSegment_GetPoint(segment, x, y):
                points.append((x.value, y.value))
        if not points:
            continue
        own = min(p[0] for p in points), min(p[1] for p in points), max(p[0] for p in points), max(p[1] for p in points)
        box = (
            own if box is None else (max(box[0], own[0]), max(box[1], own[1]), min(box[2], own[2]), min(box[3], own[3]))
        )
    return box
