"""Splitting of a source into divisions: letterhead, title, opening, body and tail of the act, the attached plan, annexes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from loader.readers.blocks import Paragraph
from loader.rules import book, first, remembered, rule
from loader.structure.grids import Grid, StructuredBlock
from loader.structure.letterheads import abstract_within, letterhead_end, title_goes_on
from loader.structure.lines import is_upper
from loader.structure.numbering import MarkerKind, parse_marker

_LONGEST_LINE = 400
"""Characters of a line that may open a division; what is longer is running text."""
_LONGEST_TITLE = 300
_LONGEST_HEADING = 120
_LONGEST_ANNEX_LINE = 60
"""Characters of a line that begins with the name of an annex and is one without a mark behind the name."""
_SHORT_ANNEX_LINE = 20
"""Characters of such a line that is one although it is neither set apart nor in capitals."""
_KIND_WITHIN = 40
"""Blocks from the top within which a kind and a title may share a line."""
_NUMBER_WITHIN = 25
_LETTER = "cv"
_ENACTING_WITHIN = 60
_TITLE_LINES = 8
_OPENING_LINES = 12
"""Lines of an opening up to which a dash belongs to it."""
_ATTACHED_WITHIN = 6
_CENTRED = 8
"""Blanks in front of a centred line; the first line of a paragraph has fewer."""
_SENTENCE_GOES_ON = re.compile(r"[.;,:/]$")


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
        abstract = abstract_within(blocks[:headed]) if kind_line is None and not divisions else ()
        if not divisions:
            division.head = [b for b in blocks[:headed] if isinstance(b, Paragraph) and b not in abstract]
        content = [*abstract, *blocks[max(at + 1, headed) : following[0]]]
        if rest is not None:
            content.insert(0, rest)
        _sort(division, content)
        if len(divisions) == 0:
            division.body[:0] = [b for b in blocks[:headed] if isinstance(b, Grid)]
        divisions.append(division)
    return divisions


def _starts(blocks: Sequence[StructuredBlock]) -> list[tuple[int, str, Paragraph | None, str]]:
    starts: list[tuple[int, str, Paragraph | None, str]] = []
    headed = letterhead_end(blocks)
    tail_seen = False
    for i, block in enumerate(blocks):
        if isinstance(block, Grid):
            continue
        text = block.text.text.strip()
        if _is_tail(text):
            tail_seen = True
        if len(text) > _LONGEST_LINE:
            continue
        if (
            (annex := rule("division.annex").find(text))
            and starts
            and (annex["rest"] or len(text) < _LONGEST_ANNEX_LINE)
        ):
            if is_upper(text) or block.centred or block.bold or len(text) < _SHORT_ANNEX_LINE:
                rest = block.text[annex.start("rest") + 1 :].strip() if annex["rest"] else None
                starts.append((i, "phu-luc", Paragraph(rest, whole=True) if rest else None, annex["number"] or ""))
            continue
        if (
            tail_seen
            and starts
            and is_upper(text)
            and rule("division.annex-title").holds(text)
            and not _within_annex(starts)
        ):
            starts.append((i, "phu-luc", block, ""))
            continue
        found = _kind_line(block, first=not starts and i < _KIND_WITHIN)
        if found is None and not starts and i == headed:
            found = _small_kind_line(block, bare=headed == 0)
        if found is None or (starts and _is_enacting_line(text)):
            continue
        if not starts or _opens_attachment(blocks, i, starts[-1][0], starts[-1][1], found.symbol):
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
    for kind in book().beginning("document-kind", text[:1]):
        m = kind.find(text)
        if not m:
            continue
        rest = block.text[m.end() :].strip()
        if not rest:
            return (
                _KindLine(kind.gives, None) if is_upper(text) or block.bold or block.centred or block.heading else None
            )
        runs_on = (
            first
            and is_upper(m[0])
            and (rest.text[0].isupper() or rule("division.title-about").holds(rest.text))
            and len(text) < _LONGEST_TITLE
        )
        if (is_upper(text) or runs_on) and len(text) > m.end() + 3:
            return _KindLine(kind.gives, Paragraph(rest, bold=block.bold, centred=block.centred, whole=block.whole))
    return None


def _small_kind_line(block: Paragraph, *, bare: bool) -> _KindLine | None:
    """Return the kind that the line right below a letterhead names in small letters: "Kế hoạch", "Kế hoạch phát triển …".

    Args:
        block: the line.
        bare: no letterhead stands above it; the first line of a text must say what it is about to be a title.
    """
    text = block.text.text.strip().rstrip(":").strip()
    found = first("document-kind", text) if len(text) < _LONGEST_TITLE and not _SENTENCE_GOES_ON.search(text) else None
    if found is None or found[1].start() > 0:
        return None
    rest = block.text.strip()[found[1].end() :].strip()
    if bare and not (rest and rule("division.title-about").holds(rest.text)):
        return None
    if rest and (not rest.text[0].isalpha() or rule("letterhead.number-begun").holds(rest.text[:2].capitalize())):
        return None
    titled = Paragraph(rest, bold=block.bold, centred=block.centred, whole=block.whole) if rest else None
    return _KindLine(found[0].gives, titled)


def _opens_attachment(blocks: Sequence[StructuredBlock], i: int, at: int, before: str, symbol: str) -> bool:
    """Whether a later kind line opens an attached document: "(Kèm theo …)" follows its title, or a decision came before."""
    if symbol == before or _is_in_title(blocks, at, i):
        return False
    following = [b.text.text for b in blocks[i + 1 : i + _ATTACHED_WITHIN] if isinstance(b, Paragraph)]
    return any(rule("division.attached").holds(t) for t in following) or (
        before in ("qd", "nq") and symbol not in ("qd", "nq")
    )


def _is_in_title(blocks: Sequence[StructuredBlock], at: int, i: int) -> bool:
    """Whether a line stands right below a kind line at ``at``, or goes on its title: a decision's "QUY ĐỊNH MỨC HỖ TRỢ …"."""
    above = blocks[i - 1]
    if i == at + 1 or not isinstance(above, Paragraph):
        return i == at + 1
    return i <= at + _TITLE_LINES and title_goes_on(above.text.text)


def _symbol_by_number(blocks: Sequence[StructuredBlock]) -> str | None:
    """Return the kind that the document's number tells ("Số: 12/KH-UBND"), or its abstract (a letter's); else None."""
    top = [block.text.text for block in blocks[:_NUMBER_WITHIN] if isinstance(block, Paragraph)]
    for text in top:
        if found := first("own-number", text):
            return found[0].gives
    return _LETTER if any(rule("division.abstract").starts(text) for text in top) else None


def _sort(division: DivisionBlocks, content: list[StructuredBlock]) -> None:
    """Sort the blocks behind the kind line into title, opening, body and tail."""
    i = _take_title(division, content)
    if division.symbol == "phu-luc":
        division.body = content[i:]
        _cut_tail(division)
        return
    enacting = next((k for k in range(i, min(len(content), i + _ENACTING_WITHIN)) if _is_enacting(content[k])), None)
    while i < len(content):
        block = content[i]
        if isinstance(block, Grid):
            break
        text = block.text.text.strip()
        if _is_enacting_line(text):
            i += 1
            break
        if enacting is not None:
            division.opening.append(block)
            i += 1
            continue
        marker = parse_marker(text)
        if marker is not None and not (
            marker.is_bullet and division.opening and len(division.opening) < _OPENING_LINES
        ):
            break
        if block.numbering or (is_upper(text) and not _ends_title(text) and len(text) < _LONGEST_HEADING):
            break
        if division.opening and _is_unnumbered_heading(block):
            break
        if marker is not None and marker.kind is MarkerKind.BULLET and not _is_opening(text[marker.end :]):
            break
        division.opening.append(block)
        i += 1
    division.body = content[i:]
    _cut_tail(division)


def _is_unnumbered_heading(block: Paragraph) -> bool:
    text = block.text.text.strip()
    short = len(text) < _LONGEST_HEADING and not _SENTENCE_GOES_ON.search(text)
    return (block.bold or block.heading > 0) and short and not _is_opening(text) and not _ends_title(text)


def _is_enacting(block: StructuredBlock) -> bool:
    return isinstance(block, Paragraph) and _is_enacting_line(block.text.text.strip())


def _take_title(division: DivisionBlocks, content: Sequence[StructuredBlock]) -> int:
    i = 0
    while i < len(content) and i < _TITLE_LINES:
        block = content[i]
        if isinstance(block, Grid):
            break
        text = block.text.text.strip()
        if rule("division.attached").holds(text):
            division.opening.append(block)
            i += 1
            break
        if not division.title and (abstract := rule("division.abstract").find(text)):
            division.title.append(replace(block, text=block.text.strip()[abstract.end() :].strip()))
            i += 1
            continue
        if division.title and title_goes_on(division.title[-1].text.text) and not parse_marker(text):
            pass
        elif not division.title:
            if (
                _ends_title(text)
                or parse_marker(text)
                or (_is_opening(text) and not (block.bold or is_upper(text) or _is_title_of_execution(text)))
            ):
                break
        else:
            first = division.title[0]
            alike = (
                # A Party committee prints "CHƯƠNG TRÌNH HÀNH ĐỘNG" and below it "thực hiện Nghị quyết số …".
                # So does "KẾT LUẬN CỦA BAN BÍ THƯ", and below it "về …".
                is_upper(text)
                or rule("division.title-about").holds(text)
                or (
                    (text[0].islower() or rule("division.title-issuer").holds(first.text.text.strip()))
                    and _is_title_of_execution(text[0].upper() + text[1:])
                )
                if is_upper(first.text.text)
                else (block.bold and first.bold)
                or text[0].islower()
                or _is_centred_below(division.title[-1], block)
                or rule("division.title-goes-on").holds(text)
                or _gives_the_place(division.title[-1].text.text, text)
            )
            opens = _is_opening_sentence(block) and not _is_title_of_execution(text)
            if not alike or _ends_title(text) or parse_marker(text) or opens:
                break
        division.title.append(block)
        i += 1
    return i


def _gives_the_place(above: str, text: str) -> bool:
    """Whether a line says the name that a title's line above waits for: "… trên địa bàn xã / Phú Mỹ năm 2026"."""
    if len(text) > _LONGEST_HEADING or _SENTENCE_GOES_ON.search(text):
        return False
    return text[0].isupper() and rule("line-end.awaits-place").holds(above)


def _is_centred_below(above: Paragraph, block: Paragraph) -> bool:
    """Whether a line stands right below another one and is set in as centred lines are."""
    blanks = block.text.start - above.text.end - 1
    return not block.whole and not block.gap_before and blanks >= _CENTRED


def _is_title_of_execution(text: str) -> bool:
    """Whether a line below the kind line is a title ("Thực hiện Quyết định số … trên địa bàn tỉnh") and no opening sentence."""
    return len(text) < _LONGEST_TITLE and rule("division.title-of-execution").holds(text)


def _is_opening_sentence(block: Paragraph) -> bool:
    return _is_opening(block.text.text) and not is_upper(block.text.text)


def _is_opening(text: str) -> bool:
    return first("opening", text) is not None


def _is_enacting_line(text: str) -> bool:
    return rule("division.enacting").holds(text)


def _is_tail(text: str) -> bool:
    return _is("tail", text)


def _ends_title(text: str) -> bool:
    return _is("title-stop", text)


@remembered
def _is(what: str, text: str) -> bool:
    if text[:1].islower():
        return False
    return any(matcher.gives == what and matcher.holds(text) for matcher in book().beginning("division", text[:1]))


def _cut_tail(division: DivisionBlocks) -> None:
    for i, block in enumerate(division.body):
        if isinstance(block, Paragraph) and _is_tail(block.text.text.strip()):
            rest = division.body[i:]
            division.tail = [b for b in rest if isinstance(b, Paragraph)]
            # A table behind the signature, not headed as an annex, is content all the same.
            division.body = [*division.body[:i], *(b for b in rest if isinstance(b, Grid))]
            return
