"""An invented plan as content without a format: a line is a paragraph, lines with tabs are a table.

It serves the plans that are neither hard-wrapped nor have their cells line below line.
"""

from __future__ import annotations

import re

from loader.readers.markup import collapse_whitespace, strip_markup
from tests.readers.plan_content import Content, Entry, Grid, Para

_RULE = re.compile(r"[_\-—*= ]*")
_SECTION = re.compile(r"(?:[IVX]+[.-]|Phần|PHẦN|Chương|Mục|Điều \d+\.) ")
_SUBSECTION = re.compile(r"\d+(?:\.\d+)*\. \D{3,90}[^.;:]$")
_KINDS = ("KẾ HOẠCH", "QUYẾT ĐỊNH", "CHƯƠNG TRÌNH HÀNH ĐỘNG")
_SIGNS = re.compile(r"(?:TM|KT|TL|TUQ)\.|T/M|CHỦ TỊCH|GIÁM ĐỐC|BỘ TRƯỞNG")
_ENDS_FOOT = re.compile(r"PHỤ LỤC|Phụ lục|KẾ HOẠCH$")


def invented_content(text: str) -> Content:
    """Return the content of a plan: letterhead and signature side by side, headings bold, tables ruled."""
    lines = text.replace("\xa0", " ").split("\n")
    opens = next(i for i, line in enumerate(lines) if strip_markup(line).strip() in _KINDS)
    content: Content = [_letterhead(lines[:opens])]
    table: list[tuple[Entry, ...]] = []
    for line in [*lines[opens:], ""]:
        if line.count("\t") >= 2:
            cells = (collapse_whitespace(strip_markup(cell)) for cell in line.split("\t"))
            table.append(tuple(Entry((cell,) if cell else (), bold=not table) for cell in cells))
            continue
        if table:
            # A last row may leave its last cells out.
            content.append(Grid(tuple((*row, *([Entry(())] * (len(table[0]) - len(row)))) for row in table)))
            table = []
        words = collapse_whitespace(strip_markup(line))
        if not _RULE.fullmatch(words):
            content.append(_paragraph(words))
    return _with_feet(content)


def _letterhead(lines: list[str]) -> Grid:
    words = [w for w in (strip_markup(line).strip() for line in lines) if not _RULE.fullmatch(w)]
    motto = [w for w in words if w.startswith(("CỘNG", "Độc lập", "ĐẢNG CỘNG SẢN"))]
    day = [w for w in words if re.search(r"ngày .*tháng", w)]
    number = [w for w in words if w.startswith("Số")]
    issuer = [w for w in words if w not in (*motto, *day, *number)]
    first = (Entry(tuple(issuer), bold=True), Entry(tuple(motto), bold=True))
    return Grid((first, (Entry(tuple(number)), Entry(tuple(day)))), ruled=False)


def _paragraph(words: str) -> Para:
    title = words.isupper() and len(words) < 200
    heading = (_SECTION.match(words) is not None and len(words) < 120) or _SUBSECTION.match(words) is not None
    return Para(words, bold=title or heading, centred=title and not _SECTION.match(words))


def _with_feet(content: Content) -> Content:
    """Put recipients and signature side by side."""
    out: Content = []
    at = 0
    while at < len(content):
        item = content[at]
        if not (isinstance(item, Para) and item.text.startswith("Nơi nhận")):
            out.append(item)
            at += 1
            continue
        foot: list[str] = []
        while at < len(content) and isinstance(item := content[at], Para) and not _ENDS_FOOT.match(item.text):
            foot.append(item.text)
            at += 1
        sign = next(i for i, words in enumerate(foot) if _SIGNS.match(words))
        out.append(Grid(((Entry(tuple(foot[:sign])), Entry(tuple(foot[sign:]), bold=True)),), ruled=False))
    return out
