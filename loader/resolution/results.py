"""Results kept by people: what became of a task, a reporting duty or a target (files in ``data/results``).

One row is one result. A file is a spreadsheet (``.csv``, ``.xlsx``: the names of the columns in its first row) or TOML
(``[[result]]``). The columns, by their English or Vietnamese names::

    item         việc          which task, duty or target: its IRI, or the path behind the base ("vn/…/task-1")
    achievement  mức           done, partly, not-done (xong, một phần, chưa)
    date         ngày          the day of the result: 2024-11-10 or 10/11/2024
    outcome      kết quả       what was achieved, in words
    value        giá trị       what was reached, for a target
    body         cơ quan       whose result it is, where several bodies share the work: its address, or its name in the plan
    document     văn bản       the document that tells it: its IRI or path, or its number ("120/BC-SNN")
    evidence     minh chứng    where to see it: an address, a page, a file
    recorded_by  người ghi     who entered it
    recorded_on  ngày ghi      the day it was entered

Only the first three are required. The order of rows and files does not matter; the same row twice is one result.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path

from loader.errors import InputError

SUFFIXES = (".csv", ".toml", ".xlsx")
"""What a file of results may end in."""


class Achievement(StrEnum):
    """How far something has come; the keys of ``achievement/…`` concepts."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not-done"


@dataclass(frozen=True, slots=True)
class Result:
    """One recorded result.

    Attributes:
        item: IRI of the task, duty or target, or its path behind the base.
        achievement: how far it has come.
        day: the day of the result.
        outcome: what was achieved, in words.
        value: what was reached, for a target.
        document: IRI, path or number of the document that tells it.
        evidence: where to see it.
        recorded_by: who entered it.
        recorded_on: the day it was entered.
        body: IRI, path or name of the body whose result it is; None when it is of all that share the work.
    """

    item: str
    achievement: Achievement
    day: date
    outcome: str | None = None
    value: Decimal | None = None
    document: str | None = None
    evidence: str | None = None
    recorded_by: str | None = None
    recorded_on: date | None = None
    body: str | None = field(default=None, repr=False)
    """Not in ``repr``, from which results get their IRIs: those recorded before there was such a column keep theirs."""


_COLUMNS = {
    "item": "item",
    "việc": "item",
    "achievement": "achievement",
    "mức": "achievement",
    "date": "date",
    "ngày": "date",
    "outcome": "outcome",
    "kết quả": "outcome",
    "value": "value",
    "giá trị": "value",
    "document": "document",
    "văn bản": "document",
    "evidence": "evidence",
    "minh chứng": "evidence",
    "body": "body",
    "cơ quan": "body",
    "recorded_by": "recorded_by",
    "người ghi": "recorded_by",
    "recorded_on": "recorded_on",
    "ngày ghi": "recorded_on",
}
_PRINTED = {english: printed for printed, english in _COLUMNS.items() if printed != english}
_TWO_WAYS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")
"""One point and three digits: a thousand in Vietnamese, a fraction where numbers are written the English way."""
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_ACHIEVEMENTS = {
    "done": Achievement.DONE,
    "xong": Achievement.DONE,
    "đã xong": Achievement.DONE,
    "hoàn thành": Achievement.DONE,
    "đạt": Achievement.DONE,
    "partly": Achievement.PARTLY,
    "một phần": Achievement.PARTLY,
    "not-done": Achievement.NOT_DONE,
    "not done": Achievement.NOT_DONE,
    "chưa": Achievement.NOT_DONE,
    "chưa xong": Achievement.NOT_DONE,
    "chưa đạt": Achievement.NOT_DONE,
}
_REQUIRED = ("item", "achievement", "date")
Cell = str | int | float | bool | date | None


def result_files(folder: Path) -> tuple[Path, ...]:
    """Return the files of results in a folder and below, sorted; none when it does not exist."""
    if not folder.is_dir():
        return ()
    found = (file for file in folder.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file())
    return tuple(sorted(file for file in found if not file.name.startswith((".", "~$"))))


def read_results(files: Iterable[Path]) -> tuple[Result, ...]:
    """Return the results of files, each once, in an order that does not depend on theirs.

    Raises:
        InputError: a file cannot be read, or a row lacks or misstates something (which row and column is said).
    """
    found = {result for file in files for result in _read(file)}
    return tuple(sorted(found, key=lambda result: (repr(result), result.body or "")))


def _read(file: Path) -> Iterator[Result]:
    try:
        suffix = file.suffix.lower()
        rows = _toml(file) if suffix == ".toml" else _xlsx(file) if suffix == ".xlsx" else _csv(file)
        for number, row in rows:
            if any(_text(cell) for cell in row.values()):
                yield _result(row, number, file)
    except (OSError, UnicodeDecodeError, csv.Error, tomllib.TOMLDecodeError) as error:
        raise InputError(f"cannot be read as results: {error}", where=str(file)) from error


def _csv(file: Path) -> Iterator[tuple[int, Mapping[str, Cell]]]:
    text = file.read_text(encoding="utf-8-sig")
    # Spreadsheets in Vietnamese settings part columns by semicolons.
    head = text.partition("\n")[0]
    mark = ";" if head.count(";") > head.count(",") else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    names = _names(next(rows, []), file)
    for row in rows:
        yield rows.line_num, dict(zip(names, row, strict=False))


def _xlsx(file: Path) -> Iterator[tuple[int, Mapping[str, Cell]]]:
    # Only here: it loads numpy where that is installed, which a build without workbooks need not wait and have room for.
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise InputError("not an Excel workbook", where=str(file), advice="save it as .xlsx or .csv") from error
    try:
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(values_only=True)
        names = _names([_text(cell) for cell in next(rows, ())], file)
        for number, row in enumerate(rows, 2):
            cells = [cell.date() if isinstance(cell, datetime) else cell for cell in row]
            yield number, {name: c for name, c in zip(names, cells, strict=False) if isinstance(c, Cell)}
    finally:
        book.close()


def _toml(file: Path) -> Iterator[tuple[int, Mapping[str, Cell]]]:
    entries = tomllib.loads(file.read_text(encoding="utf-8-sig")).get("result", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise InputError("has no list of results", where=str(file), advice="each result stands below [[result]]")
    for number, entry in enumerate(entries, 1):
        names = _names(list(entry), file)
        yield number, dict(zip(names, entry.values(), strict=True))


def _names(head: Iterable[str], file: Path) -> list[str]:
    printed = [unicodedata.normalize("NFC", " ".join(name.split())).lower() for name in head]
    unknown = [name for name in printed if name and name not in _COLUMNS]
    if unknown:
        raise InputError(
            f"unknown column {unknown[0]!r}", where=str(file), advice=f"columns: {', '.join(sorted(set(_COLUMNS)))}"
        )
    names = [_COLUMNS.get(name, "") for name in printed]
    missing = [name for name in _REQUIRED if name not in names]
    if missing:
        raise InputError(
            f"there is no column {missing[0]!r} ({_PRINTED[missing[0]]})",
            where=str(file),
            advice="the first row names the columns: việc, mức, ngày …",
        )
    return names


def _text(cell: Cell) -> str:
    return "" if cell is None else unicodedata.normalize("NFC", " ".join(str(cell).split()))


def _number(cell: Cell, printed: str) -> Decimal:
    """Return a figure as an office writes it ("1.250.000", "12,5"), or as the cell of a workbook holds it.

    Raises:
        ValueError: it is no number, or one that two readers take for two ("12.500").
    """
    figure = printed.replace(" ", "")
    if isinstance(cell, str):
        if _TWO_WAYS.fullmatch(figure):
            grouped, pointed = figure.replace(".", ""), figure.rstrip("0").replace(".", ",").rstrip(",")
            raise ValueError(f"may be {grouped} or {pointed}: write the one that is meant")
        figure = figure.replace(".", "") if _THOUSANDS.fullmatch(figure) else figure
    try:
        number = Decimal(figure.replace(",", "."))
    except InvalidOperation:
        raise ValueError("is no number") from None
    if not number.is_finite():
        raise ValueError("is no number")
    return number


def _result(row: Mapping[str, Cell], number: int, file: Path) -> Result:
    def wrong(column: str, what: str) -> InputError:
        return InputError(f"row {number}, column {column} ({_PRINTED[column]}): {what}", where=str(file))

    def said(column: str) -> str | None:
        return _text(row.get(column)) or None

    def day(column: str) -> date | None:
        cell = row.get(column)
        if isinstance(cell, date):
            return cell
        text = _text(cell)
        if not text:
            return None
        try:
            return date.fromisoformat(text) if "-" in text else datetime.strptime(text, "%d/%m/%Y").date()
        except ValueError:
            raise wrong(column, f"{text!r} is no day (2024-11-10 or 10/11/2024)") from None

    item, reached, when = said("item"), said("achievement"), day("date")
    if item is None or any(c in item for c in '<>"{}|\\^` '):
        raise wrong("item", f"{item or ''!r} is no address of a task, duty or target")
    if reached is None or reached.lower() not in _ACHIEVEMENTS:
        raise wrong("achievement", f"{reached or ''!r} is none of done, partly, not-done (xong, một phần, chưa)")
    if when is None:
        raise wrong("date", "the day is missing")
    value = said("value")
    try:
        number_ = None if value is None else _number(row.get("value"), value)
    except ValueError as error:
        raise wrong("value", f"{value!r} {error}") from None
    return Result(
        item,
        _ACHIEVEMENTS[reached.lower()],
        when,
        said("outcome"),
        number_,
        said("document"),
        said("evidence"),
        said("recorded_by"),
        day("recorded_on"),
        said("body"),
    )
