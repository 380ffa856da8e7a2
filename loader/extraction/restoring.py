"""Letterheads that lost accents or capitals (a telegram, an old export, a careless scan), as they were printed.

Only formulas are put back: motto, kind, "Số", "ngày … tháng … năm", names of bodies and provinces. Each letter takes the
place of one letter, so that every offset stays; what stands below the letterhead is left as it is, so that quotations are
verbatim. A text without accents is told by a warning, as nothing below its letterhead can be read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from loader.letters import fold, letters_of, without_accents
from loader.lexicon.formulas import formulas
from loader.readers.blocks import Block, Paragraph, Source, Table
from loader.text import MappedText

MOST_BLOCKS = 30
"""Blocks from the top within which a letterhead ends."""

_FEW_CAPITALS = 0.002
"""Share of capitals that Vietnamese never falls below."""

_LONGEST = 160
"""Characters of the longest line of a letterhead."""

_MOTTO = re.compile(r"(DOC LAP ?[-–—] ?)(TU DO ?[-–—] ?)HANH PHUC")
_TELLING = 3
"""Words of a phrase that is known in small letters too; shorter ones ("quan", "xa") are other words without accents."""

_DATE = re.compile(
    r"(?P<place>(?:[^\W\d]+ ){0,3}[^\W\d]+ ?, *)?(?P<day>NGAY)(?P<d>[\s\d.…_]*)(?P<month>THANG)(?P<m>[\s\d.…_]*)(?P<year>NAM)(?=[\s\d.…_]*$)"
)
_SLASHED = re.compile(
    r"(?P<place>(?:[^\W\d]+ ){0,3}[^\W\d]+ ?, *)(?P<day>NGAY) ?(?=\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{4}\W*$)"
)
_NUMBER = re.compile(r"\b(?P<so>SO)\W{0,6}[\d ._…]*(?:[/-] ?\d{4} ?)?[/-] ?(?P<sign>[A-Z][A-Z&]*(?: ?[-/&] ?[A-Z&]+)*)")
_WARNING = (
    "văn bản không có dấu tiếng Việt, chỉ đọc được phần thể thức ở đầu"
    " / the text is written without accents; only its letterhead could be read"
)


def restored(source: Source) -> Source:
    """Return a source whose letterhead reads as printed; the same source if it lost neither accents nor capitals."""
    bare = without_accents(source.text)
    small = _without_capitals(source.text)
    if not (bare or small):
        return source
    blocks = list(source.blocks)
    restorer = _Restorer(bare, small)
    for i, block in enumerate(blocks[:MOST_BLOCKS]):
        blocks[i] = restorer.block(block)
        if restorer.ended:
            break
    if not restorer.changed:
        return source
    return replace(source, blocks=tuple(blocks), warnings=(*source.warnings, *([_WARNING] if bare else [])))


_CAPITALS = "BCGHKLMNQSTUXĐ"
"""Capitals that Vietnamese often begins words with."""


def _without_capitals(text: str) -> bool:
    if sum(map(text.count, _CAPITALS)) > _FEW_CAPITALS * len(text):
        return False  # quick: these alone are enough
    letters = letters_of(text)
    return sum(count for c, count in letters.items() if c.isupper()) <= _FEW_CAPITALS * letters.total()


@dataclass(slots=True)
class _Restorer:
    bare: bool
    small: bool
    kind_above: bool = False
    titled: bool = False
    ended: bool = False
    changed: bool = False

    def block(self, block: Block) -> Block:
        if isinstance(block, Paragraph):
            return self._paragraph(block)
        rows = tuple(
            tuple(replace(cell, paragraphs=tuple(self._paragraph(p) for p in cell.paragraphs)) for cell in row)
            for row in block.rows
        )
        return Table(rows)

    def _paragraph(self, paragraph: Paragraph) -> Paragraph:
        text = paragraph.text.text
        plain = fold(text).upper()
        if self.ended or len(plain) != len(text):
            return paragraph
        bare_line = plain.strip(" *#_|-")
        if self.kind_above:  # a title may begin like an opening: "Triển khai thực hiện …"
            self.kind_above, self.titled = False, True
            return paragraph
        if formulas().ends.match(bare_line):
            self.ended = True
            return self._opening(paragraph) if self.small else paragraph
        if self.titled or len(text) > _LONGEST:
            return paragraph
        self.kind_above = bare_line.rstrip(": ") in formulas().kinds
        new = list(text.upper() if self.small else text)
        if len(new) != len(text):
            return paragraph
        if self.bare:
            for start, words in formulas().phrases_in(plain):
                printed = "".join(new)[start : start + len(words)]
                if printed.isupper() or len(words.split()) >= _TELLING:
                    _put(new, start, words)
        if self.small and (motto := _MOTTO.search(plain)) is not None:
            begun = {motto.start(), motto.end(1), motto.end(2)}
            for i in range(motto.start(), motto.end()):
                new[i] = new[i] if i in begun else new[i].lower()
        self._date(plain, new, self._number(plain, new))
        printed = "".join(new)
        if printed == text:
            return paragraph
        self.changed = True
        return replace(paragraph, text=MappedText(printed, paragraph.text.offsets))

    def _opening(self, paragraph: Paragraph) -> Paragraph:
        """Return the line behind the title with a capital, by which it is known not to belong to it."""
        text = paragraph.text.text
        at = next((i for i, c in enumerate(text) if c.isalpha()), 0)
        return replace(
            paragraph, text=MappedText(text[:at] + text[at : at + 1].upper() + text[at + 1 :], paragraph.text.offsets)
        )

    def _date(self, plain: str, new: list[str], behind: int) -> None:
        found = _DATE.search(plain, behind) or _SLASHED.search(plain, behind)
        if found is None:
            return
        if self.small:
            end = len(new)
            start = found.start()
            new[start:end] = "".join(new[start:end]).lower()
            if found["place"]:
                at = found.start("place")
                new[at : found.end("place")] = "".join(new[at : found.end("place")]).title()
        for name, word in (("day", "ngày"), ("month", "tháng"), ("year", "năm")):
            if found.groupdict().get(name):
                _put(new, found.start(name), word)

    def _number(self, plain: str, new: list[str]) -> int:
        """Put back the signs of a number; return where it ends, 0 if there is none."""
        found = _NUMBER.search(plain)
        if found is None:
            return 0
        _put(new, found.start("so"), "Số", as_written=True)
        for token in re.finditer(r"[A-Z&]+", found["sign"]):
            sign = formulas().signs.get(token[0])
            if sign is not None and (self.bare or sign.isascii()):
                _put(new, found.start("sign") + token.start(), sign, as_written=True)
        return found.end()


def _put(letters: list[str], start: int, words: str, *, as_written: bool = False) -> None:
    """Put words in the place of as many letters, each in the case of the letter that stood there."""
    for i, c in enumerate(words, start):
        letters[i] = c if as_written else c.upper() if letters[i].isupper() else c.lower()
