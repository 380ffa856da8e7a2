"""Vietnamese text from before Unicode: TCVN3 (ABC), VNI and Windows-1258, told apart by what their words look like.

TCVN3 is TCVN 5712:1993, table VN3 (fonts ".VnTime" and the like; capitals with marks are written in small letters of
a capital font ".VnTimeH"). VNI (fonts "VNI-Times") writes a vowel and its marks as two characters of Windows-1252.
Such text also comes inside Unicode files, as the Western characters that stand at the same places.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import product

_TCVN3 = dict(
    zip(
        bytes([*range(0xA1, 0xAF), *range(0xB5, 0xBA), 0xBB, 0xBC, 0xBD, 0xBE, *range(0xC6, 0xCD), 0xCE, 0xCF,
               *range(0xD0, 0xD9), *range(0xDC, 0xE0), *range(0xE1, 0xF0), *range(0xF1, 0xFF)]),
        "ĂÂÊÔƠƯĐăâêôơưđ" "àảãáạ" "ằẳẵắ" "ặầẩẫấậè" "ẻẽ" "éẹềểễếệìỉ" "ĩíịò" "ỏõóọồổỗốộờởỡớợù" "ủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)  # fmt: skip

# VNI: marks written behind a vowel → (added shape, tone); the shape changes the vowel, the tone stands on it.
_VNI_MARKS = {
    "ù": ("", "\u0301"), "ø": ("", "\u0300"), "û": ("", "\u0309"), "õ": ("", "\u0303"), "ï": ("", "\u0323"),
    "â": ("\u0302", ""), "á": ("\u0302", "\u0301"), "à": ("\u0302", "\u0300"), "å": ("\u0302", "\u0309"),
    "ã": ("\u0302", "\u0303"), "ä": ("\u0302", "\u0323"),
    "ê": ("\u0306", ""), "é": ("\u0306", "\u0301"), "è": ("\u0306", "\u0300"), "ú": ("\u0306", "\u0309"),
    "ü": ("\u0306", "\u0303"), "ë": ("\u0306", "\u0323"),
}  # fmt: skip
_VNI_SINGLE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni_table() -> dict[str, str]:
    table: dict[str, str] = {}
    for vowel, (mark, (shape, tone)) in product("aeouyôöAEOUYÔÖ", _VNI_MARKS.items()):
        base = {"ô": "ơ", "ö": "ư", "Ô": "Ơ", "Ö": "Ư"}.get(vowel, vowel)
        if shape and (base.lower() not in "aeo" or (shape == "\u0306" and base.lower() != "a")):
            continue
        letter = unicodedata.normalize("NFC", base + shape + tone)
        if len(letter) == 1:
            table[vowel + mark] = letter
            table[vowel + mark.upper()] = letter
    for code, letter in _VNI_SINGLE.items():
        table[code] = letter
        table[code.upper()] = letter.upper()
    return table


_VNI = _vni_table()
_VNI_CODES = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

_ONSET = "ngh|ng|nh|gh|gi|ph|th|tr|ch|kh|qu|[bcdđghklmnpqrstvx]"
_NUCLEUS = "iê|yê|ươ|uô|ưa|ia|ya|ua|oa|oă|oe|uâ|uê|uơ|uy|uyê|oo|uya|[aăâeêioôơuưy]"
_CODA = "ch|ng|nh|[cmnptiyou]"
_SYLLABLE = re.compile(rf"(?:{_ONSET})?(?:{_NUCLEUS})(?:{_CODA})?")
_WORD = re.compile(r"[^\W\d_]+")
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_OWN_LETTER = re.compile("[\u0102-\u01b0\u1ea0-\u1ef9]")
_WESTERN_LETTER = re.compile("[\xa1-\xffŒœ€ƒŠšŽžŸ]")
_SAMPLE = 20_000


def from_tcvn3(text: str) -> str:
    """Decode TCVN3 written as Latin-1 characters; other characters stay."""
    return text.translate(_TCVN3)


def from_vni(text: str) -> str:
    """Decode VNI written as Windows-1252 characters; other characters stay."""
    return _VNI_CODES.sub(lambda m: _VNI[m[0]], text)


def from_cp1258(data: bytes) -> str:
    """Decode Windows-1258 (tones are characters of their own); bytes that it does not know become U+FFFD."""
    return unicodedata.normalize("NFC", data.decode("cp1258", errors="replace"))


def decode_legacy(data: bytes) -> tuple[str, str, float]:
    """Decode bytes in the encoding whose words look most Vietnamese.

    Returns:
        the text, the name of the encoding, and the share of its marked words that are Vietnamese syllables.
    """
    western = data.decode("cp1252", errors="replace")
    bytewise = data.decode("latin-1")
    candidates = (
        (from_tcvn3(bytewise), "tcvn3"),
        (from_vni(western), "vni"),
        (from_cp1258(data), "windows-1258"),
        (western, "windows-1252"),
    )
    scored = [(vietnamese_share(text), text, name) for text, name in candidates]
    share, text, name = max(scored, key=lambda s: s[0])
    return text, name, share


def repair(text: str) -> tuple[str, str | None]:
    """Undo legacy text that a file holds as Western characters ("tØnh L¹ng S¬n"); None if there is none.

    Text with Vietnamese letters of its own is left alone.
    """
    sample = text[:_SAMPLE]
    own = len(_OWN_LETTER.findall(sample))
    western = len(_WESTERN_LETTER.findall(sample)) if own < 400 else 0
    if western < 20 or own * 20 > western or vietnamese_share(sample) > 0.7:
        return text, None
    decoders = {"tcvn3": from_tcvn3, "vni": from_vni}
    share, name = max((vietnamese_share(decode(sample)), name) for name, decode in decoders.items())
    return (decoders[name](text), name) if share >= 0.8 else (text, None)


def font_decoder(font: str | None) -> str | None:
    """Return the legacy encoding that a font name stands for: "tcvn3", "tcvn3-capitals", "vni", or None."""
    if not font:
        return None
    name = font.strip().lower()
    if name.startswith(".vn"):
        return "tcvn3-capitals" if font.strip().endswith("H") else "tcvn3"
    if name.startswith(("vni-", "vni ")):
        return "vni"
    return None


def decode_run(text: str, font: str | None) -> str:
    """Decode words set in a legacy font; words in other fonts, or in Unicode in spite of it, stay."""
    encoding = font_decoder(font)
    if encoding is None or any("\u0102" <= c <= "\u01b0" or "\u1ea0" <= c <= "\u1ef9" for c in text):
        return text
    if encoding == "vni":
        return from_vni(text)
    decoded = from_tcvn3(text)
    return decoded.upper() if encoding == "tcvn3-capitals" else decoded


def vietnamese_share(text: str) -> float:
    """Share of the words with marks that are possible Vietnamese syllables; 0 if there are few such words."""
    marked = good = 0
    for m in _WORD.finditer(text[:_SAMPLE]):
        word = m[0]
        if not word.isascii():
            marked += 1
            good += is_syllable(word)
    return good / marked if marked >= 3 else 0.0


def is_syllable(word: str) -> bool:
    """Whether a word can be one Vietnamese syllable: onset, nucleus, coda, one tone at most, even case."""
    if not (word.islower() or word.isupper() or word.istitle() or word[1:].islower()):
        return False
    parts = unicodedata.normalize("NFD", word.lower())
    tones = sum(c in "\u0300\u0301\u0303\u0309\u0323" for c in parts)
    bare = unicodedata.normalize("NFC", parts.translate(_TONES))
    return tones <= 1 and bool(_SYLLABLE.fullmatch(bare))
