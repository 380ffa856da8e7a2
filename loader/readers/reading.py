"""The way from a file to its ``Source``: choose the reader, bound its size, number its bytes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path, PurePath

from loader.errors import InputError, UnsupportedFormat, not_a_file
from loader.readers.blocks import Block, Paragraph, Source, Table
from loader.readers.layout import LaidOut
from loader.readers.plain import read_plain

_MEDIA_TYPES = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".docm": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".doc": "application/msword",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".rtf": "application/rtf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
}

SUFFIXES: frozenset[str] = frozenset(_MEDIA_TYPES)
"""File name suffixes (lower case, with the dot) that a reader exists for."""

_MAGIC = (
    (b"%PDF-", ".pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".doc"),
    (b"{\\rtf", ".rtf"),
    (b"\x89PNG\r\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"II*\0", ".tif"),
    (b"MM\0*", ".tif"),
)
_ADVICE = "readable are txt, md, html, docx, pdf, doc, odt, rtf, png, jpg, tif"

MAX_FILE_BYTES = 200 * 1024 * 1024
"""Largest file that is opened at all (a scanned plan of 100 pages has some 50 MB)."""


MAX_CRUMBS = 10_000
"""Most lines outside tables that a file may have when they are shorter than ``LEAST_LETTERS`` on average.

A plan of 250 pages has as many lines, but of sixty characters; each line costs the time of a provision.
"""
LEAST_LETTERS = 8


def read_file(path: Path) -> Source:
    """Read a document.

    Raises:
        InputError: the file is missing, no regular file, empty, too large, encrypted or no document.
        UnsupportedFormat: no reader for the form, or its helper program is not installed.
    """
    return read(file_bytes(path), path.name)


def file_bytes(path: Path) -> bytes:
    """Return the bytes of a document.

    Raises:
        InputError: the file is missing, no regular file, or too large.
    """
    try:
        if not path.is_file():
            raise not_a_file(path)
        if path.stat().st_size > MAX_FILE_BYTES:
            raise InputError(f"the file is larger than {MAX_FILE_BYTES // 1024 // 1024} MB", where=str(path))
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", where=str(path)) from error
    except ValueError as error:  # a zero byte in the name
        raise InputError(f"not a file name: {error}", where=repr(str(path))) from error


def read(data: bytes, name: str) -> Source:
    """Read a document from its bytes; ``name`` is its file name and tells its form.

    Raises:
        InputError: the bytes are empty, too large, encrypted, damaged or no document.
        UnsupportedFormat: no reader for the form, or its helper program is not installed.
    """
    name = _plain_name(name)
    if not data:
        raise InputError("the file is empty", where=name)
    if len(data) > MAX_FILE_BYTES:
        raise InputError(f"the file is larger than {MAX_FILE_BYTES // 1024 // 1024} MB", where=name)
    suffix = _form(data, name)
    try:
        laid_out = _lay_out(data, name, suffix)
    except InputError as error:
        if error.where is None:
            raise type(error)(error.message, where=name, advice=error.advice) from error
        raise
    if not any(_has_words(block) for block in laid_out.blocks):
        raise InputError("the file holds no words", where=name)
    if _is_crumbs(laid_out.blocks):
        raise InputError(
            f"the file holds more than {MAX_CRUMBS} lines of a few characters each",
            where=name,
            advice="a plan is made of sentences",
        )
    return Source(
        name,
        _MEDIA_TYPES[suffix],
        hashlib.sha256(data).hexdigest(),
        laid_out.text,
        laid_out.blocks,
        laid_out.footnotes,
        laid_out.warnings,
    )


def _form(data: bytes, name: str) -> str:
    """Return the suffix whose reader fits: as the first bytes prove, else as the name says, else as the bytes look.

    Raises:
        UnsupportedFormat: no reader fits.
    """
    named = PurePath(name).suffix.lower()
    proven = _proven_form(data)
    if proven and not (proven == ".docx" and named == ".docm"):
        return proven
    if named in (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml"):
        return named
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")) or b"<html" in head[:1024]:
        return ".html"  # law sites hand out pages as ".doc"
    if named in _MEDIA_TYPES:
        raise InputError(f"the content is not what the suffix {named} says", where=name)
    if b"\0" in data[:4096] and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise UnsupportedFormat("no reader for this kind of file", where=name, advice=_ADVICE)
    if named and not _is_text(data):
        raise UnsupportedFormat(f"no reader for {named} files", where=name, advice=_ADVICE)
    return ".txt"


def _proven_form(data: bytes) -> str | None:
    """Return the form that the first bytes leave no doubt about."""
    for magic, suffix in _MAGIC:
        if data.startswith(magic):
            return suffix
    if b"%PDF-" in data[:1024]:
        return ".pdf"
    if data.startswith(b"PK\x03\x04"):
        if b"application/vnd.oasis.opendocument.text" in data[:200]:
            return ".odt"
        return ".docx"
    return None


def _is_text(data: bytes) -> bool:
    """Whether unknown bytes may be text: few control characters."""
    head = data[:8192]
    return sum(b < 9 or 13 < b < 27 for b in head) * 50 < len(head)


def _lay_out(data: bytes, name: str, suffix: str) -> LaidOut:
    match suffix:
        case ".html" | ".htm" | ".xhtml":
            from loader.readers.html import read_html

            return read_html(data, name)
        case ".docx" | ".docm":
            from loader.readers.docx import read_docx

            return read_docx(data, name)
        case ".pdf":
            from loader.readers.pdf import read_pdf

            return read_pdf(data, name)
        case ".doc" | ".odt" | ".rtf":
            from loader.readers.office import read_office

            return read_office(data, name, suffix)
        case ".png" | ".jpg" | ".jpeg" | ".tif" | ".tiff":
            from loader.readers.ocr import recognise_image
            from loader.readers.pdf import read_recognised

            return read_recognised(recognise_image(data, name), name)
        case _:
            return read_plain(data, name)


def _plain_name(name: str) -> str:
    """Return the file name without folders, line breaks and characters that UTF-8 cannot hold."""
    name = re.split(r"[/\\]", name.encode("utf-8", "replace").decode())[-1]
    return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", name).split()) or "document"


def _is_crumbs(blocks: Sequence[Block]) -> bool:
    """Whether the lines are too many and too short to be a document."""
    if len(blocks) <= MAX_CRUMBS:
        return False
    lengths = [len(block.text) for block in blocks if isinstance(block, Paragraph)]
    return len(lengths) > MAX_CRUMBS and sum(lengths) < LEAST_LETTERS * len(lengths)


def _has_words(block: Block) -> bool:
    if isinstance(block, Table):
        return any(_has_words(p) for row in block.rows for cell in row for p in cell.paragraphs)
    assert isinstance(block, Paragraph)
    return any(c.isalnum() for c in block.text.text)
