"""Rows of a table cell or of a letterhead column → its paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from loader.readers.pdf_lines import Row

_NATION = re.compile(r"CỘNG\s+H[ÒO][AÀ](?!.*NAM)")  # the state's name, cut by a narrow column


def cell_lines(rows: Sequence[Row], width: float) -> list[tuple[str, bool]]:
    """Join the wrapped lines of a cell; return its paragraphs and whether each is bold.

    A line ends a paragraph if the next one starts with a label, or if the next word would have fitted on it.
    """
    out: list[tuple[str, bool]] = []
    last: Row | None = None
    for row in rows:
        if last is not None and out and not _ends(last, row, width):
            text, bold = out[-1]
            glue = "" if re.search(r"\w[-/]$", text) or re.match(r"[.,;:)”]+(?:\s|$)", row.text) else " "
            out[-1] = (f"{text}{glue}{row.text}", bold and row.bold)
        else:
            out.append((row.text, row.bold))
        last = row
    return out


def column_lines(rows: Sequence[Row]) -> Iterator[tuple[str, bool]]:
    """Lines of a letterhead or signature column; one that plainly goes on (in lower case, a year) is joined."""
    said: tuple[str, bool] | None = None
    for row in rows:
        if said is not None:
            goes_on = row.text[0].islower() or (row.text[0].isdigit() and said[0].endswith(("ngày", "tháng", "năm")))
            if goes_on or (_NATION.match(said[0]) and row.text.isupper()):
                said = (f"{said[0]} {row.text}", said[1] and row.bold)
                continue
            yield said
        said = (row.text, row.bold)
    if said is not None:
        yield said


def _ends(row: Row, following: Row, width: float) -> bool:
    if re.match(r"[-+•*–]\s*\S|\d{1,2}[.)]\s", following.text):
        return not row.text.endswith(("-", "–", ","))
    room = width - (row.x1 - row.x0)
    fits = room > following.first + 0.6 * row.size
    closed = row.text[-1] in ".;:" or following.text[0].isupper()
    return (fits and closed) or (row.text[-1] in ".;" and following.text[0].isupper() and room > 1.5 * row.size)
