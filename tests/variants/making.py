"""Makers of variants: the same plan with other names and numbers, in another layout, in another file form.

A maker of contents changes the text and its annotation alike; a maker of layouts changes only the text.
"""

from __future__ import annotations

import io
import re
import textwrap
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from docx import Document

from loader.letters import UPPER

Gold = dict[str, Any]
Change = Callable[[str], str]

# ---------------------------------------------------------------- contents


def renaming(names: Mapping[str, str]) -> Change:
    """Return the change that replaces proper names, in running text and in capitals."""
    pairs = [(a, b) for old, new in names.items() for a, b in ((old, new), (old.upper(), new.upper()))]
    pairs.sort(key=lambda p: -len(p[0]))

    def change(words: str) -> str:
        for number, (old, _) in enumerate(pairs):
            words = re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", f"\x00{number}\x00", words)
        return re.sub("\x00(\\d+)\x00", lambda m: pairs[int(m[1])][1], words)

    return change


def later(words: str) -> str:
    """Return words with every year of this century moved by one."""
    return re.sub(r"(?<!\d)20\d\d(?!\d)", lambda m: str(int(m[0]) + 1), words)


_INSTRUMENT = re.compile(rf"(?<![\w/])(\d{{1,5}})(?=\s*[/-]\s*(?:\d{{4}}\s*[/-]\s*)?[{UPPER}]{{2}})")


def renumbered(words: str) -> str:
    """Return words with the number of every instrument made another one of as many digits."""
    return _INSTRUMENT.sub(
        lambda m: str(int(m[1]) + 3 if int(m[1]) % 10 < 7 else int(m[1]) - 5).zfill(len(m[1])), words
    )


_PERCENT = re.compile(r"(?<![\d,.])(\d{1,2})(?=(?:\s*[-–]\s*\d{1,3})?\s*%)")


def higher_shares(words: str) -> str:
    """Return words with every whole share below 100 % one higher (99 % becomes 98 %)."""
    return _PERCENT.sub(lambda m: _up(m[1]), words)


def _up(figure: str) -> str:
    return str({99: 98, 100: 100}.get(int(figure), int(figure) + 1)).zfill(len(figure))


def with_higher_shares(gold: Gold) -> Gold:
    """Return an annotation after ``higher_shares``: in its quotes, and in the values of targets printed as shares."""
    new: Gold = _words(gold, higher_shares)
    for before, objective in zip(gold["objectives"], new["objectives"], strict=True):
        for old, target in zip(before["targets"], objective["targets"], strict=True):
            for key in ("value", "value_max"):
                value = old.get(key)
                if value is not None and re.search(rf"(?<![\d,.])0?{value}(?=(?:\s*[-–]\s*\d+)?\s*%)", before["quote"]):
                    target[key] = int(_up(str(value)))
    return new


def other_days(words: str) -> str:
    """Return words with the days of dates moved: 15/11 becomes 16/11, 30/6 becomes 29/6; also in ISO dates and MM-DD."""
    words = re.sub(r"(?<![\d/])(\d{1,2})(?=\s*/\s*\d{1,2}(?:\s*/\s*20\d\d)(?!\d))", lambda m: _day(m[1]), words)
    words = re.sub(r"(?<=ngày )(\d{1,2})(?=/\d{1,2}(?![\d/]))", lambda m: _day(m[1]), words)
    words = re.sub(r"(\d{1,2})(?=\s+tháng\s+\d)", lambda m: _day(m[1]), words)
    words = re.sub(r"(?<=-\d\d-)(\d\d)$", lambda m: _day(m[1]), words)
    return re.sub(r"^(\d\d)-(\d\d)$", lambda m: f"{m[1]}-{_day(m[2])}", words)


def _day(figure: str) -> str:
    return str(int(figure) + 1 if int(figure) < 28 else int(figure) - 1).zfill(len(figure))


def with_words(gold: Gold, change: Change) -> Gold:
    """Return an annotation with ``change`` made in all its words."""
    changed: Gold = _words(gold, change)
    return changed


def _words(value: Any, change: Change, key: str = "") -> Any:
    if isinstance(value, str):
        return value if key in ("file", "programme_indicator", "comparator", "unit") else change(value)
    if isinstance(value, list):
        return [_words(item, change, key) for item in value]
    if isinstance(value, dict):
        return {k: _words(item, change, k) for k, item in value.items()}
    return value


# ---------------------------------------------------------------- layouts of text


def is_table_line(line: str) -> bool:
    """Whether a line belongs to a table that was flattened with tabs or bars."""
    return "\t" in line.strip(" ") or line.startswith("|")


def paged(text: str, width: int = 70, lines: int = 38, footer: str = "{page}") -> str:
    """Return a text as printed on pages: cut at ``width`` columns, a page number after every ``lines`` lines.

    Tables keep their lines, and no page ends inside one.
    """
    out: list[str] = []
    page = count = 0
    for line in text.split("\n"):
        table = is_table_line(line)
        pieces = (
            [line]
            if table or not line.strip()
            else textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)
        )
        for piece in pieces:
            out.append(piece)
            count += 1
            if count >= lines and not table and piece.strip():
                page, count = page + 1, 0
                out += ["", " " * (width // 2) + footer.format(page=page), "\f"]
    return "\n".join(out)


def wrapped(text: str, width: int) -> str:
    """Return a text cut at ``width`` columns; tables keep their lines."""
    out: list[str] = []
    for line in text.split("\n"):
        whole = is_table_line(line) or not line.strip()
        out += [line] if whole else textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)
    return "\n".join(out)


def unwrapped(text: str) -> str:
    """Return a hard-wrapped text, whose paragraphs blank lines part, with one line a paragraph; tables keep their lines."""
    paragraphs = [p.split("\n") for p in re.split(r"\n[ \t]*\n", text)]
    return "\n\n".join("\n".join(p) if is_table_line(p[0]) else " ".join(map(str.strip, p)) for p in paragraphs)


_HEADING = re.compile(r"(?:[IVX]{1,5}|\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.)] ")


def capital_headings(text: str, longest: int = 110) -> str:
    """Return a text with its numbered headings in capitals."""

    def raised(line: str) -> str:
        found = _HEADING.match(line)
        is_heading = found and len(line) <= longest and line[-1] not in ".;:," and not is_table_line(line)
        return found[0] + line[found.end() :].upper() if found and is_heading else line

    return "\n".join(raised(line) for line in text.split("\n"))


def pasted_docx(text: str) -> bytes:
    """Return a Word file with every line of a text as a paragraph of its own, as pasted from a printed page."""
    file = Document()
    for line in text.split("\n"):
        if line.strip():
            file.add_paragraph(line)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def bulleted(text: str, dash: str = "•", plus: str = "◦") -> str:
    """Return a text with other list marks for "-" and "+"."""
    text = re.sub(r"^([ \t]*)- (?=\S)", rf"\g<1>{dash} ", text, flags=re.MULTILINE)
    return re.sub(r"^([ \t]*)\+ (?=\S)", rf"\g<1>{plus} ", text, flags=re.MULTILINE)


def parenthesised(text: str) -> str:
    """Return a text with "1)" for "1." at the start of lines."""
    return re.sub(r"^([ \t]*\d{1,2})\. (?=\S)", r"\1) ", text, flags=re.MULTILINE)


def dotted_points(text: str) -> str:
    """Return a text with "a." for "a)" at the start of lines."""
    return re.sub(r"^([ \t]*[a-zđ])\) (?=\S)", r"\1. ", text, flags=re.MULTILINE)


def slashed_romans(text: str) -> str:
    """Return a text with "I/" for "I." at the start of lines."""
    return re.sub(r"^([ \t]*[IVX]{1,5})\. (?=\S)", r"\1/ ", text, flags=re.MULTILINE)


def spaced_out(text: str) -> str:
    """Return a text with a blank line behind every line (but not inside tables)."""
    lines = text.split("\n")
    out: list[str] = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        out.append(line)
        if line.strip() and following.strip() and not (is_table_line(line) or is_table_line(following)):
            out.append("")
    return "\n".join(out)


def packed(text: str) -> str:
    """Return a text without blank lines, but for those that part the rows of a table."""
    lines = text.split("\n")
    kept = [
        line
        for before, line, after in zip(["", *lines], lines, [*lines[1:], ""], strict=False)
        if line.strip() or is_table_line(line) or (is_table_line(before) and is_table_line(after))
    ]
    return "\n".join(kept)


def curly(text: str) -> str:
    """Return a text with long dashes, no-break spaces behind numbers and soft signs, as word processors put them."""
    text = re.sub(r"(?<=20\d\d)\s*-\s*(?=20\d\d)", " – ", text)
    text = re.sub(r"^([ \t]*)- (?=\S)", "\\1–\u00a0", text, flags=re.MULTILINE)
    return re.sub(r"(?<=\d) (?=(?:nghề|làng|sản phẩm|tháng|%))", "\u00a0", text)


# ---------------------------------------------------------------- letterheads


def headless(text: str, title: str = "KẾ HOẠCH") -> str:
    """Return a text from its kind line on."""
    lines = text.split("\n")
    return "\n".join(lines[next(i for i, line in enumerate(lines) if line.strip(" #*") == title) :])


def stacked_head(issuer: Sequence[str], number: str, date: str) -> str:
    """Return a letterhead whose cells stand one below the other."""
    return "\n".join(
        [
            *issuer,
            "-------",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "-------",
            f"Số: {number}",
            date,
            "",
            "",
        ]
    )


def column_head(issuer: Sequence[str], number: str, date: str) -> str:
    """Return a letterhead whose cells stand side by side, parted by spaces."""
    right = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "   Độc lập - Tự do - Hạnh phúc"]
    left = [*issuer, "", ""][: max(2, len(issuer))]
    rows = [f"{a:<34}{b}".rstrip() for a, b in zip(left, [*right, ""][: len(left)], strict=False)]
    return "\n".join([*rows, f"{f'Số: {number}':<34}{date}", "", ""])


def piped_head(issuer: Sequence[str], number: str, date: str) -> str:
    """Return a letterhead as law sites flatten its table: one bar on a line of its own behind every cell."""
    return "\n".join(
        [
            *issuer,
            "-------",
            "|",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "---------------",
            "|",
            f"Số: {number}",
            "|",
            date,
            "|",
            "",
        ]
    )


def markdown_head(issuer: Sequence[str], number: str, date: str) -> str:
    """Return a letterhead as a Markdown table."""
    left = "<br>".join([*issuer[:-1], f"**{issuer[-1]}**"])
    right = "**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**<br>**Độc lập - Tự do - Hạnh phúc**"
    return f"| {left} | {right} |\n|:---:|:---:|\n| Số: {number} | *{date}* |\n\n"


HEADS: Mapping[str, Callable[[Sequence[str], str, str], str]] = {
    "stacked": stacked_head,
    "columns": column_head,
    "bars": piped_head,
    "markdown": markdown_head,
}

# ---------------------------------------------------------------- tables


def tab_tables(text: str, form: Callable[[Sequence[Sequence[str]]], str]) -> str:
    """Return a text with each run of tab-separated rows put into another form."""
    out: list[str] = []
    run: list[list[str]] = []
    for line in [*text.split("\n"), ""]:
        if line.count("\t") >= 2:
            run.append([re.sub(r"</?b>|\*\*", "", cell).strip() for cell in line.split("\t")])
            continue
        if run:
            width = max(map(len, run))
            out.append(form([row + [""] * (width - len(row)) for row in run]))
            run = []
        out.append(line)
    return "\n".join(out[:-1])


def as_tabs(rows: Sequence[Sequence[str]]) -> str:
    """Return one row per line, cells parted by tabs."""
    return "\n".join("\t".join(row) for row in rows)


def as_tabbed_cells(rows: Sequence[Sequence[str]]) -> str:
    """Return one cell per line behind a tab, rows parted by blank lines."""
    return "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in rows) + "\n"


def as_bare_cells(rows: Sequence[Sequence[str]]) -> str:
    """Return one cell per line and nothing else; empty cells vanish."""
    return "\n".join(cell for row in rows for cell in row if cell)


def as_pipes(rows: Sequence[Sequence[str]]) -> str:
    """Return a pipe table of Markdown."""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def as_html_table(rows: Sequence[Sequence[str]]) -> str:
    """Return an HTML table."""
    return (
        "<table border=1>"
        + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
        + "</table>"
    )


def reordered(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return rows with the columns behind the first in reverse order."""
    return [[row[0], *reversed(row[1:])] for row in rows]


# ---------------------------------------------------------------- file forms


def decomposed(text: str) -> bytes:
    """Return a text with its diacritics as marks of their own (NFD)."""
    return unicodedata.normalize("NFD", text).encode("utf-8")


def windows_lines(text: str) -> bytes:
    """Return a text with CRLF line ends and a byte-order mark."""
    return b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode("utf-8")


def utf16(text: str) -> bytes:
    """Return a text in UTF-16 with a byte-order mark."""
    return text.encode("utf-16")


def tabbed_cells_to_tabs(text: str) -> str:
    """Return a text whose tables of one tabbed cell per line are put into one row per line."""
    out: list[str] = []
    row: list[str] = []
    for line in [*text.split("\n"), ""]:
        if line.startswith("\t"):
            row.append(line.strip())
            continue
        if row:
            out.append("\t".join(row))
            row = []
            if not line.strip():
                continue
        out.append(line)
    return "\n".join(out[:-1])
