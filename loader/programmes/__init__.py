"""Programmes as data: what only one programme has (indicators, words, solutions, reading rules) is a folder, a pack."""

from __future__ import annotations

from loader.programmes.active import (
    active_programmes,
    bundled_programmes,
    bundled_things,
    is_growth,
    reading_with,
    units_of,
)
from loader.programmes.model import (
    Counting,
    Direction,
    NationalTarget,
    Programme,
    ProgrammeIndicator,
    Solution,
    TargetType,
)
from loader.programmes.modules import axiom_files
from loader.programmes.pack_file import Strict, Text, read_declared
from loader.programmes.reading import PACK_FILE, read_pack, read_packs, things_of

__all__ = [
    "PACK_FILE",
    "Counting",
    "Direction",
    "NationalTarget",
    "Programme",
    "ProgrammeIndicator",
    "Solution",
    "Strict",
    "TargetType",
    "Text",
    "active_programmes",
    "axiom_files",
    "bundled_programmes",
    "bundled_things",
    "is_growth",
    "read_declared",
    "read_pack",
    "read_packs",
    "reading_with",
    "things_of",
    "units_of",
]
