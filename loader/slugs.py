"""ASCII words for IRIs: of names, places, issuers, numbers and titles (đ → d; diacritics stand only in labels)."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from loader.kinds import Level
from loader.letters import without_marks

COUNTRY = "viet-nam"
UNNAMED = "khong-ro"
"""What stands in an IRI for a name that says nothing."""

_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_LEADING_NUMBER = re.compile(r"\d+[a-z]?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ASSEMBLY = re.compile(r"(qh|ubtvqh)\d+")
_PLACE_KIND = re.compile(r"^(?:tỉnh|thành phố|tp\.?|huyện|quận|thị xã|tx\.?|xã|phường|thị trấn)\s+", re.IGNORECASE)
_NATIONAL_SYMBOLS = frozenset({"ttg", "cp", "qh", "ubtvqh", "ctn", "tw", "vpcp", "vpqh", "ttcp", "nhnn"})
_LOCAL_B_SYMBOLS = re.compile(r"bc[dhs]|bql|bdt|btg|btc-?tu|bqlkkt")
_SAME_SYMBOL = {"snnptnt": "snn", "bnnptnt": "bnn"}
_KIND_SYMBOLS = frozenset({"qd", "kh", "nq", "nd", "ct", "ctr", "ttr", "tb", "bc", "hd", "tt", "ttlt", "da", "pa"})
_KIND_WORDS = ("bo-luat", "phap-lenh")
_TITLE_SLUG_LENGTH = 80


@lru_cache(maxsize=4096)
def slug(text: str) -> str:
    """Return ``text`` as lower-case ASCII words joined by hyphens (đ → d); "" when no letter or digit is left."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return _NOT_SLUG.sub("-", without_marks(plain).lower()).strip("-")


def segment(text: str) -> str:
    """Return the slug of a name as a segment of an IRI, which is never empty."""
    return slug(text) or UNNAMED


def bare_place_name(name: str) -> str:
    """Return a unit's proper name without its kind ("Tỉnh Hưng Yên" → "Hưng Yên")."""
    return _PLACE_KIND.sub("", name)


def place_slug(name: str, level: Level = Level.PROVINCE, kind: str = "", parent: str | None = None) -> str:
    """Return the slug of an administrative unit.

    Countries, provinces and rural districts have their bare name ("long-an", "khoai-chau"). Towns, cities and urban
    districts below the province keep their kind ("thanh-pho-hung-yen"), because many are named like their province or
    a rural district. Communes keep their kind and, when known, their district ("xa-dai-tap-khoai-chau"): their names
    repeat all over the country. The same holds for the few district names that several provinces share, and for rural
    districts whose name is a province's once its marks are off.

    Args:
        name: proper name, with or without the kind in front ("Long An", "tỉnh Long An").
        level: level of the unit.
        kind: printed kind ("huyện", "thị xã"); read off ``name`` when it stands there.
        parent: proper name of the unit above, if known.
    """
    prefix = _PLACE_KIND.match(name)
    bare = slug(name[prefix.end() :] if prefix else name)
    kind_slug = slug(kind or (prefix.group() if prefix else ""))
    above = slug(_PLACE_KIND.sub("", parent)) if parent else ""
    if level in (Level.NATIONAL, Level.PROVINCE):
        return bare
    if level is Level.COMMUNE:
        return "-".join(part for part in (kind_slug or "xa", bare, above) if part)
    shared = _shared_names()
    if bare in shared.districts or (bare in shared.provinces and kind_slug in ("", "huyen")):
        return f"{bare}-{above}" if above and above != bare else f"{kind_slug or 'huyen'}-{bare}"
    return bare if kind_slug in ("", "huyen") else f"{kind_slug}-{bare}"


def issuer_symbol(number: str | None, kind: str) -> str:
    """Return the issuer's part of an instrument's number in lower ASCII; "" when the number does not say.

    "801/QĐ-TTg" → "ttg", "52/2018/NĐ-CP" → "cp", "77/2015/QH13" → "qh", "3671/QĐ-BNN-KTHT" → "bnn",
    "4462/SNN&PTNT-PTNT" → "snn", "617/QĐ-UBND" → "ubnd", "05-NQ/TU" → "tu".

    Args:
        number: normalised number, if any.
        kind: symbol of the instrument's kind in lower ASCII, to be skipped in the number.
    """
    if not number:
        return ""
    segments = [slug(part).replace("-", "") for part in re.split(r"[/-]", number)]
    rest = [s for s in segments if s and not _LEADING_NUMBER.fullmatch(s) and s != kind and not _YEAR.fullmatch(s)]
    if len(rest) > 1 and rest[0] in _KIND_SYMBOLS:
        rest = rest[1:]
    if not rest:
        return ""
    assembly = _ASSEMBLY.fullmatch(rest[0])
    symbol = assembly.group(1) if assembly else rest[0]
    return _SAME_SYMBOL.get(symbol, symbol)


def is_national_symbol(symbol: str) -> bool:
    """Say whether an issuer's symbol names a national body (it needs no place beside it)."""
    if symbol in _NATIONAL_SYMBOLS:
        return True
    return symbol.startswith("b") and 2 < len(symbol) <= 8 and not _LOCAL_B_SYMBOLS.fullmatch(symbol)


def issuer_slug(symbol: str, place: str) -> str:
    """Return the issuer's segment of a document's IRI.

    Args:
        symbol: the issuer's symbol in lower ASCII ("ttg", "ubnd", "snn"), or the slug of its name.
        place: slug of the issuer's place ("long-an"); "" or the country for national bodies.
    """
    return symbol if is_national_symbol(symbol) or place in ("", COUNTRY) else f"{symbol}-{place}"


def leading_number(number: str) -> str:
    """Return the leading number of an instrument's number ("617/QĐ-UBND" → "617", "05/NQ-HĐND" → "05")."""
    match = _LEADING_NUMBER.match(slug(number))
    return match.group() if match else slug(number)


def title_slug(title: str, kind: str) -> str:
    """Return the slug of a title, without the kind of instrument in front, at most 80 characters, cut at a word."""
    text = slug(title)
    for word in (kind, *_KIND_WORDS):
        text = text.removeprefix(f"{word}-")
    if len(text) <= _TITLE_SLUG_LENGTH:
        return text
    return text[: _TITLE_SLUG_LENGTH + 1].rpartition("-")[0]


@dataclass(frozen=True, slots=True)
class _SharedNames:
    """Slugs that more than one place has."""

    provinces: frozenset[str]
    districts: frozenset[str]


@lru_cache(maxsize=1)
def _shared_names() -> _SharedNames:
    table = tomllib.loads(files("loader").joinpath("lexicon", "place_names.toml").read_text(encoding="utf-8"))
    return _SharedNames(frozenset(map(slug, table["provinces"])), frozenset(map(slug, table["districts"])))
