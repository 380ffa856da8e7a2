"""Bytes of a text file → its characters, whatever Vietnamese encoding it is in."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from loader.errors import InputError
from loader.readers.legacy import decode_legacy, repair

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = re.compile("[\uff01-\uff5e]")
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""Figures, letters and marks as wide as an ideograph, as input methods of East Asia leave them, and what they are."""
_NEWLINES = str.maketrans({"\x85": "\n", "\u2028": "\n", "\u2029": "\n"})


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters of a text file.

    Attributes:
        text: NFC, lines ended by LF, no byte-order mark, no characters of full width.
        encoding: the encoding it was in ("utf-8", "utf-16-le", "tcvn3", "vni", "windows-1258").
        warnings: what could not be decoded for sure, one line each.
    """

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, name: str) -> Decoded:
    """Decode a text file.

    Raises:
        InputError: the bytes are no text.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decoded(data[len(bom) :], encoding, name)
    wide = _utf16_without_bom(data)
    if wide:
        return _decoded(data, wide, name)
    if b"\0" in data:
        raise InputError("the file holds binary data, not text", where=name)
    return _decoded(data, "utf-8", name)


def normalise(text: str) -> str:
    """Return ``text`` in NFC with LF line ends, and without letters and figures of full width."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        if any(c in text for c in "\x85\u2028\u2029"):
            text = text.translate(_NEWLINES)
        if _WIDE.search(text):
            text = text.translate(_NARROW)
    return text


def _decoded(data: bytes, encoding: str, name: str) -> Decoded:
    try:
        text = normalise(data.decode(encoding))
    except UnicodeDecodeError:
        return _damaged(data, encoding, name)
    text, legacy = repair(text)
    return Decoded(text, legacy or encoding, (legacy_warning(legacy),) if legacy else ())


def _damaged(data: bytes, encoding: str, name: str) -> Decoded:
    """Decode bytes that are not in ``encoding``: legacy text, or text with some bytes lost."""
    if encoding == "utf-8":
        text, legacy, share = decode_legacy(data)
        if share >= 0.7:
            return Decoded(normalise(text), legacy, (legacy_warning(legacy),))
    text = normalise(data.decode(encoding, errors="replace"))
    lost = text.count("\ufffd")
    if lost * 50 > len(text):
        raise InputError("the text encoding is not known", where=name, advice="save the file as UTF-8")
    return Decoded(text, encoding, (f"{lost} ký tự không giải mã được / {lost} characters could not be decoded",))


def legacy_warning(encoding: str) -> str:
    """Return what to tell of a text that was read from a legacy encoding."""
    return f"văn bản theo bảng mã cũ {encoding}, đã đổi sang Unicode / converted from the old encoding {encoding}"


def _utf16_without_bom(data: bytes) -> str | None:
    """UTF-16 shows by the zero bytes of its ASCII letters, all in even or all in odd places."""
    head = data[:4096]
    if len(head) < 4 or len(data) % 2:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd * 10 > half * 3 and even * 20 < odd:
        return "utf-16-le"
    if even * 10 > half * 3 and odd * 20 < even:
        return "utf-16-be"
    return None
