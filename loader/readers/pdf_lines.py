"""Words of a PDF page → lines → what stands beside what: reading order, letterhead columns, paragraphs in cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from loader.readers.labels import has_typed_label, is_typed_label
from loader.readers.pdf_page import Word

_UNITS = re.compile(r"(?:^|[\s\d])(?:m|km|cm|dm|mm|ha)$")
_LETTERS = 0.12
"""Letters of one word stand closer together than so many font heights."""
_WIDE = 1.5
"""A space wider than this many font heights parts columns."""


@dataclass(frozen=True, slots=True)
class Row:
    """Words side by side on one line, without a wide space between them.

    Attributes:
        text: the words, one space between them; raised figures as "[1]".
        x0: left edge, points.
        x1: right edge, points.
        base: baseline, points from the top.
        size: font size, points.
        bold: all words are bold.
        italic: all words are italic.
        first: width of the first word, points; of all its pieces, where letters of it come from another font.
        note: number of the footnote that starts here (a raised figure stands first), else "".
    """

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    italic: bool
    first: float
    note: str = ""

    @property
    def top(self) -> float:
        """Upper edge, about."""
        return self.base - 0.8 * self.size

    @property
    def bottom(self) -> float:
        """Lower edge, about."""
        return self.base + 0.2 * self.size


def rows_of(words: Iterable[Word], *, split: bool = True) -> list[Row]:
    """Put words into rows, from top to bottom and left to right; a wide space splits a row if asked."""
    words = list(words)
    written = sum(w.spaces > 0 for w in words) * 2 > len(words)
    lines: list[list[Word]] = []
    raised: list[Word] = []
    for word in sorted(words, key=lambda w: (round(w.base, 1), w.x0)):
        line = next((n for n in lines[:-6:-1] if abs(word.base - n[0].base) <= 0.22 * max(word.size, n[0].size)), None)
        if line is not None:
            line.append(word)
        elif word.text.strip("()[],;").isdigit():
            lines.append([word])
            raised.append(word)
        else:
            lines.append([word])
    for word in raised:
        _lower(word, lines)
    rows: list[Row] = []
    for line in lines:
        line = _spaced_as_seen(sorted(line, key=lambda w: w.x0))
        rows += [_row(part) for part in (_parts(line, written) if split else [line])]
    rows.sort(key=lambda r: (r.base, r.x0))
    return rows


def _spaced_as_seen(line: list[Word]) -> list[Word]:
    """Give each space to the word that it stands before on the page.

    A letter that a font has not is taken from another one, and may be written behind the rest of its line: the space in
    front of it then stands in the file before the letters that follow it on the page.
    """
    misplaced = (
        word.spaces and (word.spaced_at < before.x0 or _has_no_room(before, word)) for before, word in pairwise(line)
    )
    if not any(misplaced):
        return line
    spaces = [0] * len(line)
    for k, word in enumerate(line):
        if word.spaces and not (k and _has_no_room(line[k - 1], word)):
            at = k
            while at and line[at - 1].x0 > word.spaced_at:
                at -= 1
            spaces[at] += word.spaces
    return [replace(word, spaces=count) for word, count in zip(line, spaces, strict=True)]


def _has_no_room(before: Word, word: Word) -> bool:
    """Whether the space in front of a word has no width, and none is left for it."""
    return word.x0 - word.spaced_at < 0.02 * word.size and word.x0 - before.x1 < _LETTERS * word.size


def _lower(word: Word, lines: list[list[Word]]) -> None:
    """Put a small raised figure that stands alone on a line of its own into the line that it belongs to."""
    own = next(k for k, n in enumerate(lines) if n[0] is word)
    if any(w.size > 1.1 * word.size for w in lines[own]):
        return
    for line in lines[own + 1 : own + 4]:
        near = min(line, key=lambda w: min(abs(w.x1 - word.x0), abs(word.x1 - w.x0)))
        distance = min(abs(near.x1 - word.x0), abs(word.x1 - near.x0))
        if word.size < 0.8 * near.size and 0 < near.base - word.base < 0.6 * near.size and distance < 0.5 * near.size:
            line += lines.pop(own)
            return


def _parts(line: list[Word], written: bool) -> list[list[Word]]:
    """Split a line at wide spaces.

    Where a file writes its spaces (``written``), a gap without one splits too, and a wide gap with just one is a
    stretched space of a justified line.
    """
    parts: list[list[Word]] = [[line[0]]]
    gaps = sorted(gap for a, b in pairwise(line) if (gap := b.x0 - a.x1) > _LETTERS * a.size)
    usual = max(gaps[(len(gaps) - 1) // 2], 0) if len(gaps) > 1 else 0  # of a line stretched to the margin: wide
    for word in line[1:]:
        last = parts[-1][-1]
        size = max(word.size, last.size)
        gap = word.x0 - last.x1
        least = _WIDE
        if written and word.spaces < 3:
            least = 0.45 if word.spaces == 0 else 4 * _WIDE
        wide = gap > max(least * size, 1.8 * usual)
        if wide and not (len(parts[-1]) <= 2 and is_typed_label(" ".join(w.text for w in parts[-1]))):
            parts.append([word])
        else:
            parts[-1].append(word)
    return parts


def _row(words: list[Word]) -> Row:
    size = sorted(w.size for w in words)[len(words) // 2] if len(words) > 2 else max(w.size for w in words)
    base = next((w.base for w in words if w.size > 0.85 * size), words[0].base)
    text = ""
    note = ""
    last: Word | None = None
    first = words[0].x1
    for word in words:
        raised = word.size < 0.8 * size and word.base < base - 0.15 * size and word.text.strip("()[],;").isdigit()
        if raised and last is None and len(words) > 1:
            note = word.text.strip("()[],;")
            continue
        if last is not None and (word.spaces or word.x0 - last.x1 > _LETTERS * size) and not raised:
            text += " "
        if not raised and " " not in text:
            first = word.x1
        if raised and not _UNITS.search(text):
            text += f"[{word.text.strip('()[],;')}]"
        else:
            text += word.text
        last = word
    lettered = [w for w in words if any(c.isalnum() for c in w.text)]
    return Row(
        text,
        words[0].x0,
        max(w.x1 for w in words),
        base,
        size,
        bool(lettered) and all(w.bold for w in lettered),
        bool(lettered) and all(w.italic for w in lettered),
        first - words[0].x0,
        note,
    )


@dataclass(frozen=True, slots=True)
class Beside:
    """Two columns side by side: a letterhead, a signature, columns of a page.

    Attributes:
        left: the rows of the left one, what stands on one level joined.
        right: those of the right one.
        apart: the rows of both as they stand, for each may be two columns itself.
    """

    left: tuple[Row, ...]
    right: tuple[Row, ...]
    apart: tuple[tuple[Row, ...], tuple[Row, ...]] = ((), ())

    @property
    def long(self) -> bool:
        """Whether it is a page set in columns, to be read one after the other."""
        return min(len(self.left), len(self.right)) >= 12 or _run_down(self.left, self.right)


def columns_of(beside: Beside) -> tuple[tuple[Row, ...], ...]:
    """Return the columns of a page set in columns, from left to right: two, or more."""
    found: list[tuple[Row, ...]] = []
    for levelled, rows in zip((beside.left, beside.right), beside.apart, strict=True):
        inner = find_columns(sorted(rows, key=lambda row: row.base)) if len(levelled) < len(rows) else []
        if len(inner) == 1 and isinstance(inner[0], Beside) and inner[0].long:
            found += columns_of(inner[0])
        else:
            found.append(levelled)
    return tuple(found)


def _run_down(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Whether two columns, of whatever length, are running text: lines that begin at one edge and fill the width.

    Lines of a letterhead or signature stand in the middle of their column, those of a list of recipients are short.
    """
    if len(left) + len(right) < 8:
        return False
    shorter, longer = sorted((left, right), key=len)
    # No letterhead and no signature has so many lines beside it.
    beyond_doubt = len(longer) >= 12 and len(shorter) < 3
    return _is_flush(longer) and _is_filled(longer) and (beyond_doubt or _is_flush(shorter))


def _are_two(rows: Sequence[Row]) -> bool:
    """Whether rows are two columns of running text themselves: a gutter stands between them."""
    across = sorted(rows, key=lambda row: row.x0)
    edge = float("-inf")
    for k, row in enumerate(across):
        if k >= 3 and len(across) - k >= 3 and row.x0 - edge >= 0.8 * row.size:
            one, two = (sorted(part, key=lambda r: r.base) for part in (across[:k], across[k:]))
            return _run_down(one, two)
        edge = max(edge, row.x1)
    return False


def _is_flush(rows: Sequence[Row]) -> bool:
    """Whether half the lines begin at one place; of a line or two, whether they begin as running text does."""
    if len(rows) < 3:
        return rows[0].text[0].islower() or has_typed_label(rows[0].text) or rows[-1].text[-1] in ".;"
    return any(sum(abs(row.x0 - other.x0) < 3 for other in rows) >= 0.5 * len(rows) for row in rows)


def _is_filled(rows: Sequence[Row]) -> bool:
    edge, start = max(row.x1 for row in rows), min(row.x0 for row in rows)
    full = sum(row.x1 > edge - 4.5 * row.size for row in rows)
    return edge - start > 14 * rows[0].size and full >= 0.4 * len(rows)


def unbroken(rows: Sequence[Row]) -> list[Row]:
    """Move the rest of a word that a line end cut at its hyphen ("NĐ-" / "CP") up to where it began."""
    out: list[Row] = []
    for row in rows:
        above = out[-1] if out else None
        stray = re.match(r"[.,;:)”]+(?=\s|$)", row.text)
        if above is not None and stray and row.base > above.base:
            out[-1] = above = replace(above, text=above.text + stray[0])
            row = replace(row, text=row.text[stray.end() :].strip())
            if not row.text:
                continue
        if above is not None and re.search(r"\w[-/]$", above.text) and row.base > above.base and row.text[0].isalnum():
            word, _, rest = row.text.partition(" ")
            if rest and above.x0 < row.x1 and row.x0 < above.x1 and not has_typed_label(row.text):
                out[-1] = replace(above, text=above.text + word)
                row = replace(row, text=rest)
        out.append(row)
    return out


def find_columns(rows: Sequence[Row]) -> list[Row | Beside]:
    """Find columns that stand side by side; the other rows stay as they are, in order."""
    out: list[Row | Beside] = []
    i = 0
    while i < len(rows):
        pair = _side_by_side(rows, i)
        if pair is None:
            out.append(rows[i])
            i += 1
            continue
        alone = i + 2 >= len(rows) or _side_by_side(rows, i + 2) is None
        if pair is rows[i + 1] and alone and _in_running_text(rows, i):
            out.append(_side_joined(*sorted((rows[i], pair), key=lambda r: r.x0)))
            i += 2
            continue
        left, right, end = _grow(rows, i)
        if not _is_column_pair(left, right):
            out += rows[i:end]
            i = end
            continue
        while out and isinstance(above := out[-1], Row) and _belongs_above(above, left, right):
            right.insert(0, above)
            out.pop()
        out.append(Beside(tuple(_levelled(left)), tuple(_levelled(right)), (tuple(left), tuple(right))))
        i = end
    return out


def _side_by_side(rows: Sequence[Row], i: int) -> Row | None:
    """Find a later row that stands level with row ``i`` and clearly apart from it.

    Columns with other line distances need no two rows on one level: there a row of one column stands between two
    close rows of the other.
    """
    here = rows[i]
    for other in rows[i + 1 : i + 4]:
        if other.top >= here.bottom:
            break
        if _apart(here, other):
            return other
    if i + 2 < len(rows):
        between, again = rows[i + 1], rows[i + 2]
        close = between.base - here.base < 1.6 * here.size and again.base - here.base < 2.8 * here.size
        if close and _apart(here, between) and _apart(between, again) and not _apart(here, again):
            return between
    return None


def _apart(a: Row, b: Row) -> bool:
    return max(a.x0, b.x0) - min(a.x1, b.x1) >= 0.8 * min(a.size, b.size) and (a.x1 < b.x0 or b.x1 < a.x0)


def _grow(rows: Sequence[Row], start: int) -> tuple[list[Row], list[Row], int]:
    """Take rows into two columns as long as a gutter stays free between them; return them and the index behind."""
    partner = _side_by_side(rows, start)
    assert partner is not None
    first, second = (rows[start], partner) if rows[start].x1 < partner.x0 else (partner, rows[start])
    left, right = [first], [second]
    edge_left, edge_right = first.x1, second.x0
    middle = (min(r.x0 for r in rows) + max(r.x1 for r in rows)) / 2
    taken = [(start, True)]  # index, and whether the row stands on the right
    for k in range(start + 1, len(rows)):
        row = rows[k]
        if row is first or row is second:
            taken.append((k, True))
            continue
        gutter = 0.5 * row.size
        lowest = max(left[-1].base, right[-1].base)
        if row.top >= lowest and abs(row.x0 + row.x1 - 2 * middle) < 3 * row.size and edge_left < middle < edge_right:
            break  # a title in the middle of the page
        if row.x1 <= edge_right - gutter and row.base - lowest < 3 * row.size:
            left.append(row)
            edge_left = max(edge_left, row.x1)
            taken.append((k, False))
        elif row.x0 >= edge_left + gutter and row.base - lowest < 9 * row.size:
            right.append(row)
            edge_right = min(edge_right, row.x0)
            taken.append((k, True))
        else:
            break
    return _without_text_below(rows, left, right, taken)


def _without_text_below(
    rows: Sequence[Row], left: list[Row], right: list[Row], taken: list[tuple[int, bool]]
) -> tuple[list[Row], list[Row], int]:
    """Give back rows at the end of the left column that begin the text below both columns.

    They stand lower than the right column, and farther from the row above than the column's own lines. Where both
    columns are running text and nothing wider follows, the left one is only longer.
    """
    wider = any(row.x1 > right[0].x0 for row in rows[taken[-1][0] + 1 :] if row.base > left[-1].base)
    if not wider and (_run_down(left, right) or _are_two(right)):
        return left, right, taken[-1][0] + 1
    steps = sorted(b.base - a.base for a, b in pairwise(left) if b.top < right[-1].bottom)
    step = steps[len(steps) // 2] if steps else 1.5 * left[0].size
    kept = len(left)
    for k in range(1, len(left)):
        below = left[k].top >= right[-1].bottom
        if below and (left[k].base - left[k - 1].base > 1.25 * step or abs(left[k].size - left[k - 1].size) > 1):
            kept = k
            break
    given_back = len(left) - kept
    while given_back:
        _, on_right = taken.pop()
        given_back -= not on_right
    return left[:kept], right, taken[-1][0] + 1


def _is_column_pair(left: list[Row], right: list[Row]) -> bool:
    """One line with one wide space is no pair of columns unless the space is wide indeed."""
    if len(left) > 1 and len(right) > 1:
        return True
    return min(r.x0 for r in right) - max(r.x1 for r in left) > 1.8 * left[0].size


def _in_running_text(rows: Sequence[Row], start: int) -> bool:
    """Whether two rows on one level are a line with a blank left open, above or below a line that runs across both."""
    here, other = rows[start], rows[start + 1]
    first, last, size = min(here.x0, other.x0), max(here.x1, other.x1), here.size
    if abs(here.base - other.base) > 0.2 * size:
        return False
    near = [rows[k] for k in (start - 1, start + 2) if 0 <= k < len(rows)]
    return any(
        abs(row.base - rows[start].base) < 2.2 * size
        and row.x0 < first + 3 * size
        and row.x1 > last - 1.5 * size
        and abs(row.size - size) < 1
        for row in near
    )


def _levelled(rows: Sequence[Row]) -> list[Row]:
    """Return the rows of a column with what stands on one level joined: "Số:" and "/KH-UBND" about an open blank."""
    out: list[Row] = []
    for row in sorted(rows, key=lambda r: (round(r.base), r.x0)):
        if out and abs(row.base - out[-1].base) < 0.2 * row.size and row.x0 > out[-1].x1:
            out[-1] = _side_joined(out[-1], row)
        else:
            out.append(row)
    return out


def _side_joined(left: Row, right: Row) -> Row:
    bold, italic = left.bold and right.bold, left.italic and right.italic
    return replace(left, text=f"{left.text} {right.text}", x1=right.x1, bold=bold, italic=italic)


def _belongs_above(row: Row, left: list[Row], right: list[Row]) -> bool:
    clear = row.x0 > max(r.x1 for r in left) + row.size * 0.5
    return clear and right[0].base - row.base < 1.7 * row.size


def pitch(rows: Sequence[Row]) -> float:
    """Usual distance of baselines, in font heights; 1.2 if there is too little to tell."""
    steps = [(b.base - a.base) / a.size for a, b in pairwise(rows) if 0.7 < (b.base - a.base) / a.size < 2.2]
    return median(steps) if len(steps) > 4 else 1.2
