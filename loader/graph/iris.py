"""The IRI of every kind of thing (design.md §3), and nothing else: patterns in, IRIs out.

IRIs are ASCII: diacritics stand only in labels. A thing's IRI depends on what identifies it in the world (issuer, date,
kind, number; place and name), never on the order in which files are read.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from loader.graph.vocabulary import SITE
from loader.kinds import Level

DEFAULT_BASE = SITE
COUNTRY = "viet-nam"

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
_UNNAMED = "khong-ro"
# Names that districts of several provinces (or a province) share: only there the province or the kind joins the slug.
_SHARED_DISTRICT_NAMES = frozenset(
    {"an-lao", "bao-lam", "binh-tan", "chau-thanh", "hoa-binh", "phong-dien", "phu-ninh", "phu-tan", "quang-ninh"}
    | {"tam-nong", "tan-chau", "tan-phu", "vinh-thanh"}
)


@lru_cache(maxsize=4096)
def slug(text: str) -> str:
    """Return ``text`` as lower-case ASCII words joined by hyphens (đ → d); "" when no letter or digit is left."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    ascii_text = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    return _NOT_SLUG.sub("-", ascii_text).strip("-")


def _segment(text: str) -> str:
    """Return the slug of a name as a segment of an IRI, which is never empty."""
    return slug(text) or _UNNAMED


def bare_place_name(name: str) -> str:
    """Return a unit's proper name without its kind ("Tỉnh Hưng Yên" → "Hưng Yên")."""
    return _PLACE_KIND.sub("", name)


def place_slug(name: str, level: Level = Level.PROVINCE, kind: str = "", parent: str | None = None) -> str:
    """Return the slug of an administrative unit.

    Countries, provinces and rural districts have their bare name ("long-an", "khoai-chau"). Towns, cities and urban
    districts below the province keep their kind ("thanh-pho-hung-yen"), because many are named like their province or
    a rural district. Communes keep their kind and, when known, their district ("xa-dai-tap-khoai-chau"): their names
    repeat all over the country. The same holds for the few district names that several provinces share.

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
    if bare in _SHARED_DISTRICT_NAMES:
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
class Iris:
    """Makes IRIs under one base.

    Attributes:
        base: what all IRIs of things begin with, ending in "/".
    """

    base: str = DEFAULT_BASE

    def of(self, path: str) -> str:
        """Return the IRI of a path under the base ("place/long-an")."""
        return self.base + path

    def document(self, issuer: str, kind: str, number: str | None, day: date | None, title: str | None = None) -> str:
        """Return the IRI of an instrument.

        Args:
            issuer: issuer's segment, see ``issuer_slug``.
            kind: symbol of its kind in lower ASCII ("qd").
            number: its number ("617/QĐ-UBND"); None when it has none.
            day: date of issue; None when unknown.
            title: its title, used when it has no number.
        """
        last = (leading_number(number) if number else title_slug(title or "", kind)) or "khong-so"
        when = f"/{day:%Y/%m/%d}" if day else ""
        return self.of(f"vn/{issuer or _UNNAMED}{when}/{_segment(kind)}/{last}")

    def draft(self, issuer: str, text_sha256: str) -> str:
        """Return the IRI of a draft without number or date, from the digest of its text."""
        return self.of(f"vn/{issuer or _UNNAMED}/draft/{text_sha256[:12]}")

    def contained(self, document: str, key: str) -> str:
        """Return the IRI of an instrument promulgated by, or written inside, another (key "ke-hoach")."""
        return f"{document}/{key}" if key else document

    def part(self, document: str, path: str) -> str:
        """Return the IRI of a provision by its path ("dieu-1/khoan-2"); of the document itself for ""."""
        return f"{document}/{path}" if path else document

    def element(self, part: str, kind: str, count: int) -> str:
        """Return the IRI of the ``count``-th element of a kind ("target", "task") read from a provision."""
        return f"{part}/{kind}-{count}"

    def place(self, place: str) -> str:
        """Return the IRI of an administrative unit by its slug, see ``place_slug``."""
        return self.of(f"place/{place or _UNNAMED}")

    def agency(self, place: str, name: str, since: str | None = None) -> str:
        """Return the IRI of a body.

        Args:
            place: slug of the place it serves ("viet-nam" for national bodies).
            name: its name without the place ("Sở Tài chính", "Ủy ban nhân dân").
            since: "2025-07" after a reorganisation that keeps the name.
        """
        path = f"agency/{place or _UNNAMED}/{_segment(name)}"
        return self.of(f"{path}/{since}" if since else path)

    def agency_group(self, place: str, name: str) -> str:
        """Return the IRI of a group of bodies, from the phrase that names it in a place."""
        return self.of(f"agency/{place or _UNNAMED}/nhom/{_segment(name)}")

    def craft(self, name: str) -> str:
        """Return the IRI of a craft, shared by all places."""
        return self.of(f"craft/{_segment(name)}")

    def village(self, place: str, name: str) -> str:
        """Return the IRI of a craft village (or of villages counted as one) in a place."""
        return self.of(f"village/{place or _UNNAMED}/{_segment(name)}")

    def concept(self, scheme: str, key: str) -> str:
        """Return the IRI of a concept ("comparator", "at-least")."""
        return self.of(f"{scheme}/{key}")

    def text(self, sha256: str) -> str:
        """Return the IRI of a source text, from the digest of its file."""
        return self.of(f"text/{sha256[:12]}")

    def excerpt(self, text: str, start: int, end: int) -> str:
        """Return the IRI of the characters ``start`` to ``end`` (code points) of a source text."""
        return f"{text}/char-{start}-{end}"

    def graph(self, name: str) -> str:
        """Return the name of a graph ("reference", "ontology", "inferred")."""
        return self.of(f"graph/{name}")

    def text_graph(self, sha256: str) -> str:
        """Return the name of the graph of one document version, from the digest of its file."""
        return self.graph(f"text/{sha256[:12]}")
