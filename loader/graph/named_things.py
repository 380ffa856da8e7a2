"""Kinds of named things that extensions of the ontology bring: what the core asks for them by, without knowing any.

An extension (``ontology/crafts.ttl``) is switched on by a pack that declares it; without one there are no such things, and
nothing here does anything. Another extension is one more row.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from loader.graph.vocabulary import LN


@dataclass(frozen=True, slots=True)
class NamedThings:
    """A kind of named things of an extension.

    Attributes:
        key: what parameters and the search call the kind.
        thing: the class of the things themselves.
        classes: all classes that a search counts to the kind.
        vi: what they are called together, in Vietnamese.
        en: the same in English.
        vi_each: what one of many is called in a picture, in Vietnamese.
        en_each: the same in English.
        said_by: classes of facts that say something of them, which a plan's page lists.
        home: beginning of the address of their pages; their IRIs begin with the key.
    """

    key: str
    thing: ox.NamedNode
    classes: tuple[ox.NamedNode, ...]
    vi: str
    en: str
    vi_each: str
    en_each: str
    said_by: tuple[ox.NamedNode, ...]
    home: str


CRAFT, VILLAGE = "craft", "village"
NAMED_THINGS = (
    NamedThings(VILLAGE, LN.Village, (LN.Village, LN.LocalCraft), "Làng nghề", "Craft villages", "làng nghề", "villages",
                (LN.Village,), "/villages/"),
    NamedThings(CRAFT, LN.Craft, (LN.Craft, LN.CraftStatus), "Nghề", "Crafts", "nghề", "crafts", (LN.CraftStatus,), "/crafts/"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SaidOf:
    """What a fact about named things is shown with: the thing that it says something of, or that the thing has.

    Attributes:
        key: the name of the detail.
        vi: its name in Vietnamese.
        en: its name in English.
        says: property from the fact to the thing.
        has: property from another thing to it.
    """

    key: str
    vi: str
    en: str
    says: ox.NamedNode
    has: ox.NamedNode


SAID_OF = (SaidOf(CRAFT, "Nghề", "Craft", LN.ofCraft, LN.practises),)
WRITTEN_BY = ("loader.graph.writing_crafts",)
"""Modules whose ``write_facts`` states what documents say of them."""
LISTS = (("/crafts", "Danh mục nghề", "All crafts"),)
"""Pages that list them: addresses and names."""
FACTS_KEY = "crafts"
"""What a plan's page calls the facts about them, which stand in one list."""
FACTS_NAMES = ("Nghề, làng nghề", "Crafts, villages")
"""The name of that list, in Vietnamese and English."""
TAGS = {"crafts": ("Nghề và làng nghề", "Crafts and craft villages"), "villages": ("Làng nghề", "Craft villages")}
"""Tags of stored questions about them."""
