"""Plain text and Markdown: the file is the source text, each line a block."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator

from loader.errors import InputError
from loader.readers.bar_tables import find_bar_tables, read_bar_table
from loader.readers.blocks import Block, Paragraph, Table
from loader.readers.broken_bars import find_broken_tables
from loader.readers.encoding import Decoded, decode
from loader.readers.layout import HIDDEN_NOTE, MAX_PARAGRAPHS, LaidOut
from loader.readers.markup import has_struck, strip_mapped, tidy_line
from loader.readers.plain_tables import find_tables, read_table
from loader.rules import rule
from loader.text import MappedText

MAX_BYTES = 12 * 1024 * 1024
"""Largest text file that is read: some 2,500 pages; a plan has 10 to 100."""

_HEADING = re.compile(r"[ \t]*(#{1,6})[ \t]+")
_BOLD_MARK = re.compile(r"\*\*|(?<!_)__(?=[^\W_])|(?<=[^\W_])__(?!_)|<(?P<tag>/?)(?:b|strong)>", re.IGNORECASE)
"""Longer runs of underscores are blanks to fill in and rules below a letterhead."""
_MARKS_AROUND = " \t\xa0\r#*_|"
_LEFT_OUT = 8
"""How many times the letters outside of bold those inside are where a program that made Markdown only lost some marks."""
_WORDLESS = re.compile(r"[\W_]*")
_NOT_WORDS = re.compile(r"[\s#*_>|\-–+•]|\[bookmark:[^\]]*\]|<[^<>]*>")
_ITALIC_LINE = re.compile(r"\s*(?:\[bookmark:[^\]]*\])*\*(?![\s*]).*[^\s*]\*\s*")
_ITALIC_ON = re.compile(r"(?<![*\\\w])\*(?=[^\s*)])")
_ITALIC_OFF = re.compile(r"(?<=[^\s*\\(])\*(?![*\w])")
"""Marks of emphasis stand at words (CommonMark 0.31, section 6.2); a lone star parts the letterhead of Party papers."""
_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,12})\]:\s*(\S.*)")
_MOST_ABOVE = 150
"""Lines at the beginning of a page in which the box of a law library is looked for."""
_FEWEST_LABELS = 4
"""Labels that make such a box: a letterhead has none of them."""


def read_plain(data: bytes, name: str) -> LaidOut:
    """Read a text or Markdown file.

    Raises:
        InputError: the file is too large, binary, or holds no words.
    """
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 1024 // 1024
        raise InputError(f"the text file is larger than {limit} MB", where=name, advice="split it into documents")
    decoded: Decoded = decode(data, name)
    blocks, footnotes = lines(decoded.text)
    warnings = (*decoded.warnings, HIDDEN_NOTE) if has_struck(decoded.text) else decoded.warnings
    return LaidOut(decoded.text, blocks, footnotes, warnings)


def lines(text: str) -> tuple[tuple[Block, ...], tuple[tuple[str, str], ...]]:
    """Return one paragraph per line of ``text`` that is not blank, and the Markdown footnotes.

    A line keeps its tabs; a line of nothing but tabs is a paragraph too (empty cells of a flattened table). An HTML
    table is read as a table.

    Raises:
        InputError: more paragraphs than ``MAX_PARAGRAPHS``.
    """
    places = array("I", range(len(text)))
    blocks: list[Block] = []
    footnotes: list[tuple[str, str]] = []
    gap = False
    bold_open = italic_open = False
    for here, line, table in _stretches(text[: _page_end(text)], places, _page_begin(text)):
        if table is not None:
            blocks.append(table)
            gap, bold_open, italic_open = True, False, False
            continue
        if "\f" in line:
            gap = True
            cut = line.rindex("\f") + 1 if not line[line.rindex("\f") + 1 :].isspace() else len(line)
            if not line[:cut].strip():
                here, line = here + cut, line[cut:]
        if not line.strip(" \xa0\u200b\ufeff\x0b\x0c\r"):
            gap, bold_open, italic_open = True, False, False
            continue
        if line.startswith("[^") and (note := _FOOTNOTE.match(line)):
            footnotes.append((note[1], " ".join(note[2].split())))
            continue
        mapped = MappedText(line, places[here : here + len(line)])
        clean = tidy_line(strip_mapped(mapped))
        runs_on = bold_open or italic_open
        bold = False
        if not _WORDLESS.fullmatch(line):  # rules and stars that part a letterhead open nothing
            bold, bold_open = _bold(line, bold_open)
            italic_open = _italic(line, italic_open)
        if not clean:
            continue
        if len(blocks) >= MAX_PARAGRAPHS:
            raise InputError(f"the text has more than {MAX_PARAGRAPHS} paragraphs")
        heading = _HEADING.match(line)
        blocks.append(
            Paragraph(
                clean,
                bold=bold,
                italic=not bold and line.count("*") == 2 and bool(_ITALIC_LINE.fullmatch(line)),
                heading=len(heading[1]) if heading else 0,
                gap_before=gap,
                runs_on=runs_on,
            )
        )
        gap = False
    return tuple(blocks), tuple(footnotes)


def _page_begin(text: str) -> int:
    """Return where a document begins in the page of a law library: behind the box of its number, kind, signer and the like; 0 without one."""
    label, number, begun = rule("site.label"), rule("letterhead.number"), rule("letterhead.number-begun")
    begin = at = labels = 0
    valued = True
    for line in text.split("\n", _MOST_ABOVE)[:_MOST_ABOVE]:
        at += len(line) + 1
        words = line.strip(_MARKS_AROUND)
        if not words:
            continue
        if labels and (number.starts(words) or begun.starts(words)):
            break  # of the letterhead; what is told below of related documents has labels, too
        if (found := label.find(words)) is not None:
            labels += 1
            valued = bool(words[found.end() :].strip(_MARKS_AROUND))
            begin = at
        elif not valued and not words.isupper():  # a document begins in capitals, its letterhead
            valued, begin = True, at
    return begin if labels >= _FEWEST_LABELS else 0


def _page_end(text: str) -> int:
    """Return where a document ends in the page of a law library that was saved as text; the text's length if it is none.

    What such a page prints behind a document begins with a line of the page's own, below the document's recipients.
    """
    at = 0
    sent = False
    recipients, end = rule("line-start.recipients"), rule("site.end")
    for line in text.split("\n"):
        words = line.strip(_MARKS_AROUND)
        sent = sent or recipients.starts(words)
        if sent and end.holds(words):
            return at
        at += len(line) + 1
    return len(text)


def _stretches(text: str, places: array[int], start: int) -> Iterator[tuple[int, str, Table | None]]:
    """Yield the lines of a text from an offset on in order, each with its own, and the HTML tables between them."""
    stated = [(a, b, None) for a, b in find_tables(text)]
    broken = find_broken_tables(text)
    ends = [t.end for t in broken]
    barred = [(t.start, t.end, t) for t in broken]
    for lone in find_bar_tables(text):
        at = bisect_right(ends, lone.start)
        if at == len(broken) or broken[at].start >= lone.end:
            barred.append((lone.start, lone.end, lone))
    apart = [found for found in barred if not any(a < found[1] and found[0] < b for a, b, _ in stated)]
    tables = [found for found in sorted([*stated, *apart], key=lambda f: f[0]) if found[0] >= start]
    for first, last, bars in [*tables, (len(text), len(text), None)]:
        table = None
        if bars is not None:
            table = read_bar_table(bars, MappedText(text, places))
        elif last > first:
            table = read_table(MappedText(text[first:last], places[first:last]))
        if last > first and table is None:
            continue
        for line in text[start:first].split("\n"):
            yield start, line, None
            start += len(line) + 1
        if table is not None:
            yield first, "", table
            start = last


def _italic(line: str, is_open: bool) -> bool:
    """Whether emphasis is still on at the end of a line."""
    if "*" not in line:
        return is_open
    at = 0
    while m := (_ITALIC_OFF if is_open else _ITALIC_ON).search(line, at):
        is_open, at = not is_open, m.end()
    return is_open


def _bold(line: str, was_open: bool) -> tuple[bool, bool]:
    """Whether the words of the line are bold, but for a few that conversion left out, and whether bold is still on at its end."""
    if not was_open and "**" not in line and "__" not in line and "<" not in line:
        return False, False
    now = was_open
    inside = outside = last = 0
    for m in _BOLD_MARK.finditer(line):
        letters = len(_NOT_WORDS.sub("", line[last : m.start()]))
        inside, outside = inside + now * letters, outside + (not now) * letters
        now = not m["tag"] if m["tag"] is not None else not now
        last = m.end()
    letters = len(_NOT_WORDS.sub("", line[last:]))
    inside, outside = inside + now * letters, outside + (not now) * letters
    return inside > _LEFT_OUT * outside, now
