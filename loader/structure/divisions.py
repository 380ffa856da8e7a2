"""Splitting of a source into divisions: letterhead, title, opening, body and tail of the act, the attached plan, annexes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from loader.letters import UPPER
from loader.lexicon.patterns import patterns
from loader.readers.blocks import Paragraph
from loader.structure.grids import Grid, StructuredBlock
from loader.structure.letterheads import letterhead_end, title_goes_on
from loader.structure.numbering import MarkerKind, parse_marker
from loader.structure.wrapping import is_upper

_ANNEX = re.compile(
    r"^(?:PHỤ LỤC|Phụ lục|PHỤ BIỂU|Phụ biểu|BIỂU MẪU)(?:\s+(?:số\s+)?(?P<number>[IVX]+|\d{1,2}))?\s*(?P<rest>[:.\-–].*)?$",
    re.IGNORECASE,
)
_ANNEX_TITLE = re.compile(r"^(?:DANH MỤC|BẢNG|BIỂU|PHÂN CÔNG|KHUNG) ")
_TAIL = re.compile(
    r"^(?:Nơi nhận|(?:TM|KT|TL|TUQ|Q|T/M|T/L)\s*\.\s*["
    + UPPER
    + r"]|T/M |(?:CHỦ TỊCH|PHÓ CHỦ TỊCH|GIÁM ĐỐC|PHÓ GIÁM ĐỐC|TRƯỞNG PHÒNG)$)"
)
_ENACTING = re.compile(r"^QUYẾT (?:ĐỊNH|NGHỊ)\s*:?$")
_OPENING = re.compile(
    r"^(?:Căn cứ|Theo (?:đề nghị|Tờ trình|Quyết định|Kế hoạch)|Thực hiện (?:Luật|Nghị|Quyết định|Kế hoạch|Chỉ thị|Thông tư|Công văn|"
    r"Chương trình hành động|Văn bản|ý kiến|chỉ đạo)|Xét đề nghị|Triển khai (?:thực hiện )?(?:Quyết|Kế|Nghị|Chương trình số)|Để |Nhằm |"
    r"Trên cơ sở|(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|Sở|Phòng|Ban) .{0,160}(?:ban hành|xây dựng|như sau)|Kính gửi)"
)
_ATTACHED = re.compile(r"^\((?:Kèm theo|Ban hành kèm theo|Ban hành theo)")
_TITLE_STOP = re.compile(
    r"^(?:Ủ|U)(?:Y|Ỷ|ỷ|y) BAN NHÂN DÂN|^(?:CHỦ TỊCH|GIÁM ĐỐC|HỘI ĐỒNG|BỘ TRƯỞNG|THỦ TƯỚNG)|^[-_*=]{3,}$|^DỰ THẢO|^\(?Dự thảo\)?$"
)


@dataclass(slots=True)
class DivisionBlocks:
    """The blocks of a division, sorted by what they are."""

    symbol: str
    path: str
    label: str
    kind_line: Paragraph | None
    head: list[Paragraph] = field(default_factory=list)
    title: list[Paragraph] = field(default_factory=list)
    opening: list[Paragraph] = field(default_factory=list)
    body: list[StructuredBlock] = field(default_factory=list)
    tail: list[Paragraph] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _KindLine:
    symbol: str
    rest: Paragraph | None


def split_divisions(blocks: Sequence[StructuredBlock]) -> list[DivisionBlocks]:
    """Return the divisions of a source in reading order; there is always at least one."""
    starts = _starts(blocks)
    if not starts or starts[0][1] == "phu-luc":
        starts = [(-1, _symbol_by_number(blocks) or "", None, ""), *starts]
    divisions: list[DivisionBlocks] = []
    headed = letterhead_end(blocks) if starts[0][0] < 0 else max(starts[0][0], 0)
    annexes = 0
    for (at, symbol, rest, number), following in zip(starts, [*starts[1:], (len(blocks), "", None, "")], strict=True):
        kind_line = blocks[at] if at >= 0 else None
        assert not isinstance(kind_line, Grid)
        path = label = ""
        if symbol == "phu-luc":
            annexes += 1
            path = "phu-luc" if not number and annexes == 1 else f"phu-luc-{(number or str(annexes)).lower()}"
            label = f"Phụ lục {number}".strip()
        division = DivisionBlocks(symbol, path, label, kind_line)
        if not divisions:
            division.head = [b for b in blocks[:headed] if isinstance(b, Paragraph)]
        content = list(blocks[max(at + 1, headed) : following[0]])
        if rest is not None:
            content.insert(0, rest)
        _sort(division, content)
        if len(divisions) == 0:
            division.body[:0] = [b for b in blocks[:headed] if isinstance(b, Grid)]
        divisions.append(division)
    return divisions


def _starts(blocks: Sequence[StructuredBlock]) -> list[tuple[int, str, Paragraph | None, str]]:
    starts: list[tuple[int, str, Paragraph | None, str]] = []
    tail_seen = False
    for i, block in enumerate(blocks):
        if isinstance(block, Grid):
            continue
        text = block.text.text.strip()
        if _TAIL.match(text):
            tail_seen = True
        if len(text) > 400:
            continue
        if (annex := _ANNEX.match(text)) and starts and (annex["rest"] or len(text) < 60):
            if is_upper(text) or block.centred or block.bold or len(text) < 20:
                rest = block.text[annex.start("rest") + 1 :].strip() if annex["rest"] else None
                starts.append((i, "phu-luc", Paragraph(rest, whole=True) if rest else None, annex["number"] or ""))
            continue
        if tail_seen and starts and is_upper(text) and _ANNEX_TITLE.match(text) and not _within_annex(starts):
            starts.append((i, "phu-luc", block, ""))
            continue
        found = _kind_line(block, first=not starts and i < 40)
        if found is None or (_ENACTING.match(text) and starts):
            continue
        if not starts or _opens_attachment(blocks, i, starts[-1][1], found.symbol):
            starts.append((i, found.symbol, found.rest, ""))
            tail_seen = False
    return starts


def _within_annex(starts: Sequence[tuple[int, str, Paragraph | None, str]]) -> bool:
    return starts[-1][1] == "phu-luc"


def _kind_line(block: Paragraph, *, first: bool) -> _KindLine | None:
    """Return the kind that a line names: "KẾ HOẠCH" alone, or a title that begins with it.

    Args:
        block: the line.
        first: no kind line was found above it, so "KẾ HOẠCH Phát triển …" in one line may be one.
    """
    text = block.text.text.strip().rstrip(":").strip()
    if parse_marker(text) is not None:
        return None
    for row in patterns("document_kinds", "kind", "symbol"):
        m = row.regex.match(text)
        if not m:
            continue
        rest = block.text[m.end() :].strip()
        if not rest:
            return _KindLine(row.key, None) if is_upper(text) or block.bold or block.centred or block.heading else None
        runs_on = (
            first and is_upper(m[0]) and (rest.text[0].isupper() or rest.text.startswith("về ")) and len(text) < 300
        )
        if (is_upper(text) or runs_on) and len(text) > m.end() + 3:
            return _KindLine(row.key, Paragraph(rest, bold=block.bold, centred=block.centred, whole=block.whole))
    return None


def _opens_attachment(blocks: Sequence[StructuredBlock], i: int, before: str, symbol: str) -> bool:
    """Whether a later kind line opens an attached document: "(Kèm theo …)" follows its title, or a decision came before."""
    if symbol == before:
        return False
    following = [b.text.text for b in blocks[i + 1 : i + 6] if isinstance(b, Paragraph)]
    return any(_ATTACHED.match(t) for t in following) or (before in ("qd", "nq") and symbol not in ("qd", "nq"))


def _symbol_by_number(blocks: Sequence[StructuredBlock]) -> str | None:
    for block in blocks[:25]:
        if isinstance(block, Paragraph) and (m := re.match(r"Số\s*:?\s*\d*\s*/\s*(\w+)\s*-", block.text.text)):
            return {"KH": "kh", "QĐ": "qd", "CTr": "ctr", "ĐA": "da", "TTr": "ttr", "BC": "bc"}.get(m[1])
    return None


def _sort(division: DivisionBlocks, content: list[StructuredBlock]) -> None:
    """Sort the blocks behind the kind line into title, opening, body and tail."""
    i = _take_title(division, content)
    if division.symbol == "phu-luc":
        division.body = content[i:]
        _cut_tail(division)
        return
    enacting = next((k for k in range(i, min(len(content), i + 60)) if _is_enacting(content[k])), None)
    while i < len(content):
        block = content[i]
        if isinstance(block, Grid):
            break
        text = block.text.text.strip()
        if _ENACTING.match(text):
            i += 1
            break
        if enacting is not None:
            division.opening.append(block)
            i += 1
            continue
        marker = parse_marker(text)
        if marker is not None and not (marker.is_bullet and division.opening and len(division.opening) < 12):
            break
        if block.numbering or (is_upper(text) and not _TITLE_STOP.match(text) and len(text) < 120):
            break
        if division.opening and _is_unnumbered_heading(block):
            break
        if marker is not None and marker.kind is MarkerKind.BULLET and not _OPENING.match(text[marker.end :]):
            break
        division.opening.append(block)
        i += 1
    division.body = content[i:]
    _cut_tail(division)


def _is_unnumbered_heading(block: Paragraph) -> bool:
    text = block.text.text.strip()
    short = len(text) < 120 and not re.search(r"[.;,:/]$", text)
    return (block.bold or block.heading > 0) and short and not _OPENING.match(text) and not _TITLE_STOP.match(text)


def _is_enacting(block: StructuredBlock) -> bool:
    return isinstance(block, Paragraph) and _ENACTING.match(block.text.text.strip()) is not None


def _take_title(division: DivisionBlocks, content: Sequence[StructuredBlock]) -> int:
    i = 0
    while i < len(content) and i < 8:
        block = content[i]
        if isinstance(block, Grid):
            break
        text = block.text.text.strip()
        if _ATTACHED.match(text):
            division.opening.append(block)
            i += 1
            break
        if division.title and title_goes_on(division.title[-1].text.text) and not parse_marker(text):
            pass
        elif not division.title:
            if (
                _TITLE_STOP.match(text)
                or parse_marker(text)
                or (_OPENING.match(text) and not (block.bold or is_upper(text) or _is_title_of_execution(text)))
            ):
                break
        else:
            first = division.title[0]
            alike = (
                is_upper(text)
                if is_upper(first.text.text)
                else (block.bold and first.bold)
                or text[0].islower()
                or _is_centred_below(division.title[-1], block)
                or re.match(r"(?:[Gg]iai đoạn|[Nn]ăm|[Tt]rên địa bàn|[Tt]ỉnh|[Tt]hành phố|[Hh]uyện)\b", text)
                is not None
            )
            if not alike or _TITLE_STOP.match(text) or parse_marker(text) or _is_opening_sentence(block):
                break
        division.title.append(block)
        i += 1
    return i


def _is_centred_below(above: Paragraph, block: Paragraph) -> bool:
    """Whether a line stands right below another one and is set in as centred lines are."""
    blanks = block.text.start - above.text.end - 1
    return not block.whole and not block.gap_before and blanks >= _CENTRED


_CENTRED = 8
"""Blanks in front of a centred line; the first line of a paragraph has fewer."""


def _is_title_of_execution(text: str) -> bool:
    """Whether a line below the kind line is a title ("Thực hiện Quyết định số … trên địa bàn tỉnh") and no opening sentence."""
    short = len(text) < 300 and not re.search(r"[;:.,]$|như sau|(?:ban hành|xây dựng) [Kk]ế hoạch", text)
    return short and text.startswith(("Thực hiện", "Triển khai"))


def _is_opening_sentence(block: Paragraph) -> bool:
    return _OPENING.match(block.text.text) is not None and not is_upper(block.text.text)


def _cut_tail(division: DivisionBlocks) -> None:
    for i, block in enumerate(division.body):
        if isinstance(block, Paragraph) and _TAIL.match(block.text.text.strip()):
            rest = division.body[i:]
            division.tail = [b for b in rest if isinstance(b, Paragraph)]
            # A table behind the signature, not headed as an annex, is content all the same.
            division.body = [*division.body[:i], *(b for b in rest if isinstance(b, Grid))]
            return
