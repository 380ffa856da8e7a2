"""The five source texts as content without a format: paragraphs and tables, as their authors had them in Word.

It undoes by hand what the text files suffered: hard-wrapped lines, sentences parted by page breaks, tables written
one cell per line or with tabs. It shares no code with the readers that it helps to test, but for ``strip_markup``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from loader.readers.markup import collapse_whitespace, strip_markup

SOURCES = Path(__file__).resolve().parents[2] / "data" / "sources"
TEXTS = tuple(sorted(SOURCES.glob("*.txt")))

_LABEL = re.compile(r"(?:[-+]|\d+(?:\.\d+)*\.|[IVX]+\.|[a-zđ]\)|Điều \d+\.)\s*")
# Lines of the hard-wrapped file that begin a paragraph although nothing in their form says so.
_BEGINS = (
    "KẾ HOẠCH",
    "THỰC",
    "Thực hiện Quyết định",
    "Bảo tồn và phát triển nghề,",
    "Nguồn kinh phí từ ngân sách",
    "Chủ trì, phối hợp",
    "Căn cứ khả năng",
    "Căn cứ tình hình",
    "Trên cơ sở đề xuất",
)


@dataclass(frozen=True)
class Para:
    """A paragraph with its face."""

    text: str
    bold: bool = False
    italic: bool = False
    centred: bool = False


@dataclass(frozen=True)
class Entry:
    """A table cell: its paragraphs; ``continues`` the cell above (a cell merged downwards)."""

    lines: tuple[str, ...] = ()
    continues: bool = False
    bold: bool = False


@dataclass(frozen=True)
class Grid:
    """A table; without ``ruled`` lines it only lays out the letterhead or the signature."""

    rows: tuple[tuple[Entry, ...], ...]
    ruled: bool = True


Content = list[Para | Grid]


def content_of(path: Path) -> Content:
    """Return the content of one of the five texts."""
    raw = path.read_text(encoding="utf-8").replace("\xa0", " ")
    return _hard_wrapped(raw) if path.name.startswith("003") else _by_lines(raw)


def words_of(content: Content) -> str:
    """All words of the content in reading order (row by row in tables)."""
    out: list[str] = []
    for item in content:
        if isinstance(item, Para):
            out.append(item.text)
        else:
            out += [line for row in item.rows for entry in row if not entry.continues for line in entry.lines]
    return collapse_whitespace(" ".join(out))


def _face(raw: str) -> Para:
    text = collapse_whitespace(strip_markup(raw))
    plain = re.sub(r"^#+\s*", "", raw.strip())
    bold = plain.startswith("**") and plain.endswith("**") and plain.count("**") == 2
    italic = bool(re.fullmatch(r"\*[^*].*[^*]\*", plain))
    return Para(text, bold or raw.startswith("#"), italic, centred=text.isupper() and len(text) < 200)


def _by_lines(raw: str) -> Content:
    content: Content = []
    lines = raw.split("\n")
    at = 0
    gap = False
    while at < len(lines):
        line = lines[at]
        if line.startswith("\tSTT"):
            grid, at = _one_cell_per_line(lines, at)
            content.append(grid)
            continue
        if line.count("\t") > 2:
            grid, at = _tab_separated(lines, at)
            content.append(grid)
            continue
        at += 1
        text = collapse_whitespace(strip_markup(line))
        if not text:
            gap = True
            continue
        last = content[-1] if content else None
        if isinstance(last, Para) and text[0].islower() and not _LABEL.match(text) and last.text[-1] not in ".;:/":
            content[-1] = Para(f"{last.text} {text}", last.bold, last.italic, last.centred)
        elif isinstance(last, Para) and not gap and line.rstrip().endswith("**") and not line.startswith(("*", "#")):
            content[-1] = Para(f"{last.text} {text}", bold=True, centred=True)
        else:
            content.append(_face(line))
        gap = False
    return _framed(content)


def _framed(content: Content) -> Content:
    """Put number and date, and recipients and signature, side by side, as every issued plan has them."""
    head = next((i for i, p in enumerate(content[:4]) if isinstance(p, Para) and p.text.startswith("Số:")), None)
    if head is not None:
        number, date = content[head], content[head + 1]
        assert isinstance(number, Para)
        assert isinstance(date, Para)
        content[head : head + 2] = [Grid(((Entry((number.text,)), Entry((date.text,))),), ruled=False)]
    foot = next((i for i, p in enumerate(content) if isinstance(p, Para) and p.text.startswith("Nơi nhận")), None)
    if foot is not None:
        end = foot
        while end < len(content) and not (isinstance(content[end], Para) and content[end].text.startswith("PHỤ LỤC")):
            end += 1
        texts = [p.text for p in content[foot:end] if isinstance(p, Para)]
        sign = next(i for i, t in enumerate(texts) if t.startswith("TM."))
        content[foot:end] = [Grid(((Entry(tuple(texts[:sign])), Entry(tuple(texts[sign:]), bold=True)),), ruled=False)]
    return content


def _one_cell_per_line(lines: list[str], at: int) -> tuple[Grid, int]:
    rows: list[tuple[Entry, ...]] = []
    cells: list[str] = []
    while at < len(lines):
        line = lines[at]
        if line.startswith("\t"):
            cells.append(line[1:])
        elif cells:
            empty = [c == "" for c in cells]
            rows.append(
                tuple(
                    Entry((collapse_whitespace(c),) if c.strip() else (), continues=empty[i] and i < 2, bold=not rows)
                    for i, c in enumerate(cells)
                )
            )
            cells = []
        elif line.strip():
            break
        at += 1
    return Grid(tuple(rows)), at


def _tab_separated(lines: list[str], at: int) -> tuple[Grid, int]:
    rows: list[tuple[Entry, ...]] = []
    header: tuple[str, ...] = ()
    while at < len(lines) and (lines[at].count("\t") > 2 or not lines[at].strip()):
        line = lines[at]
        at += 1
        if not line.strip():
            continue
        texts = tuple(collapse_whitespace(strip_markup(c)) for c in line.split("\t"))
        if texts == header:
            continue  # the header row that Word repeats on each page
        header = header or texts
        rows.append(
            tuple(
                Entry(tuple(filter(None, map(collapse_whitespace, strip_markup(c).split("\n")))), bold=not rows)
                for c in line.split("\t")
            )
        )
    return Grid(tuple(rows)), at


def _hard_wrapped(raw: str) -> Content:
    lines = [line.strip() for line in raw.split("\n")]
    bars = [i for i, line in enumerate(lines) if line == "|"]
    left, right = lines[: bars[0]], lines[bars[0] + 1 : bars[1]]
    number, date = lines[bars[1] + 1 : bars[2]], [" ".join(lines[bars[2] + 1 : bars[3]])]
    content: Content = [
        Grid(
            (
                (Entry(tuple(left), bold=True), Entry((" ".join(right[:2]), *right[2:]), bold=True)),
                (Entry(tuple(number)), Entry(tuple(date))),
            ),
            ruled=False,
        )
    ]
    title_ended = False
    for line in lines[bars[3] + 1 : bars[4]]:
        if line.startswith("Nơi nhận"):
            break
        last = content[-1]
        title_ended |= line.startswith("Thực hiện")
        begins = bool(_LABEL.match(line)) or line.startswith(_BEGINS)
        if not isinstance(last, Para) or begins or (last.text[-1] in ".;:/" and not line[0].islower()):
            content.append(Para(line, centred=not title_ended))
        else:
            content[-1] = Para(f"{last.text} {line}", centred=last.centred)
    for i, item in enumerate(content):
        if isinstance(item, Para) and (item.centred or re.fullmatch(r"[IVX]+\..*|\d+\.\s\D{3,90}[^.;:]", item.text)):
            content[i] = Para(item.text, bold=True, centred=item.centred)
    foot = lines[lines.index("Nơi nhận:") : bars[4]]
    sign = lines[bars[4] + 1 : bars[5]]
    signature = (" ".join(sign[:2]), *sign[2:])
    content.append(Grid(((Entry(tuple(foot)), Entry(signature, bold=True)),), ruled=False))
    return content
