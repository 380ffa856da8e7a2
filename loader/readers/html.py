"""HTML pages: law-site pages, word processors' HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from loader.errors import InputError
from loader.readers.encoding import decode
from loader.readers.html_survey import survey
from loader.readers.html_visibility import Stylesheet
from loader.readers.html_walk import Walker
from loader.readers.layout import HIDDEN_NOTE, HIDDEN_WORTH_A_NOTE, Composer, LaidOut, Line

MAX_BYTES = 16 * 1024 * 1024
"""Largest page that is read; pages of 500 printed pages have some 5 MB."""

MAX_ATTRIBUTES = 300
"""Most attributes of one tag; the parser's time grows with their square."""

MAX_ELEMENTS = 600_000
"""Most elements of a page."""

MAX_DEPTH = 1_500
"""Deepest nesting of a page."""

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)


def read_html(data: bytes, name: str) -> LaidOut:
    """Read an HTML page.

    Raises:
        InputError: the page is too large, nested too deeply, or no HTML.
    """
    if len(data) > MAX_BYTES:
        raise InputError(f"the page is larger than {MAX_BYTES // 1024 // 1024} MB", where=name)
    text, warnings = _characters(data, name)
    page = text.replace("\0", "").encode("utf-8", "replace")
    _check(page, name)
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, recover=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(page, parser)
    except etree.LxmlError as error:
        raise InputError(f"no HTML page: {error}", where=name) from error
    if root is None:
        raise InputError("the page is empty", where=name)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise InputError("the page is nested too deeply", where=name)
    sheet = Stylesheet.of(root)
    walker = Walker(survey(root, sheet), sheet)
    walker.walk(root)
    composer = Composer()
    for item in walker.items:
        if isinstance(item, Line):
            composer.line(item)
        else:
            composer.table(item.rows, name)
    if walker.unseen >= HIDDEN_WORTH_A_NOTE:
        warnings = (*warnings, HIDDEN_NOTE)
    return composer.finish(walker.footnotes, warnings)


def _check(page: bytes, name: str) -> None:
    """Refuse pages that would take the parser beyond all time: it is asked for events only, without a tree."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, recover=True, huge_tree=True, target=_Gauge(name))
    try:
        etree.fromstring(page, parser)
    except etree.LxmlError as error:
        raise InputError(f"no HTML page: {error}", where=name) from error


class _Gauge:
    """Counts what a page asks of its reader."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._elements = self._depth = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._elements += 1
        self._depth += 1
        if len(attributes) > MAX_ATTRIBUTES:
            raise InputError(f"a tag has more than {MAX_ATTRIBUTES} attributes", where=self._name)
        if self._elements > MAX_ELEMENTS:
            raise InputError(f"the page has more than {MAX_ELEMENTS} elements", where=self._name)
        if self._depth > MAX_DEPTH:
            raise InputError("the page is nested too deeply", where=self._name)

    def end(self, tag: str) -> None:
        self._depth -= 1

    def close(self) -> None:
        return None


def _characters(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Decode a page: UTF-8 if it is UTF-8, else by its declaration, else by what its words look like."""
    declared = _CHARSET.search(data[:4096])
    if declared and declared[1].lower() not in (b"utf-8", b"utf8", b"utf-16", b"windows-1252", b"iso-8859-1"):
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            try:
                return data.decode(declared[1].decode("ascii")), ()
            except (LookupError, UnicodeDecodeError, ValueError):
                pass
    decoded = decode(data, name)
    return decoded.text, decoded.warnings
