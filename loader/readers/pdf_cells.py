"""Rows of a table cell or of a letterhead column → its paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from loader.readers.pdf_lines import Row
from loader.rules import rule

_CUT_YEAR = re.compile(r"(?:[IVX]|\d)/(?P<year>2|20|20\d)$")  # "Quý IV/202", "12/20": a narrow column cut the year


def cell_lines(rows: Sequence[Row], width: float) -> list[tuple[str, bool]]:
    """Join the wrapped lines of a cell; return its paragraphs and whether each is bold.

    A line ends a paragraph if the next one starts with a label, or if the next word would have fitted on it.
    """
    out: list[tuple[str, bool]] = []
    last: Row | None = None
    for row in rows:
        if last is not None and out and not _ends(last, row, width):
            text, bold = out[-1]
            out[-1] = (f"{text}{_glue(text, row.text)}{row.text}", bold and row.bold)
        else:
            out.append((row.text, row.bold))
        last = row
    return out


def _glue(text: str, following: str) -> str:
    """Return what stands between two lines of a cell: a space, or nothing where a narrow column cut a word."""
    cut = _CUT_YEAR.search(text)
    if cut and (rest := re.match(r"\d+", following)) and len(cut["year"]) + len(rest[0]) == len("2024"):
        return ""
    return "" if re.search(r"\w[-/]$", text) or re.match(r"[.,;:)”]+(?:\s|$)", following) else " "


def column_lines(rows: Sequence[Row]) -> Iterator[tuple[str, bool]]:
    """Lines of a letterhead or signature column; one that plainly goes on (in lower case, a year, a name) is joined."""
    said: tuple[str, bool] | None = None
    widest = max((row.x1 - row.x0 for row in rows), default=0.0)
    last: Row | None = None
    for row in rows:
        if said is not None and last is not None:
            if _goes_on(said[0], last, row, widest):
                said = (f"{said[0]}{_glue(said[0], row.text)}{row.text}", said[1] and row.bold)
                last = row
                continue
            yield said
        said, last = (row.text, row.bold), row
    if said is not None:
        yield said


def _goes_on(said: str, last: Row, row: Row, widest: float) -> bool:
    """Whether a line of a narrow column goes on in the next: a date, the state's name or motto, a number, a name."""
    if row.text[0].islower() or (row.text[0].isdigit() and _awaits_date(said)):
        return True
    if _column("nation", said) and row.text.isupper():
        return True
    if _column("motto", said) and len(row.text) < 20 and not any(c.isdigit() for c in row.text):
        return True
    if _column("number", said) and re.match(r"[\d./…_]", row.text):
        return True
    if not (_column("body", said) and said.isupper() and row.text.isupper()):
        return False
    if _column("opens", row.text):
        return False
    return _column("unended", said) or last.x1 - last.x0 + row.first > widest


def _column(name: str, text: str) -> bool:
    return rule(f"letterhead-column.{name}").holds(text)


def _awaits_date(said: str) -> bool:
    return rule("line-end.awaits-date").holds(said)


def _ends(row: Row, following: Row, width: float) -> bool:
    if re.match(r"[-+•*–]\s*\S|\d{1,2}[.)]\s", following.text):
        return not row.text.endswith(("-", "–", ","))
    room = width - (row.x1 - row.x0)
    fits = room > following.first + 0.6 * row.size
    closed = row.text[-1] in ".;:" or following.text[0].isupper()
    return (fits and closed) or (row.text[-1] in ".;" and following.text[0].isupper() and room > 1.5 * row.size)
