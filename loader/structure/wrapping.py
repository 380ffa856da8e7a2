"""Joining of lines that were cut: hard-wrapped text and sentences that a page break splits.

A line goes on the line before it when grammar or layout says so: it starts in lower case, the line before ends in a
connective, or the line before is as wide as the text. Paragraphs that a format delimits (docx, HTML) are never joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from loader.readers.blocks import Paragraph
from loader.structure.numbering import parse_marker
from loader.text import MappedText

_TERMINAL = re.compile(r"[.;:!?…][”\"')\]]*$|\./\.?$")
_CONNECTIVE = re.compile(
    r"(?:,|\(|/|[-–]|\b(?:và|của|với|cho|các|những|từ|về|tại|theo|đến|trên|trong|hoặc|là|do|số|ngày|tháng|năm|"
    r"để|bằng|như|gồm|vào|ở|có|được|không|phải|mỗi|ít nhất|trước|giai đoạn))$",
    re.IGNORECASE,
)
_WAITS_FOR_FIGURE = re.compile(
    r"(?:\b(?:số|Điều|khoản|điểm|mục|từ|đến|tháng|ngày|khoảng|hơn|dưới|tối thiểu|tối đa)|[≥≤><=~])$", re.IGNORECASE
)
"""The end of a line behind which a number goes on the sentence, whatever it looks like."""
_YEAR_END = re.compile(r"(?:năm|đoạn) 20\d\d$")
_YEAR_ON = re.compile(r"[-–]\s*20\d\d\b")
_FURNITURE = re.compile(r"^[\s|_=*·.~—–-]*$")
_PAGE_NUMBER = re.compile(
    r"^(?:[-–—]?\s*\d{1,3}\s*[-–—]?|Trang\s+\d{1,3}(?:\s*/\s*\d{1,3})?|\d{1,3}\s*/\s*\d{1,3})$", re.IGNORECASE
)
_OWN_LINE = re.compile(
    r"(?:Nơi nhận|TM\.|KT\.|TL\.|TUQ\.|Q\.|Số\s*:|Căn cứ\b|Theo đề nghị|PHỤ LỤC|Phụ lục|QUYẾT ĐỊNH|KẾ HOẠCH|CHỦ TỊCH|PHÓ CHỦ TỊCH|"
    r"GIÁM ĐỐC|PHÓ GIÁM ĐỐC|CỘNG H[ÒO]|Độc lập|\(Kèm theo|\(Ban hành|TT\b|STT\b|DỰ THẢO|Kính gửi)"
)
_HEADING_KINDS = frozenset({"part", "chapter", "division", "section"})


@dataclass(frozen=True, slots=True)
class Layout:
    """Widths of a text: of lines that open a paragraph and of the others.

    Attributes:
        wrapped: the text is hard-wrapped.
        first_width: width of lines that open a paragraph.
        width: width of the other lines.
        indented: the first line of each paragraph is set in, the others are not.
        flush: lines that go on are never set in, so that a line set in opens a paragraph.
        spaced: a blank line stands in front of each paragraph, so that a line without one goes on.
    """

    wrapped: bool
    first_width: int
    width: int
    indented: bool = False
    flush: bool = False
    spaced: bool = False


def is_furniture(text: str) -> bool:
    """Whether a line holds nothing to read: rules, cell bars, dots."""
    return _FURNITURE.match(text) is not None


def is_upper(text: str) -> bool:
    """Whether the letters of ``text`` (at least two) are capitals."""
    letters = list(filter(str.isalpha, text))
    return len(letters) > 1 and sum(map(str.isupper, letters)) >= 0.85 * len(letters)


def measure_layout(lines: Iterable[Paragraph]) -> Layout:
    """Return the layout of a text from all its lines."""
    return _measure(_without_furniture(list(lines)))


def join_lines(lines: Iterable[Paragraph], layout: Layout | None = None) -> list[Paragraph]:
    """Return the paragraphs of ``lines``: cut ones joined, furniture and page numbers left out.

    Args:
        lines: lines of a text, or a run of them between two tables.
        layout: layout of the whole text; measured on ``lines`` when None.
    """
    kept = _without_furniture(list(lines))
    layout = layout or _measure(kept)
    joined: list[Paragraph] = []
    pieces: list[Paragraph] = []
    for line in kept:
        if pieces and _continues(pieces, line, layout):
            pieces.append(line)
            continue
        if pieces:
            joined.append(_merge(pieces))
        pieces = [line]
    if pieces:
        joined.append(_merge(pieces))
    return joined


def _without_furniture(lines: Sequence[Paragraph]) -> list[Paragraph]:
    kept: list[Paragraph] = []
    gap = False
    for i, line in enumerate(lines):
        text = line.text.text
        alone = line.gap_before or gap or i == 0
        if is_furniture(text) or (not line.whole and alone and _PAGE_NUMBER.match(text.strip())):
            gap = True
            continue
        words = line.text.collapse()
        if words is line.text and (line.gap_before or not gap):
            kept.append(line)
        else:
            kept.append(replace(line, text=words, gap_before=line.gap_before or gap))
        gap = False
    return kept


def _measure(lines: Sequence[Paragraph]) -> Layout:
    first: list[int] = []
    others: list[int] = []
    broken = candidates = 0
    opening: list[bool] = []
    going_on: list[bool] = []
    parted: list[bool] = []
    for here, following in pairwise(lines):
        text = here.text.text
        if not following.whole and parse_marker(following.text.text):
            parted.append(following.gap_before)
        if not following.whole and not following.gap_before:
            if parse_marker(following.text.text):
                opening.append(_indent(here, following) >= 2)
            elif following.text.text[0].islower():
                going_on.append(_indent(here, following) < 2)
        if here.whole or len(text) < 20 or following.whole:
            continue
        candidates += 1
        if following.gap_before or not following.text.text[0].islower() or parse_marker(following.text.text):
            continue
        broken += 1
        (first if parse_marker(text) else others).append(len(text))
    wrapped = broken >= 5 and broken > 0.15 * candidates
    width = _high(others) or _high(first) or 80
    set_in = wrapped and _mostly(opening) and _mostly(going_on)
    return Layout(
        wrapped, _high(first) or width, width, set_in, wrapped and _mostly(going_on), wrapped and _mostly(parted)
    )


def _indent(previous: Paragraph, line: Paragraph) -> int:
    """Return how many blanks stand between the end of one line and the first character of the next, less the line break."""
    return line.text.start - previous.text.end - 1


def _mostly(observed: Sequence[bool]) -> bool:
    return len(observed) >= 8 and sum(observed) >= 0.75 * len(observed)


def _high(lengths: list[int]) -> int:
    return sorted(lengths)[int(0.9 * (len(lengths) - 1))] if lengths else 0


def _continues(pieces: Sequence[Paragraph], line: Paragraph, layout: Layout) -> bool:
    previous = pieces[-1]
    if line.whole or previous.whole or line.numbering:
        return False
    text, before = line.text.text, previous.text.text
    if _OWN_LINE.match(text):
        return False
    ended = _TERMINAL.search(before) is not None
    if line.runs_on and not line.gap_before and not _OWN_LINE.fullmatch(before):
        return True
    if not ended and not line.gap_before:
        if text[0].isdigit() and _WAITS_FOR_FIGURE.search(before):
            return True
        if _YEAR_ON.match(text) and _YEAR_END.search(before):
            return True
    marker = parse_marker(text)
    if marker is not None:
        # "chính trị / - xã hội": a dash inside a compound word, cut before the dash.
        behind = text[marker.end : marker.end + 1]
        return marker.is_bullet and behind.islower() and not ended and not line.gap_before and layout.wrapped
    if layout.indented and not line.gap_before and not is_upper(text) and previous.bold == line.bold:
        return _indent(previous, line) < 2
    if layout.flush and not line.gap_before and _indent(previous, line) >= 2 and not text[0].islower():
        return False
    opening = pieces[0].text.text
    opens_heading = (m := parse_marker(opening)) is not None and (
        m.kind.value in _HEADING_KINDS or (not m.is_bullet and is_upper(opening[m.end :]))
    )
    if text[0].islower() or text[0] in ",;.)%”":
        if before.rstrip("”\"') ").endswith((";", ",")) and (layout.wrapped or line.gap_before):
            return True
        if ended and not (layout.wrapped and not line.gap_before and _is_full(pieces, text, layout)):
            return False
        return not (is_upper(before) and not layout.wrapped)
    if previous.bold != line.bold:
        return False
    if line.gap_before:
        # A page that ends inside a paragraph ends with a full line.
        cut = (
            layout.wrapped
            and len(pieces) > 1
            and not is_upper(text)
            and not is_upper(before)
            and _is_full(pieces, text, layout)
        )
        return not ended and (cut or _CONNECTIVE.search(before) is not None)
    if opens_heading and is_upper(before) and is_upper(text) and layout.wrapped:
        return True
    if is_upper(text) and (" " in text or not layout.wrapped):
        return is_upper(before) and layout.wrapped and (opens_heading or _is_name_of_body(before))
    if is_upper(before) and any(c.isalpha() for c in text):
        return False
    if _CONNECTIVE.search(before):
        return not ended
    return layout.wrapped and (_is_full(pieces, text, layout) or (layout.spaced and not ended))


def _is_name_of_body(text: str) -> bool:
    return re.match(r"(?:TM\. )?(?:ỦY|UỶ) BAN NHÂN|CỘNG H", text) is not None


def _is_full(pieces: Sequence[Paragraph], following: str, layout: Layout) -> bool:
    """Whether the first word of the next line would not have fitted on the last line."""
    last = len(pieces[-1].text.text)
    width = layout.first_width if len(pieces) == 1 else layout.width
    word = following.split(" ", 1)[0]
    return last + 1 + len(word) > width


def _merge(pieces: Sequence[Paragraph]) -> Paragraph:
    if len(pieces) == 1:
        return pieces[0]
    text = MappedText.join_parts((p.text for p in pieces), " ")
    return replace(pieces[0], text=text, bold=all(p.bold for p in pieces), italic=all(p.italic for p in pieces))
