"""Whether a line goes on with the paragraph above it: named questions, asked in order."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from loader.letters import UPPER
from loader.readers.blocks import Paragraph
from loader.rules import first, rule
from loader.structure.lines import SET_IN, Layout, indent, is_upper
from loader.structure.numbering import parse_marker

_TERMINAL = re.compile(r"[.;:!?…][”\"')\]]*$|\./\.?$")
_GOING_ON = ",;.)%”"
"""Marks that no paragraph begins with."""
_ROMAN_FIGURE = re.compile(r"[IVX]+(?:[/,;.]|\s|$)")
_RANGE_BEGUN = re.compile(r"(?<![\d./])(?!20\d\d$)\d{1,5}(?:,\d+)?$")
"""A figure, no year, at the end of a line: the first of a range that a line's end cuts in front of its dash."""
_RANGE_ON = re.compile(r"[-–]\s*\d[\d.,]*\s*(?:%|[^\W\d_])")
_NUMBER_BEGUN = re.compile(r"\d/[^\W\d_]{2,6}$")
"""The number of a document whose sign a line's end cuts in front of its hyphen: "71/NQ / -CP"."""
_SIGN_ON = re.compile(rf"-[{UPPER}]{{2}}")
_IN_BRACKETS = re.compile(r"\((\d{1,2})\) ")
_HEADING_KINDS = frozenset({"part", "chapter", "division", "section"})


@dataclass(frozen=True, slots=True)
class _Junction:
    """The place between the lines of a paragraph so far and the next line, of which is asked whether they belong together.

    Attributes:
        pieces: the lines of the paragraph.
        line: the next line.
        layout: layout of the text.
        before: the last line's words.
        text: the next line's words.
        ended: the last line ends a sentence.
    """

    pieces: Sequence[Paragraph]
    line: Paragraph
    layout: Layout
    before: str
    text: str
    ended: bool

    @property
    def previous(self) -> Paragraph:
        """The last line."""
        return self.pieces[-1]

    @property
    def gap(self) -> bool:
        """Whether a blank line stands between them."""
        return self.line.gap_before

    @property
    def opens_heading(self) -> bool:
        """Whether the paragraph begins as a numbered heading."""
        opening = self.pieces[0].text.text
        marker = parse_marker(opening)
        if marker is None:
            return False
        return marker.kind.value in _HEADING_KINDS or (not marker.is_bullet and is_upper(opening[marker.end :]))

    @property
    def full(self) -> bool:
        """Whether the first word of the next line would not have fitted on the last line."""
        width = self.layout.first_width if len(self.pieces) == 1 else self.layout.width
        return len(self.before) + 1 + len(self.text.split(" ", 1)[0]) > width

    @property
    def open_word(self) -> bool:
        """Whether the last line ends in a word or mark that cannot end a sentence."""
        return rule("line-end.open").holds(self.before) and not any(
            rule(f"line-end.{name}").holds(self.before) for name in ("named-unit", "place-to-live", "digital")
        )


def continues(pieces: Sequence[Paragraph], line: Paragraph, layout: Layout) -> bool:
    """Whether a line goes on with the paragraph of ``pieces``: the first question that knows an answer decides."""
    previous = pieces[-1]
    if line.whole or previous.whole or line.numbering:
        return False
    before, text = previous.text.text, line.text.text
    junction = _Junction(pieces, line, layout, before, text, _TERMINAL.search(before) is not None)
    return next((answer for ask in _QUESTIONS if (answer := ask(junction)) is not None), False)


def _stands_for_itself(j: _Junction) -> bool | None:
    """A line such as "Nơi nhận:" or "KẾ HOẠCH" begins anew."""
    return False if stands_alone(j.text) else None


def _stands_below_a_heading(j: _Junction) -> bool | None:
    """A heading that the source marks as one takes no paragraph below it; what begins small may be the rest of a cut one."""
    begins_small = j.text[0].islower() or j.text[0].isdigit() or j.text[0] in _GOING_ON
    return False if j.previous.heading and not j.line.heading and not begins_small else None


def _stands_below_the_kind(j: _Junction) -> bool | None:
    """The title of a document is no part of the line that names its kind: "CHƯƠNG TRÌNH HÀNH ĐỘNG / thực hiện …"."""
    found = first("document-kind", j.before) if is_upper(j.before) else None
    return False if found is not None and found[1].end() == len(j.before) else None


def _runs_on_in_the_source(j: _Junction) -> bool | None:
    """The source says that the line above was cut inside its element (a line break in a cell or paragraph)."""
    if j.line.runs_on and not j.gap and not _is_own_line(j.before):
        return True
    return None


def _gives_the_figure(j: _Junction) -> bool | None:
    """A figure is what the line above waits for: "Nghị quyết số / 71/NQ-CP", "Có ≥ / 30% …", "quý / II/2026", "2026 / - 2030", "8 / - 10%", "71/NQ / -CP"."""
    if j.ended or j.gap:
        return None
    if j.text[0].isdigit() and rule("line-end.awaits-figure").holds(j.before):
        return True
    if _ROMAN_FIGURE.match(j.text) and rule("line-end.awaits-roman").holds(j.before):
        return True
    if _RANGE_ON.match(j.text) and _RANGE_BEGUN.search(j.before):
        return True
    if _SIGN_ON.match(j.text) and _NUMBER_BEGUN.search(j.before):
        return True
    if rule("line-start.second-year").holds(j.text) and rule("line-end.first-year").holds(j.before):
        return True
    return None


def _counts_within(j: _Junction) -> bool | None:
    """What a sentence counts inside itself is cut anywhere: "… ba trụ cột: / (1) Công nghiệp …; (2) Nông nghiệp …"."""
    counted = _IN_BRACKETS.match(j.text) if j.layout.wrapped and not j.gap else None
    if counted is None:
        return None
    number = int(counted[1])
    above = " ".join(piece.text.text for piece in j.pieces)
    within = f"({number + 1})" in j.text if number == 1 else above.find(f"({number - 1})") > 0
    return True if within else None


def _opens_a_provision(j: _Junction) -> bool | None:
    """A marker begins anew, but for a dash inside a compound that was cut in front of it: "chính trị / - xã hội"."""
    marker = parse_marker(j.text)
    if marker is None:
        return None
    behind = j.text[marker.end : marker.end + 1]
    return marker.is_bullet and behind.islower() and not j.ended and not j.gap and j.layout.wrapped


def _is_set_in(j: _Junction) -> bool | None:
    """Where first lines of paragraphs are set in, the indent tells."""
    if j.layout.indented and not j.gap and not is_upper(j.text) and j.previous.bold == j.line.bold:
        return indent(j.previous, j.line) < SET_IN
    if j.layout.flush and not j.gap and indent(j.previous, j.line) >= SET_IN and not j.text[0].islower():
        return False
    return None


def _begins_small(j: _Junction) -> bool | None:
    """A small letter or a closing mark goes on a sentence, unless the line above ended one and had room for more.

    Where blank lines part paragraphs, one without such a line above it goes on: "… các loại cây của tỉnh: / hồi, quế …".
    """
    if not (j.text[0].islower() or j.text[0] in _GOING_ON):
        return None
    if j.before.rstrip("”\"') ").endswith((";", ",")) and (j.layout.wrapped or j.gap):
        return True
    if j.ended and not (j.layout.wrapped and not j.gap and (j.full or j.layout.spaced)):
        return False
    return not (is_upper(j.before) and not j.layout.wrapped)


def _is_set_otherwise(j: _Junction) -> bool | None:
    """Bold lines and others are no one paragraph."""
    return False if j.previous.bold != j.line.bold else None


def _stands_behind_a_gap(j: _Junction) -> bool | None:
    """Behind a blank line a paragraph goes on only where a page ended inside it: with a full line, or an open word."""
    if not j.gap:
        return None
    cut = j.layout.wrapped and len(j.pieces) > 1 and not is_upper(j.text) and not is_upper(j.before) and j.full
    return not j.ended and (cut or j.open_word)


def _goes_on_in_capitals(j: _Junction) -> bool | None:
    """Lines in capitals belong together in a heading and in a body's name, and to no line of small letters."""
    if j.opens_heading and is_upper(j.before) and is_upper(j.text) and j.layout.wrapped:
        return True
    if is_upper(j.text) and (" " in j.text or not j.layout.wrapped):
        return is_upper(j.before) and j.layout.wrapped and (j.opens_heading or _is_name_of_body(j.before))
    if is_upper(j.before) and any(c.isalpha() for c in j.text):
        return False
    return None


def _was_left_open(j: _Junction) -> bool | None:
    """Behind an open word a sentence goes on whatever it goes on with."""
    return not j.ended if j.open_word else None


def _lists_on(j: _Junction) -> bool | None:
    """Short forms and formulas in capitals go on a list that a comma left open: "độ mặn, pH, / N-NH4, COD; mỗi tháng …"."""
    spaced = j.layout.spaced and not j.gap and parse_marker(j.text) is None
    return True if spaced and j.before.endswith(",") else None


def _fills_its_line(j: _Junction) -> bool | None:
    """In a wrapped text, behind a full line and, where blank lines part paragraphs, behind any unended line."""
    if not j.layout.wrapped or (j.ended and j.layout.unmarked):
        return False
    return j.full or (j.layout.spaced and (not j.ended or _is_label_of_item(j)))


def _is_label_of_item(j: _Junction) -> bool:
    """Whether the line above is nothing but the label of an item, in a text whose items blank lines part: "- Dự án 7:"."""
    marker = parse_marker(j.before)
    return len(j.pieces) == 1 and marker is not None and marker.is_bullet and j.before.endswith(":") and not j.gap


def _finishes_a_title(j: _Junction) -> bool | None:
    """A title in capitals is cut behind "CỦA" or "SỐ", whatever begins the next line: "… CỦA / CHỦ TỊCH ỦY BAN …"."""
    if j.gap or not (is_upper(j.before) and is_upper(j.text)) or parse_marker(j.text) is not None:
        return None
    return True if rule("line-end.unfinished-title").holds(j.before) and j.open_word else None


def _closes_a_bracket(j: _Junction) -> bool | None:
    """What stands in brackets is cut anywhere: "(Chi tiết tại các / Phụ lục kèm theo)"."""
    if j.gap or not j.layout.wrapped or parse_marker(j.text) is not None:
        return None
    opened = j.before.rfind("(") > j.before.rfind(")")
    closes = ")" in j.text and "(" not in j.text[: j.text.find(")")]
    return True if opened and closes and not j.ended else None


def _finishes_a_name(j: _Junction) -> bool | None:
    """The name of a body or office is cut in front of its last words: "báo cáo Thủ tướng / Chính phủ trước ngày …"."""
    if j.gap or j.ended or not j.layout.wrapped or is_upper(j.before):
        return None
    return True if rule("line-end.name-begun").holds(j.before) and rule("line-start.name-on").holds(j.text) else None


_QUESTIONS: tuple[Callable[[_Junction], bool | None], ...] = (
    _finishes_a_title,
    _closes_a_bracket,
    _finishes_a_name,
    _stands_for_itself,
    _stands_below_a_heading,
    _stands_below_the_kind,
    _runs_on_in_the_source,
    _gives_the_figure,
    _counts_within,
    _opens_a_provision,
    _is_set_in,
    _begins_small,
    _is_set_otherwise,
    _stands_behind_a_gap,
    _lists_on,
    _goes_on_in_capitals,
    _was_left_open,
    _fills_its_line,
)
"""What is asked of two lines, in this order; a question that knows no answer (None) leaves it to the next."""


def stands_alone(text: str) -> bool:
    """Whether a line begins with words that begin anew ("Nơi nhận", "Căn cứ", "PHỤ LỤC")."""
    return _own_line(text) is not None


def _own_line(text: str) -> re.Match[str] | None:
    if not (text[0].isupper() or text[0] == "("):
        return None
    found = first("line-start", text)
    return found[1] if found and found[0].gives == "own" else None


def _is_own_line(text: str) -> bool:
    """Whether such words are the whole line."""
    found = _own_line(text)
    return found is not None and found.end() == len(text)


def _is_name_of_body(text: str) -> bool:
    return rule("line-end.body-name").holds(text)
