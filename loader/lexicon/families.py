"""Families of groups and of bodies that no kind names, from ``families.toml`` beside this module."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Family:
    """A family of bodies.

    Attributes:
        key: end of the IRI of its kind ("nhom-so-nganh").
        vi: its name in Vietnamese.
        en: its name in English.
        group: it is one of phrases that stand for several bodies.
        words: whole words, any of which tells it.
        heads: what a name begins with.
    """

    key: str
    vi: str
    en: str
    group: bool
    words: tuple[str, ...]
    heads: tuple[str, ...]


@cache
def families() -> tuple[Family, ...]:
    """Return the families, in the order of the file."""
    text = files(__package__).joinpath("families.toml").read_text(encoding="utf-8")
    return tuple(
        Family(e["key"], e["vi"], e["en"], e.get("group", False), tuple(e.get("words", ())), tuple(e.get("heads", ())))
        for e in tomllib.loads(text)["family"]
    )


_GENERAL = frozenset({"nhom-co-quan-don-vi"})
_COMMITTEES = "nhom-ubnd-"
_PLACES = frozenset({"nhom-dia-phuong", "nhom-ubnd-tinh"})
_DIVISIONS, _DEPARTMENTS = "nhom-phong-nganh", "nhom-so-nganh"
_WORD = re.compile(r"\w+")


@lru_cache(maxsize=4096)
def families_of(name: str, *, group: bool) -> tuple[str, ...]:
    """Return the keys of the families that a name is of.

    Args:
        name: the phrase of a group, or the name of a body without its place.
        group: it is a group; a body is of one family at most, a group of several ("các sở, ngành và địa phương").
    """
    words = _key(name)
    if not group:
        heads = [
            (len(head), family.key) for family in families() for head in family.heads if words.startswith(_key(head))
        ]
        return (max(heads)[1],) if heads else ()
    found = [f.key for f in families() if f.group and any(_key(word) in words for word in f.words)]
    committees = [key for key in found if key.startswith(_COMMITTEES)]
    # "ủy ban nhân dân các huyện" names committees; the places in it are theirs.
    own = [key for key in found if not (committees and key in _PLACES and key not in committees[:1])]
    # "các phòng, ban, ngành" are those of a district: its "ban, ngành" are no departments of the province.
    if _DIVISIONS in own and " sở " not in words:
        own = [key for key in own if key != _DEPARTMENTS]
    return tuple(key for key in own if key not in _GENERAL) or tuple(own)


def _key(text: str) -> str:
    """Return the words of a text, in small letters and with one spelling of tone marks, between spaces."""
    plain = text.lower().replace("uỷ", "ủy").replace("hoà", "hòa")
    return f" {' '.join(_WORD.findall(plain))} "
