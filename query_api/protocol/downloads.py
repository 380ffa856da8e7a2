"""Results as files that people save: what a file is called, and what a workbook says of itself."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from urllib.parse import quote

from fastapi import Request

from loader.slugs import slug
from query_api.engine.base import Caption
from query_api.engine.formats import CSV, SHEET_CSV, TABLES, ResultFormat
from query_api.protocol.parameters import Operation
from query_api.shared.services import Services

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_UNNAMED = "langnghe"
_LONGEST_NAME = 80
# What one file system or another does not take in a name, besides control characters (category C).
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*]+')


def file_name(title: str, result_format: ResultFormat) -> str:
    """Return the name of a file with a result: its title, less what a file system does not take, and its suffix."""
    letters = "".join(
        " " if unicodedata.category(c).startswith("C") else c for c in unicodedata.normalize("NFC", title)
    )
    stem = " ".join(_NOT_IN_NAMES.sub(" ", letters).split())[:_LONGEST_NAME].strip(" .")
    return f"{stem or _UNNAMED}.{_suffix(result_format)}"


def disposition(operation: Operation, result_format: ResultFormat) -> str | None:
    """Return the ``Content-Disposition`` of a result (RFC 6266): a table is saved under the name of its question.

    The plain name is ASCII, for clients that know no other: the name in the address, else the title without tones.
    """
    if result_format not in TABLES:
        return None
    title = operation.title or operation.name or _UNNAMED
    plain = f"{(operation.name or slug(title))[:_LONGEST_NAME] or _UNNAMED}.{_suffix(result_format)}"
    value = f'attachment; filename="{plain}"'
    full = file_name(title, result_format)
    return value if full == plain else f"{value}; filename*=UTF-8''{quote(full, safe='')}"


def for_spreadsheets(operation: Operation, chosen: ResultFormat) -> ResultFormat:
    """Return the format to write: CSV that a spreadsheet program is to open (``bom=1``) is not the plain one."""
    return SHEET_CSV if operation.bom and chosen is CSV else chosen


def caption_of(request: Request, services: Services, operation: Operation, query: str) -> Caption:
    """Return what a workbook says of itself: title, query, source, day, licence; its links lead to this server."""
    site = (services.settings.public_url or str(request.url)).partition("?")[0]
    site = site.removesuffix(request.url.path).rstrip("/") + "/"
    made = datetime.now().astimezone().isoformat(timespec="seconds")
    lines = (
        ("Nguồn · Source", site),
        ("Dữ liệu · Data", services.engine.summary.version),
        ("Lúc · Made at", made),
        ("Giấy phép · Licence", LICENCE),
        ("Truy vấn · Query", query),
    )
    return Caption(operation.title or operation.name or "", lines, services.settings.base, site)


def download_parameters(result_format: ResultFormat, title: str | None = None) -> list[tuple[str, str]]:
    """Return what a page adds to the address of a result that people save: for spreadsheet programs, and a title."""
    told = [("title", title)] if title and result_format in TABLES else []
    return [("bom", "1"), *told] if result_format is CSV else told


def _suffix(result_format: ResultFormat) -> str:
    return CSV.key if result_format is SHEET_CSV else result_format.key
